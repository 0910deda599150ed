/** Rows as one JSON parameter for `jsonb_to_recordset`. */
export function jsonRows(rows: readonly object[]): string {
  return jsonText(rows);
}

/**
 * JSON that PostgreSQL takes: it refuses NUL and lone surrogates in text; both are dropped, for no name or address
 * needs them.
 */
export function jsonText(value: object): string {
  const text = JSON.stringify(value);
  return /\\u0000|\\ud[89a-f]/i.test(text)
    ? JSON.stringify(value, (_, one) =>
        typeof one === 'string' ? one.replaceAll('\0', '').toWellFormed() : one,
      )
    : text;
}

/** Keys as one parameter of type `bytea[]`; the driver would write each by itself. */
export function keyArray(keys: readonly Buffer[]): string {
  return keys.length === 0 ? '{}' : `{"\\\\x${keys.map((key) => key.toString('hex')).join('","\\\\x')}"}`;
}
