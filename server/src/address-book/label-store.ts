import { foldForSearch } from '@kith/contacts';
import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, LabelId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { idArray, jsonRows } from '../platform/rows.ts';

export type { LabelId };

export interface LabelRow {
  id: LabelId;
  name: string;
  key: string;
  /** The folded name of the sources' group that it stands for. */
  source_key: string | null;
  origin: 'source' | 'own';
  deleted_at: Date | null;
}

declare module '../platform/database.ts' {
  interface Tables {
    labels: LabelRow & { owner_id: MemberId; created_at: Date };
    contact_labels: { owner_id: MemberId; contact_id: ContactId; label_id: LabelId; removed: boolean };
  }
}

/** Every label of an owner, those they do not want included. */
export function labelsOfOwner(tx: Transaction, owner: MemberId): Promise<LabelRow[]> {
  return tx
    .selectFrom('labels')
    .select(['id', 'name', 'key', 'source_key', 'origin', 'deleted_at'])
    .where('owner_id', '=', owner)
    .execute();
}

/** What is said of the labels of a contact. */
export interface Labelled {
  /** The groups of its sources. */
  readonly groups: readonly string[];
  /** What its owner put on it, and took off. */
  readonly put: readonly LabelId[];
  readonly taken: readonly LabelId[];
}

const own = (removed: boolean) => sql`array(
  select b.label_id::text from contact_labels b
  where b.owner_id = c.owner_id and b.contact_id = c.id and b.removed = ${removed})`;

/** {@link Labelled}, of contacts that a question calls `c`. */
export const labelledColumns = sql`c.labels as groups, ${own(false)} as put, ${own(true)} as taken`;

/** What the labels of a contact are called; a group that no label stands for yet is called as its source does. */
export function namesOf(labels: readonly LabelRow[], { groups, put, taken }: Labelled): string[] {
  if (groups.length === 0 && put.length === 0) return [];
  const keys = new Map(groups.map((name) => [foldForSearch(name), name]));
  const names = labels
    .filter(({ deleted_at }) => deleted_at === null)
    .filter(
      ({ id, key, source_key: group }) => put.includes(id) || (keys.has(group ?? key) && !taken.includes(id)),
    )
    .map(({ name }) => name);
  for (const { key, source_key: group } of labels) {
    keys.delete(key);
    if (group !== null) keys.delete(group);
  }
  return [...names, ...keys.values()];
}

/** Makes labels of groups that sources brought, by their names; one that reads the same as a label of the owner's own is that. */
export async function insertSourceLabels(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  names: readonly string[],
): Promise<void> {
  const rows = names.map((name) => ({ id: platform.ids.next<LabelId>(), name, key: foldForSearch(name) }));
  await sql`
    insert into labels (owner_id, id, name, key, source_key, origin, created_at)
    select ${owner}::uuid, id, name, key, key, 'source', ${platform.clock.now()}
    from jsonb_to_recordset(${jsonRows(rows)}::jsonb) as r (id uuid, name text, key text)
    on conflict (owner_id, key) do update set source_key = excluded.source_key where labels.source_key is null`.execute(
    tx,
  );
}

/** What the owner says of who bears a label, where it is not what the sources say anyway. */
export async function sayLabelled(
  tx: Transaction,
  owner: MemberId,
  label: LabelId,
  contacts: readonly ContactId[],
  said: 'on' | 'off' | 'as the sources say',
): Promise<void> {
  if (contacts.length === 0) return;
  if (said === 'as the sources say')
    await sql`
      delete from contact_labels
      where owner_id = ${owner} and label_id = ${label} and contact_id = any(${idArray(contacts)}::uuid[])`.execute(
      tx,
    );
  else
    await sql`
      insert into contact_labels (owner_id, contact_id, label_id, removed)
      select ${owner}::uuid, id, ${label}::uuid, ${said === 'off'} from unnest(${idArray(contacts)}::uuid[]) id
      on conflict (owner_id, label_id, contact_id) do update set removed = excluded.removed`.execute(tx);
}

