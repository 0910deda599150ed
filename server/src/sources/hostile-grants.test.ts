import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { browserOf, type TestProvider, testProvider } from '../../testing/connected.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { until } from '../../testing/wait.ts';

const canary = 'c4nary-of-the-address';
let now = new Date('2026-11-27T12:00:00Z');
let provider: TestProvider;
let kith: TestKith;
/** Two browsers of Mallory's victim, and one of Mallory. */
let victim: string;
let victimId: string;
let victimElsewhere: string;
let mallory: string;
before(async () => {
  provider = await testProvider('http://localhost:4040', { people: 3 });
  const [club] = JSON.parse(provider.settings.KITH_OAUTH_SERVERS ?? '[]');
  kith = await testKith({
    settings: {
      ...provider.settings,
      // A second server, that answers with the first one's states.
      KITH_OAUTH_SERVERS: JSON.stringify([club, { ...club, id: 'evil', name: 'Evil mail', domains: [] }]),
    },
    platform: { clock: { now: () => now } },
  });
  mallory = (await testMember(kith, { name: 'Mallory', email: 'mallory@home.example' })).cookie;
  victimElsewhere = (await testMember(kith, { name: 'Vic Two', email: 'elsewhere@home.example' })).cookie;
});
after(async () => {
  await kith.close();
  await provider.close();
});
let count = 0;
/** Our routes are limited by member and minute; each case has a victim of its own. */
async function newVictim(): Promise<void> {
  count += 1;
  const made = await testMember(kith, { name: 'Vic Tim', email: `victim-${count}@home.example` });
  victim = made.cookie;
  victimId = made.id;
}
beforeEach(newVictim);

/** What a browser that comes back is told, when nobody waits for what it brings. */
async function lost(cookie: string, url: URL): Promise<void> {
  const issued = provider.auth.issued.length;
  const answer = await browserOf(kith).comeBack(cookie, url);
  assert.equal(answer.statusCode, 400, answer.body);
  assert.equal(answer.headers.location, undefined);
  assert.ok(!answer.body.includes(canary));
  assert.doesNotMatch(answer.body, /<script/);
  assert.equal(provider.auth.issued.length, issued, 'no code was redeemed');
}

async function answered(cookie = victim) {
  const grant = await browserOf(kith).begin(cookie);
  return { ...grant, back: await provider.auth.answer(grant.url) };
}

test('a state that was used already', async () => {
  const { comeBack, settled } = browserOf(kith);
  const { back, id } = await answered();
  assert.equal((await comeBack(victim, back)).statusCode, 303);
  await settled(victim, id);
  await lost(victim, back);
});

test('the same answer twice at once: one of them counts', async () => {
  const { comeBack } = browserOf(kith);
  const { back } = await answered();
  const both = await Promise.all([comeBack(victim, back), comeBack(victim, back)]);
  assert.deepEqual(both.map(({ statusCode }) => statusCode).sort(), [303, 400]);
});

test('a state swapped for that of another sign-in of the same browser brings the wrong verifier', async () => {
  const { comeBack, settled } = browserOf(kith);
  const first = await answered();
  const second = await answered();
  const swapped = new URL(first.back);
  swapped.searchParams.set('state', second.back.searchParams.get('state') ?? '');
  await comeBack(victim, swapped);
  assert.equal((await settled(victim, second.id)).fault, 'grant.failed');
});

test('another member’s browser; a browser where nobody is signed in', async () => {
  const { back, id } = await answered();
  await lost(mallory, back);
  await lost(victimElsewhere, back);
  await lost('', back);
  await lost('__Host-kith=stolen', back);
  assert.equal((await browserOf(kith).grant(victim, id)).state, 'waiting', 'it still waits for its own');
});

test('another browser of the same member', async () => {
  const { back } = await answered();
  const { rows } = await kith.platform.database.pool.query(
    `with made as (select set_config('kith.owner', 'all', false))
     insert into sessions (id, member_id, token_hash, created_at, seen_at, expires_at)
     select gen_random_uuid(), $1, sha256('second'::bytea), $2, $2, $3 from made returning id`,
    [victimId, now, new Date(now.getTime() + 86_400_000)],
  );
  assert.equal(rows.length, 1);
  await lost('__Host-kith=second', back);
});

