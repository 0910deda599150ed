import type { Problem, TableHeader } from '@kith/contacts';
import { sql } from 'kysely';
import { Type } from 'typebox';
import {
  type CardData,
  keepCards,
  lockBook,
  mendCard,
  type NewcomerCard,
  newcomer,
  sourceOf,
} from '../../contacts/index.ts';
import { tell } from '../../live/index.ts';
import { searchDuplicates } from '../../merges/index.ts';
import { after } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database.ts';
import { KithError } from '../../platform/errors.ts';
import type { CardId, ImportId, MemberId, SourceId } from '../../platform/ids.ts';
import { causeOf } from '../../platform/log.ts';
import type { Platform } from '../../platform/platform.ts';
import { placeCandidates, placeSweeps, triageFacts } from '../../review/index.ts';
import { arriving } from '../arrival.ts';
import { mappingsOf, worthKeeping } from '../columns.ts';
import { importTopic } from '../import.ts';
import { isOver } from '../over.ts';
import { insertProblems, markCardMended, type ProblemRow } from '../problem-store.ts';
import type { ReaderThreads } from '../reader-threads.ts';
import { mendedByRow } from '../rejected.ts';
import {
  type AccountRow,
  accountsOf,
  deleteChunks,
  filesOf,
  findImport,
  type ImportRow,
  insertImportCards,
  lockImport,
  markVanished,
  sourceKind,
  updateAccount,
  updateFile,
  updateImport,
} from '../store.ts';

/** Seconds that the bytes of a table stay of which a column may want saying. */
const keptFor = 7 * 86_400;

type PageEvent =
  | {
      readonly kind: 'card';
      readonly card: NewcomerCard;
      readonly mends: CardId | undefined;
      readonly problems: readonly Problem[];
    }
  | { readonly kind: 'problem'; readonly problem: Problem };

type ReadCard = Extract<PageEvent, { kind: 'card' }> & { readonly sequence: number };
type Mended = NonNullable<Awaited<ReturnType<typeof mendCard>>>;

/** A page of one file, and how far all files were read when it was full. */
interface Page {
  readonly events: readonly PageEvent[];
  readonly dialect: string;
  readonly header: TableHeader | undefined;
  readonly position: number;
  readonly bytesRead: number;
}

/**
 * Makes the job that reads an import; it may run twice, or go on after a crash, and keeps every row once. Accounts have
 * a queue of their own: a slow provider keeps no file waiting.
 */
export function readImport(
  platform: Platform,
  threads: ReaderThreads,
  name: 'imports.read' | 'imports.follow',
) {
  return {
    name,
    payload: Type.Object({
      ownerId: Type.Unsafe<MemberId>(Type.String()),
      importId: Type.Unsafe<ImportId>(Type.String()),
    }),
    concurrency: name === 'imports.read' ? 2 : 4,
    run: async ({ ownerId, importId }: { ownerId: MemberId; importId: ImportId }) => {
      const lock = await platform.database.client();
      try {
        // Held by the session: it falls when this process dies, and the job that comes back goes on.
        const { rows } = await lock.query<{ taken: boolean }>(
          'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
          [importId],
        );
        if (rows[0]?.taken !== true) throw new Error('another worker is reading this import');
        await read(platform, threads, ownerId, importId);
      } finally {
        // The session ends, and the lock with it, however the reading ended.
        lock.release(true);
      }
    },
  };
}

async function read(
  platform: Platform,
  threads: ReaderThreads,
  owner: MemberId,
  id: ImportId,
): Promise<void> {
  const { database, clock, events, log } = platform;
  const [row, account] = await database.asMember(owner, async (tx) => {
    const found = await findImport(tx, owner, id);
    if (found !== undefined && found.started_at === null)
      await updateImport(tx, owner, id, { started_at: clock.now() });
    const [its] = await accountsOf(tx, owner, [id]);
    return [found, its];
  });
  if (row === undefined || isOver(row)) return;
  let seen = 0;
  let stopped = false;
  try {
    for await (const page of ahead(pages(platform, threads, row))) {
      const from = seen;
      seen += page.events.length;
      // Taken before a crash.
      if (seen <= row.checkpoint) continue;
      stopped = !(await takePage(platform, row, account, page, from));
      if (from === 0) events.publish(importTopic(id));
      tell(events, owner, 'imports', 'contacts');
      if (stopped) break;
    }
  } catch (error) {
    if (!(error instanceof KithError && error.code === 'import.unreadable')) throw error;
    log.error('import.unreadable', { import: id, events: seen, ...causeOf(error) });
    await database.asMember(owner, (tx) =>
      updateImport(tx, owner, id, { failed_at: clock.now(), failure_code: error.code }),
    );
    events.publish(importTopic(id));
    tell(events, owner, 'imports', 'contacts');
    return;
  }
  if (stopped) return;
  await finish(platform, owner, id);
  await searchDuplicates(platform, owner);
  events.publish(importTopic(id));
  tell(events, owner, 'imports', 'contacts');
  log.info('import.read', { import: id, events: seen });
}

