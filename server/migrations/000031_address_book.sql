select set_config('kith.owner', 'all', true);

-- Grows with each change, so that two tabs which edit the same contact meet.
alter table contacts add column version integer not null default 1;
alter table contacts add column favourite_at timestamptz;
-- Since when it is in the trash: kept, but part of no review, match or suggestion.
alter table contacts add column trashed_at timestamptz;
-- Of its data, what a list is filtered and sorted by.
alter table contacts add column labels text[] not null default '{}';
alter table contacts add column city text;
alter table contacts add column birthday text;
alter table contacts add column has_email boolean not null default false;
alter table contacts add column has_phone boolean not null default false;
alter table contacts add column written_on text;
update contacts set
  labels = array(select json_array_elements_text(data -> 'categories') limit 50),
  city = left((select nullif(one ->> 'city', '') from json_array_elements(data -> 'addresses') one where one ->> 'city' <> '' limit 1), 200),
  birthday = data ->> 'birthday',
  has_email = json_array_length(data -> 'emails') > 0,
  has_phone = json_array_length(data -> 'phones') > 0;
create index on contacts (trashed_at, owner_id) where trashed_at is not null;

-- What an owner says of a whole field, over whatever the contact's cards say of it.
create table contact_edits (
  owner_id uuid not null,
  contact_id uuid not null,
  field text not null,
  value json not null,
  edited_at timestamptz not null,
  -- The contact's version that came of it.
  version integer not null,
  primary key (owner_id, contact_id, field)
);

create table labels (
  owner_id uuid not null references members on delete cascade,
  id uuid not null,
  name text not null,
  -- The folded name: no two labels of an owner read the same.
  key text not null,
  -- The folded name of the group of a source that this label stands for; its owner may call it otherwise.
  source_key text,
  origin text not null check (origin in ('source', 'own')),
  created_at timestamptz not null,
  -- A source's group that its owner does not want as a label; the next import does not bring it back.
  deleted_at timestamptz,
  primary key (owner_id, id),
  unique (owner_id, key)
);

-- The owner's own word on who bears a label, over the groups of the sources (contacts.labels).
create table contact_labels (
  owner_id uuid not null,
  contact_id uuid not null,
  label_id uuid not null,
  -- Taken off, although a source says so.
  removed boolean not null default false,
  primary key (owner_id, label_id, contact_id)
);
create index on contact_labels (owner_id, contact_id);

-- How often a book was changed; whoever holds a copy of it in memory sees by this whether it is the latest.
create table books (
  owner_id uuid primary key references members on delete cascade,
  revision bigint not null
);

-- What the latest changes concerned. Null where it was too much to name.
create table book_changes (
  owner_id uuid not null references members on delete cascade,
  revision bigint not null,
  contact_ids uuid[],
  primary key (owner_id, revision)
);

-- An act on many contacts, so that it can be undone: those it changed, and since when each had been what it ended.
create table bulk_acts (
  owner_id uuid not null references members on delete cascade,
  id uuid not null,
  act text not null check (act in ('label', 'unlabel', 'favourite', 'unfavourite', 'trash', 'restore')),
  label_id uuid,
  contact_ids uuid[] not null,
  since timestamptz[],
  done_at timestamptz not null,
  undone_at timestamptz,
  primary key (owner_id, id)
);

-- The private address of a calendar of birthdays: whoever has the token may read it.
create table calendar_feeds (
  owner_id uuid primary key references members on delete cascade,
  token_hash bytea not null unique,
  made_at timestamptz not null
);

-- Where a contact stood in the review when it went to the trash.
alter table candidates drop constraint candidates_step_check;
alter table candidates add constraint candidates_step_check check (step in ('here', 'invite', 'other', 'done', 'trash'));
alter table candidates add column step_before text check (step_before in ('here', 'invite', 'other', 'done'));
-- Who of a book is here: few of many.
create index on candidates (owner_id) where member_id is not null;

do $$
declare
  owned text;
begin
  foreach owned in array array['contact_edits', 'labels', 'contact_labels', 'books', 'book_changes', 'bulk_acts', 'calendar_feeds']
  loop
    execute format('alter table %I enable row level security', owned);
    execute format('alter table %I force row level security', owned);
    execute format('create policy owner_only on %I using ((select kith_sees_all()) or owner_id = (select kith_owner()))', owned);
  end loop;
end $$;

-- Which of these owners have one of these keys in their book, the trash left out.
create or replace function holders_of(owners uuid[], keys bytea[]) returns setof uuid
  language plpgsql volatile
  as $$
    declare
      asker text := current_setting('kith.owner', true);
      found uuid[];
    begin
      perform set_config('kith.owner', 'all', true);
      select array_agg(distinct i.owner_id) into found
        from contact_identifiers i
        join contacts c on c.owner_id = i.owner_id and c.id = i.contact_id and c.trashed_at is null
        where i.key = any(keys) and i.owner_id = any(owners);
      perform set_config('kith.owner', asker, true);
      return query select unnest(found);
    end $$;
