import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Card,
  type ColumnMappings,
  FORMAT_NAMES,
  type FormatName,
  normaliseCard,
  type Problem,
  parseColumnMappings,
  readContacts,
  type Totals,
  tally,
} from '@kith/contacts';

/** How the commands that read files are told to read; every one takes these. */
export const readOptions = {
  format: { type: 'string' },
  region: { type: 'string' },
  mapping: { type: 'string' },
} as const;

export interface Reading {
  readonly format: FormatName | undefined;
  readonly region: string | undefined;
  /** Keep the bytes of photos. */
  readonly photos: boolean;
  readonly mapping: ColumnMappings | undefined;
}

/** What a file gave, for `--summary`. */
export interface FileTotals extends Totals {
  readonly file: string;
  /** `Google CSV`, `vCard`; absent where nothing could be read. */
  readonly format: string | undefined;
}

/** Where what is read goes. */
export interface Readout {
  contact(card: Card): Promise<void> | undefined;
  /** A problem that belongs to no contact. */
  problem(file: string, problem: Problem): Promise<void> | undefined;
  /** A file that holds no contacts, in one sentence for people. */
  refusal(sentence: string): void;
  done(totals: FileTotals): void;
  /** True once nobody takes any more. */
  closed(): boolean;
}

/**
 * Makes of the options what the readers take.
 *
 * @returns a sentence that says what is wrong with them, else the reading
 */
export async function readingOf(
  values: { format?: string | undefined; region?: string | undefined; mapping?: string | undefined },
  photos: boolean,
): Promise<Reading | string> {
  const region = values.region?.toUpperCase();
  if (region !== undefined && !/^[A-Z]{2}$/.test(region))
    return `--region takes two letters, such as DE or US, not "${values.region}".`;
  const format = FORMAT_NAMES.find((name) => name === values.format);
  if (values.format !== undefined && format === undefined)
    return `--format takes one of ${FORMAT_NAMES.join(', ')}, not "${values.format}".`;
  const mapping = values.mapping === undefined ? undefined : await mappingAt(values.mapping);
  return typeof mapping === 'string' ? mapping : { format, region, photos, mapping };
}

/** @returns a sentence that says why the file is no mapping, else the mapping */
async function mappingAt(path: string): Promise<ColumnMappings | string> {
  try {
    return parseColumnMappings(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `--mapping takes a JSON file as docs/reference/column-mapping.md has it. ${error.message}`;
  }
}

/**
 * Reads files one after another; a folder is read whole, in the order of its names.
 *
 * @returns the exit code: 0, or 2 when a file that was named holds no contacts
 */
export async function readFiles(names: readonly string[], reading: Reading, out: Readout): Promise<number> {
  let code = 0;
  for (const name of names) {
    let kept = 0;
    const paths = name === '-' ? ['-'] : await filesAt(name);
    const inFolder = paths.length !== 1 || paths[0] !== name;
    for (const path of paths) {
      const refused = await readFileAt(path, reading, out);
      if (refused === undefined) kept++;
      else out.refusal(refused);
      if (out.closed()) return code;
      if (refused !== undefined && !inFolder) code = 2;
    }
    if (inFolder && kept === 0) {
      code = 2;
      out.refusal(`${name} is a folder without a file of contacts.`);
    }
  }
  return code;
}

/** A folder's files, those of its folders too; what begins with a dot and links are passed over. */
async function filesAt(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() !== true) return [path];
  const paths: string[] = [];
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
    const full = join(entry.parentPath, entry.name);
    const hidden = full
      .slice(path.length)
      .split(/[\\/]/)
      .some((part) => part.startsWith('.'));
    if (entry.isFile() && !hidden) paths.push(full);
  }
  return paths.sort();
}

/** @returns why the file gave nothing, for people; else undefined */
async function readFileAt(path: string, reading: Reading, out: Readout): Promise<string | undefined> {
  const shown = path === '-' ? 'standard input' : path;
  const file = readingInto(out, path, shown, reading);
  try {
    const input = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 256 * 1024 });
    for await (const chunk of input) {
      await file.write(chunk);
      if (out.closed()) return undefined;
      if (file.refused()) break;
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return `${shown} cannot be opened (${error.code}). Check the name and that you may read it.`;
  }
  return await file.end();
}

/** The contacts of one file on their way from its bytes to a readout. */
export interface FileReading {
  write(bytes: Uint8Array): Promise<void>;
  /** Whether the rest need not be read: there are no contacts. */
  refused(): boolean;
  /** @returns why the file gave nothing, for people; else undefined */
  end(): Promise<string | undefined>;
}

/** Begins to read a file: `name` as its totals and problems have it, `shown` as a sentence has it. */
export function readingInto(out: Readout, name: string, shown: string, reading: Reading): FileReading {
  const { format, region, photos, mapping } = reading;
  const reader = readContacts({
    photos,
    ...(format === undefined ? {} : { format }),
    ...(mapping === undefined ? {} : { mapping }),
  });
  const count = tally();
  let refusal: string | undefined;
  const take = async (events: ReturnType<typeof reader.write>): Promise<void> => {
    for (const event of events) {
      if (event.kind === 'problem') {
        refusal ??= refusalOf(event.problem, shown);
        count.take(event);
        await out.problem(name, event.problem);
        continue;
      }
      const card = normaliseCard(event.card, region === undefined ? {} : { region });
      if (count.take({ kind: 'card', card })) await out.contact(card);
    }
  };
  return {
    write: (bytes) => take(reader.write(bytes)),
    refused: () => reader.refused === true,
    async end() {
      await take(reader.end());
      if (count.totals.kept === 0)
        return refusal ?? `${shown} holds no contact that can be read. Export it again as CSV or vCard.`;
      out.done({ file: name, format: reader.dialect ?? reader.format, ...count.totals });
      return undefined;
    },
  };
}

function refusalOf(problem: Problem, name: string): string | undefined {
  if (problem.code === 'file.empty') return `${name} is empty. Export your contacts again, as CSV or vCard.`;
  if (problem.code === 'archive.encrypted')
    return `${name} is locked with a password. Unpack it, and read what is inside.`;
  if (problem.code === 'archive.too_deep')
    return `${name} holds archives inside one another. Unpack them, and read what is inside.`;
  if (problem.code !== 'file.not_contacts') return undefined;
  return `${name} holds no contacts: it is ${problem.found ?? 'something else'}. Export your contacts as CSV or vCard and read that file.`;
}