async function* pages(platform: Platform, threads: ReaderThreads, row: ImportRow): AsyncGenerator<Page> {
  const { owner_id: owner, id, region } = row;
  const { database } = platform;
  const arrival = arriving(platform, owner, id);
  const reading = await database.asMember(owner, async (tx) => ({
    region,
    facts: await triageFacts(platform, tx, owner),
    mappings: await mappingsOf(tx, owner, id),
  }));
  const thread = threads.take(reading);
  let bytesRead = 0;
  let whole = false;
  try {
    for (let position = 0; await arrival.file(position); position++) {
      for (let sequence = 0; ; sequence++) {
        const chunk = await arrival.chunk(position, sequence);
        for await (const { events, dialect, header } of thread.read(chunk))
          yield {
            events: events.map((event) =>
              event.kind === 'card'
                ? {
                    kind: 'card',
                    card: newcomer(platform, event),
                    mends: event.mends,
                    problems: event.problems,
                  }
                : event,
            ),
            dialect,
            header,
            position,
            bytesRead,
          };
        bytesRead += chunk?.length ?? 0;
        if (chunk === undefined || thread.refused()) break;
      }
    }
    whole = true;
  } finally {
    arrival.end();
    if (whole) thread.release();
    else await thread.end();
  }
}

/** The same, one fetched while the one before is worked on. */
async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = source.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done === true) return;
      next = source.next();
      // Heard when it is awaited; a page that is never asked for fails for nobody.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await source.return(undefined);
  }
}

/**
 * Takes one page: cards, problems, candidates, counters and checkpoint in one transaction.
 *
 * @returns false when the import was stopped or undone meanwhile.
 */
async function takePage(
  platform: Platform,
  row: ImportRow,
  account: AccountRow | undefined,
  page: Page,
  from: number,
): Promise<boolean> {
  const { owner_id: owner, id } = row;
  // A crash may have left half a page behind the checkpoint when pages were cut elsewhere.
  const skip = Math.max(0, row.checkpoint - from);
  const cards: ReadCard[] = [];
  const problems: ProblemRow[] = [];
  let lost = 0;
  for (const [index, event] of page.events.entries()) {
    if (index < skip) continue;
    const sequence = from + index + 1;
    if (event.kind === 'card') {
      cards.push({ ...event, sequence });
    } else {
      lost += 1;
      problems.push(problemRow(event.problem, sequence * 100, page.position, null));
    }
  }
  return platform.database.asMember(owner, async (tx) => {
    await lockBook(tx, owner);
    const now = await lockImport(tx, owner, id);
    if (now === undefined || isOver(now)) return false;
    // The lock may be lost without a word, and another go on.
    if (now.checkpoint !== Math.max(row.checkpoint, from))
      throw new Error('another worker reads this import');
    // What a crash of the database takes back is read again; `finish` waits for the disk, and so for all before it.
    await sql`set local synchronous_commit = off`.execute(tx);
    const source = await sourceOf(tx, {
      owner_id: owner,
      id: platform.ids.next<SourceId>(),
      kind: sourceKind(row),
      label: account?.label ?? page.dialect,
      created_at: platform.clock.now(),
    });
    const mended = await mendByRows(platform, tx, owner, cards);
    const others = mended.size === 0 ? cards : cards.filter((card) => !mended.has(card));
    const read = await keepCards(
      platform,
      tx,
      owner,
      source,
      others.map(({ card }) => card),
    );
    const ordered = [...others, ...mended.keys()];
    const kept = [...read.kept, ...[...mended.values()].map((one) => one.kept)];
    const changed = [...read.changed, ...[...mended.values()].flatMap((one) => one.changed)];
    const count = (outcome: string) => kept.filter((one) => one.outcome === outcome).length;
    for (const [index, { cardId }] of kept.entries()) {
      const card = ordered[index];
      for (const [nth, one] of (card?.problems ?? []).slice(0, 99).entries())
        problems.push(problemRow(one, (card?.sequence ?? 0) * 100 + nth + 1, page.position, cardId));
    }
    // Each is put together while the database works on the one before.
    await Promise.all([
      insertImportCards(
        tx,
        owner,
        id,
        kept.map((one) => ({ card_id: one.cardId, outcome: one.outcome, previous: one.previous ?? null })),
      ),
      insertProblems(tx, owner, id, problems),
      placeCandidates(platform, tx, owner, changed),
    ]);
    const { dialect, header } = page;
    await updateFile(tx, owner, id, page.position, header === undefined ? { dialect } : { dialect, header });
    await updateImport(tx, owner, id, {
      checkpoint: from + page.events.length,
      bytes_read: page.bytesRead,
      cards_read: now.cards_read + kept.length + lost,
      cards_new: now.cards_new + count('new'),
      cards_updated: now.cards_updated + count('updated'),
      cards_same: now.cards_same + count('same'),
      cards_problem: now.cards_problem + lost,
    });
    return true;
  });
}

