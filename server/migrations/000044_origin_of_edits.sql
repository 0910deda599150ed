select set_config('kith.owner', 'all', true);

-- The merge that said it, for it goes with the merge; null where it is the owner's own word.
alter table contact_edits add column merge_id uuid;
update contact_edits e set merge_id = m.id from merges m
  where m.owner_id = e.owner_id and m.kept_id = e.contact_id and m.version = e.version and e.field = any(m.fields)
    and m.undone_at is null;
-- What a merge remembers of edits that an earlier one made.
update merged_contacts w set edits = (
  select json_agg(json_build_object('field', r.field, 'value', r.value, 'edited_at', r.edited_at, 'version', r.version, 'merge_id', (
    select m.id from merges m where m.owner_id = w.owner_id and m.kept_id = w.contact_id and m.version = r.version
      and r.field = any(m.fields) and m.id <> w.merge_id and m.undone_at is null limit 1)))
  from json_to_recordset(w.edits) as r (field text, value json, edited_at timestamptz, version integer))
  where json_array_length(w.edits) > 0;

-- They told a merge's edits from the owner's.
alter table merges drop column fields;
alter table merges drop column version;
