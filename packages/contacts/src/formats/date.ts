/** Which of day and month comes first in a date such as `03/04/1980`. */
export type DateOrder = 'day-first' | 'month-first';

const MONTHS: Readonly<Record<string, number>> = Object.assign(Object.create(null), {
  jan: 1,
  januar: 1,
  january: 1,
  janvier: 1,
  enero: 1,
  ene: 1,
  gennaio: 1,
  janeiro: 1,
  jän: 1,
  jänner: 1,
  feb: 2,
  februar: 2,
  february: 2,
  février: 2,
  févr: 2,
  febrero: 2,
  febbraio: 2,
  fevereiro: 2,
  fev: 2,
  mar: 3,
  märz: 3,
  mär: 3,
  mrz: 3,
  march: 3,
  mars: 3,
  marzo: 3,
  março: 3,
  apr: 4,
  april: 4,
  avril: 4,
  avr: 4,
  abril: 4,
  abr: 4,
  aprile: 4,
  may: 5,
  mai: 5,
  mayo: 5,
  maggio: 5,
  maio: 5,
  mag: 5,
  jun: 6,
  juni: 6,
  june: 6,
  juin: 6,
  junio: 6,
  giugno: 6,
  junho: 6,
  giu: 6,
  jul: 7,
  juli: 7,
  july: 7,
  juillet: 7,
  juil: 7,
  julio: 7,
  luglio: 7,
  julho: 7,
  lug: 7,
  aug: 8,
  august: 8,
  août: 8,
  agosto: 8,
  ago: 8,
  sep: 9,
  sept: 9,
  september: 9,
  septembre: 9,
  septiembre: 9,
  settembre: 9,
  setembro: 9,
  set: 9,
  oct: 10,
  okt: 10,
  oktober: 10,
  october: 10,
  octobre: 10,
  octubre: 10,
  ottobre: 10,
  outubro: 10,
  ott: 10,
  out: 10,
  nov: 11,
  november: 11,
  novembre: 11,
  noviembre: 11,
  novembro: 11,
  dec: 12,
  dez: 12,
  dezember: 12,
  december: 12,
  décembre: 12,
  déc: 12,
  diciembre: 12,
  dic: 12,
  dicembre: 12,
  dezembro: 12,
});

/**
 * A full or partial date as `YYYY-MM-DD` or `--MM-DD`; `undefined` where there is none.
 *
 * The year 1604 means "no year" (Apple's X-APPLE-OMIT-YEAR, Outlook.com).
 *
 * @example parseDate('22.03.1980') // '1980-03-22'
 */
export function parseDate(text: string, order: DateOrder = 'day-first'): string | undefined {
  const value = text.trim();
  if (value.length < 4 || value.length > 60) return undefined;
  const parts = numbers(value);
  if (parts === undefined) return undefined;
  const { values, widths, words } = parts;
  if (value.startsWith('--')) return partial(values, widths);
  if (values.length === 1 || /^\d{8}(T|$)/.test(value)) {
    const digits = /^(\d{4})(\d{2})(\d{2})(T|$)/.exec(value);
    return digits === null ? undefined : date(Number(digits[1]), Number(digits[2]), Number(digits[3]));
  }
  if (words.length > 0) return named(values, widths, words);
  const [first = 0, second = 0, third] = values;
  if (widths[0] === 4) return third === undefined ? undefined : date(first, second, third);
  const year = third === undefined ? 0 : widths[2] === 2 ? century(third) : third;
  if (third !== undefined && widths[2] !== 2 && widths[2] !== 4) return undefined;
  const dayFirst = first > 12 || (second <= 12 && order === 'day-first');
  return dayFirst ? date(year, second, first) : date(year, first, second);
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

/** A date from its three parts; a year of 0 or 1604 means none. */
export function date(year: number, month: number, day: number): string | undefined {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return undefined;
  const tail = `${pad(month)}-${pad(day)}`;
  if (year === 0 || year === 1604) return `--${tail}`;
  return year >= 1000 && year <= 9999 ? `${year}-${tail}` : undefined;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year === 0 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) ? 29 : 28;
}

function pad(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** Two-digit years: nobody in an address book is born after the year 30 of this century. */
function century(year: number): number {
  return year > 30 ? 1900 + year : 2000 + year;
}

function numbers(value: string): { values: number[]; widths: number[]; words: string[] } | undefined {
  const values: number[] = [];
  const widths: number[] = [];
  const words: string[] = [];
  for (const token of value.match(/\d+|\p{L}+/gu) ?? []) {
    if (/^\d/.test(token)) {
      values.push(Number(token));
      widths.push(token.length);
      continue;
    }
    const word = token.toLowerCase();
    // A time follows: the date is over.
    if (word === 't') break;
    words.push(word);
  }
  return values.length === 0 ? undefined : { values, widths, words };
}

/** RFC 6350, section 4.3.1: `--0203`, `--02-03`, `---05` (a day alone says nothing here). */
function partial(values: readonly number[], widths: readonly number[]): string | undefined {
  const [first = 0, second = 0] = values;
  if (widths[0] === 4) return date(0, Math.floor(first / 100), first % 100);
  return widths[0] === 2 && values.length > 1 ? date(0, first, second) : undefined;
}

function named(
  values: readonly number[],
  widths: readonly number[],
  words: readonly string[],
): string | undefined {
  let month: number | undefined;
  for (const word of words) {
    month ??= MONTHS[word];
    // "1980年3月22日"
    if (word === '年' || word === '년') return date(values[0] ?? 0, values[1] ?? 0, values[2] ?? 0);
    if (month === undefined && word === '月') return date(0, values[0] ?? 0, values[1] ?? 0);
  }
  if (month === undefined) return undefined;
  const [first = 0, second = 0] = values;
  if (widths[0] === 4) return date(first, month, second);
  const year = widths[1] === 4 ? second : widths[1] === 2 ? century(second) : 0;
  return date(year, month, first);
}
