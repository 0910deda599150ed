import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Inviter, pressSend, testInviter } from '../../testing/inviter.ts';
import { type TestKith, testKith } from '../../testing/kith.ts';
import { readLetter } from '../../testing/smtp-sink.ts';
import type { BatchId } from '../platform/ids.ts';
import type { MailMessage } from '../platform/mail.ts';
import { sendInvitations } from './jobs/send-invitations.ts';

let kith: TestKith;
let ahead = 0;
/** Milliseconds that noes have waited; no real time passes. */
let waited = 0;
/** What happens during a pause of somebody who waits, and on the wire. */
let paused: () => void;
let onWire: (message: MailMessage) => Promise<void>;

before(async () => {
  kith = await testKith({
    settings: { KITH_DEMO: 'true', KITH_UNDO_SECONDS: '5', KITH_SEND_PER_MINUTE: '600000' },
    platform: {
      clock: { now: () => new Date(Date.now() + ahead) },
      stopwatch: () => performance.now() + waited,
      pause: async (milliseconds) => {
        waited += milliseconds;
        paused();
      },
      mail: {
        async send(message) {
          await onWire(message);
          return { kind: 'handed', code: 250 };
        },
        close: async () => undefined,
      },
    },
  });
});
beforeEach(() => {
  waited = 0;
  paused = () => undefined;
});
after(() => kith.close());

/** Sends to one person who presses `never` while the message is on the wire; @returns the page they get. */
async function refuseOnTheWire(people: readonly string[], arrives: 'in time' | 'never'): Promise<string> {
  const inviter: Inviter = await testInviter(kith, people);
  const { batchId } = await pressSend(kith, inviter);
  ahead += 6000;
  const page = new Promise<string>((resolve, reject) => {
    onWire = async (message) => {
      const { token } = await readLetter(message.raw);
      const pressed = kith.app.inject({ method: 'POST', url: `/i/${token}/never` }).then(({ body }) => {
        resolve(body);
      }, reject);
      if (arrives === 'never') await pressed;
      else await new Promise<void>((went) => (paused = went));
    };
  });
  // Safe: the API gives ids as text.
  await sendInvitations(kith.platform).run({ batchId: batchId as BatchId });
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

test('a no to whom nothing is on its way does not wait', async () => {
  const inviter = await testInviter(kith, ['Noa <noa@one.example>']);
  const { batchId } = await pressSend(kith, inviter);
  ahead += 6000;
  const tokens: string[] = [];
  onWire = async (message) => {
    tokens.push((await readLetter(message.raw)).token ?? '');
  };
  // Safe: as above.
  await sendInvitations(kith.platform).run({ batchId: batchId as BatchId });
  const { statusCode } = await kith.app.inject({ method: 'POST', url: `/u/${tokens[0]}` });
  assert.equal(statusCode, 200);
  assert.equal(waited, 0);
});