/** How the groups of sources that a label stands for are spelt in the book; undefined where there is no such label. */
export async function spellingsOf(
  tx: Transaction,
  owner: MemberId,
  id: LabelId,
): Promise<string[] | undefined> {
  const label = (await labelsOfOwner(tx, owner)).find((one) => one.id === id && one.deleted_at === null);
  if (label === undefined) return undefined;
  const { rows } = await sql<{ name: string }>`
    select distinct unnest(labels) as name from contacts where owner_id = ${owner}`.execute(tx);
  const key = label.source_key ?? label.key;
  return [key, ...rows.map(({ name }) => name).filter((name) => foldForSearch(name) === key)];
}

export function labelByKey(tx: Transaction, owner: MemberId, key: string): Promise<LabelRow | undefined> {
  return tx
    .selectFrom('labels')
    .select(['id', 'name', 'key', 'source_key', 'origin', 'deleted_at'])
    .where('owner_id', '=', owner)
    .where('key', '=', key)
    .executeTakeFirst();
}

export function insertLabel(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  name: string,
  key: string,
): Promise<LabelRow> {
  return tx
    .insertInto('labels')
    .values({
      owner_id: owner,
      id: platform.ids.next<LabelId>(),
      name,
      key,
      source_key: null,
      origin: 'own',
      created_at: platform.clock.now(),
      deleted_at: null,
    })
    .returning(['id', 'name', 'key', 'source_key', 'origin', 'deleted_at'])
    .executeTakeFirstOrThrow();
}

/** Takes a label up again that its owner did not want, with what they said of it. */
export function reviveLabel(tx: Transaction, owner: MemberId, id: LabelId, name: string): Promise<LabelRow> {
  return tx
    .updateTable('labels')
    .set({ name, deleted_at: null })
    .where('owner_id', '=', owner)
    .where('id', '=', id)
    .returning(['id', 'name', 'key', 'source_key', 'origin', 'deleted_at'])
    .executeTakeFirstOrThrow();
}

export function renameLabel(
  tx: Transaction,
  owner: MemberId,
  id: LabelId,
  name: string,
  key: string,
): Promise<LabelRow> {
  return tx
    .updateTable('labels')
    .set({ name, key })
    .where('owner_id', '=', owner)
    .where('id', '=', id)
    .returning(['id', 'name', 'key', 'source_key', 'origin', 'deleted_at'])
    .executeTakeFirstOrThrow();
}

/** Deletes a label; what its owner said of it stays until it can no longer be brought back. */
export async function deleteLabel(tx: Transaction, owner: MemberId, id: LabelId, now: Date): Promise<void> {
  await tx
    .updateTable('labels')
    .set({ deleted_at: now })
    .where('owner_id', '=', owner)
    .where('id', '=', id)
    .execute();
}

/** Forgets what an owner said of a label. @returns the contacts of which they said it */
export async function forgetLabelled(tx: Transaction, owner: MemberId, id: LabelId): Promise<ContactId[]> {
  const rows = await tx
    .deleteFrom('contact_labels')
    .where('owner_id', '=', owner)
    .where('label_id', '=', id)
    .returning('contact_id')
    .execute();
  return rows.map(({ contact_id: contact }) => contact);
}

/** Ends a label for good. @returns the contacts of which its owner said something */
export async function dropLabel(tx: Transaction, owner: MemberId, id: LabelId): Promise<ContactId[]> {
  await tx.deleteFrom('labels').where('owner_id', '=', owner).where('id', '=', id).execute();
  return forgetLabelled(tx, owner, id);
}

/** Labels that were deleted before that instant, of every owner, go for good; one that stands for a group is kept as unwanted. */
export async function forgetLabels(tx: Transaction, before: Date): Promise<void> {
  await sql`
    delete from contact_labels c using labels l
    where l.owner_id = c.owner_id and l.id = c.label_id and l.deleted_at < ${before}`.execute(tx);
  await tx.deleteFrom('labels').where('deleted_at', '<', before).where('source_key', 'is', null).execute();
}
