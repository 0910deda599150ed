import { sql } from 'kysely';
import { noteChanges, ownSource } from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { CardId, ContactId, ImportId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { idArray } from '../platform/rows.ts';

/** A contact of an import that its owner edited after the import. */
export interface EditedContact {
  readonly id: ContactId;
  readonly name: string;
}

/**
 * What an owner said of their contacts and when, and the cards of those: as they are, and as each merge that stands
 * remembers them, for they will be that again. What a merge said is not the owner's word.
 */
const saidAndHeld = (owner: MemberId) => sql`
  said as (
    select contact_id, edited_at from contact_edits where owner_id = ${owner} and merge_id is null
    union all
    select w.contact_id, r.edited_at from merges m
    join merged_contacts w on w.owner_id = m.owner_id and w.merge_id = m.id
    cross join json_to_recordset(w.edits) as r (edited_at timestamptz, merge_id uuid)
    where m.owner_id = ${owner} and m.undone_at is null and r.merge_id is null
  ), held as (
    select contact_id, null::uuid as merge_id, id as card_id from cards
    where owner_id = ${owner} and contact_id in (select contact_id from said)
    union all
    select w.contact_id, w.merge_id, r.id from merges m
    join merged_contacts w on w.owner_id = m.owner_id and w.merge_id = m.id
    cross join json_to_recordset(w.cards) as r (id uuid)
    where m.owner_id = ${owner} and m.undone_at is null and w.contact_id in (select contact_id from said)
  )`;

/**
 * Of what an owner said, that on contacts which would be gone with these cards, now or when the merge is undone by which
 * they became part of another one. It may be older than the import: the card had come by another one before.
 */
const saidOfVanishing = (owner: MemberId, deleted: readonly CardId[]) => sql`
  vanishing as (
    select h.contact_id, h.card_id from said s
    join held h on h.contact_id = s.contact_id and h.card_id = any(${idArray(deleted)}::uuid[])
    where not exists (select from held other
      join cards k on k.owner_id = ${owner} and k.id = other.card_id
      where other.contact_id = h.contact_id and other.merge_id is not distinct from h.merge_id
        and other.card_id <> all(${idArray(deleted)}::uuid[]))
  )`;

/** The contacts of an import that were edited since, or stay for what was said of them, by name; its undo deletes these cards. */
export async function editedSince(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  deleted: readonly CardId[],
): Promise<EditedContact[]> {
  const { rows } = await sql<EditedContact>`
    with ${saidAndHeld(owner)}, ${saidOfVanishing(owner, deleted)}
    select c.id, c.name from contacts c
    where c.owner_id = ${owner} and c.id in (
      select k.contact_id from said s
      join imports i on i.owner_id = ${owner} and i.id = ${id} and s.edited_at >= i.received_at
      join held h on h.contact_id = s.contact_id
      join cards k on k.owner_id = i.owner_id and k.id = h.card_id
      join import_cards b on b.owner_id = k.owner_id and b.card_id = k.id and b.import_id = i.id and b.outcome <> 'same'
      union
      select k.contact_id from vanishing v join cards k on k.owner_id = ${owner} and k.id = v.card_id)
    order by c.sort_key, c.id`.execute(tx);
  return rows;
}

/** The cards of an import which contacts have, or will have again, that their owner said something of. */
export async function cardsSaidOf(tx: Transaction, owner: MemberId, id: ImportId): Promise<CardId[]> {
  const { rows } = await sql<{ id: CardId }>`
    with ${saidAndHeld(owner)}
    select distinct h.card_id as id from held h
    join import_cards b on b.owner_id = ${owner} and b.import_id = ${id} and b.card_id = h.card_id`.execute(
    tx,
  );
  return rows.map((row) => row.id);
}

/**
 * Makes those of these cards the owner's own without which a contact that its owner said something of would be gone.
 *
 * @returns those cards.
 */
export async function keepEdited(
  tx: Transaction,
  owner: MemberId,
  deleted: readonly CardId[],
  platform: Pick<Platform, 'clock' | 'ids'>,
): Promise<CardId[]> {
  const { rows } = await sql<{ id: CardId }>`
    with ${saidAndHeld(owner)}, ${saidOfVanishing(owner, deleted)}
    select distinct card_id as id from vanishing`.execute(tx);
  const cards = rows.map((row) => row.id);
  if (cards.length === 0) return [];
  const source = await ownSource(platform, tx, owner);
  // Its key there is of its own: the source it came from may bring the same card again.
  const moved = await sql<{ contact_id: ContactId }>`
    update cards set source_id = ${source}, key = decode(replace(id::text, '-', ''), 'hex')
    where owner_id = ${owner} and id = any(${idArray(cards)}::uuid[]) returning contact_id`.execute(tx);
  await noteChanges(tx, owner, [...new Set(moved.rows.map((row) => row.contact_id))]);
  return cards;
}
