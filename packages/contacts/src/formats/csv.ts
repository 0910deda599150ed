import type { ProblemCode, ReadEvent } from '../contact.ts';
import { BLOCK, blocks, joined } from './blocks.ts';
import { type Charsets, charsetOf, charsets, fromByteString, isAscii, piece } from './charset.ts';
import { type CardMaker, cardMaker } from './csv-card.ts';
import { lines } from './csv-cells.ts';
import { keep, type Making, note } from './csv-making.ts';
import { headerFingerprint, holdsContacts, type TableHeader } from './csv-mapping.ts';
import { orderIn, type Plan, plan, planWithoutHeader } from './csv-plan.ts';
import { type Rows, rowReader } from './csv-rows.ts';
import { anyTable, charsetOfHeader, type Survey, sampleRows, survey } from './csv-survey.ts';
import { problem } from './events.ts';
import type { Format } from './format.ts';
import { LIMITS } from './limits.ts';

/**
 * CSV and its kin (RFC 4180), from any program: the delimiter, the header and what each column means are found by
 * content.
 *
 * @example [...csv.open().write(bytes)]
 */
export const csv: Format = {
  name: 'csv',

  sniff(head, options = {}) {
    const { text, bytes } = piece(head);
    const guess = bytes ? charsetOf(head) : undefined;
    const decoder = bytes ? charsets(guess) : undefined;
    const charset = bytes ? charsetOfHeader(text, guess) : undefined;
    const body = text.replace(/^(?:\ufeff|ï»¿)/, '');
    const decode = (cell: string): string => cellText(decoder, cell, charset).text;
    const last = head.length < BLOCK;
    const found =
      survey(body, last, decode, options.mapping) ??
      (options.anyTable === true ? anyTable(body, last, decode) : undefined);
    return found === undefined ? 0 : found.sure;
  },

  open(options = {}) {
    const limits = options.limits ?? LIMITS;
    const decoder = charsets(options.charset);
    const source = blocks();
    let carry: Uint8Array = new Uint8Array();
    let table: Table | undefined;
    let make: CardMaker | undefined;
    let refused = false;
    let line = 1;
    let skipping = false;
    /** The charset in which the header is understood, where it is no UTF-8. */
    let charset: string | undefined;
    let headerRow = '';

    /** Finds out what the columns mean; gives the place of the first row. */
    function start(text: string, perByte: boolean, last: boolean, events: ReadEvent[]): number {
      const bom = text.startsWith('\ufeff') ? 1 : text.startsWith('ï»¿') ? 3 : 0;
      const body = text.slice(bom);
      charset = perByte ? charsetOfHeader(body, options.charset) : undefined;
      const decode = (cell: string): string => cellText(perByte ? decoder : undefined, cell, charset).text;
      const surveyed = survey(body, last, decode, options.mapping);
      const layout =
        surveyed ?? (options.anyTable === true ? anyTable(body, last, decode) : undefined) ?? NO_TABLE;
      const sample = (most?: number): string[][] => sampleRows(body, layout, last, decode, most);
      const columns = layout.hasHeader
        ? plan(sample(1)[0] ?? [], () => sample().slice(1), layout.dialect.delimiter, options.mapping)
        : planWithoutHeader(sample(), options.mapping);
      // A cell above its limit is still one cell. No character has more than four bytes, so that a quote that never
      // closes is given up before its row is too large.
      const rows = rowReader(
        layout.dialect,
        limits.columns,
        Math.max(limits.field, Math.floor(limits.row / 4)),
      );
      line = layout.headerLine;
      let samples: Samples | undefined;
      table = {
        plan: columns,
        headed: layout.hasHeader,
        samples() {
          samples ??= samplesOf(columns, layout.hasHeader ? sample().slice(1) : sample());
          return samples;
        },
        rows,
        newline: layout.dialect.newline,
      };
      if (
        options.anyTable === true &&
        (surveyed === undefined || !holdsContacts(columns.columns.map(({ field }) => field)))
      ) {
        refused = true;
        const names = columns.columns.map((column) => column.header);
        events.push(wrong('header.not_understood', line, names.join(', ')));
        return text.length;
      }
      if (columns.unknown.length > 0)
        events.push(wrong('header.unknown_columns', line, columns.unknown.join(', ')));
      let first = layout.start;
      if (layout.hasHeader && rows.read(body, first, true)) {
        if (rows.count > limits.columns) events.push(wrong('row.too_many_columns', line, String(rows.count)));
        line += rows.breaks;
        first = rows.end;
        headerRow = body.slice(layout.start, first).trimEnd();
      }
      let at = first;
      const next = (): boolean => {
        const read = at < body.length && rows.read(body, at, last);
        at = rows.end;
        return read;
      };
      const order = orderIn(columns, rows, next, decode);
      make = cardMaker(columns, order, limits);
      return bom + first;
    }

    /** What is in a block of the file: all of it at once, because a generator that stops at each row costs as much as the row. */
    function block(bytes: Uint8Array, last: boolean): readonly ReadEvent[] {
      const events: ReadEvent[] = [];
      const all = joined(carry, bytes);
      const used = last ? all.length : whole(all);
      const { text, bytes: perByte } = piece(used === all.length ? all : all.subarray(0, used));
      let at = table === undefined ? start(text, perByte, last, events) : 0;
      if (table === undefined || make === undefined) return events;
      const { rows, newline } = table;
      if (skipping) {
        const end = text.indexOf(newline, at);
        at = end < 0 ? text.length : end + 1;
        skipping = end < 0 && !last;
        if (end >= 0) line++;
      }
      const width = table.plan.columns.length;
      const lost = new Set<number>();
      const cell = (place: number): string => {
        const decoded = cellText(perByte ? decoder : undefined, rows.cell(place), charset);
        if (decoded.lost) lost.add(place);
        return decoded.text;
      };
      // Asked of the bytes: a text of two bytes a letter is full of them.
      const decode = perByte || all.includes(0) ? cell : undefined;
      let began = at;
      const asFound = (): string =>
        cellText(perByte ? decoder : undefined, text.slice(began, Math.min(rows.end, began + 300)).trim())
          .text;
      /** What is wrong with the row as a whole. */
      const faults = (one: Making): void => {
        for (const place of lost)
          note(one, limits, 'text.undecodable', table?.plan.columns[place]?.header, cell(place));
        lost.clear();
        if (rows.unclosed) note(one, limits, 'row.unclosed_quote', undefined, asFound());
        const surplus: string[] = [];
        for (let place = width; place < Math.min(rows.count, limits.columns); place++) {
          const value = lines(cell(place)).trim();
          if (value === '') continue;
          surplus.push(value);
          keep(one, value, `column ${place + 1}`);
        }
        if (surplus.length > 0) note(one, limits, 'row.too_many_columns', undefined, surplus.join(', '));
        if (rows.count === 1 && width > 1) note(one, limits, 'row.too_few_columns', undefined, '1');
      };
      for (; at < text.length && rows.read(text, at, last); at = rows.end) {
        began = at;
        const first = line;
        line += rows.breaks;
        const { count } = rows;
        if (count === 1 && rows.cell(0).trim() === '') continue;
        // Files joined into one say their header again, maybe after a byte order mark.
        if (headerRow !== '' && isAgain(headerRow, text, began, rows.end)) continue;
        // Excel leaves out what is empty at the end of a row; only a lone cell in a wide file is suspicious.
        const odd = perByte || rows.unclosed || count > width || count === 1;
        const card = make.row(rows, [first, line - 1], decode, odd ? faults : undefined);
        if (card !== undefined) events.push({ kind: 'card', card });
        else if (rows.unclosed || rows.cells().some((one) => one.trim() !== ''))
          events.push(wrong(rows.unclosed ? 'row.unclosed_quote' : 'card.empty', first, asFound()));
        if (make.swapped()) events.push(wrong('date.order_unsure', first));
      }
      carry = all.slice(used - byteLength(text.slice(at), perByte));
      if (carry.length > limits.row) {
        events.push(wrong('row.too_large', line));
        carry = new Uint8Array();
        skipping = true;
      }
      return events;
    }

    return {
      get dialect() {
        return table?.plan.dialect;
      },
      get header() {
        return table === undefined ? undefined : headerOf(table, !refused);
      },
      get refused() {
        return refused;
      },
      *write(chunk) {
        if (refused) return;
        for (const full of source.push(chunk)) for (const event of block(full, false)) yield event;
      },
      *end() {
        if (!refused) yield* block(source.rest(), true);
      },
    };
  },
};

