import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type DavServer, type DnsServer, startDns, startRadicale } from '@kith/sources/testing';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';

interface Line {
  readonly kind: 'step' | 'done';
  readonly step?: string;
  readonly state?: string;
  readonly provider?: { readonly id: string; readonly appPassword: string | null } | null;
  readonly doors?: readonly { protocol: string; host: string; foreign: boolean; at: { url?: string } }[];
}

let dav: DavServer;
let dns: DnsServer;
let kith: TestKith;
let cookie: string;
before(async () => {
  dav = await startRadicale('any');
  dns = await startDns([
    `srv-host=_carddavs._tcp.club.example,dav.example,${dav.port},0,1`,
    'host-record=dav.example,127.0.0.1',
    'mx-host=hosted.example,aspmx.l.google.com,1',
    'mx-host=apple.example,mx01.mail.icloud.com,1',
  ]);
  kith = await testKith({
    settings: {
      KITH_DEMO: 'true',
      KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
      KITH_SOURCE_PORTS: String(dav.port),
      KITH_SOURCE_CA: dav.ca,
      KITH_SOURCE_DNS: dns.address,
    },
  });
  ({ cookie } = await testMember(kith, { name: 'Rea Cognised', email: 'rea@home.example' }));
});
after(async () => {
  await kith?.close();
  await dns?.close();
  await dav?.close();
});

function recognise(payload: unknown, headers: Record<string, string> = { cookie }) {
  return kith.app.inject({
    method: 'POST',
    url: '/api/sources/recognise',
    headers,
    payload: payload as object,
  });
}

async function linesOf(address: string): Promise<{ lines: Line[]; last: Line | undefined }> {
  const answer = await recognise({ address, language: 'de' });
  assert.equal(answer.statusCode, 200, answer.body);
  assert.match(String(answer.headers['content-type']), /^application\/x-ndjson/);
  const lines = answer.body
    .trim()
    .split('\n')
    .map((line): Line => JSON.parse(line));
  return { lines, last: lines.at(-1) };
}

test('a server on another domain is found by SRV and named; nothing of the address is logged', async () => {
  const { lines, last } = await linesOf('secret-person@club.example');
  assert.ok(lines.filter(({ kind }) => kind === 'step').length >= 6);
  assert.equal(last?.provider, null);
  const [door] = last?.doors ?? [];
  assert.equal(door?.host, 'dav.example');
  assert.equal(door?.foreign, true);
  assert.ok(door?.at.url?.startsWith(`https://dav.example:${dav.port}/`));
  assert.doesNotMatch(kith.logs.join(''), /secret-person|club\.example/);
});

test('a provider comes with its app password page; one with OAuth alone has no door by password', async () => {
  const { last } = await linesOf('ana@icloud.com');
  assert.equal(last?.provider?.id, 'icloud');
  assert.match(last?.provider?.appPassword ?? '', /^https:\/\//);
  assert.ok((last?.doors?.length ?? 0) > 0);
  const google = await linesOf('ana@hosted.example');
  assert.equal(google.last?.provider?.id, 'google-workspace');
  assert.deepEqual(google.last?.doors, []);
});

test('an unknown one has no doors; what is no address, and who is not signed in, are refused', async () => {
  const { last } = await linesOf('ana@nobody.example');
  assert.deepEqual([last?.provider, last?.doors], [null, []]);
  assert.equal((await recognise({ address: 'nobody' })).statusCode, 400);
  assert.equal((await recognise({ address: 'ana@club.example' }, {})).statusCode, 401);
});

test('thirty times a minute at most', async () => {
  const { cookie: other } = await testMember(kith, { name: 'Rea Peats', email: 'peats@home.example' });
  const statuses: number[] = [];
  for (let n = 0; n < 31; n++)
    statuses.push((await recognise({ address: 'ana@gmail.com' }, { cookie: other })).statusCode);
  assert.deepEqual([statuses.filter((status) => status === 200).length, statuses.at(-1)], [30, 429]);
});
