-- A member's way through a provider's own sign-in, from the click to the end of the access it gave.
create table grants (
  owner_id uuid not null references members on delete cascade,
  id uuid not null,
  -- The browser that asked; the answer counts from there alone.
  session_id uuid not null,
  -- The authorization server that may answer, by the name of its settings.
  client text not null,
  provider_id text not null,
  address text not null,
  -- Also what the provider collected by itself; the member ticked that box.
  collected boolean not null,
  -- In a window of its own, which closes by itself.
  popup boolean not null,
  state_hash bytea not null,
  begun_at timestamptz not null,
  -- The state was used; it works once.
  answered_at timestamptz,
  -- The first contacts are there, or the reason why there are none.
  settled_at timestamptz,
  import_id uuid,
  fault text,
  -- What must be revoked, under a key that is not in this database; for 15 minutes at most.
  sealed bytea,
  sealed_at timestamptz,
  -- Renewed while somebody reads with it; when it stops, whoever read is gone.
  alive_at timestamptz,
  -- Somebody is revoking it until then.
  revoking_until timestamptz,
  revoked_at timestamptz,
  ended_at timestamptz,
  primary key (owner_id, id)
);
create index grants_by_state on grants (owner_id, state_hash);
create index grants_by_begin on grants (begun_at);
alter table grants enable row level security;
alter table grants force row level security;
create policy owner_only on grants
  using ((select kith_sees_all()) or owner_id = (select kith_owner()));
