import type { ReadEvent } from '../contact.ts';
import { problem } from './events.ts';
import type { Format, Reader, ReadOptions } from './format.ts';
import { LIMITS } from './limits.ts';
import { bookHandler, relationHandler, stringHandler, styleHandler, workbook } from './xlsx-book.ts';
import { type SheetReader, sheetReader } from './xlsx-sheet.ts';
import { type XmlHandler, xmlTokens } from './xml-tokens.ts';
import { archiveKind } from './zip.ts';
import { type Budget, budgetOf, type Packing, unpacked, type ZipToken, zipEntries } from './zip-entries.ts';

/** A part of the workbook, packed as it came. */
interface Part {
  readonly packing: Packing;
  readonly pieces: Uint8Array[];
}

/**
 * Excel workbooks (ECMA-376, `.xlsx`): every sheet that is a table of contacts.
 *
 * @example [...reader.write(bytes), ...reader.end()] // reader = xlsx.open()
 */
export const xlsx: Format = {
  name: 'xlsx',
  sniff: (head) => (archiveKind(head) === 'xlsx' ? 1 : 0),
  open: (options = {}) => xlsxReader(options, budgetOf(options.limits ?? LIMITS)),
};

/**
 * A reader of a workbook that may unpack so much. Excel writes the texts of the cells after the
 * sheets, so that the sheets are held packed until the end of the file.
 */
export function xlsxReader(options: ReadOptions, budget: Budget): Reader {
  const limits = options.limits ?? LIMITS;
  const zip = zipEntries(limits, budget);
  const book = workbook();
  const parts = new Map<string, Part>();
  let part: Part | undefined;
  let held = 0;
  let sheetInHand: SheetReader | undefined;
  let header: Reader['header'];
  /** Of the first table of which nothing is understood; told where no sheet has contacts. */
  let strange: { header: Reader['header']; events: ReadEvent[] } | undefined;

  function* take(tokens: Iterable<ZipToken>): Generator<ReadEvent> {
    for (const token of tokens) {
      if (token.kind === 'problem') yield wrong(token.code, undefined, token.found);
      else if (token.kind === 'entry') {
        const wanted = WANTED.test(token.name) && !parts.has(token.name);
        part = wanted ? { packing: token.packing, pieces: [] } : undefined;
        if (part !== undefined) parts.set(token.name, part);
        zip.want(wanted ? 'packed' : 'nothing');
      } else if (token.kind === 'bytes' && part !== undefined) {
        held += token.bytes.length;
        if (held <= limits.workbook) part.pieces.push(token.bytes);
        else {
          yield wrong('archive.too_large');
          part = undefined;
          zip.want('nothing');
        }
      }
    }
  }

  /** Reads a part to its end, where it is there. */
  const read = (name: string, handler: XmlHandler): void => {
    const found = parts.get(name);
    if (found === undefined) return;
    const xml = xmlTokens(limits, handler);
    for (const bytes of unpacked(found.pieces, found.packing, limits, budget))
      for (const _ of xml.write(bytes));
    xml.end();
  };

  function* sheet(name: string, found: Part): Generator<ReadEvent, boolean> {
    const reader = sheetReader(book, options);
    const bytes = unpacked(found.pieces, found.packing, limits, budget);
    sheetInHand = reader;
    let next = bytes.next();
    for (; next.done !== true && reader.contacts; next = bytes.next())
      yield* understood(reader, named(name, reader.write(next.value)));
    if (next.done === true && next.value !== 'whole')
      yield wrong(next.value === 'damaged' ? 'archive.damaged' : 'archive.too_large', name);
    yield* understood(reader, named(name, reader.end()));
    if (!reader.refused) header ??= reader.header;
    sheetInHand = undefined;
    return reader.contacts && !reader.refused;
  }

  function* understood(reader: SheetReader, events: Iterable<ReadEvent>): Generator<ReadEvent> {
    for (const event of events) {
      if (!reader.refused) yield event;
      else strange ??= { header: reader.header, events: [event] };
    }
  }

  return {
    dialect: 'Excel',
    get header() {
      return header ?? (sheetInHand?.refused === false ? sheetInHand.header : undefined);
    },
    *write(chunk) {
      yield* take(zip.write(chunk));
    },
    *end() {
      yield* take(zip.end());
      read('xl/workbook.xml', bookHandler(book));
      read('xl/_rels/workbook.xml.rels', relationHandler(book));
      read('xl/styles.xml', styleHandler(book));
      read('xl/sharedStrings.xml', stringHandler(book, limits.workbook));
      if (book.overflown) yield wrong('archive.too_large', 'xl/sharedStrings.xml');
      let contacts = false;
      for (const [name, found] of sheetsOf(book, parts)) contacts = (yield* sheet(name, found)) || contacts;
      if (!contacts && strange !== undefined) {
        header = strange.header;
        yield* strange.events;
      } else if (!contacts)
        yield {
          kind: 'problem',
          problem: problem('file.not_contacts', 1, undefined, 'Excel without a table of contacts'),
        };
    },
  };
}

const WANTED =
  /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|styles\.xml|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/;

/** The sheets in their order; by the names of the parts where the workbook does not tell. */
function sheetsOf(
  { sheets, parts: places }: ReturnType<typeof workbook>,
  parts: ReadonlyMap<string, Part>,
): [name: string, part: Part][] {
  const told = sheets.flatMap(({ name, id }): [string, Part][] => {
    const part = parts.get(places.get(id) ?? '');
    return part === undefined ? [] : [[name, part]];
  });
  if (told.length > 0) return told;
  return [...parts].flatMap(([name, part]): [string, Part][] =>
    name.startsWith('xl/worksheets/') ? [[name.slice('xl/worksheets/'.length, -'.xml'.length), part]] : [],
  );
}

/** The events of a sheet, with its name. */
function* named(sheet: string, events: Iterable<ReadEvent>): Generator<ReadEvent> {
  const entry = sheet.slice(0, 200).replaceAll('\0', '').toWellFormed();
  if (entry === '') {
    yield* events;
    return;
  }
  for (const event of events) {
    if (event.kind === 'problem') yield { kind: 'problem', problem: { ...event.problem, entry } };
    else yield { kind: 'card', card: { ...event.card, source: { ...event.card.source, entry } } };
  }
}

function wrong(code: Parameters<typeof problem>[0], entry?: string, found?: string): ReadEvent {
  const one = problem(code, 1, undefined, found);
  return { kind: 'problem', problem: entry === undefined ? one : { ...one, entry } };
}