/** Cards that are mended by their rows in a file of rejected rows; what is no card of the book any more is a new one. */
async function mendByRows(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  cards: readonly ReadCard[],
): Promise<Map<ReadCard, Mended>> {
  const mended = new Map<ReadCard, Mended>();
  const seen = new Set<CardId>();
  for (const card of cards) {
    const { mends } = card;
    if (mends === undefined || seen.has(mends)) continue;
    seen.add(mends);
    // Safe: the content was written of a card's data by the thread.
    const row = JSON.parse(card.card.content) as CardData;
    const one = await mendCard(platform, tx, owner, mends, (data) => mendedByRow(data, row));
    if (one === undefined) continue;
    mended.set(card, one);
    if (card.problems.length === 0) await markCardMended(tx, owner, mends, platform.clock.now());
  }
  return mended;
}

function problemRow(problem: Problem, sequence: number, position: number, card: CardId | null): ProblemRow {
  return {
    sequence,
    file_position: position,
    line: problem.line,
    code: problem.code,
    field: problem.field ?? null,
    // An archive is one file to the owner: which of its files it was is what was found there.
    found: problem.found ?? problem.entry ?? null,
    card_id: card,
  };
}

/** Marks the import as read; one in which nothing could be read has failed, and says why. */
async function finish(platform: Platform, owner: MemberId, id: ImportId): Promise<void> {
  await platform.database.asMember(owner, async (tx) => {
    const row = await lockImport(tx, owner, id);
    if (row === undefined || isOver(row)) return;
    const now = platform.clock.now();
    const nothing = row.cards_read === row.cards_problem;
    const [account] = await accountsOf(tx, owner, [id]);
    const fault = nothing ? (account?.fault ?? (await whyNothing(tx, owner, id, account))) : undefined;
    if (account !== undefined && account.fault === null && !account.resumed && row.cards_problem === 0)
      await updateAccount(tx, owner, id, {
        cards_vanished: await markVanished(tx, owner, id, account.label),
      });
    if (!nothing) await placeSweeps(platform, tx, owner);
    await updateImport(tx, owner, id, {
      bytes_read: row.bytes_total,
      ...(fault === undefined ? { read_at: now } : { failed_at: now, failure_code: fault }),
    });
    if (worthKeeping(await filesOf(tx, owner, [id])))
      await updateImport(tx, owner, id, { kept_until: after(now, keptFor) });
    else await deleteChunks(tx, owner, id);
  });
}

async function whyNothing(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  account: AccountRow | undefined,
): Promise<'import.columns_unknown' | 'import.empty' | 'import.not_contacts' | 'source.empty'> {
  if (account?.cards === 0) return 'source.empty';
  const codes = await tx
    .selectFrom('import_problems')
    .select('code')
    .distinct()
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .execute();
  if (codes.some(({ code }) => code === 'header.not_understood')) return 'import.columns_unknown';
  return codes.every(({ code }) => code === 'file.empty') ? 'import.empty' : 'import.not_contacts';
}
