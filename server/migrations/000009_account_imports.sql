alter table sources drop constraint sources_kind_check;
alter table sources add constraint sources_kind_check check (kind in ('file', 'paste', 'account'));
alter table imports drop constraint imports_kind_check;
alter table imports add constraint imports_kind_check check (kind in ('file', 'paste', 'account'));

-- The account that an import reads; its password or token is nowhere here.
create table import_accounts (
  owner_id uuid not null,
  import_id uuid not null,
  provider_id text,
  protocol text not null,
  host text not null,
  address text not null,
  -- What tells one account of an owner from another, in `sources`.
  label text not null,
  -- Cards that came so far, and how many the provider says there are.
  cards bigint not null default 0,
  cards_expected bigint,
  -- Cards of earlier imports that the account no longer has.
  cards_vanished bigint not null default 0,
  -- Where to go on after the last part that was kept.
  cursor text,
  -- Begun after the last part of an earlier import that broke off.
  resumed boolean not null,
  -- Renewed while somebody reads; when it stops, whoever read is gone.
  alive_at timestamptz not null,
  fault text,
  access text not null check (access in ('in_use', 'forgotten', 'revoked', 'page')),
  access_ended_at timestamptz,
  primary key (owner_id, import_id),
  foreign key (owner_id, import_id) references imports on delete cascade
);
alter table import_accounts enable row level security;
alter table import_accounts force row level security;
create policy owner_only on import_accounts
  using ((select kith_sees_all()) or owner_id = (select kith_owner()));

-- The import that found a card gone from its account; an undo takes the mark back.
alter table cards add column vanished_by uuid;
