import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { softwareAuthenticator } from '../../testing/authenticator.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';

const origin = 'http://localhost:4040';
let kith: TestKith;
let shift = 0;
before(async () => {
  kith = await testKith({ platform: { clock: { now: () => new Date(Date.now() + shift) } } });
});
after(() => kith.close());

function post(url: string, payload: object, cookie = '') {
  return kith.app.inject({ method: 'POST', url, payload, headers: cookie === '' ? {} : { cookie } });
}

async function memberWithPasskey(email: string) {
  const member = await testMember(kith, { name: 'Kay', email });
  const authenticator = softwareAuthenticator({ origin });
  const options = (await post('/api/account/passkeys/options', {}, member.cookie)).json();
  const response = authenticator.create(options);
  const added = await post('/api/account/passkeys', { name: 'Laptop', response }, member.cookie);
  assert.equal(added.statusCode, 201, added.body);
  return { ...member, authenticator, response, passkey: added.json().id };
}

const requestOptions = async () => (await post('/api/sign-in/passkey/options', {})).json();

test('a passkey is made, signs in, is listed and deleted', async () => {
  const { id, cookie, authenticator, passkey } = await memberWithPasskey('kay@round.example');
  const response = authenticator.get(await requestOptions());
  const signedIn = await post('/api/sign-in/passkey', { response });
  assert.deepEqual([signedIn.statusCode, signedIn.json()], [200, { memberId: id }]);
  assert.equal(signedIn.cookies[0]?.name, '__Host-kith');
  const list = () => kith.app.inject({ url: '/api/account/passkeys', headers: { cookie } });
  const { items } = (await list()).json();
  assert.deepEqual([items.length, items[0].name, typeof items[0].usedAt], [1, 'Laptop', 'string']);
  const again = (await post('/api/account/passkeys/options', {}, cookie)).json();
  assert.equal(again.excludeCredentials.length, 1);
  const url = `/api/account/passkeys/${passkey}`;
  const stranger = await testMember(kith, { name: 'Eve', email: 'eve@round.example' });
  const remove = (one: string) => kith.app.inject({ method: 'DELETE', url, headers: { cookie: one } });
  assert.equal((await remove(stranger.cookie)).statusCode, 404);
  assert.equal((await remove(cookie)).statusCode, 204);
  const gone = await post('/api/sign-in/passkey', { response: authenticator.get(await requestOptions()) });
  assert.deepEqual([gone.statusCode, gone.json().code], [401, 'sign_in.refused']);
});

test('a challenge works once and for five minutes', async () => {
  const { authenticator } = await memberWithPasskey('kay@once.example');
  const options = await requestOptions();
  assert.equal(
    (await post('/api/sign-in/passkey', { response: authenticator.get(options) })).statusCode,
    200,
  );
  assert.equal(
    (await post('/api/sign-in/passkey', { response: authenticator.get(options) })).statusCode,
    401,
  );
  const late = await requestOptions();
  shift += 5 * 60_000 + 1;
  assert.equal((await post('/api/sign-in/passkey', { response: authenticator.get(late) })).statusCode, 401);
});

test('an answer for another site, of another key or without its user is refused', async () => {
  const { response } = await memberWithPasskey('kay@wrong.example');
  const stolen = softwareAuthenticator({ origin: 'https://evil.example' }).get(await requestOptions());
  const forged = softwareAuthenticator({ origin }).get(await requestOptions());
  for (const answer of [
    stolen,
    forged,
    { ...stolen, id: response.id },
    { ...forged, id: response.id, rawId: response.id },
  ]) {
    const refused = await post('/api/sign-in/passkey', { response: answer });
    assert.deepEqual([refused.statusCode, refused.json().code], [401, 'sign_in.refused']);
  }
});

test('a member’s challenge makes no passkey for another, and none without a verified user', async () => {
  const ana = await testMember(kith, { name: 'Ana', email: 'ana@challenge.example' });
  const eve = await testMember(kith, { name: 'Eve', email: 'eve@challenge.example' });
  const options = (await post('/api/account/passkeys/options', {}, ana.cookie)).json();
  const response = softwareAuthenticator({ origin }).create(options);
  assert.equal((await post('/api/account/passkeys', { name: 'x', response }, eve.cookie)).statusCode, 401);
  const weak = softwareAuthenticator({ origin, verifiesUser: false }).create(options);
  assert.equal(
    (await post('/api/account/passkeys', { name: 'x', response: weak }, ana.cookie)).statusCode,
    401,
  );
});
