import type { FormatName, Problem, ReadEvent } from '../contact.ts';
import { problem } from './events.ts';
import type { Reader } from './format.ts';
import type { Limits } from './limits.ts';
import { type Budget, entryNames, type Wanted, type ZipToken, zipEntries } from './zip-entries.ts';

/** What an archive is by the names in it: entries to read, an Excel workbook, or another program's file. */
export function archiveKind(head: Uint8Array): FormatName | { readonly what: string } | undefined {
  if (head[0] !== 0x50 || head[1] !== 0x4b) return undefined;
  // A ZIP without entries, or with less than one header.
  if (head[2] === 5 && head[3] === 6) return { what: 'an empty ZIP' };
  const names = entryNames(head);
  if (names.length === 0) return undefined;
  for (const [name, what] of OFFICE) if (names.includes(name)) return { what };
  return names[0] === '[Content_Types].xml' || names.includes('xl/workbook.xml') ? 'xlsx' : 'zip';
}

/** Files of other programs that are ZIP archives; an OpenDocument names itself without packing, right after `mimetype`. */
const OFFICE: readonly (readonly [string, string])[] = [
  ['word/document.xml', 'Word document (.docx)'],
  ['ppt/presentation.xml', 'PowerPoint (.pptx)'],
  ['xl/workbook.bin', 'binary Excel (.xlsb)'],
  ['mimetype', 'OpenDocument (.ods, .odt) or e-book'],
  ['META-INF/MANIFEST.MF', 'program'],
];

/** A reader of one entry; it says by a problem when there are no contacts in it. */
export type EntryReader = Pick<Reader, 'write' | 'end' | 'header'>;

/**
 * Reads each file of a ZIP by the reader of its own format; files without contacts are counted, hidden ones passed over.
 *
 * `open` gives the reader of an entry.
 */
export function zipReader(limits: Limits, budget: Budget, open: () => EntryReader): Reader {
  const zip = zipEntries(limits, budget);
  /** How many entries were no contacts, by what they are. */
  const others = new Map<string, number>();
  let problems = 0;
  let name = '';
  let reader: EntryReader | undefined;
  let header: Reader['header'];

  const other = (what: string): void => {
    const key = others.has(what) || others.size < KINDS ? what : 'other';
    others.set(key, (others.get(key) ?? 0) + 1);
  };
  function* from(events: Iterable<ReadEvent>): Generator<ReadEvent> {
    for (const event of events) {
      if (event.kind === 'card') {
        const { source } = event.card;
        const entry = inner(name, source.entry);
        yield entry === '' ? event : { kind: 'card', card: { ...event.card, source: { ...source, entry } } };
      } else if (event.problem.code === 'file.not_contacts' || event.problem.code === 'file.empty') {
        other(event.problem.found ?? 'empty');
        zip.want('nothing');
        reader = undefined;
        return;
      } else
        yield { kind: 'problem', problem: { ...event.problem, entry: inner(name, event.problem.entry) } };
    }
  }
  function* tell(found: Problem): Generator<ReadEvent> {
    if (problems++ < limits.problems) yield { kind: 'problem', problem: found };
    else other(found.code);
  }
  function* take(tokens: Iterable<ZipToken>): Generator<ReadEvent> {
    for (const token of tokens) {
      if (token.kind === 'entry') {
        name = token.name;
        reader = isHidden(name) ? undefined : open();
        if (reader === undefined) zip.want('nothing' satisfies Wanted);
      } else if (token.kind === 'bytes') {
        if (reader !== undefined) yield* from(reader.write(token.bytes));
      } else if (token.kind === 'over') {
        const ended = reader;
        if (ended !== undefined) yield* from(ended.end());
        header ??= ended?.header;
        reader = undefined;
        name = '';
      } else {
        // Nothing came of an entry that is refused, and so it is not said to be empty.
        if (UNREAD.has(token.code)) reader = undefined;
        const found = problem(token.code, 1, undefined, token.found);
        yield* tell(name === '' ? found : { ...found, entry: name });
      }
    }
  }
  return {
    dialect: 'ZIP',
    get header() {
      return header ?? reader?.header;
    },
    *write(chunk) {
      yield* take(zip.write(chunk));
    },
    *end() {
      yield* take(zip.end());
      if (others.size === 0) return;
      const counts = [...others].map(([what, count]) => `${what}: ${count}`);
      yield { kind: 'problem', problem: problem('archive.skipped', 1, undefined, counts.join(', ')) };
    },
  };
}

/** Different kinds of files without contacts that are counted each for itself. */
const KINDS = 20;

const UNREAD: ReadonlySet<string> = new Set(['archive.encrypted', 'archive.method', 'archive.too_many']);

/** The place of something inside an entry that is an archive itself. */
function inner(entry: string, further: string | undefined): string {
  return further === undefined ? entry : `${entry}/${further}`;
}

/** Folders, and what macOS and Windows put beside the files. */
function isHidden(name: string): boolean {
  if (name === '') return false;
  const parts = name.split(/[\\/]/);
  return parts.at(-1) === '' || parts.some((part) => part.startsWith('.') || part === '__MACOSX');
}
