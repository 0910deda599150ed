import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { KithError } from './errors.ts';

const folder = new URL('../../migrations/', import.meta.url);
const lockKey = 0x6b697468;

/**
 * Brings the schema up to date: each numbered file once, each in its transaction, one process at a time.
 *
 * @returns the names of the migrations that ran.
 * @throws {KithError} `database.newer` when the database knows migrations that this version does not.
 */
export async function migrate(connection: pg.ClientConfig): Promise<readonly string[]> {
  const files = await migrationFiles();
  const client = new pg.Client(connection);
  await client.connect();
  const ran: string[] = [];
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(
      'create table if not exists migrations (name text primary key, ran_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string }>('select name from migrations');
    const done = new Set(rows.map((row) => row.name));
    const unknown = [...done].filter((name) => !files.includes(name));
    if (unknown.length > 0) {
      throw new KithError(
        'database.newer',
        `The database was made by a newer Kith (it has ${unknown.join(', ')}). Start that version, or restore a backup.`,
      );
    }
    for (const name of files) {
      if (done.has(name)) continue;
      const text = await readFile(new URL(name, folder), 'utf8');
      await client.query('begin');
      try {
        await client.query(text);
        await client.query('insert into migrations (name) values ($1)', [name]);
        await client.query('commit');
      } catch (cause) {
        await client.query('rollback');
        throw new KithError(
          'database.migration_failed',
          `Migration ${name} failed; the database is as it was before it.`,
          { cause },
        );
      }
      ran.push(name);
    }
    return ran;
  } finally {
    await client.end();
  }
}

/** The migrations that a database still lacks; all of them when it never had one. */
export async function pendingMigrations(connection: pg.ClientConfig): Promise<readonly string[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const files = await migrationFiles();
    const made = await client.query("select 1 where to_regclass('migrations') is not null");
    if (made.rowCount === 0) return files;
    const { rows } = await client.query<{ name: string }>('select name from migrations');
    return files.filter((name) => !rows.some((row) => row.name === name));
  } finally {
    await client.end();
  }
}

async function migrationFiles(): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => /^\d{6}_\w+\.sql$/.test(name)).sort();
}
