import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import PostalMime from 'postal-mime';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { waitFor } from '../../testing/wait.ts';

let kith: TestKith;
let shift = 0;
before(async () => {
  kith = await testKith({ platform: { clock: { now: () => new Date(Date.now() + shift) } } });
});
after(() => kith.close());

async function post(url: string, payload: object, headers: Record<string, string> = {}) {
  return kith.app.inject({ method: 'POST', url, payload, headers });
}

async function mailTo(address: string) {
  const mail = await waitFor(() => kith.mails.findLast(({ to }) => to === address));
  return PostalMime.parse(mail.raw);
}

async function tokenTo(address: string): Promise<string> {
  const { text } = await mailTo(address);
  const token = /http:\/\/localhost:4040\/sign-in\/link#([A-Za-z0-9_-]{22})\n/.exec(text ?? '')?.[1];
  assert.ok(token, 'the message holds a link');
  return token;
}

test('who signs up becomes a member by the link, and is signed in', async () => {
  const asked = await post('/api/sign-up', { name: ' Ana Ruiz ', email: 'Ana@New.example', locale: 'de' });
  assert.equal(asked.statusCode, 202);
  const { subject, from } = await mailTo('Ana@new.example');
  assert.equal(subject, 'Willkommen bei Harbour');
  assert.equal(from?.name, 'Harbour');
  const confirmed = await post('/api/sign-in/link/confirm', { token: await tokenTo('Ana@new.example') });
  assert.equal(confirmed.statusCode, 200);
  const cookie = confirmed.cookies[0];
  assert.deepEqual(
    { ...cookie, value: undefined },
    {
      name: '__Host-kith',
      value: undefined,
      maxAge: 30 * 24 * 3600,
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
    },
  );
  const me = await kith.app.inject({ url: '/api/me', cookies: { '__Host-kith': cookie?.value ?? '' } });
  assert.deepEqual(me.json(), {
    id: confirmed.json().memberId,
    name: 'Ana Ruiz',
    headline: null,
    location: null,
    organisation: null,
    school: null,
    photo: null,
    locale: 'de',
    region: 'US',
    email: 'Ana@new.example',
    hasPassword: false,
    invitedBy: 'anyone',
    operator: false,
    network: {
      name: 'Harbour',
      about: 'a place for people who know each other',
      demo: false,
      texts: true,
      largeSend: 100,
      undoSeconds: 10,
      preset: 'classic',
      forgetsContacts: false,
    },
    counts: { requests: 0, connections: 0 },
  });
});

test('a member who signs up again gets a link to sign in, and stays one member', async () => {
  const bo = await testMember(kith, { name: 'Bo Lund', email: 'bo@again.example' });
  await post('/api/sign-up', { name: 'Somebody Else', email: 'BO@again.example' });
  assert.equal((await mailTo('bo@again.example')).subject, 'Sign in to Harbour');
  const confirmed = await post('/api/sign-in/link/confirm', { token: await tokenTo('bo@again.example') });
  assert.equal(confirmed.json().memberId, bo.id);
});

test('two links for one new address, opened at the same moment, make one member', async () => {
  const tokens: string[] = [];
  for (const name of ['One', 'Two']) {
    const count = kith.mails.length;
    await post('/api/sign-up', { name, email: 'both@race.example' });
    await waitFor(() => (kith.mails.length > count ? true : undefined));
    tokens.push(await tokenTo('both@race.example'));
  }
  const answers = await Promise.all(tokens.map((token) => post('/api/sign-in/link/confirm', { token })));
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [200, 200],
  );
  assert.equal(answers[0]?.json().memberId, answers[1]?.json().memberId);
});

test('a link works once', async () => {
  await testMember(kith, { name: 'Una', email: 'una@once.example' });
  await post('/api/sign-in/link', { email: 'una@once.example' });
  const token = await tokenTo('una@once.example');
  assert.equal((await post('/api/sign-in/link/confirm', { token })).statusCode, 200);
  const again = await post('/api/sign-in/link/confirm', { token });
  assert.deepEqual([again.statusCode, again.json().code], [410, 'sign_in.link_invalid']);
});

