import { Type } from 'typebox';
import {
  countImported,
  endImports,
  eraseImports,
  eraseSomeImported,
  finishUndo,
  undoImport,
} from '../../imports/index.ts';
import { tell } from '../../live/index.ts';
import type { Transaction } from '../../platform/database.ts';
import type { ErasureId, ImportId, MemberId } from '../../platform/ids.ts';
import { forgetJobs } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { rematch } from '../../review/index.ts';
import { endGrantsOf } from '../../sources/index.ts';
import {
  beginErasure,
  blankRows,
  countErased,
  countKept,
  countRows,
  deleteRows,
  deleteSignInLinks,
  erasureById,
  redactConsents,
  updateErasure,
} from '../erasure-store.ts';
import { type TableEnd, tableEnds } from '../tables.ts';

/** Seconds after which a deletion that failed each time is tried again: it was promised, and its member may be gone. */
const pause = 3600;
/** Rows, and cards of contacts that are worked out anew, in one transaction. */
const rowsAtOnce = 5000;
const cardsAtOnce = 1000;

/**
 * Job `data.erase`: deletes what a member asked to have deleted, a part in each transaction together with its count, so
 * that it goes on where it was after a crash and the receipt is right to the row. It never ends undone: operators read of it in
 * the log, and it begins again.
 */
export function erase(platform: Platform) {
  return {
    name: 'data.erase',
    payload: Type.Object({ erasureId: Type.Unsafe<ErasureId>(Type.String()) }),
    gaveUp: async ({ erasureId }: { erasureId: ErasureId }) => {
      platform.log.error('data.erase_failed', { erasure: erasureId });
      await platform.jobs.enqueue('data.erase', { erasureId }, { startAfter: pause });
    },
    run: async ({ erasureId: id }: { erasureId: ErasureId }) => {
      const row = await platform.database.asSystem((tx) => erasureById(tx, id));
      if (row === undefined || row.member_id === null || row.done_at !== null) return;
      const now = platform.clock.now();
      if (!(await platform.database.asSystem((tx) => beginErasure(tx, id, now)))) return;
      if (row.kind === 'account') await eraseAccount(platform, id, row.member_id);
      else if (row.import_id !== null) await eraseImport(platform, id, row.member_id, row.import_id);
      else await eraseImported(platform, id, row.member_id);
      platform.log.info('data.erased', { erasure: id, kind: row.kind });
    },
  };
}

async function eraseAccount(platform: Platform, id: ErasureId, member: MemberId): Promise<void> {
  const { clock, database, jobs } = platform;
  const open = await database.asSystem(async (tx) => {
    const grants = await endGrantsOf(platform, tx, member);
    // What others hold is taken back first, with the means that would be deleted here.
    if (grants > 0) await jobs.enqueue('data.erase', { erasureId: id }, { startAfter: 2, tx });
    return grants;
  });
  if (open > 0) return;
  await rematch(platform, member);
  const lines = tableEnds.filter(({ end }) => end === 'delete');
  await database.asSystem(async (tx) => {
    const row = await erasureById(tx, id);
    if (row?.total !== 0) return;
    let total = 0;
    for (const line of lines) total += await countRows(tx, line, member);
    await deleteSignInLinks(tx, member);
    await updateErasure(tx, id, { total });
  });
  // Until nothing is left: what was being written when the account ended has been written since.
  for (let rows = 1; rows > 0; ) rows = await database.asSystem((tx) => eraseSome(tx, id, member, lines));
  await database.asSystem(async (tx) => {
    // What still runs for the member may write; its rows go in the next turn.
    if ((await forgetJobs(tx, member)) > 0) {
      await jobs.enqueue('data.erase', { erasureId: id }, { startAfter: 2, tx });
      return;
    }
    for (const line of tableEnds.filter(({ end }) => end === 'blank')) await blankRows(tx, line, member);
    const now = clock.now();
    await redactConsents(tx, member, now);
    const kept = await countKept(tx, member);
    await countErased(tx, id, 0, kept);
    await updateErasure(tx, id, { done_at: now, member_id: null });
    await jobs.enqueue('data.receipt', { erasureId: id }, { tx });
  });
}

/** Deletes rows of the first tables that still have any, as many as one transaction should. @returns how many */
async function eraseSome(
  tx: Transaction,
  id: ErasureId,
  member: MemberId,
  lines: readonly TableEnd[],
): Promise<number> {
  const counts: Record<string, number> = {};
  let all = 0;
  for (const line of lines) {
    const rows = await deleteRows(tx, line, member, rowsAtOnce - all);
    all += rows;
    if (line.counted !== undefined && rows > 0) counts[line.counted] = (counts[line.counted] ?? 0) + rows;
    if (all >= rowsAtOnce) break;
  }
  if (all > 0) await countErased(tx, id, all, counts);
  return all;
}

async function eraseImported(platform: Platform, id: ErasureId, owner: MemberId): Promise<void> {
  const { clock, database, events } = platform;
  const { asMember } = database;
  await asMember(owner, async (tx) => {
    await endImports(platform, tx, owner);
    await endGrantsOf(platform, tx, owner);
    const row = await erasureById(tx, id);
    if (row?.total === 0) await updateErasure(tx, id, { total: (await countImported(tx, owner)).cards });
  });
  for (let cards = 1; cards > 0; ) {
    cards = await asMember(owner, async (tx) => {
      const some = await eraseSomeImported(platform, tx, owner, cardsAtOnce);
      await countErased(tx, id, some.cards, some);
      return some.cards;
    });
    tell(events, owner, 'data', 'contacts', 'imports');
  }
  await asMember(owner, async (tx) => {
    await countErased(tx, id, 0, { imports: await eraseImports(tx, owner) });
    await updateErasure(tx, id, { done_at: clock.now() });
  });
  tell(events, owner, 'data', 'contacts', 'imports');
}

async function eraseImport(
  platform: Platform,
  id: ErasureId,
  owner: MemberId,
  importId: ImportId,
): Promise<void> {
  const { clock, database, events } = platform;
  await undoImport(platform, owner, importId);
  await finishUndo(platform, owner, importId, (tx, cards) => countErased(tx, id, cards, {}));
  await database.asMember(owner, async (tx) => {
    await countErased(tx, id, 1, { imports: await eraseImports(tx, owner, importId) });
    await updateErasure(tx, id, { done_at: clock.now() });
  });
  tell(events, owner, 'data', 'contacts', 'imports');
}
