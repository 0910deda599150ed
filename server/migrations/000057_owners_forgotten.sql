-- Migration 000055 keeps statistics of owners from being made anew; those that were there stay, and mislead as before.
-- They can be deleted from PostgreSQL 18 on; before it by a superuser alone, and elsewhere they stay: the statements that suffered
-- most no longer look at them.
do $$
declare
  owned record;
begin
  for owned in
    select c.oid, c.relname, a.attnum from pg_attribute a join pg_class c on c.oid = a.attrelid
    where a.attname = 'owner_id' and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  loop
    if current_setting('server_version_num')::integer >= 180000 then
      execute 'select pg_clear_attribute_stats($1, $2, $3, false)' using 'public', owned.relname::text, 'owner_id';
    elsif current_setting('is_superuser')::boolean then
      delete from pg_statistic where starelid = owned.oid and staattnum = owned.attnum;
    end if;
  end loop;
end $$;
