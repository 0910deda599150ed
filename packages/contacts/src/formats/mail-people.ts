import { type Problem, type ReadEvent, WRITTEN_ON } from '../contact.ts';
import { emailKey, parseEmail } from '../identifiers/email.ts';
import type { Charsets } from './charset.ts';
import { draft, finished } from './draft.ts';
import { decodedWords } from './encoded-words.ts';
import { problem } from './events.ts';
import type { Limits } from './limits.ts';
import { mailAddresses } from './mail-addresses.ts';
import { type Header, instant, isBulk, nameOf } from './mail-header.ts';

/** The people of a mailbox, gathered message by message. */
export interface MailPeople {
  /** Takes the headers of one message; gives what could not be read. */
  message(headers: readonly Header[]): Iterable<Problem>;
  /** Everybody, in the order they were first met, but not the owner; then what was left out. */
  end(): Iterable<ReadEvent>;
}

interface Met {
  readonly address: string;
  /** The name they give themselves (From), else the first that others give them. */
  name: string;
  own: boolean;
  messages: number;
  readonly first: number;
  last: number;
  newest: string;
  /** The newest instant of a message that was sent to them from this mailbox, empty where none was. */
  written: string;
}

/** Gathers people by the key of their address, up to `limits.people` of them. */
export function mailPeople(limits: Limits, decoder: Charsets): MailPeople {
  const met = new Map<string, Met>();
  const delivered = new Map<string, number>();
  const sent = new Map<string, number>();
  let deliveries = 0;
  let sendings = 0;
  let bulk = 0;
  let beyond = 0;
  let faults = 0;
  let line = 1;

  const count = (counts: Map<string, number>, key: string): void => {
    if (counts.has(key) || counts.size < 1000) counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  const keysOf = (headers: readonly Header[], names: ReadonlySet<string>): string[] =>
    headers
      .filter(({ name }) => names.has(name))
      .flatMap(({ text }) => mailAddresses(text))
      .map(({ address }) => parseEmail(address))
      .filter((address) => address !== undefined)
      .map(emailKey);

  const meet = (
    name: string,
    address: string,
    key: string,
    header: Header,
    newest: string,
    wasSent: boolean,
  ): void => {
    const own = header.name === 'from';
    const written = wasSent && RECIPIENTS.has(header.name) ? newest : '';
    const known = met.get(key);
    if (known === undefined) {
      if (met.size >= limits.people) {
        beyond++;
        return;
      }
      met.set(key, {
        address,
        name,
        own: own && name !== '',
        messages: 1,
        first: header.line,
        last: header.line,
        newest,
        written,
      });
      return;
    }
    known.messages++;
    known.last = header.line;
    if (newest > known.newest) known.newest = newest;
    if (written > known.written) known.written = written;
    if (name !== '' && (known.name === '' || (own && !known.own))) {
      known.name = name;
      known.own = own;
    }
  };

  return {
    *message(headers) {
      line = headers[0]?.line ?? line;
      const value = (name: string): string => headers.find((header) => header.name === name)?.text ?? '';
      if (isBulk(headers)) {
        bulk++;
        return;
      }
      const to = new Set(keysOf(headers, DELIVERED));
      if (to.size > 0) deliveries++;
      for (const key of to) count(delivered, key);
      // A copy that no server has passed on was written here.
      const labels = decodedWords(value('x-gmail-labels'), decoder);
      const wasSent = labels === '' ? to.size === 0 && value('received') === '' : SENT.test(labels);
      if (wasSent) {
        sendings++;
        for (const key of keysOf(headers, FROM)) count(sent, key);
      }
      const newest = instant(value('date')) ?? '';
      const seen = new Set<string>();
      for (const header of headers) {
        if (!NAMED.has(header.name)) continue;
        for (const one of mailAddresses(header.text)) {
          const address = parseEmail(one.address);
          if (address === undefined) {
            if (faults++ < limits.problems)
              yield problem('email.invalid', header.line, header.name, one.address);
            continue;
          }
          const key = emailKey(address);
          const name = nameOf(one, decoder, limits.field);
          // Somebody who is named twice in a message is met once.
          if (seen.has(key)) continue;
          seen.add(key);
          meet(name, one.address, key, header, newest, wasSent);
        }
      }
    },
    *end() {
      const own = new Set([
        ...often(delivered, deliveries, 0.2, 1),
        // One message alone may as well be somebody else's draft.
        ...often(sent, sendings, 0.5, 2),
      ]);
      for (const [key, one] of met) {
        if (own.has(key)) continue;
        const card = draft();
        card.full = one.name;
        card.emails.push({ value: one.address });
        card.other.push({ value: String(one.messages), label: 'messages' });
        // Where nobody knows who the owner is, a message without a way may be somebody else's draft.
        if (own.size > 0 && one.written !== '')
          card.other.push({ value: one.written.slice(0, 10), label: WRITTEN_ON });
        card.revised = one.newest || undefined;
        yield { kind: 'card', card: finished(card, 'mail', [one.first, one.last], limits) };
      }
      if (bulk > 0) yield { kind: 'problem', problem: problem('mail.bulk', line, undefined, String(bulk)) };
      if (beyond > 0)
        yield { kind: 'problem', problem: problem('mail.too_many', line, undefined, String(beyond)) };
    },
  };
}

const FROM = new Set(['from']);
const NAMED = new Set(['from', 'to', 'cc', 'bcc', 'reply-to', 'sender']);
const RECIPIENTS = new Set(['to', 'cc', 'bcc']);
const DELIVERED = new Set(['delivered-to', 'x-delivered-to', 'x-original-to']);

/** Gmail's own label for what was sent, in the languages it is shown in most. */
const SENT =
  /(?:^|[,\s"])(?:sent|gesendet|envoyés|messages envoyés|enviados?|enviadas|inviati|posta inviata|verzonden|отправленные|skickat|sendt|wysłane|送信済み|已发送)(?!\p{L})/iu;

/** Addresses that make up at least that share of all, and are there that often. */
function often(counts: ReadonlyMap<string, number>, total: number, share: number, least: number): string[] {
  return [...counts].flatMap(([key, count]) => (count >= least && count >= total * share ? [key] : []));
}
