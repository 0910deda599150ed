import type { CardData } from '../contacts/index.ts';
import type { CardId } from '../platform/ids.ts';

/** Labels in a file of rejected rows: which card of the book a row mends, and what is wrong with it. */
export const cardMark = 'Kith card';
export const problemMark = 'Kith problem';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A card as it came, without the marks of a file of rejected rows, and which card of the book it mends. */
export function withoutMarks(data: CardData): { data: CardData; mends: CardId | undefined } {
  const marks = data.other?.filter(({ label }) => label === cardMark || label === problemMark) ?? [];
  if (marks.length === 0) return { data, mends: undefined };
  const { other = [], ...rest } = data;
  const left = other.filter((one) => !marks.includes(one));
  const mends = marks.find(({ label, value }) => label === cardMark && uuid.test(value))?.value;
  // Safe: an id that is no card of this owner finds none.
  return { data: left.length === 0 ? rest : { ...rest, other: left }, mends: mends as CardId | undefined };
}
