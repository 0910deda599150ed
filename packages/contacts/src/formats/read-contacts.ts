import type { FormatName, ProblemCode, ReadEvent } from '../contact.ts';
import { blocks } from './blocks.ts';
import { charsetOf } from './charset.ts';
import { problem } from './events.ts';
import type { Reader, ReadOptions } from './format.ts';
import { gunzip, isGzip } from './gzip.ts';
import { LIMITS, type Limits } from './limits.ts';
import { encodingOf, formatOf, sniff } from './sniff.ts';
import { xlsxReader } from './xlsx.ts';
import { zipReader } from './zip.ts';
import { type Budget, budgetOf } from './zip-entries.ts';

/** What `readContacts` may be told. */
export interface ReadContactsOptions extends ReadOptions {
  /** Do not sniff: the file is known to be of this format. */
  readonly format?: FormatName;
}

/** A reader that finds out by itself what it reads. */
export interface ContactsReader extends Reader {
  /** Known after the first 64 KB or the end. */
  readonly format: FormatName | undefined;
}

/**
 * Reads a file of contacts of any known format, in pieces of any size.
 *
 * A file that holds no contacts gives one problem, `file.not_contacts` or `file.empty`.
 *
 * @example
 * const reader = readContacts();
 * for await (const chunk of stream) for (const event of reader.write(chunk)) take(event);
 * for (const event of reader.end()) take(event);
 */
export function readContacts(options: ReadContactsOptions = {}): ContactsReader {
  return reading(options, 0, budgetOf(options.limits ?? LIMITS));
}

/** Archives inside one another that are unpacked: a file in a ZIP in a ZIP is read. */
const DEPTH = 2;

function reading(options: ReadContactsOptions, depth: number, budget: Budget): ContactsReader {
  const limits = options.limits ?? LIMITS;
  const source = blocks();
  let reader: Reader | undefined;
  let packed: ContactsReader | undefined;
  let format: FormatName | undefined;
  let recode: ((bytes: Uint8Array, last: boolean) => Uint8Array) | undefined;
  let refused = false;
  let blank = true;

  const inside = (): ContactsReader => {
    // An archive holds tables of all kinds; those that are not of contacts are counted.
    const { format: _, anyTable: __, ...same } = options;
    return reading(same, depth + 1, budget);
  };
  const open = (name: FormatName, charset: string | undefined): Reader => {
    if (name === 'zip') return zipReader(limits, budget, inside);
    if (name === 'xlsx') return xlsxReader(options, budget);
    return formatOf(name).open(charset === undefined ? options : { ...options, charset });
  };

  function* start(bytes: Uint8Array, last: boolean): Generator<ReadEvent> {
    if (isGzip(bytes) && options.format === undefined) {
      if (depth >= DEPTH) {
        yield* refuse('archive.too_deep');
        return;
      }
      packed = inside();
      reader = gzipReader(packed, limits, budget);
      blank = false;
      yield* reader.write(bytes);
      return;
    }
    const encoding = encodingOf(bytes);
    if (encoding !== 'bytes') recode = toUtf8(encoding);
    const head = recode === undefined ? bytes : recode(bytes, last);
    const found =
      options.format === undefined
        ? sniff(head, options)
        : ({ kind: 'contacts', format: options.format } as const);
    if (found.kind === 'empty') {
      // A block of blanks says nothing yet about what follows.
      if (!last) return;
      yield { kind: 'problem', problem: problem('file.empty', 1) };
      return;
    }
    blank = false;
    if (found.kind === 'not_contacts') {
      refused = true;
      yield { kind: 'problem', problem: problem('file.not_contacts', 1, undefined, found.what) };
      return;
    }
    if (found.format === 'zip' && depth >= DEPTH) {
      yield* refuse('archive.too_deep');
      return;
    }
    format = found.format;
    reader = open(format, options.charset ?? charsetOf(head));
    yield* reader.write(head);
  }

  function* refuse(code: ProblemCode): Generator<ReadEvent> {
    refused = true;
    blank = false;
    yield { kind: 'problem', problem: problem(code, 1) };
  }

  function* take(bytes: Uint8Array, last: boolean): Generator<ReadEvent> {
    if (refused) return;
    if (reader === undefined) yield* start(bytes, last);
    else yield* reader.write(recode === undefined ? bytes : recode(bytes, last));
  }

  return {
    get format() {
      return packed?.format ?? format;
    },
    get dialect() {
      return reader?.dialect;
    },
    get header() {
      return reader?.header;
    },
    get refused() {
      return refused || reader?.refused === true;
    },
    *write(chunk) {
      for (const block of source.push(chunk)) {
        // Each generator on the way costs every card a step: none is there without need.
        if (reader === undefined || recode !== undefined) yield* take(block, false);
        else yield* reader.write(block);
      }
    },
    *end() {
      const rest = source.rest();
      if (rest.length > 0 || blank) yield* take(rest, true);
      if (reader !== undefined) yield* reader.end();
    },
  };
}

/** What is packed in gzip, read by its own format's reader. */
function gzipReader(inside: ContactsReader, limits: Limits, budget: Budget): Reader {
  const unpacker = gunzip(limits, budget);
  return {
    get dialect() {
      return inside.dialect;
    },
    get header() {
      return inside.header;
    },
    *write(bytes) {
      for (const piece of unpacker.write(bytes)) {
        if (typeof piece === 'string') yield { kind: 'problem', problem: problem(piece, 1) };
        else yield* inside.write(piece);
      }
    },
    *end() {
      yield* inside.end();
      const wrong = unpacker.end();
      if (wrong !== undefined) yield { kind: 'problem', problem: problem(wrong, 1) };
    },
  };
}

function toUtf8(encoding: 'utf-16le' | 'utf-16be'): (bytes: Uint8Array, last: boolean) => Uint8Array {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  return (bytes, last) => encoder.encode(decoder.decode(bytes, { stream: !last }));
}
