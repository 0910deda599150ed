import type { Entry } from './book.ts';

/** A day of the year, with the year where it is known. */
export interface Birthday {
  readonly month: number;
  readonly day: number;
  readonly year: number | undefined;
}

/** Days of each month in a leap year. */
const daysOf = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * A birthday as contacts have it; undefined where the year has no such day.
 *
 * @example parseBirthday('--02-29') // { month: 2, day: 29, year: undefined }
 */
function parseBirthday(text: string | undefined): Birthday | undefined {
  const [, year, month, day] = /^(?:(\d{4})-|--)(\d\d)-(\d\d)$/.exec(text ?? '') ?? [];
  const days = daysOf[Number(month) - 1];
  if (day === undefined || days === undefined || day === '00' || Number(day) > days) return undefined;
  return { month: Number(month), day: Number(day), year: year === undefined ? undefined : Number(year) };
}

/** Contacts with a birthday, the trash left out, in the order of the year. */
export function birthdaysOf(entries: Iterable<Entry>): { readonly entry: Entry; readonly on: Birthday }[] {
  const found: { entry: Entry; on: Birthday }[] = [];
  for (const entry of entries) {
    const on = entry.trashed ? undefined : parseBirthday(entry.birthday);
    if (on !== undefined) found.push({ entry, on });
  }
  return found.sort(
    (a, b) => a.on.month - b.on.month || a.on.day - b.on.day || (a.entry.sortKey < b.entry.sortKey ? -1 : 1),
  );
}
