import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { askAs, type Pressed, pressSend, testInviter } from '../../testing/inviter.ts';
import { type TestKith, testKith } from '../../testing/kith.ts';
import { readLetter } from '../../testing/smtp-sink.ts';
import { until } from '../../testing/wait.ts';
import type { BatchId } from '../platform/ids.ts';
import type { MailMessage, MailOutcome } from '../platform/mail.ts';
import { sendInvitations, sweepInvitations } from './jobs/send-invitations.ts';

let kith: TestKith;
let ahead = 0;
/** Milliseconds that noes have waited; no real time passes. */
let waited = 0;
const handed: MailOutcome = { kind: 'handed', code: 250 };
const refused: MailOutcome = { kind: 'rejected', code: 550 };
/** What happens during a pause of somebody who waits, and on the wire. */
let paused: () => Promise<void>;
let onWire: (message: MailMessage) => Promise<MailOutcome>;

before(async () => {
  kith = await testKith({
    // At this pace the sender itself never pauses: whoever does here waits to say no.
    settings: { KITH_DEMO: 'true', KITH_UNDO_SECONDS: '5', KITH_SEND_PER_MINUTE: '60000000' },
    platform: {
      clock: { now: () => new Date(Date.now() + ahead) },
      stopwatch: () => waited,
      pause: async (milliseconds) => {
        waited += milliseconds;
        await paused();
      },
      mail: {
        send: (message) => onWire(message),
        close: async () => undefined,
      },
    },
  });
});
beforeEach(() => {
  waited = 0;
  paused = async () => undefined;
});
after(() => kith.close());

async function sendBatch({ batchId }: { readonly batchId: string }): Promise<void> {
  ahead += 6000;
  // Safe: the API gives ids as text.
  await sendInvitations(kith.platform).run({ batchId: batchId as BatchId });
}

async function press(message: MailMessage, answer: 'never' | 'not-from'): Promise<string> {
  const { token } = await readLetter(message.raw);
  return (await kith.app.inject({ method: 'POST', url: `/i/${token}/${answer}` })).body;
}

/** A promise, and what keeps it. */
function promised<T = void>(): { readonly kept: Promise<T>; readonly keep: (value: T) => void } {
  const { promise: kept, resolve: keep } = Promise.withResolvers<T>();
  return { kept, keep };
}

/** Sends to one person who presses `never` while the message is on the wire; @returns the page they get. */
async function refuseOnTheWire(people: readonly string[], arrives: 'in time' | 'never'): Promise<string> {
  const inviter = await testInviter(kith, people);
  const pressed = await pressSend(kith, inviter);
  const page = new Promise<string>((resolve, reject) => {
    onWire = async (message) => {
      const answered = press(message, 'never').then(resolve, reject);
      if (arrives === 'never') await answered;
      else
        await new Promise<void>((went) => {
          paused = async () => went();
        });
      return handed;
    };
  });
  await sendBatch(pressed);
  return page;
}

test('a no waits for what is on the wire, and what comes in time is not spoken of', async () => {
  const page = await refuseOnTheWire(['Leo <leo@one.example>'], 'in time');
  assert.match(page, /Nobody on .* can write to this address/);
  assert.doesNotMatch(page, /already on its way/);
  assert.ok(waited > 0 && waited < 3000, `${waited} ms`);
});

test('a no that waited in vain counts, and says that a message may still arrive', async () => {
  const page = await refuseOnTheWire(['Mia <mia@one.example>'], 'never');
  assert.match(page, /Nobody on .* can write to this address/);
  assert.match(page, /already on its way and may still arrive/);
  assert.ok(waited >= 2900, `${waited} ms`);
  assert.equal(kith.logs.filter((line) => line.includes('recipients.overtaken')).length, 1);
  assert.doesNotMatch(kith.logs.join(''), /mia@one/);
});

test('a message that the wire puts off after a no is over at its next turn, and looks sent', async () => {
  const inviter = await testInviter(kith, ['Una <una@one.example>']);
  const pressed = await pressSend(kith, inviter);
  onWire = async (message) => {
    await press(message, 'never');
    return { kind: 'deferred', code: 451 };
  };
  await sendBatch(pressed);
  onWire = async () => assert.fail('nothing goes after the no');
  ahead += 60_000;
  await sendBatch(pressed);
  const { items } = await askAs<{ items: { state: string }[] }>(
    kith,
    inviter.cookie,
    'GET',
    '/api/invitations',
  );
  assert.deepEqual(
    items.map(({ state }) => state),
    ['sent'],
  );
  const deliveries = await kith.platform.database.asSystem((tx) =>
    tx.selectFrom('deliveries').select('rejected_at').where('deferred_until', 'is not', null).execute(),
  );
  assert.deepEqual(deliveries, []);
});

