import type { ReadEvent } from '../contact.ts';
import { byteLines } from './byte-lines.ts';
import { charsets, fromByteString, isAscii } from './charset.ts';
import { eventsOf, problem } from './events.ts';
import type { Format } from './format.ts';
import { LIMITS } from './limits.ts';
import type { Header } from './mail-header.ts';
import { mailPeople } from './mail-people.ts';

/**
 * Mail, one message (RFC 5322) or a whole mailbox (mbox, RFC 4155): the people in its headers, each once, with the
 * number of messages that name them. Nothing of a message but these headers is looked at.
 *
 * @example [...mail.open().write(bytes)]
 */
export const mail: Format = {
  name: 'mail',

  sniff(head) {
    const text = new TextDecoder('windows-1252').decode(head.subarray(0, 16_384)).replace(/^ï»¿/, '');
    const lines = text.split(/\r\n?|\n/);
    let at = lines.findIndex((line) => line.trim() !== '');
    const box = SEPARATOR.test(lines[at] ?? '');
    // Apple's .emlx starts with the length of the message.
    if (box || /^\d+\s*$/.test(lines[at] ?? '')) at++;
    const names = new Set<string>();
    for (let line = lines[at]; line !== undefined && line !== ''; line = lines[++at]) {
      if (/^[ \t]/.test(line)) continue;
      const name = FIELD.exec(line)?.[1];
      // The last line may be cut.
      if (name === undefined && at < lines.length - 1 && !line.startsWith('>From ')) return 0;
      if (name !== undefined) names.add(name.toLowerCase());
    }
    const known = [...names].filter((name) => KNOWN.has(name)).length;
    return known >= (box ? 1 : 2) && PEOPLE.some((name) => names.has(name)) ? 0.95 : 0;
  },

  open(options = {}) {
    const limits = options.limits ?? LIMITS;
    const decoder = charsets(options.charset);
    const people = mailPeople(limits, decoder);
    let events: ReadEvent[] = [];
    let state: 'start' | 'headers' | 'body' = 'start';
    let box = false;
    let blank = true;
    let headers: Header[] = [];
    let current: { name: string; parts: string[]; line: number } | undefined;
    /** Characters of headers that one message may still give. */
    let room = limits.row;

    const flush = (): void => {
      if (current !== undefined)
        headers.push({ name: current.name, text: current.parts.join(' '), line: current.line });
      current = undefined;
    };
    const finish = (): void => {
      flush();
      if (headers.length > 0)
        for (const found of people.message(headers)) events.push({ kind: 'problem', problem: found });
      headers = [];
      room = limits.row;
    };
    const keep = (text: string, line: number): void => {
      if (current === undefined) return;
      room -= text.length;
      if (room >= 0) current.parts.push(text);
      else if (room + text.length >= 0)
        events.push({ kind: 'problem', problem: problem('field.too_large', line, current.name) });
    };

    const lines = byteLines(limits.line, ({ text, bytes, line }) => {
      if (text === undefined) {
        // A body may hold lines of any length.
        if (state === 'headers') events.push({ kind: 'problem', problem: problem('line.too_long', line) });
        blank = false;
        return;
      }
      const after = blank;
      blank = text === '';
      if (
        state !== 'headers' &&
        text.startsWith('From ') &&
        after &&
        (box || state === 'start') &&
        SEPARATOR.test(text)
      ) {
        box = true;
        state = 'headers';
        return;
      }
      if (state === 'body' || (state === 'start' && (blank || /^\d+\s*$/.test(text)))) return;
      state = 'headers';
      if (blank) {
        finish();
        state = 'body';
        return;
      }
      const plain = bytes && !isAscii(text) ? decoder.decode(fromByteString(text)).text : text;
      if (plain.startsWith(' ') || plain.startsWith('\t')) {
        keep(plain.trim(), line);
        return;
      }
      flush();
      const field = FIELD.exec(line === 1 ? plain.replace(/^\ufeff/, '') : plain);
      const name = field?.[1]?.toLowerCase() ?? '';
      if (field === null || !READ.has(name)) return;
      current = { name, parts: [], line };
      keep(plain.slice(plain.indexOf(':') + 1).trim(), line);
    });
    const drain = (): readonly ReadEvent[] => {
      const ready = events;
      events = [];
      return ready;
    };
    return {
      get dialect() {
        return box ? 'mbox' : 'E-mail';
      },
      write: (chunk) => eventsOf(lines.write(chunk), drain),
      *end() {
        lines.end();
        finish();
        yield* drain();
        yield* people.end();
      },
    };
  },
};

/** The line before each message of an mbox: `From`, an address, a date. */
const SEPARATOR = /^From \S.{0,300}\b\d{1,2}:\d{2}\b.{0,100}$/;

const FIELD = /^([\x21-\x39\x3b-\x7e]{1,100})[ \t]*:/;

const PEOPLE = ['from', 'to', 'cc', 'reply-to', 'sender', 'delivered-to'];

/** Fields that a mail starts with and little else does. */
const KNOWN = new Set([
  ...PEOPLE,
  'subject',
  'date',
  'received',
  'message-id',
  'return-path',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'dkim-signature',
  'x-mailer',
  'x-gm-thrid',
  'x-gmail-labels',
  'x-mozilla-status',
  'user-agent',
  'in-reply-to',
  'references',
]);

/** Fields that are read. */
const READ = new Set([
  ...PEOPLE,
  'bcc',
  'x-delivered-to',
  'x-original-to',
  'received',
  'date',
  'list-id',
  'list-unsubscribe',
  'precedence',
  'auto-submitted',
  'x-gmail-labels',
]);
