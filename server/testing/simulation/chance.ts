import type { Random } from '../../src/platform/random.ts';

/** Chance that is the same for the same seed; also the platform's source of random bytes. */
export interface Chance extends Random {
  /** A whole number from 0 to below `n`. */
  below(n: number): number;
  /** True in so many of a hundred cases. */
  percent(p: number): boolean;
  /** One of them, or undefined of none. */
  pick<T>(from: readonly T[]): T | undefined;
}

/** sfc32 (PractRand), seeded by SplitMix: small, and its stream passes the usual batteries. */
export function chanceOf(seed: number): Chance {
  let mixed = seed >>> 0;
  const mix = () => {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let [a, b, c, counter] = [mix(), mix(), mix(), 1];
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  const below = (n: number) => Math.floor((next() / 0x1_0000_0000) * n);
  return {
    below,
    percent: (p) => below(100) < p,
    pick: (from) => from[below(from.length)],
    bytes(count) {
      const bytes = Buffer.alloc(Math.ceil(count / 4) * 4);
      for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(next(), at);
      return bytes.subarray(0, count);
    },
  };
}
