import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { BulkActId, ContactId, LabelId, MemberId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';

export type UndoableAct = 'label' | 'unlabel' | 'favourite' | 'unfavourite' | 'trash' | 'restore';
export type Act = UndoableAct | 'erase';

export interface BulkActRow {
  id: BulkActId;
  act: Act;
  label_id: LabelId | null;
  /** Contacts that it is for. */
  total: number;
  /** Of these, the first so many are done, */
  done: number;
  /** and of those the first so many taken back. */
  taken_back: number;
  /** Those that were not so already, of the done ones. */
  changed: number;
  done_at: Date;
  stopped_at: Date | null;
  undone_at: Date | null;
}

declare module '../platform/database.ts' {
  interface Tables {
    bulk_acts: Omit<BulkActRow, 'total'> & {
      owner_id: MemberId;
      contact_ids: ContactId[];
      /** Since when each had been what the act ended. */
      since: (Date | null)[] | null;
    };
  }
}

export async function insertBulkAct(
  tx: Transaction,
  owner: MemberId,
  {
    id,
    act,
    label_id: label,
    contacts,
    since,
    done_at: now,
  }: Pick<BulkActRow, 'id' | 'act' | 'label_id' | 'done_at'> & {
    readonly contacts: readonly ContactId[];
    readonly since: readonly (Date | null)[] | null;
  },
): Promise<void> {
  await sql`
    insert into bulk_acts (owner_id, id, act, label_id, contact_ids, since, done_at)
    values (${owner}, ${id}, ${act}, ${label}, ${idArray(contacts)}::uuid[], ${since}::timestamptz[], ${now})`.execute(
    tx,
  );
}

const facts = sql`id, act, label_id, cardinality(contact_ids) as total, done, taken_back, changed, done_at, stopped_at, undone_at`;

/** Whoever changes an act takes turns. */
export async function lockBulkAct(
  tx: Transaction,
  owner: MemberId,
  id: BulkActId,
): Promise<BulkActRow | undefined> {
  const { rows } = await sql<BulkActRow>`
    select ${facts} from bulk_acts where owner_id = ${owner} and id = ${id} for update`.execute(tx);
  return rows[0];
}

export async function findBulkAct(
  tx: Transaction,
  owner: MemberId,
  id: BulkActId,
): Promise<BulkActRow | undefined> {
  const { rows } = await sql<BulkActRow>`
    select ${facts} from bulk_acts where owner_id = ${owner} and id = ${id}`.execute(tx);
  return rows[0];
}

/** Acts of an owner that are not over, the oldest first. */
export async function openBulkActs(tx: Transaction, owner: MemberId): Promise<BulkActRow[]> {
  const { rows } = await sql<BulkActRow>`
    select ${facts} from bulk_acts where owner_id = ${owner} and stopped_at is null
      and case when undone_at is null then done < cardinality(contact_ids) else taken_back < done end
    order by id`.execute(tx);
  return rows;
}

/** Some of the contacts of an act in its order, each with since when it had been what the act ended. */
export async function contactsOfAct(
  tx: Transaction,
  owner: MemberId,
  id: BulkActId,
  from: number,
  until: number,
): Promise<{ contact: ContactId; since: Date | null }[]> {
  const { rows } = await sql<{ contact: ContactId; since: Date | null }>`
    select r.contact, r.since from bulk_acts,
      unnest(contact_ids[${from + 1}::int:${until}::int], since[${from + 1}::int:${until}::int])
        with ordinality as r (contact, since, place)
    where owner_id = ${owner} and id = ${id} order by r.place`.execute(tx);
  return rows;
}

export async function updateBulkAct(
  tx: Transaction,
  owner: MemberId,
  id: BulkActId,
  set: Partial<Pick<BulkActRow, 'done' | 'taken_back' | 'changed' | 'stopped_at' | 'undone_at'>>,
): Promise<void> {
  await tx.updateTable('bulk_acts').set(set).where('owner_id', '=', owner).where('id', '=', id).execute();
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
