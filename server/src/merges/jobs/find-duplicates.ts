import { Type } from 'typebox';
import { lockBook } from '../../contacts/index.ts';
import { tell } from '../../live/index.ts';
import { after } from '../../platform/clock.ts';
import type { ContactId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import {
  bookPage,
  bookSize,
  bookState,
  changedSince,
  distinctPairs,
  type LikelyOne,
  markLooked,
  markSearched,
  replaceProposals,
} from '../proposal-store.ts';
import type { SearchThreads } from '../search-threads.ts';

const page = 1000;
/** A thread that held more contacts is ended after its search: while it waits it would keep the memory that they took. */
const fewHeld = 10_000;
/** Proposals that are kept of one search, the surest first; nobody goes through more. */
const most = 5000;
/** Seconds between two notes of how far a search is. */
const noteEvery = 1;
/** Of the whole, what it takes to read the book; the rest is to compare, of which nothing is heard. */
const readingShare = 0.9;

/** Has the job look for duplicates in a book, once what is asked for is committed. */
export function searchDuplicates(platform: Platform, ownerId: MemberId): Promise<void> {
  return platform.jobs.enqueue('merges.find', { ownerId });
}

/**
 * Job `merges.find`: looks for contacts of a book that are likely one, and proposes them. After the first time only what
 * changed since is compared with the rest. A thread of its own compares: the server answers meanwhile.
 */
export function findDuplicates(platform: Platform, threads: SearchThreads) {
  return {
    name: 'merges.find',
    payload: Type.Object({ ownerId: Type.Unsafe<MemberId>(Type.String()) }),
    run: async ({ ownerId: owner }: { ownerId: MemberId }) => {
      const { clock, database, events } = platform;
      const state = await database.asMember(owner, (tx) => bookState(tx, owner));
      if (state.searched === state.revision) return;
      const changed = await database.asMember(owner, (tx) => changedSince(tx, owner, state));
      const found = await likelyOnes(platform, threads, owner, changed);
      await database.asMember(owner, async (tx) => {
        await lockBook(tx, owner);
        await replaceProposals(tx, owner, found, changed);
        await markSearched(tx, owner, state.revision, clock.now());
      });
      tell(events, owner, 'contacts');
    },
  };
}

async function likelyOnes(
  { clock, database }: Platform,
  threads: SearchThreads,
  owner: MemberId,
  changed: ReadonlySet<ContactId> | undefined,
): Promise<LikelyOne[]> {
  const thread = threads.take();
  const ids: ContactId[] = [];
  let whole = false;
  let noted = clock.now();
  try {
    const size = await database.asMember(owner, (tx) => bookSize(tx, owner));
    const pageAfter = (last: ContactId | undefined) =>
      database.asMember(owner, (tx) => bookPage(tx, owner, last, page));
    for (let rows = await pageAfter(undefined); rows.length > 0; ) {
      for (const { id } of rows) ids.push(id);
      // The database reads on while the thread takes in what was read.
      const [next] = await Promise.all([
        rows.length < page ? [] : pageAfter(ids.at(-1)),
        thread.add(rows.map(({ text }) => text)),
      ]);
      rows = next;
      if (after(noted, noteEvery) > clock.now()) continue;
      noted = clock.now();
      const looked = (readingShare * ids.length) / Math.max(size, ids.length);
      await database.asMember(owner, (tx) => markLooked(tx, owner, looked));
    }
    const pairs = await thread.search({
      fresh: changed === undefined ? undefined : Uint8Array.from(ids, (id) => (changed.has(id) ? 1 : 0)),
      apart: placesOf(await database.asMember(owner, (tx) => distinctPairs(tx, owner)), ids),
      most,
    });
    whole = true;
    return pairs.flatMap(({ a, b, probability }) => {
      const [one, other] = [ids[a], ids[b]];
      return one === undefined || other === undefined ? [] : [{ a: one, b: other, probability }];
    });
  } finally {
    if (whole && ids.length <= fewHeld) thread.release();
    else await thread.end();
  }
}

/** Where in the book two are that are not the same; those who are not in it are left out. */
function placesOf(
  pairs: readonly { a: ContactId; b: ContactId }[],
  ids: readonly ContactId[],
): (readonly [number, number])[] {
  if (pairs.length === 0) return [];
  const places = new Map(ids.map((id, place) => [id, place]));
  return pairs.flatMap(({ a, b }) => {
    const [one, other] = [places.get(a), places.get(b)];
    return one === undefined || other === undefined ? [] : [[one, other] as const];
  });
}
