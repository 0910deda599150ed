import { foldForSearch } from '@kith/contacts';

/** Words of a search that count. */
const mostWords = 10;

/**
 * What a search looks through: a contact's folded text, and the initials of its name in both orders. Each word follows a
 * space.
 */
export function searchText(folded: string, sortKey: string): string {
  const letters = sortKey
    .split(' ')
    .slice(0, 4)
    .map((word) => word.slice(0, 1));
  const initials = letters.join('');
  return letters.length < 2
    ? ` ${folded}`
    : ` ${folded} ${initials} ${initials.slice(1)}${initials.slice(0, 1)}`;
}

/** What is looked for: every word, each in one of several ways it may be written. */
export interface Query {
  readonly words: readonly string[];
  /** Ways of each word to look for it, the likeliest first. */
  readonly ways: readonly (readonly string[])[];
}

/** Parts of a number as people group them, which stand together in the book. */
const grouped = /^[+\d][\d()./\-\s]*$/;

/**
 * A search as it is typed, in words.
 *
 * @example parseQuery('0171 23').words // ['017123']
 */
export function parseQuery(typed: string): Query {
  const folded = foldForSearch(typed).trim();
  const words = grouped.test(folded) ? [folded.replace(/\D/g, '')] : folded.split(/\s+/);
  const wanted = words.filter((word) => word !== '').slice(0, mostWords);
  return { words: wanted, ways: wanted.map(waysOf) };
}

function waysOf(word: string): readonly string[] {
  if (!/^[+\d()./-]+$/.test(word)) return [word];
  const digits = word.replace(/\D/g, '');
  if (digits === '') return [word];
  // Numbers are kept with their country, without the zero that is dialled at home.
  return digits.length >= 3 && digits.startsWith('0')
    ? [digits.replace(/^0+/, '') || digits, digits]
    : [digits];
}

/**
 * How well a text answers a search: 0 where every word begins one there, 1 where it stands within one; undefined where one
 * is missing. Of one or two Latin letters only beginnings count.
 */
export function rankOf(text: string, query: Query): 0 | 1 | undefined {
  let rank: 0 | 1 = 0;
  for (const ways of query.ways) {
    const way = ways.find((one) => text.includes(one));
    if (way === undefined) return undefined;
    // Looked for apart: most texts have no such word at all, and are read once.
    if (ways.some((one) => text.includes(` ${one}`))) continue;
    if (!isSought(way)) return undefined;
    rank = 1;
  }
  return rank;
}

function isSought(way: string): boolean {
  return way.length > 2 || !/^[a-z]+$/.test(way);
}
