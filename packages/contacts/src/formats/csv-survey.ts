import { fromByteString, isAscii } from './charset.ts';
import { isHeaderWord } from './csv-language.ts';
import type { ColumnMappings } from './csv-mapping.ts';
import { headerScore } from './csv-plan.ts';
import { type Dialect, rowReader } from './csv-rows.ts';
import { LIMITS } from './limits.ts';
import { looksLikeEmail, looksLikePhone } from './looks.ts';

/** What the first block of a file says about the rest. */
export interface Survey {
  readonly dialect: Dialect;
  readonly header: number;
  readonly hasHeader: boolean;
  readonly headerLine: number;
  /** Where the header, or without one the first row, starts. */
  readonly start: number;
  /** From 0 to 1. */
  readonly sure: number;
}

const DELIMITERS = [',', ';', '\t', '|'];
const PREAMBLE = 15;
/** Rows that tell delimiter and header. */
const FIRST = 40;
/** Rows that tell what is in a column whose header says nothing. */
const SAMPLE = 200;

const CHARSETS = [
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'koi8-r',
  'macintosh',
  'shift_jis',
  'gb18030',
  'big5',
  'euc-kr',
  'euc-jp',
];

/**
 * The charset in which most of the first line's words that are not ASCII are understood, `undefined` where fewer than two
 * are: the words of a header are better evidence than the statistics of names. Each character stands for one byte; the
 * `guess` wins where another charset says no more.
 */
export function charsetOfHeader(text: string, guess: string | undefined): string | undefined {
  const end = text.search(/[\r\n]/);
  const line = text.slice(0, Math.min(end < 0 ? text.length : end, 8192));
  const cells = line.split(/[,;\t|]/).filter((cell) => !isAscii(cell));
  let best: string | undefined;
  let most = 1;
  const likely = guess === undefined ? CHARSETS : [guess, ...CHARSETS];
  for (const charset of cells.length > most ? likely : []) {
    const decoder = new TextDecoder(charset);
    const count = cells.filter((cell) => isHeaderWord(decoder.decode(fromByteString(cell)))).length;
    if (count <= most) continue;
    best = charset;
    most = count;
  }
  return best;
}

/** More rows of a table whose delimiter is known, for looking at what is in its columns. */
export function sampleRows(
  text: string,
  { start, dialect }: Pick<Survey, 'start' | 'dialect'>,
  last: boolean,
  decode: (cell: string) => string,
  most = SAMPLE,
): string[][] {
  const rows = rowReader(dialect, LIMITS.columns, LIMITS.field);
  const sample: string[][] = [];
  for (let at = start; at < text.length && sample.length < most; at = rows.end) {
    if (!rows.read(text, at, last || sample.length === 0)) break;
    sample.push(rows.cells().map(decode));
  }
  return sample;
}

/** Finds delimiter and header; `undefined` where the text is no table of contacts. */
export function survey(
  text: string,
  last: boolean,
  decode: (cell: string) => string,
  mappings?: ColumnMappings,
): Survey | undefined {
  const newline = !text.includes('\n') && text.includes('\r') ? '\r' : '\n';
  const told = /^sep=(.)\r?(?:\n|\r)/i.exec(text);
  const skip = told === null ? 0 : told[0].length;
  const delimiters = told?.[1] === undefined ? DELIMITERS : [told[1]];
  let best: Survey | undefined;
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const dialect = { delimiter, newline };
    const rows: { cells: string[]; start: number; line: number }[] = [];
    const reader = rowReader(dialect, LIMITS.columns, LIMITS.field);
    let line = told === null ? 1 : 2;
    for (let at = skip; at < text.length && rows.length < FIRST; at = reader.end) {
      if (!reader.read(text, at, last || rows.length === 0)) break;
      rows.push({ cells: reader.cells().map(decode), start: at, line });
      line += reader.breaks;
    }
    const found = header(rows, dialect, mappings) ?? headless(rows, dialect, skip);
    // Of two headers that say as much, rows of data may look like the later one.
    const earlier = found?.header === bestScore && found.start < (best?.start ?? 0);
    if (found !== undefined && (found.header > bestScore || earlier)) {
      best = found;
      bestScore = found.header;
    }
  }
  return best;
}

/**
 * A text that is cut into columns as a table is, whatever they are called: as many cells in each row, and a first row of
 * different words. Prose has blanks after its commas.
 */
