import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { generatePeople } from '@kith/contacts/testing';
import {
  certificate,
  startAuthorizationServer,
  startDns,
  startGraphServer,
  startPeopleServer,
  startYahooServer,
} from '@kith/sources/testing';
import { sql } from 'kysely';
import { browserOf, type TestProvider, testProvider } from '../../testing/connected.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { until } from '../../testing/wait.ts';

let count = 0;
async function owner(kith: TestKith) {
  count += 1;
  return testMember(kith, { name: `Owner ${count}`, email: `grant-${count}@home.example` });
}

/** What is still kept to be revoked. */
async function slots(kith: TestKith): Promise<number> {
  const { rows } = await kith.platform.database.asSystem((tx) =>
    sql<{ held: number }>`select count(*)::int as held from grants where sealed is not null`.execute(tx),
  );
  return rows[0]?.held ?? -1;
}

describe('a provider that asks its member itself', () => {
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

  test('from the click to the revocation: a whole book, one grant, revoked once, no token left', async () => {
    const { begin, comeBack, ended, settled } = browserOf(kith);
    const { cookie } = await owner(kith);
    const { id, url } = await begin(cookie);
    const asked = new URL(url).searchParams;
    assert.equal(asked.get('redirect_uri'), 'http://localhost:4040/oauth/club');
    assert.equal(asked.get('scope'), 'openid contacts.read');
    assert.equal(asked.get('login_hint'), 'alice@club.example');
    assert.equal(asked.get('code_challenge_method'), 'S256');
    const answer = await comeBack(cookie, await provider.auth.answer(url));
    assert.equal(answer.statusCode, 303);
    assert.equal(answer.headers.location, '/oauth/done');
    const grant = await settled(cookie, id);
    assert.equal(grant.state, 'done', grant.fault);
    const one = await ended(cookie, grant.importId ?? '');
    assert.deepEqual(one.counters, { read: 300, new: 300, updated: 0, same: 0, problem: 0 });
    assert.equal(one.account?.access, 'revoked');
    assert.equal(provider.auth.revoked.length, 1);
    const token = provider.auth.issued.at(-1) ?? 'none';
    const { rows: tables } = await kith.platform.database.asSystem((tx) =>
      sql<{ name: string }>`select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`.execute(tx),
    );
    for (const { name } of tables) {
      const { rows } = await kith.platform.database.asSystem((tx) =>
        sql<{ held: number }>`select count(*)::int as held from ${sql.raw(name)} t
          where t::text like ${`%${token}%`}`.execute(tx),
      );
      assert.equal(rows[0]?.held, 0, name);
    }
    assert.equal(await slots(kith), 0);
    const logs = kith.logs.join('');
    assert.match(logs, /"event":"grant.revoked"/);
    assert.ok(!logs.includes(token) && !logs.includes('alice'));
  });

  test('two accounts of one provider are told apart by who signed in, whatever address was typed', async () => {
    const { begin, comeBack, ended, settled } = browserOf(kith);
    const { cookie } = await owner(kith);
    for (const account of ['alice', 'bob']) {
      const { id, url } = await begin(cookie);
      await comeBack(cookie, await provider.auth.answer(url, { account }));
      const one = await ended(cookie, (await settled(cookie, id)).importId ?? '');
      assert.equal(one.account?.cardsVanished, 0);
    }
    const { rows } = await kith.platform.database.asSystem((tx) =>
      sql<{ label: string }>`select distinct label from import_accounts order by label`.execute(tx),
    );
    assert.deepEqual(
      rows.map(({ label }) => label.split(' ').at(-1)),
      ['alice', 'bob'],
    );
  });

  test('stopped by its member while it is read: what came is kept, the grant is revoked once', async () => {
    const { arrived, begin, comeBack, ended, settled } = browserOf(kith);
    const { cookie } = await owner(kith);
    const revoked = provider.auth.revoked.length;
    const { id, url } = await begin(cookie);
    provider.front.delay(100);
    await comeBack(cookie, await provider.auth.answer(url));
    const { importId = '' } = await settled(cookie, id);
    await arrived(cookie, importId);
    await kith.app.inject({ method: 'POST', url: `/api/imports/${importId}/stop`, headers: { cookie } });
    provider.front.delay(0);
    const one = await ended(cookie, importId);
    assert.equal(one.state, 'stopped');
    const { access, cards = 0 } = one.account ?? {};
    assert.ok(cards > 0 && cards < 300, String(cards));
    assert.equal(access, 'revoked');
    assert.equal(provider.auth.revoked.length, revoked + 1);
  });

  test('unticked, denied, cancelled, too late: its own code, no import, and what was granted is revoked', async () => {
    const { begin, comeBack, settled } = browserOf(kith);
    const { cookie } = await owner(kith);
    const revoked = provider.auth.revoked.length;
    for (const [how, fault, ends] of [
      [{ scopes: [] }, 'grant.partly', 1],
      [{ press: 'deny' }, 'grant.refused', 0],
      [{ press: 'admin' }, 'grant.admin', 0],
    ] as const) {
      const before = provider.auth.revoked.length;
      const { id, url } = await begin(cookie);
      await comeBack(cookie, await provider.auth.answer(url, how));
      const grant = await settled(cookie, id);
      assert.equal(grant.fault, fault);
      assert.equal(provider.auth.revoked.length - before, ends, fault);
    }
    const { id, url } = await begin(cookie);
    const back = await provider.auth.answer(url);
    await kith.app.inject({ method: 'DELETE', url: `/api/sources/grants/${id}`, headers: { cookie } });
    assert.equal((await comeBack(cookie, back)).statusCode, 400);
    assert.equal(provider.auth.revoked.length, revoked + 1);
    const { json } = await kith.app.inject({ url: '/api/imports', headers: { cookie } });
    assert.deepEqual(json<{ items: unknown[] }>().items, []);
    assert.equal(await slots(kith), 0);
  });

  test('a provider that cannot revoke at once is asked again; meanwhile its page is shown', async () => {
    const { begin, comeBack, ended, settled } = browserOf(kith);
    const { cookie, id: ownerId } = await owner(kith);
    const revoked = provider.auth.revoked.length;
    provider.auth.fail('revoke', 503, 1);
    const { id, url } = await begin(cookie);
    await comeBack(cookie, await provider.auth.answer(url));
    const { importId = '' } = await settled(cookie, id);
    const meanwhile = await ended(cookie, importId);
    assert.equal(meanwhile.account?.access, 'page');
    assert.equal(await slots(kith), 1);
    await kith.platform.jobs.enqueue('sources.end_grant', { ownerId, grantId: id });
    await until(async () => (await slots(kith)) === 0);
    const { account } = await ended(cookie, importId);
    assert.equal(account?.access, 'revoked');
    assert.equal(provider.auth.revoked.length, revoked + 1);
  });

  test('a token endpoint in trouble is told as such', async () => {
    const { begin, comeBack, settled } = browserOf(kith);
    const { cookie } = await owner(kith);
    provider.auth.fail('token', 500, 1);
    const { id, url } = await begin(cookie);
    await comeBack(cookie, await provider.auth.answer(url));
    assert.equal((await settled(cookie, id)).fault, 'grant.unavailable');
  });

  test('only what is set up is offered, and the operator’s own servers come first', async () => {
    const page = await kith.app.inject({ url: '/api/providers?limit=500' });
    const { items } = page.json<{ items: { id: string; connect: unknown }[] }>();
    assert.equal(items[0]?.id, 'club');
    assert.deepEqual(
      items.filter(({ connect }) => connect !== null).map(({ id }) => id),
      // A Nextcloud needs no client of the operator's.
      ['club', 'nextcloud'],
    );
    const { cookie } = await owner(kith);
    const refused = await kith.app.inject({
      method: 'POST',
      url: '/api/sources/grants',
      headers: { cookie },
      payload: { providerId: 'yahoo', address: 'ana@yahoo.com' },
    });
    assert.equal(refused.json<{ code: string }>().code, 'grant.not_set_up');
    const found = await kith.app.inject({
      method: 'POST',
      url: '/api/sources/recognise',
      headers: { cookie },
      payload: { address: 'alice@CLUB.example' },
    });
    assert.match(found.body, /"connect":\{"collected":false,"ownServer":false\}/);
  });
});

