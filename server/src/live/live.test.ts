import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { until } from '../../testing/wait.ts';
import { buildApp } from '../app.ts';
import { jsonLog } from '../platform/log.ts';
import { sharedEvents } from '../platform/shared-events.ts';
import { tell } from './index.ts';
import { subjects } from './subject.ts';

const silent = jsonLog(
  'silent',
  () => new Date(),
  () => undefined,
);

/** What a tab is told, subject by subject. */
async function tab(url: string, cookie: string) {
  const leaving = new AbortController();
  const response = await fetch(`${url}/api/events`, { headers: { cookie }, signal: leaving.signal });
  const told: string[] = [];
  const events = new Set<string>();
  let whole = false;
  let ended = false;
  const reading = (async () => {
    let rest = '';
    for await (const piece of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      rest += piece;
      for (const [, event] of rest.matchAll(/^event: (.*)$/gm)) events.add(event ?? '');
      for (const [, data] of rest.matchAll(/^data: (.*)\n\n/gm)) {
        whole = true;
        told.push(...JSON.parse(data ?? '').changed);
      }
      rest = rest.slice(rest.lastIndexOf('\n\n') + 2);
    }
  })()
    .catch(() => undefined)
    .finally(() => {
      ended = true;
    });
  await until(() => whole || ended);
  return {
    status: response.status,
    told,
    events,
    isOver: () => ended,
    async leave() {
      leaving.abort();
      await reading;
    },
  };
}

/** How many servers have their connection for events. */
async function listeners({ platform }: TestKith): Promise<number> {
  const { rows } = await platform.database.asSystem((tx) =>
    sql`select from pg_stat_activity where datname = current_database() and application_name = 'kith events'`.execute(
      tx,
    ),
  );
  return rows.length;
}

test('a tab is told what of its own member changed, by whichever server', async (t) => {
  const kith = await testKith();
  const connection = kith.platform.database.pool.options;
  const [here, there] = [sharedEvents(connection, silent), sharedEvents(connection, silent)];
  const app = await buildApp({ ...kith.platform, events: here });
  t.after(async () => {
    await app.close();
    await here.close();
    await there.close();
    await kith.close();
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const ana = await testMember(kith, { name: 'Ana Ruiz', email: 'ana@home.example' });
  const ben = await testMember(kith, { name: 'Ben Ito', email: 'ben@home.example' });
  const hers = await tab(url, ana.cookie);
  const his = await tab(url, ben.cookie);

  await t.test('of another server', async () => {
    await until(async () => (await listeners(kith)) === 1);
    // The other server connects when it first tells something.
    tell(there, ana.id, 'imports');
    await until(() => hers.told.includes('imports'));
    tell(there, ana.id, 'imports', 'contacts');
    tell(there, ana.id, 'suggestions');
    await until(() => hers.told.includes('suggestions'));
    assert.deepEqual([...new Set(hers.told)].sort(), ['contacts', 'imports', 'suggestions']);
    assert.deepEqual(his.told, []);
  });

  await t.test('and nothing of others', async () => {
    const headers = { cookie: ben.cookie, origin: 'http://localhost:4040' };
    const asked = await app.inject({
      method: 'POST',
      url: '/api/connection-requests',
      headers,
      payload: { memberId: ana.id },
    });
    assert.equal(asked.statusCode, 201, asked.body);
    await until(() => hers.told.includes('requests') && his.told.includes('requests'));
    assert.deepEqual([...new Set(his.told)].sort(), ['connections', 'requests']);
  });

  await t.test('that anything may have changed, where hints were lost', async () => {
    his.told.splice(0);
    await kith.platform.database.asSystem((tx) =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'kith events'`.execute(tx),
    );
    await until(() => his.told.length >= subjects.length);
    assert.deepEqual(his.told, subjects);
    his.told.splice(0);
    await until(async () => (await listeners(kith)) === 2);
    tell(there, ben.id, 'data');
    await until(() => his.told.includes('data'));
  });

  await t.test('until the member has very many tabs, or none', async () => {
    const more = [];
    for (let n = 0; n < 20; n++) more.push(await tab(url, ana.cookie));
    await until(hers.isOver);
    assert.ok(hers.events.has('displaced'), 'it is told, and does not take the place of another in turn');
    assert.ok(more.every((one) => !one.isOver() && !one.events.has('displaced')));
    for (const one of [...more, his]) await one.leave();
    assert.equal((await tab(url, '')).status, 401);
  });

  await t.test('and a server that stops waits for no tab', async () => {
    const last = await tab(url, ben.cookie);
    await app.close();
    await until(last.isOver);
  });
});
