-- What a recipient had deleted from invitations a moment ago, so that it can be taken back: nothing but that reads it.
create table held_deletions (
  recipient_key bytea primary key,
  -- From then on it is erased.
  until timestamptz not null,
  -- When the deletion also kept everybody from writing; its undo takes that no back, and no other.
  silenced_at timestamptz
);
create index on held_deletions (until);

create table deleted_recipients (
  invitation_id uuid primary key references invitations on delete cascade,
  recipient_key bytea not null references held_deletions on delete cascade,
  address text,
  recipient_name text,
  -- When the deletion ended the invitation too.
  ended_at timestamptz
);
create index on deleted_recipients (recipient_key);
