/** Which of day and month comes first in a date such as `03/04/1980`. */
export type DateOrder = 'day-first' | 'month-first';

/**
 * A full or partial date as `YYYY-MM-DD` or `--MM-DD`; `undefined` where there is none.
 *
 * The date is written in numbers, with any signs between them, also Chinese, Japanese and Korean ones; a time after it
 * is left out. The year 1604 means "no year" (Apple's X-APPLE-OMIT-YEAR, Outlook.com).
 *
 * @example parseDate('22.03.1980') // '1980-03-22'
 */
export function parseDate(text: string, order: DateOrder = 'day-first'): string | undefined {
  const value = text.trim();
  if (value.length < 4 || value.length > 60) return undefined;
  const parts = numbers(value);
  if (parts === undefined) return undefined;
  const { values, widths } = parts;
  const [first = 0, second, third] = values;
  if (value.startsWith('--')) return partial(values, widths);
  if (widths[0] === 8) return compact(first, order);
  if (second === undefined) return undefined;
  if (widths[0] === 4) return third === undefined ? undefined : date(first, second, third);
  if (third !== undefined && widths[2] !== 2 && widths[2] !== 4) return undefined;
  const year = third === undefined ? 0 : widths[2] === 2 ? century(third) : third;
  return byOrder(year, first, second, order);
}

/** The order that a date proves, `undefined` where it could be read either way. */
export function provenOrder(text: string): DateOrder | undefined {
  const match = /^\s*(\d{1,2})[./-](\d{1,2})(?:[./-]\d{2,4})?(?:\D|$)/.exec(text);
  if (match === null) return undefined;
  const [first, second] = [Number(match[1]), Number(match[2])];
  if (first > 12 && first <= 31 && second <= 12) return 'day-first';
  if (second > 12 && second <= 31 && first <= 12) return 'month-first';
  return undefined;
}

/**
 * A date from its three parts; a year of 0 or 1604 means none, and one of the Buddhist era (Thailand) is converted.
 *
 * @example date(2523, 3, 22) // '1980-03-22'
 */
export function date(year: number, month: number, day: number): string | undefined {
  const common = year >= 2400 && year < 2700 ? year - 543 : year;
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(common, month))) return undefined;
  const tail = `${pad(month)}-${pad(day)}`;
  if (common === 0 || common === 1604) return `--${tail}`;
  // Outlook writes 1 January 4501 where there is no date.
  return common >= 1000 && common < 4501 ? `${common}-${tail}` : undefined;
}

/** Two-digit years: nobody in an address book is born after the year 30 of this century. */
export function century(year: number): number {
  return year > 30 ? 1900 + year : 2000 + year;
}

function byOrder(year: number, first: number, second: number, order: DateOrder): string | undefined {
  const dayFirst = first > 12 || (second <= 12 && order === 'day-first');
  return dayFirst ? date(year, second, first) : date(year, first, second);
}

/** `19800322`, or `22031980` where that cannot be a year. */
function compact(digits: number, order: DateOrder): string | undefined {
  const [head, middle, tail] = [Math.floor(digits / 10_000), Math.floor(digits / 100) % 100, digits % 100];
  const year = head > 1300 || (head >= 1000 && digits % 10_000 <= 1300);
  if (middle >= 1 && middle <= 12 && year) return date(head, middle, tail);
  return byOrder(digits % 10_000, Math.floor(digits / 1_000_000), Math.floor(digits / 10_000) % 100, order);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year === 0 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) ? 29 : 28;
}

function pad(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** The signs after year, month and day in Chinese, Japanese and Korean. */
const SIGNS = '年月日년월일';

/** The first three numbers, with how many digits each had; `undefined` where a word stands among them. */
function numbers(value: string): { values: number[]; widths: number[] } | undefined {
  const values: number[] = [];
  const widths: number[] = [];
  let width = 0;
  let number = 0;
  for (let at = 0; at <= value.length; at++) {
    const code = value.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) {
      number = number * 10 + code - 0x30;
      width++;
      continue;
    }
    // A time is no part of the date.
    if (code === COLON && values.length > 0) break;
    if (width > 0) {
      values.push(number);
      widths.push(width);
      if (values.length === 3) break;
      width = 0;
      number = 0;
    }
    const letter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code > 0xbf;
    if (!letter || code === EN_DASH) continue;
    if ((code | 0x20) === 0x74 && values.length > 0) break;
    if (!SIGNS.includes(value.charAt(at))) return undefined;
  }
  return values.length === 0 ? undefined : { values, widths };
}

const COLON = 0x3a;
const EN_DASH = 0x2013;

/** RFC 6350, section 4.3.1: `--0203`, `--02-03`; `--02` and `---05`, a month or a day alone, say nothing here. */
function partial(values: readonly number[], widths: readonly number[]): string | undefined {
  const [first = 0, second = 0] = values;
  if (widths[0] === 4) return date(0, Math.floor(first / 100), first % 100);
  return widths[0] === 2 && values.length > 1 ? date(0, first, second) : undefined;
}
