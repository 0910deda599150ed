import { blocks, concatenated } from './blocks.ts';
import { piece, toByteString } from './charset.ts';
import type { CardLimits } from './limits.ts';
import type { Headers, Place } from './vcard-headers.ts';

/** Takes what the lines of a vCard file hold. */
export interface LineHandler {
  /**
   * One property as it stood in the file: unfolded, but not decoded. With `bytes` the value holds one character per
   * byte, with `marked` it may hold a backslash or a NUL, with `cut` it was longer than allowed and is cut.
   */
  property(place: Place, value: string, bytes: boolean, marked: boolean, line: number, cut: boolean): void;
  /** A line that is no property. */
  stray(line: number, text: string): void;
  /** A line longer than any that is held; it is left out. */
  tooLong(line: number): void;
}

/**
 * Unfolds (RFC 6350, section 3.2; vCard 2.1, section 2.1.3).
 *
 * Three ways of going on are told apart: a line that starts with a space or tab; a quoted-printable value
 * whose line ends in `=`, or whose next line starts with one; a base64 value of 2.1, whose lines hold
 * nothing else.
 */
export function vcardLines(
  limits: CardLimits,
  headers: Headers,
  handler: LineHandler,
): { write(chunk: Uint8Array): Iterator<void>; end(): void } {
  const source = blocks(BLOCK);
  const longest = Math.ceil((limits.photo * 4) / 3) + limits.line;
  let carry: Uint8Array[] = [];
  let carried = 0;
  let skipping = false;
  let number = 0;
  let pending: Pending | undefined;

  /** The header that stands in a text; a quote that is open may close in the next line, until there is none. */
  const placeIn = (text: string, bytes: boolean, last?: boolean): Place | undefined => {
    const colon = headerEnd(text, last);
    return colon < 0 ? undefined : headers.find(text.slice(0, colon), bytes);
  };

  const flush = (): void => {
    const held = pending;
    pending = undefined;
    if (held === undefined) return;
    const text = held.parts.join('');
    const place = held.place ?? placeIn(text, held.bytes, true);
    if (place !== undefined) {
      headers.follow(place);
      handler.property(place, text.slice(place.text.length + 1), held.bytes, true, held.line, held.cut);
    } else if (text.trim() !== '') handler.stray(held.line, text);
  };

  const append = (held: Pending, text: string, bytes: boolean): void => {
    if (held.length + text.length > longest) {
      held.cut = true;
      return;
    }
    if (bytes && !held.bytes) {
      held.parts = [toByteString(held.parts.join(''))];
      held.bytes = true;
      held.place = undefined;
    }
    const piece = held.bytes && !bytes ? toByteString(text) : text;
    held.parts.push(piece);
    held.length += piece.length;
    // A header is not spread over more lines than this.
    if (held.parts.length <= 10) held.place ??= placeIn(held.parts.join(''), held.bytes);
  };

  /** A quoted-printable line that ends in `=` goes on in the next one, whatever that starts with. */
  const softened = (held: Pending, text: string): string => {
    held.soft = held.place?.header.continues === 'quoted-printable' && text.endsWith('=');
    return held.soft ? text.slice(0, -1) : text;
  };

  /** Whether the pending property goes on in this line; if so it took it. */
  const goesOn = (held: Pending, text: string, bytes: boolean): boolean => {
    const first = text.charCodeAt(0);
    let more = text;
    if (held.soft) {
      if (/^\s*(?:END|BEGIN)\s*:/i.test(text)) return false;
    } else if (first === SPACE || first === TAB) more = text.slice(1);
    else if (isWhole(held.place, first)) return false;
    else if (held.place?.header.continues === 'base64') {
      if (!/^[\w+/=-]+\s*$/.test(text)) return false;
      more = text.trim();
    }
    append(held, softened(held, more), bytes);
    return true;
  };

  /** Takes a line of which less is known; `place` is its header, where that is known and stands in it as a whole. */
  const physical = (text: string, bytes: boolean, place?: Place): void => {
    number++;
    if (pending !== undefined && goesOn(pending, text, bytes)) return;
    flush();
    if (text.length === 0) return;
    pending = {
      parts: [],
      length: text.length,
      bytes,
      line: number,
      cut: false,
      soft: false,
      place: place ?? placeIn(text, bytes),
    };
    pending.parts.push(softened(pending, text));
  };

  /**
   * Most lines are a whole property and are taken as they stand; all others go through `physical`. Each byte is looked
   * at once, and counted where it makes no character of its own: so the place in the text is known.
   */
  const lines = (all: Uint8Array): void => {
    const { text, bytes } = piece(all);
    const size = all.length;
    let more = 0;
    for (let at = 0, stop = 0; at < size; at = stop + 1) {
      const from = at - more;
      const first = all[at] ?? 0;
      const place =
        first > SPACE && !pending?.soft && isWhole(pending?.place, first) ? headers.at(all, at) : undefined;
      stop = place === undefined ? at : at + place.raw.length;
      let returns = 0;
      let marked = false;
      for (; stop < size; stop++) {
        const mark = MARKS[all[stop] ?? 0];
        if (mark === PLAIN) continue;
        if (mark === FEED) break;
        if (mark === INSIDE) more++;
        else if (mark === FOUR) more--;
        else if (mark === RETURN) returns++;
        else marked = true;
      }
      if (bytes) more = 0;
      let end = stop;
      for (; returns > 0 && all[end - 1] === CR; end--) returns--;
      const to = end - more;
      // What follows tells whether this line goes on; it is unknown at the end of a block.
      const following = all[stop + 1] ?? 0;
      // CRs inside a line are line breaks themselves; those at its end belong to its line feed and are gone already.
      if (returns > 0) for (const part of text.slice(from, to).split('\r')) physical(part, bytes);
      else if (
        place !== undefined &&
        following > SPACE &&
        all[end - 1] !== EQUALS &&
        isWhole(place, following)
      ) {
        flush();
        number++;
        headers.follow(place);
        handler.property(place, text.slice(from + place.raw.length, to), bytes, marked, number, false);
      } else physical(text.slice(from, to), bytes, place);
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
    if (carry.length > 0) head = concatenated([...carry, head]);
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
      block(concatenated([source.rest(), Uint8Array.of(0x0a)]));
      flush();
    },
  };
}

