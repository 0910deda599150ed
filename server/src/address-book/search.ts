import type { SearchQuery, SearchWay } from '@kith/contacts';
import type { Grams } from './grams.ts';
import { both, isMarked, type Marks, mark, noMarks, placesOf, without } from './marks.ts';

/** Of each rank of `rankOf`, the places of those that have it. */
export type Ranks = readonly Marks[];

/**
 * How well the texts of a book answer a search. Who holds a letter is known, so that of a search for one, which half of a
 * book answers, no text is read.
 */
export function ranksOf(
  places: readonly ({ readonly text: string } | undefined)[],
  grams: Grams,
  { ways }: Pick<SearchQuery, 'ways'>,
): Ranks {
  const toRead: (readonly SearchWay[])[] = [];
  let known: Ranks | undefined;
  for (const those of ways) {
    const ranks = ranksOfLetter(grams, those);
    if (ranks === undefined) toRead.push(those);
    else known = known?.map((marks, rank) => both(marks, ranks[rank] ?? marks)) ?? ranks;
  }
  if (known !== undefined && toRead.length === 0)
    return known.map((marks, rank) => without(marks, known[rank - 1] ?? noMarks(0)));
  const everybody = noMarks(places.length).fill(0xffffffff);
  const found = [0, 1, 2, 3].map(() => noMarks(places.length));
  const may = toRead.reduce((among, those) => grams.narrow(among, those), known?.[3] ?? everybody);
  for (const place of placesOf(may)) {
    const text = places[place]?.text;
    const read = text === undefined ? undefined : rankOf(text, { ways: toRead });
    if (read === undefined) continue;
    const marks = found[Math.max(read, known?.findIndex((those) => isMarked(those, place)) ?? 0)];
    if (marks !== undefined) mark(marks, place);
  }
  return found;
}

/** Who answers a word of one letter, by each rank or a better one; undefined where texts must be read. */
function ranksOfLetter(grams: Grams, [way, other]: readonly SearchWay[]): Ranks | undefined {
  if (way?.text.length !== 1 || other !== undefined) return undefined;
  const letter = grams.letter(way.text);
  return letter && [letter.whole, letter.name, letter.start, way.begins ? letter.start : letter.within];
}

/**
 * How well a text of `searchText` answers a search, by the word that it answers worst: 0 where each is a word of the
 * name, 1 where each begins one, 2 where each begins a word at all, or another form of one, 3 where one stands within a
 * word; undefined where one is missing.
 */
export function rankOf(text: string, { ways }: Pick<SearchQuery, 'ways'>): number | undefined {
  let worst = 0;
  for (const those of ways) {
    const rank = rankOfWord(text, those);
    if (rank === undefined) return undefined;
    if (rank > worst) worst = rank;
  }
  return worst;
}

function rankOfWord(text: string, ways: readonly SearchWay[]): number | undefined {
  let within = false;
  for (const [nth, { text: way, begins }] of ways.entries()) {
    const at = text.indexOf(` ${way}`);
    if (at < 0) within ||= !begins && text.includes(way);
    else if (nth > 0 || at > text.indexOf('\n')) return 2;
    else return isWhole(text, way) ? 0 : 1;
  }
  return within ? 3 : undefined;
}

/** Whether the name has it as a word of its own. */
function isWhole(text: string, way: string): boolean {
  const end = text.indexOf('\n');
  const at = text.indexOf(` ${way} `);
  return (at >= 0 && at < end) || text.startsWith(` ${way}`, end - way.length - 1);
}
