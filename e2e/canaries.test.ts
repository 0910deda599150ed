import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { generatePeople, vcard30 } from '@kith/contacts/testing';
import { certificate, httpsServer, type OpenDav, startOpenRadicale } from '@kith/sources/testing';
import { dataFolder } from '../server/testing/database.ts';
import { until } from './caller.ts';
import { forms, holding, members } from './canaries.ts';
import { type Kith, startKith } from './kith.ts';

/** Imports by passwords that are looked for afterwards; KITH_TEST_CANARIES asks for more, 1000 takes a quarter of an hour. */
const wanted = Number(process.env.KITH_TEST_CANARIES ?? 48);
/** Of each kind at once: as many as one process reads side by side. */
const atOnce = 8;
const rounds = Math.ceil(wanted / (3 * atOnce));
/** Stands in every password, and nowhere else in the world. */
const mark = `cNry${randomBytes(9).toString('hex')}`;

const book = vcard30(generatePeople({ seed: 3, count: 3 }));

type Fate = 'whole' | 'failing' | 'killed';

let dav: OpenDav;
let front: { port: number; close(): void };
let kith: Kith;
/** How many requests of imports to be killed are waiting for their answer. */
let held = 0;
before(async () => {
  dav = await startOpenRadicale();
  const own = certificate();
  front = await httpsServer(own, (asked, answer) => {
    const user = atob((asked.headers.authorization ?? '').replace('Basic ', '')).split(':')[0] ?? '';
    if (user.startsWith('failing')) {
      // Refused, broken, or cut off in the middle of an answer.
      const way = Number(/\d+$/.exec(user)?.[0]) % 3;
      if (way === 2) answer.writeHead(207, { 'content-length': '5000' }).write('<?xml version="1.0"?>');
      if (way === 2) setTimeout(() => answer.destroy(), 50);
      else answer.writeHead([401, 500][way] ?? 500).end('no');
      return;
    }
    // What is to be killed waits for its cards until it is.
    if (user.startsWith('killed') && asked.method === 'REPORT') {
      held += 1;
      return;
    }
    const { method, url, headers } = asked;
    const there = request(
      { host: '127.0.0.1', port: dav.port, method, path: url, headers },
      (came) => void came.pipe(answer.writeHead(came.statusCode ?? 500, came.headers)),
    );
    there.on('error', () => answer.destroy());
    asked.pipe(there);
  });
  kith = await startKith({
    KITH_LOG_LEVEL: 'debug',
    KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
    KITH_SOURCE_PORTS: String(front.port),
    KITH_SOURCE_CA: own.cert,
  });
});
after(async () => {
  await kith?.close();
  front?.close();
  await dav?.close();
});

async function signIn(cookie: string, user: string, password: string): Promise<number> {
  const answer = await fetch(`${kith.address}/api/sources/accounts`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({
      address: `${user}@dav.example`,
      user,
      password,
      protocol: 'carddav',
      at: { url: `https://127.0.0.1:${front.port}/` },
    }),
  });
  const body = await answer.text();
  assert.ok(!body.includes(mark), 'no answer holds a password');
  return answer.status;
}

test(`${rounds * 3 * atOnce} passwords, a third of them failing and a third killed: none is anywhere afterwards`, async (t) => {
  const cookies = await members(kith, rounds * 3 * atOnce);
  const begin = (round: number, fate: Fate): Promise<number>[] =>
    Array.from({ length: atOnce }, async (_, at) => {
      const user = `${fate}-${round * atOnce + at}`;
      if (fate !== 'failing') await dav.fill(user, book);
      const cookie = cookies.pop() ?? '';
      return signIn(cookie, user, `${mark}-${user}`);
    });
  for (let round = 0; round < rounds; round++) {
    assert.deepEqual(new Set(await Promise.all(begin(round, 'whole'))), new Set([201]));
    assert.deepEqual(new Set(await Promise.all(begin(round, 'failing'))), new Set([422]));
    held = 0;
    const dying = Promise.allSettled(begin(round, 'killed'));
    await until(
      async () => held,
      (count) => count === atOnce,
    );
    await kith.kill();
    await dying;
    await kith.restart();
  }
  const imports = await until(
    () =>
      kith.query<{ access: string; n: number }>(
        'select access, count(*)::int as n from import_accounts group by 1',
      ),
    (rows) => rows.every(({ access }) => access !== 'in_use'),
    // Each that was killed is found dead after 20 seconds, a few side by side.
    90_000 + rounds * 5000,
  );
  // What failed before its first card left no import.
  assert.deepEqual(imports, [{ access: 'forgotten', n: 2 * rounds * atOnce }]);

  await wait(500);
  const folder = await dataFolder();
  const user = `whole-${rounds * atOnce - 1}`;
  assert.notDeepEqual(
    holding(folder, [Buffer.from(user)]),
    [],
    'the search finds what the database does hold',
  );
  const sought = forms(mark);
  assert.deepEqual(holding(folder, sought), []);
  assert.deepEqual(holding(kith.home, sought), []);
  const said = Buffer.from(kith.complaints.join('\n'));
  assert.ok(said.includes('source.read'), 'the log tells of the imports');
  assert.ok(!sought.some((form) => said.includes(form)), 'no log line holds a password');
  t.diagnostic(
    `looked for ${sought.length} forms in ${readdirSync(folder, { recursive: true }).length} files`,
  );
});

test('the search for passwords knows each form in which one may hide', () => {
  const secret = `${mark}-x`;
  for (const hidden of [
    Buffer.from(`"password":"${secret}"`),
    ...['a', 'ab', 'abc'].map((name) => Buffer.from(btoa(`${name}:${secret}`))),
    Buffer.from(Buffer.from(secret).toString('hex')),
    Buffer.from(secret, 'utf16le'),
  ])
    assert.ok(forms(mark).some((form) => hidden.includes(form)));
});
