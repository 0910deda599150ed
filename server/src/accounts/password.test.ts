import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { hashPassword, verifyPassword } from './password.ts';

let kith: TestKith;
let shift = 0;
before(async () => {
  kith = await testKith({ platform: { clock: { now: () => new Date(Date.now() + shift) } } });
});
after(() => kith.close());

const signIn = (email: string, password: string) =>
  kith.app.inject({ method: 'POST', url: '/api/sign-in/password', payload: { email, password } });
const setPassword = (cookie: string, payload: object) =>
  kith.app.inject({ method: 'PUT', url: '/api/account/password', headers: { cookie }, payload });

test('a password is stored as Argon2id in PHC form, each time with another salt', async () => {
  const { random } = kith.platform;
  const [one, two] = await Promise.all([
    hashPassword(random, 'pässword 1'),
    hashPassword(random, 'pässword 1'),
  ]);
  assert.match(one ?? '', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.notEqual(one, two);
  assert.equal(await verifyPassword(one, 'pa\u0308ssword 1'), true);
  assert.equal(await verifyPassword(one, 'password 1'), false);
  assert.equal(await verifyPassword(undefined, ''), false);
});

test('a member sets a password and signs in by it', async () => {
  const { id, cookie } = await testMember(kith, { name: 'Pia', email: 'pia@password.example' });
  assert.equal((await setPassword(cookie, { password: 'nine char' })).statusCode, 400);
  assert.equal((await setPassword(cookie, { password: 'correct horse' })).statusCode, 204);
  const me = await kith.app.inject({ url: '/api/me', headers: { cookie } });
  assert.equal(me.json().hasPassword, true);
  const signedIn = await signIn('PIA@password.example', 'correct horse');
  assert.deepEqual([signedIn.statusCode, signedIn.json()], [200, { memberId: id }]);
  assert.equal(signedIn.cookies[0]?.httpOnly, true);
});

test('an unknown address, one without a password and a wrong password are refused alike', async () => {
  await testMember(kith, { name: 'Nil', email: 'nil@password.example' });
  const { cookie } = await testMember(kith, { name: 'Quy', email: 'quy@password.example' });
  await setPassword(cookie, { password: 'correct horse' });
  const answers = await Promise.all(
    ['nil', 'quy', 'nobody'].map((name) => signIn(`${name}@password.example`, 'wrong horse')),
  );
  const seen = answers.map(({ statusCode, body, headers, json }) => {
    const { request } = json();
    return [statusCode, body.replace(request, ''), { ...headers, date: undefined }];
  });
  assert.equal(answers[0]?.statusCode, 401);
  assert.deepEqual(seen[0], seen[1]);
  assert.deepEqual(seen[0], seen[2]);
});

test('changing the password needs the current one and ends the other sessions', async () => {
  const { cookie } = await testMember(kith, { name: 'Rut', email: 'rut@password.example' });
  await setPassword(cookie, { password: 'first password' });
  const elsewhere = (await signIn('rut@password.example', 'first password')).cookies[0];
  const other = `${elsewhere?.name}=${elsewhere?.value}`;
  const refused = await setPassword(cookie, { password: 'second password', current: 'a wrong one' });
  assert.deepEqual([refused.statusCode, refused.json().code], [401, 'sign_in.refused']);
  assert.equal((await setPassword(cookie, { password: 'second password' })).statusCode, 401);
  const changed = await setPassword(cookie, { password: 'second password', current: 'first password' });
  assert.equal(changed.statusCode, 204);
  const me = (one: string) => kith.app.inject({ url: '/api/me', headers: { cookie: one } });
  assert.deepEqual([(await me(cookie)).statusCode, (await me(other)).statusCode], [200, 401]);
  assert.equal((await signIn('rut@password.example', 'first password')).statusCode, 401);
});

test('ten tries in 15 minutes for an address, known or not', async () => {
  for (let at = 0; at < 10; at++)
    assert.equal((await signIn('guess@password.example', `guess ${at}`)).statusCode, 401);
  const refused = await signIn('guess@password.example', 'guess');
  assert.deepEqual([refused.statusCode, refused.json().code], [429, 'request.too_many']);
  shift += Number(refused.headers['retry-after']) * 1000;
  assert.equal((await signIn('guess@password.example', 'guess')).statusCode, 401);
});

test('no password is in a log line or in the database as it was typed', async () => {
  const { cookie } = await testMember(kith, { name: 'Sue', email: 'sue@password.example' });
  await setPassword(cookie, { password: 'a canary password' });
  await signIn('sue@password.example', 'a canary password');
  const { rows } = await kith.platform.database.pool.query('select hash as row from passwords');
  assert.equal(
    [...rows.map(({ row }) => row), ...kith.logs].some((line) => line.includes('canary')),
    false,
  );
});
