-- Messages out of the member's own hand stand in the ledger too.
alter table consents drop constraint consents_channel_check;
alter table consents add constraint consents_channel_check
  check (channel in ('email', 'text', 'self_email', 'self_text', 'self_link'));

-- What the member stated of recipients whose law asks for their own consent first. Part of the entry's hash where it is there.
alter table consents add column stated text;

-- Members whose sending an operator paused, or whose inviting was closed.
create table inviting_stops (
  id uuid primary key,
  member_id uuid not null references members on delete cascade,
  kind text not null check (kind in ('paused', 'closed')),
  began_at timestamptz not null,
  ended_at timestamptz
);
create unique index one_open_stop on inviting_stops (member_id) where ended_at is null;

alter table abuse_reports add column settled_at timestamptz;
-- What an operator made of it; a report that was dismissed counts no more.
alter table abuse_reports add column outcome text check (outcome in ('dismissed', 'paused', 'closed'));
create index on abuse_reports (inviter_id);
create index on abuse_reports (reported_at desc);

-- What operators did about members, for other operators to see. Append-only.
create table operator_acts (
  id uuid primary key,
  operator_id uuid not null,
  act text not null check (act in ('dismissed', 'paused', 'closed', 'reopened')),
  member_id uuid not null,
  reports uuid[] not null,
  acted_at timestamptz not null
);
create index on operator_acts (member_id, acted_at desc);
create function refuse_change_of_acts() returns trigger language plpgsql
  as $$ begin raise exception 'what operators did is append-only' using errcode = 'restrict_violation'; end $$;
create trigger operator_acts_append_only before update or delete on operator_acts
  for each row execute function refuse_change_of_acts();
