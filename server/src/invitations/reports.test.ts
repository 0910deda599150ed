import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import PostalMime from 'postal-mime';
import { askAs, type Inviter, pressSend, testInviter } from '../../testing/inviter.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import type { BatchId } from '../platform/ids.ts';
import { sendInvitations } from './jobs/send-invitations.ts';
import { tellReports } from './jobs/tell-reports.ts';

let kith: TestKith;
let operator: string;
/** Moves ahead of the real clock: past the undo window, and into the next days. */
let ahead = 0;
const day = 24 * 3600 * 1000;

before(async () => {
  kith = await testKith({
    settings: {
      KITH_DEMO: 'true',
      KITH_INVITATIONS_FIRST: '50',
      KITH_SEND_PER_MINUTE: '60000',
      KITH_OPERATORS: 'operator@home.example',
    },
    platform: { clock: { now: () => new Date(Date.now() + ahead) } },
  });
  operator = (await testMember(kith, { name: 'Ines Quay', email: 'operator@home.example' })).cookie;
});
after(() => kith.close());

interface Report {
  id: string;
  text?: string;
  message: string;
  others: number;
  member: { id: string; name: string; email: string; stop?: string; sent: number };
  consent: { id: string; recipients: number; messageVersion: string };
}
interface Quota {
  perDay: number;
  left: number;
  level: string;
}

const post = (path: string, payload: object = {}, cookie = operator) =>
  kith.app.inject({ method: 'POST', url: path, headers: { cookie }, payload });
const reports = async (state = 'open') =>
  (await askAs<{ items: Report[] }>(kith, operator, 'GET', `/api/operators/reports?state=${state}`)).items;
const quotaOf = async ({ cookie, importId }: Inviter) =>
  (await askAs<{ quota: Quota }>(kith, cookie, 'POST', `/api/imports/${importId}/review`, {})).quota;

async function sendAll(batchId: string): Promise<void> {
  ahead += 60_000;
  // Safe: the id is the one that the server gave the batch.
  await sendInvitations(kith.platform).run({ batchId: batchId as BatchId });
}

/** The recipient reports by the form of the page that their link leads to. */
async function report(address: string, text: string): Promise<void> {
  const mail = kith.mails.findLast(({ to }) => to === address);
  assert.ok(mail !== undefined, address);
  const token = /\/i\/([\w-]{22})/.exec((await PostalMime.parse(mail.raw)).text ?? '')?.[1];
  const answer = await kith.app.inject({
    method: 'POST',
    url: `/i/${token}/report`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost:4040' },
    payload: new URLSearchParams({ text }).toString(),
  });
  assert.equal(answer.statusCode, 200, answer.body);
}

test('a report reaches the operator with what is needed to act, and nothing of who reported', async () => {
  const inviter = await testInviter(kith, ['Leo <leo@report.example>', 'Mia <mia@report.example>']);
  const { batchId } = await pressSend(kith, inviter);
  await sendAll(batchId);
  await report('leo@report.example', 'I do not know this person.');
  const [one, ...more] = await reports();
  assert.ok(one !== undefined && more.length === 0);
  assert.equal(one.text, 'I do not know this person.');
  assert.equal(one.member.id, inviter.id);
  assert.deepEqual([one.member.sent, one.consent.recipients, one.others], [2, 2, 0]);
  assert.match(one.consent.messageVersion, /^invitation-en-/);
  assert.match(one.message, /THE-RECIPIENTS-OWN-KEY/);
  const entry = await kith.platform.database.asSystem((tx) =>
    tx.selectFrom('consents').select('id').where('member_id', '=', inviter.id).executeTakeFirstOrThrow(),
  );
  assert.equal(one.consent.id, entry.id);
  assert.doesNotMatch(JSON.stringify(one), /leo|mia/i);

  const full = { ...kith.platform.mail, send: async () => ({ kind: 'deferred', code: 452 }) as const };
  const later = tellReports({ ...kith.platform, mail: full }).run({ memberId: inviter.id });
  await assert.rejects(later, { code: 'mail.unreachable' }, 'the job comes again');
  await tellReports(kith.platform).run({ memberId: inviter.id });
  await tellReports(kith.platform).run({ memberId: inviter.id });
  const told = kith.mails.filter(({ to }) => to === 'operator@home.example');
  assert.equal(told.length, 1, 'once, however often the job runs');
  const { text = '', subject } = await PostalMime.parse(told[0]?.raw ?? '');
  assert.equal(subject, 'Harbour: abuse was reported');
  assert.match(text, /http:\/\/localhost:4040\/operators\/reports/);
  assert.doesNotMatch(text, /leo/i);
});

test('for others than operators there are no reports', async () => {
  const [one] = await reports();
  const { cookie } = await testMember(kith, { name: 'Ana', email: 'ana@report.example' });
  for (const url of ['/api/operators/reports', '/api/operators/acts'])
    assert.equal((await kith.app.inject({ url, headers: { cookie } })).statusCode, 404);
  const settled = await post(`/api/operators/reports/${one?.id}/settle`, { outcome: 'dismissed' }, cookie);
  assert.equal(settled.statusCode, 404);
  assert.equal((await post(`/api/operators/members/${one?.member.id}/reopen`, {}, cookie)).statusCode, 404);
});