export function anyTable(text: string, last: boolean, decode: (cell: string) => string): Survey | undefined {
  const newline = !text.includes('\n') && text.includes('\r') ? '\r' : '\n';
  const told = /^sep=(.)\r?(?:\n|\r)/i.exec(text);
  let best: Survey | undefined;
  for (const delimiter of told?.[1] === undefined ? DELIMITERS : [told[1]]) {
    const dialect = { delimiter, newline };
    const rows = rowReader(dialect, LIMITS.columns, LIMITS.field);
    let at = told === null ? 0 : told[0].length;
    const start = at;
    const widths: number[] = [];
    let header: string[] = [];
    for (; at < text.length && widths.length < FIRST; at = rows.end) {
      if (!rows.read(text, at, last || widths.length === 0)) break;
      if (widths.length === 0) header = rows.cells().map(decode);
      widths.push(rows.count);
    }
    const names = header.filter((name) => /\p{L}/u.test(name) && name.length <= 80 && !/^\s/.test(name));
    const even = widths.filter((width) => width === header.length).length;
    if (header.length < 2 || widths.length < 2 || even < widths.length * 0.8) continue;
    if (new Set(names).size < header.length || header.length <= (best?.header ?? 0)) continue;
    const headerLine = told === null ? 1 : 2;
    // Three rows of three and more cells below words alone are no text with addresses in it.
    const plain = header.every((name) => /^\p{L}[^\d@]*$/u.test(name));
    const sure = plain && header.length > 2 && widths.length > 2 ? 0.6 : 0.1;
    best = { dialect, header: header.length, hasHeader: true, headerLine, start, sure };
  }
  return best;
}

type Surveyed = readonly { cells: string[]; start: number; line: number }[];

function header(rows: Surveyed, dialect: Dialect, mappings?: ColumnMappings): Survey | undefined {
  let best: { at: number; score: number } | undefined;
  for (let at = 0; at < Math.min(rows.length, PREAMBLE); at++) {
    const cells = (rows[at]?.cells ?? []).map((cell) => cell.trim());
    const score = headerScore(cells, mappings);
    if (score === 0 || (best !== undefined && score <= best.score)) continue;
    if (
      cells.length === 1 &&
      !rows
        .slice(at + 1, at + 5)
        .some(
          (row) => looksLikeEmail((row.cells[0] ?? '').trim()) || looksLikePhone((row.cells[0] ?? '').trim()),
        )
    )
      continue;
    best = { at, score };
    // Rows below a good header are contacts, however much they look like headers.
    if (score >= 2) break;
  }
  const row = best === undefined ? undefined : rows[best.at];
  if (best === undefined || row === undefined) return undefined;
  return {
    dialect,
    header: 10 + best.score,
    hasHeader: true,
    headerLine: row.line,
    start: row.start,
    sure: best.score >= 2 ? 0.95 : 0.6,
  };
}

/** Rows without a header that is known by itself: as many cells in each, and in one column an address or a number. */
function headless(rows: Surveyed, dialect: Dialect, skip: number): Survey | undefined {
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const width = filled[0]?.cells.length ?? 0;
  if (width < 2 || filled.length === 0) return undefined;
  const even = filled.filter(({ cells }) => cells.length === width).length / filled.length;
  if (even < 0.8) return undefined;
  let columns = 0;
  // One known word above a column of addresses or numbers is enough, whatever the other columns are called; so are
  // words alone above a column that holds nothing else.
  let named = false;
  const first = filled[0]?.cells ?? [];
  const worded = first.every((cell) => /^\p{L}[^\d@]*$/u.test(cell.trim())) && new Set(first).size === width;
  for (let at = 0; at < width; at++) {
    const hits = filled.filter(
      ({ cells }) => looksLikeEmail((cells[at] ?? '').trim()) || looksLikePhone((cells[at] ?? '').trim()),
    ).length;
    const titled = isHeaderWord(first[at] ?? '');
    // A header is no address itself: under a known word, every row may still hold one.
    if (hits / (filled.length - (titled ? 1 : 0)) < 0.6) continue;
    columns++;
    named ||= titled || (worded && hits === filled.length - 1);
  }
  // Addresses in every cell are a list of addresses, not a table; one line alone could be anything.
  if (columns === 0 || columns === width || filled.length < 2) return undefined;
  return {
    dialect,
    header: 1 + columns / 10 + even,
    hasHeader: named,
    headerLine: (named ? filled[0]?.line : rows[0]?.line) ?? 1,
    start: (named ? filled[0]?.start : undefined) ?? skip,
    sure: 0.7,
  };
}
