import type { ReadEvent } from '../contact.ts';
import { type ByteLine, byteLines } from './byte-lines.ts';
import { append, type ByteText } from './byte-text.ts';
import { charsets, fromByteString, isAscii } from './charset.ts';
import { eventsOf, problem } from './events.ts';
import type { Format } from './format.ts';
import { type Attribute, ldifCard } from './ldif-card.ts';
import { LIMITS } from './limits.ts';
import { base64 } from './vcard-value.ts';

/**
 * LDIF (RFC 2849): the entries of a directory (RFC 2798, inetOrgPerson), and Mozilla's address books
 * (mozillaAbPersonAlpha) with their mailing lists. Of change records, those that add somebody are read.
 *
 * @example [...ldif.open().write(bytes)]
 */
export const ldif: Format = {
  name: 'ldif',

  sniff(head) {
    const text = new TextDecoder('windows-1252').decode(head.subarray(0, 4096)).replace(/^ï»¿/, '');
    const lines = text.split(/\r\n?|\n/).filter((line) => line !== '' && !/^[#\s]/.test(line));
    const first = lines.findIndex((line) => !/^version:/i.test(line));
    return /^dn:[:<]?\s*\S/i.test(lines[first] ?? '') ? 1 : 0;
  },

  open(options = {}) {
    const limits = options.limits ?? LIMITS;
    const longest = Math.ceil((limits.photo * 4) / 3) + limits.line;
    const decoder = charsets(options.charset);
    const context = { limits, photos: options.photos ?? false };
    let events: ReadEvent[] = [];
    let entry: Attribute[] = [];
    let dropped = 0;
    let first = 0;
    let logical: Logical | undefined;

    const text = (bytes: Uint8Array): string => decoder.decode(bytes).text.replaceAll('\0', '');

    /** One attribute; `name: value`, `name:: base64` or `name:< url` (RFC 2849, section 2). */
    const flush = (): void => {
      const held = logical;
      logical = undefined;
      if (held === undefined || held.parts[0]?.startsWith('#')) return;
      const whole = held.parts.join('');
      if (first === 0) first = held.line;
      const colon = whole.indexOf(':');
      if (whole === '-') return;
      if (colon < 1 || !/^[a-z0-9][\w.;-]*$/i.test(whole.slice(0, colon))) {
        const found = whole.startsWith('\ufeff') ? whole.slice(1) : whole;
        if (found.trim() !== '')
          events.push({
            kind: 'problem',
            problem: problem('line.not_understood', held.line, undefined, found),
          });
        return;
      }
      if (entry.length >= limits.properties) {
        dropped++;
        return;
      }
      const [name = '', ...tags] = whole.slice(0, colon).split(';');
      const mark = whole[colon + 1];
      const value = whole.slice(colon + (mark === ':' || mark === '<' ? 2 : 1)).trim();
      const bytes = mark === ':' && !held.cut ? (base64(value) ?? new Uint8Array()) : undefined;
      entry.push({
        name,
        tags: tags.map((tag) => tag.toLowerCase()).filter((tag) => tag !== 'binary'),
        value: bytes !== undefined ? text(bytes) : plain(value, held.bytes),
        bytes,
        url: mark === '<',
        line: held.line,
        cut: held.cut,
      });
    };
    const plain = (value: string, bytes: boolean): string =>
      bytes && !isAscii(value) ? text(fromByteString(value)) : value.replaceAll('\0', '');

    const finish = (last: number): void => {
      flush();
      const attributes = entry;
      entry = [];
      if (
        attributes.length > 0 &&
        !(attributes.length === 1 && attributes[0]?.name.toLowerCase() === 'version')
      )
        events.push(ldifCard({ attributes, first, last, dropped }, context));
      dropped = 0;
      first = 0;
    };

    const lines = byteLines(longest, ({ text: found, bytes, line }: ByteLine) => {
      if (found === undefined) {
        flush();
        events.push({ kind: 'problem', problem: problem('line.too_long', line) });
        return;
      }
      if (logical !== undefined && (found.startsWith(' ') || found.startsWith('\t'))) {
        append(logical, found.slice(1), bytes, longest);
        return;
      }
      if (found.trim() === '') {
        finish(line - 1);
        return;
      }
      flush();
      last = line;
      const start = line === 1 ? found.replace(/^(?:\ufeff|ï»¿)/, '') : found;
      logical = { parts: [start], length: start.length, bytes, line, cut: false };
    });
    let last = 1;
    const drain = (): readonly ReadEvent[] => {
      const ready = events;
      events = [];
      return ready;
    };
    return {
      dialect: 'LDIF',
      write: (chunk) => eventsOf(lines.write(chunk), drain),
      *end() {
        lines.end();
        finish(last);
        yield* drain();
      },
    };
  },
};

/** A line with those that are folded into it. */
interface Logical extends ByteText {
  readonly line: number;
}
