-- Who may invite a member, or ask for a connection. 'known': who has one of the member's addresses or numbers, or stands in
-- the member's address book; 'book': who stands there.
alter table members add column invited_by text not null default 'anyone' check (invited_by in ('anyone', 'known', 'book'));

-- When the recipient's word on that kept a request out. Its sender sees it as sent, its recipient never.
alter table connection_requests add column kept_out_at timestamptz;
-- The same of an invitation: it has its permit and its turn as any other, and nothing is made of it.
alter table invitations add column kept_out_at timestamptz;

-- What was withdrawn, while it can still be taken back.
create index on invitations (withdrawn_at) where withdrawn_at is not null and address is not null;

-- Connections that a member removed a moment ago, as they were, so that it can be taken back.
create table connection_removals (
  member_id uuid not null references members on delete cascade,
  other_id uuid not null references members on delete cascade,
  connected_at timestamptz not null,
  removed_at timestamptz not null,
  primary key (member_id, other_id)
);
alter table connection_removals enable row level security;
alter table connection_removals force row level security;
create policy owner_only on connection_removals
  using ((select kith_sees_all()) or member_id = (select kith_owner()));
create index on connections (member_id, connected_at);

-- A review of contacts that the book has already stands as an import that reads nothing.
alter table imports drop constraint imports_kind_check;
alter table imports add constraint imports_kind_check check (kind in ('file', 'paste', 'account', 'book'));
-- Whether the review shows the chosen contacts alone: those with an exception.
alter table selections add column is_scoped boolean not null default false;

-- What is reported is an invitation or a connection request.
alter table abuse_reports alter column invitation_id drop not null;
alter table abuse_reports add column request_id uuid references connection_requests on delete cascade;
alter table abuse_reports add constraint about_one check (num_nonnulls(invitation_id, request_id) = 1);
