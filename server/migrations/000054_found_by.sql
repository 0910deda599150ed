-- Whoever may not be found must cost a look-up what nobody costs: they are in none of the indexes that it asks.
create index member_identifiers_found_by_everyone
  on member_identifiers ((case when discoverability = 'everyone' then key end));

-- Which owners have one of these keys in their book, the trash left out.
create function owners_holding(keys bytea[]) returns setof uuid
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
        where i.key = any(keys);
      perform set_config('kith.owner', asker, true);
      return query select unnest(found);
    end $$;
