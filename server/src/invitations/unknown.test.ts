import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { askAs, pastePeople } from '../../testing/inviter.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { until, untilSomebodyWaits, waitFor } from '../../testing/wait.ts';
import { everyone, lockRecipients, suppress, suppressionKey } from '../consent/index.ts';
import { lockBook } from '../contacts/index.ts';
import { systemStopwatch } from '../platform/clock.ts';
import type { BatchId } from '../platform/ids.ts';
import type { MailMessage } from '../platform/mail.ts';
import { cameBack, resolveUnknown, unknownMessages } from './index.ts';
import { sendInvitations } from './jobs/send-invitations.ts';
import { type InvitationMessage, messageHash } from './messages/invitation.ts';
import { deliveryByMessageId } from './store.ts';

let kith: TestKith;
const lost: MailMessage[] = [];
let ahead = 0;
/** Milliseconds that the process stood still. */
let slept = 0;
before(async () => {
  kith = await testKith({
    settings: { KITH_DEMO: 'true', KITH_SEND_PER_MINUTE: '60000', KITH_UNDO_SECONDS: '5' },
    platform: {
      clock: { now: () => new Date(Date.now() + ahead) },
      stopwatch: () => systemStopwatch() + slept,
      mail: {
        async send(message) {
          lost.push(message);
          return { kind: 'unknown' };
        },
        close: async () => undefined,
      },
    },
  });
});
after(() => kith.close());

// biome-ignore lint/suspicious/noExplicitAny: answers are judged by what the tests assert of them
function ask(cookie: string, method: 'GET' | 'POST', url: string, payload?: object): Promise<any> {
  return askAs(kith, cookie, method, url, payload);
}

async function states(cookie: string): Promise<readonly string[]> {
  const { items } = await ask(cookie, 'GET', '/api/invitations');
  return items.map(({ state }: { state: string }) => state).sort();
}

let count = 0;
async function sendTo(
  ...people: string[]
): Promise<{ cookie: string; batchId: string; go: () => Promise<void> }> {
  count += 1;
  const { cookie } = await testMember(kith, { name: `Ida ${count}`, email: `ida-${count}@home.example` });
  const id = await pastePeople(kith, cookie, people);
  const preview = await ask(cookie, 'POST', `/api/imports/${id}/preview`, { locale: 'en', index: 0 });
  const batch = await ask(cookie, 'POST', `/api/imports/${id}/invitations`, {
    locale: 'en',
    expected: preview.count,
    messageHash: preview.hash,
  });
  const go = async () => {
    ahead += 6000;
    await kith.platform.jobs.enqueue('invitations.send', { batchId: batch.id });
    await until(
      async () =>
        !['waiting', 'sending'].includes((await ask(cookie, 'GET', `/api/batches/${batch.id}`)).state),
    );
  };
  return { cookie, batchId: batch.id, go };
}

test('what may not have arrived is shown as that, until a report, an answer or the operator says more', async () => {
  const names = ['ada', 'bo', 'cleo', 'dag'];
  const { cookie, batchId, go } = await sendTo(...names.map((name) => `${name} <${name}@unknown.example>`));
  await go();
  await until(async () => (await states(cookie)).every((state) => state === 'unknown'));
  const [ada, bo, cleo, dag] = await Promise.all(
    names.map((name) => waitFor(() => lost.find(({ to }) => to === `${name}@unknown.example`))),
  );
  assert.ok(ada && bo && cleo && dag);
  const { platform } = kith;

  await cameBack(platform, ada.messageId.split('@')[0] ?? '', 'delivered');
  assert.deepEqual(await states(cookie), ['sent', 'unknown', 'unknown', 'unknown'], 'by a report');
  const batch = await ask(cookie, 'GET', `/api/batches/${batchId}`);
  assert.deepEqual([batch.state, batch.sent, batch.unknown], ['sent', 4, 3], 'as the Sent screen says it');
  assert.equal((await platform.database.asSystem(unknownMessages)).length, 3, 'and the page of the operator');

  const token = /\/u\/([A-Za-z0-9_-]{22})/.exec(bo.raw.toString())?.[1];
  const page = await kith.app.inject({ method: 'GET', url: `/i/${token}` });
  assert.equal(page.statusCode, 200);
  assert.equal(
    (await states(cookie)).filter((state) => state === 'unknown').length,
    3,
    'a look changes nothing',
  );
  await kith.app.inject({ method: 'POST', url: `/i/${token}/decline` });
  assert.deepEqual(await states(cookie), ['sent', 'sent', 'unknown', 'unknown'], 'by an answer');

  const listed = await platform.database.asSystem(unknownMessages);
  assert.deepEqual(
    new Set(listed.map(({ messageId }) => messageId)),
    new Set([cleo.messageId, dag.messageId]),
  );
  const resolve = (id: string, what: 'arrived' | 'lost') =>
    platform.database.asSystem((tx) => resolveUnknown(platform, tx, id, what));
  assert.equal(await resolve(cleo.messageId, 'arrived'), true);
  // The book before the invitation, as everybody who puts people back on the list.
  const { inviter_id: inviter, id } = await platform.database.asSystem(
    async (tx) => (await deliveryByMessageId(tx, dag.messageId)) ?? assert.fail(),
  );
  let losing: Promise<boolean> | undefined;
  await platform.database.asSystem(async (tx) => {
    await lockBook(tx, inviter);
    losing = resolve(dag.messageId, 'lost');
    await untilSomebodyWaits(kith.platform.database);
    await sql`select from invitations where id = ${id} for update nowait`.execute(tx);
  });
  assert.equal(await losing, true);
  assert.equal(await resolve(dag.messageId, 'arrived'), false);
  assert.deepEqual(await states(cookie), ['sent', 'sent', 'sent', 'withdrawn'], 'by the operator');
  assert.equal((await ask(cookie, 'GET', `/api/batches/${batchId}`)).unknown, 0);
  assert.equal(lost.length, names.length, 'and none was sent again');
});

