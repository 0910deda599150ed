import { blocks, joined } from './blocks.ts';
import { isAscii, piece, toByteString } from './charset.ts';
import type { Limits } from './limits.ts';

/** Takes what the lines of a vCard file hold. */
export interface LineHandler<H> {
  /** One property as it stood in the file: unfolded, but not decoded. */
  property(property: RawProperty<H>): void;
  /** A line that is no property. */
  stray(line: number, text: string): void;
  /** A line longer than any that is held; it is left out. */
  tooLong(line: number): void;
}

/** A property as it stands in the file; valid until the handler returns. */
export interface RawProperty<H> {
  header: H;
  value: string;
  /** The value holds one character per byte. */
  bytes: boolean;
  /** The value may hold a backslash or a NUL. */
  marked: boolean;
  line: number;
  /** The value was longer than allowed and is cut. */
  cut: boolean;
}

/**
 * Unfolds (RFC 6350, section 3.2; vCard 2.1, section 2.1.3).
 *
 * Three ways of going on are told apart: a line that starts with a space or tab; a quoted-printable value
 * whose line ends in `=`, or whose next line starts with one; a base64 value of 2.1, whose lines hold
 * nothing else.
 */
export function vcardLines<H extends Foldable>(
  limits: Limits,
  headers: Headers<H>,
  handler: LineHandler<H>,
): { write(chunk: Uint8Array): Iterator<void>; end(): void } {
  const source = blocks(BLOCK);
  const longest = Math.ceil((limits.photo * 4) / 3) + limits.line;
  const found: RawProperty<H> = {
    header: headers.find('', 0, 0, false),
    value: '',
    bytes: false,
    marked: false,
    line: 0,
    cut: false,
  };
  let carry: Uint8Array[] = [];
  let carried = 0;
  let skipping = false;
  let number = 0;
  let pending: Pending | undefined;

  const flush = (): void => {
    const held = pending;
    pending = undefined;
    if (held === undefined) return;
    const text = held.parts.length === 1 ? (held.parts[0] ?? '') : held.parts.join('');
    const colon = headerEnd(text);
    if (colon < 0) {
      if (text.trim() !== '') handler.stray(held.line, text);
      return;
    }
    found.header = headers.find(text, 0, colon, held.bytes);
    found.value = text.slice(colon + 1);
    found.bytes = held.bytes;
    found.marked = true;
    found.line = held.line;
    found.cut = held.cut;
    handler.property(found);
  };

  const append = (held: Pending, text: string, bytes: boolean): void => {
    if (held.length + text.length > longest) {
      held.cut = true;
      return;
    }
    let piece = text;
    if (bytes !== held.bytes) {
      if (bytes) {
        held.parts = held.parts.map(toByteString);
        held.bytes = true;
      } else piece = toByteString(text);
    }
    held.parts.push(piece);
    held.length += piece.length;
    if (held.mode === 'unknown') learnMode(held);
  };

  /** Reads from the header how the value may go on, once the header is there. */
  const learnMode = (held: Pending): void => {
    const text = held.parts.length === 1 ? (held.parts[0] ?? '') : held.parts.join('');
    const colon = headerEnd(text);
    if (colon >= 0) held.mode = headers.find(text, 0, colon, held.bytes).continues ?? 'folded';
    // A header is not spread over more lines than this.
    else if (held.parts.length > 10) held.mode = 'folded';
  };

  /** A quoted-printable line that ends in `=` goes on in the next one, whatever that starts with. */
  const softened = (held: Pending, text: string): string => {
    held.soft = held.mode === 'quoted-printable' && text.endsWith('=');
    return held.soft ? text.slice(0, -1) : text;
  };

  /** Whether the pending property goes on in this line; if so it took it. */
  const goesOn = (held: Pending, text: string, bytes: boolean): boolean => {
    const first = text.charCodeAt(0);
    if (held.soft) {
      if (/^\s*(?:END|BEGIN)\s*:/i.test(text)) return false;
      append(held, softened(held, text), bytes);
      return true;
    }
    if (first === SPACE || first === TAB) {
      append(held, softened(held, text.slice(1)), bytes);
      return true;
    }
    if (held.mode === 'quoted-printable' && first === EQUALS) {
      append(held, softened(held, text), bytes);
      return true;
    }
    if (held.mode !== 'base64' || !/^[\w+/=-]+\s*$/.test(text)) return false;
    append(held, text.trim(), bytes);
    return true;
  };

  const physical = (text: string, bytes: boolean): void => {
    number++;
    if (pending !== undefined && goesOn(pending, text, bytes)) return;
    flush();
    if (text.length === 0) return;
    pending = {
      parts: [text],
      length: text.length,
      bytes,
      line: number,
      cut: false,
      soft: false,
      mode: 'unknown',
    };
    learnMode(pending);
    if (pending.mode === 'quoted-printable') pending.parts[0] = softened(pending, text);
  };

  /**
   * Most lines are a whole property and are taken as they stand; all others go through `physical`. The next place
   * of each letter that matters is kept from line to line, so that no stretch of text is searched twice.
   */
  const lines = (all: Uint8Array): void => {
    const { text, bytes } = piece(all);
    const length = text.length;
    const next = (letter: string, from: number): number => {
      const place = text.indexOf(letter, from);
      return place < 0 ? length : place;
    };
    let cr = hasLoneReturn(all) ? -1 : length;
    let colon = -1;
    let quote = -1;
    let backslash = -1;
    let nul = -1;
    for (let at = 0, feed = 0; at < length; at = feed + 1) {
      feed = next('\n', at);
      let stop = feed;
      while (stop > at && text.charCodeAt(stop - 1) === CR) stop--;
      if (cr < at) cr = next('\r', at);
      if (cr < stop) {
        carriageReturns(text.slice(at, stop), bytes, physical);
        continue;
      }
      // What follows tells whether this line goes on; it is unknown at the end of a block.
      const following = text.charCodeAt(feed + 1);
      const first = text.charCodeAt(at);
      const simple =
        following > SPACE &&
        first > SPACE &&
        (pending === undefined || (!pending.soft && pending.mode === 'folded'));
      if (simple) {
        let header = headers.guess(text, at);
        let end = at + (header?.raw.length ?? 0) - 1;
        if (header === undefined) {
          if (colon < at) colon = next(':', at);
          if (quote < at) quote = next('"', at);
          end = quote < colon && quote < stop ? at + headerEnd(text.slice(at, stop)) : colon;
          if (end >= at && end < stop) header = headers.find(text, at, end, bytes);
        }
        if (header !== undefined && header.continues === undefined) {
          flush();
          number++;
          if (backslash < at) backslash = next('\\', at);
          if (nul < at) nul = next('\0', at);
          found.header = header;
          found.value = text.slice(end + 1, stop);
          found.bytes = bytes;
          found.marked = backslash < stop || nul < stop;
          found.line = number;
          found.cut = false;
          handler.property(found);
          continue;
        }
      }
      physical(text.slice(at, stop), bytes);
    }
  };

  const block = (bytes: Uint8Array): void => {
    const end = lastBreak(bytes);
    if (end < 0) {
      carried += bytes.length;
      if (carried > longest) skipping = true;
      if (skipping) carry = [];
      else carry.push(bytes.slice());
      return;
    }
    let head = bytes.subarray(0, end);
    if (skipping) {
      // The rest of the line that was too long.
      handler.tooLong(++number);
      const first = firstBreak(bytes);
      head = head.subarray(first);
      skipping = false;
    }
    for (let at = carry.length - 1; at >= 0; at--) head = joined(carry[at] ?? head, head);
    carry = end < bytes.length ? [bytes.slice(end)] : [];
    carried = bytes.length - end;
    lines(head);
  };

  return {
    *write(chunk) {
      for (const full of source.push(chunk)) {
        block(full);
        yield;
      }
    },
    end() {
      block(joined(source.rest(), Uint8Array.of(0x0a)));
      flush();
    },
  };
}

