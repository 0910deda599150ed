import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askAs, type Inviter, pressSend, testInviter } from '../../testing/inviter.ts';
import { type TestKith, testKith } from '../../testing/kith.ts';
import type { BatchId } from '../platform/ids.ts';
import { sendInvitations, sweepInvitations } from './jobs/send-invitations.ts';

let kith: TestKith;
let ahead = 0;
before(async () => {
  kith = await testKith({
    settings: { KITH_DEMO: 'true', KITH_UNDO_SECONDS: '30' },
    platform: { clock: { now: () => new Date(Date.now() + ahead) } },
  });
});
after(() => kith.close());

interface Row {
  readonly id: string;
  readonly name: string;
  readonly state: string;
}
const list = async ({ cookie }: Inviter, state?: string) =>
  (
    await askAs<{ items: readonly Row[] }>(
      kith,
      cookie,
      'GET',
      `/api/invitations${state === undefined ? '' : `?state=${state}`}`,
    )
  ).items;
const withdraw = ({ cookie }: Inviter, body: object) =>
  askAs<{ withdrawn: number; withdrawnAt: string }>(kith, cookie, 'POST', '/api/invitations/withdraw', body);
const undo = ({ cookie }: Inviter, withdrawnAt: string, status = 200) =>
  askAs<{ restored: number }>(
    kith,
    cookie,
    'POST',
    '/api/invitations/withdraw/undo',
    { withdrawnAt },
    status,
  );
const listed = async ({ cookie, importId }: Inviter) =>
  (await askAs<{ total: number }>(kith, cookie, 'GET', `/api/imports/${importId}/invitees`)).total;

test('all that waits is withdrawn but for some, and comes back whole within its window: what was not sent yet goes', async () => {
  const ana = await testInviter(kith, [
    'Bo Lund <bo@w.example>',
    'Cy Moe <cy@w.example>',
    'Di Nes <di@w.example>',
  ]);
  const { batchId } = await pressSend(kith, ana);
  const [one] = await list(ana, 'pending');
  assert.deepEqual([(await list(ana, 'pending')).length, await listed(ana)], [3, 0]);
  const done = await withdraw(ana, { allPending: true, except: [one?.id] });
  assert.equal(done.withdrawn, 2);
  assert.deepEqual([(await list(ana, 'pending')).length, await listed(ana)], [1, 2]);
  const eve = await testInviter(kith, ['Bo Lund <bo@e.example>']);
  assert.equal((await undo(eve, done.withdrawnAt)).restored, 0, 'nobody takes back the withdrawal of others');
  assert.equal((await undo(ana, done.withdrawnAt)).restored, 2);
  assert.deepEqual([(await list(ana, 'pending')).length, await listed(ana)], [3, 0]);
  ahead += 31_000;
  // Safe: the API gives ids as text.
  await sendInvitations(kith.platform).run({ batchId: batchId as BatchId });
  assert.deepEqual(kith.mails.map(({ to }) => to).sort(), ['bo@w.example', 'cy@w.example', 'di@w.example']);
});

test('after its window a withdrawal stands, and the addresses are wiped', async () => {
  const ana = await testInviter(kith, ['Bo Lund <bo@late.example>']);
  await pressSend(kith, ana);
  const { withdrawnAt } = await withdraw(ana, { ids: (await list(ana)).map(({ id }) => id) });
  ahead += 61_000;
  await undo(ana, withdrawnAt, 409);
  await sweepInvitations(kith.platform).run();
  const rows = await kith.platform.database.asSystem((tx) =>
    tx.selectFrom('invitations').select('address').where('inviter_id', '=', ana.id).execute(),
  );
  assert.deepEqual(rows, [{ address: null }]);
});

test('who was invited anew since stays withdrawn', async () => {
  const ana = await testInviter(kith, ['Bo Lund <bo@anew.example>']);
  await pressSend(kith, ana);
  const { withdrawnAt } = await withdraw(ana, { allPending: true, except: [] });
  await pressSend(kith, ana);
  assert.equal((await undo(ana, withdrawnAt)).restored, 0);
  assert.deepEqual((await list(ana)).map(({ state }) => state).sort(), ['queued', 'withdrawn']);
});
