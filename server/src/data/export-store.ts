import { CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ExportId, MemberId } from '../platform/ids.ts';

export interface ExportRow {
  owner_id: MemberId;
  id: ExportId;
  asked_at: Date;
  ready_at: Date | null;
  failed_at: Date | null;
  expires_at: Date | null;
  written: number;
  total: number;
  bytes: number;
}

declare module '../platform/database.ts' {
  interface Tables {
    exports: ExportRow;
    export_chunks: { owner_id: MemberId; export_id: ExportId; sequence: number; bytes: Buffer };
  }
}

/** A member's latest export, if there is one. */
export function latestExport(tx: Transaction, owner: MemberId): Promise<ExportRow | undefined> {
  return tx
    .selectFrom('exports')
    .selectAll()
    .where('owner_id', '=', owner)
    .orderBy('asked_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export function findExport(tx: Transaction, owner: MemberId, id: ExportId): Promise<ExportRow | undefined> {
  return tx
    .selectFrom('exports')
    .selectAll()
    .where('owner_id', '=', owner)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Whoever asks for a member's export takes turns. Falls with the transaction. */
export async function lockExports(tx: Transaction, owner: MemberId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`exports:${owner}`}, 0))`.execute(tx);
}

export async function insertExport(
  tx: Transaction,
  row: Pick<ExportRow, 'owner_id' | 'id' | 'asked_at'>,
): Promise<void> {
  const empty = { ready_at: null, failed_at: null, expires_at: null, written: 0, total: 0, bytes: 0 };
  await tx
    .insertInto('exports')
    .values({ ...empty, ...row })
    .execute();
}

export async function updateExport(
  tx: Transaction,
  owner: MemberId,
  id: ExportId,
  set: Partial<ExportRow>,
): Promise<void> {
  await tx.updateTable('exports').set(set).where('owner_id', '=', owner).where('id', '=', id).execute();
}

/** Deletes a member's exports, with their bytes. */
export async function deleteExports(tx: Transaction, owner: MemberId): Promise<void> {
  await tx.deleteFrom('exports').where('owner_id', '=', owner).execute();
}

/** Deletes what expired, and what was asked for before that instant and never became ready. */
export async function deleteOldExports(tx: Transaction, now: Date, askedBefore: Date): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('exports')
    .where((either) =>
      either.or([
        either('expires_at', '<', now),
        either.and([either('ready_at', 'is', null), either('asked_at', '<', askedBefore)]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

export async function deleteExportChunks(tx: Transaction, owner: MemberId, id: ExportId): Promise<void> {
  await tx.deleteFrom('export_chunks').where('owner_id', '=', owner).where('export_id', '=', id).execute();
}

export async function insertExportChunk(
  tx: Transaction,
  chunk: { owner_id: MemberId; export_id: ExportId; sequence: number; bytes: Buffer },
): Promise<void> {
  await tx.insertInto('export_chunks').values(chunk).execute();
}

export async function exportChunk(
  tx: Transaction,
  owner: MemberId,
  id: ExportId,
  sequence: number,
): Promise<Buffer | undefined> {
  const row = await tx
    .selectFrom('export_chunks')
    .select('bytes')
    .where('owner_id', '=', owner)
    .where('export_id', '=', id)
    .where('sequence', '=', sequence)
    .executeTakeFirst();
  return row?.bytes;
}

export async function countContacts(tx: Transaction, owner: MemberId): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*) as count from contacts where owner_id = ${owner}`.execute(tx);
  return rows[0]?.count ?? 0;
}

const page = 500;

/** The rows of a question by a cursor of the database, so that never more than a page of them is in memory. */
export async function* rowsOf<Row>(tx: Transaction, question: RawBuilder<Row>): AsyncGenerator<Row> {
  const { sql: text, parameters } = question.compile(tx);
  await tx.executeQuery(CompiledQuery.raw(`declare reading no scroll cursor for ${text}`, [...parameters]));
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(page)} from reading`.execute(tx);
    yield* rows;
    if (rows.length < page) break;
  }
  await sql`close reading`.execute(tx);
}
