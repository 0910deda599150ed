import type { SearchQuery, SearchWay } from '@kith/contacts';

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