test('without revocation the page is shown, and no token is kept anywhere; an unwanted refresh token is never used', async (t) => {
  const provider = await testProvider('http://localhost:4040', { revocation: false, people: 20 });
  const kith = await testKith({ settings: provider.settings });
  t.after(async () => {
    await kith.close();
    await provider.close();
  });
  const { begin, comeBack, ended, settled } = browserOf(kith);
  const { cookie } = await owner(kith);
  const { id, url } = await begin(cookie);
  await comeBack(cookie, await provider.auth.answer(url));
  const one = await ended(cookie, (await settled(cookie, id)).importId ?? '');
  assert.equal(one.account?.access, 'page');
  assert.equal(one.account?.revokePage, 'https://club.example/access');
  const { rows } = await kith.platform.database.asSystem((tx) =>
    sql<{ sealed_at: Date | null }>`select sealed_at from grants`.execute(tx),
  );
  assert.deepEqual(rows, [{ sealed_at: null }]);
});

test('an account without an address book leaves no import, and its grant is revoked, the refresh token with it', async (t) => {
  const provider = await testProvider('http://localhost:4040', { refresh: true, people: 0 });
  const kith = await testKith({ settings: provider.settings });
  t.after(async () => {
    await kith.close();
    await provider.close();
  });
  const { begin, comeBack, settled } = browserOf(kith);
  const { cookie } = await owner(kith);
  const { id, url } = await begin(cookie);
  await comeBack(cookie, await provider.auth.answer(url));
  const grant = await settled(cookie, id);
  assert.equal(grant.fault, 'source.empty');
  assert.equal(provider.auth.revoked.length, 1);
  const { json } = await kith.app.inject({ url: '/api/imports', headers: { cookie } });
  assert.deepEqual(json<{ items: unknown[] }>().items, []);
});