test('what a sender meant to send before it stood still for a minute goes later', async () => {
  const { batchId } = await sendTo('flo <flo@asleep.example>');
  ahead += 6000;
  const { platform } = kith;
  const { database } = platform;
  // Safe: the API gives ids as text.
  const run = () => sendInvitations(platform).run({ batchId: batchId as BatchId });
  const toFlo = () => lost.filter(({ to }) => to === 'flo@asleep.example').length;
  const key = suppressionKey(platform.secrets, 'email', 'flo@asleep.example') ?? assert.fail();
  let running: Promise<unknown> | undefined;
  await database.asSystem(async (tx) => {
    await lockRecipients(tx, [key]);
    running = run();
    await untilSomebodyWaits(kith.platform.database);
    slept += 61_000;
  });
  await running;
  assert.equal(toFlo(), 0);
  ahead += 61_000;
  await run();
  assert.equal(toFlo(), 1);
});

test('words that were changed in the queue go to nobody, and the member and the operator are told', async () => {
  const { cookie, batchId, go } = await sendTo('eli <eli@changed.example>', 'fay <fay@changed.example>');
  const key = suppressionKey(kith.platform.secrets, 'email', 'fay@changed.example') ?? assert.fail();
  await kith.platform.database.asSystem((tx) => suppress(tx, key, everyone, 'never_again', new Date()));
  await kith.platform.database.pool.query(
    `begin; select set_config('kith.owner', 'all', true);
     update invitation_batches set message = jsonb_set(message, '{subject}', '"Something else"') where id = '${batchId}'; commit`,
  );
  await go();
  const { items } = await ask(cookie, 'GET', '/api/invitations');
  assert.deepEqual(
    items.map(({ state, wordsChanged }: { state: string; wordsChanged?: boolean }) => [state, wordsChanged]),
    [
      ['withdrawn', true],
      ['withdrawn', true],
    ],
    'who said no looks like who did not',
  );
  const batch = await ask(cookie, 'GET', `/api/batches/${batchId}`);
  assert.deepEqual([batch.state, batch.sent, batch.withdrawn, batch.changed], ['withdrawn', 0, 2, 2]);
  assert.ok(lost.every(({ to }) => !to.endsWith('@changed.example')));
  assert.ok(kith.logs.some((line) => line.includes('invitations.words_changed')));
});

test('what was consented to under an earlier form keeps its hash', () => {
  const message: InvitationMessage = {
    version: 'invitation-1',
    fromName: 'Ida via Harbour',
    fromAddress: 'invitations@harbour.example',
    subject: 'Ida invites you',
    text: 'text',
    html: '<p>html</p>',
    short: 'short',
    link: 'link',
    unsubscribe: 'unsubscribe',
  };
  // Of the first release; one that changes it sends nothing of what waits at its update.
  const first = 'bceac950ae6a1c9fc253977d28502f80cd69c88d079304028495960295852bb6';
  assert.equal(messageHash(message).toString('hex'), first);
});
