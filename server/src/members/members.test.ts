import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import PostalMime from 'postal-mime';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { waitFor } from '../../testing/wait.ts';
import { onMemberAppeared } from './index.ts';

let kith: TestKith;
let shift = 0;
const appeared: string[] = [];
before(async () => {
  kith = await testKith({
    settings: { KITH_TEXT_COUNTRIES: 'DE' },
    platform: { clock: { now: () => new Date(Date.now() + shift) } },
  });
  onMemberAppeared(kith.platform, async (_, memberId) => {
    appeared.push(memberId);
  });
});
after(() => kith.close());

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
function ask(cookie: string, method: Method, url: string, payload?: object) {
  return kith.app.inject({ method, url, headers: { cookie }, ...(payload === undefined ? {} : { payload }) });
}

async function codeByMail(to: string): Promise<string> {
  const mail = await waitFor(() => kith.mails.findLast((one) => one.to === to));
  const { text } = await PostalMime.parse(mail.raw);
  return /^(\d{6})\n/.exec(text ?? '')?.[1] ?? '';
}

const other = (code: string) => (code === '000000' ? '000001' : '000000');

test('a profile is changed field by field, and empty lines are none', async () => {
  const { cookie } = await testMember(kith, { name: 'Ana', email: 'ana@profile.example' });
  const changed = await ask(cookie, 'PATCH', '/api/me', {
    name: ' Ana  Ruiz ',
    headline: 'Sings',
    location: 'Oslo',
    locale: 'de',
    region: 'NO',
  });
  assert.equal(changed.statusCode, 200);
  const { name, headline, location, locale, region } = changed.json();
  assert.deepEqual([name, headline, location, locale, region], ['Ana Ruiz', 'Sings', 'Oslo', 'de', 'NO']);
  const emptied = await ask(cookie, 'PATCH', '/api/me', { headline: ' ', location: null });
  assert.deepEqual([emptied.json().headline, emptied.json().location], [null, null]);
  for (const wrong of [
    { name: 'www.x.example' },
    { headline: 'x'.repeat(121) },
    { region: 'no' },
    {},
    { id: 'x' },
  ]) {
    const refused = await ask(cookie, 'PATCH', '/api/me', wrong);
    assert.deepEqual(
      [refused.statusCode, refused.json().code],
      [400, 'request.invalid'],
      JSON.stringify(wrong),
    );
  }
});

// One grey pixel.
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

test('a photo is shown to members, and gone when it is deleted', async () => {
  const ana = await testMember(kith, { name: 'Ana', email: 'ana@photo.example' });
  const bo = await testMember(kith, { name: 'Bo', email: 'bo@photo.example' });
  const put = await kith.app.inject({
    method: 'PUT',
    url: '/api/me/photo',
    payload: png,
    headers: { cookie: ana.cookie, 'content-type': 'image/png' },
  });
  assert.equal(put.statusCode, 200);
  const url = put.json().photo;
  assert.match(url, new RegExp(`^/api/members/${ana.id}/photo\\?v=[0-9a-f]{16}$`));
  const seen = await ask(bo.cookie, 'GET', url);
  assert.deepEqual(
    [seen.headers['content-type'], seen.headers['cache-control'], seen.rawPayload.equals(png)],
    ['image/png', 'private, max-age=31536000, immutable', true],
  );
  assert.equal((await kith.app.inject({ url })).statusCode, 401);
  assert.equal((await ask(ana.cookie, 'DELETE', '/api/me/photo')).json().photo, null);
  assert.equal((await ask(bo.cookie, 'GET', url)).statusCode, 404);
});

test('what is no image, or too large, is no photo', async () => {
  const { cookie } = await testMember(kith, { name: 'Ana', email: 'ana@nophoto.example' });
  const put = (type: string, payload: Buffer) =>
    kith.app.inject({
      method: 'PUT',
      url: '/api/me/photo',
      payload,
      headers: { cookie, 'content-type': type },
    });
  assert.equal((await put('image/png', Buffer.from('<svg onload="x()">'))).json().code, 'photo.invalid');
  assert.equal((await put('image/svg+xml', png)).statusCode, 415);
  assert.equal((await put('image/png', png.subarray(0, 40))).json().code, 'photo.invalid');
  assert.equal((await put('image/png', Buffer.concat([png, Buffer.alloc(1024 * 1024)]))).statusCode, 413);
});

