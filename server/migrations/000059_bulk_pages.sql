-- An act on very many contacts is done page by page: of those it names so many are done, and of these so many taken back.
alter table bulk_acts add column done integer not null default 0;
alter table bulk_acts add column taken_back integer not null default 0;
-- Those that were not so already, of the done ones.
alter table bulk_acts add column changed integer not null default 0;
alter table bulk_acts add column stopped_at timestamptz;
update bulk_acts set done = cardinality(contact_ids), changed = cardinality(contact_ids),
  taken_back = case when undone_at is null then 0 else cardinality(contact_ids) end;
-- What is erased comes back by no undo; its row only tells how far it is.
alter table bulk_acts drop constraint bulk_acts_act_check;
alter table bulk_acts add constraint bulk_acts_act_check
  check (act in ('label', 'unlabel', 'favourite', 'unfavourite', 'trash', 'restore', 'erase'));
