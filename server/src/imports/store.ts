import type { ColumnMappings, TableHeader } from '@kith/contacts';
import { sql } from 'kysely';
import type { CardData } from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { ErrorCode } from '../platform/errors.ts';
import type { CardId, ImportId, MemberId } from '../platform/ids.ts';
import { jsonRows } from '../platform/rows.ts';

export interface ImportRow {
  owner_id: MemberId;
  id: ImportId;
  /** `book`: a review of contacts that the book has already, which reads nothing. */
  kind: 'file' | 'paste' | 'account' | 'book';
  idempotency_key: string | null;
  received_at: Date;
  /** Null while its bytes arrive. */
  uploaded_at: Date | null;
  started_at: Date | null;
  read_at: Date | null;
  stopped_at: Date | null;
  failed_at: Date | null;
  failure_code: ErrorCode | null;
  /** Since when it is taken back; its cards follow by page. */
  undone_at: Date | null;
  undo_total: number;
  undo_done: number;
  /** The last card that was taken back. */
  undo_after: CardId | null;
  /** When the last card was. */
  taken_back_at: Date | null;
  reviewed_at: Date | null;
  /** Until when its bytes stay after reading; null where they are gone. */
  kept_until: Date | null;
  region: string;
  bytes_total: number;
  bytes_read: number;
  checkpoint: number;
  cards_read: number;
  cards_new: number;
  cards_updated: number;
  cards_same: number;
  cards_problem: number;
  /** When people of the book who are not here and were not invited were forgotten, where the network does that. */
  forgotten_at: Date | null;
  contacts_forgotten: number;
}

/** Where the cards of an import come from. */
export function sourceKind({ kind }: Pick<ImportRow, 'kind'>): Exclude<ImportRow['kind'], 'book'> {
  if (kind === 'book') throw new TypeError('a review of the book reads no cards');
  return kind;
}

/** How the use of a password or token ended: forgotten, revoked at the provider, or to be revoked on its page. */
export type Access = 'in_use' | 'forgotten' | 'revoked' | 'page';

export interface AccountRow {
  owner_id: MemberId;
  import_id: ImportId;
  provider_id: string | null;
  protocol: string;
  host: string;
  address: string;
  label: string;
  cards: number;
  cards_expected: number | null;
  cards_vanished: number;
  cursor: string | null;
  resumed: boolean;
  alive_at: Date;
  fault: ErrorCode | null;
  access: Access;
  access_ended_at: Date | null;
}

declare module '../platform/database.ts' {
  interface Tables {
    imports: ImportRow;
    import_accounts: AccountRow;
    import_files: {
      owner_id: MemberId;
      import_id: ImportId;
      position: number;
      name: string;
      bytes: number;
      dialect: string | null;
      header: TableHeader | null;
      /** What the owner said of its columns, where no header tells the next such file. */
      said: ColumnMappings | null;
    };
    import_chunks: {
      owner_id: MemberId;
      import_id: ImportId;
      position: number;
      sequence: number;
      bytes: Buffer;
    };
    import_cards: {
      owner_id: MemberId;
      import_id: ImportId;
      card_id: CardId;
      outcome: 'new' | 'updated' | 'same';
      previous: CardData | null;
    };
  }
}

/** A file that has half arrived is nobody's business; an account is read for as long as it takes. */
export const shown = sql<boolean>`(uploaded_at is not null or kind = 'account')`;

const empty = {
  idempotency_key: null,
  uploaded_at: null,
  started_at: null,
  read_at: null,
  stopped_at: null,
  failed_at: null,
  failure_code: null,
  undone_at: null,
  undo_total: 0,
  undo_done: 0,
  undo_after: null,
  taken_back_at: null,
  reviewed_at: null,
  kept_until: null,
  bytes_total: 0,
  bytes_read: 0,
  checkpoint: 0,
  cards_read: 0,
  cards_new: 0,
  cards_updated: 0,
  cards_same: 0,
  cards_problem: 0,
  forgotten_at: null,
  contacts_forgotten: 0,
};

export async function insertImport(
  tx: Transaction,
  row: Pick<ImportRow, 'owner_id' | 'id' | 'kind' | 'received_at' | 'region'>,
): Promise<void> {
  await tx
    .insertInto('imports')
    .values({ ...empty, ...row })
    .execute();
}

/** An import whose bytes have all arrived, or whose account is being read, or a review of the book. */
export function findImport(tx: Transaction, owner: MemberId, id: ImportId) {
  return tx
    .selectFrom('imports')
    .selectAll()
    .where('owner_id', '=', owner)
    .where('id', '=', id)
    .where(sql<boolean>`(${shown} or kind = 'book')`)
    .executeTakeFirst();
}

