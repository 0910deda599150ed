/** What speaks SQL: a client of `pg`, or another that answers like one. */
export interface Queried {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** One question in SQL. Keys and hashes are asked for as hex, so that every driver answers alike. */
export type Ask = <Row>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

/** Opens a transaction that sees one moment of everybody's rows. */
export async function beginAudit(database: Queried): Promise<{ ask: Ask; end(): Promise<void> }> {
  await database.query('begin isolation level repeatable read read only');
  await database.query("select set_config('kith.owner', 'all', true)");
  return {
    ask: async <Row>(text: string, values: readonly unknown[] = []) => {
      const { rows } = await database.query(text, [...values]);
      // Safe: whoever asks names the columns beside the type of their rows.
      return rows as Row[];
    },
    end: async () => {
      await database.query('rollback');
    },
  };
}