function headerOf({ plan: { columns }, headed, samples }: Table, read: boolean): TableHeader {
  const seen = samples();
  return {
    fingerprint: headerFingerprint(columns.map(({ header }) => header)),
    headed,
    read,
    columns: columns.map(({ header, field, basis, label, labelColumn }, at) => ({
      name: header,
      meaning: label === undefined || labelColumn >= 0 ? field : `${field}/${label}`,
      basis,
      samples: seen[at] ?? [],
    })),
  };
}

function samplesOf({ columns }: Plan, rows: Samples): Samples {
  return columns.map((_, at) => {
    const found = new Set<string>();
    for (const row of rows) {
      const cell = (row[at] ?? '').trim();
      if (cell !== '') found.add(cell.slice(0, 60).toWellFormed());
      if (found.size === 3) break;
    }
    return [...found];
  });
}

type Samples = readonly (readonly string[])[];

/** What is known of a file once its header was read. */
interface Table {
  readonly plan: Plan;
  readonly headed: boolean;
  /** What stands in each column; cut when asked for, which few readers do. */
  readonly samples: () => Samples;
  readonly rows: Rows;
  readonly newline: string;
}

const NO_TABLE: Survey = {
  dialect: { delimiter: ',', newline: '\n' },
  header: 0,
  headerLine: 1,
  start: 0,
  sure: 0,
  hasHeader: false,
};

function isAgain(header: string, text: string, from: number, to: number): boolean {
  const more = to - from - header.length;
  return (
    more >= 0 &&
    more <= 5 &&
    text
      .slice(from, to)
      .replace(/^(?:\ufeff|ï»¿)/, '')
      .trimEnd() === header
  );
}

function wrong(code: ProblemCode, line: number, found?: string): ReadEvent {
  return { kind: 'problem', problem: problem(code, line, undefined, found) };
}

/** A cell's text; with a decoder, each of its characters stands for one byte. */
function cellText(
  decoder: Charsets | undefined,
  raw: string,
  charset?: string,
): { text: string; lost: boolean } {
  // NULs are no part of any text.
  const cell = raw.includes('\0') ? raw.replaceAll('\0', '') : raw;
  return decoder !== undefined && !isAscii(cell)
    ? decoder.decode(fromByteString(cell), charset)
    : { text: cell, lost: false };
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
