create table sources (
  owner_id uuid not null references members on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('file', 'paste')),
  -- What tells one source of an owner from another: the dialect of a file ('google-csv'), 'paste'.
  label text not null,
  created_at timestamptz not null,
  primary key (owner_id, id),
  unique (owner_id, kind, label)
);

create table imports (
  owner_id uuid not null references members on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('file', 'paste')),
  idempotency_key text,
  received_at timestamptz not null,
  started_at timestamptz,
  read_at timestamptz,
  stopped_at timestamptz,
  failed_at timestamptz,
  failure_code text,
  undone_at timestamptz,
  reviewed_at timestamptz,
  region text not null,
  bytes_total bigint not null default 0,
  bytes_read bigint not null default 0,
  -- Events taken so far over all files; a resumed run skips as many.
  checkpoint bigint not null default 0,
  cards_read bigint not null default 0,
  cards_new bigint not null default 0,
  cards_updated bigint not null default 0,
  cards_same bigint not null default 0,
  cards_problem bigint not null default 0,
  constraint counters_add_up check (cards_read = cards_new + cards_updated + cards_same + cards_problem),
  primary key (owner_id, id),
  unique (owner_id, idempotency_key)
);
create index on imports (owner_id, received_at desc);

create table import_files (
  owner_id uuid not null,
  import_id uuid not null,
  position integer not null,
  name text not null,
  bytes bigint not null,
  dialect text,
  primary key (owner_id, import_id, position),
  foreign key (owner_id, import_id) references imports on delete cascade
);

-- The uploaded bytes, kept until they are read.
create table import_chunks (
  owner_id uuid not null,
  import_id uuid not null,
  position integer not null,
  sequence integer not null,
  bytes bytea not null,
  primary key (owner_id, import_id, position, sequence),
  foreign key (owner_id, import_id) references imports on delete cascade
);
alter table import_chunks alter column bytes set storage external;

create table import_problems (
  owner_id uuid not null,
  import_id uuid not null,
  sequence bigint not null,
  file_position integer not null,
  line bigint not null,
  code text not null,
  field text,
  found text,
  -- Null where the row itself was lost; else the card that was kept without this field.
  card_id uuid,
  primary key (owner_id, import_id, sequence),
  foreign key (owner_id, import_id) references imports on delete cascade
);

-- Rows that an import writes by the thousand name their owner without a foreign key to members: it would be checked for
-- each row, and row-level security says whose they are already.
create table contacts (
  owner_id uuid not null,
  id uuid not null,
  name text not null,
  sort_key text not null,
  -- Folded text of all that can be searched.
  search text not null,
  organisation text,
  -- json, not jsonb: it is only ever read whole, and converting it was a fifth of an import's time.
  data json not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (owner_id, id)
);

create table cards (
  owner_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  -- The source's own id of the card, or a digest of what identifies it there.
  key bytea not null,
  contact_id uuid not null,
  digest bytea not null,
  data json not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (owner_id, id),
  unique (owner_id, source_id, key),
  foreign key (owner_id, contact_id) references contacts
);
create index on cards (owner_id, contact_id);

create table import_cards (
  owner_id uuid not null,
  import_id uuid not null,
  card_id uuid not null,
  outcome text not null check (outcome in ('new', 'updated', 'same')),
  -- What an update replaced, so that the import can be undone.
  previous json,
  primary key (owner_id, import_id, card_id)
);
create index on import_cards (owner_id, card_id);

create table contact_identifiers (
  owner_id uuid not null,
  contact_id uuid not null,
  position integer not null,
  kind text not null check (kind in ('email', 'phone')),
  key bytea not null,
  value text not null,
  label text,
  primary key (owner_id, contact_id, position)
);
-- One index for both questions: which contact of mine has this key, and whose books hold it.
create index on contact_identifiers (key, owner_id);

-- Identifiers this account has spent its enumeration budget on; they stay when contacts go.
create table lookups (
  owner_id uuid not null,
  key bytea not null,
  looked_up_at timestamptz not null,
  primary key (owner_id, key)
);

-- What of the enumeration budget is used up; it comes back by so many identifiers a day.
create table lookup_budgets (
  owner_id uuid primary key references members on delete cascade,
  spent double precision not null,
  spent_at timestamptz not null
);

-- Which of these owners have one of these keys in their book: a yes or no per owner, for "people I also have".
create function holders_of(owners uuid[], keys bytea[]) returns setof uuid
  language plpgsql volatile
  as $$
    declare
      asker text := current_setting('kith.owner', true);
      found uuid[];
    begin
      perform set_config('kith.owner', 'all', true);
      select array_agg(distinct i.owner_id) into found
        from contact_identifiers i where i.key = any(keys) and i.owner_id = any(owners);
      perform set_config('kith.owner', asker, true);
      return query select unnest(found);
    end $$;
