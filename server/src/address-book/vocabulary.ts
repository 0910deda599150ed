import { foldForSearch } from '@kith/contacts';
import type { Entry } from './book.ts';
import { type Marks, mark } from './marks.ts';

/** The words of names, organisations and cities in a book, to find those that one meant. */
export interface Vocabulary {
  add(entry: Entry): void;
  /** Marks contacts that bear a word which `word`, or its beginning, may be a slip of. */
  markAlike(word: string, marks: Marks): void;
}

/** Slips that a word of so many letters may have. */
function slipsIn(length: number): number {
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

export function vocabulary(): Vocabulary {
  const bearers = new Map<string, number[]>();
  const words: string[] = [];
  const letters: number[] = [];
  const folded = new Map<string, readonly string[]>();
  const put = (word: string, place: number) => {
    const those = bearers.get(word);
    if (those === undefined) {
      bearers.set(word, [place]);
      words.push(word);
      letters.push(lettersOf(word));
    } else if (those[those.length - 1] !== place) those.push(place);
  };
  const wordsOf = (value: string) => {
    const known = folded.get(value) ?? wordsIn(foldForSearch(value));
    folded.set(value, known);
    return known;
  };
  return {
    add({ text, place, organisation, city }) {
      for (const word of wordsIn(text.slice(0, text.indexOf('\n')))) put(word, place);
      if (organisation !== undefined) for (const word of wordsOf(organisation)) put(word, place);
      if (city !== undefined) for (const word of wordsOf(city)) put(word, place);
    },
    markAlike(word, marks) {
      const slips = slipsIn(word.length);
      if (slips === 0) return;
      const own = lettersOf(word);
      // By index: an iterator over a hundred thousand words takes longer than the comparisons.
      for (let at = 0; at < words.length; at++) {
        // Every slip brings at most one letter that the other has not.
        if (bits(own & ~(letters[at] ?? 0)) > slips) continue;
        const other = words[at] ?? '';
        if (Math.abs(other.length - word.length) > slips && other.length < word.length) continue;
        if (isAlike(word, other, slips)) for (const place of bearers.get(other) ?? []) mark(marks, place);
      }
    },
  };
}

/** Words of a folded text that are long enough to be taken for others; of a form of one, the letters. */
function wordsIn(text: string): readonly string[] {
  return text.split(/[\s~^,]+/).filter((word) => word.length > 2);
}

/** One bit for each letter that occurs, others by their code. */
function lettersOf(word: string): number {
  let found = 0;
  for (let at = 0; at < word.length; at++) found |= 1 << (word.charCodeAt(at) & 31);
  return found >>> 0;
}

function bits(value: number): number {
  let left = value >>> 0;
  let count = 0;
  for (; left !== 0; count++) left &= left - 1;
  return count;
}

/**
 * Whether `word` becomes `other`, or a beginning of it, by at most `slips` letters put in, left out, changed, or swapped
 * with the next (optimal string alignment).
 */
function isAlike(word: string, other: string, slips: number): boolean {
  const width = Math.min(other.length, word.length + slips);
  let before: number[] = [];
  let row = Array.from({ length: width + 1 }, (_, at) => at);
  for (let i = 1; i <= word.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= width; j++) {
      const same = word.charCodeAt(i - 1) === other.charCodeAt(j - 1);
      let cost = Math.min((row[j - 1] ?? 0) + (same ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      if (
        i > 1 &&
        j > 1 &&
        word.charCodeAt(i - 1) === other.charCodeAt(j - 2) &&
        word.charCodeAt(i - 2) === other.charCodeAt(j - 1)
      )
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > slips) return false;
    before = row;
    row = next;
  }
  return row.some((cost) => cost <= slips);
}
