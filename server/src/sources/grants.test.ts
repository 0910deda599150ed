import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { type TestProvider, testProvider } from '../../testing/connected.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import type { Import } from '../imports/index.ts';

interface Grant {
  readonly id: string;
  readonly state: 'waiting' | 'reading' | 'done' | 'failed';
  readonly fault?: string;
  readonly importId?: string;
}

let provider: TestProvider;
let kith: TestKith;
before(async () => {
  provider = await testProvider('http://localhost:4040');
  kith = await testKith({ settings: provider.settings });
});
after(async () => {
  await kith.close();
  await provider.close();
});

let count = 0;
async function owner(): Promise<string> {
  count += 1;
  return (await testMember(kith, { name: `Owner ${count}`, email: `grant-${count}@home.example` })).cookie;
}

async function begin(cookie: string, more: Record<string, unknown> = {}) {
  const answer = await kith.app.inject({
    method: 'POST',
    url: '/api/sources/grants',
    headers: { cookie },
    payload: { providerId: 'club', address: 'alice@club.example', ...more },
  });
  assert.equal(answer.statusCode, 201, answer.body);
  return answer.json<{ id: string; url: string }>();
}

function comeBack(cookie: string, url: URL) {
  return kith.app.inject({ url: url.pathname + url.search, headers: { cookie } });
}

async function settled(cookie: string, id: string): Promise<Grant> {
  for (let tries = 0; tries < 200; tries++) {
    const one = (
      await kith.app.inject({ url: `/api/sources/grants/${id}`, headers: { cookie } })
    ).json<Grant>();
    if (one.state === 'done' || one.state === 'failed') return one;
    await wait(50);
  }
  throw new Error('the grant did not settle');
}

async function ended(cookie: string, id: string): Promise<Import> {
  for (let tries = 0; tries < 200; tries++) {
    const one = (await kith.app.inject({ url: `/api/imports/${id}`, headers: { cookie } })).json<Import>();
    if (one.state === 'read' && one.account?.access !== 'in_use') return one;
    await wait(50);
  }
  throw new Error('the import did not end');
}

test('from the click to the revocation: a whole book, one grant, revoked once', async () => {
  const cookie = await owner();
  const before = provider.auth.revoked.length;
  const { id, url } = await begin(cookie);
  const asked = new URL(url).searchParams;
  assert.equal(asked.get('redirect_uri'), 'http://localhost:4040/oauth/club');
  assert.equal(asked.get('scope'), 'openid contacts.read');
  assert.equal(asked.get('login_hint'), 'alice@club.example');
  assert.equal(asked.get('code_challenge_method'), 'S256');
  const back = await provider.auth.answer(url);
  const answer = await comeBack(cookie, back);
  assert.equal(answer.statusCode, 303);
  assert.equal(answer.headers.location, '/oauth/done');
  const grant = await settled(cookie, id);
  assert.equal(grant.state, 'done', grant.fault);
  const one = await ended(cookie, grant.importId ?? '');
  assert.deepEqual(one.counters, { read: 300, new: 300, updated: 0, same: 0, problem: 0 });
  assert.equal(one.account?.access, 'revoked');
  assert.equal(provider.auth.revoked.length, before + 1);
  const again = await comeBack(cookie, back);
  assert.equal(again.statusCode, 400, 'a state works once');
  assert.equal(provider.auth.issued.length, before + 1);
  const { rows } = await kith.platform.database.asSystem((tx) =>
    sql<{ sealed: Buffer | null }>`select sealed from grants`.execute(tx),
  );
  assert.ok(rows.every(({ sealed }) => sealed === null));
  const token = provider.auth.issued.at(-1) ?? 'none';
  assert.ok(!kith.logs.join('').includes(token));
});
