/** Seeded chance: the same seed gives the same sequence on every machine. */
export interface Random {
  /** A number from 0 to below 1. */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the items; an empty list is a programmer's mistake. */
  pick<T>(items: readonly T[]): T;
  /** So many decimal digits. */
  digits(count: number): string;
}

/**
 * Seeded chance by the mulberry32 generator.
 *
 * @example random(7).int(1, 6)
 */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new TypeError('pick() from an empty list');
      return item;
    },
    digits: (count) => {
      let text = '';
      for (let at = 0; at < count; at++) text += int(0, 9);
      return text;
    },
  };
}
