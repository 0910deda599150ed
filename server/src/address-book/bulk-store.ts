import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { BulkActId, ContactId, LabelId, MemberId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';

export type UndoableAct = 'label' | 'unlabel' | 'favourite' | 'unfavourite' | 'trash' | 'restore';

export interface BulkActRow {
  id: BulkActId;
  act: UndoableAct;
  label_id: LabelId | null;
  contact_ids: ContactId[];
  /** Since when each had been what the act ended. */
  since: (Date | null)[] | null;
  done_at: Date;
  undone_at: Date | null;
}

declare module '../platform/database.ts' {
  interface Tables {
    bulk_acts: BulkActRow & { owner_id: MemberId };
  }
}

export async function insertBulkAct(
  tx: Transaction,
  owner: MemberId,
  { id, act, label_id: label, contact_ids: contacts, since, done_at: now }: Omit<BulkActRow, 'undone_at'>,
): Promise<void> {
  await sql`
    insert into bulk_acts (owner_id, id, act, label_id, contact_ids, since, done_at)
    values (${owner}, ${id}, ${act}, ${label}, ${idArray(contacts)}::uuid[], ${since}::timestamptz[], ${now})`.execute(
    tx,
  );
}

export async function lockBulkAct(
  tx: Transaction,
  owner: MemberId,
  id: BulkActId,
): Promise<BulkActRow | undefined> {
  // The driver takes arrays of uuid for text.
  const { rows } = await sql<BulkActRow>`
    select id, act, label_id, contact_ids::text[] as contact_ids, since, done_at, undone_at from bulk_acts
    where owner_id = ${owner} and id = ${id} for update`.execute(tx);
  return rows[0];
}

export async function markUndone(tx: Transaction, owner: MemberId, id: BulkActId, now: Date): Promise<void> {
  await tx
    .updateTable('bulk_acts')
    .set({ undone_at: now })
    .where('owner_id', '=', owner)
    .where('id', '=', id)
    .execute();
}

/** Forgets acts that can no longer be undone, of every owner. */
export async function deleteBulkActs(tx: Transaction, before: Date): Promise<void> {
  await tx.deleteFrom('bulk_acts').where('done_at', '<', before).execute();
}

/** Marks contacts as favourites, or no longer; @returns since when each was one before. */
export async function setFavourite(
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
  since: readonly (Date | null)[] | Date | null,
): Promise<void> {
  await sql`
    update contacts set favourite_at = r.since
    from ${instants(contacts, since)} as r (id, since)
    where contacts.owner_id = ${owner} and contacts.id = r.id`.execute(tx);
}

/** Puts contacts into the trash, or takes them out; whoever edits one of them meanwhile is told. */
export async function setTrashed(
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
  since: readonly (Date | null)[] | Date | null,
): Promise<void> {
  await sql`
    update contacts set trashed_at = r.since, version = version + 1
    from ${instants(contacts, since)} as r (id, since)
    where contacts.owner_id = ${owner} and contacts.id = r.id`.execute(tx);
}

function instants(contacts: readonly ContactId[], since: readonly (Date | null)[] | Date | null) {
  return Array.isArray(since)
    ? sql`unnest(${idArray(contacts)}::uuid[], ${since}::timestamptz[])`
    : sql`(select id, ${since}::timestamptz from unnest(${idArray(contacts)}::uuid[]) id)`;
}

/** Since when these contacts are favourites, or in the trash, in their order. */
export async function sinceWhen(
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
  what: 'favourite_at' | 'trashed_at',
): Promise<(Date | null)[]> {
  const { rows } = await sql<{ id: ContactId; since: Date | null }>`
    select id, ${sql.ref(what)} as since from contacts
    where owner_id = ${owner} and id = any(${idArray(contacts)}::uuid[])`.execute(tx);
  const byId = new Map(rows.map(({ id, since }) => [id, since]));
  return contacts.map((id) => byId.get(id) ?? null);
}

/** What has been in the trash since before that instant, some of it, with its owner. */
export async function longTrashed(
  tx: Transaction,
  before: Date,
  limit: number,
): Promise<{ owner_id: MemberId; id: ContactId }[]> {
  return tx
    .selectFrom('contacts')
    .select(['owner_id', 'id'])
    .where('trashed_at', '<', before)
    .limit(limit)
    .execute();
}
