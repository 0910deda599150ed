import type { Book } from './book.ts';
import { type Comparison, FIELDS, LEVELS, SHARED } from './compare.ts';
import { EMAIL, ORGANISATION, PHONE, PLACE, PLACE_PARTS, TITLE } from './facts.ts';
import { ALIAS, CLOSE, EXACT, UNKNOWN } from './terms.ts';

/**
 * How often each level is met among cards of one person (m) and among any two (u), before the book itself has said more.
 * In the order of `FIELDS`; exact, alias, close, part, different.
 */
const BEFORE: readonly (readonly [m: readonly number[], u: readonly number[]])[] = [
  [
    [0.72, 0.08, 0.1, 0.04, 0.06],
    [0.005, 0.01, 0.01, 0.03, 0.945],
  ],
  [
    [0.78, 0.03, 0.09, 0.02, 0.08],
    [0.002, 0.004, 0.006, 0.01, 0.978],
  ],
  [
    [0.78, 0.05, 0.1, 0.03, 0.04],
    [0.0001, 0.003, 0.002, 0.02, 0.9749],
  ],
  [
    [0.72, 0.01, 0.17, 0.01, 0.09],
    [0.0001, 0.0001, 0.0002, 0.0001, 0.9995],
  ],
  [
    [0.5, 0.01, 0.05, 0.1, 0.34],
    [0.0001, 0.0001, 0.0003, 0.0008, 0.9987],
  ],
  [
    [0.5, 0.04, 0.04, 0.01, 0.41],
    [0.0001, 0.0001, 0.0003, 0.0001, 0.9994],
  ],
  [
    [0.62, 0.01, 0.16, 0.03, 0.18],
    [0.001, 0.0005, 0.005, 0.005, 0.9885],
  ],
  [
    [0.72, 0.01, 0.04, 0.01, 0.22],
    [0.02, 0.001, 0.02, 0.001, 0.958],
  ],
  [
    [0.7, 0.01, 0.12, 0.02, 0.15],
    [0.01, 0.001, 0.01, 0.005, 0.974],
  ],
  [
    [0.68, 0.01, 0.12, 0.01, 0.18],
    [0.004, 0.001, 0.02, 0.001, 0.974],
  ],
  [
    [0.5, 0.01, 0.08, 0.04, 0.37],
    [0.01, 0.001, 0.005, 0.005, 0.979],
  ],
  [
    [0.4, 0.01, 0.05, 0.04, 0.5],
    [0.03, 0.001, 0.02, 0.02, 0.929],
  ],
  [
    [0.97, 0.001, 0.001, 0.001, 0.027],
    [0.5, 0.001, 0.001, 0.001, 0.497],
  ],
];

/** Comparisons that the values above weigh as much as. */
const FAITH = 1500;

/** Pairs of a family behind one door that every book is taken to hold. */
const families = 20;

const { length: fields } = FIELDS;

/** Weights of evidence by Fellegi and Sunter, in bits: how much likelier a comparison is of one person than of two. */
export class Weights {
  readonly #m = new Float64Array(fields * LEVELS);
  readonly #u = new Float64Array(fields * LEVELS);
  /** Of each level; where the values are the same, without how rare they are. */
  readonly #bits = new Float64Array(fields * LEVELS);
  readonly #mCounts = new Float64Array(fields * LEVELS);
  readonly #uCounts = new Float64Array(fields * LEVELS);
  /** Pairs of other given names behind one door, and those of them who were born on one day. */
  #oneDoor = 0;
  #oneDay = 0;
  #hasFamilies = true;
  /** How likely any two contacts are one, in bits. */
  prior: number;

  constructor(size: number) {
    this.prior = -Math.log2(Math.max(2, size));
    this.#settle();
  }

