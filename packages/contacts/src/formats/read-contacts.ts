import type { FormatName, ReadEvent } from '../contact.ts';
import { blocks } from './blocks.ts';
import { charsetOf } from './charset.ts';
import { problem } from './events.ts';
import type { Reader, ReadOptions } from './format.ts';
import { encodingOf, formatOf, sniff } from './sniff.ts';

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
  const source = blocks();
  let reader: Reader | undefined;
  let format: FormatName | undefined;
  let recode: ((bytes: Uint8Array, last: boolean) => Uint8Array) | undefined;
  let refused = false;
  let blank = true;

  function* start(bytes: Uint8Array, last: boolean): Generator<ReadEvent> {
    const encoding = encodingOf(bytes);
    if (encoding !== 'bytes') recode = toUtf8(encoding);
    const head = recode === undefined ? bytes : recode(bytes, last);
    const found =
      options.format === undefined ? sniff(head) : ({ kind: 'contacts', format: options.format } as const);
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
    format = found.format;
    const charset = options.charset ?? charsetOf(head);
    reader = formatOf(format).open(charset === undefined ? options : { ...options, charset });
    yield* reader.write(head);
  }

  function* take(bytes: Uint8Array, last: boolean): Generator<ReadEvent> {
    if (refused) return;
    if (reader === undefined) yield* start(bytes, last);
    else yield* reader.write(recode === undefined ? bytes : recode(bytes, last));
  }

  return {
    get format() {
      return format;
    },
    get dialect() {
      return reader?.dialect;
    },
    get header() {
      return reader?.header;
    },
    *write(chunk) {
      for (const block of source.push(chunk)) yield* take(block, false);
    },
    *end() {
      const rest = source.rest();
      if (rest.length > 0 || blank) yield* take(rest, true);
      if (reader !== undefined) yield* reader.end();
    },
  };
}

function toUtf8(encoding: 'utf-16le' | 'utf-16be'): (bytes: Uint8Array, last: boolean) => Uint8Array {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  return (bytes, last) => encoder.encode(decoder.decode(bytes, { stream: !last }));
}
