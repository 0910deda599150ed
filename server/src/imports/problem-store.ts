import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { CardId, ImportId, MemberId } from '../platform/ids.ts';
import { jsonRows } from '../platform/rows.ts';

export interface ProblemRow {
  sequence: number;
  file_position: number;
  line: number;
  code: string;
  field: string | null;
  found: string | null;
  card_id: CardId | null;
}

export interface StoredProblem extends ProblemRow {
  mended_at: Date | null;
  skipped_at: Date | null;
}

declare module '../platform/database.ts' {
  interface Tables {
    import_problems: StoredProblem & { owner_id: MemberId; import_id: ImportId };
  }
}

export async function insertProblems(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  problems: readonly ProblemRow[],
): Promise<void> {
  if (problems.length === 0) return;
  await sql`
    insert into import_problems (owner_id, import_id, sequence, file_position, line, code, field, found, card_id)
    select ${owner}::uuid, ${id}::uuid, sequence, file_position, line, code, field, found, card_id
    from jsonb_to_recordset(${jsonRows(problems)}::jsonb)
      as r (sequence bigint, file_position integer, line bigint, code text, field text, found text, card_id uuid)`.execute(
    tx,
  );
}

/** What rows of one group have in common: the code, finer where people would say it in other words. */
const kind = sql<string>`case when code = 'email.invalid' and strpos(coalesce(found, ''), '@') = 0 then 'email.no_at' else code end`;

export function problemsOf(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  { after = 0, limit, ofKind }: { after?: number; limit: number; ofKind?: string | undefined },
) {
  return tx
    .selectFrom('import_problems')
    .selectAll()
    .select(kind.as('kind'))
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .where('sequence', '>', after)
    .where(ofKind === undefined ? sql<boolean>`true` : sql<boolean>`${kind} = ${ofKind}`)
    .orderBy('sequence')
    .limit(limit)
    .execute();
}

export function findProblem(tx: Transaction, owner: MemberId, id: ImportId, sequence: number) {
  return tx
    .selectFrom('import_problems')
    .selectAll()
    .select(kind.as('kind'))
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .where('sequence', '=', sequence)
    .executeTakeFirst();
}

/** The kinds of problems of an import, how many of each there are and how many are still open, the first met first. */
export async function problemGroups(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
): Promise<{ kind: string; count: number; open: number }[]> {
  const { rows } = await sql<{ kind: string; count: number; open: number }>`
    select ${kind} as kind, count(*) as count, count(*) filter (where mended_at is null and skipped_at is null) as open
    from import_problems where owner_id = ${owner} and import_id = ${id} group by 1 order by min(sequence)`.execute(
    tx,
  );
  return rows;
}

/** Notes that a problem is mended, and in which card. */
export async function markMended(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  sequence: number,
  card: CardId,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('import_problems')
    .set({ mended_at: now, skipped_at: null, card_id: card })
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .where('sequence', '=', sequence)
    .execute();
}

/** Notes that whatever was wrong with a card, in whichever import, is mended. */
export async function markCardMended(
  tx: Transaction,
  owner: MemberId,
  card: CardId,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('import_problems')
    .set({ mended_at: now })
    .where('owner_id', '=', owner)
    .where('card_id', '=', card)
    .where('mended_at', 'is', null)
    .execute();
}

/** Leaves problems as they are, or takes them up again: those of a kind, or one. */
export async function markSkipped(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  which: { readonly kind: string } | { readonly sequence: number },
  skippedAt: Date | null,
): Promise<void> {
  await tx
    .updateTable('import_problems')
    .set({ skipped_at: skippedAt })
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .where('mended_at', 'is', null)
    .where(
      'kind' in which ? sql<boolean>`${kind} = ${which.kind}` : sql<boolean>`sequence = ${which.sequence}`,
    )
    .execute();
}

export async function countProblems(tx: Transaction, owner: MemberId, id: ImportId): Promise<number> {
  const row = await tx
    .selectFrom('import_problems')
    .select(sql<number>`count(*)`.as('count'))
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function deleteProblems(tx: Transaction, owner: MemberId, id: ImportId): Promise<void> {
  await tx.deleteFrom('import_problems').where('owner_id', '=', owner).where('import_id', '=', id).execute();
}
