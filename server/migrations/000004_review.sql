-- A contact offered in review. 'here': behind it is a member; 'invite': on the displayed list of step 2;
-- 'other': in the closed section, with the reason; 'done': connected, asked or invited already.
create table candidates (
  owner_id uuid not null,
  contact_id uuid not null,
  step text not null check (step in ('here', 'invite', 'other', 'done')),
  reason text,
  member_id uuid,
  channel text check (channel in ('email', 'text')),
  name text not null,
  sort_key text not null,
  search text not null,
  labels text[] not null default '{}',
  -- The contact's identifier that would be written to; the owner may choose another.
  position integer,
  chosen_by_owner boolean not null default false,
  primary key (owner_id, contact_id),
  foreign key (owner_id, contact_id) references contacts on delete cascade
);
create index on candidates (owner_id, step, sort_key, contact_id);
create index on candidates (member_id, owner_id) where member_id is not null;

-- A selection is a predicate plus exceptions: `rules` are the select-all presses in order
-- ([{"filter": {...}, "selected": true}]), the last that matches decides; an exception beats them all.
create table selections (
  owner_id uuid not null,
  import_id uuid not null,
  step text not null check (step in ('here', 'invite')),
  rules jsonb not null,
  version bigint not null default 0,
  skipped_at timestamptz,
  primary key (owner_id, import_id, step),
  foreign key (owner_id, import_id) references imports on delete cascade
);

create table selection_exceptions (
  owner_id uuid not null,
  import_id uuid not null,
  step text not null,
  contact_id uuid not null,
  selected boolean not null,
  primary key (owner_id, import_id, step, contact_id),
  foreign key (owner_id, import_id, step) references selections on delete cascade,
  foreign key (owner_id, contact_id) references contacts on delete cascade
);