/** Shorter than the blocks of other readers: the strings of longer ones are not kept among the young objects, and are collected late. */
const BLOCK = 16 * 1024;

const SPACE = 0x20;
const TAB = 0x09;
const CR = 0x0d;
const EQUALS = 0x3d;

const PLAIN = 0;
const FEED = 1;
const RETURN = 2;
const MARKED = 3;
const INSIDE = 4;
const FOUR = 5;

/** What a byte is to a line: the second and later bytes of a character in UTF-8 are inside it, one of four is two units of text. */
const MARKS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === CR) return RETURN;
  if (byte === 0x0a) return FEED;
  if (byte === 0 || byte === 0x5c) return MARKED;
  return byte < 0x80 || (byte > 0xbf && byte < 0xf0) ? PLAIN : byte < 0xc0 ? INSIDE : FOUR;
});

interface Pending {
  parts: string[];
  length: number;
  bytes: boolean;
  readonly line: number;
  cut: boolean;
  /** The last line ended in the `=` of quoted-printable: the next one belongs to it, whatever it starts with. */
  soft: boolean;
  /** Its header, once the whole of it is there. */
  place: Place | undefined;
}

/** Whether a property is whole before a line that starts with `first`, which is no white space. */
function isWhole(place: Place | undefined, first: number): boolean {
  const continues = place?.header.continues;
  return continues === undefined || (continues === 'quoted-printable' && first !== EQUALS);
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

/** The colon that ends the header: the first one outside quotes, of which one that never closes means nothing. */
function headerEnd(text: string, last?: boolean): number {
  const header = /^[^":]*(?:"[^"]*"[^":]*)*:/.exec(text);
  return header ? header[0].length - 1 : last ? text.indexOf(':') : -1;
}
