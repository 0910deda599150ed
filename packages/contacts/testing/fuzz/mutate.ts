import type { Random } from '../random.ts';
import { repacked } from './packed.ts';

const encoder = new TextEncoder();

/** What means something to one format or another, and what most programs get wrong. */
const WORDS = [
  'BEGIN:VCARD\r\n',
  'END:VCARD\r\n',
  'VERSION:2.1\n',
  'VERSION:3.0\n',
  'VERSION:4.0\n',
  'N:',
  'FN:',
  'EMAIL;',
  'TEL;TYPE=',
  'item1.',
  'X-ABLabel:_$!<',
  '>!$_',
  'PHOTO;ENCODING=b:',
  ';ENCODING=QUOTED-PRINTABLE:',
  ';CHARSET=SHIFT_JIS',
  ';BASE64:',
  ';CHARSET=UTF-16',
  'AGENT:',
  '=\r\n',
  '=3D',
  '=C3',
  '=',
  ' ',
  '\t',
  ';',
  ',',
  ':',
  '"',
  "'",
  '\\',
  '\\n',
  '^n',
  '\r',
  '\n',
  '\r\n',
  '\n ',
  '\r\n\t',
  '\0',
  '\u001a',
  '\ufeff',
  'ü',
  '漢',
  '😀',
  '\u202e',
  '__proto__',
  'constructor',
  'sep=;\r\n',
  'sep=\t\n',
  '""',
  '","',
  ' ::: ',
  '* ',
  'E-mail 1 - Value',
  'Phone 1 - Label',
  'Birthday',
  'First Name',
  'Geburtstag',
  '1604-01-01',
  '--02-29',
  '0000',
  '99999999999999999999',
  '-1',
  '1e999',
  'ana@x.example',
  '+49 30 1234567',
  'dn: ',
  'dn:: ',
  'changetype: modify\n',
  'objectClass: groupOfNames\n',
  ':: ',
  ':< file:',
  '\n-\n',
  '# ',
  'version: 1\n',
  '{',
  '}',
  '[',
  ']',
  '{"',
  '":',
  'null',
  'true',
  '[[',
  '"\\ud800"',
  '\\u0000',
  '"@type":"Card"',
  '"connections":[',
  '["vcard",[',
  '"text"',
  '<?xml version="1.0"?>',
  '<!DOCTYPE a [',
  '<!ENTITY a "',
  '&a;',
  '&#0;',
  '&#xd800;',
  '&lt;',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<vcards xmlns="',
  '<vcard>',
  '</vcard>',
  '/>',
  '</',
  'From ',
  'From: ',
  'To: ',
  'Cc: ',
  '=?utf-8?q?',
  '=?utf-8?b?',
  '?=',
  '<',
  '>',
  'mailto:',
  'data:image/jpeg;base64,',
  'PK\u0003\u0004',
  '<c r="',
  't="s"',
  't="inlineStr"',
  '<v>',
  '</v>',
  '<row r="',
  '<sst>',
  '<si><t>',
  's="1"',
  '<sheetData>',
].map((word) => encoder.encode(word));

/** An input made from one of the corpus, or from two, by a few random changes. */
export function mutated(chance: Random, corpus: readonly Uint8Array[], most: number): Uint8Array {
  // What was found last is closest to what is not yet found; of those, a short one says the same in less time.
  const near = chance.chance(0.5) ? corpus.slice(-50) : corpus;
  let bytes = chance.pick(near);
  for (let turn = 0; turn < 2; turn++) {
    const other = chance.pick(near);
    if (other.length < bytes.length) bytes = other;
  }
  const turns = chance.pick([1, 1, 2, 2, 3, 5, 9]);
  const some = (content: Uint8Array): Uint8Array => {
    let made = content;
    for (let turn = 0; turn < turns; turn++) made = changed(chance, made, corpus);
    return made;
  };
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && chance.chance(0.8)) {
    const chosen = chance.next();
    const whole = repacked(bytes, (content, at, of) =>
      Math.floor(chosen * of) === at ? some(content) : content,
    );
    if (whole !== undefined && whole.length <= most * 4) return whole;
  }
  bytes = some(bytes);
  return bytes.subarray(0, most);
}

function changed(chance: Random, bytes: Uint8Array, corpus: readonly Uint8Array[]): Uint8Array {
  const at = chance.int(0, bytes.length);
  const to = Math.min(bytes.length, at + chance.int(1, chance.pick([4, 30, 300, 3000])));
  switch (chance.int(0, 11)) {
    case 0: {
      const copy = bytes.slice();
      if (copy.length > 0) copy[chance.int(0, copy.length - 1)] = chance.int(0, 255);
      return copy;
    }
    case 1: {
      const copy = bytes.slice();
      const place = chance.int(0, Math.max(0, copy.length - 1));
      if (copy.length > 0) copy[place] = (copy[place] ?? 0) ^ (1 << chance.int(0, 7));
      return copy;
    }
    case 2:
    case 3:
    case 4:
      return joined(bytes.subarray(0, at), chance.pick(WORDS), bytes.subarray(at));
    case 5:
      return joined(bytes.subarray(0, at), bytes.subarray(to));
    case 6:
      return joined(bytes.subarray(0, to), bytes.subarray(at));
    case 7:
      return joined(bytes.subarray(0, at), chance.pick(WORDS), bytes.subarray(to));
    case 8: {
      const other = chance.pick(corpus);
      const from = chance.int(0, other.length);
      return joined(
        bytes.subarray(0, at),
        other.subarray(from, from + chance.int(1, 400)),
        bytes.subarray(to),
      );
    }
    case 9: {
      const other = chance.pick(corpus);
      return joined(bytes.subarray(0, at), other.subarray(chance.int(0, other.length)));
    }
    case 10:
      return bytes.subarray(0, at);
    default: {
      const part = chance.chance(0.5) ? chance.pick(WORDS) : bytes.subarray(at, to);
      const times = chance.pick([2, 3, 20, 300, 3000]);
      const run = Array.from({ length: Math.min(times, Math.ceil(60_000 / (part.length + 1))) }, () => part);
      return joined(bytes.subarray(0, at), ...run, bytes.subarray(at));
    }
  }
}

/** The same breach by fewer bytes, as far as two seconds get. */
export function smallest(
  bytes: Uint8Array,
  breaks: (bytes: Uint8Array) => boolean,
  now: () => number,
): Uint8Array {
  const end = now() + 2000;
  let best = bytes;
  for (let size = Math.ceil(best.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.length && now() < end; ) {
      const shorter = joined(best.subarray(0, at), best.subarray(at + size));
      if (breaks(shorter)) best = shorter;
      else at += size;
    }
  }
  return best;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
