import { sql } from 'kysely';
import type { CardData } from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { CardId, ImportId, MemberId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';

export async function countCards(tx: Transaction, owner: MemberId, id: ImportId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from import_cards where owner_id = ${owner} and import_id = ${id}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Cards that an import brought, changed or saw again, in the order of their ids. */
export async function cardsAfter(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  after: CardId | null,
  limit: number,
): Promise<CardId[]> {
  const from = after === null ? sql`` : sql`and card_id > ${after}`;
  const { rows } = await sql<{ card_id: CardId }>`
    select card_id from import_cards where owner_id = ${owner} and import_id = ${id} ${from}
    order by card_id limit ${limit}`.execute(tx);
  return rows.map((row) => row.card_id);
}

/**
 * Makes the oldest other import that has them too the one that brought the cards which this one brought, so that they go
 * when the last import that has them is undone.
 */
export async function passOn(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  cards: readonly CardId[],
): Promise<void> {
  await sql`
    update import_cards heir set outcome = 'new', previous = null
    from (
      select distinct on (c.card_id) c.card_id, other.import_id from import_cards c
      join import_cards other on other.owner_id = c.owner_id and other.card_id = c.card_id and other.import_id <> c.import_id
      join imports i on i.owner_id = other.owner_id and i.id = other.import_id and i.undone_at is null
      where c.owner_id = ${owner} and c.import_id = ${id} and c.card_id = any(${idArray(cards)}::uuid[]) and c.outcome = 'new'
      order by c.card_id, other.import_id
    ) next
    where heir.owner_id = ${owner} and heir.import_id = next.import_id and heir.card_id = next.card_id`.execute(
    tx,
  );
}

/**
 * What taking some cards of an import back must do: cards it brought that no other import brought too are deleted; cards it changed go
 * back to what they were, unless a later import changed them again.
 */
export async function undoPlan(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  cards: readonly CardId[],
): Promise<{ deleted: CardId[]; restored: { id: CardId; data: CardData }[] }> {
  const { rows } = await sql<{ card_id: CardId; outcome: string; previous: CardData | null }>`
    select c.card_id, c.outcome, c.previous from import_cards c
    where c.owner_id = ${owner} and c.import_id = ${id} and c.card_id = any(${idArray(cards)}::uuid[]) and c.outcome <> 'same'
      and not exists (
        select from import_cards later join imports i on i.owner_id = later.owner_id and i.id = later.import_id
        where later.owner_id = c.owner_id and later.card_id = c.card_id and later.import_id <> c.import_id and i.undone_at is null
          and (c.outcome = 'new' or (later.outcome = 'updated' and later.import_id > c.import_id)))
    order by c.card_id`.execute(tx);
  return {
    deleted: rows.filter((row) => row.outcome === 'new').map((row) => row.card_id),
    restored: rows.flatMap((row) =>
      row.outcome === 'updated' && row.previous !== null ? [{ id: row.card_id, data: row.previous }] : [],
    ),
  };
}
