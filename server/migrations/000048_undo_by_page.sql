select set_config('kith.owner', 'all', true);

-- How far an undo has come: cards are taken back in the order of their ids, a page in each transaction.
alter table imports add column undo_total integer not null default 0;
alter table imports add column undo_done integer not null default 0;
alter table imports add column undo_after uuid;
alter table imports add column taken_back_at timestamptz;
update imports set taken_back_at = undone_at where undone_at is not null;
