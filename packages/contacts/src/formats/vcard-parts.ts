import type { FormatName, Problem, ReadEvent } from '../contact.ts';
import { charsets } from './charset.ts';
import { problem } from './events.ts';
import type { ReadOptions } from './format.ts';
import { CARD_LIMITS } from './limits.ts';
import { type CardProperty, cardOf } from './vcard-card.ts';
import { headerFrom } from './vcard-header.ts';
import { knownHeader } from './vcard-headers.ts';
import { escaped } from './vcard-value.ts';

/** A property in parts, as jCard and xCard deliver it. */
export interface PropertyParts {
  readonly name: string;
  readonly group: string | undefined;
  /** By name in upper case; TYPE among them, its values joined by commas. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The type of the value, as `text` or `uri`. */
  readonly type: string | undefined;
  /** Each component with its values. */
  readonly components: readonly (readonly string[])[];
  readonly line: number;
  /** Some value was longer than allowed and is cut. */
  readonly cut: boolean;
}

/** Gathers the parts of cards and makes them, with the properties of vCard 4.0, so that each means the same. */
export interface PartsReader {
  /** Whether a card has begun and not ended. */
  readonly isOpen: boolean;
  begin(line: number): void;
  property(parts: PropertyParts): void;
  /** A problem of the card that is open, or of none. */
  say(found: Problem): void;
  end(line: number, truncated: boolean): void;
  /** What was read since the last call. */
  take(): readonly ReadEvent[];
}

/** A reader of the cards of one file. */
export function partsReader(format: FormatName, options: ReadOptions): PartsReader {
  const limits = options.limits ?? CARD_LIMITS;
  const cards = { limits, charsets: charsets(options.charset), photos: options.photos ?? false };
  let events: ReadEvent[] = [];
  let current:
    | { first: number; properties: CardProperty[]; dropped: number; problems: Problem[] }
    | undefined;
  return {
    get isOpen() {
      return current !== undefined;
    },
    begin(line) {
      current = { first: line, properties: [], dropped: 0, problems: [] };
    },
    property(parts) {
      if (current === undefined) return;
      const property = propertyOf(parts);
      if (property.header.role === 'stray')
        this.say(problem('line.not_understood', parts.line, undefined, parts.name));
      else if (current.properties.length < limits.properties) current.properties.push(property);
      else current.dropped++;
    },
    say(found) {
      if (current === undefined) events.push({ kind: 'problem', problem: found });
      else if (current.problems.length < limits.problems) current.problems.push(found);
    },
    end(last, truncated) {
      if (current === undefined) return;
      const { first, properties, dropped, problems } = current;
      if (dropped > 0)
        this.say(problem('field.too_many', last, undefined, String(properties.length + dropped)));
      if (truncated) this.say(problem('card.truncated', last));
      current = undefined;
      const labelled = properties.some(({ header }) => header.role === 'X-ABLABEL');
      const { card, blank } = cardOf(
        { format, properties, version: '4.0', labelled, first, last, problems },
        cards,
      );
      if (!blank) events.push({ kind: 'card', card });
      else
        events.push({
          kind: 'problem',
          problem: problem(truncated ? 'card.truncated' : 'card.empty', first),
        });
    },
    take() {
      const ready = events;
      events = [];
      return ready;
    },
  };
}

function propertyOf({ name, group, parameters, type, components, line, cut }: PropertyParts): CardProperty {
  const separator = LISTS.has(name) ? ',' : ';';
  const header = headerFrom({
    group,
    name,
    types: (parameters.get('TYPE') ?? '').toLowerCase().split(','),
    encoding: undefined,
    charset: undefined,
    value: type === 'unknown' ? undefined : type,
    parameters,
  });
  const value = components.map((values) => values.map(escaped).join(',')).join(separator);
  return { header: knownHeader(header), value, bytes: false, marked: true, line, cut };
}

/** What has several values, and not components. */
const LISTS = new Set(['NICKNAME', 'CATEGORIES', 'X-NICKNAME']);
