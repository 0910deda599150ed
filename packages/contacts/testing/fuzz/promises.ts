import { isDeepStrictEqual } from 'node:util';
import type { Card, FormatName, ReadEvent } from '../../src/contact.ts';
import type { Random } from '../random.ts';
import type * as core from './core.ts';

/** What is tested: the sources themselves, or a build of them that counts what it reaches. */
export type Core = typeof core;

/** Which promise an input broke, the same for inputs that break it alike; `undefined` where all are kept. */
export type Breach = string | undefined;

/** Formats whose bytes are packed, so that little can stand for much. */
const PACKED: readonly FormatName[] = ['zip', 'xlsx'];

/**
 * Reads the bytes and checks what every reader promises: it throws nothing, gives the same events however the bytes are
 * cut, gives no more than its input can hold, and every contact is valid by the schema, can be stored as JSON and comes
 * back the same from what the writers make of it.
 *
 * @param format of the reader, or `undefined` for the one that finds out by itself
 */
export function breach(
  core: Core,
  format: FormatName | undefined,
  bytes: Uint8Array,
  chance: Random,
  invalid: (contact: unknown) => string | undefined,
): Breach {
  try {
    const events = eventsOf(core, format, bytes, () => bytes.length);
    const whole = JSON.stringify(events);
    const most = chance.pick(bytes.length < 5000 ? [1, 2, 7, 60, 5000] : [60, 5000, 50_000]);
    const cut = JSON.stringify(eventsOf(core, format, bytes, () => chance.int(1, most)));
    if (cut !== whole) return 'other events when the bytes are cut';
    if (!PACKED.includes(format ?? 'zip')) {
      if (events.length > bytes.length + 1) return 'more events than bytes';
      if (whole.length > 300 * bytes.length + 100_000) return 'far more output than input';
    }
    for (const event of events) {
      const broken = event.kind === 'card' ? ofCard(core, event.card, invalid) : ofProblem(event.problem);
      if (broken !== undefined) return broken;
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) return `threw ${String(error)}`;
    const frame = error.stack?.split('\n').find((line) => line.includes(' at ')) ?? '';
    return `threw ${error.name}: ${error.message.slice(0, 80)} ${/at (\S+)/.exec(frame)?.[1] ?? ''}`;
  }
}

/** Reads the bytes in pieces of the sizes given. */
export function eventsOf(
  core: Core,
  format: FormatName | undefined,
  bytes: Uint8Array,
  size: () => number,
): ReadEvent[] {
  const reader =
    format === undefined || format === 'zip'
      ? core.readContacts(format === undefined ? {} : { format })
      : core.formatOf(format).open();
  const events: ReadEvent[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + Math.max(1, size()));
    events.push(...reader.write(bytes.slice(at, end)));
    at = end;
  }
  events.push(...reader.end());
  return events;
}

function ofCard(core: Core, card: Card, invalid: (contact: unknown) => string | undefined): Breach {
  const [first, last] = card.source.lines;
  if (!(first >= 1 && last >= first)) return 'lines that are none';
  for (const problem of card.problems) {
    const broken = ofProblem(problem);
    if (broken !== undefined) return broken;
  }
  let stored = true;
  const contact: unknown = JSON.parse(
    JSON.stringify(core.normaliseCard(card, { region: 'DE' })),
    (_key, value: unknown) => {
      // PostgreSQL stores neither NUL nor half a character.
      if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) stored = false;
      return value;
    },
  );
  if (!stored) return 'text that cannot be stored';
  const fault = invalid(contact);
  return fault === undefined ? ofWriters(core, card) : `not valid by the schema: ${fault}`;
}

/** What is written of a card, read again, says the same; a photo whose bytes were not kept is not written. */
function ofWriters(core: Core, card: Card): Breach {
  const { photo: _, ...rest } = card;
  const one: Card = card.photo?.kind === 'url' ? card : rest;
  const written: readonly (readonly [FormatName, string])[] = [
    ['vcard', core.writeVcard(one, '4.0')],
    ['vcard', core.writeVcard(one, '3.0')],
    ['jscontact', core.writeJscontact(one)],
  ];
  for (const [at, [format, text]] of written.entries()) {
    const bytes = new TextEncoder().encode(text);
    const events = eventsOf(core, format, bytes, () => bytes.length);
    const [back] = events;
    const name = ['vCard 4.0', 'vCard 3.0', 'JSContact'][at];
    if (back?.kind !== 'card' || events.length !== 1) return `not one card from ${name}`;
    const [before, after] = [said(one), said(back.card)];
    if (format === 'jscontact') {
      for (const fields of [before, after]) unordered(fields);
      // It cannot do without a uid and makes one.
      if (!before.has('uid')) after.delete('uid');
    }
    for (const field of new Set([...before.keys(), ...after.keys()]))
      if (!isDeepStrictEqual(before.get(field), after.get(field))) return `other ${field} from ${name}`;
  }
  const csv = new TextEncoder().encode([...core.writeCsv([one])].join(''));
  const rows = eventsOf(core, 'csv', csv, () => csv.length);
  return rows.filter(({ kind }) => kind === 'card').length > 1 ? 'more than one row from CSV' : undefined;
}

/** What a card says, by field, without where it stood. */
function said({ source: { uid, revised }, problems: _, ...fields }: Card): Map<string, unknown> {
  const plain: unknown = JSON.parse(JSON.stringify({ ...fields, uid, revised }));
  return new Map(Object.entries(plain ?? {}));
}

/** What JSContact keeps in maps has no order (RFC 9553, section 1.3.3). */
function unordered(fields: Map<string, unknown>): void {
  for (const name of ['relations', 'other', 'categories']) {
    const list = fields.get(name);
    if (Array.isArray(list)) fields.set(name, new Set(list.map((one) => JSON.stringify(one))));
  }
}

function ofProblem({ line, found }: Card['problems'][number]): Breach {
  if (found?.isWellFormed() === false) return 'a problem that shows half a character';
  if (!(line >= 1)) return 'a problem without a line';
  return found !== undefined && found.length > 200 ? 'a problem that shows too much' : undefined;
}
