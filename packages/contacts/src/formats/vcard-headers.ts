import { isAscii } from './charset.ts';
import type { Header } from './vcard-header.ts';
import type { Handler } from './vcard-property.ts';
import { handlerOf } from './vcard-table.ts';

/** A header with what it does: `stray` is none at all, `begin` and `end` may belong to a card. */
export interface KnownHeader extends Header {
  /** How the value may go on in lines that are not folded. */
  readonly continues: 'quoted-printable' | 'base64' | undefined;
  readonly role: 'begin' | 'end' | 'version' | 'label' | 'agent' | 'field' | 'stray';
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
    role: ROLES.get(name) ?? (NAME.test(name) ? 'field' : 'stray'),
    handler: handlerOf(name),
    twin: header.parameters.get('ALTID'),
  };
}

const ROLES: ReadonlyMap<string, KnownHeader['role']> = new Map([
  ['BEGIN', 'begin'],
  ['END', 'end'],
  ['VERSION', 'version'],
  ['X-ABLABEL', 'label'],
  ['AGENT', 'agent'],
]);

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
  const placed = (text: string, bytes: boolean): Place => ({
    header: knownHeader(parse(text, bytes)),
    text,
    raw: Uint8Array.from(`${text}:`, (letter) => letter.charCodeAt(0)),
    next: undefined,
    before: undefined,
  });
  let last = placed('', false);
  return {
    at(all, from) {
      const { next, before } = last;
      if (next !== undefined && startsWith(all, from, next.raw)) return next;
      if (before !== undefined && startsWith(all, from, before.raw)) return before;
      let hash = 0;
      let quoted = false;
      for (let at = from; at < all.length; at++) {
        const byte = all[at] ?? 0;
        if (byte === COLON && !quoted) {
          const place = known.get(hash);
          return place !== undefined && startsWith(all, from, place.raw) ? place : undefined;
        }
        if (byte < 0x20 || byte > 0x7f) return undefined;
        if (byte === QUOTE) quoted = !quoted;
        hash = (Math.imul(hash, 31) + byte) | 0;
      }
      return undefined;
    },
    find(text, bytes) {
      let hash = 0;
      for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
      const before = known.get(hash);
      if (before?.text === text) return before;
      const place = placed(text, bytes);
      // What is no ASCII means something else where it stands in bytes; a quote that stays open may close in another line.
      if (text.length <= 500 && isAscii(text) && text.split('"').length % 2 === 1) {
        if (known.size > 2000) known.clear();
        known.set(hash, place);
      }
      return place;
    },
    follow(place) {
      if (place !== last.next && place !== last.before) {
        last.before = last.next;
        last.next = place;
      }
      last = place;
    },
  };
}

const COLON = 0x3a;
const QUOTE = 0x22;

function startsWith(all: Uint8Array, from: number, raw: Uint8Array): boolean {
  for (let at = 0; at < raw.length; at++) if (all[from + at] !== raw[at]) return false;
  return true;
}
