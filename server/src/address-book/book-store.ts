import { type RawBuilder, sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, ImportId, LabelId, MemberId, SourceId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';

/** Of a contact, what lists are made by. */
export interface EntryRow {
  readonly id: ContactId;
  readonly sort_key: string;
  readonly search: string;
  readonly organisation: string | null;
  readonly city: string | null;
  readonly birthday: string | null;
  readonly has_email: boolean;
  readonly has_phone: boolean;
  readonly labels: readonly string[];
  readonly favourite: boolean;
  readonly trashed: boolean;
  /** Milliseconds since 1970. */
  readonly added: number;
  readonly written_on: string | null;
}

const columns = sql`id, sort_key, search, organisation, city, birthday, has_email, has_phone, labels,
  favourite_at is not null as favourite, trashed_at is not null as trashed,
  (extract(epoch from created_at) * 1000)::float8 as added, written_on`;

export async function entriesOf(
  tx: Transaction,
  owner: MemberId,
  ids: readonly ContactId[],
): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select ${columns} from contacts where owner_id = ${owner} and id = any(${idArray(ids)}::uuid[])`.execute(
    tx,
  );
  return rows;
}

/** A part of the book, in the order of ids. */
export async function entriesAfter(
  tx: Transaction,
  owner: MemberId,
  after: ContactId | undefined,
  limit: number,
): Promise<EntryRow[]> {
  const from = after === undefined ? sql`` : sql`and id > ${after}`;
  const { rows } = await sql<EntryRow>`
    select ${columns} from contacts where owner_id = ${owner} ${from} order by id limit ${limit}`.execute(tx);
  return rows;
}

export async function ownLabelsOf(tx: Transaction, owner: MemberId, ids: readonly ContactId[] | 'all') {
  const those = ids === 'all' ? sql`` : sql`and contact_id = any(${idArray(ids)}::uuid[])`;
  const { rows } = await sql<{ contact_id: ContactId; label_id: LabelId; removed: boolean }>`
    select contact_id, label_id, removed from contact_labels where owner_id = ${owner} ${those}`.execute(tx);
  return rows;
}

/** Contacts behind whom a member was found, with the member. */
export async function membersBehind(tx: Transaction, owner: MemberId): Promise<Map<ContactId, MemberId>> {
  const { rows } = await sql<{ contact_id: ContactId; member_id: MemberId }>`
    select contact_id, member_id from candidates where owner_id = ${owner} and member_id is not null`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.contact_id, row.member_id]));
}

/** Ids as one text: the driver takes several times as long for so many rows, or an array. */
async function idsOf(tx: Transaction, query: RawBuilder<{ ids: string | null }>): Promise<ContactId[]> {
  const { rows } = await query.execute(tx);
  // Safe: they are ids of contacts, put together here.
  return (rows[0]?.ids?.split(',') ?? []) as ContactId[];
}

type Among = readonly ContactId[] | 'all';

export function contactsOfSource(tx: Transaction, owner: MemberId, source: SourceId, among: Among) {
  return idsOf(
    tx,
    sql`select string_agg(c.contact_id::text, ',') as ids from cards c
      where c.owner_id = ${owner} and c.source_id = ${source} ${isAmong(among)}`,
  );
}

export function contactsOfImport(tx: Transaction, owner: MemberId, id: ImportId, among: Among) {
  return idsOf(
    tx,
    sql`select string_agg(c.contact_id::text, ',') as ids from import_cards i
      join cards c on c.owner_id = i.owner_id and c.id = i.card_id
      where i.owner_id = ${owner} and i.import_id = ${id} ${isAmong(among)}`,
  );
}

function isAmong(among: Among) {
  return among === 'all' ? sql`` : sql`and c.contact_id = any(${idArray(among)}::uuid[])`;
}

/** How many cards an import has brought so far: what shows whether its contacts are the same as before. */
export async function stateOfImport(tx: Transaction, owner: MemberId, id: ImportId): Promise<string> {
  const row = await tx
    .selectFrom('imports')
    .select(['cards_read', 'undone_at'])
    .where('owner_id', '=', owner)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? '' : `${row.cards_read} ${row.undone_at?.getTime() ?? ''}`;
}

/** Whatever the owner imported from, in the order it came. */
export async function sourcesOfOwner(tx: Transaction, owner: MemberId) {
  const { rows } = await sql<{ id: SourceId; kind: string; label: string }>`
    select id, kind, label from sources where owner_id = ${owner} order by created_at, id`.execute(tx);
  return rows;
}

/** The imports that something of the book came by, the latest first. */
export async function importsOfBook(tx: Transaction, owner: MemberId) {
  const { rows } = await sql<{
    id: ImportId;
    kind: string;
    label: string | null;
    received_at: Date;
    count: number;
  }>`
    select i.id, i.kind, i.received_at, i.cards_new + i.cards_updated + i.cards_same as count,
      coalesce(a.address, (select min(f.name) from import_files f where f.owner_id = i.owner_id and f.import_id = i.id)) as label
    from imports i left join import_accounts a on a.owner_id = i.owner_id and a.import_id = i.id
    where i.owner_id = ${owner} and i.undone_at is null and i.cards_new + i.cards_updated + i.cards_same > 0
    order by i.received_at desc limit 100`.execute(tx);
  return rows;
}
