/** Pairs of two groups that are looked at before the groups become one. */
const looked = 6;

/** Pairs with their evidence in bits, side by side. */
export interface Weighed {
  readonly count: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly bits: Float64Array;
}

/**
 * Joins pairs to groups, the surest first. Two groups become one where their members agree on the whole: one pair that
 * looks alike does not chain a father's group to his son's.
 *
 * @param weigh the evidence of any pair, in bits.
 * @param isApart true for two that somebody has said are not the same.
 * @returns for each record the number of its group: the lowest record in it.
 */
export function grouped(
  size: number,
  pairs: Weighed,
  weigh: (a: number, b: number) => number,
  isApart: ((a: number, b: number) => boolean) | undefined,
): Int32Array {
  const known = new Known(size, pairs);
  const evidence = (a: number, b: number): number => known.of(a, b) ?? weigh(a, b);
  const groupOf = new Int32Array(size);
  for (let record = 0; record < size; record++) groupOf[record] = record;
  const members = new Map<number, number[]>();
  for (const at of surestFirst(pairs)) {
    const a = pairs.a[at] ?? 0;
    const b = pairs.b[at] ?? 0;
    const groupA = groupOf[a] ?? a;
    const groupB = groupOf[b] ?? b;
    if (groupA === groupB) continue;
    const ofA = members.get(groupA) ?? [groupA];
    const ofB = members.get(groupB) ?? [groupB];
    if (!agree(ofA, ofB, evidence, isApart)) continue;
    const [large, small] = ofA.length < ofB.length ? [ofB, ofA] : [ofA, ofB];
    const into = ofA.length < ofB.length ? groupB : groupA;
    for (const record of small) {
      groupOf[record] = into;
      large.push(record);
    }
    members.set(into, large);
    members.delete(into === groupA ? groupB : groupA);
  }
  return withLowest(groupOf);
}

/** The evidence of the pairs, to be looked up. */
class Known {
  readonly #starts: Int32Array;
  readonly #places: Int32Array;
  readonly #pairs: Weighed;

  constructor(size: number, pairs: Weighed) {
    this.#pairs = pairs;
    this.#starts = new Int32Array(size + 1);
    for (let at = 0; at < pairs.count; at++) {
      const next = (pairs.b[at] ?? 0) + 1;
      this.#starts[next] = (this.#starts[next] ?? 0) + 1;
    }
    for (let record = 0; record < size; record++)
      this.#starts[record + 1] = (this.#starts[record + 1] ?? 0) + (this.#starts[record] ?? 0);
    const ends = this.#starts.slice();
    this.#places = new Int32Array(pairs.count);
    for (let at = 0; at < pairs.count; at++) {
      const record = pairs.b[at] ?? 0;
      this.#places[ends[record] ?? 0] = at;
      ends[record] = (ends[record] ?? 0) + 1;
    }
  }

  of(one: number, other: number): number | undefined {
    const a = Math.min(one, other);
    const b = Math.max(one, other);
    const end = this.#starts[b + 1] ?? 0;
    for (let at = this.#starts[b] ?? 0; at < end; at++) {
      const place = this.#places[at] ?? 0;
      if (this.#pairs.a[place] === a) return this.#pairs.bits[place];
    }
    return undefined;
  }
}

/** Places of the pairs by their evidence; pairs of the same in the order of their records. */
function surestFirst({ count, bits }: Weighed): Float64Array {
  const order = new Float64Array(count);
  // An order of 22 bits stands beside the place: a sixteenth of a bit tells pairs apart.
  for (let at = 0; at < count; at++)
    order[at] = Math.round((200 - Math.min(199, Math.max(-199, bits[at] ?? 0))) * 16) * place + at;
  order.sort();
  for (let at = 0; at < count; at++) order[at] = (order[at] ?? 0) % place;
  return order;
}

const place = 2 ** 32;

/** Each group under its lowest record. */
function withLowest(groupOf: Int32Array): Int32Array {
  const lowest = new Int32Array(groupOf.length).fill(-1);
  return groupOf.map((group, record) => {
    if (lowest[group] === -1) lowest[group] = record;
    return lowest[group] ?? record;
  });
}

function agree(
  ofA: readonly number[],
  ofB: readonly number[],
  weigh: (a: number, b: number) => number,
  isApart: ((a: number, b: number) => boolean) | undefined,
): boolean {
  if (isApart !== undefined) for (const a of ofA) for (const b of ofB) if (isApart(a, b)) return false;
  const all = ofA.length * ofB.length;
  if (all === 1) return true;
  // Spread over both groups, the same ones on every run.
  const step = Math.max(1, Math.floor(all / looked));
  let sum = 0;
  let count = 0;
  for (let at = step >> 1; at < all; at += step) {
    const a = ofA[Math.floor(at / ofB.length)] ?? 0;
    const b = ofB[at % ofB.length] ?? 0;
    // No pair outweighs all others, for or against.
    sum += Math.max(-12, Math.min(12, weigh(a, b)));
    count++;
  }
  return sum / count > 0;
}
