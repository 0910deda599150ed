import { blocks, joined } from './blocks.ts';
import { append, type ByteText } from './byte-text.ts';
import { charsets, fromByteString, isAscii, piece } from './charset.ts';
import type { Limits } from './limits.ts';

/** What stood wrong about a string: it is left out where it is too large or never closes. */
export type StringFault = 'too_large' | 'unclosed' | 'undecodable';

/** Takes the tokens of a JSON text (RFC 8259, section 2) as they come. */
export interface JsonHandler {
  /** One of `{ } [ ] : ,`. */
  mark(mark: string): void;
  string(text: string, fault?: StringFault): void;
  /** A number, `true`, `false`, `null`, or whatever else stands bare; at most 100 characters of it. */
  word(text: string): void;
}

/** The tokens of a stream; `line` is the one that the last token ended on, from 1. */
export interface JsonTokens {
  readonly line: number;
  /** One step for each block of the input. */
  write(chunk: Uint8Array): IterableIterator<void>;
  /** A string or word that is still open was cut off and gives no token. */
  end(): void;
}

/**
 * Cuts bytes into JSON tokens, in bounded memory.
 *
 * It forgives what it can: byte order marks, NULs and record separators (RFC 7464) are white space, and a raw line
 * break ends a string, so that a missing quote costs a line and not the rest of the file.
 */
export function jsonTokens(
  options: { readonly limits: Limits; readonly charset?: string | undefined },
  handler: JsonHandler,
): JsonTokens {
  const { limits } = options;
  const source = blocks();
  const decoder = charsets(options.charset);
  const longest = Math.ceil((limits.photo * 4) / 3) + limits.field;
  let line = 1;
  let held: Uint8Array = new Uint8Array();
  let open: Open | undefined;
  let word = '';
  let carriageReturn = false;

  const string = (fault?: StringFault): void => {
    const found = open;
    open = undefined;
    if (found === undefined) return;
    if (found.cut) {
      handler.string('', 'too_large');
      return;
    }
    let text = found.parts.length === 1 ? (found.parts[0] ?? '') : found.parts.join('');
    let lost = false;
    if (found.bytes && !isAscii(text)) ({ text, lost } = decoder.decode(fromByteString(text)));
    if (found.escapes) text = unescaped(text);
    if (text.includes('\0')) text = text.replaceAll('\0', '');
    handler.string(text.toWellFormed(), fault ?? (lost ? 'undecodable' : undefined));
  };

  /** The rest of an open string, from `from`; gives the place after it. */
  const inString = (to: Open, text: string, from: number, bytes: boolean): number => {
    let at = from;
    if (to.escaped && at < text.length) {
      to.escaped = false;
      at++;
    }
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE || code === LF || code === CR) break;
      if (code !== BACKSLASH) continue;
      to.escapes = true;
      if (++at === text.length) {
        to.escaped = true;
        break;
      }
    }
    if (at > from) append(to, text.slice(from, at), bytes, longest);
    if (at >= text.length) return at;
    if (text.charCodeAt(at) === QUOTE) {
      string();
      return at + 1;
    }
    string('unclosed');
    return at;
  };

  const endWord = (): void => {
    const found = word;
    word = '';
    if (found !== '') handler.word(found);
  };

  const take = (bytes: Uint8Array): void => {
    const { text, bytes: perByte } = piece(bytes);
    let at = 0;
    while (at < text.length) {
      if (open !== undefined) {
        at = inString(open, text, at, perByte);
        continue;
      }
      const code = text.charCodeAt(at++);
      if (code === 0x20) {
        if (word !== '') endWord();
      } else if (code === QUOTE) {
        if (word !== '') endWord();
        // Most strings end in their block and mean what they say.
        const end = perByte ? -1 : plainEnd(text, at);
        if (end >= 0) {
          handler.string(text.slice(at, end));
          at = end + 1;
        } else open = { parts: [], length: 0, bytes: perByte, cut: false, escapes: false, escaped: false };
      } else if (MARKS[code] !== undefined) {
        if (word !== '') endWord();
        handler.mark(MARKS[code]);
      } else if (code < 0x20 || code === 0xfeff) {
        if (word !== '') endWord();
        if (code === CR || (code === LF && !carriageReturn)) line++;
      } else if (word.length < 100) word += text.charAt(at - 1);
      carriageReturn = code === CR;
    }
  };

  const block = (bytes: Uint8Array, last: boolean): void => {
    let all = joined(held, bytes);
    const end = last ? all.length : wholeLetters(all);
    held = all.slice(end);
    all = all.subarray(0, end);
    take(all);
  };

  return {
    get line() {
      return line;
    },
    *write(chunk) {
      for (const full of source.push(chunk)) {
        block(full, false);
        yield;
      }
    },
    end() {
      block(source.rest(), true);
    },
  };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LF = 0x0a;
const CR = 0x0d;
/** The marks by their code. */
const MARKS: readonly (string | undefined)[] = Array.from({ length: 128 }, (_, code) =>
  '{}[]:,'.includes(String.fromCharCode(code)) ? String.fromCharCode(code) : undefined,
);

/** The quote that ends the string from `from`; -1 where it is not there, or an escape, NUL or line break comes before. */
function plainEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH || code === LF || code === CR || code === 0) return -1;
  }
  return -1;
}

/** As it stands in the file: escapes are read when the string is whole, since its charset is known only then. */
interface Open extends ByteText {
  escapes: boolean;
  /** The last block ended between a backslash and its letter. */
  escaped: boolean;
}

/** Where the last letter starts that may go on in the next block. */
function wholeLetters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return bytes.length - back;
  }
  return bytes.length;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** RFC 8259, section 7; a backslash before anything else is dropped. */
function unescaped(text: string): string {
  let out = '';
  let start = 0;
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', start)) {
    out += text.slice(start, at);
    const letter = text.charAt(at + 1);
    const digits = letter === 'u' ? text.slice(at + 2, at + 6) : '';
    if (/^[0-9a-f]{4}$/i.test(digits)) {
      out += String.fromCharCode(Number.parseInt(digits, 16));
      start = at + 6;
    } else {
      const means = ESCAPES.get(letter);
      // The letter itself stays for the next turn, unless it is a backslash that would be read as one.
      out += means ?? (letter === '\\' ? letter : '');
      start = at + (means !== undefined || letter === '\\' ? 2 : 1);
    }
  }
  return out + text.slice(start);
}