test('a member is shown with the relation to the viewer', async () => {
  const ana = await testMember(kith, { name: 'Ana', email: 'ana@seen.example' });
  const bo = await testMember(kith, { name: 'Bo', email: 'bo@seen.example' });
  const seen = await ask(ana.cookie, 'GET', `/api/members/${bo.id}`);
  assert.deepEqual(seen.json(), {
    id: bo.id,
    name: 'Bo',
    headline: null,
    location: null,
    photo: null,
    relation: 'none',
  });
  assert.equal((await ask(ana.cookie, 'GET', `/api/members/${ana.id}`)).json().relation, 'self');
  await ask(ana.cookie, 'POST', '/api/connection-requests', { memberId: bo.id });
  assert.equal((await ask(ana.cookie, 'GET', `/api/members/${bo.id}`)).json().relation, 'requested');
  assert.equal((await ask(bo.cookie, 'GET', `/api/members/${ana.id}`)).json().relation, 'asked');
  assert.equal((await ask(bo.cookie, 'GET', '/api/me')).json().counts.requests, 1);
  const nobody = '00000000-0000-7000-8000-000000000000';
  assert.equal((await ask(ana.cookie, 'GET', `/api/members/${nobody}`)).statusCode, 404);
  assert.equal((await ask(ana.cookie, 'GET', '/api/members/x')).statusCode, 400);
});

test('an address is added by the code that came there, and the network hears of it', async () => {
  const { id, cookie } = await testMember(kith, { name: 'Ana', email: 'ana@one.example' });
  const added = await ask(cookie, 'POST', '/api/me/identifiers', { kind: 'email', value: 'Ana@Two.example' });
  assert.equal(added.statusCode, 202);
  const code = await codeByMail('Ana@two.example');
  const verify = (value: string) =>
    ask(cookie, 'POST', '/api/me/identifiers/verify', {
      kind: 'email',
      value: 'ana@two.example',
      code: value,
    });
  assert.equal((await verify(code)).statusCode, 400, 'another spelling has another code');
  const before = appeared.filter((one) => one === id).length;
  const verified = await ask(cookie, 'POST', '/api/me/identifiers/verify', {
    kind: 'email',
    value: 'Ana@Two.example',
    code,
  });
  assert.equal(verified.statusCode, 201);
  assert.equal(verified.json().primary, false);
  assert.equal(appeared.filter((one) => one === id).length, before + 1);
  const { items } = (await ask(cookie, 'GET', '/api/me/identifiers')).json();
  assert.deepEqual(
    items.map(({ value, primary, discoverability }: Record<string, unknown>) => [
      value,
      primary,
      discoverability,
    ]),
    [
      ['ana@one.example', true, 'everyone'],
      ['Ana@two.example', false, 'everyone'],
    ],
  );
});

test('a number is added by a text message; national numbers are read by the member’s region', async () => {
  const { cookie } = await testMember(kith, { name: 'Ana', email: 'ana@phone.example' });
  await ask(cookie, 'PATCH', '/api/me', { region: 'DE' });
  const body = { kind: 'phone', value: '0151 23456789' };
  assert.equal((await ask(cookie, 'POST', '/api/me/identifiers', body)).statusCode, 202);
  const { text } = await waitFor(() => kith.texts.findLast(({ to }) => to === '+4915123456789'));
  const code = /^\d{6}/.exec(text)?.[0];
  const verified = await ask(cookie, 'POST', '/api/me/identifiers/verify', { ...body, code });
  assert.deepEqual([verified.statusCode, verified.json().value], [201, '+4915123456789']);
});

test('no code goes to a number of a country that the network does not write to', async () => {
  const { cookie } = await testMember(kith, { name: 'Far', email: 'far@phone.example' });
  const refused = await ask(cookie, 'POST', '/api/me/identifiers', { kind: 'phone', value: '+447400123456' });
  assert.deepEqual([refused.statusCode, refused.json().code], [400, 'identifier.invalid']);
});

test('a code is dead after ten minutes', async () => {
  const { cookie } = await testMember(kith, { name: 'Lea', email: 'lea@late.example' });
  const body = { kind: 'email', value: 'lea@later.example' };
  await ask(cookie, 'POST', '/api/me/identifiers', body);
  const code = await codeByMail('lea@later.example');
  shift += 10 * 60_000 + 1;
  const refused = await ask(cookie, 'POST', '/api/me/identifiers/verify', { ...body, code });
  assert.deepEqual([refused.statusCode, refused.json().code], [400, 'code.invalid']);
});

