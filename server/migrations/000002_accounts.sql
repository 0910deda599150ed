create table passwords (
  member_id uuid primary key references members on delete cascade,
  -- PHC string: algorithm, parameters, salt and hash.
  hash text not null,
  changed_at timestamptz not null
);

-- The token is kept as its SHA-256 alone, so that a stolen table opens no session.
create table sessions (
  id uuid primary key,
  member_id uuid not null references members on delete cascade,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  agent text
);
create index on sessions (member_id);

create table sign_in_links (
  token_hash bytea primary key,
  email text not null,
  -- The name that a person who signs up gave; null for a sign-in.
  sign_up_name text,
  sign_up_locale text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table passkeys (
  id uuid primary key,
  member_id uuid not null references members on delete cascade,
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  name text not null,
  created_at timestamptz not null,
  used_at timestamptz
);
create index on passkeys (member_id);

create table passkey_challenges (
  challenge text primary key,
  member_id uuid references members on delete cascade,
  expires_at timestamptz not null
);

-- Token buckets for sign-in, codes and matching, so that limits hold across processes and restarts.
create table rate_buckets (
  bucket text not null,
  subject bytea not null,
  tokens double precision not null,
  refilled_at timestamptz not null,
  primary key (bucket, subject)
);
