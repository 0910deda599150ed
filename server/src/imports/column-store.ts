import type { ColumnMapping } from '@kith/contacts';
import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';

declare module '../platform/database.ts' {
  interface Tables {
    column_mappings: {
      owner_id: MemberId;
      fingerprint: string;
      columns: ColumnMapping;
      said_at: Date;
    };
  }
}

export function saidMappings(tx: Transaction, owner: MemberId) {
  return tx
    .selectFrom('column_mappings')
    .select(['fingerprint', 'columns'])
    .where('owner_id', '=', owner)
    .execute();
}

/** Remembers what an owner says of the columns of a header; nothing said of any forgets it. */
export async function remember(
  tx: Transaction,
  owner: MemberId,
  fingerprint: string,
  columns: ColumnMapping,
  now: Date,
): Promise<void> {
  if (Object.keys(columns).length === 0)
    await tx
      .deleteFrom('column_mappings')
      .where('owner_id', '=', owner)
      .where('fingerprint', '=', fingerprint)
      .execute();
  else
    await sql`
      insert into column_mappings (owner_id, fingerprint, columns, said_at)
      values (${owner}, ${fingerprint}, ${JSON.stringify(columns)}::json, ${now})
      on conflict (owner_id, fingerprint) do update set columns = excluded.columns, said_at = excluded.said_at`.execute(
      tx,
    );
}