describe('a provider that does not revoke, and a clock that jumps', () => {
  let provider: TestProvider;
  let kith: TestKith;
  let ahead = 0;
  before(async () => {
    provider = await testProvider('http://localhost:4040', { people: 3 });
    kith = await testKith({
      settings: provider.settings,
      platform: { clock: { now: () => new Date(Date.now() + ahead) } },
    });
  });
  after(async () => {
    await kith.close();
    await provider.close();
  });

  async function left() {
    const { begin, comeBack, ended, settled } = browserOf(kith);
    const { cookie, id: ownerId } = await owner(kith);
    const { id, url } = await begin(cookie);
    await comeBack(cookie, await provider.auth.answer(url));
    const { importId = '' } = await settled(cookie, id);
    await ended(cookie, importId);
    const lookNow = () => kith.platform.jobs.enqueue('sources.end_grant', { ownerId, grantId: id });
    return { lookNow, importOf: () => ended(cookie, importId) };
  }

  const untilNone = () => until(async () => (await slots(kith)) === 0);

  test('for a quarter of an hour: then nothing is kept, and the member is shown the page', async () => {
    provider.auth.fail('revoke', 503, 1000);
    const { lookNow, importOf } = await left();
    await lookNow();
    await wait(500);
    assert.equal(await slots(kith), 1, 'it is tried again');
    ahead = 900_000;
    await lookNow();
    await untilNone();
    const { account } = await importOf();
    assert.equal(account?.access, 'page');
    assert.equal(account?.revokePage, 'https://club.example/access');
    assert.match(kith.logs.join(''), /"event":"grant.left"/);
    ahead = 0;
    provider.auth.fail('revoke', 503, 0);
  });

  test('looked at by two whose clocks differ: one of them revokes', async () => {
    provider.auth.fail('revoke', 503, 1);
    const { lookNow, importOf } = await left();
    const asked = provider.auth.asked.length;
    provider.auth.withhold('revoke');
    await lookNow();
    await until(() => provider.auth.asked.length > asked);
    ahead = -5000;
    await lookNow();
    await wait(700);
    assert.equal(provider.auth.asked.length, asked + 1);
    ahead = 0;
    provider.auth.withhold(undefined);
    await untilNone();
    assert.equal((await importOf()).account?.access, 'revoked');
  });

  test('whose reader died before the clock was set back by hours: revoked all the same', async () => {
    const revoked = provider.auth.revoked.length;
    provider.auth.fail('revoke', 503, 1);
    const { lookNow, importOf } = await left();
    await kith.platform.database.asSystem((tx) =>
      sql`update grants set alive_at = now() + interval '5 hours', revoking_until = now() + interval '5 hours'
        where sealed is not null`.execute(tx),
    );
    await lookNow();
    await untilNone();
    assert.equal((await importOf()).account?.access, 'revoked');
    assert.equal(provider.auth.revoked.length, revoked + 1);
  });
});

