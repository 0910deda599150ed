import type { ReadEvent } from '../contact.ts';
import { BLOCK, blocks, joined } from './blocks.ts';
import { type Charsets, charsetOf, charsets, fromByteString, isAscii, piece } from './charset.ts';
import { rowCard, surplus } from './csv-card.ts';
import { headerScore, type Plan, plan, planWithoutHeader } from './csv-plan.ts';
import { type Dialect, nextRow } from './csv-rows.ts';
import { note } from './draft.ts';
import { problem } from './events.ts';
import type { Format } from './format.ts';
import { LIMITS } from './limits.ts';
import { looksLikeEmail, looksLikePhone } from './looks.ts';

/**
 * CSV and its kin (RFC 4180), from any program: the delimiter, the header and what each column means are found by
 * content.
 *
 * @example [...csv.open().write(bytes)]
 */
export const csv: Format = {
  name: 'csv',

  sniff(head) {
    const { text, bytes } = piece(head);
    const decoder = bytes ? charsets(charsetOf(head)) : undefined;
    const found = survey(
      text.replace(/^(?:\ufeff|ï»¿)/, ''),
      head.length < BLOCK,
      (cell) => cellText(decoder, cell).text,
    );
    return found === undefined ? 0 : found.sure;
  },

  open(options = {}) {
    const limits = options.limits ?? LIMITS;
    const decoder = charsets(options.charset);
    const source = blocks();
    let carry: Uint8Array = new Uint8Array();
    let layout: Survey | undefined;
    let columns: Plan | undefined;
    let line = 1;
    let started = false;
    let skipping = false;
    /** Whether the block at hand has NULs, which are no part of any text. */
    let nul = false;

    function* start(text: string, perByte: boolean, last: boolean): Generator<ReadEvent, number> {
      started = true;
      const bom = text.startsWith('\ufeff') ? 1 : text.startsWith('ï»¿') ? 3 : 0;
      const body = text.slice(bom);
      const decode = (cell: string): string => cellText(perByte ? decoder : undefined, cell).text;
      layout = survey(body, last, decode) ?? {
        dialect: { delimiter: ',', newline: '\n' },
        header: 0,
        headerLine: 1,
        start: 0,
        rows: [],
        sure: 0,
        hasHeader: false,
      };
      const sample = layout.rows;
      const [header = []] = sample;
      columns = layout.hasHeader
        ? plan(header.slice(0, limits.columns), sample.slice(1), layout.dialect.delimiter)
        : planWithoutHeader(sample);
      line = layout.headerLine;
      if (layout.hasHeader && header.length > limits.columns) {
        yield {
          kind: 'problem',
          problem: problem('row.too_many_columns', line, undefined, String(header.length)),
        };
      }
      if (columns.unknown.length > 0) {
        yield {
          kind: 'problem',
          problem: problem('header.unknown_columns', line, undefined, columns.unknown.join(', ')),
        };
      }
      const top = layout.hasHeader
        ? nextRow(body, layout.start, layout.dialect, last, limits.field)
        : undefined;
      line += top?.breaks ?? 0;
      return bom + (top?.end ?? layout.start);
    }

    function* rows(bytes: Uint8Array, last: boolean): Generator<ReadEvent> {
      const all = joined(carry, bytes);
      const used = last ? all.length : whole(all);
      const { text, bytes: perByte } = piece(all.subarray(0, used));
      nul = text.includes('\0');
      let at = 0;
      if (!started) at = yield* start(text, perByte, last);
      const { dialect } = layout ?? { dialect: { delimiter: ',', newline: '\n' } };
      const known = columns;
      if (known === undefined) return;
      if (skipping) {
        const end = text.indexOf(dialect.newline, at);
        at = end < 0 ? text.length : end + 1;
        skipping = end < 0 && !last;
        if (end >= 0) line++;
      }
      while (at < text.length) {
        const row = nextRow(text, at, dialect, last, limits.field);
        if (row === undefined) break;
        const first = line;
        line += row.breaks;
        const raw = text.slice(at, Math.min(row.end, at + 300));
        at = row.end;
        if (row.cells.length === 1 && (row.cells[0] ?? '').trim() === '') continue;
        yield* event(row.cells, perByte, [first, line - 1], row.unclosed, raw.trim());
      }
      carry = all.slice(used - byteLength(text.slice(at), perByte));
      if (carry.length > limits.row) {
        yield { kind: 'problem', problem: problem('row.too_large', line) };
        carry = new Uint8Array();
        skipping = true;
      }
    }

    function* event(
      raw: string[],
      perByte: boolean,
      lines: [number, number],
      unclosed: boolean,
      found: string,
    ): Generator<ReadEvent> {
      const known = columns;
      if (known === undefined) return;
      let cells: readonly string[] = raw;
      const lost: number[] = [];
      if (!perByte && nul) cells = raw.map((cell) => cell.replaceAll('\0', ''));
      if (perByte) {
        cells = raw.map((cell, at) => {
          const decoded = cellText(decoder, cell);
          if (decoded.lost) lost.push(at);
          return decoded.text;
        });
      }
      const { card, blank } = rowCard(cells, known, lines, limits, (one) => {
        for (const at of lost)
          note(one, limits, 'text.undecodable', lines[0], known.columns[at]?.header, cells[at]);
        if (unclosed)
          note(
            one,
            limits,
            'row.unclosed_quote',
            lines[0],
            undefined,
            cellText(perByte ? decoder : undefined, found).text,
          );
        if (cells.length > known.columns.length) {
          const extra = surplus(cells.slice(0, limits.columns), known);
          if (extra.length > 0) {
            note(
              one,
              limits,
              'row.too_many_columns',
              lines[0],
              undefined,
              extra.map(({ value }) => value).join(', '),
            );
            one.other.push(...extra);
          }
        } else if (cells.length < known.columns.length && !shortIsUsual(cells.length)) {
          note(one, limits, 'row.too_few_columns', lines[0], undefined, String(cells.length));
        }
      });
      if (!blank) yield { kind: 'card', card };
      else if (unclosed)
        yield {
          kind: 'problem',
          problem: problem(
            'row.unclosed_quote',
            lines[0],
            undefined,
            cellText(perByte ? decoder : undefined, found).text,
          ),
        };
      else if (cells.some((cell) => cell.trim() !== '')) {
        yield {
          kind: 'problem',
          problem: problem(
            'card.empty',
            lines[0],
            undefined,
            cellText(perByte ? decoder : undefined, found).text,
          ),
        };
      }
    }

    /** Excel leaves out what is empty at the end of a row; only a lone cell in a wide file is suspicious. */
    const shortIsUsual = (count: number): boolean => count > 1;

    return {
      get dialect() {
        return columns?.dialect;
      },
      *write(chunk) {
        for (const block of source.push(chunk)) yield* rows(block.slice(), false);
      },
      *end() {
        yield* rows(source.rest(), true);
      },
    };
  },
};

