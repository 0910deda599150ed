import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generatePeople, vcard30 } from '@kith/contacts/testing';
import {
  type CyrusServer,
  type DavServer,
  type DnsServer,
  startCyrus,
  startDns,
  startRadicale,
} from '@kith/sources/testing';
import { nowhere, settled } from '../../testing/accounts.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import type { Import } from '../imports/index.ts';

const canary = 'c4nary-Passw0rd-77';
const people = generatePeople({ seed: 21, count: 300 });
let dav: DavServer;
let cyrus: CyrusServer;
let dns: DnsServer;
let kith: TestKith;
before(async () => {
  dav = await startRadicale(canary, vcard30(people));
  cyrus = await startCyrus({ bob: canary });
  await cyrus.load('bob', vcard30(people));
  dns = await startDns([
    'host-record=localhost,127.0.0.1',
    'host-record=dav.example,127.0.0.1',
    `srv-host=_jmap._tcp.dav.example,dav.example,${cyrus.port},0,1`,
    `srv-host=_jmap._tcp.both.example,dav.example,${cyrus.port},0,1`,
    `srv-host=_carddavs._tcp.both.example,dav.example,${cyrus.port},0,1`,
  ]);
  kith = await testKith({
    settings: {
      KITH_DEMO: 'true',
      KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
      KITH_SOURCE_PORTS: `${dav.port} ${cyrus.port}`,
      KITH_SOURCE_CA: `${dav.ca}\n${cyrus.ca}`,
      KITH_SOURCE_DNS: dns.address,
    },
  });
});
after(async () => {
  await kith?.close();
  await dns?.close();
  await cyrus?.close();
  await dav?.close();
});

let count = 0;
async function owner(): Promise<string> {
  count += 1;
  return (await testMember(kith, { name: `Owner ${count}`, email: `account-${count}@home.example` })).cookie;
}

function signIn(cookie: string, more: Record<string, unknown> = {}) {
  return kith.app.inject({
    method: 'POST',
    url: '/api/sources/accounts',
    headers: { cookie },
    payload: {
      address: 'alice@dav.example',
      user: 'alice',
      password: canary,
      protocol: 'carddav',
      at: { url: dav.url },
      ...more,
    },
  });
}

async function read(cookie: string, more: Record<string, unknown> = {}): Promise<Import> {
  const answer = await signIn(cookie, more);
  assert.equal(answer.statusCode, 201, answer.body);
  return settled(kith, cookie, answer.json<Import>().id);
}

test('an account is read whole, once; the password is nowhere afterwards', async () => {
  const cookie = await owner();
  const one = await read(cookie);
  assert.equal(one.state, 'read');
  assert.deepEqual(one.counters, { read: 300, new: 300, updated: 0, same: 0, problem: 0 });
  assert.equal(one.account?.access, 'forgotten');
  assert.equal(one.account?.cards, 300);
  assert.equal(one.account?.address, 'alice@dav.example');
  assert.equal(one.account?.fault, undefined);
  await nowhere(kith, canary, Buffer.from(`alice:${canary}`).toString('base64'));
});

test('Cyrus is found by its domain and read by JMAP; the password is nowhere afterwards', async () => {
  const cookie = await owner();
  const doorsOf = async (address: string) => {
    const payload = { address };
    const { body } = await kith.app.inject({
      ...{ method: 'POST', url: '/api/sources/recognise', headers: { cookie }, payload },
    });
    const { doors }: { doors: { protocol: string; at: { url: string }; foreign: boolean }[] } = JSON.parse(
      body.trim().split('\n').at(-1) ?? '',
    );
    return doors;
  };
  // The address book that holds more comes first where a server speaks both.
  const both = await doorsOf('bob@both.example');
  assert.deepEqual(
    both.map(({ protocol, foreign }) => [protocol, foreign]),
    [
      ['carddav', true],
      ['jmap', true],
    ],
  );
  const [door, ...more] = await doorsOf('bob@dav.example');
  assert.deepEqual(more, []);
  assert.deepEqual([door?.protocol, door?.foreign], ['jmap', false]);
  const one = await read(cookie, {
    ...{ address: 'bob@dav.example', user: 'bob', protocol: 'jmap', at: door?.at },
  });
  assert.equal(one.state, 'read');
  assert.deepEqual(one.counters, { read: 300, new: 300, updated: 0, same: 0, problem: 0 });
  assert.equal(one.account?.access, 'forgotten');
  await nowhere(kith, canary, Buffer.from(`bob:${canary}`).toString('base64'));
});

