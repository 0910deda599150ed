-- An inviter is told when the words in the queue were not those they had agreed to; operators, when the brake came on.
alter table invitations add column words_changed_at timestamptz;
alter table sending_pauses add column told_at timestamptz;
update sending_pauses set told_at = began_at;

-- Where the ledger ends, beside it: entries that are cut off at its end leave no other trace than the deliveries they permitted.
create table ledger_head (
  id smallint primary key default 1 check (id = 1),
  entries bigint not null,
  hash bytea not null
);
select set_config('kith.owner', 'all', true);
insert into ledger_head (entries, hash) select sequence, hash from consents order by sequence desc limit 1;
-- Entries go on from there.
drop function ledger_end();
