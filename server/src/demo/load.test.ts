import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import { sql } from 'kysely';
import { testKith } from '../../testing/kith.ts';
import { loadDemo } from './index.ts';
import { demoNetwork } from './network.ts';
import { memberCount } from './people.ts';

test('the demo network is loaded once, and a second start keeps it', async (t) => {
  const kith = await testKith({ settings: { KITH_DEMO: 'true' } });
  t.after(() => kith.close());
  const count = async () => {
    const { rows } = await kith.platform.database.asSystem((tx) =>
      sql<Record<string, number>>`
        select (select count(*) from members) as members,
               (select count(*) from member_photos) as photos,
               (select count(*) from member_identifiers) as identifiers,
               (select count(*) from connections) as connections,
               (select count(*) from connection_requests) as requests`.execute(tx),
    );
    return rows[0];
  };
  await loadDemo(kith.platform);
  const first = await count();
  assert.equal(first?.members, memberCount);
  assert.ok((first?.photos ?? 0) > memberCount / 2);
  assert.equal(first?.requests, 7);
  await loadDemo(kith.platform);
  assert.deepEqual(await count(), first);
  const signedIn = await kith.app.inject({ method: 'POST', url: '/demo/sign-in', payload: { who: 'ana' } });
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const me = await kith.app.inject({ url: '/api/me', headers: { cookie } });
  assert.equal(me.json<{ name: string }>().name, 'Ana Ruiz');
});

test('the sample books are served in the demo alone', async (t) => {
  const demo = await testKith({ settings: { KITH_DEMO: 'true' } });
  t.after(() => demo.close());
  const book = await demo.app.inject('/demo/books/google.csv');
  assert.equal(book.statusCode, 200);
  assert.match(book.body, /^First Name,/);
  assert.equal((await demo.app.inject('/demo/books/nobody.csv')).statusCode, 400);
  const plain = await testKith();
  t.after(() => plain.close());
  assert.equal((await plain.app.inject('/demo/books/google.csv')).statusCode, 404);
});

test('the network is the same on every machine', () => {
  const [one, other] = [demoNetwork(), demoNetwork()];
  assert.deepEqual(one.members.at(-1), other.members.at(-1));
  assert.equal(one.connections.length, other.connections.length);
});

test('a portrait is a small PNG whose chunks are whole', () => {
  const photo = demoNetwork().members.find((member) => member.photo !== undefined)?.photo;
  assert.ok(photo !== undefined);
  assert.ok(photo.length < 2048, `${photo.length} bytes`);
  assert.deepEqual([...photo.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  assert.equal(photo.readUInt32BE(29), crc32(photo.subarray(12, 29)));
});
