import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generatePeople } from '@kith/contacts/testing';
import { askAs, type Inviter, pressSend, testInviter } from '../../testing/inviter.ts';
import { type TestKith, testKith } from '../../testing/kith.ts';
import { sendInvitations } from './jobs/send-invitations.ts';
import { volumeNow } from './volume.ts';

let kith: TestKith;
let now = Date.parse('2027-03-01T08:00:00Z');
const dayLong = 86_400_000;

before(async () => {
  kith = await testKith({
    settings: {
      KITH_DEMO: 'true',
      KITH_WARM_UP: 'true',
      KITH_UNDO_SECONDS: '5',
      KITH_SEND_PER_MINUTE: '600000',
      KITH_SEND_PER_HOUR: '140',
      KITH_SEND_PER_MEMBER_HOUR: '120',
    },
    platform: { clock: { now: () => new Date(now) } },
  });
});
after(() => kith.close());

let people = 0;
const inviterOf = (count: number): Promise<Inviter> =>
  testInviter(
    kith,
    generatePeople({ seed: ++people, count }).map(
      ({ names }, at) => `${names.full} <someone@home-${people}-${at}.example>`,
    ),
  );

/** Lets the sender have its turn; @returns how many messages left. */
async function turn(batchId: string): Promise<number> {
  const had = kith.mails.length;
  // Safe: the API gives back the id it was given.
  await sendInvitations(kith.platform).run({ batchId: batchId as never });
  return kith.mails.length - had;
}

async function press(inviter: Inviter): Promise<string> {
  const { batchId } = await pressSend(kith, inviter);
  now += 10_000;
  return batchId;
}

const volume = () => kith.platform.database.asSystem((tx) => volumeNow(kith.platform, tx));
const lastLeaves = async ({ cookie, importId }: Inviter) =>
  (await askAs<{ lastLeaves?: string }>(kith, cookie, 'POST', `/api/imports/${importId}/review`)).lastLeaves;

test('a new sending domain sends fifty a day, then at most twice its busiest day, and the member knows before', async () => {
  const inviter = await inviterOf(260);
  assert.equal(await lastLeaves(inviter), '2027-03-03T00:00:00.000Z', '50, 100, then the other 110 of 200');
  const batch = await press(inviter);
  assert.equal(await turn(batch), 50);
  assert.equal(await turn(batch), 0, 'waiting is no way round it');
  assert.deepEqual((await volume()).day, { sent: 50, most: 50 });
  now += dayLong;
  assert.equal(await turn(batch), 100);
  now += dayLong;
  assert.equal(await turn(batch), 110);
  assert.deepEqual((await volume()).day, { sent: 110, most: 200 });
  const { state } = await askAs<{ state: string }>(kith, inviter.cookie, 'GET', `/api/batches/${batch}`);
  assert.equal(state, 'sent');
  assert.equal(new Set(kith.mails.map(({ to }) => to)).size, 260);
});

test('a clock that jumps opens nothing, and nothing stands still when it is right again', async () => {
  const inviter = await inviterOf(100);
  const batch = await press(inviter);
  const right = now;
  now = right + 3650 * dayLong;
  assert.equal((await volume()).day.most, 50, 'ten years on nobody remembers the domain');
  now = right - 365 * dayLong;
  assert.equal(await turn(batch), 0, 'the undo window has not been over yet');
  assert.equal((await volume()).day.most, 50);
  now = right;
  assert.deepEqual((await volume()).day, { sent: 110, most: 200 });
  const later = now + 2 * 3_600_000;
  now = later;
  assert.equal(await turn(batch), 90);
  now = right;
  assert.equal(await turn(batch), 0, 'an hour put back gives no more of the day');
  now = right + dayLong;
  assert.equal(await turn(batch), 10);
});

test('no more than its share leaves in an hour, of a member and of the network', async () => {
  now += dayLong;
  const [one, other] = [await inviterOf(125), await inviterOf(60)];
  const [first, second] = [await press(one), await press(other)];
  assert.equal(await turn(first), 120, 'of the member');
  assert.equal(await turn(second), 20, 'of the network');
  now += 3_600_000;
  assert.equal(await turn(first), 5);
  assert.equal(await turn(second), 40);
});
