import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { after, before, test } from 'node:test';
import {
  certificate,
  certificateOfYear,
  httpsServer,
  type OpenDav,
  startOpenRadicale,
  tlsFront,
} from '@kith/sources/testing';
import { settled } from '../../testing/accounts.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import type { Import } from '../imports/index.ts';

const canary = 'c4nary-of-bad-servers';
const groups = [1, 2, 3]
  .map((n) => `BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:group\r\nUID:g-${n}\r\nFN:Group ${n}\r\nEND:VCARD\r\n`)
  .join('');
const own = certificate();
const old = certificateOfYear(2020);
const young = certificateOfYear(2090);
let dav: OpenDav;
let kith: TestKith;
let cookie: string;
const ports: Record<string, number> = {};
const closing: (() => void)[] = [];
before(async () => {
  const page: RequestListener = (_asked, answer) =>
    answer.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Back soon</h1>');
  dav = await startOpenRadicale();
  await dav.fill('none', '');
  await dav.fill('groups', groups);
  const front = await tlsFront(own, dav.port);
  const maintenance = await httpsServer(own, page);
  const stranger = await httpsServer(certificate(), page);
  const late = await httpsServer(old, page);
  const early = await httpsServer(young, page);
  closing.push(front.close, maintenance.close, stranger.close, late.close, early.close);
  Object.assign(ports, {
    front: front.port,
    maintenance: maintenance.port,
    stranger: stranger.port,
    late: late.port,
    early: early.port,
  });
  kith = await testKith({
    settings: {
      KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
      KITH_SOURCE_PORTS: Object.values(ports).join(' '),
      KITH_SOURCE_CA: own.cert + old.cert + young.cert,
    },
  });
  cookie = (await testMember(kith, { name: 'Bad Luck', email: 'luck@home.example' })).cookie;
});
after(async () => {
  await kith?.close();
  for (const close of closing) close();
  await dav?.close();
});

function signIn(where: string, user: string) {
  return kith.app.inject({
    method: 'POST',
    url: '/api/sources/accounts',
    headers: { cookie },
    payload: {
      ...{ address: 'alice@dav.example', user, password: canary, protocol: 'carddav' },
      at: { url: `https://127.0.0.1:${ports[where]}/` },
    },
  });
}

async function imports(): Promise<readonly Import[]> {
  const answer = await kith.app.inject({ url: '/api/imports', headers: { cookie } });
  return answer.json<{ items: Import[] }>().items;
}

for (const [what, where, code] of [
  ['a certificate that nobody signed', 'stranger', 'source.certificate'],
  ['a certificate that is too old, or a clock that goes ahead', 'late', 'source.certificate_date'],
  ['a certificate of another time, or a clock that stands still', 'early', 'source.certificate_date'],
  ['a page in place of a book', 'maintenance', 'source.unavailable'],
  ['an empty book', 'front', 'source.empty'],
] as const)
  test(`${what}: ${code}, no import is left, and no log holds the password`, async () => {
    const answer = await signIn(where, 'none');
    assert.equal(answer.json<{ code: string }>().code, code, answer.body);
    assert.equal(answer.statusCode, 422);
    assert.deepEqual(await imports(), []);
    const logs = kith.logs.join('');
    assert.ok(!`${answer.body}${logs}`.includes(canary));
    // Whoever runs the network reads where to look first.
    if (code === 'source.certificate_date') assert.match(logs, /check the clock of this machine/);
  });

test('a book of only groups is read to its end: nobody to offer, no problem, and no access left', async () => {
  const answer = await signIn('front', 'groups');
  assert.equal(answer.statusCode, 201, answer.body);
  const one = await settled(kith, cookie, answer.json<Import>().id);
  assert.equal(one.state, 'read');
  assert.equal(one.counters.problem, 0);
  assert.deepEqual([one.here, one.invite], [0, 0]);
  assert.equal(one.account?.access, 'forgotten');
});