test('a link is dead after 15 minutes', async () => {
  await testMember(kith, { name: 'Lea', email: 'lea@late.example' });
  await post('/api/sign-in/link', { email: 'lea@late.example' });
  const token = await tokenTo('lea@late.example');
  shift += 15 * 60_000 + 1;
  assert.equal((await post('/api/sign-in/link/confirm', { token })).statusCode, 410);
});

test('known and unknown addresses get the same answer, and the unknown one no message', async () => {
  await testMember(kith, { name: 'Kim', email: 'kim@known.example' });
  const known = await post('/api/sign-in/link', { email: 'kim@known.example' });
  const unknown = await post('/api/sign-in/link', { email: 'nobody@known.example' });
  assert.deepEqual(
    [known.statusCode, known.body, without(known.headers)],
    [unknown.statusCode, unknown.body, without(unknown.headers)],
  );
  await mailTo('kim@known.example');
  assert.equal(
    kith.mails.some(({ to }) => to === 'nobody@known.example'),
    false,
  );
});

function without({ date: _, ...headers }: object & { date?: unknown }) {
  return headers;
}

test('the token is stored as a hash, and is in no log line', async () => {
  await testMember(kith, { name: 'Tove', email: 'tove@hash.example' });
  await post('/api/sign-in/link', { email: 'tove@hash.example' });
  const token = await tokenTo('tove@hash.example');
  const { rows } = await kith.platform.database.pool.query('select l::text as row from sign_in_links l');
  assert.ok(rows.length > 0);
  assert.equal(
    [...rows.map(({ row }) => row), ...kith.logs].some((line) => line.includes(token)),
    false,
  );
});

test('an address gets five links in 15 minutes, then a wait, then more', async () => {
  const ask = () => post('/api/sign-in/link', { email: 'much@limit.example' });
  for (let at = 0; at < 5; at++) assert.equal((await ask()).statusCode, 202);
  const refused = await ask();
  assert.deepEqual([refused.statusCode, refused.json().code], [429, 'request.too_many']);
  const wait = Number(refused.headers['retry-after']);
  assert.ok(wait > 170 && wait <= 180, `waits ${wait} s`);
  shift += wait * 1000;
  assert.equal((await ask()).statusCode, 202);
});

test('a client gets 30 links in 15 minutes, whatever the addresses', async () => {
  const ask = (at: number) =>
    kith.app.inject({
      method: 'POST',
      url: '/api/sign-in/link',
      payload: { email: `p${at}@client.example` },
      remoteAddress: '192.0.2.7',
    });
  for (let at = 0; at < 30; at++) assert.equal((await ask(at)).statusCode, 202);
  assert.equal((await ask(30)).statusCode, 429);
});

test('signing out ends the session and drops the cookie', async () => {
  const { cookie } = await testMember(kith, { name: 'Ola', email: 'ola@out.example' });
  assert.equal((await kith.app.inject({ url: '/api/me', headers: { cookie } })).statusCode, 200);
  const out = await post('/api/sign-out', {}, { cookie });
  assert.equal(out.statusCode, 204);
  assert.match(String(out.headers['set-cookie']), /^__Host-kith=; .*Expires=Thu, 01 Jan 1970/);
  const after = await kith.app.inject({ url: '/api/me', headers: { cookie } });
  assert.deepEqual([after.statusCode, after.json().code], [401, 'session.required']);
});

test('another site can neither sign in nor out', async () => {
  for (const url of ['/api/sign-in/link', '/api/sign-in/link/confirm', '/api/sign-up', '/api/sign-out']) {
    const answer = await post(url, {}, { 'sec-fetch-site': 'cross-site' });
    assert.deepEqual([answer.statusCode, answer.json().code], [403, 'request.forbidden_origin'], url);
    assert.equal((await post(url, {}, { origin: 'https://evil.example' })).statusCode, 403, url);
  }
});

test('names that carry an address or controls are refused', async () => {
  for (const name of [
    '',
    ' ',
    'x'.repeat(81),
    'a@b.example',
    'Win at https://x.example',
    'www.x.y',
    'buy.com',
    'a\u202eb',
    'a\nb',
  ]) {
    const answer = await post('/api/sign-up', { name, email: 'n@name.example' });
    assert.deepEqual([answer.statusCode, answer.json().code], [400, 'request.invalid'], JSON.stringify(name));
  }
});
