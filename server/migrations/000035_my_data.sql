-- A copy of everything a member has here, which they asked for; its bytes stay until it expires.
create table exports (
  owner_id uuid not null references members on delete cascade,
  id uuid not null,
  asked_at timestamptz not null,
  ready_at timestamptz,
  failed_at timestamptz,
  expires_at timestamptz,
  -- The book is gone through several times; both count all rounds.
  written bigint not null default 0,
  total bigint not null default 0,
  bytes bigint not null default 0,
  primary key (owner_id, id)
);
create index on exports (expires_at);
alter table exports enable row level security;
alter table exports force row level security;
create policy owner_only on exports
  using ((select kith_sees_all()) or owner_id = (select kith_owner()));

create table export_chunks (
  owner_id uuid not null,
  export_id uuid not null,
  sequence integer not null,
  bytes bytea not null,
  primary key (owner_id, export_id, sequence),
  foreign key (owner_id, export_id) references exports on delete cascade
);
-- A ZIP is packed already.
alter table export_chunks alter column bytes set storage external;
alter table export_chunks enable row level security;
alter table export_chunks force row level security;
create policy owner_only on export_chunks
  using ((select kith_sees_all()) or owner_id = (select kith_owner()));
