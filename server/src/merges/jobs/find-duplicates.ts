import { setImmediate } from 'node:timers/promises';
import { DuplicateSearch, type Duplicates, dedupeRecordOf } from '@kith/contacts';
import { Type } from 'typebox';
import { lockBook } from '../../contacts/index.ts';
import { tell } from '../../live/index.ts';
import type { ContactId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import {
  bookPage,
  bookState,
  distinctPairs,
  type LikelyOne,
  markSearched,
  replaceProposals,
} from '../proposal-store.ts';

const page = 1000;
/** Proposals that are kept of one search, the surest first; nobody goes through more. */
const most = 5000;

/** Has the job look for duplicates in a book, once what is asked for is committed. */
export function searchDuplicates(platform: Platform, ownerId: MemberId): Promise<void> {
  return platform.jobs.enqueue('merges.find', { ownerId });
}

/**
 * Job `merges.find`: looks for contacts of a book that are likely one, and proposes them. After the first time only what
 * changed since is compared with the rest. It rests between pages and slices: the server answers meanwhile.
 */
export function findDuplicates(platform: Platform) {
  return {
    name: 'merges.find',
    payload: Type.Object({ ownerId: Type.Unsafe<MemberId>(Type.String()) }),
    run: async ({ ownerId: owner }: { ownerId: MemberId }) => {
      const { clock, database, events } = platform;
      const state = await database.asMember(owner, (tx) => bookState(tx, owner));
      if (state.searched === state.revision) return;
      const ids: ContactId[] = [];
      const places = new Map<ContactId, number>();
      const search = new DuplicateSearch();
      for (;;) {
        const rows = await database.asMember(owner, (tx) => bookPage(tx, owner, ids.at(-1), page));
        for (const { id, data } of rows) {
          places.set(id, ids.length);
          ids.push(id);
          search.add(dedupeRecordOf(data));
        }
        if (rows.length < page) break;
        await setImmediate();
      }
      const apart = apartAt(await database.asMember(owner, (tx) => distinctPairs(tx, owner)), places);
      const { changed } = state;
      const fresh = changed === undefined ? undefined : ids.map((id) => changed.has(id));
      const { pairs } = await rested(
        search.steps({
          ...(fresh === undefined ? {} : { isFresh: (place) => fresh[place] === true }),
          ...(apart === undefined ? {} : { isApart: apart }),
        }),
      );
      const found: LikelyOne[] = [];
      for (const { a, b, probability } of pairs
        .toSorted((one, other) => other.probability - one.probability)
        .slice(0, most)) {
        const [one, other] = [ids[a], ids[b]];
        if (one !== undefined && other !== undefined) found.push({ a: one, b: other, probability });
      }
      await database.asMember(owner, async (tx) => {
        await lockBook(tx, owner);
        await replaceProposals(tx, owner, found, changed);
        await markSearched(tx, owner, state.revision, clock.now());
      });
      tell(events, owner, 'contacts');
    },
  };
}

async function rested(steps: Generator<undefined, Duplicates>): Promise<Duplicates> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}

/** Whether two places of the book are known not to be the same; undefined where nothing was said. */
function apartAt(
  pairs: readonly { a: ContactId; b: ContactId }[],
  places: ReadonlyMap<ContactId, number>,
): ((a: number, b: number) => boolean) | undefined {
  if (pairs.length === 0) return undefined;
  const known = new Set<string>();
  for (const { a, b } of pairs) {
    known.add(`${places.get(a)} ${places.get(b)}`);
    known.add(`${places.get(b)} ${places.get(a)}`);
  }
  return (a, b) => known.has(`${a} ${b}`);
}
