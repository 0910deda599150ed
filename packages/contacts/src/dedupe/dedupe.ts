import { type Candidates, candidates } from './blocks.ts';
import { Book } from './book.ts';
import { grouped, surestFirst, type Weighed } from './cluster.ts';
import { Comparison } from './compare.ts';
import type { DedupeRecord } from './record.ts';
import { probabilityOf, Weights } from './weights.ts';

export { dedupeRecordOf } from './record.ts';

/** Two contacts that are likely one, by their places in the book. */
export interface LikelyPair {
  readonly a: number;
  readonly b: number;
  /** From 0 to 1. */
  readonly probability: number;
}

export interface Duplicates {
  /** Those of one group that were compared, the lower place first; `surestOf` makes objects of them. */
  readonly pairs: Weighed;
  /** For each contact the place of the first contact of its group; its own where it is alone. */
  readonly groups: Int32Array;
  /** How many pairs shared a key, and were compared. */
  readonly compared: number;
}

export interface DedupeOptions {
  /** Where given, only pairs with one of these at least are looked at: what an import brought or changed. */
  readonly isFresh?: (place: number) => boolean;
  /** True for two that somebody has said are not the same. */
  readonly isApart?: (a: number, b: number) => boolean;
  /** What a pair must reach to be likely. */
  readonly atLeast?: number;
}

/** Pairs that the weights are learnt from, and how often. */
const sample = 4000;
/** Pairs at random, who say how strangers compare. */
const strangers = 1000;
const turns = 3;

/** So many pairs at most, the surest first. */
export function surestOf(pairs: Weighed, most = pairs.count): LikelyPair[] {
  return Array.from(surestFirst(pairs).subarray(0, most), (at) => ({
    a: pairs.a[at] ?? 0,
    b: pairs.b[at] ?? 0,
    probability: probabilityOf(pairs.bits[at] ?? 0),
  }));
}

/**
 * An address book whose duplicates are looked for: probabilistic matching by Fellegi and Sunter, whose weights are learnt
 * from the book itself.
 *
 * @example
 * const search = new DuplicateSearch();
 * for (const card of cards) search.add(dedupeRecordOf(card));
 * const pairs = surestOf(search.run({}).pairs, 100);
 */
export class DuplicateSearch {
  readonly #book = new Book();
  readonly #comparison = new Comparison();

  /** Adds a contact; its place is how many were added before. */
  add(record: DedupeRecord): void {
    if (this.#book.size >= 2 ** 21 - 1) throw new RangeError('A book of over two million contacts');
    this.#book.add(record);
  }

  run({ isFresh, isApart, atLeast = 0.5 }: DedupeOptions): Duplicates {
    const found = candidates(this.#book, isFresh);
    const weights = new Weights(this.#book.size);
    this.#learn(weights, found);
    const most = weights.mostOf(this.#book);
    const least = Math.log2(atLeast / (1 - atLeast));
    const bits = new Float64Array(found.count);
    let count = 0;
    for (let at = 0; at < found.count; at++) {
      const a = found.a[at] ?? 0;
      const b = found.b[at] ?? 0;
      const evidence = this.#weigh(weights, most, a, b, least);
      if (evidence <= least) continue;
      found.a[count] = a;
      found.b[count] = b;
      bits[count++] = evidence;
    }
    const likely = { count, a: found.a, b: found.b, bits };
    const groups = grouped(this.#book.size, likely, (a, b) => this.#weigh(weights, most, a, b, -12), isApart);
    count = 0;
    for (let at = 0; at < likely.count; at++) {
      const a = found.a[at] ?? 0;
      const b = found.b[at] ?? 0;
      if (groups[a] !== groups[b]) continue;
      found.a[count] = a;
      found.b[count] = b;
      bits[count++] = bits[at] ?? 0;
    }
    return { pairs: { ...likely, count }, groups, compared: found.count };
  }

  /** The evidence of two in bits; where it is no more than `least`, some number that is not either. */
  #weigh(weights: Weights, most: Float64Array, a: number, b: number, least: number): number {
    this.#comparison.own(this.#book, a, b);
    const own = weights.ofOwn(this.#comparison);
    const isSettled = weights.isConflict(this.#comparison)
      ? own + 1 <= least
      : own + Math.min(most[a] ?? 0, most[b] ?? 0) <= least;
    if (isSettled) return own;
    this.#comparison.shared(this.#book);
    return own + weights.ofShared(this.#comparison);
  }

  /** Expectation and maximisation over a sample of the pairs; pairs at random say how strangers compare. */
  #learn(weights: Weights, found: Candidates): void {
    const { size } = this.#book;
    if (size < 2) return;
    const comparison = this.#comparison;
    // A stride that shares no factor with the size visits everybody: chance that is the same on every run.
    for (let at = 0; at < Math.min(strangers, size); at++) {
      const a = (at * 7919) % size;
      const b = (a + 1 + ((at * 104_729) % (size - 1))) % size;
      comparison.own(this.#book, a, b);
      comparison.shared(this.#book);
      weights.takeStrangers(comparison);
    }
    const step = Math.max(1, Math.floor(found.count / sample));
    const looked: Comparison[] = [];
    for (let at = 0; at < found.count; at += step) {
      const one = new Comparison();
      one.own(this.#book, found.a[at] ?? 0, found.b[at] ?? 0);
      one.shared(this.#book);
      looked.push(one);
    }
    for (let turn = 0; turn < turns; turn++) {
      let matches = 0;
      for (const one of looked) {
        const probability = probabilityOf(weights.ofOwn(one) + weights.ofShared(one));
        weights.takePair(one, probability);
        // What is in doubt must not make itself likelier.
        if (probability > 0.9) matches += probability * step;
      }
      weights.learn();
      // How many contacts each has beside itself in the book, within reason.
      weights.prior = Math.log2(Math.min(1, Math.max(0.1, (2 * matches) / size)) / size);
    }
  }
}