test('read again: the same, changed, new and vanished cards; undo takes the marks back', async () => {
  const cookie = await owner();
  const first = await read(cookie);
  assert.equal(first.counters.new, 300);
  const again = await read(cookie);
  assert.deepEqual(again.counters, { read: 300, new: 0, updated: 0, same: 300, problem: 0 });
  assert.equal(again.account?.cardsVanished, 0);
  const own =
    'BEGIN:VCARD\r\nVERSION:3.0\r\nUID:late-1\r\nFN:Late Comer\r\nEMAIL:late@home.example\r\nEND:VCARD\r\n';
  await dav.put('late.vcf', own);
  const third = await read(cookie);
  assert.deepEqual(third.counters, { read: 301, new: 1, updated: 0, same: 300, problem: 0 });
  await dav.put('late.vcf', own.replace('Late Comer', 'Late Again'));
  assert.equal((await read(cookie)).counters.updated, 1);
  await dav.delete('late.vcf');
  const without = await read(cookie);
  assert.equal(without.account?.cardsVanished, 1);
  assert.equal((await read(cookie)).account?.cardsVanished, 0);
  await kith.app.inject({ method: 'POST', url: `/api/imports/${without.id}/undo`, headers: { cookie } });
  assert.equal((await read(cookie)).account?.cardsVanished, 1);
  const { items } = (await kith.app.inject({ url: '/api/imports', headers: { cookie } })).json<{
    items: Import[];
  }>();
  assert.equal(items.length, 7);
  assert.ok(items.every(({ account }) => account?.name === '127.0.0.1' && account.access === 'forgotten'));
});

test('what cannot be read leaves no import, and says why', async () => {
  const cookie = await owner();
  const { port } = dav;
  for (const [more, code, status] of [
    [{ password: 'wrong' }, 'source.refused', 422],
    [{ at: { url: `https://localhost:${port}/nothing/here/` }, user: 'nobody' }, 'source.refused', 422],
    [{ at: { host: '10.0.0.1', port } }, 'source.guarded', 422],
    [{ at: { host: '127.0.0.1', port: 25 } }, 'source.guarded', 422],
    [{ at: { url: `https://nowhere.invalid:${port}/` } }, 'source.unreachable', 422],
    [{ at: {} }, 'request.invalid', 400],
    [{ at: { url: 'http://127.0.0.1/' } }, 'request.invalid', 400],
    [{ at: { url: `https://alice:x@127.0.0.1:${port}/` } }, 'request.invalid', 400],
    [{ at: { url: 'https://[' } }, 'request.invalid', 400],
    [{ protocol: 'google-people' }, 'request.invalid', 400],
    [{ address: 'nobody' }, 'request.invalid', 400],
    [{ password: '' }, 'request.invalid', 400],
  ] as const) {
    const answer = await signIn(cookie, more);
    assert.equal(answer.statusCode, status, `${code}: ${answer.body}`);
    assert.equal(answer.json<{ code: string }>().code, code, answer.body);
    assert.doesNotMatch(answer.body, new RegExp(canary));
  }
  const { items } = (await kith.app.inject({ url: '/api/imports', headers: { cookie } })).json<{
    items: Import[];
  }>();
  assert.deepEqual(items, []);
  assert.equal((await signIn('')).statusCode, 401);
});

test('a provider that we know is asked at its own place, whatever the request says', async () => {
  const cookie = await owner();
  const answer = await signIn(cookie, { address: 'alice@icloud.com' });
  // The guard lets nothing through to the world from here; what matters is that our server was not given the password.
  assert.notEqual(answer.statusCode, 201);
});
