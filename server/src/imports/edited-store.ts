import { sql } from 'kysely';
import { sourceOf } from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { CardId, ContactId, ImportId, MemberId, SourceId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { idArray } from '../platform/rows.ts';

/** A contact of an import that its owner edited after the import. */
export interface EditedContact {
  readonly id: ContactId;
  readonly name: string;
}

/** What a merge chose of fields that nobody had edited is no word of the owner's: it goes with the merge. */
const isOwners = sql`not exists (
  select from merges m where m.owner_id = e.owner_id and m.kept_id = e.contact_id and m.version = e.version and m.undone_at is null
    and not exists (select from merged_contacts w where w.owner_id = m.owner_id and w.merge_id = m.id and json_array_length(w.edits) > 0))`;

/** The contacts of an import that were edited since, by name. */
export async function editedSince(tx: Transaction, owner: MemberId, id: ImportId): Promise<EditedContact[]> {
  const { rows } = await sql<EditedContact>`
    select c.id, c.name from contacts c
    where c.owner_id = ${owner} and c.id in (
      select e.contact_id from contact_edits e
      join imports i on i.owner_id = e.owner_id and i.id = ${id} and e.edited_at >= i.received_at
      join cards k on k.owner_id = e.owner_id and k.contact_id = e.contact_id
      join import_cards b on b.owner_id = k.owner_id and b.card_id = k.id and b.import_id = i.id and b.outcome <> 'same'
      where e.owner_id = ${owner} and ${isOwners})
    order by c.sort_key, c.id`.execute(tx);
  return rows;
}

/**
 * Makes those of these cards the owner's own without which a contact that was edited since would be gone.
 *
 * @returns those cards.
 */
export async function keepEdited(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  deleted: readonly CardId[],
  { clock, ids }: Pick<Platform, 'clock' | 'ids'>,
): Promise<CardId[]> {
  const { rows } = await sql<{ id: CardId }>`
    select k.id from contact_edits e
    join imports i on i.owner_id = e.owner_id and i.id = ${id} and e.edited_at >= i.received_at
    join cards k on k.owner_id = e.owner_id and k.contact_id = e.contact_id
    where e.owner_id = ${owner} and ${isOwners} and k.id = any(${idArray(deleted)}::uuid[])
      and not exists (select from cards other where other.owner_id = k.owner_id and other.contact_id = k.contact_id
        and other.id <> all(${idArray(deleted)}::uuid[]))
    group by k.id`.execute(tx);
  const cards = rows.map((row) => row.id);
  if (cards.length === 0) return [];
  const source = await sourceOf(tx, {
    owner_id: owner,
    id: ids.next<SourceId>(),
    kind: 'own',
    label: 'own',
    created_at: clock.now(),
  });
  // Its key there is of its own: the source it came from may bring the same card again.
  await sql`update cards set source_id = ${source}, key = decode(replace(id::text, '-', ''), 'hex')
    where owner_id = ${owner} and id = any(${idArray(cards)}::uuid[])`.execute(tx);
  return cards;
}