test('a no to whom nothing is on its way does not wait', async () => {
  const inviter = await testInviter(kith, ['Noa <noa@one.example>']);
  const tokens: string[] = [];
  onWire = async (message) => {
    tokens.push((await readLetter(message.raw)).token ?? '');
    return handed;
  };
  await sendBatch(await pressSend(kith, inviter));
  const { statusCode } = await kith.app.inject({ method: 'POST', url: `/u/${tokens[0]}` });
  assert.equal(statusCode, 200);
  assert.equal(waited, 0);
});

test('forty noes that wait for a mail server that hangs hold up nobody else', async () => {
  const people = Array.from({ length: 150 }, (_, nth) => `Pia <r0n${nth}@many.example>`);
  const inviter = await testInviter(kith, people);
  const pressed = await pressSend(kith, inviter);
  const { kept: heals, keep: heal } = promised();
  const stuck: MailMessage[] = [];
  let quick = 0;
  onWire = async (message) => {
    // The first few go, so that more are on the wire together.
    if (++quick <= 30) return handed;
    stuck.push(message);
    await heals;
    return handed;
  };
  const sending = sendBatch(pressed);
  await until(async () => stuck.length >= 40);
  const { kept: looksAgain, keep: look } = promised();
  let waiting = 0;
  paused = () => {
    waiting += 1;
    return looksAgain;
  };
  const noes = stuck.slice(0, 40).map((message) => press(message, 'never'));
  await until(async () => waiting === 40);
  const { pool } = kith.platform.database;
  await until(async () => pool.idleCount === pool.totalCount);
  assert.deepEqual([waiting, pool.waitingCount], [40, 0]);
  const { sent } = await askAs<{ sent: number }>(
    kith,
    inviter.cookie,
    'GET',
    `/api/batches/${pressed.batchId}`,
  );
  assert.ok(sent > 40, 'an ordinary request is answered while they wait');
  heal();
  await sending;
  look();
  for (const page of await Promise.all(noes)) {
    assert.match(page, /Nobody on .* can write to this address/);
    assert.doesNotMatch(page, /already on its way/);
  }
});

test('no other message begins while a no waits, and whoever it was not about has their turn afterwards', async () => {
  const one = 'Rui <rui@two.example>';
  const [first, second] = [await testInviter(kith, [one]), await testInviter(kith, [one])];
  const batch = await pressSend(kith, first);
  const other = promised<Pressed>();
  const messages: MailMessage[] = [];
  const { kept: looksAgain, keep: look } = promised();
  const { kept: waits, keep: wait } = promised();
  let no = Promise.resolve('');
  paused = () => {
    wait();
    return looksAgain;
  };
  onWire = async (message) => {
    messages.push(message);
    if (messages.length > 1) return handed;
    other.keep(await pressSend(kith, second));
    no = press(message, 'not-from');
    await waits;
    return refused;
  };
  await sendBatch(batch);
  await sendBatch(await other.kept);
  assert.equal(messages.length, 1, 'the first was refused, and the no has not looked again');
  look();
  await no;
  await sweepInvitations(kith.platform).run();
  await sendBatch(await other.kept);
  await until(() => messages.length === 2);
});

test('who joined a message that was refused has a turn of their own, after a leap of the clock too', async () => {
  const one = 'Sia <sia@leap.example>';
  const [first, second] = [await testInviter(kith, [one]), await testInviter(kith, [one])];
  const [batch, other] = [await pressSend(kith, first), await pressSend(kith, second)];
  const messages: MailMessage[] = [];
  onWire = async (message) => {
    messages.push(message);
    if (messages.length > 1) return handed;
    await sendBatch(other);
    return refused;
  };
  await sendBatch(batch);
  ahead += 10 * 86_400_000;
  await sweepInvitations(kith.platform).run();
  await sendBatch(other);
  await until(() => messages.length === 2);
});
