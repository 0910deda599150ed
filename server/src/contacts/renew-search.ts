import { looksOf } from '@kith/contacts';
import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import { idArray, jsonRows } from '../platform/rows.ts';
import { noteChanges } from './changes.ts';

/** Somebody whose contacts have texts to search through from an earlier Kith. */
export async function ownerOfOldTexts(tx: Transaction): Promise<MemberId | undefined> {
  const row = await tx
    .selectFrom('contacts')
    .select('owner_id')
    .where('search_is_old', '=', true)
    .limit(1)
    .executeTakeFirst();
  return row?.owner_id;
}

/** Writes the texts of some contacts anew; @returns those contacts. */
export async function renewSearch(tx: Transaction, owner: MemberId, limit: number): Promise<ContactId[]> {
  const rows = await tx
    .selectFrom('contacts')
    .select(['id', 'data'])
    .where('owner_id', '=', owner)
    .where('search_is_old', '=', true)
    .limit(limit)
    .execute();
  const ids = rows.map(({ id }) => id);
  const texts = jsonRows(rows.map(({ id, data }) => ({ id, search: looksOf(data).search })));
  await sql`
    update contacts set search = r.search, search_is_old = false
    from jsonb_to_recordset(${texts}::jsonb) as r (id uuid, search text)
    where contacts.owner_id = ${owner} and contacts.id = any(${idArray(ids)}::uuid[]) and contacts.id = r.id`.execute(
    tx,
  );
  await noteChanges(tx, owner, ids);
  return ids;
}
