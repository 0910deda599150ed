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
 * Cards as an import has them, and the same cards in others: looked up card by card, as `offset 0` makes sure. Where an import
 * was small beside the book, PostgreSQL compared each of its cards with each of the book.
 */
const broughtBy = (owner: MemberId, id: ImportId, cards: readonly CardId[]) =>
  sql`unnest(${idArray(cards)}::uuid[]) as t (id) cross join lateral (
    select * from import_cards where owner_id = ${owner} and import_id = ${id} and card_id = t.id offset 0) as c`;
const othersWith = (owner: MemberId, id: ImportId) => sql`(
    select * from import_cards where owner_id = ${owner} and card_id = c.card_id and import_id <> ${id} offset 0) as other`;

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
      select distinct on (c.card_id) c.card_id, other.import_id from ${broughtBy(owner, id, cards)}
      cross join lateral ${othersWith(owner, id)}
      join imports i on i.owner_id = ${owner} and i.id = other.import_id and i.undone_at is null
      where c.outcome = 'new'
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
    select c.card_id, c.outcome, c.previous from ${broughtBy(owner, id, cards)}
    where c.outcome <> 'same'
      and not exists (
        select from ${othersWith(owner, id)} join imports i on i.owner_id = ${owner} and i.id = other.import_id
        where i.undone_at is null and (c.outcome = 'new' or (other.outcome = 'updated' and other.import_id > ${id})))
    order by c.card_id`.execute(tx);
  return {
    deleted: rows.filter((row) => row.outcome === 'new').map((row) => row.card_id),
    restored: rows.flatMap((row) =>
      row.outcome === 'updated' && row.previous !== null ? [{ id: row.card_id, data: row.previous }] : [],
    ),
  };
}
