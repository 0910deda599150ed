import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { generatePeople, googleCsv, random } from '@kith/contacts/testing';
import { tablesHolding } from '../server/testing/traces.ts';
import { type Caller, callAs, until } from './caller.ts';
import type { Import } from './invited.ts';
import { type Kith, startKith } from './kith.ts';

/** Accounts that end, each with one kill while its copy is written and some while it is deleted; KITH_TEST_ENDS asks for more. */
const rounds = Number(process.env.KITH_TEST_ENDS ?? 1);
const killsOfEnd = 2;
/** KITH_TEST_SEED repeats a run that failed. */
const seed = Number(process.env.KITH_TEST_SEED ?? Math.trunc(Math.random() * 1e9));
const size = 6000;

test(`kill -9 while ${rounds} accounts are copied and end: the copy is whole, nothing of the member is left, the receipt is right`, async (t) => {
  t.diagnostic(`seed ${seed}; KITH_TEST_SEED=${seed} repeats it`);
  const chance = random(seed);
  for (let round = 0; round < rounds; round++) {
    const kith = await startKith();
    try {
      await endOf(kith, chance);
    } finally {
      await kith.close();
    }
  }
});

async function endOf(kith: Kith, chance: ReturnType<typeof random>): Promise<void> {
  const ana = await callAs(kith, 'ana');
  const me = await ana.get<{ id: string; email: string; name: string }>('/api/me');
  const { id } = await ana.upload<Import>(
    'book.csv',
    Buffer.from(googleCsv(generatePeople({ seed, count: size }))),
    'book',
  );
  await until(
    () => ana.get<Import>(`/api/imports/${id}`),
    ({ state }) => state === 'read',
  );

  const copy = await ana.post<Copy>('/api/exports', {});
  await pullPlug(kith, chance, 'select written as at, ready_at is not null as done from exports');
  const ready = await until(
    () => ana.get<Copy>(`/api/exports/${copy.id}`),
    ({ state }) => state !== 'writing',
  );
  assert.equal(ready.state, 'ready');
  await isWhole(kith, ana, copy.id);

  await ana.post('/api/account/delete/code', {});
  const [mail] = await until(
    () =>
      kith.query<{ code: string }>(
        `select left(subject, 6) as code from demo_messages where recipient = '${me.email}' and subject ~ '^[0-9]{6} '`,
      ),
    ({ length }) => length > 0,
  );
  const ended = await fetch(`${kith.address}/api/account/delete`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: ana.cookie },
    body: JSON.stringify({ confirm: me.email, code: mail?.code }),
  });
  assert.equal(ended.status, 202, await ended.text());
  const cookie = ended.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  for (let kill = 0; kill < killsOfEnd; kill++)
    await pullPlug(kith, chance, 'select erased as at, done_at is not null as done from erasures');
  const receipt = await until(
    async () => {
      const answer = await fetch(`${kith.address}/api/account/receipt`, { headers: { cookie } });
      // Safe: the route answers with the receipt and how far it has come.
      return (await answer.json()) as Receipt;
    },
    ({ state }) => state === 'done',
  );
  assert.equal(receipt.progress.erased, receipt.progress.total);
  const contacts = Number(/(\d+) {2}Contacts$/m.exec(receipt.receipt)?.[1]);
  assert.ok(contacts >= size, receipt.receipt);
  const mails = `select subject from demo_messages where recipient = '${me.email}' and subject like '%is deleted'`;
  await until(
    () => kith.query(mails),
    ({ length }) => length === 1,
  );

  for (const [text, kept] of [
    [me.id, ['public.consents', 'public.operator_acts', 'public.suppressions']],
    // The demo's mailbox is the other end of the wire.
    [me.email, ['public.demo_messages']],
  ] as const) {
    const held = await kith.query<{ held: string }>(tablesHolding(text));
    assert.deepEqual(
      held.map((one) => one.held).filter((table) => !kept.some((name) => name === table)),
      [],
    );
  }
}

interface Copy {
  readonly id: string;
  readonly state: string;
}
interface Receipt {
  readonly state: string;
  readonly progress: { readonly erased: number; readonly total: number };
  readonly receipt: string;
}

/** Kills the server once something is done of a piece of work, starts it again, and lets it take over what died. */
async function pullPlug(kith: Kith, chance: ReturnType<typeof random>, how: string): Promise<void> {
  const [before] = await kith.query<{ at: number }>(how);
  await until(
    () => kith.query<{ at: number; done: boolean }>(how),
    ([now]) => now?.done === true || Number(now?.at) > Number(before?.at ?? 0),
  );
  await wait(chance.int(0, 200));
  await kith.kill();
  await kith.restart();
  // As if the leases of those that died had run out already.
  await kith.query(`update jobs.job set heartbeat_on = now() - interval '1 hour' where state = 'active'`);
}

/** The copy as unzip finds it, with every contact in it. */
async function isWhole(kith: Kith, { cookie }: Caller, id: string): Promise<void> {
  const answer = await fetch(`${kith.address}/api/exports/${id}/file`, { headers: { cookie } });
  const path = join(kith.home, 'copy.zip');
  writeFileSync(path, Buffer.from(await answer.arrayBuffer()));
  assert.match(execFileSync('unzip', ['-t', path], { encoding: 'utf8' }), /No errors detected/);
  const cards = execFileSync('unzip', ['-p', path, 'contacts.vcf'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.ok((cards.match(/^BEGIN:VCARD\r$/gm)?.length ?? 0) >= size);
}
