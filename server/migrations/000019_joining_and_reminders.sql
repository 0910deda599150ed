-- A consent also says how the member may be named in a message of others to the same recipient, and which later messages
-- were agreed to, in order: [{"sequence": 1, "hash": "<hex>", "due": "<RFC 3339>"}]. Both are part of the entry's hash where there are any.
alter table consents add column mention text;
alter table consents add column later jsonb not null default '[]';

-- The invitation had its turn within a message that others sent or send to the same recipient.
alter table invitations add column joined_at timestamptz;

-- Who was named in a message beside its inviter, each by a permission of their own.
create table mentions (
  permit_id uuid not null references deliveries (permit_id) on delete cascade,
  named_permit_id uuid not null references permits on delete cascade,
  name text not null,
  primary key (permit_id, named_permit_id)
);
create index on mentions (named_permit_id);

-- Later messages of a batch as they were shown: [{"sequence": 1, "days": 7, "message": {}}].
alter table invitation_batches add column reminders jsonb not null default '[]';

-- Their turns, one per invitation. A reminder whose recipient has answered has its turn too, and nothing is sent: both look the same.
create table reminders (
  invitation_id uuid not null references invitations on delete cascade,
  sequence integer not null check (sequence in (1, 2)),
  due_at timestamptz not null,
  turned_at timestamptz,
  withdrawn_at timestamptz,
  primary key (invitation_id, sequence)
);
create index on reminders (due_at) where turned_at is null and withdrawn_at is null;
