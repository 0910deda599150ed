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
 * cut, gives no more than its input can hold, and every contact is valid by the schema and can be stored as JSON.
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
  return fault === undefined ? undefined : `not valid by the schema: ${fault}`;
}

function ofProblem({ line, found }: Card['problems'][number]): Breach {
  if (found?.isWellFormed() === false) return 'a problem that shows half a character';
  if (!(line >= 1)) return 'a problem without a line';
  return found !== undefined && found.length > 200 ? 'a problem that shows too much' : undefined;
}