test('Google: contacts, and what it collected only when the member ticked it here and there', async (t) => {
  const scope = 'https://www.googleapis.com/auth/contacts';
  const auth = await startAuthorizationServer({
    scopes: [`${scope}.readonly`, `${scope}.other.readonly`],
    redirectUris: ['http://localhost:4040/oauth/google'],
  });
  const people = generatePeople({ seed: 12, count: 60 });
  const book = { people: people.slice(0, 50), groups: [], collected: people.slice(50) };
  const google = await startPeopleServer(book, auth.check);
  const { authorize, token, revoke, issuer, clientId, clientSecret } = auth;
  const server = {
    ...{ id: 'google', name: 'Google', url: google.url, issuer, authorize, token, revoke },
    ...{
      clientId,
      clientSecret,
      scopes: ['openid', `${scope}.readonly`],
      collected: [`${scope}.other.readonly`],
    },
  };
  const kith = await testKith({
    settings: {
      KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
      KITH_SOURCE_PORTS: `${auth.port} ${google.port}`,
      KITH_SOURCE_CA: `${auth.ca}\n${google.ca}`,
      KITH_OAUTH_SERVERS: JSON.stringify([server]),
    },
  });
  t.after(async () => {
    await kith.close();
    google.close();
    auth.close();
  });
  const { begin, comeBack, ended, settled } = browserOf(kith);
  for (const [collected, scopes, cards] of [
    [false, undefined, 50],
    [true, undefined, 60],
    [true, [`${scope}.readonly`], 50],
  ] as const) {
    const { cookie } = await owner(kith);
    const { id, url } = await begin(cookie, { providerId: 'gmail', address: 'ana@gmail.com', collected });
    await comeBack(cookie, await auth.answer(url, scopes === undefined ? {} : { scopes }));
    const one = await ended(cookie, (await settled(cookie, id)).importId ?? '');
    assert.equal(one.account?.cards, cards);
    assert.equal(one.account?.access, 'revoked');
  }
  assert.equal(auth.revoked.length, 3);
});

for (const [name, providerId, address, scopes, startBook, access] of [
  ['microsoft', 'outlook', 'ana@outlook.com', ['Contacts.Read'], startGraphServer, 'page'],
  ['yahoo', 'yahoo', 'ana@yahoo.com', ['sdct-r'], startYahooServer, 'page'],
] as const)
  test(`${name}: the whole book by its own protocol, and the page to take access back`, async (t) => {
    const auth = await startAuthorizationServer({
      scopes,
      redirectUris: [`http://localhost:4040/oauth/${name}`],
    });
    let taken = true;
    const book = await startBook({ people: generatePeople({ seed: 13, count: 50 }), groups: [] }, (one) =>
      taken ? auth.check(one) : undefined,
    );
    const { authorize, token, issuer, clientId, clientSecret } = auth;
    const server = {
      ...{ id: name, name, url: book.url, issuer, authorize, token },
      ...{ clientId, clientSecret, scopes: ['openid', ...scopes] },
    };
    const kith = await testKith({
      settings: {
        KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
        KITH_SOURCE_PORTS: `${auth.port} ${book.port}`,
        KITH_SOURCE_CA: `${auth.ca}\n${book.ca}`,
        KITH_OAUTH_SERVERS: JSON.stringify([server]),
      },
    });
    t.after(async () => {
      await kith.close();
      book.close();
      auth.close();
    });
    const { begin, comeBack, ended, settled } = browserOf(kith);
    const { cookie } = await owner(kith);
    const { id, url } = await begin(cookie, { providerId, address, collected: false });
    await comeBack(cookie, await auth.answer(url, {}));
    const one = await ended(cookie, (await settled(cookie, id)).importId ?? '');
    assert.deepEqual(
      [one.account?.cards, one.counters.new, one.account?.access, one.account?.fault],
      [50, 50, access, undefined],
    );
    assert.notEqual(one.account?.revokePage, undefined);
    // A token is no name and no password: the member is told of access, and asked for none.
    taken = false;
    const again = await begin(cookie, { providerId, address, collected: false });
    await comeBack(cookie, await auth.answer(again.url, {}));
    assert.equal((await settled(cookie, again.id)).fault, 'source.access_ended');
  });

