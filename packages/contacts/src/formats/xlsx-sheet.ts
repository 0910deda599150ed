import type { ReadEvent } from '../contact.ts';
import { BLOCK } from './blocks.ts';
import { csv } from './csv.ts';
import { problem } from './events.ts';
import type { Reader, ReadOptions } from './format.ts';
import { LIMITS } from './limits.ts';
import { shownNumber, unescaped, type Workbook } from './xlsx-book.ts';
import { type XmlAttributes, xmlTokens } from './xml-tokens.ts';

/** Reads the cells of one sheet. */
export interface SheetReader {
  write(bytes: Uint8Array): Generator<ReadEvent, void, undefined>;
  end(): Generator<ReadEvent, void, undefined>;
  /** False once it is known that the sheet is no table of contacts. */
  readonly contacts: boolean;
  /** True where it is a table of which no column is understood. */
  readonly refused: boolean;
  /** The columns, as they were understood. */
  readonly header: Reader['header'];
}

/** Says that commas separate, whatever stands in the cells. */
const PREAMBLE = 'sep=,\n';

/**
 * Reads a sheet (ECMA-376, part 1, section 18.3) as the table it is: its rows go as CSV to the reader of tables, which
 * finds the header and knows what the columns mean. The lines of what comes out are the rows of the sheet.
 */
export function sheetReader(book: Workbook, options: ReadOptions): SheetReader {
  const limits = options.limits ?? LIMITS;
  const encoder = new TextEncoder();
  const rows = rowNumbers();
  let table: Reader | undefined;
  let contacts = true;
  /** What the table has not read yet. */
  let text = PREAMBLE;
  let line = 2;
  let row = 0;
  let cells: string[] = [];
  let size = 0;
  let column = 0;
  let type = '';
  let style = -1;
  let value = '';
  let reading = false;
  let spoken = false;
  let lost: ReadEvent[] = [];

  const startCell = (attributes: XmlAttributes): void => {
    column = columnOf(attributes.get('r')) ?? column + 1;
    type = attributes.get('t') ?? 'n';
    style = Number(attributes.get('s') ?? -1);
    value = '';
  };
  const endCell = (): void => {
    if (value === '' || column > limits.columns) return;
    let shown = value;
    if (type === 's') shown = book.strings[Number(value)] ?? '';
    else if (type === 'n') shown = shownNumber(value, book.styles[style], book.from1904);
    else if (type === 'b') shown = value === '1' ? 'TRUE' : 'FALSE';
    // #N/A and the like say nothing about anyone.
    else if (type === 'e') shown = '';
    else shown = unescaped(value);
    if (shown.length >= limits.field) {
      lost.push({ kind: 'problem', problem: problem('field.too_large', row, columnName(column)) });
      shown = '';
    }
    size += shown.length;
    while (cells.length < column - 1) cells.push('');
    cells[column - 1] = shown;
  };
  const endRow = (): void => {
    if (size > limits.row / 2) lost.push({ kind: 'problem', problem: problem('row.too_large', row) });
    else if (size > 0) {
      const written = `${cells.map(cell).join(',')}\n`;
      rows.add(line, row);
      for (let at = written.indexOf('\n'); at >= 0; at = written.indexOf('\n', at + 1)) line++;
      text += written;
    }
    cells = [];
    size = 0;
  };
  const xml = xmlTokens(limits, {
    open(name, attributes) {
      if (name === 'row') {
        const told = Number(attributes.get('r'));
        row = told > row ? told : row + 1;
        column = 0;
      } else if (name === 'c') startCell(attributes);
      else if (name === 'rPh') spoken = true;
      else if (name === 'v' || name === 't') reading = !spoken;
    },
    text(piece) {
      if (reading && value.length <= limits.field) value += piece;
    },
    close(name) {
      if (name === 'v' || name === 't') reading = false;
      else if (name === 'rPh') spoken = false;
      else if (name === 'c') endCell();
      else if (name === 'row') endRow();
    },
    fault() {},
  });

  /** The event by the rows of the sheet. */
  const placed = (event: ReadEvent): ReadEvent => {
    if (event.kind === 'problem')
      return { kind: 'problem', problem: { ...event.problem, line: rows.at(event.problem.line) } };
    const { source, problems } = event.card;
    return {
      kind: 'card',
      card: {
        ...event.card,
        source: {
          ...source,
          format: 'xlsx',
          lines: [rows.at(source.lines[0]), rows.at(source.lines[1])],
        },
        problems: problems.map((found) => ({ ...found, line: rows.at(found.line) })),
      },
    };
  };
  function* drain(last: boolean): Generator<ReadEvent> {
    if (contacts && (last || text.length >= BLOCK)) {
      const bytes = encoder.encode(text);
      text = '';
      if (table === undefined) {
        contacts = csv.sniff(bytes, options) > 0;
        if (contacts) table = csv.open(options);
      }
      if (table !== undefined) for (const event of table.write(bytes)) yield placed(event);
    }
    if (!contacts) text = '';
    if (last && table !== undefined) for (const event of table.end()) yield placed(event);
    if (contacts && (table !== undefined || last)) {
      const ready = lost;
      lost = [];
      yield* ready;
    }
    if (lost.length > limits.problems) lost.length = limits.problems;
  }
  return {
    *write(bytes) {
      for (const _ of xml.write(bytes)) yield* drain(false);
    },
    *end() {
      xml.end();
      yield* drain(true);
    },
    get contacts() {
      return contacts;
    },
    get refused() {
      return table?.refused === true;
    },
    get header() {
      return table?.header;
    },
  };
}

/** A cell of CSV (RFC 4180). */
function cell(text: string): string {
  const clean = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  return /^[" ]|[,\n]/.test(clean) ? `"${clean.replaceAll('"', '""')}"` : clean;
}

/** The number of a column in a reference such as `AB12`, from 1. */
function columnOf(reference: string | undefined): number | undefined {
  if (reference === undefined) return undefined;
  let column = 0;
  for (let at = 0; at < reference.length && at < 4; at++) {
    const code = reference.charCodeAt(at) & 0xdf;
    if (code < 0x41 || code > 0x5a) break;
    column = column * 26 + code - 0x40;
  }
  return column === 0 ? undefined : column;
}

function columnName(column: number): string {
  let name = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(0x41 + ((rest - 1) % 26)) + name;
  return name;
}

/** Which row of the sheet a line of the table came from; rows that were read long ago are forgotten. */
function rowNumbers(): { add(line: number, row: number): void; at(line: number): number } {
  let lines: number[] = [];
  let rows: number[] = [];
  let asked = 0;
  return {
    add(line, row) {
      lines.push(line);
      rows.push(row);
    },
    at(line) {
      // Lines are asked for nearly in order: the one before may come again.
      while (asked > 0 && (lines[asked] ?? 0) > line) asked--;
      while (asked + 1 < lines.length && (lines[asked + 1] ?? 0) <= line) asked++;
      const row = rows[asked] ?? 1;
      if (asked > 100_000) {
        lines = lines.slice(asked - 1000);
        rows = rows.slice(asked - 1000);
        asked = 1000;
      }
      return row;
    },
  };
}
