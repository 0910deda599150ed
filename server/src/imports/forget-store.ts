import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ImportId, MemberId } from '../platform/ids.ts';
import { shown } from './store.ts';

/** The owner's imports that are being read, or were read and not forgotten since. */
export function openImports(tx: Transaction, owner: MemberId) {
  return tx
    .selectFrom('imports')
    .selectAll()
    .where('owner_id', '=', owner)
    .where(shown)
    .where('forgotten_at', 'is', null)
    .execute();
}

/** Owners who still have somebody to forget who came before that instant, as each of their imports ended, with the latest. */
export async function longReviewed(
  tx: Transaction,
  before: Date,
): Promise<{ owner_id: MemberId; id: ImportId }[]> {
  const { rows } = await sql<{ owner_id: MemberId; id: ImportId }>`
    select distinct on (i.owner_id) i.owner_id, i.id from imports i
    where not exists (select from imports o where o.owner_id = i.owner_id
        and coalesce(o.read_at, o.stopped_at, o.failed_at, o.undone_at, 'infinity') > ${before})
      and exists (select from candidates c join contacts o on o.owner_id = c.owner_id and o.id = c.contact_id
        where c.owner_id = i.owner_id and c.member_id is null and c.step in ('invite', 'other') and o.created_at < ${before})
    order by i.owner_id, i.received_at desc`.execute(tx);
  return rows;
}
