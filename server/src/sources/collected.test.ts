import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generatePeople } from '@kith/contacts/testing';
import { books } from '@kith/sources';
import { type RestDouble, startPeopleServer } from '@kith/sources/testing';
import { settled } from '../../testing/accounts.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { accountRuns } from './account-run.ts';
import { sourceNetwork } from './source-network.ts';

const token = 'c4nary-T0ken-31';
const scopes = ['contacts', 'contacts.other'].map((one) => `https://www.googleapis.com/auth/${one}.readonly`);
const people = generatePeople({ seed: 31, count: 6 });
let google: RestDouble;
let kith: TestKith;
before(async () => {
  const book = { people: people.slice(0, 4), groups: [], collected: people.slice(2) };
  google = await startPeopleServer(book, (one) => (one === token ? { scopes } : undefined));
  kith = await testKith({
    settings: {
      KITH_DEMO: 'true',
      KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
      KITH_SOURCE_PORTS: String(google.port),
      KITH_SOURCE_CA: google.ca,
    },
  });
});
after(async () => {
  await kith.close();
  google.close();
});

test('whom Google collected by itself is listed apart and unticked, unless the owner has them anyway', async () => {
  const { id: owner, cookie } = await testMember(kith, { name: 'Ana Own', email: 'ana-own@home.example' });
  const read = books['google-people'] ?? assert.fail('nobody reads it');
  const id = await accountRuns(kith.platform).read(owner, {
    at: { url: google.url },
    address: 'ana@gmail.example',
    protocol: 'google-people',
    read,
    credential: { kind: 'bearer', token },
    collected: true,
    network: sourceNetwork(kith.platform),
  });
  assert.equal((await settled(kith, cookie, id)).state, 'read');
  type Row = { name: string; selected: boolean; selectable?: boolean; reason?: string };
  const listed = async (what: string) =>
    (await kith.app.inject({ url: `/api/imports/${id}/${what}`, headers: { cookie } })).json<{
      items: Row[];
    }>().items;
  const full = (of: typeof people) => of.map(({ names }) => names.full).sort();
  assert.deepEqual((await listed('invitees')).map(({ name }) => name).sort(), full(people.slice(0, 4)));
  const others = await listed('others');
  assert.deepEqual(others.map(({ name }) => name).sort(), full(people.slice(4)));
  assert.deepEqual(
    new Set(others.map(({ reason, selectable, selected }) => [reason, selectable, selected].join())),
    new Set(['collected,true,false']),
  );
});
