import type { Problem, ReadEvent } from '../contact.ts';
import { charsets, fromByteString, isAscii } from './charset.ts';
import { eventsOf, problem } from './events.ts';
import type { Format } from './format.ts';
import { CARD_LIMITS } from './limits.ts';
import { type Collected, cardOf } from './vcard-card.ts';
import { parseHeader } from './vcard-header.ts';
import { headers } from './vcard-headers.ts';
import { vcardLines } from './vcard-lines.ts';

/**
 * vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350), one or many cards in a file.
 *
 * @example [...vcard.open().write(bytes)]
 */
export const vcard: Format = {
  name: 'vcard',

  sniff(head) {
    const text = new TextDecoder('windows-1252').decode(head.subarray(0, 4096));
    if (/(?:^|[\r\n\0]|^ï»¿)[ \t]*begin[ \t]*:[ \t]*vcard[ \t]*(?:[\r\n]|$)/i.test(text))
      return /^(?:ï»¿)?\s*begin/i.test(text) ? 1 : 0.9;
    return 0;
  },

  open(options = {}) {
    const limits = options.limits ?? CARD_LIMITS;
    const decoder = charsets(options.charset);
    const cards = { limits, charsets: decoder, photos: options.photos ?? false };
    const known = headers((text, bytes) =>
      parseHeader(!bytes || isAscii(text) ? text : decoder.decode(fromByteString(text)).text),
    );
    let events: ReadEvent[] = [];
    let current: Building | undefined;
    let outside: Problem | undefined;
    let line = 0;
    /** A problem of the card that is open, or of none. */
    const say = (found: Problem): void => {
      if (current === undefined) events.push({ kind: 'problem', problem: found });
      else if (current.problems.length < limits.problems) current.problems.push(found);
    };
    const stray = (): void => {
      if (outside !== undefined) say(outside);
      outside = undefined;
    };
    const finish = (last: number, truncated: boolean): void => {
      const building = current;
      if (building === undefined) return;
      const { first, properties, dropped } = building;
      if (dropped > 0) say(problem('field.too_many', last, undefined, String(properties.length + dropped)));
      if (building.tooLarge) say(problem('card.too_large', last));
      if (building.nested > 0) say(problem('card.nested', building.nested));
      if (truncated) say(problem('card.truncated', last));
      current = undefined;
      building.last = last;
      const { card, blank } = cardOf(building, cards);
      if (!blank) events.push({ kind: 'card', card });
      else say(problem(truncated ? 'card.truncated' : 'card.empty', first));
    };

    const begin = (at: number): void => {
      if (current?.agent) {
        // vCard 2.1, section 2.4.2: an AGENT may hold a whole card. It is somebody else.
        current.agent = false;
        current.depth++;
        current.nested ||= at;
        return;
      }
      finish(at - 1, true);
      stray();
      current = {
        format: 'vcard',
        properties: [],
        size: 0,
        version: '',
        labelled: false,
        first: at,
        last: at,
        problems: [],
        nested: 0,
        dropped: 0,
        tooLarge: false,
        depth: 0,
        agent: false,
      };
    };
    const end = (at: number): void => {
      if (current === undefined) outside ??= problem('line.not_understood', at, undefined, 'END:VCARD');
      else if (current.depth > 0) current.depth--;
      else finish(at, false);
    };

    const lines = vcardLines(limits, known, {
      stray(at, text) {
        line = at;
        const found = text.replaceAll('\0', '').trim();
        // A byte order mark is white space, unless it was read byte by byte.
        if (found === '' || found === '\u00ef\u00bb\u00bf') return;
        const wrong = problem('line.not_understood', at, undefined, found);
        if (current === undefined) outside ??= wrong;
        else if (current.depth === 0) say(wrong);
      },
      tooLong(at) {
        line = at;
        say(problem('line.too_long', at));
      },
      property({ header, text }, value, bytes, marked, at, cut) {
        const { role } = header;
        line = at;
        if ((role === 'BEGIN' || role === 'END') && isCard(value)) {
          if (role === 'BEGIN') begin(at);
          else end(at);
          return;
        }
        const building = current;
        if (building === undefined || role === 'stray') {
          this.stray(at, `${text}:${value.slice(0, 200)}`);
          return;
        }
        building.agent = role === 'AGENT' && value.trim() === '';
        if (role === 'AGENT' && isBegin(value)) {
          // An AGENT may start its card on the same line.
          building.depth++;
          building.nested ||= at;
          return;
        }
        if (building.depth > 0) return;
        if (role === 'VERSION') building.version = value.trim();
        else if (role === 'X-ABLABEL') building.labelled = true;
        building.size += value.length + 64;
        if (building.properties.length >= limits.properties) building.dropped++;
        else if (building.size > limits.card) building.tooLarge = true;
        else building.properties.push({ header, value, bytes, marked, line, cut });
      },
    });
    const drain = (): readonly ReadEvent[] => {
      const ready = events;
      events = [];
      return ready;
    };
    return {
      dialect: 'vCard',
      write: (chunk) => eventsOf(lines.write(chunk), drain),
      *end() {
        lines.end();
        finish(line, true);
        stray();
        yield* drain();
      },
    };
  },
};

/** A card whose END has not come yet. */
interface Building extends Collected {
  /** Characters so far, each property counting for some more. */
  size: number;
  version: string;
  labelled: boolean;
  readonly problems: Problem[];
  /** The line where a card inside this one begins, 0 where none does. */
  nested: number;
  dropped: number;
  tooLarge: boolean;
  /** How many cards inside this one are open. */
  depth: number;
  /** The last property is an AGENT whose card must follow. */
  agent: boolean;
}

function isCard(value: string): boolean {
  return value === 'VCARD' || value.trim().toUpperCase() === 'VCARD';
}

function isBegin(value: string): boolean {
  return /^\s*begin\s*:\s*vcard\s*$/i.test(value);
}
