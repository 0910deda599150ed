import { BLANK_CARD, type Card, parseDate, writeCsv } from '@kith/contacts';
import type { CardData } from '../contacts/index.ts';
import { cardMark, problemMark } from './marks.ts';
import { guessedRow, isAnniversary, lostValue } from './mend.ts';
import type { ProblemRow } from './problem-store.ts';

/** A problem that somebody can mend, with the card that was kept of its row. */
export interface Rejected {
  readonly problem: ProblemRow;
  readonly data: CardData | undefined;
}

/**
 * Rows that were not read, or not whole, as a CSV to mend and upload again: names, addresses, numbers and dates, what was
 * rejected in the place where it belongs. Uploaded again, a row changes the card it came from, and nothing else of it.
 */
export function writeRejected(rejected: readonly Rejected[]): string {
  const rows = new Map<string, Card>();
  for (const { problem, data } of rejected) {
    const key = problem.card_id ?? String(problem.sequence);
    const card = rows.get(key) ?? (data === undefined ? lostCard(problem) : keptCard(data, problem));
    const said = [problem.code, `line ${problem.line}`, problem.found].filter(Boolean).join(', ');
    rows.set(
      key,
      putBack(problem, { ...card, other: [...(card.other ?? []), { label: problemMark, value: said }] }),
    );
  }
  return [...writeCsv(rows.values(), { bom: true })].join('');
}

function lostCard(problem: ProblemRow): Card {
  const { name, email, phone } = guessedRow(problem);
  return {
    ...BLANK_CARD,
    names: { full: name },
    emails: email === '' ? [] : [{ value: email }],
    phones: phone === '' ? [] : [{ value: phone }],
    source: { format: 'csv', lines: [problem.line, problem.line] },
    problems: [],
  };
}

function keptCard({ names, emails, phones, birthday, anniversary }: CardData, problem: ProblemRow): Card {
  return {
    ...BLANK_CARD,
    names,
    emails,
    phones,
    ...(birthday === undefined ? {} : { birthday }),
    ...(anniversary === undefined ? {} : { anniversary }),
    other: [{ label: cardMark, value: problem.card_id ?? '' }],
    source: { format: 'csv', lines: [problem.line, problem.line] },
    problems: [],
  };
}

function putBack(problem: ProblemRow, card: Card): Card {
  const value = lostValue(problem);
  if (value === undefined) return card;
  if (problem.code === 'email.invalid') return { ...card, emails: [...card.emails, { value }] };
  if (problem.code === 'phone.invalid') return { ...card, phones: [...card.phones, { value }] };
  if (problem.code !== 'date.invalid') return card;
  return isAnniversary(problem) ? { ...card, anniversary: value } : { ...card, birthday: value };
}

/** A card with what its mended row says; all else of it stays. */
export function mendedByRow(data: CardData, row: CardData): CardData {
  const { birthday = data.birthday, anniversary = data.anniversary } = row;
  const left = (data.other ?? []).filter(
    ({ label, value }) =>
      label !== 'emails' &&
      label !== 'phones' &&
      (row.birthday === undefined || parseDate(value) !== row.birthday),
  );
  const other = [
    ...left,
    ...(row.other ?? []).filter(({ value }) => !left.some((one) => one.value === value)),
  ];
  const { other: _, ...rest } = data;
  return {
    ...rest,
    names: row.names.full === '' || row.names.full === data.names.full ? data.names : row.names,
    emails: row.emails,
    phones: row.phones,
    ...(birthday === undefined ? {} : { birthday }),
    ...(anniversary === undefined ? {} : { anniversary }),
    ...(other.length === 0 ? {} : { other }),
  };
}
