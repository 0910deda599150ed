-- A code by which a phone gives its contacts to the screen of the member who asked for it: one phone, once, within minutes.
create table hand_offs (
  owner_id uuid not null references members on delete cascade,
  id uuid not null,
  code_hash bytea not null unique,
  -- What the phone that entered the code holds from then on; the code opens for nobody else.
  pass_hash bytea unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  opened_at timestamptz,
  used_at timestamptz,
  import_id uuid,
  primary key (owner_id, id)
);
alter table hand_offs enable row level security;
alter table hand_offs force row level security;
create policy owner_only on hand_offs
  using ((select kith_sees_all()) or owner_id = (select kith_owner()));
create index on hand_offs (expires_at);