/** A cell's text; with a decoder, each of its characters stands for one byte. */
function cellText(decoder: Charsets | undefined, raw: string): { text: string; lost: boolean } {
  const cell = raw.includes('\0') ? raw.replaceAll('\0', '') : raw;
  return decoder !== undefined && !isAscii(cell)
    ? decoder.decode(fromByteString(cell))
    : { text: cell, lost: false };
}

interface Survey {
  readonly dialect: Dialect;
  readonly header: number;
  readonly hasHeader: boolean;
  readonly headerLine: number;
  /** Where the header, or without one the first row, starts. */
  readonly start: number;
  /** The header and the rows after it, as far as they are known. */
  readonly rows: string[][];
  /** From 0 to 1. */
  readonly sure: number;
}

const DELIMITERS = [',', ';', '\t', '|'];
const PREAMBLE = 15;
const SAMPLE = 300;

/** Finds delimiter and header; `undefined` where the text is no table of contacts. */
function survey(text: string, last: boolean, decode: (cell: string) => string): Survey | undefined {
  const newline = !text.includes('\n') && text.includes('\r') ? '\r' : '\n';
  const told = /^sep=(.)\r?(?:\n|\r)/i.exec(text);
  const skip = told === null ? 0 : told[0].length;
  const delimiters = told?.[1] === undefined ? DELIMITERS : [told[1]];
  let best: Survey | undefined;
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const dialect = { delimiter, newline };
    const rows: { cells: string[]; start: number; line: number }[] = [];
    let line = told === null ? 1 : 2;
    for (let at = skip; at < text.length && rows.length < SAMPLE; ) {
      const row = nextRow(text, at, dialect, last || rows.length === 0, LIMITS.field);
      if (row === undefined) break;
      rows.push({ cells: row.cells.map(decode), start: at, line });
      line += row.breaks;
      at = row.end;
    }
    const found = header(rows, dialect) ?? headless(rows, dialect, skip);
    if (found !== undefined && found.header > bestScore) {
      best = found;
      bestScore = found.header;
    }
  }
  return best;
}

type Surveyed = readonly { cells: string[]; start: number; line: number }[];

function header(rows: Surveyed, dialect: Dialect): Survey | undefined {
  let best: { at: number; score: number } | undefined;
  for (let at = 0; at < Math.min(rows.length, PREAMBLE); at++) {
    const cells = (rows[at]?.cells ?? []).map((cell) => cell.trim());
    const score = headerScore(cells);
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
    rows: rows.slice(best.at, best.at + SAMPLE).map(({ cells }) => cells),
    sure: best.score >= 2 ? 0.95 : 0.6,
  };
}

/** Rows without a header: as many cells in each, and in one column always an address or a number. */
function headless(rows: Surveyed, dialect: Dialect, skip: number): Survey | undefined {
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const width = filled[0]?.cells.length ?? 0;
  if (width < 2 || filled.length === 0) return undefined;
  const even = filled.filter(({ cells }) => cells.length === width).length / filled.length;
  if (even < 0.8) return undefined;
  let columns = 0;
  for (let at = 0; at < width; at++) {
    const hits = filled.filter(
      ({ cells }) => looksLikeEmail((cells[at] ?? '').trim()) || looksLikePhone((cells[at] ?? '').trim()),
    ).length;
    if (hits / filled.length >= 0.6) columns++;
  }
  // Addresses in every cell are a list of addresses, not a table; one line alone could be anything.
  if (columns === 0 || columns === width || filled.length < 2) return undefined;
  return {
    dialect,
    header: 1 + columns / 10 + even,
    hasHeader: false,
    headerLine: rows[0]?.line ?? 1,
    start: skip,
    rows: filled.map(({ cells }) => cells),
    sure: 0.7,
  };
}

/** Up to where the bytes do not end inside a UTF-8 character, so that a cut cannot make them look like another charset. */
function whole(bytes: Uint8Array): number {
  let at = bytes.length;
  for (let back = 0; back < 4 && at > 0; back++) {
    const byte = bytes[at - 1] ?? 0;
    if (byte < 0x80) return at;
    at--;
    if (byte >= 0xc0) return at;
  }
  return bytes.length;
}

function byteLength(text: string, perByte: boolean): number {
  return perByte || isAscii(text) ? text.length : new TextEncoder().encode(text).length;
}