test('a report lowers the quota from the next day, and dismissed it counts no more', async () => {
  const inviter = await testInviter(kith, ['Olga <olga@quota.example>', 'Pia <pia@quota.example>']);
  assert.deepEqual(await quotaOf(inviter).then(({ perDay, level }) => [perDay, level]), [50, 'new']);
  await sendAll((await pressSend(kith, inviter)).batchId);
  await report('olga@quota.example', '');
  assert.equal((await quotaOf(inviter)).perDay, 50, 'nobody learns at once who said no');
  ahead += day;
  assert.deepEqual(await quotaOf(inviter).then(({ perDay, level }) => [perDay, level]), [25, 'lower']);
  const found = (await reports()).find(({ member }) => member.id === inviter.id);
  assert.equal(
    (await post(`/api/operators/reports/${found?.id}/settle`, { outcome: 'dismissed' })).statusCode,
    204,
  );
  assert.equal((await quotaOf(inviter)).perDay, 50);
  const again = await post(`/api/operators/reports/${found?.id}/settle`, { outcome: 'closed' });
  assert.equal(again.statusCode, 404, 'it was settled before');
});

test('a pause keeps what waits and lets nothing more come; afterwards it goes out', async () => {
  const inviter = await testInviter(kith, ['Rut <rut@pause.example>', 'Sven <sven@pause.example>']);
  await sendAll((await pressSend(kith, inviter)).batchId);
  await report('rut@pause.example', '');
  await report('sven@pause.example', '');
  const batchId = await inviteMore(inviter, 'Tom <tom@pause.example>');
  const found = (await reports()).find(({ member }) => member.id === inviter.id);
  assert.equal(found?.others, 1);
  await post(`/api/operators/reports/${found?.id}/settle`, { outcome: 'paused' });
  assert.equal(
    (await reports()).filter(({ member }) => member.id === inviter.id).length,
    0,
    'both are settled',
  );
  await sendAll(batchId);
  assert.equal(kith.mails.filter(({ to }) => to === 'tom@pause.example').length, 0);
  assert.deepEqual(await quotaOf(inviter).then(({ left, level }) => [left, level]), [0, 'paused']);
  await assert.rejects(inviteMore(inviter, 'Una <una@pause.example>'), /409.*send\.paused/s);
  assert.equal((await post(`/api/operators/members/${inviter.id}/reopen`)).statusCode, 204);
  await sendAll(batchId);
  assert.equal(kith.mails.filter(({ to }) => to === 'tom@pause.example').length, 1);
});

test('closing withdraws what waits, and every act is written down where nobody can change it', async () => {
  const inviter = await testInviter(kith, ['Vera <vera@close.example>']);
  await sendAll((await pressSend(kith, inviter)).batchId);
  await report('vera@close.example', 'Stop this.');
  const batchId = await inviteMore(inviter, 'Will <will@close.example>');
  const found = (await reports()).find(({ member }) => member.id === inviter.id);
  await post(`/api/operators/reports/${found?.id}/settle`, { outcome: 'closed' });
  await sendAll(batchId);
  assert.equal(kith.mails.filter(({ to }) => to === 'will@close.example').length, 0);
  const { withdrawn } = await askAs<{ withdrawn: number }>(
    kith,
    inviter.cookie,
    'GET',
    `/api/batches/${batchId}`,
  );
  assert.equal(withdrawn, 1);
  await assert.rejects(inviteMore(inviter, 'Xaver <xaver@close.example>'), /409.*send\.closed/s);
  const { items } = await askAs<{ items: { act: string; operator: string; reports: number }[] }>(
    kith,
    operator,
    'GET',
    '/api/operators/acts',
  );
  assert.deepEqual(
    items.map(({ act, operator: who, reports: n }) => [act, who, n]),
    [
      ['closed', 'Ines Quay', 1],
      ['reopened', 'Ines Quay', 0],
      ['paused', 'Ines Quay', 2],
      ['dismissed', 'Ines Quay', 1],
    ],
  );
  for (const change of ['update operator_acts set act = act', 'delete from operator_acts'])
    await assert.rejects(kith.platform.database.pool.query(change), /append-only/);
});

/** Pastes one more person and presses Send; @returns the batch. */
async function inviteMore(inviter: Inviter, person: string): Promise<string> {
  const { id } = await askAs<{ id: string }>(kith, inviter.cookie, 'POST', '/api/imports/paste', {
    text: person,
  });
  for (;;) {
    const { state } = await askAs<{ state: string }>(kith, inviter.cookie, 'GET', `/api/imports/${id}`);
    if (state === 'read') break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return (await pressSend(kith, { ...inviter, importId: id })).batchId;
}
