/** Pairs of two groups that are looked at before the groups become one. */
const looked = 6;

/** No pair outweighs all others, for or against: no evidence of one counts for more bits. */
const most = 12;

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
  const members = new Array<number[] | undefined>(size);
  const order = surestFirst(pairs);
  for (let turn = 0; turn < pairs.count; turn++) {
    const at = order[turn] ?? 0;
    const a = pairs.a[at] ?? 0;
    const b = pairs.b[at] ?? 0;
    const groupA = groupOf[a] ?? a;
    const groupB = groupOf[b] ?? b;
    if (groupA === groupB) continue;
    const ofA = members[groupA] ?? [groupA];
    const ofB = members[groupB] ?? [groupB];
    if (!agree(ofA, ofB, evidence, isApart)) continue;
    const isIntoA = ofA.length >= ofB.length;
    const [large, small] = isIntoA ? [ofA, ofB] : [ofB, ofA];
    const into = isIntoA ? groupA : groupB;
    for (const record of small) {
      groupOf[record] = into;
      large.push(record);
    }
    members[into] = large;
  }
  return withLowest(groupOf);
}

/** The evidence of the pairs, to be looked up: for each record its pairs with lower ones, side by side. */
class Known {
  readonly #starts: Int32Array;
  readonly #others: Int32Array;
  readonly #bits: Float64Array;

  constructor(size: number, { count, a, b, bits }: Weighed) {
    this.#starts = new Int32Array(size + 1);
    for (let at = 0; at < count; at++) {
      const next = (b[at] ?? 0) + 1;
      this.#starts[next] = (this.#starts[next] ?? 0) + 1;
    }
    for (let record = 0; record < size; record++)
      this.#starts[record + 1] = (this.#starts[record + 1] ?? 0) + (this.#starts[record] ?? 0);
    const ends = this.#starts.slice();
    this.#others = new Int32Array(count);
    this.#bits = new Float64Array(count);
    for (let at = 0; at < count; at++) {
      const record = b[at] ?? 0;
      const end = ends[record] ?? 0;
      this.#others[end] = a[at] ?? 0;
      this.#bits[end] = bits[at] ?? 0;
      ends[record] = end + 1;
    }
  }

  of(one: number, other: number): number | undefined {
    const a = Math.min(one, other);
    const b = Math.max(one, other);
    const end = this.#starts[b + 1] ?? 0;
    for (let at = this.#starts[b] ?? 0; at < end; at++) if (this.#others[at] === a) return this.#bits[at];
    return undefined;
  }
}

/** Evidence beyond this is sorted as if it were this. */
const surest = 200;
/** A sixteenth of a bit tells pairs apart. */
const finest = 16;

/** Places of the pairs by their evidence, the surest first; pairs of the same in the order they stand in. */
export function surestFirst({ count, bits }: Weighed): Int32Array {
  const ranks = new Uint16Array(count);
  const starts = new Int32Array(2 * surest * finest + 2);
  for (let at = 0; at < count; at++) {
    const rank = Math.round((surest - Math.max(-surest, Math.min(surest, bits[at] ?? 0))) * finest);
    ranks[at] = rank;
    starts[rank + 1] = (starts[rank + 1] ?? 0) + 1;
  }
  for (let rank = 1; rank < starts.length; rank++)
    starts[rank] = (starts[rank] ?? 0) + (starts[rank - 1] ?? 0);
  const order = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const rank = ranks[at] ?? 0;
    const start = starts[rank] ?? 0;
    order[start] = at;
    starts[rank] = start + 1;
  }
  return order;
}

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
  let left = Math.ceil((all - (step >> 1)) / step);
  // Until those that are left cannot turn it.
  for (let at = step >> 1; at < all && Math.abs(sum) <= left * most; at += step, left--) {
    const a = ofA[Math.floor(at / ofB.length)] ?? 0;
    const b = ofB[at % ofB.length] ?? 0;
    sum += Math.max(-most, Math.min(most, weigh(a, b)));
  }
  return sum > 0;
}
