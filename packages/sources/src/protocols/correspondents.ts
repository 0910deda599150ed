import {
  BLANK_CARD,
  type Card,
  CORRESPONDENCE,
  type EmailKey,
  emailKey,
  emailReason,
  parseEmail,
  WRITTEN_ON,
  writeVcard,
} from '@kith/contacts';
import { instant, isBulk, mailHeaders } from '@kith/contacts/mail-header';

/** The fields of a message's header that are asked for; no subject, no text. */
export const headerFields = [
  'from',
  'to',
  'cc',
  'bcc',
  'date',
  'list-id',
  'list-unsubscribe',
  'precedence',
  'auto-submitted',
];

/** Somebody who wrote to the owner, or whom the owner wrote to. */
interface Correspondent {
  readonly address: string;
  /** Messages to them, those to many counted little. */
  sent: number;
  received: number;
  /** Of the newest message, in milliseconds since 1970. */
  newest: number;
  /** The day of the newest message to them (`2026-06-01`), empty where none says. */
  writtenOn: string;
  /** The names they go by, with the times each was met, the newest first. */
  readonly names: Map<string, number>;
}

/** The people of a mailbox, gathered from headers. */
export interface Correspondents {
  /** Takes the header of a message that the owner sent. */
  sent(header: Uint8Array): void;
  /** Takes the header of a message that the owner was sent. */
  received(header: Uint8Array): void;
  /** Those that were written to and not taken yet, the closest first; `named` leaves out who has no name yet. */
  takeWrittenTo(which: 'named' | 'all'): string[];
  /** Those who only wrote themselves, the closest first. */
  takeOthers(): string[];
}

/** Recipients of a message above which it says little about each of them. */
const crowd = 20;
const crowded = 0.1;
/** Days after which a message counts half. */
const halfLife = 180;
const day = 86_400_000;
/** People of one mailbox, and names of one of them, that are kept count of. */
const maxPeople = 20_000;
const maxNames = 20;

/**
 * Gathers the people that a member corresponds with. Mail to many (RFC 2369, RFC 2919, RFC 3834), machines, and the owner's own
 * addresses, also those that their sent mail bears, are left out.
 *
 * @param own The owner's address, and the name they sign in with.
 */
export function correspondents(own: readonly string[]): Correspondents {
  const headers = mailHeaders();
  const people = new Map<EmailKey, Correspondent>();
  const taken = new Set<EmailKey>();
  const owners = new Set(own.flatMap((text) => keyOf(text) ?? []));
  /** How often sent mail bears an address: once alone may be a message of somebody else that was filed there. */
  const senders = new Map<EmailKey, number>();
  let newest = 0;

  function meet(named: { name: string; address: string }, at: number): Correspondent | undefined {
    const key = keyOf(named.address);
    if (key === undefined || owners.has(key) || isMachine(named.address)) return undefined;
    let one = people.get(key);
    if (one === undefined) {
      if (people.size >= maxPeople) return undefined;
      one = {
        address: named.address.toLowerCase(),
        sent: 0,
        received: 0,
        newest: 0,
        writtenOn: '',
        names: new Map(),
      };
      people.set(key, one);
    }
    one.newest = Math.max(one.newest, at);
    if (/\p{L}/u.test(named.name) && !named.name.includes('@')) {
      const count = one.names.get(named.name);
      if (count !== undefined || one.names.size < maxNames) one.names.set(named.name, (count ?? 0) + 1);
    }
    return one;
  }

  /** The fields of a message that one person sent to another, and when; undefined for mail to many. */
  function letter(header: Uint8Array) {
    const fields = headers.fields(header);
    if (isBulk(fields)) return undefined;
    const date = instant(fields.find(({ name }) => name === 'date')?.text ?? '') ?? '';
    const at = Date.parse(date);
    // A clock that was wrong, into the future too, makes nobody the closest.
    const time = Number.isNaN(at) ? 0 : at;
    return { fields, time, day: date.slice(0, 10) };
  }

  function take(keys: readonly EmailKey[], letters: 'sent' | 'received'): string[] {
    return keys
      .flatMap((key) => {
        const one = people.get(key);
        return one === undefined || owners.has(key) ? [] : [{ key, one, score: scoreOf(one) }];
      })
      .sort((a, b) => b.score - a.score || (a.one.address < b.one.address ? -1 : 1))
      .map(({ key, one }) => {
        taken.add(key);
        return writeVcard(cardOf(one, letters), '4.0');
      });
  }

  /** How close: much written to, much heard of, lately, and both ways. */
  function scoreOf({ sent, received, newest: last }: Correspondent): number {
    const age = Math.max(0, newest - last) / day;
    const both = sent > 0 && received > 0 ? 1 : 0;
    return 3 * Math.log1p(sent) + Math.log1p(received) + 0.5 ** (age / halfLife) + both;
  }

  const left = (wrote: boolean) =>
    [...people].flatMap(([key, one]) => (one.sent > 0 === wrote && !taken.has(key) ? [{ key, one }] : []));

  return {
    sent(header) {
      const found = letter(header);
      if (found === undefined) return;
      newest = Math.max(newest, found.time);
      for (const { address } of headers.people(found.fields, ['from'])) {
        const key = keyOf(address);
        if (key === undefined) continue;
        const count = (senders.get(key) ?? 0) + 1;
        senders.set(key, count);
        if (count > 1) owners.add(key);
      }
      const recipients = headers.people(found.fields, ['to', 'cc', 'bcc']);
      const weight = recipients.length > crowd ? crowded : 1;
      for (const named of recipients) {
        const one = meet(named, found.time);
        if (one === undefined) continue;
        one.sent += weight;
        if (found.day > one.writtenOn) one.writtenOn = found.day;
      }
    },

    received(header) {
      const found = letter(header);
      if (found === undefined) return;
      newest = Math.max(newest, found.time);
      for (const named of headers.people(found.fields, ['from'])) {
        const one = meet(named, found.time);
        if (one !== undefined) one.received += 1;
      }
    },

    takeWrittenTo(which) {
      const keys = left(true).filter(({ one }) => which === 'all' || one.names.size > 0);
      return take(
        keys.map(({ key }) => key),
        'sent',
      );
    },

    takeOthers: () =>
      take(
        left(false).map(({ key }) => key),
        'received',
      ),
  };
}

function keyOf(text: string): EmailKey | undefined {
  const email = parseEmail(text);
  return email === undefined ? undefined : emailKey(email);
}

/** What nobody answers to; offices and dead domains are for the review to name. */
function isMachine(address: string): boolean {
  const reason = emailReason(address);
  return reason === 'no_reply' || reason === 'machine' || reason === 'mailing_list';
}

function cardOf({ address, writtenOn, names }: Correspondent, letters: 'sent' | 'received'): Card {
  const [name = ''] = [...names].reduce<[string, number]>(
    (best, one) => (one[1] > best[1] ? one : best),
    ['', 0],
  );
  return {
    ...BLANK_CARD,
    names: { full: name },
    emails: [{ value: address }],
    other: [
      { label: CORRESPONDENCE, value: letters },
      ...(writtenOn === '' ? [] : [{ label: WRITTEN_ON, value: writtenOn }]),
    ],
    source: { format: 'mail', lines: [1, 1] },
    problems: [],
  };
}
