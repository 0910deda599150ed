-- Append-only; `hash` covers this entry and the hash of the one before it.
create table consents (
  sequence bigint primary key,
  id uuid not null unique,
  member_id uuid not null,
  session_id uuid not null,
  channel text not null check (channel in ('email', 'text')),
  message_version text not null,
  -- SHA-256 of the text shown, the recipient's personal link replaced by its placeholder.
  message_hash bytea not null,
  note text,
  locale text not null,
  reminders integer not null default 0,
  recipients bytea[] not null,
  created_at timestamptz not null,
  previous_hash bytea not null,
  hash bytea not null
);
create index on consents (member_id);
create function refuse_change() returns trigger language plpgsql
  as $$ begin raise exception 'the consent ledger is append-only' using errcode = 'restrict_violation'; end $$;
create trigger consents_append_only before update or delete on consents
  for each row execute function refuse_change();

-- Where the ledger ends, whoever's entry that is: a member's transaction sees no entry but their own.
create function ledger_end() returns table (sequence bigint, hash bytea)
  language plpgsql volatile
  as $$
    declare
      asker text := current_setting('kith.owner', true);
    begin
      perform set_config('kith.owner', 'all', true);
      select c.sequence, c.hash into sequence, hash from consents c order by c.sequence desc limit 1;
      perform set_config('kith.owner', asker, true);
      if sequence is not null then return next; end if;
    end $$;

create table suppressions (
  key bytea not null,
  -- The inviter that may not write any more, or the zero UUID: nobody on this network may.
  inviter_id uuid not null,
  reason text not null check (reason in ('unsubscribed', 'never_again', 'not_from_inviter', 'not_me', 'reported', 'bounced')),
  suppressed_at timestamptz not null,
  primary key (key, inviter_id)
);

create table invitation_batches (
  id uuid primary key,
  inviter_id uuid not null references members on delete cascade,
  import_id uuid,
  idempotency_key text,
  -- Invitations it began with; an undo deletes them.
  count integer not null,
  -- The message as it was shown, the recipient's token replaced by its placeholder; what is sent is made of it.
  message jsonb not null,
  created_at timestamptz not null,
  -- Nothing leaves before; moved while the member holds the undo button in focus.
  undo_until timestamptz not null,
  undone_at timestamptz,
  withdrawn_at timestamptz,
  -- Until then one sender has this batch; it renews the lease while it lives.
  sender_until timestamptz,
  unique (inviter_id, idempotency_key)
);
create index on invitation_batches (inviter_id, created_at desc);

create table invitations (
  id uuid primary key,
  batch_id uuid not null references invitation_batches on delete cascade,
  inviter_id uuid not null references members on delete cascade,
  contact_id uuid,
  recipient_key bytea not null,
  channel text not null check (channel in ('email', 'text')),
  -- Wiped when the invitation ends.
  address text,
  recipient_name text,
  note text,
  locale text not null,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- The sender's turn: a message handed over, or dropped because the recipient had said no. Both look the same to the inviter.
  sent_at timestamptz,
  accepted_at timestamptz,
  accepted_by uuid references members on delete set null,
  declined_at timestamptz,
  withdrawn_at timestamptz,
  expired_at timestamptz
);
create index on invitations (inviter_id, created_at desc);
create index on invitations (recipient_key);
create index on invitations (batch_id, created_at) where sent_at is null;
create unique index one_open_invitation on invitations (inviter_id, recipient_key)
  where accepted_at is null and declined_at is null and withdrawn_at is null and expired_at is null;

-- One authorised sending. Nothing but consent makes these rows.
create table permits (
  id uuid primary key,
  consent_id uuid not null references consents (id),
  -- Checked at commit: the permit comes first, the invitation follows in the same transaction.
  invitation_id uuid not null references invitations on delete cascade deferrable initially deferred,
  recipient_key bytea not null,
  kind text not null check (kind in ('invitation', 'reminder')),
  sequence integer not null,
  issued_at timestamptz not null,
  unique (invitation_id, kind, sequence)
);
create index on permits (recipient_key);
create index on permits (consent_id);

-- The intent is committed before the wire is touched; what is neither handed over nor refused after a crash is unknown.
create table deliveries (
  id uuid primary key,
  permit_id uuid not null unique references permits on delete cascade,
  message_id text not null unique,
  body_hash bytea not null,
  attempt integer not null default 1,
  intended_at timestamptz not null,
  handed_at timestamptz,
  rejected_at timestamptz,
  -- Refused before the message was taken (4xx): may be tried again at this time.
  deferred_until timestamptz,
  unknown_at timestamptz,
  response_code integer
);

create table abuse_reports (
  id uuid primary key,
  invitation_id uuid not null references invitations on delete cascade,
  inviter_id uuid not null,
  text text,
  reported_at timestamptz not null,
  withdrawn_at timestamptz
);

-- Messages of the demo network; nothing leaves the machine.
create table demo_messages (
  id uuid primary key,
  channel text not null check (channel in ('email', 'text')),
  recipient text not null,
  sender text not null,
  subject text not null,
  message_id text,
  raw bytea not null,
  received_at timestamptz not null
);
create index on demo_messages (received_at desc);
