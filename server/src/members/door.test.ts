import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseEmail } from '@kith/contacts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { discoverableMembers, identifierKey, memberByKey, memberCards, ownIdentifiers } from './index.ts';

let kith: TestKith;
before(async () => {
  kith = await testKith();
});
after(() => kith.close());

function keyOf(text: string): Buffer {
  const value = parseEmail(text);
  assert.ok(value);
  return identifierKey(kith.platform.secrets, { kind: 'email', value });
}

test('a member who wants to be found by nobody is no match, and can still sign in', async () => {
  const open = await testMember(kith, { name: 'Open', email: 'Open@door.example' });
  const hidden = await testMember(kith, { name: 'Hidden', email: 'hidden@door.example' });
  const { items } = (
    await kith.app.inject({ url: '/api/me/identifiers', headers: { cookie: hidden.cookie } })
  ).json();
  await kith.app.inject({
    method: 'PATCH',
    url: `/api/me/identifiers/${items[0].id}`,
    headers: { cookie: hidden.cookie },
    payload: { discoverability: 'nobody' },
  });
  const keys = [keyOf('open@DOOR.example'), keyOf('hidden@door.example'), keyOf('none@door.example')];
  const found = await kith.platform.database.asSystem((tx) => discoverableMembers(tx, keys, []));
  assert.deepEqual(found, [{ key: keys[0], memberId: open.id }]);
  const known = await kith.platform.database.asSystem((tx) => memberByKey(tx, keyOf('hidden@door.example')));
  assert.equal(known, hidden.id);
});

test('the door gives cards of members, and a member’s own identifiers', async () => {
  const { id } = await testMember(kith, { name: 'Card', email: 'card@door.example' });
  const { database } = kith.platform;
  const cards = await database.asSystem((tx) => memberCards(tx, [id, kith.platform.ids.next()]));
  assert.deepEqual([...cards.values()], [{ id, name: 'Card', headline: null, location: null, photo: null }]);
  assert.equal((await database.asSystem((tx) => memberCards(tx, []))).size, 0);
  assert.deepEqual(await database.asSystem((tx) => ownIdentifiers(tx, id)), [
    { key: keyOf('card@door.example'), kind: 'email', value: 'card@door.example', isPrimary: true },
  ]);
});
