-- That contacts became one: their cards went to the one that was kept. Undone, they go back.
create table merges (
  owner_id uuid not null references members on delete cascade,
  id uuid not null,
  -- The press that made many at once; its own id where it made one.
  batch_id uuid not null,
  kept_id uuid not null,
  -- What the kept contact was called and how many became one, for the list of merges.
  name text not null,
  contacts integer not null,
  -- Fields of the kept contact that the merge said something of, and the version that came of it: what its owner said later stays.
  fields text[] not null,
  version integer not null,
  merged_at timestamptz not null,
  undone_at timestamptz,
  primary key (owner_id, id)
);
create index on merges (owner_id, kept_id);

-- Each contact of a merge as it was, the kept one too.
create table merged_contacts (
  owner_id uuid not null,
  merge_id uuid not null,
  contact_id uuid not null,
  created_at timestamptz not null,
  version integer not null,
  favourite_at timestamptz,
  -- [{"id", "source", "key"}]: by its source and key a card is known again when it was deleted and read anew.
  cards json not null,
  edits json not null,
  labels json not null,
  primary key (owner_id, merge_id, contact_id),
  foreign key (owner_id, merge_id) references merges on delete cascade
);
create index on merged_contacts (owner_id, contact_id);

-- Cards of two who are not the same, by source and key, so that it holds when they are read again.
create table distinct_contacts (
  owner_id uuid not null references members on delete cascade,
  source_a uuid not null,
  key_a bytea not null,
  source_b uuid not null,
  key_b bytea not null,
  said_at timestamptz not null,
  primary key (owner_id, source_a, key_a, source_b, key_b)
);

-- Two contacts that are likely one, the lower id first.
create table proposals (
  owner_id uuid not null,
  a uuid not null,
  b uuid not null,
  probability real not null,
  -- They share an address or number as well, and no field speaks against it.
  certain boolean not null,
  primary key (owner_id, a, b)
);
create index on proposals (owner_id, probability desc, a, b);
create index on proposals (owner_id, b);

-- Up to which change of a book its duplicates were looked for.
create table duplicate_searches (
  owner_id uuid primary key references members on delete cascade,
  revision bigint not null,
  searched_at timestamptz not null
);

do $$
declare
  owned text;
begin
  foreach owned in array array['merges', 'merged_contacts', 'distinct_contacts', 'proposals', 'duplicate_searches']
  loop
    execute format('alter table %I enable row level security', owned);
    execute format('alter table %I force row level security', owned);
    execute format('create policy owner_only on %I using ((select kith_sees_all()) or owner_id = (select kith_owner()))', owned);
  end loop;
end $$;
