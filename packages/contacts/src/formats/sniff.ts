import type { FormatName } from '../contact.ts';
import { csv } from './csv.ts';
import { facebookJson } from './facebook-json.ts';
import type { Format, ReadOptions } from './format.ts';
import { googleJson } from './google-json.ts';
import { graphJson } from './graph-json.ts';
import { jcard } from './jcard.ts';
import { jscontact } from './jscontact.ts';
import { ldif } from './ldif.ts';
import { mail } from './mail.ts';
import { text } from './text.ts';
import { vcard } from './vcard.ts';
import { xcard } from './xcard.ts';
import { xlsx } from './xlsx.ts';
import { archiveKind } from './zip.ts';

/** How the bytes of a file are encoded, as far as its first bytes tell; `bytes` is anything of one byte a unit. */
export type Encoding = 'bytes' | 'utf-16le' | 'utf-16be';

/** What a file is, by its first bytes; `what` names a file that holds no contacts we can read. */
export type Sniffed =
  | { readonly kind: 'contacts'; readonly format: FormatName }
  | { readonly kind: 'empty' }
  | { readonly kind: 'not_contacts'; readonly what: string };

/** Formats that no other file can be mistaken for. */
// Graph before Google: both have `emailAddresses`.
const SIGNED: readonly Format[] = [
  vcard,
  jcard,
  xcard,
  jscontact,
  graphJson,
  googleJson,
  facebookJson,
  ldif,
  mail,
];
const FORMATS: readonly Format[] = [...SIGNED, xlsx, csv, text];

/** The format of that name. */
export function formatOf(name: FormatName): Format {
  const found = FORMATS.find((format) => format.name === name);
  if (found === undefined) throw new TypeError(`no reader for ${name}`);
  return found;
}

/** UTF-16 by its byte order mark, or by its NULs: nearly every second byte of Western text. */
export function encodingOf(head: Uint8Array): Encoding {
  // The header of a ZIP may hold as many NULs.
  if (head[0] === 0x50 && head[1] === 0x4b) return 'bytes';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const length = Math.min(head.length, 1024) & ~1;
  if (length < 8) return 'bytes';
  let even = 0;
  let odd = 0;
  for (let at = 0; at < length; at += 2) {
    if (head[at] === 0) even++;
    if (head[at + 1] === 0) odd++;
  }
  if (odd > length / 8 && even * 10 < odd) return 'utf-16le';
  if (even > length / 8 && odd * 10 < even) return 'utf-16be';
  return 'bytes';
}

const MAGIC: readonly (readonly [string, string])[] = [
  ['%PDF-', 'PDF'],
  ['PK\x03\x04', 'the start of a ZIP'],
  ['\x89PNG', 'PNG image'],
  ['\xff\xd8\xff', 'JPEG image'],
  ['GIF8', 'GIF image'],
  ['RIFF', 'media'],
  ['\x1f\x8b', 'gzip'],
  ['7z\xbc\xaf', '7-Zip'],
  ['Rar!', 'RAR'],
  ['\xd0\xcf\x11\xe0', 'old Office (.xls, .doc, .msg)'],
  ['{\\rtf', 'RTF'],
  ['!BDN', 'Outlook data (.pst)'],
  ['SQLite format 3', 'SQLite'],
  ['\x7fELF', 'program'],
  ['MZ', 'program'],
];

/** What a file is, decided by its content alone; `head` is at most its first 64 KB, as single bytes. */
export function sniff(head: Uint8Array, options: Pick<ReadOptions, 'mapping' | 'anyTable'> = {}): Sniffed {
  const archive = archiveKind(head);
  if (archive !== undefined)
    return typeof archive === 'string'
      ? { kind: 'contacts', format: archive }
      : { kind: 'not_contacts', what: archive.what };
  const start = new TextDecoder('windows-1252').decode(head.subarray(0, 4096));
  const bytes = String.fromCharCode(...head.subarray(0, 16));
  for (const [magic, what] of MAGIC) {
    if (bytes.startsWith(magic) && (what !== 'program' || head.subarray(0, 512).includes(0)))
      return { kind: 'not_contacts', what };
  }
  const lead = start.replace(/^(?:\ufeff|ï»¿)/, '').replace(/^[\s\0]+/, '');
  if (
    lead === '' &&
    head.subarray(0, 65536).every((byte) => byte <= 0x20 || byte === 0xef || byte === 0xbb || byte === 0xbf)
  )
    return { kind: 'empty' };
  const signed = SIGNED.find((format) => format.sniff(head) > 0);
  if (signed !== undefined) return { kind: 'contacts', format: signed.name };
  const known = markup(lead);
  if (known !== undefined) return { kind: 'not_contacts', what: known };
  if (isBinary(head)) return { kind: 'not_contacts', what: 'binary data' };
  let best: Format | undefined;
  let sure = 0;
  for (const format of FORMATS) {
    const found = format.sniff(head, options);
    if (found > sure) {
      best = format;
      sure = found;
    }
  }
  return best === undefined
    ? { kind: 'not_contacts', what: 'text without addresses' }
    : { kind: 'contacts', format: best.name };
}

function markup(lead: string): string | undefined {
  if (/^<(?:!doctype html|html|head|body)\b/i.test(lead)) return 'HTML';
  if (/^<\?xml|^<[a-z]+[\s>]/i.test(lead) && !/^<[^\s<>]+@/.test(lead)) return 'XML';
  if (/^BEGIN:VCALENDAR/i.test(lead)) return 'a calendar (iCalendar)';
  return /^[{[]\s*["{[\]}]/.test(lead) ? 'JSON' : undefined;
}

function isBinary(head: Uint8Array): boolean {
  let control = 0;
  const length = Math.min(head.length, 4096);
  for (let at = 0; at < length; at++) {
    const byte = head[at] ?? 0;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b)
      control++;
  }
  return control > length / 20;
}
