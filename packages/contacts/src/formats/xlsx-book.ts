import { date } from './date.ts';
import type { XmlHandler } from './xml-tokens.ts';

/** One sheet as the workbook names it; `part` is where its cells stand. */
export interface SheetName {
  readonly name: string;
  readonly id: string;
}

/** How a style shows its numbers, as far as it changes what they say. */
export type NumberStyle =
  | { readonly kind: 'date' }
  /** So many digits with zeros in front, after a sign: `+0`, `00000`. */
  | { readonly kind: 'digits'; readonly sign: string; readonly width: number };

/** What the cells of a workbook refer to. */
export interface Workbook {
  readonly sheets: SheetName[];
  /** Parts by the id of their relation. */
  readonly parts: Map<string, string>;
  /** Texts that cells share, by their number. */
  readonly strings: string[];
  /** By the number of the cell's style. */
  readonly styles: (NumberStyle | undefined)[];
  /** Days are counted from 1904, as on old Macintoshes. */
  from1904: boolean;
  /** More shared texts than are held. */
  overflown: boolean;
}

/** A workbook of which nothing is known yet. */
export function workbook(): Workbook {
  return { sheets: [], parts: new Map(), strings: [], styles: [], from1904: false, overflown: false };
}

/** More than Excel allows in one workbook. */
const SHEETS = 1000;

/** Reads `xl/workbook.xml` (ECMA-376, part 1, section 18.2). */
export function bookHandler(book: Workbook): XmlHandler {
  return {
    ...QUIET,
    open(name, attributes) {
      if (name === 'workbookPr') book.from1904 = /^(?:1|true|on)$/.test(attributes.get('date1904') ?? '');
      if (name !== 'sheet' || book.sheets.length >= SHEETS) return;
      book.sheets.push({ name: attributes.get('name') ?? '', id: attributes.get('id') ?? '' });
    },
  };
}

/** Reads `xl/_rels/workbook.xml.rels`: which part holds which sheet (ECMA-376, part 2, section 9.3). */
export function relationHandler(book: Workbook): XmlHandler {
  return {
    ...QUIET,
    open(name, attributes) {
      const target = attributes.get('Target');
      if (name !== 'Relationship' || target === undefined || book.parts.size >= SHEETS) return;
      const part = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
      book.parts.set(attributes.get('Id') ?? '', part);
    },
  };
}

/** Formats that Excel has by number alone and that show a day (section 18.8.30). */
const DATES: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58,
]);

/** Reads `xl/styles.xml` (section 18.8). */
export function styleHandler(book: Workbook): XmlHandler {
  const codes = new Map<number, string>();
  let inCells = false;
  return {
    ...QUIET,
    open(name, attributes) {
      if (name === 'numFmt' && codes.size < 10_000)
        codes.set(Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells || book.styles.length >= 65_536) return;
      const id = Number(attributes.get('numFmtId') ?? 0);
      book.styles.push(DATES.has(id) ? { kind: 'date' } : styleOf(codes.get(id) ?? ''));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  };
}

/** What a format code (section 18.8.31) does to a number. */
function styleOf(code: string): NumberStyle | undefined {
  const digits = /^(?:\\?(\+)|"([^"]{1,8})")?(0{1,20})$/.exec(code);
  if (digits !== null) {
    const sign = digits[1] ?? digits[2] ?? '';
    return { kind: 'digits', sign, width: digits[3]?.length ?? 0 };
  }
  // Texts, colours, conditions and escaped signs say nothing of the kind.
  const bare = code.replace(/"[^"]*"|\[[^[\]]*\]|\\./g, '');
  return /[dy]/i.test(bare) ? { kind: 'date' } : undefined;
}

/** Reads `xl/sharedStrings.xml` (section 18.4), up to so many characters. */
export function stringHandler(book: Workbook, most: number): XmlHandler {
  let text = '';
  let size = 0;
  let reading = false;
  let spoken = false;
  return {
    ...QUIET,
    open(name) {
      if (name === 'si') text = '';
      // How a text is spoken stands beside it (section 18.4.6).
      else if (name === 'rPh') spoken = true;
      else if (name === 't') reading = !spoken;
    },
    text(piece) {
      if (reading && size + text.length + piece.length <= most) text += piece;
      else if (reading) book.overflown = true;
    },
    close(name) {
      if (name === 't') reading = false;
      else if (name === 'rPh') spoken = false;
      if (name !== 'si') return;
      size += text.length + 16;
      if (size > most) book.overflown = true;
      else book.strings.push(unescaped(text));
    },
  };
}

/** A handler that nothing interests. */
const QUIET: XmlHandler = { open() {}, text() {}, close() {}, fault() {} };

/** Signs that XML cannot hold stand as `_x000D_` (section 22.4.2.4). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** A number as the cell shows it to a reader of contacts: a day as a date, digits in full and never `4.9E+11`. */
export function shownNumber(raw: string, style: NumberStyle | undefined, from1904: boolean): string {
  const number = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(number)) return raw;
  if (style?.kind === 'date') return dayOf(number, from1904) ?? raw;
  if (!Number.isInteger(number)) return String(number);
  const digits = number.toFixed(0);
  return style === undefined || number < 0 ? digits : style.sign + digits.padStart(style.width, '0');
}

/** The day that Excel counts so (section 18.17.4); in its 1900 the 29th of February, number 60, existed. */
function dayOf(serial: number, from1904: boolean): string | undefined {
  const whole = Math.floor(serial);
  if (whole < 1 || whole > 2_958_465) return undefined;
  // Days since 1 March of the year 0, in the proleptic Gregorian calendar: its leap day ends each year.
  const days = whole + (from1904 ? 695_361 : whole < 60 ? 693_900 : 693_899);
  const era = Math.floor(days / 146_097);
  const ofEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return date(era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day);
}
