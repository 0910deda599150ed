import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestProvider, testProvider } from '../server/testing/connected.ts';
import { callAs, until } from './caller.ts';
import { type Kith, startKith } from './kith.ts';

let provider: TestProvider;
let kith: Kith;
before(async () => {
  provider = await testProvider('http://localhost');
  kith = await startKith(provider.settings);
});
after(async () => {
  await kith?.close();
  await provider?.close();
});

interface Account {
  readonly access: string;
  readonly cards: number;
}

test('kill -9 while accounts are read: every grant is revoked once, and what was read is kept', async () => {
  provider.front.delay(400);
  for (const who of ['ana', 'bo'] as const) {
    const caller = await callAs(kith, who);
    for (let n = 0; n < 2; n++) {
      const body = { providerId: 'club', address: `${who}${n}@club.example` };
      const { url } = await caller.post<{ url: string }>('/api/sources/grants', body);
      const back = await provider.auth.answer(url, { account: `${who}${n}` });
      await fetch(back, { headers: { cookie: caller.cookie }, redirect: 'manual' });
    }
  }
  const open = () =>
    kith.query<{ n: number }>('select count(*)::int as n from grants where sealed is not null');
  await until(open, ([row]) => row?.n === 4);
  await until(
    () => kith.query<Account>('select access, cards from import_accounts'),
    (rows) => rows.length === 4 && rows.every(({ cards }) => cards > 0),
  );
  await kith.kill();
  assert.equal(provider.auth.revoked.length, 0);
  provider.front.delay(0);
  await kith.restart();
  await until(open, ([row]) => row?.n === 0);
  assert.equal(provider.auth.issued.length, 4);
  assert.equal(new Set(provider.auth.revoked).size, 4);
  assert.equal(provider.auth.revoked.length, 4);
  const accounts = await until(
    () => kith.query<Account>('select access, cards from import_accounts'),
    (rows) => rows.every(({ access }) => access === 'revoked'),
  );
  assert.ok(accounts.every(({ cards }) => cards > 0));
  assert.ok(!kith.complaints.join('').includes(provider.auth.issued[0] ?? 'none'));
});