/** What must be known of a header to unfold its value. */
export interface Foldable {
  /** As it stands in the file, with its colon. */
  readonly raw: string;
  /** How the value may go on in lines that are not folded. */
  readonly continues: 'quoted-printable' | 'base64' | undefined;
}

/** Parses headers and remembers them. */
interface Headers<H> {
  /** The header from `from` to the colon at `colon`. */
  find(text: string, from: number, colon: number, bytes: boolean): H;
  /** The header at `from`, where it is the one that came after the last one before. */
  guess(text: string, from: number): H | undefined;
}

/**
 * Remembers headers, since a file has few different ones, and which follows which, since they come in the same order
 * in most cards. `made` makes one of its text, without the colon; `bytes` says that it has one character per byte.
 */
export function headers<H extends Foldable>(made: (text: string, bytes: boolean) => H): Headers<H> {
  const known = new Map<string, Place<H>>();
  let last: Place<H> = { header: made('', false), next: undefined, before: undefined };
  return {
    find(text, from, colon, bytes) {
      const raw = text.slice(from, colon);
      let place = known.get(raw);
      if (place === undefined) {
        place = { header: made(raw, bytes), next: undefined, before: undefined };
        // What is no ASCII means something else where it stands in bytes.
        if (raw.length > 500 || !isAscii(raw)) return place.header;
        if (known.size > 2000) known.clear();
        known.set(raw, place);
      }
      last.before = last.next;
      last.next = place;
      last = place;
      return place.header;
    },
    guess(text, from) {
      const { next, before } = last;
      if (next === undefined) return undefined;
      if (text.startsWith(next.header.raw, from)) last = next;
      else if (before !== undefined && text.startsWith(before.header.raw, from)) last = before;
      else return undefined;
      return last.header;
    },
  };
}

