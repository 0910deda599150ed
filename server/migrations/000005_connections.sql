create table connection_requests (
  id uuid primary key,
  sender_id uuid not null references members on delete cascade,
  recipient_id uuid not null references members on delete cascade,
  created_at timestamptz not null,
  accepted_at timestamptz,
  ignored_at timestamptz,
  withdrawn_at timestamptz,
  check (sender_id <> recipient_id)
);
-- One open request between two members, whoever asked: two that ask each other at once meet here.
create unique index one_open_request on connection_requests (least(sender_id, recipient_id), greatest(sender_id, recipient_id))
  where accepted_at is null and withdrawn_at is null;
create index on connection_requests (sender_id, created_at desc);
create index on connection_requests (recipient_id, created_at desc);

-- Both directions are stored, so that a member's connections are one range of one shard.
create table connections (
  member_id uuid not null references members on delete cascade,
  other_id uuid not null references members on delete cascade,
  connected_at timestamptz not null,
  primary key (member_id, other_id),
  check (member_id <> other_id)
);

create table blocks (
  member_id uuid not null references members on delete cascade,
  blocked_id uuid not null references members on delete cascade,
  blocked_at timestamptz not null,
  primary key (member_id, blocked_id)
);
