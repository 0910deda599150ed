-- What a member asked to be deleted for good: their account, everything they imported, or one import.
create table erasures (
  id uuid primary key,
  -- Null once the account is gone: nothing here says then whose it was.
  member_id uuid,
  kind text not null check (kind in ('account', 'imported', 'import')),
  import_id uuid,
  asked_at timestamptz not null,
  -- Until then it can be taken back.
  starts_at timestamptz not null,
  cancelled_at timestamptz,
  done_at timestamptz,
  erased bigint not null default 0,
  total bigint not null default 0,
  -- What was deleted and how much of it, for the receipt: {"contacts": 12}.
  counts jsonb not null default '{}',
  -- SHA-256 of what the browser holds that asked for the end of an account: its session ends before the work does.
  token_hash bytea unique,
  -- Where the receipt is mailed to; null once it was.
  receipt_to text,
  locale text not null,
  -- When this row itself goes.
  expires_at timestamptz not null
);
create index on erasures (member_id, asked_at);
create unique index one_erasure on erasures (member_id, kind, coalesce(import_id, '00000000-0000-0000-0000-000000000000'))
  where done_at is null and cancelled_at is null;
alter table erasures enable row level security;
alter table erasures force row level security;
create policy owner_only on erasures
  using ((select kith_sees_all()) or member_id = (select kith_owner()));

-- Of a consent whose member erased the account, the member's own words go. The chain still holds: the entry keeps its hash.
alter table consents add column redacted_at timestamptz;
create or replace function refuse_change() returns trigger language plpgsql
  as $$
    declare
      words text[] := '{note,mention,redacted_at}';
    begin
      if tg_op = 'UPDATE' and old.redacted_at is null and new.redacted_at is not null and new.note is null and new.mention is null
        and to_jsonb(new) - words = to_jsonb(old) - words then
        return new;
      end if;
      raise exception 'the consent ledger is append-only' using errcode = 'restrict_violation';
    end $$;