test('a code may be tried five times, and works once', async () => {
  const { cookie } = await testMember(kith, { name: 'Try', email: 'try@five.example' });
  const body = { kind: 'email', value: 'try@six.example' };
  const verify = (code: string) => ask(cookie, 'POST', '/api/me/identifiers/verify', { ...body, code });
  await ask(cookie, 'POST', '/api/me/identifiers', body);
  const first = await codeByMail('try@six.example');
  for (let at = 0; at < 5; at++) assert.equal((await verify(other(first))).json().code, 'code.invalid');
  assert.equal((await verify(first)).json().code, 'code.invalid', 'the sixth try');
  const count = kith.mails.length;
  await ask(cookie, 'POST', '/api/me/identifiers', body);
  await waitFor(() => (kith.mails.length > count ? true : undefined));
  const second = await codeByMail('try@six.example');
  assert.equal((await verify(second)).statusCode, 201);
  assert.equal((await verify(second)).json().code, 'code.invalid');
});

test('five codes an hour, and not a sixth', async () => {
  const { cookie } = await testMember(kith, { name: 'Much', email: 'much@codes.example' });
  const send = (at: number) =>
    ask(cookie, 'POST', '/api/me/identifiers', { kind: 'email', value: `much${at}@codes.example` });
  for (let at = 0; at < 5; at++) assert.equal((await send(at)).statusCode, 202);
  const refused = await send(5);
  assert.equal(refused.statusCode, 429);
  assert.ok(Number(refused.headers['retry-after']) > 600);
});

test('whether another has an address shows only to whoever reads its mail', async () => {
  await testMember(kith, { name: 'Bo', email: 'bo@taken.example' });
  const { cookie } = await testMember(kith, { name: 'Eve', email: 'eve@taken.example' });
  const free = await ask(cookie, 'POST', '/api/me/identifiers', { kind: 'email', value: 'no@taken.example' });
  const body = { kind: 'email', value: 'bo@taken.example' };
  const taken = await ask(cookie, 'POST', '/api/me/identifiers', body);
  assert.deepEqual([taken.statusCode, taken.body], [free.statusCode, free.body]);
  const code = await codeByMail('bo@taken.example');
  const guessed = await ask(cookie, 'POST', '/api/me/identifiers/verify', { ...body, code: other(code) });
  assert.equal(guessed.json().code, 'code.invalid');
  const verified = await ask(cookie, 'POST', '/api/me/identifiers/verify', { ...body, code });
  assert.deepEqual([verified.statusCode, verified.json().code], [409, 'identifier.taken']);
});

test('an identifier is hidden, made primary and given up; the last address stays', async () => {
  const { cookie } = await testMember(kith, { name: 'Ida', email: 'ida@first.example' });
  const stranger = await testMember(kith, { name: 'Eve', email: 'eve@first.example' });
  const body = { kind: 'email', value: 'ida@second.example' };
  await ask(cookie, 'POST', '/api/me/identifiers', body);
  const code = await codeByMail('ida@second.example');
  const second = (await ask(cookie, 'POST', '/api/me/identifiers/verify', { ...body, code })).json();
  const url = `/api/me/identifiers/${second.id}`;
  assert.equal((await ask(stranger.cookie, 'PATCH', url, { primary: true })).statusCode, 404);
  assert.equal((await ask(stranger.cookie, 'DELETE', url)).statusCode, 404);
  const changed = await ask(cookie, 'PATCH', url, { discoverability: 'nobody', primary: true });
  assert.deepEqual([changed.json().discoverability, changed.json().primary], ['nobody', true]);
  assert.equal((await ask(cookie, 'GET', '/api/me')).json().email, 'ida@second.example');
  assert.equal((await ask(cookie, 'DELETE', url)).statusCode, 204);
  const { items } = (await ask(cookie, 'GET', '/api/me/identifiers')).json();
  assert.deepEqual([items.length, items[0].primary], [1, true]);
  const last = await ask(cookie, 'DELETE', `/api/me/identifiers/${items[0].id}`);
  assert.deepEqual([last.statusCode, last.json().code], [409, 'identifier.last']);
});

test('nobody signed in: every route of members says so', async () => {
  for (const [method, url] of [
    ['GET', '/api/me'],
    ['GET', '/api/me/identifiers'],
    ['DELETE', '/api/me/photo'],
    ['GET', '/api/members/00000000-0000-7000-8000-000000000000'],
  ] as const)
    assert.equal((await kith.app.inject({ method, url })).json().code, 'session.required', url);
});
