-- Somebody who asked what is held about an address: the code went there, and whoever enters it may see and delete.
-- The address itself is not kept, and there is a row only where something is held.
create table held_proofs (
  -- SHA-256 of the token that the person's form carries.
  token_hash bytea primary key,
  recipient_key bytea not null,
  identifier_key bytea not null,
  code_hash bytea not null,
  attempts integer not null default 0,
  expires_at timestamptz not null,
  proved_at timestamptz
);
create index on held_proofs (expires_at);
