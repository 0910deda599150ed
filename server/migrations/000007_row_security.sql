do $$
declare
  owned record;
begin
  for owned in
    select * from (values
      ('sources', 'owner_id'), ('imports', 'owner_id'), ('import_files', 'owner_id'), ('import_chunks', 'owner_id'),
      ('import_problems', 'owner_id'), ('import_cards', 'owner_id'), ('contacts', 'owner_id'), ('cards', 'owner_id'),
      ('contact_identifiers', 'owner_id'), ('lookups', 'owner_id'), ('lookup_budgets', 'owner_id'), ('candidates', 'owner_id'),
      ('selections', 'owner_id'), ('selection_exceptions', 'owner_id'),
      ('invitation_batches', 'inviter_id'), ('invitations', 'inviter_id'), ('consents', 'member_id')
    ) as t (name, owner)
  loop
    execute format('alter table %I enable row level security', owned.name);
    execute format('alter table %I force row level security', owned.name);
    -- The selects make PostgreSQL ask once per statement; asked per row it was a fifth of an import's time.
    execute format('create policy owner_only on %I using ((select kith_sees_all()) or %I = (select kith_owner()))',
      owned.name, owned.owner);
  end loop;
end $$;
