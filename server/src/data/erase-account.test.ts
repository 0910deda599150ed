import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generatePeople, vcard30 } from '@kith/contacts/testing';
import { sql } from 'kysely';
import { type Inviting, testInviting } from '../../testing/inviting.ts';
import { tablesHolding } from '../../testing/traces.ts';
import { uploadFiles } from '../../testing/uploads.ts';
import { until } from '../../testing/wait.ts';
import { verifyLedger } from '../consent/index.ts';
import type { Database } from '../platform/database.ts';
import type { ErasureId } from '../platform/ids.ts';
import { forgetJobs } from '../platform/jobs.ts';
import { erasureById, insertErasure } from './erasure-store.ts';
import { erase } from './jobs/erase.ts';
import { receiptText } from './receipt.ts';
import { tableEnds } from './tables.ts';

let all: Inviting;
before(async () => {
  all = await testInviting({});
});
after(() => all.kith.close());

/** The tables that hold this text in some row, those of the queue too. */
async function holding(text: string): Promise<readonly string[]> {
  const { rows } = await all.kith.platform.database.asSystem((tx) =>
    sql.raw<{ held: string }>(tablesHolding(text)).execute(tx),
  );
  return rows.map(({ held }) => held);
}

test('every table has its line in the table of tables', async () => {
  const { rows } = await all.kith.platform.database.asSystem((tx) =>
    sql<{ name: string }>`select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(tx),
  );
  assert.deepEqual(
    [...new Set(tableEnds.map(({ table }) => table))].sort(),
    rows.map(({ name }) => name).sort(),
  );
});

test('the end of an account leaves nothing that says who it was', async () => {
  const { ask, kith, pass } = all;
  const leo = await all.inviter('Someone <someone@work.example>');
  const ana = await all.inviter('Leo Weiss <leo@work.example>', 'Mia Roth <mia@work.example>');
  await ask(leo.cookie, 'POST', '/api/connection-requests', { memberId: ana.id }, 201);
  const batch = await all.press(ana, { note: 'Zebra-words of mine' });
  pass(10);
  await all.turns(batch);
  await uploadFiles(kith, ana.cookie, [
    { name: 'book.vcf', bytes: vcard30(generatePeople({ seed: 3, count: 300 })) },
  ]);
  await ask(ana.cookie, 'POST', '/api/exports', {}, 202);
  const me = await ask(ana.cookie, 'GET', '/api/me');

  const refused = { confirm: 'somebody@else.example', code: '000000' };
  assert.equal(
    (await ask(ana.cookie, 'POST', '/api/account/delete', refused, 400)).code,
    'account.not_confirmed',
  );
  const guessed = { confirm: me.email, code: '000000' };
  assert.equal((await ask(ana.cookie, 'POST', '/api/account/delete', guessed, 400)).code, 'code.invalid');
  await ask(ana.cookie, 'POST', '/api/account/delete/code', {}, 204);
  const code = await codeTo(me.email);
  const answer = await kith.app.inject({
    method: 'POST',
    url: '/api/account/delete',
    headers: { cookie: ana.cookie },
    payload: { confirm: me.email.toUpperCase(), code },
  });
  assert.equal(answer.statusCode, 202, answer.body);
  await ask(ana.cookie, 'GET', '/api/me', undefined, 401);

  const receipt = String(answer.headers['set-cookie']).split(';')[0] ?? '';
  const state = () => ask(receipt, 'GET', '/api/account/receipt');
  await until(async () => (await state()).state === 'done');
  const told = await state();
  assert.match(told.receipt, /\b302 {2}Contacts$/m);
  assert.match(told.receipt, /\b2 {2}Invitations$/m);
  assert.match(told.receipt, /\b2 {2}of which were open/m);
  assert.match(told.receipt, /\b1 {2}Consents/m);
  assert.equal(told.progress.erased, told.progress.total);
  await until(() => kith.mails.some(({ to, subject }) => to === me.email && /is deleted$/.test(subject)));

  const kept = tableEnds.filter(({ end }) => end === 'keep').map(({ table }) => `public.${table}`);
  await until(async () => (await holding(me.email)).length === 0);
  assert.deepEqual(
    (await holding(ana.id)).filter((table) => !kept.includes(table)),
    [],
  );
  for (const text of [me.name, 'Zebra-words', 'leo@work.example'])
    assert.deepEqual(await holding(text), [], text);
  // What is kept proves what it proved, and nothing is left to send.
  const report = await kith.platform.database.asSystem(verifyLedger);
  assert.deepEqual([report.brokenAt, report.unexplained], [undefined, 0]);
  assert.equal((await ask(leo.cookie, 'GET', '/api/connections')).items.length, 0);
  await ask(leo.cookie, 'GET', '/api/account/receipt', undefined, 404);
});

test('a server that dies on the way leaves it to the next, and the receipt is right to the row', async () => {
  const { ask, kith, pass } = all;
  const { platform } = kith;
  const eva = await all.inviter('Udo Kern <udo@work.example>');
  await uploadFiles(kith, eva.cookie, [
    { name: 'book.vcf', bytes: vcard30(generatePeople({ seed: 9, count: 40 })) },
  ]);
  // What runs for a member is waited for by the queue; here nobody queues it again.
  await until(async () => (await platform.database.asSystem((tx) => forgetJobs(tx, eva.id))) === 0);
  const id = platform.ids.next<ErasureId>();
  const now = platform.clock.now();
  await platform.database.asSystem(async (tx) => {
    await insertErasure(tx, {
      id,
      member_id: eva.id,
      kind: 'account',
      import_id: null,
      asked_at: now,
      starts_at: now,
      token_hash: null,
      receipt_to: null,
      locale: 'en',
      expires_at: new Date(now.getTime() + 3_600_000),
    });
  });
  let left = 0;
  const dying: Database = {
    ...platform.database,
    asSystem: (work) =>
      platform.database.asSystem(async (tx) => {
        const done = await work(tx);
        left -= 1;
        if (left < 0) throw new Error('the server died before it could commit');
        return done;
      }),
  };
  const { run } = erase({ ...platform, database: dying });
  const ended = async () => (await platform.database.asSystem((tx) => erasureById(tx, id)))?.done_at !== null;
  let deaths = 0;
  for (; !(await ended()) && deaths < 100; deaths++) {
    left = deaths;
    await run({ erasureId: id }).catch(() => undefined);
  }
  assert.ok(deaths > 3, `it took ${deaths} servers`);
  const row = await platform.database.asSystem((tx) => erasureById(tx, id));
  assert.deepEqual([row?.counts.contacts, row?.counts.cards, row?.counts.imports], [41, 41, 2]);
  assert.equal(row?.erased, row?.total);
  assert.ok(row);
  const receipts = ['en', 'de-AT', 'ar', 'ja', 'fr'].map((locale) => receiptText('Demo', { ...row, locale }));
  for (const { subject, text } of receipts)
    assert.ok(subject.includes('Demo') && /^ +41 {2}\S/m.test(text), text);
  assert.equal(
    new Set(receipts.map(({ text }) => text)).size,
    4,
    'each language of the screens, else English',
  );
  pass(1);
  await ask(eva.cookie, 'GET', '/api/me', undefined, 401);
});

async function codeTo(address: string): Promise<string> {
  const mail = () => all.kith.mails.findLast(({ to, subject }) => to === address && /^\d{6} /.test(subject));
  await until(() => mail() !== undefined);
  return mail()?.subject.slice(0, 6) ?? '';
}
