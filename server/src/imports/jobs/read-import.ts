import { createHash } from 'node:crypto';
import { type Card, normaliseCard, type Problem, type ReadEvent, readContacts } from '@kith/contacts';
import { Type } from 'typebox';
import { type CardData, cardIdentity, keepCards, sourceOf } from '../../contacts/index.ts';
import type { CardId, ImportId, MemberId, SourceId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { placeCandidates } from '../../review/index.ts';
import {
  deleteChunks,
  filesOf,
  findImport,
  type ImportRow,
  insertImportCards,
  insertProblems,
  lockImport,
  type ProblemRow,
  readChunk,
  updateFile,
  updateImport,
} from '../store.ts';

/** The first page is small, so that its rows are on screen while the rest is read. */
const firstPage = 60;
const pageSize = 1000;

/** A page of events of one file, and what the reader knows of the file. */
interface Page {
  readonly events: readonly ReadEvent[];
  readonly position: number;
  readonly dialect: string;
  /** Bytes of all files read when the page was full. */
  readonly bytesRead: number;
}

/** Makes the job that reads an import; it may run twice, or go on after a crash, and keeps every row once. */
export function readImport(platform: Platform) {
  return {
    name: 'imports.read',
    payload: Type.Object({
      ownerId: Type.Unsafe<MemberId>(Type.String()),
      importId: Type.Unsafe<ImportId>(Type.String()),
    }),
    concurrency: 2,
    run: async ({ ownerId, importId }: { ownerId: MemberId; importId: ImportId }) => {
      const lock = await platform.database.client();
      try {
        // Held by the session: it falls when this process dies, and the job that comes back goes on.
        const { rows } = await lock.query<{ taken: boolean }>(
          'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
          [importId],
        );
        if (rows[0]?.taken !== true) throw new Error('another worker is reading this import');
        await read(platform, ownerId, importId);
        await lock.query('select pg_advisory_unlock(hashtextextended($1, 0))', [importId]);
      } finally {
        lock.release();
      }
    },
  };
}

async function read(platform: Platform, owner: MemberId, id: ImportId): Promise<void> {
  const { database, clock, events, log } = platform;
  const row = await database.asMember(owner, async (tx) => {
    const found = await findImport(tx, owner, id);
    if (found !== undefined && found.started_at === null)
      await updateImport(tx, owner, id, { started_at: clock.now() });
    return found;
  });
  if (row === undefined || isOver(row)) return;
  const identities = new Map<string, number>();
  let seen = 0;
  let stopped = false;
  for await (const page of pages(platform, owner, id)) {
    const from = seen;
    seen += page.events.length;
    if (seen <= row.checkpoint) {
      // Taken before a crash; only the repeats inside the file are counted again.
      for (const event of page.events)
        if (event.kind === 'card') keyOf(identities, prepared(row, event.card));
      continue;
    }
    stopped = !(await takePage(platform, row, page, from, identities));
    events.publish(`member:${owner}`);
    if (stopped) break;
  }
  if (stopped) return;
  await finish(platform, owner, id);
  events.publish(`member:${owner}`);
  log.info('import.read', { import: id, events: seen });
}

function isOver(row: ImportRow): boolean {
  return row.read_at !== null || row.stopped_at !== null || row.failed_at !== null || row.undone_at !== null;
}

async function* pages(platform: Platform, owner: MemberId, id: ImportId): AsyncGenerator<Page> {
  const files = await platform.database.asMember(owner, (tx) => filesOf(tx, owner, [id]));
  let limit = firstPage;
  let bytesRead = 0;
  for (const { position } of files) {
    const reader = readContacts();
    let events: ReadEvent[] = [];
    const page = (): Page => {
      const full = { events, position, dialect: reader.dialect ?? reader.format ?? 'unknown', bytesRead };
      events = [];
      limit = pageSize;
      return full;
    };
    for (let sequence = 0; ; sequence++) {
      const chunk = await platform.database.asMember(owner, (tx) =>
        readChunk(tx, owner, id, position, sequence),
      );
      const produced = chunk === undefined ? reader.end() : reader.write(chunk);
      // Spread over the chunk's events, so that progress moves within it.
      for (const event of produced) {
        events.push(event);
        if (events.length >= limit) yield page();
      }
      bytesRead += chunk?.length ?? 0;
      if (chunk === undefined) break;
    }
    if (events.length > 0) yield page();
  }
}

/** What is stored of a card: normalised, without what only its file knew. */
function prepared(
  row: Pick<ImportRow, 'region'>,
  card: Card,
): { data: CardData; problems: readonly Problem[]; uid: string | undefined } {
  const { source, problems, ...data } = normaliseCard(card, { region: row.region });
  return { data, problems, uid: source.uid };
}

/** The card's key in its source; a repeat inside the file gets a number, and so a card of its own. */
function keyOf(identities: Map<string, number>, card: { data: CardData; uid: string | undefined }): Buffer {
  const identity = cardIdentity(card.data, card.uid);
  const repeat = identities.get(identity) ?? 0;
  identities.set(identity, repeat + 1);
  return createHash('sha256')
    .update(repeat === 0 ? identity : `${identity} #${repeat}`)
    .digest()
    .subarray(0, 16);
}

/**
 * Takes one page: cards, problems, candidates, counters and checkpoint in one transaction.
 *
 * @returns false when the import was stopped or undone meanwhile.
 */
async function takePage(
  platform: Platform,
  row: ImportRow,
  page: Page,
  from: number,
  identities: Map<string, number>,
): Promise<boolean> {
  const { owner_id: owner, id } = row;
  // A crash may have left half a page behind the checkpoint when pages were cut elsewhere.
  const skip = Math.max(0, row.checkpoint - from);
  const cards: { key: Buffer; data: CardData; problems: readonly Problem[]; sequence: number }[] = [];
  const problems: ProblemRow[] = [];
  let lost = 0;
  page.events.forEach((event, index) => {
    const sequence = from + index + 1;
    if (event.kind === 'card') {
      const card = prepared(row, event.card);
      const key = keyOf(identities, card);
      if (index >= skip) cards.push({ key, data: card.data, problems: card.problems, sequence });
    } else if (index >= skip) {
      lost += 1;
      problems.push(problemRow(event.problem, sequence * 100, page.position, null));
    }
  });
  return platform.database.asMember(owner, async (tx) => {
    const now = await lockImport(tx, owner, id);
    if (now === undefined || isOver(now)) return false;
    const source = await sourceOf(tx, {
      owner_id: owner,
      id: platform.ids.next<SourceId>(),
      kind: row.kind,
      label: page.dialect,
      created_at: platform.clock.now(),
    });
    const { kept, changed } = await keepCards(platform, tx, owner, source, cards);
    const count = (outcome: string) => kept.filter((one) => one.outcome === outcome).length;
    for (const [index, { cardId }] of kept.entries()) {
      const card = cards[index];
      for (const [nth, one] of (card?.problems ?? []).slice(0, 99).entries())
        problems.push(problemRow(one, (card?.sequence ?? 0) * 100 + nth + 1, page.position, cardId));
    }
    await insertImportCards(
      tx,
      owner,
      id,
      kept.map((one) => ({ card_id: one.cardId, outcome: one.outcome, previous: one.previous ?? null })),
    );
    await insertProblems(tx, owner, id, problems);
    await placeCandidates(platform, tx, owner, changed);
    await updateFile(tx, owner, id, page.position, { dialect: page.dialect });
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

function problemRow(problem: Problem, sequence: number, position: number, card: CardId | null): ProblemRow {
  return {
    sequence,
    file_position: position,
    line: problem.line,
    code: problem.code,
    field: problem.field ?? null,
    found: problem.found ?? null,
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
    const fault = nothing ? await whyNothing(tx, owner, id) : undefined;
    await updateImport(tx, owner, id, {
      bytes_read: row.bytes_total,
      ...(fault === undefined ? { read_at: now } : { failed_at: now, failure_code: fault }),
    });
    await deleteChunks(tx, owner, id);
  });
}

async function whyNothing(
  tx: Parameters<typeof findImport>[0],
  owner: MemberId,
  id: ImportId,
): Promise<'import.empty' | 'import.not_contacts'> {
  const codes = await tx
    .selectFrom('import_problems')
    .select('code')
    .distinct()
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .execute();
  return codes.every(({ code }) => code === 'file.empty') ? 'import.empty' : 'import.not_contacts';
}
