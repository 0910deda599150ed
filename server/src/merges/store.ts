import { sql } from 'kysely';
import type { CardData, EditableField } from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { CardId, ContactId, LabelId, MemberId, MergeId, SourceId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';

declare module '../platform/database.ts' {
  interface Tables {
    merges: MergeRow & { owner_id: MemberId };
  }
}

export interface MergeRow {
  id: MergeId;
  batch_id: MergeId;
  kept_id: ContactId;
  name: string;
  contacts: number;
  merged_at: Date;
  undone_at: Date | null;
}

/** What was said of a field of a contact: by a merge, or else by its owner. */
export interface SaidEdit {
  readonly field: EditableField;
  readonly value: unknown;
  readonly edited_at: string;
  readonly version: number;
  readonly merge_id: MergeId | null;
}

/** A contact as it was before it became one with others. */
export interface Absorbed {
  readonly contact_id: ContactId;
  readonly created_at: Date;
  readonly version: number;
  readonly favourite_at: Date | null;
  readonly cards: readonly { readonly id: CardId; readonly source: SourceId; readonly key: string }[];
  readonly edits: readonly SaidEdit[];
  readonly labels: readonly { readonly label_id: LabelId; readonly removed: boolean }[];
}

export interface MergeableRow {
  readonly id: ContactId;
  readonly name: string;
  readonly data: CardData;
  readonly version: number;
  readonly favourite_at: Date | null;
}

/** Contacts that may become one, in the order of `ids`: what is gone or in the trash is not among them. */
export async function mergeableContacts(
  tx: Transaction,
  owner: MemberId,
  ids: readonly ContactId[],
): Promise<MergeableRow[]> {
  const rows = await tx
    .selectFrom('contacts')
    .select(['id', 'name', 'data', 'version', 'favourite_at'])
    .where('owner_id', '=', owner)
    .where('trashed_at', 'is', null)
    .where(sql<boolean>`id = any(${idArray(ids)}::uuid[])`)
    .execute();
  return rows.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
}

/** The merge that stands in which these contacts became this one already. */
export async function standingMerge(
  tx: Transaction,
  owner: MemberId,
  kept: ContactId,
  contacts: readonly ContactId[],
): Promise<MergeId | undefined> {
  const { rows } = await sql<{ id: MergeId }>`
    select m.id from merges m join merged_contacts c on c.owner_id = m.owner_id and c.merge_id = m.id
    where m.owner_id = ${owner} and m.kept_id = ${kept} and m.undone_at is null
      and c.contact_id = any(${idArray(contacts)}::uuid[])
    group by m.id having count(*) = ${contacts.length} order by m.id desc limit 1`.execute(tx);
  return rows[0]?.id;
}

/** Writes down each contact of a merge as it is: its cards, what its owner said of it, its labels. */
export async function rememberContacts(
  tx: Transaction,
  owner: MemberId,
  merge: Omit<MergeRow, 'undone_at'>,
  contacts: readonly ContactId[],
): Promise<void> {
  await tx
    .insertInto('merges')
    .values({ owner_id: owner, ...merge, undone_at: null })
    .execute();
  await sql`
    insert into merged_contacts (owner_id, merge_id, contact_id, created_at, version, favourite_at, cards, edits, labels)
    select c.owner_id, ${merge.id}::uuid, c.id, c.created_at, c.version, c.favourite_at,
      coalesce((select json_agg(json_build_object('id', k.id, 'source', k.source_id, 'key', encode(k.key, 'hex')))
        from cards k where k.owner_id = c.owner_id and k.contact_id = c.id), '[]'),
      coalesce((select json_agg(json_build_object('field', e.field, 'value', e.value, 'edited_at', e.edited_at, 'version', e.version,
          'merge_id', e.merge_id))
        from contact_edits e where e.owner_id = c.owner_id and e.contact_id = c.id), '[]'),
      coalesce((select json_agg(json_build_object('label_id', l.label_id, 'removed', l.removed))
        from contact_labels l where l.owner_id = c.owner_id and l.contact_id = c.id), '[]')
    from contacts c where c.owner_id = ${owner} and c.id = any(${idArray(contacts)}::uuid[])`.execute(tx);
}

/** Moves all cards of contacts, with the labels their owner gave and the star, to another contact. */
export async function moveContacts(
  tx: Transaction,
  owner: MemberId,
  from: readonly ContactId[],
  to: ContactId,
): Promise<void> {
  const ids = idArray(from);
  await sql`update cards set contact_id = ${to} where owner_id = ${owner} and contact_id = any(${ids}::uuid[])`.execute(
    tx,
  );
  await sql`
    insert into contact_labels (owner_id, contact_id, label_id, removed)
    select owner_id, ${to}::uuid, label_id, false from contact_labels
    where owner_id = ${owner} and contact_id = any(${ids}::uuid[]) and not removed
    group by owner_id, label_id on conflict do nothing`.execute(tx);
  await sql`
    update contacts set favourite_at = coalesce(favourite_at,
      (select min(c.favourite_at) from contacts c where c.owner_id = ${owner} and c.id = any(${ids}::uuid[])))
    where owner_id = ${owner} and id = ${to}`.execute(tx);
}

/** A merge, or those of one press, that still stand; the latest first, for what was merged again is parted first. */
export function standingMerges(tx: Transaction, owner: MemberId, id: MergeId): Promise<MergeRow[]> {
  return tx
    .selectFrom('merges')
    .select(['id', 'batch_id', 'kept_id', 'name', 'contacts', 'merged_at', 'undone_at'])
    .where('owner_id', '=', owner)
    .where((where) => where.or([where('id', '=', id), where('batch_id', '=', id)]))
    .orderBy('id', 'desc')
    .execute();
}

/** The merges of an owner, the latest first. */
export function mergesOf(tx: Transaction, owner: MemberId, most: number): Promise<MergeRow[]> {
  return tx
    .selectFrom('merges')
    .select(['id', 'batch_id', 'kept_id', 'name', 'contacts', 'merged_at', 'undone_at'])
    .where('owner_id', '=', owner)
    .where('undone_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
}

export async function absorbedBy(tx: Transaction, owner: MemberId, merge: MergeId): Promise<Absorbed[]> {
  const { rows } = await sql<Absorbed>`
    select contact_id, created_at, version, favourite_at, cards, edits, labels from merged_contacts
    where owner_id = ${owner} and merge_id = ${merge} order by contact_id`.execute(tx);
  return rows;
}

/** Where a contact that was kept is now: it became part of others, one after the other, the first first. */
export async function laterMerges(
  tx: Transaction,
  owner: MemberId,
  kept: ContactId,
): Promise<{ merge: MergeId; absorbed: ContactId; kept: ContactId }[]> {
  const { rows } = await sql<{ merge: MergeId; absorbed: ContactId; kept: ContactId }>`
    with recursive chain (merge, absorbed, kept, depth) as (
      select null::uuid, null::uuid, ${kept}::uuid, 0
      union all
      select m.id, chain.kept, m.kept_id, chain.depth + 1 from chain
      join merged_contacts c on c.owner_id = ${owner} and c.contact_id = chain.kept
      join merges m on m.owner_id = c.owner_id and m.id = c.merge_id and m.undone_at is null and m.kept_id <> chain.kept
      where chain.depth < 100
        and not exists (select from contacts o where o.owner_id = ${owner} and o.id = chain.kept)
    )
    select merge, absorbed, kept from chain where depth > 0 order by depth`.execute(tx);
  return rows;
}

/** What other merges that stand remember of a contact that holds something said by this one. */
export async function remembered(
  tx: Transaction,
  owner: MemberId,
  { id, kept_id: contact }: Pick<MergeRow, 'id' | 'kept_id'>,
): Promise<(Absorbed & { readonly merge_id: MergeId })[]> {
  const { rows } = await sql<Absorbed & { readonly merge_id: MergeId }>`
    select w.merge_id, w.contact_id, w.created_at, w.version, w.favourite_at, w.cards, w.edits, w.labels
    from merged_contacts w join merges m on m.owner_id = w.owner_id and m.id = w.merge_id and m.undone_at is null
    where w.owner_id = ${owner} and w.contact_id = ${contact} and exists (
      select from json_to_recordset(w.edits) as r (merge_id uuid) where r.merge_id = ${id})`.execute(tx);
  return rows;
}

/** What a merge remembers of a contact, after an earlier merge of it was undone. */
export async function rememberAnew(
  tx: Transaction,
  owner: MemberId,
  merge: MergeId,
  { contact_id: contact, favourite_at: at, edits, labels }: Absorbed,
): Promise<void> {
  await sql`
    update merged_contacts set favourite_at = ${at}, edits = ${JSON.stringify(edits)}::json, labels = ${JSON.stringify(labels)}::json
    where owner_id = ${owner} and merge_id = ${merge} and contact_id = ${contact}`.execute(tx);
}

/** Merges that came after one that is undone remember its cards no more: they are others' again. */
export async function rememberWithout(
  tx: Transaction,
  owner: MemberId,
  merge: MergeId,
  cards: readonly CardId[],
): Promise<void> {
  await sql`
    update merged_contacts w set cards = coalesce((
      select json_agg(c.card) from json_array_elements(w.cards) as c (card)
      where (c.card ->> 'id')::uuid <> all(${idArray(cards)}::uuid[])), '[]')
    from merges m
    where w.owner_id = ${owner} and m.owner_id = w.owner_id and m.id = w.merge_id and m.undone_at is null and m.id > ${merge}
      and exists (select from json_array_elements(w.cards) as c (card)
        where (c.card ->> 'id')::uuid = any(${idArray(cards)}::uuid[]))`.execute(tx);
}

export async function contactExists(tx: Transaction, owner: MemberId, id: ContactId): Promise<boolean> {
  const row = await tx
    .selectFrom('contacts')
    .select('id')
    .where('owner_id', '=', owner)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether an owner has the last word on something of a contact. */
export async function isSpokenOf(tx: Transaction, owner: MemberId, contact: ContactId): Promise<boolean> {
  const row = await tx
    .selectFrom('contact_edits')
    .select('field')
    .where('owner_id', '=', owner)
    .where('contact_id', '=', contact)
    .where('merge_id', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function cardsIn(tx: Transaction, owner: MemberId, contact: ContactId) {
  const { rows } = await sql<{ id: CardId; source: SourceId; key: string; data: CardData }>`
    select id, source_id as source, encode(key, 'hex') as key, data from cards
    where owner_id = ${owner} and contact_id = ${contact} order by id`.execute(tx);
  return rows;
}

/** Puts a contact back as it was, with these of its cards; labels that its owner deleted since stay deleted. */
export async function restoreContact(
  tx: Transaction,
  owner: MemberId,
  was: Absorbed,
  cards: readonly CardId[],
  now: Date,
): Promise<void> {
  const id = was.contact_id;
  await sql`
    insert into contacts (owner_id, id, name, sort_key, search, data, created_at, updated_at, version, favourite_at)
    values (${owner}, ${id}, '', '', '', '{}', ${was.created_at}, ${now}, ${was.version}, ${was.favourite_at})
    on conflict do nothing`.execute(tx);
  await sql`update cards set contact_id = ${id} where owner_id = ${owner} and id = any(${idArray(cards)}::uuid[])`.execute(
    tx,
  );
  await insertEdits(tx, owner, id, was.edits);
  await sql`
    insert into contact_labels (owner_id, contact_id, label_id, removed)
    select ${owner}::uuid, ${id}::uuid, l.id, r.removed
    from json_to_recordset(${JSON.stringify(was.labels)}::json) as r (label_id uuid, removed boolean)
    join labels l on l.owner_id = ${owner} and l.id = r.label_id on conflict do nothing`.execute(tx);
}

/** Says something of fields of a contact, in place of what was said of them before. */
export async function insertEdits(
  tx: Transaction,
  owner: MemberId,
  contact: ContactId,
  edits: readonly SaidEdit[],
): Promise<void> {
  if (edits.length === 0) return;
  await sql`
    insert into contact_edits (owner_id, contact_id, field, value, edited_at, version, merge_id)
    select ${owner}::uuid, ${contact}::uuid, field, coalesce(value, 'null'), edited_at, version, merge_id
    from json_to_recordset(${JSON.stringify(edits)}::json) as r (field text, value json, edited_at timestamptz, version integer, merge_id uuid)
    on conflict (owner_id, contact_id, field) do update
      set value = excluded.value, edited_at = excluded.edited_at, version = excluded.version,
        merge_id = excluded.merge_id`.execute(tx);
}

/** Takes back what a merge said of fields, where its owner has said nothing since. @returns the fields taken back */
export async function deleteMergeEdits(
  tx: Transaction,
  owner: MemberId,
  { id, kept_id: contact }: Pick<MergeRow, 'id' | 'kept_id'>,
): Promise<Set<EditableField>> {
  const rows = await tx
    .deleteFrom('contact_edits')
    .where('owner_id', '=', owner)
    .where('contact_id', '=', contact)
    .where('merge_id', '=', id)
    .returning('field')
    .execute();
  return new Set(rows.map(({ field }) => field));
}

/** Takes from a contact labels that others brought it, and a star that was one of theirs. */
export async function takeBackMarks(
  tx: Transaction,
  owner: MemberId,
  contact: ContactId,
  labels: readonly LabelId[],
  stars: readonly Date[],
): Promise<void> {
  await sql`
    delete from contact_labels where owner_id = ${owner} and contact_id = ${contact} and not removed
      and label_id = any(${idArray(labels)}::uuid[])`.execute(tx);
  if (stars.length > 0)
    await tx
      .updateTable('contacts')
      .set({ favourite_at: null })
      .where('owner_id', '=', owner)
      .where('id', '=', contact)
      .where('favourite_at', 'in', stars)
      .execute();
}
