/** The tables, those of the queue too, that hold a text in some row; asked as somebody who sees the rows of all owners. */
export function tablesHolding(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return `select t.table_schema || '.' || t.table_name as held
    from information_schema.tables t
    where t.table_schema in ('public', 'jobs') and t.table_type = 'BASE TABLE'
      and (xpath('/row/held/text()', query_to_xml(format('select exists (select from %I.%I t where position(%L in t::text) > 0) as held',
        t.table_schema, t.table_name, ${quoted}), false, true, '')))[1]::text = 'true'
    order by 1`;
}
