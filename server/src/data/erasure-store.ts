import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ErasureId, ImportId, MemberId } from '../platform/ids.ts';
import type { TableEnd } from './tables.ts';

export interface ErasureRow {
  id: ErasureId;
  member_id: MemberId | null;
  kind: 'account' | 'imported' | 'import';
  import_id: ImportId | null;
  asked_at: Date;
  starts_at: Date;
  cancelled_at: Date | null;
  done_at: Date | null;
  erased: number;
  total: number;
  counts: Readonly<Record<string, number>>;
  token_hash: Buffer | null;
  receipt_to: string | null;
  locale: string;
  expires_at: Date;
}

/** What the end of an account leaves by duty. */
export type KeptWord = 'kept_consents' | 'kept_suppressions' | 'kept_acts';

declare module '../platform/database.ts' {
  interface Tables {
    erasures: ErasureRow;
  }
}

export async function insertErasure(
  tx: Transaction,
  row: Omit<ErasureRow, 'cancelled_at' | 'done_at' | 'erased' | 'total' | 'counts'>,
): Promise<void> {
  const empty = {
    cancelled_at: null,
    done_at: null,
    erased: 0,
    total: 0,
    counts: sql<Record<string, number>>`'{}'::jsonb`,
  };
  await tx
    .insertInto('erasures')
    .values({ ...empty, ...row })
    .execute();
}

export function erasureById(tx: Transaction, id: ErasureId): Promise<ErasureRow | undefined> {
  return tx.selectFrom('erasures').selectAll().where('id', '=', id).executeTakeFirst();
}

export function erasureByToken(tx: Transaction, hash: Buffer): Promise<ErasureRow | undefined> {
  return tx.selectFrom('erasures').selectAll().where('token_hash', '=', hash).executeTakeFirst();
}

export async function updateErasure(
  tx: Transaction,
  id: ErasureId,
  set: Partial<Omit<ErasureRow, 'counts'>>,
): Promise<void> {
  await tx.updateTable('erasures').set(set).where('id', '=', id).execute();
}

/** Adds to what an erasure has deleted, in the transaction that deleted it: rows for its progress, and what they were. */
export async function countErased(
  tx: Transaction,
  id: ErasureId,
  rows: number,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  const row = await tx
    .selectFrom('erasures')
    .select('counts')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const sums = { ...row.counts };
  for (const [what, count] of Object.entries(counts)) sums[what] = (sums[what] ?? 0) + count;
  // Rows written since they were counted belong to the whole too.
  await sql`
    update erasures set erased = erased + ${rows}, total = greatest(total, erased + ${rows}), counts = ${JSON.stringify(sums)}::jsonb
    where id = ${id}`.execute(tx);
}

/** A member's erasures that are not taken back, the newest first. */
export function erasuresOf(tx: Transaction, member: MemberId): Promise<ErasureRow[]> {
  return tx
    .selectFrom('erasures')
    .selectAll()
    .where('member_id', '=', member)
    .where('cancelled_at', 'is', null)
    .orderBy('asked_at', 'desc')
    .limit(20)
    .execute();
}

/** One that has neither ended nor been taken back. */
export async function openErasure(
  tx: Transaction,
  member: MemberId,
  kind: ErasureRow['kind'],
  importId: ImportId | null,
): Promise<ErasureRow | undefined> {
  return (await erasuresOf(tx, member)).find(
    (row) => row.done_at === null && row.kind === kind && row.import_id === importId,
  );
}

/** Begins an erasure, which from then on cannot be taken back. @returns false when it was */
export async function beginErasure(tx: Transaction, id: ErasureId, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('erasures')
    .set({ starts_at: sql<Date>`least(starts_at, ${now})` })
    .where('id', '=', id)
    .where('cancelled_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Takes an erasure back that has not begun. @returns false when it has, or there is none */
export async function cancelErasure(
  tx: Transaction,
  member: MemberId,
  id: ErasureId,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('erasures')
    .set({ cancelled_at: now })
    .where('id', '=', id)
    .where('member_id', '=', member)
    .where('kind', '<>', 'account')
    .where('starts_at', '>', now)
    .where('done_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export async function deleteOldErasures(tx: Transaction, now: Date): Promise<void> {
  // One that is neither done nor taken back is still owed.
  await sql`delete from erasures where expires_at < ${now} and (done_at is not null or cancelled_at is not null)`.execute(
    tx,
  );
}

function belongs({ columns }: TableEnd, member: MemberId) {
  return sql.join(
    columns.map((column) => sql`${sql.ref(column)} = ${member}::uuid`),
    sql` or `,
  );
}

export async function countRows(tx: Transaction, line: TableEnd, member: MemberId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(line.table)} where ${belongs(line, member)}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Deletes some of a member's rows. @returns how many */
export async function deleteRows(
  tx: Transaction,
  line: TableEnd,
  member: MemberId,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(line.table)} where ctid = any(array(
      select ctid from ${sql.table(line.table)} where ${belongs(line, member)} limit ${limit}))`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

export async function blankRows(tx: Transaction, line: TableEnd, member: MemberId): Promise<void> {
  for (const column of line.columns)
    await sql`update ${sql.table(line.table)} set ${sql.ref(column)} = null where ${sql.ref(column)} = ${member}::uuid`.execute(
      tx,
    );
}

/** Withdraws all invitations of a member that were not accepted, sent or not. @returns how many */
export async function withdrawAll(tx: Transaction, member: MemberId, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update invitations set withdrawn_at = ${now}, address = null where id in (select id from invitations where inviter_id = ${member}
      and accepted_at is null and withdrawn_at is null and expired_at is null and declined_at is null
      order by id for update)`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Takes the member's own words out of their consents, which stay; each keeps its hash. */
export async function redactConsents(tx: Transaction, member: MemberId, now: Date): Promise<void> {
  await sql`update consents set note = null, mention = null, redacted_at = ${now}
    where member_id = ${member} and redacted_at is null and (note is not null or mention is not null)`.execute(
    tx,
  );
}

/** What stays of a member, by the words of the receipt. */
export async function countKept(tx: Transaction, member: MemberId): Promise<Record<KeptWord, number>> {
  const { rows } = await sql<Record<KeptWord, number>>`
    select (select count(*) from consents where member_id = ${member}) as kept_consents,
      (select count(distinct key) from suppressions where inviter_id = ${member}) as kept_suppressions,
      (select count(*) from operator_acts where member_id = ${member} or operator_id = ${member}) as kept_acts`.execute(
    tx,
  );
  return rows[0] ?? { kept_consents: 0, kept_suppressions: 0, kept_acts: 0 };
}

/** Links to sign in that are on their way to an address of the member. */
export async function deleteSignInLinks(tx: Transaction, member: MemberId): Promise<void> {
  await sql`delete from sign_in_links where lower(email) in
    (select lower(value) from member_identifiers where member_id = ${member} and kind = 'email')`.execute(tx);
}
