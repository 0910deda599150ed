import pg from 'pg';
import { type Events, localEvents } from './events.ts';
import { causeOf, type Log } from './log.ts';

const channel = 'kith_events';
/** Hints of so many milliseconds leave together. */
const gather = 50;
/** PostgreSQL takes less than 8000 bytes as one payload. */
const largest = 7000;
/** Topics that wait for a lost connection; with more, the others are told that anything may have changed. */
const most = 2000;
const firstPause = 250;
const longestPause = 30_000;

export interface SharedEvents extends Events {
  close(): Promise<void>;
}

type Hint = readonly [topic: string, ...what: string[]];

/**
 * Events of all servers on one database, by LISTEN and NOTIFY on one connection of each. Within this process they
 * arrive at once; while the connection is lost they arrive here alone, and whoever listens is woken when it is back.
 *
 * They are not part of a transaction: PostgreSQL lets only one transaction that notifies commit at a time.
 */
export function sharedEvents(connection: pg.PoolConfig, log: Log): SharedEvents {
  const local = localEvents();
  /** Undefined stands for more topics than are kept. */
  let waiting: Map<string, Set<string> | 'anything'> | undefined = new Map();
  let client: pg.Client | undefined;
  let pause = firstPause;
  let begun = false;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gathering: ReturnType<typeof setTimeout> | undefined;

  async function connect(): Promise<void> {
    const next = new pg.Client({ ...connection, keepAlive: true, application_name: 'kith events' });
    let lost = false;
    const lose = (error?: unknown) => {
      if (lost) return;
      lost = true;
      if (client === next) client = undefined;
      next.end().catch(() => undefined);
      if (closed) return;
      if (error !== undefined) log.warn('events.lost', causeOf(error));
      timer = setTimeout(connect, pause);
      pause = Math.min(longestPause, pause * 2);
    };
    next.on('error', lose);
    next.on('end', () => lose());
    try {
      await next.connect();
      const { rows } = await next.query<{ self: number }>('select pg_backend_pid() as self');
      // What we said ourselves comes back too.
      next.on('notification', ({ processId, payload }) => {
        if (processId !== rows[0]?.self) take(payload ?? '');
      });
      await next.query(`listen ${channel}`);
    } catch (error) {
      lose(error);
      return;
    }
    if (closed) {
      await next.end();
      return;
    }
    client = next;
    if (pause > firstPause) local.wakeAll();
    pause = firstPause;
    await flush();
  }

  function begin(): void {
    if (begun) return;
    begun = true;
    void connect();
  }

  function take(payload: string): void {
    const hints = parsed(payload);
    if (hints === undefined) local.wakeAll();
    else for (const [topic, ...what] of hints) local.publish(topic, ...what);
  }

  async function flush(): Promise<void> {
    gathering = undefined;
    const told = client;
    if (told === undefined) return;
    const payloads = waiting === undefined ? [''] : payloadsOf(waiting);
    waiting = new Map();
    try {
      for (const payload of payloads) await told.query('select pg_notify($1, $2)', [channel, payload]);
    } catch {
      // The connection was lost; others see it by themselves a little later.
    }
  }

  function keep(topic: string, what: readonly string[]): void {
    if (waiting === undefined) return;
    const known = waiting.get(topic);
    if (what.length === 0 || known === 'anything') waiting.set(topic, 'anything');
    else waiting.set(topic, new Set([...(known ?? []), ...what]));
    if (waiting.size > most) waiting = undefined;
  }

  return {
    publish(topic, ...what) {
      begin();
      local.publish(topic, ...what);
      keep(topic, what);
      gathering ??= setTimeout(flush, gather);
    },
    subscribe(topic, wake) {
      begin();
      return local.subscribe(topic, wake);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      clearTimeout(gathering);
      await client?.end().catch(() => undefined);
    },
  };
}

function payloadsOf(waiting: ReadonlyMap<string, ReadonlySet<string> | 'anything'>): string[] {
  const payloads: string[] = [];
  let hints: Hint[] = [];
  let length = 0;
  for (const [topic, what] of waiting) {
    const hint: Hint = what === 'anything' ? [topic] : [topic, ...what];
    const more = Buffer.byteLength(JSON.stringify(hint)) + 1;
    if (length + more > largest && hints.length > 0) {
      payloads.push(JSON.stringify(hints));
      hints = [];
      length = 0;
    }
    hints.push(hint);
    length += more;
  }
  return hints.length === 0 ? payloads : [...payloads, JSON.stringify(hints)];
}

/** Undefined where a server says that anything may have changed, or speaks as no version of ours. */
function parsed(payload: string): readonly Hint[] | undefined {
  try {
    const hints: unknown = JSON.parse(payload);
    return Array.isArray(hints) && hints.every(isHint) ? hints : undefined;
  } catch {
    return undefined;
  }
}

function isHint(hint: unknown): hint is Hint {
  return Array.isArray(hint) && hint.length > 0 && hint.every((word) => typeof word === 'string');
}
