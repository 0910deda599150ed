import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { getTestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '@kith/sources/testing';
import { type TestDatabase, testDatabase } from '../server/testing/database.ts';
import { patience } from './patience.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const startLimit = 180_000 * patience;

export type Session = Awaited<ReturnType<TestDatabase['database']['client']>>;

/**
 * The real server as its users run it: `kith serve`, with the demo unless told otherwise, in a process of its own, on a
 * database of its own. Tests give it one on the server of KITH_TEST_DATABASE_URL; a benchmark, without that, runs on the
 * embedded PostgreSQL.
 */
export interface Kith {
  readonly address: string;
  /** Its data folder. */
  readonly home: string;
  /** Lines the server logged at level warn or above. */
  readonly complaints: readonly string[];
  /** Ends the server as a power cut would. */
  kill(): Promise<void>;
  /** Starts the server again on the same data and address. */
  restart(): Promise<void>;
  /** Runs another command of `kith` on the same data. */
  command(...args: string[]): Promise<{ code: number; output: string }>;
  /** The memory that the server's process holds, in megabytes. */
  memory(): number;
  /** Asks the database past row-level security. */
  query<Row>(sql: string): Promise<Row[]>;
  /** A session of the database of one's own, which also sees past row-level security; ended by `release(true)`. */
  session(): Promise<Session>;
  close(): Promise<void>;
}

export async function startKith(
  settings: Readonly<Record<string, string>> = {},
  { demo = true } = {},
): Promise<Kith> {
  const place = await placeFor(demo);
  return startOn(place, settings, demo, place.close);
}

/** Two servers on the same data and database, as behind a balancer at one address. */
export async function startTwoKiths(
  settings: Readonly<Record<string, string>> & { readonly KITH_PUBLIC_URL: string },
): Promise<readonly [Kith, Kith]> {
  const place = await placeFor(true);
  return [
    await startOn(place, settings, true, place.close),
    await startOn(place, settings, true, async () => undefined),
  ];
}

/** Where a server keeps what it knows. */
interface Place {
  readonly home: string;
  readonly test: TestDatabase | undefined;
  close(): Promise<void>;
}

async function placeFor(demo: boolean): Promise<Place> {
  const home = await mkdtemp(join(tmpdir(), 'kith-e2e-'));
  const test =
    process.env.KITH_TEST_DATABASE_URL === undefined
      ? undefined
      : await testDatabase(
          demo ? { name: 'demo', fill: (connection) => loadDemo(connection, home) } : undefined,
        );
  return {
    home,
    test,
    async close() {
      await test?.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function startOn(
  { home, test }: Place,
  settings: Readonly<Record<string, string>>,
  demo: boolean,
  forget: () => Promise<void>,
): Promise<Kith> {
  const complaints: string[] = [];
  let server: ChildProcess | undefined;
  let address = '';

  const spawnKith = (...args: string[]) => spawnOn(test?.connection, home, settings, args);
  const start = async (): Promise<void> => {
    // The address that a server says is then the balancer's.
    const isBehind = settings.KITH_PUBLIC_URL !== undefined;
    if (isBehind && address === '') address = `http://localhost:${await freePort()}`;
    const port = address === '' ? '0' : new URL(address).port;
    const child = spawnKith('serve', ...(demo ? ['--demo'] : []), '--port', port);
    server = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints.push(...text.split('\n').filter((line) => line !== ''));
    });
    const told = await ready(child, complaints, test);
    if (!isBehind) address = told;
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const child = server;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };

  const session = async (): Promise<Session> => {
    if (test === undefined) throw new TypeError('the embedded database is asked by its server alone');
    const client = await test.database.client();
    await client.query("select set_config('kith.owner', 'all', false)");
    return client;
  };

  tellWhenFailed(async () => lastOf(complaints));
  await start();
  return {
    get address() {
      return address;
    },
    home,
    complaints,
    kill: () => end('SIGKILL'),
    restart: start,
    async command(...args) {
      const child = spawnKith(...args);
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text;
        });
      const code = await new Promise<number>((resolve) =>
        child.once('close', (ended) => resolve(ended ?? -1)),
      );
      return { code, output };
    },
    memory: () => {
      const status = readFileSync(`/proc/${server?.pid}/status`, 'utf8');
      return Number(/VmRSS:\s*(\d+)/.exec(status)?.[1]) / 1024;
    },
    session,
    async query<Row>(text: string): Promise<Row[]> {
      const client = await session();
      try {
        const { rows } = await client.query(text);
        return rows;
      } finally {
        client.release(true);
      }
    },
    async close() {
      await end('SIGTERM');
      await forget();
    },
  };
}

/** Where the test that is running fails, says what it left: the log may be all that there is. */
export function tellWhenFailed(tell: () => Promise<string>): void {
  const t = getTestContext();
  if (t === undefined || !('after' in t)) return;
  t.after(async () => {
    // The types of Node do not know `passed` yet.
    if (Reflect.get(t, 'passed') === false) process.stderr.write(`${t.name}\n${await tell()}\n`);
  });
}

/** What a server logged last. */
export function lastOf(complaints: readonly string[]): string {
  return ['its server logged:', ...complaints.slice(-10)].join('\n  ');
}

/** The demo's members, loaded once for the servers of all tests, which share the secret that their keys come from. */
async function loadDemo(connection: TestDatabase['connection'], home: string): Promise<void> {
  const complaints: string[] = [];
  const child = spawnOn(connection, home, {}, ['serve', '--demo', '--port', '0']);
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  await ready(child, complaints, undefined);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

function spawnOn(
  connection: TestDatabase['connection'] | undefined,
  home: string,
  settings: Readonly<Record<string, string>>,
  args: readonly string[],
) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(KITH_|DATABASE_URL|NODE_TEST)/.test(name),
  );
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'cli/bin/kith.mjs', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(inherited),
      KITH_DATA: home,
      KITH_LOG_LEVEL: 'warn',
      KITH_SECRET: 'a secret of the tests alone, not used elsewhere',
      ...(connection === undefined ? {} : { DATABASE_URL: connection.connectionString }),
      ...settings,
    },
  });
}

/** The address that a starting server says. */
function ready(
  child: ChildProcessByStdio<null, Readable, Readable>,
  complaints: readonly string[],
  test: TestDatabase | undefined,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const late = async () => {
      const sessions = (await sessionsOf(test)).join('\n');
      throw new Error(
        `no start in ${startLimit} ms; it said:\n${said}${complaints.slice(-10).join('\n')}\nIts database's sessions:\n${sessions}`,
      );
    };
    const timer = setTimeout(() => late().catch(reject), startLimit);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /ready at (\S+)/.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code}: ${complaints.slice(-10).join('\n')}`));
    });
  });
}

/** What the sessions of a server's database do and wait for. */
async function sessionsOf(test: TestDatabase | undefined): Promise<string[]> {
  const client = await test?.database.client();
  if (client === undefined) return [];
  try {
    const { rows } = await client.query(
      `select concat_ws(' ', state, wait_event_type, wait_event, pg_blocking_pids(pid), left(query, 100)) as said
       from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    return rows.map(({ said }) => String(said));
  } finally {
    client.release(true);
  }
}
