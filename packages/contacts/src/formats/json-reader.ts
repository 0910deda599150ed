import type { FormatName, ReadEvent } from '../contact.ts';
import { piece } from './charset.ts';
import { type Draft, draft, finished, isBlank, note } from './draft.ts';
import { eventsOf, problem } from './events.ts';
import type { Reader, ReadOptions } from './format.ts';
import { type Json, type JsonObject, type JsonRecord, jsonRecords } from './json-records.ts';
import { LIMITS, type Limits } from './limits.ts';

/** A card while it is read from a JSON object. */
export interface JsonCard {
  readonly one: Draft;
  readonly limits: Limits;
  /** Keep the bytes of photos. */
  readonly photos: boolean;
  /** The first line of the object. */
  readonly line: number;
}

/** What a JSON object of the file is: a contact, what stands around contacts, or something else. */
export type JsonMeaning = 'contact' | 'around' | 'foreign';

/** What one JSON format adds to JSON. */
export interface JsonDialect {
  readonly name: FormatName;
  readonly dialect: string;
  /** The arrays that hold contacts, as `jsonRecords` has them. */
  readonly elements: ReadonlySet<string>;
  /** Fills the card from the object; `of` is the path of the array it stands in. */
  fill(value: JsonObject, card: JsonCard, of: string | undefined): JsonMeaning;
}

/** A reader of contacts in JSON, one object each. */
export function jsonReader(options: ReadOptions, dialect: JsonDialect): Reader {
  const limits = options.limits ?? LIMITS;
  const photos = options.photos ?? false;
  let events: ReadEvent[] = [];
  let silent = true;
  let around = false;

  const record = ({ value, of, first, last, truncated, problems }: JsonRecord): void => {
    const one = draft();
    const meaning =
      value instanceof Map ? dialect.fill(value, { one, limits, photos, line: first }, of) : 'foreign';
    if (meaning === 'contact') {
      one.problems.unshift(...problems);
      if (truncated) note(one, limits, 'card.truncated', last);
      events.push(
        isBlank(one)
          ? { kind: 'problem', problem: problem(truncated ? 'card.truncated' : 'card.empty', first) }
          : { kind: 'card', card: finished(one, dialect.name, [first, last], limits) },
      );
      return;
    }
    around ||= meaning === 'around';
    for (const found of problems) events.push({ kind: 'problem', problem: found });
    if (truncated) events.push({ kind: 'problem', problem: problem('file.truncated', last) });
    else if (meaning === 'foreign')
      events.push({
        kind: 'problem',
        problem: problem('line.not_understood', first, undefined, written(value).slice(0, 200)),
      });
  };
  const json = jsonRecords({ limits, charset: options.charset, elements: dialect.elements }, (event) => {
    if (event.kind === 'record') record(event.record);
    else events.push(event);
  });
  const drain = (): readonly ReadEvent[] => {
    const ready = events;
    events = [];
    if (ready.length > 0) silent = false;
    return ready;
  };
  return {
    dialect: dialect.dialect,
    write: (chunk) => eventsOf(json.write(chunk), drain),
    *end() {
      json.end();
      yield* drain();
      if (silent)
        yield {
          kind: 'problem',
          problem: around ? problem('file.empty', 1) : problem('file.not_contacts', 1, undefined, 'JSON'),
        };
    },
  };
}

/** The start of a file as text where it looks like JSON. */
export function jsonHead(head: Uint8Array): string | undefined {
  // Most files have no bracket in so many bytes and need not be decoded; 1,000 characters are 4,000 bytes at the most.
  if (!head.subarray(0, 4000).some((byte) => byte === 0x7b || byte === 0x5b)) return undefined;
  const { text } = piece(head);
  const start = text.search(/[{[]/);
  if (start < 0 || start > 1000 || /[^\s\p{Cc}\ufeffï»¿]/u.test(text.slice(0, start))) return undefined;
  return /^[{[]\s*["{[\]}]/.test(text.slice(start)) ? text : undefined;
}

/** A member as text: strings and numbers, without NULs and blanks around; one above the limit is left out and noted. */
export function textOf(card: JsonCard, value: Json | undefined, field: string): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  if (value.length > card.limits.field) {
    note(card.one, card.limits, 'field.too_large', card.line, field);
    return '';
  }
  return (value.includes('\r') ? value.replace(/\r\n?/g, '\n') : value).trim();
}

/** A member that is an object; an empty one where it is anything else. */
export function objectOf(value: Json | undefined): JsonObject {
  return value instanceof Map ? value : NONE;
}

const NONE: JsonObject = new Map();

/** The objects of a member that is an array. */
export function objectsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter((one) => one instanceof Map) : [];
}

/** Keeps a member that Kith has no field for. */
export function keep(card: JsonCard, value: Json | undefined, label: string): void {
  if (value === undefined || value === null || value === '') return;
  const text = typeof value === 'string' ? textOf(card, value, label) : written(value);
  const name = label.trim();
  if (text.length > card.limits.field) note(card.one, card.limits, 'field.too_large', card.line, label);
  else if (text !== '' && text !== '[]' && text !== '{}')
    card.one.other.push(name === '' ? { value: text } : { value: text, label: name });
}

/** A value as JSON text. */
function written(value: Json): string {
  return JSON.stringify(value, (_, member) => (member instanceof Map ? Object.fromEntries(member) : member));
}
