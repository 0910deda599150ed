import { BLOCK, blocks, joined } from './blocks.ts';
import { piece, toByteString } from './charset.ts';
import type { Limits } from './limits.ts';

/** One property as it stood in the file: unfolded, but not decoded. */
export interface Property {
  /** Everything before the colon. */
  readonly header: string;
  readonly value: string;
  /** The value holds one character per byte. */
  readonly bytes: boolean;
  readonly line: number;
  /** The value was longer than allowed and is cut. */
  readonly cut: boolean;
}

/** What the lines of a vCard file hold; a `stray` line is no property. */
export type Line =
  | ({ readonly kind: 'property' } & Property)
  | { readonly kind: 'stray'; readonly line: number; readonly text: string }
  | { readonly kind: 'too_long'; readonly line: number };

/**
 * Unfolds (RFC 6350, section 3.2; vCard 2.1, section 2.1.3).
 *
 * Three ways of going on are told apart: a line that starts with a space or tab; a quoted-printable value
 * whose line ends in `=`; a base64 value of 2.1, whose lines may start with anything and hold no colon.
 */
export function vcardLines(
  limits: Limits,
  take: (line: Line) => void,
): { write(chunk: Uint8Array): Iterable<void>; end(): void } {
  const source = blocks();
  const longest = Math.ceil((limits.photo * 4) / 3) + limits.line;
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
      if (text.trim() !== '') take({ kind: 'stray', line: held.line, text });
      return;
    }
    take({
      kind: 'property',
      header: text.slice(0, colon),
      value: text.slice(colon + 1),
      bytes: held.bytes,
      line: held.line,
      cut: held.cut,
    });
  };

  const append = (held: Pending, text: string, bytes: boolean): void => {
    if (held.length + text.length > longest) {
      held.cut = true;
      return;
    }
    if (bytes !== held.bytes) {
      if (bytes) {
        held.parts = held.parts.map(toByteString);
        held.bytes = true;
      } else text = toByteString(text);
    }
    held.parts.push(text);
    held.length += text.length;
  };

  const physical = (text: string, bytes: boolean): void => {
    number++;
    const first = text.charCodeAt(0);
    if (pending !== undefined) {
      if (pending.soft) {
        if (!/^\s*(?:END|BEGIN)\s*:/i.test(text)) {
          pending.soft = text.endsWith('=');
          append(pending, pending.soft ? text.slice(0, -1) : text, bytes);
          return;
        }
        pending.soft = false;
      } else if (first === 0x20 || first === 0x09) {
        let rest = text.slice(1);
        if (rest.endsWith('=') && isQuotedPrintable(pending)) {
          pending.soft = true;
          rest = rest.slice(0, -1);
        }
        append(pending, rest, bytes);
        return;
      } else if (text.length > 0 && !text.includes(':') && isBase64(pending)) {
        append(pending, text.trim(), bytes);
        return;
      }
      flush();
    }
    if (text.length === 0) return;
    pending = { parts: [text], length: text.length, bytes, line: number, cut: false, soft: false };
    if (text.endsWith('=') && isQuotedPrintable(pending)) {
      pending.soft = true;
      pending.parts[0] = text.slice(0, -1);
    }
  };

  const lines = (bytes: Uint8Array): void => {
    const { text, bytes: perByte } = piece(bytes);
    let at = 0;
    const cr = text.includes('\r');
    while (at < text.length) {
      let end = text.indexOf('\n', at);
      if (end < 0) end = text.length;
      if (!cr) physical(text.slice(at, end), perByte);
      else carriageReturns(text.slice(at, end), perByte, physical);
      at = end + 1;
    }
  };

  const block = (bytes: Uint8Array): void => {
    const end = lastBreak(bytes);
    if (end < 0) {
      carried += bytes.length;
      if (carried > longest) skipping = true;
      carry = skipping ? [] : [...carry, bytes];
      return;
    }
    let head = bytes.subarray(0, end);
    if (skipping) {
      const first = head.indexOf(0x0a) + 1;
      head = first === 0 ? head.subarray(head.length) : head.subarray(first);
      take({ kind: 'too_long', line: ++number });
      skipping = false;
    }
    for (let at = carry.length - 1; at >= 0; at--) head = joined(carry[at] ?? head, head);
    carry = end < bytes.length ? [bytes.subarray(end)] : [];
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

interface Pending {
  parts: string[];
  length: number;
  bytes: boolean;
  readonly line: number;
  cut: boolean;
  /** The last line ended in the `=` of quoted-printable: the next one belongs to it, whatever it starts with. */
  soft: boolean;
}

/** After the last line break, or -1; a CR at the very end may be half of a CR LF and is left for later. */
function lastBreak(bytes: Uint8Array): number {
  const newline = bytes.lastIndexOf(0x0a);
  if (newline >= 0) return newline + 1;
  const cr = bytes.lastIndexOf(0x0d, bytes.length - 2);
  return cr >= 0 && bytes.length === BLOCK ? cr + 1 : -1;
}

/** `text` ends at a line feed: CRs at its end belong to that line break, all others are line breaks themselves. */
function carriageReturns(
  text: string,
  bytes: boolean,
  physical: (text: string, bytes: boolean) => void,
): void {
  let length = text.length;
  while (length > 0 && text.charCodeAt(length - 1) === 0x0d) length--;
  let at = 0;
  for (let cr = text.indexOf('\r'); cr >= 0 && cr < length; cr = text.indexOf('\r', at)) {
    physical(text.slice(at, cr), bytes);
    at = cr + 1;
  }
  physical(text.slice(at, length), bytes);
}

/** The colon that ends the header; one inside a quoted parameter does not count. */
function headerEnd(text: string): number {
  const colon = text.indexOf(':');
  const quote = text.indexOf('"');
  if (quote < 0 || quote > colon) return colon;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) quoted = !quoted;
    else if (code === 0x3a && !quoted) return at;
  }
  // The quote never closes: it means nothing.
  return colon;
}

function headerOf(pending: Pending): string {
  let first = pending.parts[0] ?? '';
  let colon = headerEnd(first);
  if (colon < 0 && pending.parts.length > 1) {
    first = pending.parts.slice(0, 10).join('');
    colon = headerEnd(first);
  }
  return (colon < 0 ? '' : first.slice(0, colon)).toUpperCase();
}

function isQuotedPrintable(pending: Pending): boolean {
  return headerOf(pending).includes('QUOTED-PRINTABLE');
}

function isBase64(pending: Pending): boolean {
  const header = headerOf(pending);
  return header.includes(';BASE64') || header.includes('ENCODING=B');
}
