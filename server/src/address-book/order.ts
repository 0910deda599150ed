import type { Entry } from './book.ts';

type Compare = (a: Entry, b: Entry) => number;

/** The places of entries, in order. */
export function orderOf(entries: Iterable<Entry>, compare: Compare): Uint32Array {
  return Uint32Array.from([...entries].sort(compare), ({ place }) => place);
}

/** The same by a fact of each, the greatest first; those of which it is the same stay in their order. */
export function orderBy(
  order: Uint32Array,
  places: readonly (Entry | undefined)[],
  fact: (entry: Entry) => number | string,
): Uint32Array {
  const facts = Array.from(order, (place) => {
    const entry = places[place];
    return entry === undefined ? '' : fact(entry);
  });
  const ranks = new Map(
    [...new Set(facts)].sort((a, b) => (a > b ? -1 : 1)).map((value, rank) => [value, rank]),
  );
  // Numbers sort some ten times as fast as entries that are compared: the rank of the fact, then the place in the order.
  const keys = Float64Array.from(facts, (value, at) => (ranks.get(value) ?? 0) * order.length + at);
  return Uint32Array.from(keys.sort(), (key) => order[key % order.length] ?? 0);
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