test('a stolen code in the attacker’s own sign-in is not redeemed: it is bound to another verifier', async () => {
  const { begin, comeBack, settled } = browserOf(kith);
  const { back } = await answered();
  const own = await begin(mallory);
  const injected = new URL(back);
  injected.searchParams.set('state', new URL(own.url).searchParams.get('state') ?? '');
  assert.equal((await comeBack(mallory, injected)).statusCode, 303);
  const grant = await settled(mallory, own.id);
  assert.equal(grant.fault, 'grant.failed');
  assert.equal(grant.importId, undefined);
});

test('an attacker’s code and state in the victim’s browser (login CSRF)', async () => {
  const { back } = await answered(mallory);
  await lost(victim, back);
});

test('an answer at the redirect URI of another server (mix-up), in both directions', async () => {
  const { back } = await answered();
  const elsewhere = new URL(back);
  elsewhere.pathname = '/oauth/evil';
  await lost(victim, elsewhere);
  const evil = await browserOf(kith).begin(victim, { providerId: 'evil' });
  assert.equal(new URL(evil.url).searchParams.get('redirect_uri'), 'http://localhost:4040/oauth/evil');
  const asOurs = new URL(back);
  asOurs.searchParams.set('state', new URL(evil.url).searchParams.get('state') ?? '');
  await lost(victim, asOurs);
});

test('a redirect URI that is not exactly ours is refused by the provider', async () => {
  const { url } = await browserOf(kith).begin(victim);
  for (const wrong of [
    'http://localhost:4040/oauth/club/',
    'http://localhost:4040/oauth/club?x=1',
    'http://localhost:4040/oauth/evil',
    'https://evil.example/oauth/club',
  ]) {
    const asked = new URL(url);
    asked.searchParams.set('redirect_uri', wrong);
    await assert.rejects(provider.auth.answer(asked.href), /answered 400/, wrong);
  }
});

test('an issuer that is not the one asked: nothing is redeemed', async () => {
  const { comeBack, settled } = browserOf(kith);
  for (const iss of ['https://evil.example', '', `${provider.auth.issuer}/`, 'javascript:alert(1)']) {
    const { back, id } = await answered();
    const issued = provider.auth.issued.length;
    back.searchParams.delete('iss');
    back.searchParams.append('iss', iss);
    back.searchParams.append('iss', provider.auth.issuer);
    await comeBack(victim, back);
    assert.equal((await settled(victim, id)).fault, 'grant.failed', iss);
    assert.equal(provider.auth.issued.length, issued);
  }
});

test('a state older than 10 minutes', async () => {
  const { comeBack, grant, settled } = browserOf(kith);
  const { back, id } = await answered();
  now = new Date(now.getTime() + 601_000);
  assert.equal((await grant(victim, id)).fault, 'grant.expired');
  const issued = provider.auth.issued.length;
  await comeBack(victim, back);
  assert.equal((await settled(victim, id)).fault, 'grant.expired');
  assert.equal(provider.auth.issued.length, issued);
});

for (const [name, change] of [
  ['no state', (url: URL) => url.searchParams.delete('state')],
  ['an empty state', (url: URL) => url.searchParams.set('state', '')],
  ['an invented state', (url: URL) => url.searchParams.set('state', canary)],
  ['two states', (url: URL) => url.searchParams.append('state', canary)],
  [
    'a state cut short',
    (url: URL) => url.searchParams.set('state', (url.searchParams.get('state') ?? '').slice(0, -1)),
  ],
  [
    'a state in capitals',
    (url: URL) => url.searchParams.set('state', (url.searchParams.get('state') ?? '').toUpperCase()),
  ],
  ['a state with a null byte', (url: URL) => url.searchParams.append('state', '\0')],
  [
    'a longer path',
    (url: URL) => {
      url.pathname = '/oauth/club/x';
    },
  ],
  [
    'a server that is not set up',
    (url: URL) => {
      url.pathname = '/oauth/google';
    },
  ],
  [
    'a server of no name',
    (url: URL) => {
      url.pathname = '/oauth/__proto__';
    },
  ],
] as const)
  test(`${name}: nobody waits for it`, async () => {
    const { back } = await answered();
    change(back);
    if (back.pathname === '/oauth/club/x') {
      assert.equal((await browserOf(kith).comeBack(victim, back)).statusCode, 404);
    } else await lost(victim, back);
  });

