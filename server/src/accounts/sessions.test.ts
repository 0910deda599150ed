import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { until } from '../../testing/wait.ts';

let kith: TestKith;
let shift = 0;
before(async () => {
  kith = await testKith({ platform: { clock: { now: () => new Date(Date.now() + shift) } } });
});
after(() => kith.close());

async function twoSessions(email: string) {
  const { id, cookie } = await testMember(kith, { name: 'Tea', email });
  const password = 'correct horse';
  await kith.app.inject({
    method: 'PUT',
    url: '/api/account/password',
    headers: { cookie },
    payload: { password },
  });
  const signedIn = await kith.app.inject({
    method: 'POST',
    url: '/api/sign-in/password',
    payload: { email, password },
    headers: { 'user-agent': 'Phone' },
  });
  return { id, here: cookie, there: `__Host-kith=${signedIn.cookies[0]?.value}` };
}

const ask = (cookie: string, method: 'GET' | 'DELETE', url: string) =>
  kith.app.inject({ method, url, headers: { cookie } });

test('a member sees where they are signed in and ends one session', async () => {
  const { here, there } = await twoSessions('tea@one.example');
  const { items } = (await ask(here, 'GET', '/api/sessions')).json();
  assert.deepEqual(
    items.map(({ agent, current }: Record<string, unknown>) => [agent, current]).sort(),
    [
      [null, true],
      ['Phone', false],
    ].sort(),
  );
  const stranger = await testMember(kith, { name: 'Eve', email: 'eve@one.example' });
  const url = `/api/sessions/${items.find(({ current }: { current: boolean }) => !current).id}`;
  await ask(stranger.cookie, 'DELETE', url);
  assert.equal((await ask(there, 'GET', '/api/me')).statusCode, 200, 'a stranger ends nothing');
  assert.equal((await ask(here, 'DELETE', url)).statusCode, 204);
  assert.equal((await ask(there, 'GET', '/api/me')).statusCode, 401);
  assert.equal((await ask(here, 'GET', '/api/me')).statusCode, 200);
});

test('signing out everywhere ends every session', async () => {
  const { here, there } = await twoSessions('tea@all.example');
  assert.equal((await ask(here, 'DELETE', '/api/sessions')).statusCode, 204);
  assert.deepEqual(
    [(await ask(here, 'GET', '/api/me')).statusCode, (await ask(there, 'GET', '/api/me')).statusCode],
    [401, 401],
  );
});

test('what is past its time is tidied away', async () => {
  await twoSessions('tea@tidy.example');
  await kith.app.inject({ method: 'POST', url: '/api/sign-in/link', payload: { email: 'tea@tidy.example' } });
  await kith.app.inject({ method: 'POST', url: '/api/sign-in/passkey/options' });
  shift += 31 * 86_400_000;
  await kith.platform.jobs.enqueue('accounts.tidy', {});
  const left = async () => {
    const { rows } = await kith.platform.database.pool.query(
      `select (select count(*) from sessions) + (select count(*) from sign_in_links)
        + (select count(*) from passkey_challenges) + (select count(*) from rate_buckets) as n`,
    );
    return Number(rows[0].n);
  };
  assert.ok((await left()) > 0);
  await until(async () => (await left()) === 0);
});
