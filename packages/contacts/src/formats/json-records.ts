import type { Problem } from '../contact.ts';
import { problem } from './events.ts';
import { jsonTokens, type StringFault } from './json-tokens.ts';
import type { Limits } from './limits.ts';

/** A JSON value; an object is a map, so that `__proto__` is a key like any other. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** The members of a JSON object; where a name comes twice, the last one stands. */
export type JsonObject = ReadonlyMap<string, Json>;

/** One value of the file that is read as a whole, with the lines it stands on. */
export interface JsonRecord {
  /** The path of the array that it is an element of; `undefined` for a value that stands by itself. */
  readonly of: string | undefined;
  readonly value: Json;
  readonly first: number;
  readonly last: number;
  /** The file ends, or something else starts, before its closing bracket; the member that was cut is left out. */
  readonly truncated: boolean;
  readonly problems: readonly Problem[];
}

/** What a JSON file gives: records, and problems that stand in none of them. */
export type JsonEvent =
  | { readonly kind: 'record'; readonly record: JsonRecord }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** What `jsonRecords` is told. */
export interface JsonRecordsOptions {
  readonly limits: Limits;
  readonly charset?: string | undefined;
  /**
   * The arrays whose elements are given one by one, by path: `''` for an array that is the whole file, `connections`
   * for a member of the outer object, `*` for an element of an array, joined by slashes (`a/b`).
   * The value around such an array is a record too, in which the array is empty; it comes after them.
   */
  readonly elements: ReadonlySet<string>;
}

/**
 * Reads one JSON text, or several after one another (JSON lines, RFC 7464), record by record.
 *
 * Memory is bounded by the largest record allowed, nesting by `limits.nesting`; what exceeds either is left out of its
 * record with a problem. A file that ends too early gives everything before the cut and one problem.
 *
 * @example
 * const json = jsonRecords({ limits: LIMITS, elements: new Set(['', 'list']) }, (event) => events.push(event));
 * yield* eventsOf(json.write(bytes), drain);
 * json.end();
 */