test('no parameter of any of our addresses leads elsewhere', async () => {
  const payloads = [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/%2f/evil.example',
    '///evil.example/%2f..',
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/oauth/done@evil.example',
    '%0d%0aLocation:%20https://evil.example',
    'http://localhost:4040@evil.example',
    'https://evil.example%23@localhost:4040/',
    '\u2028//evil.example',
    '。evil.example',
  ];
  const names = [
    'state',
    'code',
    'iss',
    'error',
    'error_description',
    'error_uri',
    'redirect_uri',
    'next',
    'url',
    'return',
    'grant',
    'session_state',
  ];
  const { comeBack } = browserOf(kith);
  for (const name of names) {
    await newVictim();
    for (const payload of payloads)
      for (const path of ['/oauth/club', '/oauth/done']) {
        const url = new URL(path, 'http://localhost:4040');
        url.searchParams.set(name, payload);
        const answer = await comeBack(victim, url);
        assert.equal(answer.headers.location, undefined, `${name}=${payload}`);
        assert.ok(!answer.body.includes('evil'), `${name}=${payload}`);
      }
  }
  // The ones that bring a good answer along go to our own pages alone.
  for (const payload of payloads.slice(0, 3)) {
    const { back, id } = await answered();
    for (const name of ['redirect_uri', 'next', 'url', 'return', 'grant'])
      back.searchParams.set(name, payload);
    const answer = await comeBack(victim, back);
    assert.equal(answer.headers.location, '/oauth/done');
    await browserOf(kith).settled(victim, id);
  }
});

test('another site cannot begin a sign-in, and no site can frame its pages', async () => {
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }]) {
    const answer = await kith.app.inject({
      method: 'POST',
      url: '/api/sources/grants',
      headers: { cookie: victim, ...headers },
      payload: { providerId: 'club', address: 'alice@club.example' },
    });
    assert.equal(answer.statusCode, 403);
  }
  const { headers } = await kith.app.inject({ url: '/oauth/done' });
  assert.equal(headers['x-frame-options'], 'DENY');
  assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/);
  assert.match(String(headers['content-security-policy']), /script-src 'self'/);
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['cross-origin-opener-policy'], 'unsafe-none');
  const opener = await kith.app.inject({ url: '/api/public' });
  assert.equal(opener.headers['cross-origin-opener-policy'], 'same-origin-allow-popups');
});

test('a look ahead (HEAD) uses nothing up; another member’s sign-in cannot be read or cancelled', async () => {
  const { comeBack, grant } = browserOf(kith);
  const { back, id } = await answered();
  const head = await kith.app.inject({
    method: 'HEAD',
    url: back.pathname + back.search,
    headers: { cookie: victim },
  });
  assert.equal(head.statusCode, 404);
  const url = `/api/sources/grants/${id}`;
  assert.equal((await kith.app.inject({ url, headers: { cookie: mallory } })).statusCode, 404);
  await kith.app.inject({ method: 'DELETE', url, headers: { cookie: mallory } });
  assert.equal((await grant(victim, id)).state, 'waiting');
  assert.equal((await comeBack(victim, back)).statusCode, 303);
});

test('a provider that never revokes: after 15 minutes nothing is kept, and the member has its page', async () => {
  const { comeBack, ended, settled } = browserOf(kith);
  const { back, id } = await answered();
  provider.auth.fail('revoke', 500, 1000);
  await comeBack(victim, back);
  const { importId = '' } = await settled(victim, id);
  assert.equal((await ended(victim, importId)).account?.access, 'page');
  const kept = async () => {
    const { rows } = await kith.platform.database.asSystem((tx) =>
      sql<{
        held: number;
        ended: boolean;
      }>`select count(sealed)::int as held, bool_and(ended_at is not null) as ended
        from grants where id = ${id}`.execute(tx),
    );
    return rows[0];
  };
  const again = async () => {
    await kith.platform.jobs.enqueue('sources.end_grant', { ownerId: victimId, grantId: id });
    const tried = () => kith.logs.filter((line) => line.includes('grant.not_revoked')).length;
    const before = tried();
    await until(() => tried() > before);
  };
  await again();
  assert.deepEqual(await kept(), { held: 1, ended: false });
  now = new Date(now.getTime() + 900_000);
  await again();
  await until(async () => (await kept())?.held === 0);
  assert.deepEqual(await kept(), { held: 0, ended: true });
  assert.equal((await ended(victim, importId)).account?.access, 'page');
  assert.match(kith.logs.join(''), /"event":"grant.left"/);
  provider.auth.fail('revoke', 500, 0);
});

test('nothing of it stands in a log', () => {
  const logs = kith.logs.join('');
  assert.ok(!logs.includes(canary) && !/state=|code=|alice|evil\.example/.test(logs));
});
