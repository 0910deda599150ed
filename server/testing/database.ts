import pg from 'pg';
import { type Database, openDatabase } from '../src/platform/database.ts';
import { openJobs } from '../src/platform/jobs.ts';
import { jsonLog } from '../src/platform/log.ts';
import { migrate } from '../src/platform/migrate.ts';

// Whoever changes migrations names templates of their own, so that others' tests keep theirs.
const template = `kith_template${process.env.KITH_TEST_TEMPLATE ?? ''}`;

/** What a database holds beyond its tables: made once on each server of tests, then copied. */
export interface Filling {
  readonly name: string;
  fill(connection: pg.PoolConfig): Promise<void>;
}

export interface TestDatabase {
  readonly connection: pg.PoolConfig;
  readonly database: Database;
  close(): Promise<void>;
}

/**
 * A migrated database of its own on the server of KITH_TEST_DATABASE_URL (`node scripts/test.mjs` starts one).
 *
 * The application's role is no superuser, so that row-level security holds in tests as it does in production.
 */
export async function testDatabase(filling?: Filling): Promise<TestDatabase> {
  const url = testServer();
  const name = `kith_${process.pid}_${Math.trunc(performance.now() * 1000)}`;
  const admin = await administrator();
  const made = async (name: string, from: string, fill: Filling['fill']) => {
    const { rows } = await admin.query('select 1 from pg_database where datname = $1', [name]);
    if (rows.length > 0) return;
    await admin.query(`drop database if exists ${name}_making`);
    await admin.query(`create database ${name}_making template ${from} owner kith_app`);
    await fill(appConnection(url, `${name}_making`));
    await admin.query(`alter database ${name}_making rename to ${name}`);
  };
  try {
    await admin.query('select pg_advisory_lock(7)');
    await admin.query(
      "do $$ begin if not exists (select 1 from pg_roles where rolname = 'kith_app') then create role kith_app login password 'kith_app'; end if; end $$",
    );
    await made(template, 'template1', withTables);
    const source = filling === undefined ? template : `${template}_${filling.name}`;
    if (filling !== undefined) await made(source, template, filling.fill);
    await admin.query(`create database ${name} template ${source} owner kith_app`);
  } finally {
    await admin.end();
  }
  const connection = appConnection(url, name);
  const database = openDatabase(connection);
  return {
    connection,
    database,
    async close() {
      await database.close();
      const client = await administrator();
      await client.query(`drop database if exists ${name} with (force)`);
      await client.end();
    },
  };
}

async function withTables(connection: pg.PoolConfig): Promise<void> {
  const ran = await migrate(connection);
  if (ran.length === 0) throw new Error('the template database was migrated before');
  const log = jsonLog(
    'silent',
    () => new Date(),
    () => undefined,
  );
  const jobs = openJobs(connection, log);
  await jobs.start();
  await jobs.stop();
}

/** Where the server of the tests keeps its files and its log of writes, with all that was in its memory. */
export async function dataFolder(): Promise<string> {
  const admin = await administrator();
  try {
    await admin.query('checkpoint');
    const { rows } = await admin.query<{ data_directory: string }>('show data_directory');
    const [row] = rows;
    if (row === undefined) throw new TypeError('PostgreSQL has no data folder');
    return row.data_directory;
  } finally {
    await admin.end();
  }
}

/** A session of the administrator of the server of the tests; to be ended. */
export async function administrator(database?: string): Promise<pg.Client> {
  const url = new URL(testServer());
  if (database !== undefined) url.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return client;
}

/** The server of the tests, as its administrator reaches it. */
export function testServer(): string {
  const url = process.env.KITH_TEST_DATABASE_URL;
  if (url === undefined)
    throw new Error(
      'KITH_TEST_DATABASE_URL is not set: run the tests by "npm test", or "node scripts/test.mjs --only integration".',
    );
  return url;
}

function appConnection(url: string, database: string): pg.PoolConfig {
  const parts = new URL(url);
  parts.username = 'kith_app';
  parts.password = 'kith_app';
  parts.pathname = `/${database}`;
  return { connectionString: parts.href };
}
