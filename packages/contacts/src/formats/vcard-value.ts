import { fromByteString, toByteString } from './charset.ts';

/** Used again for each value: an array of its own costs more than all that is read into it. */
const ROOM = new Uint8Array(4096);

/**
 * Quoted-printable (RFC 2045, section 6.7) as bytes; what is no valid escape stays as it is. With `perByte` each character
 * stands for one byte already. The bytes are valid until the next call.
 */
export function quotedPrintable(text: string, perByte = false): Uint8Array {
  const bytes = text.length > ROOM.length ? new Uint8Array(text.length) : ROOM;
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    let byte = text.charCodeAt(at);
    if (byte > 0x7f && !perByte) return quotedPrintable(toByteString(text), true);
    if (byte === 0x3d) {
      const pair = (hex(text.charCodeAt(at + 1)) << 4) | hex(text.charCodeAt(at + 2));
      if (pair >= 0) {
        byte = pair;
        at += 2;
      }
    }
    bytes[length++] = byte;
  }
  return bytes.subarray(0, length);
}

/** Negative where it is no digit. */
function hex(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x41 && code <= 0x46) return code - 0x37;
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
}

/** How a version writes its values: 2.1 escapes the semicolon only. With `none` the parts of a value stay escaped. */
export type Escaping = 'semicolon' | 'all' | 'none';

/** A single text value. */
export function unescaped(text: string, escaping: Escaping): string {
  if (!text.includes('\\')) return text;
  let out = '';
  let start = 0;
  for (let at = text.indexOf('\\'); at >= 0 && at < text.length - 1; at = text.indexOf('\\', at + 2)) {
    const next = text[at + 1] ?? '';
    const means = meaning(next, escaping);
    if (means === undefined) continue;
    out += text.slice(start, at) + means;
    start = at + 2;
  }
  return out + text.slice(start);
}

function meaning(next: string, escaping: Escaping): string | undefined {
  if (escaping === 'none') return undefined;
  if (next === ';') return ';';
  if (escaping === 'semicolon') return undefined;
  if (next === 'n' || next === 'N') return '\n';
  // ":" is written by Apple and others, against RFC 6350, section 3.4.
  return next === ',' || next === '\\' || next === ':' || next === '"' ? next : undefined;
}

/** A text as RFC 6350, section 3.4 has it stand in a value. */
export function escaped(text: string): string {
  return text.replace(/[\\,;]/g, '\\$&').replace(/\r\n?|\n/g, '\\n');
}

/**
 * The parts between separators that are not escaped, unescaped themselves and without white space around them. Values are
 * short: `split()` and `trim()` take twice as long.
 */
export function components(text: string, separator: ';' | ',', escaping: Escaping): string[] {
  const parts: string[] = [];
  let start = 0;
  let backslash = text.indexOf('\\');
  const plain = backslash < 0;
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
    while (backslash >= 0 && backslash < at - 1) backslash = text.indexOf('\\', backslash + 2);
    if (backslash >= 0 && backslash === at - 1) continue;
    const part = text.slice(start, at);
    parts.push(trimmed(plain ? part : unescaped(part, escaping)));
    start = at + 1;
  }
  const part = text.slice(start);
  parts.push(trimmed(plain ? part : unescaped(part, escaping)));
  return parts;
}

/** `trim()`, which costs more than a look at both ends. */
export function trimmed(value: string): string {
  if (value === '') return value;
  const first = value.charCodeAt(0);
  const last = value.charCodeAt(value.length - 1);
  return first > 0x20 && first < 0x7f && last > 0x20 && last < 0x7f ? value : value.trim();
}

/** Bytes in base64, white space and anything else foreign left out; `undefined` where nothing can be read. */
export function base64(text: string): Uint8Array | undefined {
  const clean = text
    .replace(/[^A-Za-z0-9+/_-]/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  try {
    return fromByteString(atob(clean.length % 4 === 1 ? clean.slice(0, -1) : clean));
  } catch {
    return undefined;
  }
}

/** How many bytes a base64 text stands for, without decoding it. */
export function base64Size(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x2a && code < 0x7b && code !== 0x3d) letters++;
  }
  return Math.floor((letters * 3) / 4);
}
