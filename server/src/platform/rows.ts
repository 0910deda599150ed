/**
 * Rows as one JSON parameter for `json_to_recordset`.
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
