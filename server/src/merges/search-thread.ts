import { parentPort } from 'node:worker_threads';
import { DuplicateSearch, dedupeRecordOf, type LikelyPair, surestOf } from '@kith/contacts/dedupe';

/** What the server asks of the thread: contacts by their data as JSON, page by page, and then what is likely one of them. */
export type Asked = { readonly kind: 'page'; readonly contacts: readonly string[] } | Wish;

export interface Wish {
  readonly kind: 'search';
  /** For each contact 1 where it changed; undefined where any may have. */
  readonly fresh: Uint8Array | undefined;
  /** Places of two that somebody has said are not the same. */
  readonly apart: readonly (readonly [number, number])[];
  /** Pairs that are wanted, the surest. */
  readonly most: number;
}

/** What the thread answers: nothing yet to a page, and to a search the pairs, the surest first. */
export type Answered = readonly LikelyPair[] | undefined;

const port = parentPort;
if (port === null) throw new TypeError('search-thread.ts runs in a worker thread');
let search = new DuplicateSearch();

port.on('message', (asked: Asked) => {
  if (asked.kind === 'search') {
    answer(found(asked));
    search = new DuplicateSearch();
    return;
  }
  for (const text of asked.contacts) search.add(dedupeRecordOf(JSON.parse(text)));
  answer(undefined);
});

function answer(answered: Answered): void {
  port?.postMessage(answered);
}

function found({ fresh, apart, most }: Wish): LikelyPair[] {
  const known = new Set(apart.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
  const { pairs } = search.run({
    ...(fresh === undefined ? {} : { isFresh: (place) => fresh[place] === 1 }),
    ...(known.size === 0 ? {} : { isApart: (a, b) => known.has(`${a} ${b}`) }),
  });
  return surestOf(pairs, most);
}