test('an account in another region: code, token and book are its own, and none goes to a server that is not declared', async (t) => {
  const names = ['accounts.zoho.eu', 'contacts.zoho.eu', 'accounts.zoho.example'];
  const own = certificate(names);
  const scopes = ['zohocontacts.contactapi.READ'];
  const redirectUris = ['http://localhost:4040/oauth/zoho'];
  const auth = await startAuthorizationServer({ scopes, redirectUris, own });
  const book = await startYahooServer(
    { people: generatePeople({ seed: 13, count: 5 }), groups: [] },
    auth.check,
    own,
  );
  // Of the region where the client is registered there is nothing here.
  const dns = await startDns(names.map((name) => `host-record=${name},127.0.0.1`));
  const at = (host: string, port: number, path = '/') => `https://${host}:${port}${path}`;
  const home = (path: string) => at('accounts.zoho.com', auth.port, path);
  const { authorize, token, revoke, issuer, clientId, clientSecret } = auth;
  const server = {
    ...{ id: 'zoho', name: 'Zoho', url: at('contacts.zoho.com', book.port), issuer, authorize },
    ...{ token: home(new URL(token).pathname), revoke: home(new URL(revoke).pathname) },
    ...{ clientId, clientSecret, scopes },
  };
  const kith = await testKith({
    settings: {
      KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
      KITH_SOURCE_PORTS: `${auth.port} ${book.port}`,
      KITH_SOURCE_CA: own.cert,
      KITH_SOURCE_DNS: dns.address,
      KITH_OAUTH_SERVERS: JSON.stringify([server]),
    },
  });
  t.after(async () => {
    await kith.close();
    await dns.close();
    book.close();
    auth.close();
  });
  const { begin, comeBack, ended, settled } = browserOf(kith);
  const { cookie } = await owner(kith);
  const answered = async (region: string) => {
    const { id, url } = await begin(cookie, {
      providerId: 'zoho',
      address: 'ana@zoho.eu',
      collected: false,
    });
    const back = await auth.answer(url, {});
    back.searchParams.set('accounts-server', region);
    await comeBack(cookie, back);
    return settled(cookie, id);
  };
  for (const region of [
    at('accounts.zoho.example', auth.port, ''),
    at('zoho.eu', auth.port, ''),
    at('accounts.zoho.eu', book.port, ''),
    `http://accounts.zoho.eu:${auth.port}`,
    `https://accounts.zoho.eu:${auth.port}@accounts.zoho.example:${auth.port}`,
    at('accounts.zoho.eu', auth.port, '/elsewhere'),
    'zoho.eu',
  ])
    assert.equal((await answered(region)).fault, 'grant.failed', region);
  assert.equal(auth.issued.length, 0);
  const one = await ended(cookie, (await answered(at('accounts.zoho.eu', auth.port, ''))).importId ?? '');
  assert.deepEqual([one.account?.cards, one.account?.access], [5, 'revoked']);
  assert.equal(auth.revoked.length, 1);
});

test('operators see what to register where; for others there is nothing', async (t) => {
  const kith = await testKith({
    settings: { KITH_OPERATORS: 'Ines@home.example', KITH_OAUTH_GOOGLE_ID: 'an-id' },
  });
  t.after(() => kith.close());
  const ask = (cookie: string) => kith.app.inject({ url: '/api/operators/clients', headers: { cookie } });
  const { cookie: other } = await owner(kith);
  assert.equal((await ask(other)).statusCode, 404);
  assert.equal((await ask('')).statusCode, 401);
  const { cookie } = await testMember(kith, { name: 'Ines Quay', email: 'ines@home.example' });
  const { items } = (await ask(cookie)).json<{
    items: { client: string; isSetUp: boolean; redirectUri: string; settings: string[] }[];
  }>();
  const google = items.find(({ client }) => client === 'google');
  assert.equal(google?.isSetUp, true);
  assert.equal(google?.redirectUri, 'http://localhost:4040/oauth/google');
  assert.deepEqual(google?.settings, ['KITH_OAUTH_GOOGLE_ID', 'KITH_OAUTH_GOOGLE_SECRET']);
  assert.equal(items.find(({ client }) => client === 'yahoo')?.isSetUp, false);
  assert.ok(!JSON.stringify(items).includes('an-id'));
});
