import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Import } from '../src/imports/index.ts';
import type { TestKith } from './kith.ts';
import { answered } from './wait.ts';

/** The import of an account once it has been read and what opened it is forgotten. */
export async function settled(kith: TestKith, cookie: string, id: string): Promise<Import> {
  return answered(
    async () => (await kith.app.inject({ url: `/api/imports/${id}`, headers: { cookie } })).json<Import>(),
    ({ state, account }) => state !== 'received' && state !== 'reading' && account?.access !== 'in_use',
  );
}

/** Asserts that these secrets are in no table, jobs included, and in no log. */
export async function nowhere(kith: TestKith, ...secrets: readonly string[]): Promise<void> {
  const { rows: tables } = await kith.platform.database.asSystem((tx) =>
    sql<{ name: string }>`select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`.execute(tx),
  );
  assert.ok(tables.some(({ name }) => name.endsWith('.job') || name.includes('jobs.')));
  for (const { name } of tables) {
    const { rows } = await kith.platform.database.asSystem((tx) =>
      sql<{ held: number }>`select count(*)::int as held from ${sql.raw(name)} t
        where t::text like any(${secrets.map((secret) => `%${secret}%`)})`.execute(tx),
    );
    assert.equal(rows[0]?.held, 0, name);
  }
  const logs = kith.logs.join('');
  assert.match(logs, /"event":"source.read"/);
  for (const secret of secrets) assert.ok(!logs.includes(secret));
}
