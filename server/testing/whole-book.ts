import { sql } from 'kysely';
import { lockBook, rebuildContacts, writeEdits } from '../src/contacts/index.ts';
import type { ContactId, MemberId } from '../src/platform/ids.ts';
import type { TestKith } from './kith.ts';

/** A contact with all that its owner would miss: what its cards say, and marks and words of the owner's. */
export interface WholeContact {
  readonly id: ContactId;
  readonly name: string;
  readonly data: unknown;
  readonly favourite_at: Date | null;
  readonly trashed_at: Date | null;
  readonly cards: readonly string[] | null;
  readonly edits: readonly (readonly [string, unknown])[] | null;
  readonly labels: readonly (readonly [string, boolean])[] | null;
}

export async function wholeBook({ platform }: TestKith, owner: MemberId): Promise<readonly WholeContact[]> {
  const { rows } = await platform.database.asMember(owner, (tx) =>
    sql<WholeContact>`
      select c.id, c.name, c.data, c.favourite_at, c.trashed_at,
        (select array_agg(encode(k.key, 'hex') order by k.id) from cards k where k.owner_id = c.owner_id and k.contact_id = c.id) as cards,
        (select json_agg(json_build_array(e.field, e.value) order by e.field) from contact_edits e where e.owner_id = c.owner_id and e.contact_id = c.id) as edits,
        (select json_agg(json_build_array(l.label_id, l.removed) order by l.label_id) from contact_labels l where l.owner_id = c.owner_id and l.contact_id = c.id) as labels
      from contacts c where c.owner_id = ${owner} order by c.id`.execute(tx),
  );
  return rows;
}

/** The owner's word on the notes of a contact; none takes it back. */
export async function sayNotes(
  { platform }: TestKith,
  owner: MemberId,
  id: ContactId,
  text: string | undefined,
): Promise<void> {
  await platform.database.asMember(owner, async (tx) => {
    await lockBook(tx, owner);
    if (text === undefined)
      await sql`delete from contact_edits where owner_id = ${owner} and contact_id = ${id}`.execute(tx);
    else
      await writeEdits(tx, owner, id, [{ field: 'notes', value: [text] }], {
        version: 1,
        now: platform.clock.now(),
      });
    await rebuildContacts(platform, tx, owner, [id]);
  });
}
