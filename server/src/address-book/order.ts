import type { Entry } from './book.ts';

type Compare = (a: Entry, b: Entry) => number;

/** The places of entries, in order. */
export function orderOf(entries: Iterable<Entry>, compare: Compare): Uint32Array {
  return Uint32Array.from([...entries].sort(compare), ({ place }) => place);
}

/** An order with what came to the book and without what left it: a few among many are put in, not all sorted anew. */
export function orderWith(
  order: Uint32Array,
  fresh: readonly Entry[],
  places: readonly (Entry | undefined)[],
  compare: Compare,
): Uint32Array {
  const left = order.filter((place) => places[place] !== undefined);
  const next = new Uint32Array(left.length + fresh.length);
  let from = 0;
  for (const [nth, entry] of [...fresh].sort(compare).entries()) {
    const to = placeFor(left, from, entry, places, compare);
    next.set(left.subarray(from, to), from + nth);
    next[to + nth] = entry.place;
    from = to;
  }
  next.set(left.subarray(from), from + fresh.length);
  return next;
}

/** Before which of an order, from there on, an entry stands. */
function placeFor(
  order: Uint32Array,
  from: number,
  entry: Entry,
  places: readonly (Entry | undefined)[],
  compare: Compare,
): number {
  let low = from;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = places[order[middle] ?? 0];
    if (other !== undefined && compare(other, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