  /** Counts a comparison of two contacts taken at random, who are two persons nearly always. */
  takeStrangers({ levels }: Comparison): void {
    count(this.#uCounts, levels, 1);
  }

  /** Counts a comparison that is of one person with this probability. */
  takePair(comparison: Comparison, probability: number): void {
    const { levels } = comparison;
    count(this.#mCounts, levels, probability);
    if (!comparison.conflict || levels[2] === UNKNOWN || levels[6] !== EXACT || levels[7] !== EXACT) return;
    this.#oneDoor++;
    if (isOneDay(comparison)) this.#oneDay++;
  }

  /** Works the weights out anew from what was counted, and forgets the pairs. */
  learn(): void {
    this.#settle();
    this.#mCounts.fill(0);
    this.#hasFamilies = this.#oneDay < (this.#oneDoor + families) / 2;
    this.#oneDay = 0;
    this.#oneDoor = 0;
  }

  /**
   * True for one person whose given name was changed: a number given to one alone is the same; or birthday and door are, in a
   * book where most who live behind one door were born on one day, so that it holds no families.
   */
  #isOneOfOtherName(comparison: Comparison): boolean {
    return comparison.levels[3] === EXACT || (!this.#hasFamilies && isOneDay(comparison));
  }

  #settle(): void {
    for (let field = 0; field < fields; field++) {
      const [m, u] = BEFORE[field] ?? [[], []];
      const at = field * LEVELS;
      spread(this.#m, this.#mCounts, at, m, FAITH);
      // Exact agreement goes by how common the value is; pairs at random say the rest.
      spread(this.#u, this.#uCounts, at, u, FAITH / 6);
      for (let level = ALIAS; level < LEVELS; level++)
        this.#bits[at + level] = Math.log2((this.#m[at + level] ?? 1) / (this.#u[at + level] ?? 1));
      this.#bits[at + EXACT] = Math.log2(this.#m[at + EXACT] ?? 1);
    }
  }

  /** The evidence of what two have of their own, in bits, with the prior. */
  ofOwn(comparison: Comparison): number {
    if (comparison.apart) return -50;
    return this.prior - (comparison.swapped ? 4 : 0) + this.#sum(comparison, 0, SHARED);
  }

  /** What the fields say that others share; what they may say at most is in `mostOf`. */
  ofShared(comparison: Comparison): number {
    return this.#sum(comparison, SHARED, fields);
  }

  /** True where names of two persons leave nothing to what a household shares. */
  isConflict(comparison: Comparison): boolean {
    return comparison.conflict && !this.#isOneOfOtherName(comparison);
  }

  #sum(comparison: Comparison, from: number, to: number): number {
    const { levels, rarities } = comparison;
    const conflict = this.isConflict(comparison);
    const samePostcode = levels[9] === EXACT;
    let sum = 0;
    for (let field = from; field < to; field++) {
      const level = levels[field] ?? UNKNOWN;
      if (level === UNKNOWN) continue;
      let bits = this.#bits[field * LEVELS + level] ?? 0;
      if (level === EXACT) bits += rarities[field] ?? 0;
      if (bits > 0) {
        // A postcode lies in one city: that both agree is one sign, not two.
        if (field === 8 && samePostcode) bits *= 0.25;
        // Addresses are made of names: that two are much alike says little beside the same name.
        if (field === 4 && level !== EXACT && levels[0] === EXACT && levels[1] === EXACT)
          bits *= level === CLOSE ? 0.5 : 0;
        // What a household shares says nothing of two who bear different names; twins share the birthday.
        if (conflict && field >= SHARED && field < 12) bits = 0;
        else if (conflict && field === 2) bits *= 0.4;
      }
      sum += bits;
    }
    return sum;
  }

  /** For each record what the fields that others share may say at most, in bits. */
  mostOf(book: Book): Float64Array {
    const { emails, phones, streets, numbers, cities, postcodes, organisations, titles } = book.rarities;
    const most = new Float64Array(book.size).fill(Math.max(0, (this.#bits[12 * LEVELS + EXACT] ?? 0) + 1));
    const inexact = FIELDS.map((_, field) => {
      const at = field * LEVELS;
      return Math.max(0, ...this.#bits.subarray(at + ALIAS, at + LEVELS));
    });
    const best = (field: number, rarity: number): number =>
      Math.max(inexact[field] ?? 0, (this.#bits[field * LEVELS + EXACT] ?? 0) + rarity);
    const parts = [streets, numbers, cities, postcodes];
    const lists = [
      [4, EMAIL, emails],
      [5, PHONE, phones],
      [10, ORGANISATION, organisations],
      [11, TITLE, titles],
    ] as const;
    const { heads, values } = book.facts;
    for (let record = 0; record < book.size; record++) {
      const head = heads[record] ?? 0;
      let sum = most[record] ?? 0;
      for (const [field, list, rarity] of lists) {
        const end = values[head + list + 1] ?? 0;
        let rarest = -1;
        for (let at = values[head + list] ?? 0; at < end; at++)
          rarest = Math.max(rarest, rarity[values[at] ?? 0] ?? 0);
        if (rarest >= 0) sum += best(field, rarest);
      }
      let place = 0;
      const end = values[head + PLACE + 1] ?? 0;
      for (let at = values[head + PLACE] ?? 0; at < end; at += PLACE_PARTS) {
        let bits = 0;
        for (let part = 0; part < PLACE_PARTS; part++) {
          const value = values[at + part] ?? 0;
          if (value !== 0) bits += best(6 + part, parts[part]?.[value] ?? 0);
        }
        place = Math.max(place, bits);
      }
      most[record] = sum + place;
    }
    return most;
  }
}

/** The same birthday, and not one that many have because nobody knew theirs. */
function isOneDay({ levels, rarities }: Comparison): boolean {
  return levels[2] === EXACT && (rarities[2] ?? 0) >= 8;
}

function count(counts: Float64Array, levels: Uint8Array, by: number): void {
  for (let field = 0; field < fields; field++) {
    const at = field * LEVELS + (levels[field] ?? 0);
    counts[at] = (counts[at] ?? 0) + by;
  }
}

function spread(
  into: Float64Array,
  counts: Float64Array,
  at: number,
  before: readonly number[],
  faith: number,
): void {
  let total = faith;
  for (let level = EXACT; level < LEVELS; level++) total += counts[at + level] ?? 0;
  for (let level = EXACT; level < LEVELS; level++)
    into[at + level] = ((counts[at + level] ?? 0) + faith * (before[level - ALIAS + 1] ?? 0)) / total;
}

/** Bits of evidence as a probability. */
export function probabilityOf(bits: number): number {
  return 1 / (1 + 2 ** -bits);
}