export function jsonRecords(
  options: JsonRecordsOptions,
  take: (event: JsonEvent) => void,
): { write(chunk: Uint8Array): IterableIterator<void>; end(): void } {
  const { limits, elements } = options;
  const room = Math.ceil((limits.photo * 4) / 3) + limits.row;
  const frames: Frame[] = [];
  /** Open brackets that are counted and not kept. */
  let skipped = 0;
  let strayed = false;

  const building = (of: string | undefined, value: Json): Building => ({
    of,
    value,
    first: tokens.line,
    left: room,
    problems: [],
    faulted: false,
  });
  const deliver = (
    { of, value, first, problems }: Omit<Building, 'left' | 'faulted'>,
    truncated: boolean,
  ): void => {
    strayed = false;
    take({ kind: 'record', record: { of, value, first, last: tokens.line, truncated, problems } });
  };
  /** A problem of the record that is read, else of the file. */
  const say = (...args: Parameters<typeof problem>): void => {
    const frame = frames.at(-1);
    if (frame === undefined || frame.streamed) take({ kind: 'problem', problem: problem(...args) });
    else if (frame.record.problems.length < limits.problems) frame.record.problems.push(problem(...args));
  };
  /** Something that does not belong here; said once a record. */
  const fault = (found: string): void => {
    const frame = frames.at(-1);
    const inside = frame !== undefined && !frame.streamed;
    if (inside ? frame.record.faulted || frame.record.left < 0 : strayed) return;
    if (inside) frame.record.faulted = true;
    else strayed = true;
    say('line.not_understood', tokens.line, frame?.key, found);
  };
  const spend = (record: Building, size: number): boolean => {
    if (record.left < 0) return false;
    record.left -= size;
    if (record.left < 0) say('card.too_large', tokens.line);
    return record.left >= 0;
  };

  /** Puts a value where the file has it; a value that is an element or stands alone is a record. */
  const put = (value: Json): void => {
    const frame = frames.at(-1);
    if (frame === undefined || frame.streamed) {
      deliver(building(frame?.path, value), false);
      return;
    }
    if (frame.items !== undefined) frame.items.push(value);
    else if (frame.key !== undefined) frame.members?.set(frame.key, value);
    frame.key = undefined;
    frame.colon = false;
  };
  const close = (truncated: boolean): void => {
    const frame = frames.pop();
    if (frame?.first && !frame.streamed) deliver(frame.record, truncated);
  };
  const pathOf = (frame: Frame | undefined): string | undefined => {
    if (frame === undefined) return '';
    if (frame.path === undefined || frames.length > 4) return undefined;
    const step = frame.members === undefined ? '*' : (frame.key ?? '');
    return frame.path === '' ? step : `${frame.path}/${step}`;
  };

  const opened = (mark: string): void => {
    if (skipped > 0) {
      skipped++;
      return;
    }
    // An object in the place of a key: the one above was cut before its end.
    for (let above = frames.at(-1); above?.members && !above.colon; above = frames.at(-1)) {
      // One that holds nothing yet is no record to speak of.
      if (above.first && above.members.size === 0) frames.pop();
      fault(mark);
      if (above === frames.at(-1)) close(true);
    }
    const frame = frames.at(-1);
    if (frames.length >= limits.nesting) {
      say('field.too_deep', tokens.line, frame?.key);
      skipped = 1;
      put(null);
      return;
    }
    const path = pathOf(frame);
    const list: Json[] = [];
    const map = new Map<string, Json>();
    const value = mark === '[' ? list : map;
    const first = frame === undefined || frame.streamed;
    const streamed = mark === '[' && path !== undefined && elements.has(path);
    const record = first ? building(frame?.path, value) : frame.record;
    if (!first && !spend(record, 64)) {
      skipped = 1;
      put(null);
      return;
    }
    if (!first) put(value);
    frames.push({
      members: mark === '[' ? undefined : map,
      items: mark === '[' ? list : undefined,
      key: undefined,
      colon: false,
      path,
      streamed,
      first,
      record,
    });
  };

  const closed = (mark: string): void => {
    if (skipped > 0) {
      skipped--;
      return;
    }
    const match = frames.findLastIndex(({ items }) => (items === undefined) === (mark === '}'));
    if (match !== frames.length - 1 || match < 0) fault(mark);
    if (match < 0) return;
    while (frames.length > match + 1) close(true);
    close(false);
  };

  const scalar = (value: Json, size: number): void => {
    if (skipped > 0) return;
    const frame = frames.at(-1);
    const fits = frame === undefined || frame.streamed || spend(frame.record, size);
    if (fits) put(value);
    else {
      frame.key = undefined;
      frame.colon = false;
    }
  };

  const tokens = jsonTokens(options, {
    mark(mark) {
      if (mark === '{' || mark === '[') opened(mark);
      else if (mark === '}' || mark === ']') closed(mark);
      else if (skipped === 0) {
        const frame = frames.at(-1);
        const object = frame?.members !== undefined;
        if (mark === ':' && object && frame.key !== undefined && !frame.colon) frame.colon = true;
        else if (mark === ':' || (object && frame.key !== undefined)) {
          fault(mark);
          if (object) frame.key = undefined;
          if (object) frame.colon = false;
        }
      }
    },
    string(text, wrong) {
      if (skipped > 0) return;
      const frame = frames.at(-1);
      const isKey = frame?.members !== undefined && !frame.colon;
      if (wrong !== undefined) say(CODES[wrong], tokens.line, isKey ? undefined : frame?.key);
      if (!isKey) {
        if (wrong === 'too_large' || wrong === 'unclosed') scalar(null, 16);
        else scalar(text, 16 + text.length);
        return;
      }
      if (frame.key !== undefined) fault(text);
      if (text.length > limits.field) say('field.too_large', tokens.line);
      // A key beyond what the record may hold stays open for its value, which is not kept either.
      const fits = spend(frame.record, 16 + text.length) && text.length <= limits.field;
      frame.key = wrong === 'unclosed' ? undefined : fits ? text : '';
    },
    word(text) {
      if (skipped > 0) return;
      const frame = frames.at(-1);
      const value = WORDS.has(text) ? WORDS.get(text) : number(text);
      if (value === undefined || (frame?.members !== undefined && !frame.colon)) fault(text);
      else scalar(value, 16);
    },
  });

  return {
    write: tokens.write,
    end() {
      tokens.end();
      // Said once: of the record that was cut, or of the file where the cut lies between two records.
      if (frames.at(-1)?.streamed) say('file.truncated', tokens.line);
      for (let inner = !frames.at(-1)?.streamed; frames.length > 0; ) {
        const frame = frames.at(-1);
        close(inner);
        if (frame?.first) inner = false;
      }
    },
  };
}

const CODES: Readonly<Record<StringFault, Problem['code']>> = {
  too_large: 'field.too_large',
  unclosed: 'line.not_understood',
  undecodable: 'text.undecodable',
};

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function number(text: string): number | undefined {
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

interface Building {
  readonly of: string | undefined;
  readonly value: Json;
  readonly first: number;
  /** Characters that may still come, each value counting for some more. */
  left: number;
  readonly problems: Problem[];
  faulted: boolean;
}

interface Frame {
  readonly members: Map<string, Json> | undefined;
  readonly items: Json[] | undefined;
  /** The key whose value is awaited. */
  key: string | undefined;
  colon: boolean;
  readonly path: string | undefined;
  /** Its elements are records of their own. */
  readonly streamed: boolean;
  /** The outermost bracket of its record. */
  readonly first: boolean;
  readonly record: Building;
}
