-- What a search looks through was written by an earlier Kith; a job writes it anew.
alter table contacts add column search_is_old boolean not null default true;
alter table contacts alter column search_is_old set default false;
create index on contacts (owner_id, id) where search_is_old;
