-- What an owner said of the columns of a header: the next file with the same header is read by it.
create table column_mappings (
  owner_id uuid not null references members on delete cascade,
  fingerprint text not null,
  columns json not null,
  said_at timestamptz not null,
  primary key (owner_id, fingerprint)
);
alter table column_mappings enable row level security;
alter table column_mappings force row level security;
create policy owner_only on column_mappings
  using ((select kith_sees_all()) or owner_id = (select kith_owner()));

-- The columns of a table as they were understood; null where the file is none.
alter table import_files add column header json;
-- What the owner said of them where there is no header by which the next such file is known.
alter table import_files add column said json;
-- Until when the bytes stay after reading, so that columns can be said and the file read again.
alter table imports add column kept_until timestamptz;

alter table import_problems add column mended_at timestamptz;
alter table import_problems add column skipped_at timestamptz;
-- The digest of what the file said, where the owner has mended the card: the same file again does not break it again.
alter table cards add column mended_from bytea;
