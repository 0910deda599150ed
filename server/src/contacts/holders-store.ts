import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import { keyArray } from '../platform/rows.ts';
import './store.ts';

/**
 * That an identifier `i` is the owner's and has the key `wanted`. Rows are compared whole, which only the index of keys and owners
 * can answer: the planner takes a new owner, of whom its statistics know nothing, for one with hardly a row, and would
 * read the owner's whole book for each key.
 */
export function isWanted(owner: MemberId) {
  return sql<boolean>`i.key = wanted
    and (i.key, i.owner_id) >= (wanted, ${owner}::uuid) and (i.key, i.owner_id) <= (wanted, ${owner}::uuid)`;
}

/** Contacts that hold one of these keys, with the name and birthday that tell a person from a household. */
export async function holdersOf(
  tx: Transaction,
  owner: MemberId,
  keys: readonly Buffer[],
): Promise<{ key: Buffer; id: ContactId; name: string; birthday: string | null }[]> {
  const { rows } = await sql<{ key: Buffer; id: ContactId; name: string; birthday: string | null }>`
    select held.key, held.id, held.name, held.birthday from unnest(${keyArray(keys)}::bytea[]) as wanted
    cross join lateral (
      select i.key, c.id, c.name, c.birthday from contact_identifiers i
      join contacts c on c.owner_id = i.owner_id and c.id = i.contact_id and c.trashed_at is null
      where ${isWanted(owner)} offset 0
    ) held order by held.id`.execute(tx);
  return rows;
}

/** Every owner whose address book holds one of these keys, its trash left out, and the contact that does. */
export function ownersHolding(tx: Transaction, keys: readonly Buffer[]) {
  return tx
    .selectFrom('contact_identifiers as i')
    .innerJoin('contacts as c', (on) =>
      on
        .onRef('c.owner_id', '=', 'i.owner_id')
        .onRef('c.id', '=', 'i.contact_id')
        .on('c.trashed_at', 'is', null),
    )
    .select(['i.owner_id', 'i.contact_id'])
    .distinct()
    .where(sql<boolean>`i.key = any(${keyArray(keys)}::bytea[])`)
    .execute();
}

/** What all address books together hold with one key; never whose they are. */
export interface HeldInBooks {
  readonly books: number;
  /** When the first contact with it came in. */
  readonly since: Date | undefined;
  /** Fields that a contact with it has something in. */
  readonly fields: readonly string[];
}

export async function heldInBooks(tx: Transaction, key: Buffer): Promise<HeldInBooks> {
  const { rows } = await sql<{ books: number; since: Date | null; fields: string[] | null }>`
    with held as (select distinct on (c.owner_id, c.id) c.owner_id, c.created_at, c.data
      from contact_identifiers i join contacts c on c.owner_id = i.owner_id and c.id = i.contact_id where i.key = ${key})
    select count(distinct owner_id) as books, min(created_at) as since,
      (select array_agg(distinct field.key) from held, json_each_text(held.data) as field
        where field.value not in ('', '[]', '{}')) as fields
    from held`.execute(tx);
  const row = rows[0];
  return { books: row?.books ?? 0, since: row?.since ?? undefined, fields: row?.fields ?? [] };
}

/** Which members hold one of `keys` in their own address book, the trash left out. */
export async function everyoneHolding(
  tx: Transaction,
  keys: readonly Buffer[],
): Promise<ReadonlySet<MemberId>> {
  // Row-level security would hide other owners' books from a member's transaction; the answer is no more than who they are.
  const { rows } = await sql<{
    owner_id: MemberId;
  }>`select owner_id from owners_holding(${keyArray(keys)}::bytea[]) as owner_id`.execute(tx);
  return new Set(rows.map((row) => row.owner_id));
}
