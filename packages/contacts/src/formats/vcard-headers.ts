import { fromByteString, isAscii } from './charset.ts';
import type { Header } from './vcard-header.ts';
import type { Handler } from './vcard-property.ts';
import { handlerOf } from './vcard-table.ts';

/** A header with what it does: `stray` is none at all, BEGIN and END may belong to a card. */
export interface KnownHeader extends Header {
  /** How the value may go on in lines that are not folded. */
  readonly continues: 'quoted-printable' | 'base64' | undefined;
  readonly role: (typeof ROLES)[number] | 'field' | 'stray';
  readonly handler: Handler;
  /** ALTID: the same fact in several languages has the same (RFC 6350, section 5.4). */
  readonly twin: string | undefined;
}

/** A header with what it does. */
export function knownHeader(header: Header): KnownHeader {
  const { name, encoding, value } = header;
  return {
    ...header,
    // Some leave the encoding of a photo out, and go on as if it were there.
    continues: encoding ?? (name === 'PHOTO' && value === undefined ? 'base64' : undefined),
    role: ROLES.find((role) => role === name) ?? (NAME.test(name) ? 'field' : 'stray'),
    handler: handlerOf(name),
    twin: header.parameters.get('ALTID'),
  };
}

const ROLES = ['BEGIN', 'END', 'VERSION', 'X-ABLABEL', 'AGENT'] as const;

/** RFC 6350, section 3.3, and what vendors write besides. */
const NAME = /^[A-Z0-9_-]+$/;

/** Where a header stands among those of a file. */
export interface Place {
  readonly header: KnownHeader;
  /** As it stands in the file, without the colon. */
  readonly text: string;
  /** The same in bytes, with the colon. */
  readonly raw: Uint8Array;
  /** What came after it the last time. */
  next: Place | undefined;
  /** What else came after it before. */
  before: Place | undefined;
}

/**
 * Remembers headers, since a file has few different ones, and which follows which, since they come in the same order
 * in most cards.
 */
export interface Headers {
  /** The header that stands there in full, where it came before. */
  at(all: Uint8Array, from: number): Place | undefined;
  /** The header of that text, without its colon; `bytes` says that it has one character per byte. */
  find(text: string, bytes: boolean): Place;
  /** The header came after the last one. */
  follow(place: Place): void;
}

/** Remembers nothing yet; `parse` makes a header of its text. */
export function headers(parse: (text: string, bytes: boolean) => Header): Headers {
  const known = new Map<number, Place>();
  let last: Place | undefined;
  // Of the header that was looked for last, where it is whole and ASCII.
  let hash: number | undefined;
  const at = (all: Uint8Array, from: number): Place | undefined => {
    if (startsWith(all, from, last?.next)) return last?.next;
    if (startsWith(all, from, last?.before)) return last?.before;
    hash = undefined;
    let sum = 0;
    let quoted = false;
    for (let to = from; to < all.length; to++) {
      const byte = all[to] ?? 0;
      if (byte === COLON && !quoted) {
        hash = sum;
        const place = known.get(sum);
        return startsWith(all, from, place) ? place : undefined;
      }
      if (byte < 0x20 || byte > 0x7f) return undefined;
      if (byte === QUOTE) quoted = !quoted;
      sum = (Math.imul(sum, 31) + byte) | 0;
    }
    return undefined;
  };
  return {
    at,
    find(text, bytes) {
      const raw = fromByteString(`${text}:`);
      hash = undefined;
      // What is no ASCII means something else where it stands in bytes.
      const before = bytes || isAscii(text) ? at(raw, 0) : undefined;
      if (before !== undefined) return before;
      const header = knownHeader(parse(text, bytes));
      const place: Place = { header, text, raw, next: undefined, before: undefined };
      if (hash !== undefined && raw.length <= 500) {
        if (known.size > 2000) known.clear();
        known.set(hash, place);
      }
      return place;
    },
    follow(place) {
      if (last !== undefined && place !== last.next && place !== last.before) {
        last.before = last.next;
        last.next = place;
      }
      last = place;
    },
  };
}

const COLON = 0x3a;
const QUOTE = 0x22;

function startsWith(all: Uint8Array, from: number, place: Place | undefined): boolean {
  if (place === undefined) return false;
  const { raw } = place;
  for (let at = 0; at < raw.length; at++) if (all[from + at] !== raw[at]) return false;
  return true;
}
