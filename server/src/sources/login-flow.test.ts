import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { generatePeople, vcard30 } from '@kith/contacts/testing';
import { type DavServer, type NextcloudServer, startNextcloud, startRadicale } from '@kith/sources/testing';
import { sql } from 'kysely';
import { browserOf } from '../../testing/connected.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { until } from '../../testing/wait.ts';

let dav: DavServer;
let cloud: NextcloudServer;
let kith: TestKith;
let cookie: string;
before(async () => {
  dav = await startRadicale('of-the-server', vcard30(generatePeople({ seed: 5, count: 120 })));
  cloud = await startNextcloud(dav);
  kith = await testKith({
    settings: {
      KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
      KITH_SOURCE_PORTS: String(cloud.port),
      KITH_SOURCE_CA: cloud.ca,
    },
  });
  cookie = (await testMember(kith, { name: 'Ana Ruiz', email: 'ana@home.example' })).cookie;
});
after(async () => {
  await kith.close();
  cloud.close();
  await dav.close();
});

const wish = () => ({ providerId: 'nextcloud', address: 'alice@cloud.example', server: cloud.url });

test('a member grants it at their own Nextcloud: read, and the app password deleted there', async () => {
  const { begin, ended, grant, settled } = browserOf(kith);
  const { id, url } = await begin(cookie, wish());
  assert.equal(new URL(url).origin, new URL(cloud.url).origin);
  assert.equal((await grant(cookie, id)).state, 'waiting');
  cloud.grant(url);
  const done = await settled(cookie, id);
  assert.equal(done.state, 'done', done.fault);
  const one = await ended(cookie, done.importId ?? '');
  assert.deepEqual(one.counters, { read: 120, new: 120, updated: 0, same: 0, problem: 0 });
  assert.equal(one.account?.access, 'revoked');
  assert.equal(one.account?.name, 'Nextcloud');
  assert.deepEqual(cloud.deleted, cloud.made);
  assert.equal(cloud.made.length, 1);
  const password = cloud.made[0] ?? 'none';
  assert.ok(!kith.logs.join('').includes(password));
  const { rows } = await kith.platform.database.asSystem((tx) =>
    sql<{ held: number }>`select count(*)::int as held from grants t
      where t::text like ${`%${password}%`} or sealed is not null`.execute(tx),
  );
  assert.deepEqual(rows, [{ held: 0 }]);
});

test('cancelled here and granted there: the password is deleted at once, nothing is read', async () => {
  const { begin, grant } = browserOf(kith);
  const { id, url } = await begin(cookie, wish());
  await wait(100);
  cloud.grant(url);
  await kith.app.inject({ method: 'DELETE', url: `/api/sources/grants/${id}`, headers: { cookie } });
  await until(() => cloud.deleted.length >= 2);
  assert.deepEqual(cloud.deleted, cloud.made);
  assert.equal((await grant(cookie, id)).importId, undefined);
});

test('a server that is none, or names others, begins nothing', async () => {
  const ask = async (server: string) => {
    const answer = await kith.app.inject({
      method: 'POST',
      url: '/api/sources/grants',
      headers: { cookie },
      payload: { ...wish(), server },
    });
    return answer.json<{ code: string }>().code;
  };
  for (const lie of [
    () => ({ poll: { token: 't', endpoint: 'https://evil.example/poll' }, login: `${cloud.url}login` }),
    (origin: string) => ({
      poll: { token: 't', endpoint: `${origin}/poll` },
      login: 'https://evil.example/',
    }),
    (origin: string) => ({ poll: { token: 't', endpoint: `${origin}/poll` }, login: 'javascript:alert(1)' }),
    (origin: string) => ({ poll: { token: 7, endpoint: `${origin}/poll` }, login: origin }),
    () => ({}),
    () => [],
  ]) {
    cloud.lie(lie);
    assert.equal(await ask(cloud.url), 'grant.failed');
  }
  cloud.lie(undefined);
  assert.equal(await ask('https://10.0.0.1/'), 'grant.unavailable');
  assert.equal(await ask('https://nowhere.invalid/'), 'grant.unavailable');
  assert.equal(await ask('https://alice:x@127.0.0.1/'), 'request.invalid');
  assert.equal(await ask('http://127.0.0.1/'), 'request.invalid');
});
