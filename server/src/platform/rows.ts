/**
 * Rows as one JSON parameter for `jsonb_to_recordset`.
 *
 * PostgreSQL refuses NUL and lone surrogates in text; both are dropped, for no name or address needs them.
 */
export function jsonRows(rows: readonly object[]): string {
  const text = JSON.stringify(rows);
  return /\\u0000|\\ud[89a-f]/i.test(text)
    ? JSON.stringify(rows, (_, value) =>
        typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
      )
    : text;
}

/** Keys as one parameter of type `bytea[]`; the driver would write each by itself. */
export function keyArray(keys: readonly Buffer[]): string {
  return keys.length === 0 ? '{}' : `{"\\\\x${keys.map((key) => key.toString('hex')).join('","\\\\x')}"}`;
}

/** Ids as one parameter of type `uuid[]`; they need no quotes. */
export function idArray(ids: readonly string[]): string {
  return `{${ids.join()}}`;
}