/** The import, locked until the transaction ends: pages, stop and undo take turns; bytes that arrive do not wait. */
export function lockImport(tx: Transaction, owner: MemberId, id: ImportId) {
  return tx
    .selectFrom('imports')
    .selectAll()
    .where('owner_id', '=', owner)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export function findByIdempotencyKey(tx: Transaction, owner: MemberId, key: string) {
  return tx
    .selectFrom('imports')
    .select('id')
    .where('owner_id', '=', owner)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
}

export function listImports(tx: Transaction, owner: MemberId, limit: number) {
  return tx
    .selectFrom('imports')
    .selectAll()
    .where('owner_id', '=', owner)
    .where(shown)
    .orderBy('received_at', 'desc')
    .limit(limit)
    .execute();
}

export async function updateImport(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  set: Partial<ImportRow>,
): Promise<void> {
  await tx.updateTable('imports').set(set).where('owner_id', '=', owner).where('id', '=', id).execute();
}

/** Deletes what uploads left behind that began before that instant and never ended, and reviews of the book as old. */
export async function deleteHalfUploads(tx: Transaction, before: Date): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('imports')
    .where('uploaded_at', 'is', null)
    .where('kind', '<>', 'account')
    .where('received_at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

export async function deleteImport(tx: Transaction, owner: MemberId, id: ImportId): Promise<void> {
  await tx.deleteFrom('imports').where('owner_id', '=', owner).where('id', '=', id).execute();
}

export function filesOf(tx: Transaction, owner: MemberId, ids: readonly ImportId[]) {
  return tx
    .selectFrom('import_files')
    .selectAll()
    .where('owner_id', '=', owner)
    .where(sql<boolean>`import_id = any(${ids}::uuid[])`)
    .orderBy('import_id')
    .orderBy('position')
    .execute();
}

export async function insertAccount(tx: Transaction, row: AccountRow): Promise<void> {
  await tx.insertInto('import_accounts').values(row).execute();
}

export function accountsOf(tx: Transaction, owner: MemberId, ids: readonly ImportId[]) {
  return tx
    .selectFrom('import_accounts')
    .selectAll()
    .where('owner_id', '=', owner)
    .where(sql<boolean>`import_id = any(${ids}::uuid[])`)
    .execute();
}

export async function updateAccount(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  set: Partial<AccountRow>,
): Promise<void> {
  await tx
    .updateTable('import_accounts')
    .set(set)
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .execute();
}

/** Tells that whoever reads an account lives; by the database's clock, which all processes share. */
export async function beatAccount(tx: Transaction, owner: MemberId, id: ImportId): Promise<void> {
  await sql`update import_accounts set alive_at = clock_timestamp()
    where owner_id = ${owner} and import_id = ${id}`.execute(tx);
}

/** Seconds that an account's last sign of life is away; one that lies ahead is of a clock that was set back. */
const silence = sql<number>`abs(extract(epoch from clock_timestamp() - a.alive_at))`;

/** Whether somebody read an account who gave a sign of life in the last so many seconds. */
export async function isArriving(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  deadAfter: number,
): Promise<boolean> {
  const { rows } = await sql`select 1 from import_accounts a
    where owner_id = ${owner} and import_id = ${id} and ${silence} < ${deadAfter}`.execute(tx);
  return rows.length > 0;
}

/** How many accounts of an owner are being read, by somebody who gave a sign of life in the last so many seconds. */
export async function countArriving(tx: Transaction, owner: MemberId, deadAfter: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from import_accounts a join imports i on i.owner_id = a.owner_id and i.id = a.import_id
    where a.owner_id = ${owner} and i.uploaded_at is null and ${silence} < ${deadAfter}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Where the last import of an account broke off, if it did, since that instant. */
export async function brokenOffAt(
  tx: Transaction,
  owner: MemberId,
  label: string,
  since: Date,
): Promise<string | undefined> {
  const { rows } = await sql<{ cursor: string | null; fault: string | null }>`
    select case when i.undone_at is null then a.cursor end as cursor, a.fault
    from import_accounts a join imports i on i.owner_id = a.owner_id and i.id = a.import_id
    where a.owner_id = ${owner} and a.label = ${label} and i.received_at > ${since}
    order by i.received_at desc limit 1`.execute(tx);
  const [last] = rows;
  return last === undefined || last.fault === null ? undefined : (last.cursor ?? undefined);
}

/**
 * Marks the cards of an account that an import which read all of it did not find, and takes the mark from those that
 * are back.
 *
 * @returns how many are newly marked.
 */
export async function markVanished(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  label: string,
): Promise<number> {
  // As sets, materialized: on tables that were just filled PostgreSQL takes one row for all and joins each with each.
  await sql`
    with back as materialized (
      select id from cards where owner_id = ${owner} and vanished_by is not null
      intersect select card_id from import_cards where owner_id = ${owner} and import_id = ${id})
    update cards c set vanished_by = null from back where c.owner_id = ${owner} and c.id = back.id`.execute(
    tx,
  );
  const { numAffectedRows } = await sql`
    with gone as materialized (
      select id from cards where owner_id = ${owner} and vanished_by is null
        and source_id = (select id from sources where owner_id = ${owner} and kind = 'account' and label = ${label})
      except select card_id from import_cards where owner_id = ${owner} and import_id = ${id})
    update cards c set vanished_by = ${id} from gone where c.owner_id = ${owner} and c.id = gone.id`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0);
}

export async function unmarkVanished(tx: Transaction, owner: MemberId, id: ImportId): Promise<void> {
  await sql`update cards set vanished_by = null where owner_id = ${owner} and vanished_by = ${id}`.execute(
    tx,
  );
}

export async function hasFile(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  position: number,
): Promise<boolean> {
  const row = await tx
    .selectFrom('import_files')
    .select('position')
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .where('position', '=', position)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertFile(
  tx: Transaction,
  file: { owner_id: MemberId; import_id: ImportId; position: number; name: string },
): Promise<void> {
  await tx
    .insertInto('import_files')
    .values({ ...file, bytes: 0, dialect: null, header: null, said: null })
    .execute();
}

export async function updateFile(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  position: number,
  set: { bytes?: number; dialect?: string; header?: TableHeader; said?: ColumnMappings },
): Promise<void> {
  await tx
    .updateTable('import_files')
    .set({
      ...set,
      ...(set.header === undefined ? {} : { header: jsonOf(set.header) }),
      ...(set.said === undefined ? {} : { said: jsonOf(set.said) }),
    })
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .where('position', '=', position)
    .execute();
}

/** Read again, a file may be a table no more. */
export async function forgetHeaders(tx: Transaction, owner: MemberId, id: ImportId): Promise<void> {
  await tx
    .updateTable('import_files')
    .set({ header: null })
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .execute();
}

function jsonOf<T>(value: T) {
  return sql<T>`${JSON.stringify(value)}::json`;
}

export async function insertChunk(
  tx: Transaction,
  chunk: { owner_id: MemberId; import_id: ImportId; position: number; sequence: number; bytes: Buffer },
): Promise<void> {
  await tx.insertInto('import_chunks').values(chunk).execute();
}

export async function readChunk(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  position: number,
  sequence: number,
): Promise<Buffer | undefined> {
  const row = await tx
    .selectFrom('import_chunks')
    .select('bytes')
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .where('position', '=', position)
    .where('sequence', '=', sequence)
    .executeTakeFirst();
  return row?.bytes;
}

/** Deletes the bytes of imports that were kept for their columns until before that instant. */
export async function deleteKept(tx: Transaction, before: Date): Promise<number> {
  const { rows } = await sql<{ owner_id: MemberId; id: ImportId }>`
    update imports set kept_until = null where kept_until < ${before} returning owner_id, id`.execute(tx);
  for (const { owner_id: owner, id } of rows) await deleteChunks(tx, owner, id);
  return rows.length;
}

export async function deleteChunks(tx: Transaction, owner: MemberId, id: ImportId): Promise<void> {
  await updateImport(tx, owner, id, { kept_until: null });
  await tx.deleteFrom('import_chunks').where('owner_id', '=', owner).where('import_id', '=', id).execute();
}

export async function insertImportCards(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  cards: readonly { card_id: CardId; outcome: string; previous: CardData | null }[],
): Promise<void> {
  if (cards.length === 0) return;
  await sql`
    insert into import_cards (owner_id, import_id, card_id, outcome, previous)
    select ${owner}::uuid, ${id}::uuid, card_id, outcome, previous
    from jsonb_to_recordset(${jsonRows(cards)}::jsonb) as r (card_id uuid, outcome text, previous json)
    on conflict (owner_id, import_id, card_id) do update set outcome = excluded.outcome, previous = excluded.previous
      where import_cards.outcome = 'same' and excluded.outcome = 'updated'`.execute(tx);
}

/** Forgets which imports brought these cards, which are gone. */
export async function forgetCards(tx: Transaction, owner: MemberId, cards: readonly CardId[]): Promise<void> {
  await sql`delete from import_cards where owner_id = ${owner} and card_id = any(${cards}::uuid[])`.execute(
    tx,
  );
}

export async function outcomeOf(tx: Transaction, owner: MemberId, id: ImportId, card: CardId) {
  const row = await tx
    .selectFrom('import_cards')
    .select('outcome')
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .where('card_id', '=', card)
    .executeTakeFirst();
  return row?.outcome;
}

export async function deleteImportCards(tx: Transaction, owner: MemberId, id: ImportId): Promise<void> {
  await sql`delete from import_cards where owner_id = ${owner} and import_id = ${id}`.execute(tx);
}
