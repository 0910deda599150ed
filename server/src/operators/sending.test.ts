import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type DnsServer, startDns } from '@kith/sources/testing';
import { askAs } from '../../testing/inviter.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { beginPause, endPause } from '../invitations/index.ts';

let dns: DnsServer;
let kith: TestKith;
before(async () => {
  dns = await startDns([
    'host-record=smtp.relay.example,192.0.2.10',
    'txt-record=harbour.example,v=spf1 a:smtp.relay.example -all',
  ]);
  kith = await testKith({
    settings: {
      KITH_OPERATORS: 'olga@harbour.example',
      KITH_SOURCE_DNS: dns.address,
      KITH_MAIL_FROM: 'invites@harbour.example',
      KITH_SMTP_URL: 'smtp://user:s3cret-of-the-relay@smtp.relay.example:587',
      KITH_SEND_PER_DAY: '900',
    },
  });
});
after(async () => {
  await kith?.close();
  await dns?.close();
});

interface Facts {
  readonly from: string;
  readonly pause?: { readonly reason: string; readonly since: string };
  readonly hour: { readonly sent: number; readonly most?: number };
  readonly day: { readonly sent: number; readonly most?: number };
  readonly warmUp?: number;
  readonly latest: { readonly messages: number };
  readonly unknown: number;
  readonly domain: readonly { readonly part: string; readonly state: string; readonly put?: object }[];
}

test('an operator sees what may leave, why nothing does, and the records of the sending domain', async () => {
  const { platform } = kith;
  const { cookie } = await testMember(kith, { name: 'Olga', email: 'olga@harbour.example' });
  const read = () => askAs<Facts>(kith, cookie, 'GET', '/api/operators/sending');
  const facts = await read();
  assert.equal(facts.from, 'invites@harbour.example');
  assert.equal(facts.pause, undefined);
  assert.deepEqual([facts.day.sent, facts.latest.messages, facts.unknown, facts.warmUp], [0, 0, 0, 50]);
  const states = Object.fromEntries(facts.domain.map(({ part, state }) => [part, state]));
  assert.deepEqual([states.spf, states.dmarc], ['good', 'bad']);
  assert.deepEqual(facts.domain.find(({ part }) => part === 'dmarc')?.put, {
    name: '_dmarc.harbour.example',
    type: 'TXT',
    value: 'v=DMARC1; p=none',
  });
  assert.doesNotMatch(JSON.stringify(facts), /s3cret/);

  for (const reason of ['complaints', 'bounces', 'operator'] as const) {
    await platform.database.asSystem((tx) => beginPause(platform, tx, reason));
    assert.equal((await read()).pause?.reason, reason);
    await platform.database.asSystem((tx) => endPause(platform, tx));
    assert.equal((await read()).pause, undefined);
  }
});

test('for others there is nothing', async () => {
  const { cookie } = await testMember(kith, { name: 'Max', email: 'max@harbour.example' });
  const answer = await kith.app.inject({ url: '/api/operators/sending', headers: { cookie } });
  assert.equal(answer.statusCode, 404, answer.body);
  assert.doesNotMatch(answer.body, /harbour/);
  assert.equal((await kith.app.inject('/api/operators/sending')).statusCode, 401);
});
