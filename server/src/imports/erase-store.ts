import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { CardId, ContactId, ImportId, MemberId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';

/** Marks an owner's imports as taken back, and deletes the bytes they still have. @returns those that were not */
export async function endAll(tx: Transaction, owner: MemberId, now: Date): Promise<ImportId[]> {
  const { rows } = await sql<{ id: ImportId }>`
    update imports set undone_at = ${now}, taken_back_at = ${now}, kept_until = null where owner_id = ${owner} and undone_at is null returning id`.execute(
    tx,
  );
  await sql`delete from import_chunks where owner_id = ${owner}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Some cards that no hand of the owner's made. */
export async function importedCards(tx: Transaction, owner: MemberId, limit: number): Promise<CardId[]> {
  const { rows } = await sql<{ id: CardId }>`
    select c.id from cards c join sources s on s.owner_id = c.owner_id and s.id = c.source_id
    where c.owner_id = ${owner} and s.kind <> 'own' limit ${limit}`.execute(tx);
  return rows.map(({ id }) => id);
}

export async function countImported(
  tx: Transaction,
  owner: MemberId,
): Promise<{ cards: number; contacts: number }> {
  const { rows } = await sql<{ cards: number; contacts: number }>`
    select count(*) as cards, count(distinct c.contact_id) as contacts
    from cards c join sources s on s.owner_id = c.owner_id and s.id = c.source_id
    where c.owner_id = ${owner} and s.kind <> 'own'`.execute(tx);
  return rows[0] ?? { cards: 0, contacts: 0 };
}

/** Those of these contacts that are there. */
export async function remaining(
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
): Promise<ContactId[]> {
  const { rows } = await sql<{ id: ContactId }>`
    select id from contacts where owner_id = ${owner} and id = any(${idArray(contacts)}::uuid[])`.execute(tx);
  return rows.map(({ id }) => id);
}

export async function deleteImportsWhole(tx: Transaction, owner: MemberId, only?: ImportId): Promise<number> {
  const some = (column: string) => (only === undefined ? sql`true` : sql`${sql.ref(column)} = ${only}::uuid`);
  await sql`delete from import_cards where owner_id = ${owner} and ${some('import_id')}`.execute(tx);
  await sql`delete from sources s where owner_id = ${owner} and kind <> 'own'
    and not exists (select from cards c where c.owner_id = s.owner_id and c.source_id = s.id)`.execute(tx);
  const { numAffectedRows } = await sql`
    delete from imports where owner_id = ${owner} and ${some('id')}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}
