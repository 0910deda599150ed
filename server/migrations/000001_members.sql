-- Who may see a row that a member owns: the transaction says it with kith.owner, a member's id or 'all' (jobs).
create function kith_sees_all() returns boolean
  language sql stable parallel safe
  as $$ select coalesce(current_setting('kith.owner', true), '') = 'all' $$;
create function kith_owner() returns uuid
  language sql stable parallel safe
  as $$ select nullif(nullif(current_setting('kith.owner', true), 'all'), '')::uuid $$;

create table members (
  id uuid primary key,
  name text not null,
  headline text,
  location text,
  locale text not null default 'en',
  -- ISO 3166 code; national phone numbers in this member's address book are read with it.
  region text not null default 'US',
  created_at timestamptz not null,
  is_demo boolean not null default false,
  photo_etag text
);

create table member_photos (
  member_id uuid primary key references members on delete cascade,
  media_type text not null,
  bytes bytea not null
);

-- Verified identifiers only. The key is unique: an address or number finds one member.
create table member_identifiers (
  key bytea primary key,
  id uuid not null unique,
  member_id uuid not null references members on delete cascade,
  kind text not null check (kind in ('email', 'phone')),
  value text not null,
  verified_at timestamptz not null,
  is_primary boolean not null default false,
  discoverability text not null default 'everyone' check (discoverability in ('everyone', 'mutual', 'nobody'))
);
create index on member_identifiers (member_id);

create table identifier_codes (
  member_id uuid not null references members on delete cascade,
  kind text not null check (kind in ('email', 'phone')),
  value text not null,
  code_hash bytea not null,
  attempts integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (member_id, kind, value)
);
