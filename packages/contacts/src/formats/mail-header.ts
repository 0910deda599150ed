import { type Charsets, charsets } from './charset.ts';
import { decodedWords } from './encoded-words.ts';
import { type MailAddress, mailAddresses } from './mail-addresses.ts';

/** One header field, unfolded; its name in lower case. */
export interface Header {
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

/** Somebody named in a header: the name as people read it, empty where none was given, the address not judged. */
export interface Named {
  readonly name: string;
  readonly address: string;
}

/** Reads the headers of one mailbox; what it saw of charsets helps with those that name none. */
export interface MailHeaders {
  /** The fields of a message's header (RFC 5322, section 2.2), unfolded. */
  fields(bytes: Uint8Array): Header[];
  /** The people of those fields. */
  people(headers: readonly Header[], names: readonly string[]): Named[];
}

/** Characters of a name; longer ones are none. */
const longestName = 500;

/**
 * A reader of message headers that come one by one, as from IMAP.
 *
 * @example mailHeaders().fields(new TextEncoder().encode('From: Ana <ana@x.example>\r\n'))
 */
export function mailHeaders(): MailHeaders {
  const decoder = charsets();
  return {
    fields(bytes) {
      const headers: { name: string; text: string; line: number }[] = [];
      for (const [at, line] of decoder
        .decode(bytes)
        .text.split(/\r\n?|\n/)
        .entries()) {
        const last = headers.at(-1);
        const colon = line.indexOf(':');
        if (/^[ \t]/.test(line)) {
          if (last !== undefined) last.text += ` ${line.trim()}`;
        } else if (colon > 0)
          headers.push({
            name: line.slice(0, colon).trim().toLowerCase(),
            text: line.slice(colon + 1).trim(),
            line: at + 1,
          });
      }
      return headers;
    },
    people: (headers, names) =>
      headers
        .filter(({ name }) => names.includes(name))
        .flatMap(({ text }) => mailAddresses(text))
        .map((one) => ({ name: nameOf(one, decoder, longestName), address: one.address })),
  };
}

/** The name written with an address, decoded; empty where it is the address again. */
export function nameOf({ name, address }: MailAddress, words: Charsets, longest: number): string {
  const said = decodedWords(name, words)
    .replace(/[\s\0]+/g, ' ')
    .trim();
  return said.length > longest || said.includes(address) ? '' : said;
}

/** Mail to many: lists (RFC 2919, RFC 2369), and what machines send (RFC 3834). */
export function isBulk(headers: readonly Header[]): boolean {
  const value = (name: string): string => headers.find((header) => header.name === name)?.text ?? '';
  const automatic = value('auto-submitted').toLowerCase();
  return (
    value('list-id') !== '' ||
    value('list-unsubscribe') !== '' ||
    /^(?:bulk|list|junk)$/i.test(value('precedence')) ||
    (automatic !== '' && !automatic.startsWith('no'))
  );
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** RFC 3339 writes years in four digits. */
const YEAR_10000 = Date.UTC(10_000, 0);

/** A date-time (RFC 5322, section 3.3) as an RFC 3339 instant; an unknown zone counts as UTC (section 4.3). */
export function instant(text: string): string | undefined {
  const match =
    /(\d{1,2})\s+([a-z]{3})[a-z]*\s+(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([+-])(\d{2})(\d{2}))?/i.exec(
      text,
    );
  if (match === null) return undefined;
  const [, day, word = '', year, hour, minute, second = '0', sign = '+', east = '0', past = '0'] = match;
  const month = MONTHS.indexOf(word.toLowerCase());
  const offset = (Number(east) * 60 + Number(past)) * (sign === '-' ? -60_000 : 60_000);
  const time =
    Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second)) - offset;
  return month < 0 || Number(year) < 1970 || time >= YEAR_10000
    ? undefined
    : `${new Date(time).toISOString().slice(0, 19)}Z`;
}
