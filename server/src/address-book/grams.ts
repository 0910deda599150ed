import type { SearchWay } from '@kith/contacts';

/** Rows of bits, one for each pair of letters, or several whose numbers meet. */
const rows = 1024;

/** Which texts may hold a word, told by their letters and pairs of letters before any text is read. */
export interface Grams {
  /** Places that there is room for. */
  readonly room: number;
  add(place: number, text: string): void;
  /** Narrows a set of places down to those whose texts may hold one of these. */
  narrow(among: Uint32Array, ways: readonly SearchWay[]): Uint32Array;
}

/** Makes room for texts at places from 0 on: 128 bytes each. */
export function grams(room: number): Grams {
  const width = Math.ceil(room / 32);
  const bits = new Uint32Array(rows * width);
  return {
    room: width * 32,
    add(place, text) {
      const column = place >>> 5;
      const bit = 1 << (place & 31);
      let last = 0;
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        const single = rowOf(0, code) * width + column;
        const pair = rowOf(last, code) * width + column;
        bits[single] = (bits[single] ?? 0) | bit;
        bits[pair] = (bits[pair] ?? 0) | bit;
        last = code;
      }
    },
    narrow(among, ways) {
      const found = new Uint32Array(among.length);
      for (const { text, begins } of ways) {
        const those = among.slice();
        const sought = begins ? ` ${text}` : text;
        for (let at = 0; at < sought.length; at++) {
          const code = sought.charCodeAt(at);
          const row = at === 0 ? rowOf(0, code) : rowOf(sought.charCodeAt(at - 1), code);
          const end = Math.min(those.length, width);
          for (let column = 0; column < end; column++)
            those[column] = (those[column] ?? 0) & (bits[row * width + column] ?? 0);
        }
        for (let column = 0; column < found.length; column++)
          found[column] = (found[column] ?? 0) | (those[column] ?? 0);
      }
      return found;
    },
  };
}

function rowOf(first: number, second: number): number {
  return (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 22;
}
