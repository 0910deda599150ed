import type { SearchWay } from '@kith/contacts';
import { type Marks, noMarks } from './marks.ts';

/** Rows of bits, one for each pair of letters, or several whose numbers meet. */
const rows = 1024;
/** Letters and signs, some 50 in most books, that have rows of their own, four each. */
const mostLetters = 256;

/** The texts that hold a letter; each of these are among the next. */
export interface Letter {
  /** As a word of the name. */
  readonly whole: Marks;
  /** At the start of a word of the name. */
  readonly name: Marks;
  /** At the start of a word. */
  readonly start: Marks;
  readonly within: Marks;
}

/** Which texts may hold a word, told by their letters and pairs of letters before any text is read. */
export interface Grams {
  /** Places that there is room for. */
  readonly room: number;
  add(place: number, text: string): void;
  /** Narrows a set of places down to those whose texts may hold one of these. */
  narrow(among: Marks, ways: readonly SearchWay[]): Marks;
  /** Who holds a letter, of which nothing needs to be read; undefined where no text does, or too many letters came before it. */
  letter(letter: string): Letter | undefined;
}

/** Makes room for texts of `searchText` at places from 0 on: some 160 bytes each. */
export function grams(room: number): Grams {
  const width = Math.ceil(room / 32);
  const bits = new Uint32Array(rows * width);
  const letters: Letter[] = [];
  /** Where a letter's rows are, from 1 on; 0 where it has none. */
  const slots = new Uint16Array(0x10000);
  const letterAt = (code: number): Letter | undefined => letters[(slots[code] ?? 0) - 1];
  const met = (code: number): Letter | undefined => {
    const known = letterAt(code);
    if (known !== undefined || letters.length >= mostLetters) return known;
    const letter = {
      whole: noMarks(room),
      name: noMarks(room),
      start: noMarks(room),
      within: noMarks(room),
    };
    slots[code] = letters.push(letter);
    return letter;
  };
  return {
    room: width * 32,
    add(place, text) {
      const column = place >>> 5;
      const bit = 1 << (place & 31);
      const end = text.indexOf('\n');
      let last = 0;
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        const pair = rowOf(last, code) * width + column;
        bits[pair] = (bits[pair] ?? 0) | bit;
        const letter = met(code);
        if (letter === undefined) {
          const single = rowOf(0, code) * width + column;
          bits[single] = (bits[single] ?? 0) | bit;
        } else {
          letter.within[column] = (letter.within[column] ?? 0) | bit;
          if (last === space) {
            letter.start[column] = (letter.start[column] ?? 0) | bit;
            if (at < end) {
              letter.name[column] = (letter.name[column] ?? 0) | bit;
              const next = text.charCodeAt(at + 1);
              if (next === space || at + 1 === end) letter.whole[column] = (letter.whole[column] ?? 0) | bit;
            }
          }
        }
        last = code;
      }
    },
    narrow(among, ways) {
      const found = new Uint32Array(among.length);
      for (const { text, begins } of ways) {
        const those = among.slice();
        const sought = begins ? ` ${text}` : text;
        const keep = (row: Marks, from: number) => {
          const end = Math.min(those.length, width);
          for (let column = 0; column < end; column++)
            those[column] = (those[column] ?? 0) & (row[from + column] ?? 0);
        };
        for (let at = 0; at < sought.length; at++) {
          const code = sought.charCodeAt(at);
          const letter = at === 0 ? letterAt(code) : undefined;
          if (letter !== undefined) keep(letter.within, 0);
          else keep(bits, rowOf(at === 0 ? 0 : sought.charCodeAt(at - 1), code) * width);
        }
        for (let column = 0; column < found.length; column++)
          found[column] = (found[column] ?? 0) | (those[column] ?? 0);
      }
      return found;
    },
    letter: (letter) => letterAt(letter.charCodeAt(0)),
  };
}

const space = 32;

function rowOf(first: number, second: number): number {
  return (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 22;
}
