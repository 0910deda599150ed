import type { Comparison } from './compare.ts';
import { FIELDS, LEVELS } from './compare.ts';
import { ALIAS, EXACT, UNKNOWN } from './terms.ts';

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
    [0.5, 0.01, 0.14, 0.01, 0.34],
    [0.0001, 0.0001, 0.001, 0.0001, 0.9987],
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
  [
    [0.72, 0.01, 0.17, 0.01, 0.09],
    [0.0001, 0.0001, 0.0002, 0.0001, 0.9995],
  ],
];

/** Comparisons that the values above weigh as much as. */
const FAITH = 1500;
/** However rare a value is, it may be shared by chance, or by a household. */
const RAREST = 2e-6;

const { length: fields } = FIELDS;

/** Weights of evidence by Fellegi and Sunter, in bits: how much likelier a comparison is of one person than of two. */
export class Weights {
  readonly #m = new Float64Array(fields * LEVELS);
  readonly #u = new Float64Array(fields * LEVELS);
  readonly #bits = new Float64Array(fields * LEVELS);
  readonly #mCounts = new Float64Array(fields * LEVELS);
  readonly #uCounts = new Float64Array(fields * LEVELS);
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
  takePair({ levels }: Comparison, probability: number): void {
    count(this.#mCounts, levels, probability);
  }

  /** Works the weights out anew from what was counted, and forgets the pairs. */
  learn(): void {
    this.#settle();
    this.#mCounts.fill(0);
  }

  #settle(): void {
    for (let field = 0; field < fields; field++) {
      const [m, u] = BEFORE[field] ?? [[], []];
      const at = field * LEVELS;
      spread(this.#m, this.#mCounts, at, m, FAITH);
      // Exact agreement goes by how common the value is; pairs at random say the rest.
      spread(this.#u, this.#uCounts, at, u, FAITH / 6);
      for (let level = 1; level < LEVELS; level++)
        this.#bits[at + level] = Math.log2((this.#m[at + level] ?? 1) / (this.#u[at + level] ?? 1));
    }
  }

  /** The evidence of a comparison in bits, with the prior: above 0 it is rather one person than two. */
  of(comparison: Comparison): number {
    const { levels, shares, apart, conflict, swapped } = comparison;
    if (apart) return -50;
    let sum = this.prior - (swapped ? 4 : 0);
    const samePostcode = levels[8] === EXACT;
    for (let field = 0; field < fields; field++) {
      const level = levels[field] ?? UNKNOWN;
      if (level === UNKNOWN) continue;
      const at = field * LEVELS + level;
      let bits =
        level === EXACT && field !== 11
          ? Math.log2((this.#m[at] ?? 0) / Math.max(RAREST, shares[field] ?? 1))
          : (this.#bits[at] ?? 0);
      if (bits > 0) {
        // A postcode lies in one city: that both agree is one sign, not two.
        if (field === 7 && samePostcode) bits *= 0.25;
        // What a household shares says nothing of two who bear different names; twins share the birthday.
        if (conflict && field >= 3 && field <= 10) bits = 0;
        else if (conflict && field === 2) bits *= 0.4;
      }
      sum += bits;
    }
    return sum;
  }
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