interface Place<H> {
  readonly header: H;
  /** What came after it the last time. */
  next: Place<H> | undefined;
  /** What else came after it before. */
  before: Place<H> | undefined;
}

/** Shorter than the blocks of other readers: the strings of longer ones are not kept among the young objects, and are collected late. */
const BLOCK = 16 * 1024;

const SPACE = 0x20;
const TAB = 0x09;
const CR = 0x0d;
const EQUALS = 0x3d;

interface Pending {
  parts: string[];
  length: number;
  bytes: boolean;
  readonly line: number;
  cut: boolean;
  /** The last line ended in the `=` of quoted-printable: the next one belongs to it, whatever it starts with. */
  soft: boolean;
  mode: 'unknown' | 'folded' | 'quoted-printable' | 'base64';
}

/** After the last line break, or -1; a CR at the very end may be half of a CR LF and is left for later. */
function lastBreak(bytes: Uint8Array): number {
  const newline = bytes.lastIndexOf(0x0a);
  if (newline >= 0) return newline + 1;
  const cr = bytes.lastIndexOf(0x0d, bytes.length - 2);
  return cr >= 0 && bytes.length === BLOCK ? cr + 1 : -1;
}

/** After the first line break; `bytes` holds one. */
function firstBreak(bytes: Uint8Array): number {
  const newline = bytes.indexOf(0x0a);
  return newline >= 0 ? newline + 1 : bytes.indexOf(0x0d) + 1;
}

/** Whether any CR stands without a line feed behind it. */
function hasLoneReturn(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(CR); at >= 0; at = bytes.indexOf(CR, at + 2)) {
    if (bytes[at + 1] !== 0x0a) return true;
  }
  return false;
}

/** CRs inside a line are line breaks themselves; those at its end belong to its line feed and are gone already. */
function carriageReturns(
  text: string,
  bytes: boolean,
  physical: (text: string, bytes: boolean) => void,
): void {
  let at = 0;
  for (let cr = text.indexOf('\r'); cr >= 0; cr = text.indexOf('\r', at)) {
    physical(text.slice(at, cr), bytes);
    at = cr + 1;
  }
  physical(text.slice(at), bytes);
}

/** The colon that ends the header; one inside a quoted parameter does not count. */
function headerEnd(text: string): number {
  const colon = text.indexOf(':');
  let quote = text.indexOf('"');
  if (quote < 0 || quote > colon) return colon;
  let end = colon;
  while (quote >= 0 && quote < end) {
    const close = text.indexOf('"', quote + 1);
    // The quote never closes: it means nothing.
    if (close < 0) return colon;
    if (close > end) end = text.indexOf(':', close);
    if (end < 0) return colon;
    quote = text.indexOf('"', close + 1);
  }
  return end;
}
