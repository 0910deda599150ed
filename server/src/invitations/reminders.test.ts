import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import type { Inviter } from '../../testing/inviter.ts';
import { type Inviting, testInviting, type Wishes } from '../../testing/inviting.ts';
import { untilSomebodyWaits } from '../../testing/wait.ts';
import { lockRecipients, suppressionKey, verifyLedger } from '../consent/index.ts';
import type { Batch } from './batch.ts';
import { endPause } from './brake.ts';
import { type CameBack, cameBack } from './came-back.ts';
import { tokenPlaceholder } from './messages/invitation.ts';

let all: Inviting;
before(async () => {
  all = await testInviting({ KITH_REMINDERS: '2', KITH_REMINDER_DAYS: '7' });
});
after(() => all.kith.close());

const day = 86_400;

/** Somebody who was invited, with their reminders still to come. */
interface Invited {
  readonly inviter: Inviter;
  readonly batch: Batch;
  readonly address: string;
  readonly key: string;
}

/** One member invites them all at once. */
async function invited(
  addresses: readonly string[],
  wishes: Wishes = { reminders: [1, 2] },
): Promise<Invited[]> {
  const inviter = await all.inviter(...addresses.map((address) => `Rea Recipient <${address}>`));
  const batch = await all.press(inviter, wishes);
  await all.turns(batch);
  return Promise.all(
    addresses.map(async (address) => ({ inviter, batch, address, key: await all.keyTo(address) })),
  );
}

async function one(address: string, wishes?: Wishes): Promise<Invited> {
  const [only] = await invited([address], wishes);
  assert.ok(only !== undefined);
  return only;
}

async function invitationOf({ inviter, address }: Invited): Promise<{ id: string; state: string }> {
  const { items } = await all.ask(inviter.cookie, 'GET', '/api/invitations');
  const [found] = items.filter(({ value }: { value?: string }) => value === address);
  return found;
}

test('a reminder comes as it was shown, on its day, and is explained', async () => {
  const address = 'rea@shown.example';
  const inviter = await all.inviter(`Rea Recipient <${address}>`);
  const review = await all.ask(inviter.cookie, 'POST', `/api/imports/${inviter.importId}/review`, {});
  assert.deepEqual(
    review.reminders.map(({ sequence }: { sequence: number }) => sequence),
    [1, 2],
  );
  const wishes = { note: 'Bis bald', locale: 'de', reminders: [1, 2] };
  const shown = await all.ask(inviter.cookie, 'POST', `/api/imports/${inviter.importId}/preview`, {
    ...wishes,
    index: 0,
  });
  assert.match(shown.text, /Zwei Erinnerungen können folgen/);
  const drawn = await all.post(`/api/imports/${inviter.importId}/preview.html`, {}, inviter.cookie);
  assert.equal(drawn.statusCode, 200);
  const batch = await all.press(inviter, wishes);
  await all.turns(batch);
  for (const [at, { subject, text, html, sequence }] of shown.reminders.entries()) {
    all.pass(7 * day - 3600);
    await all.turns(batch);
    assert.equal(all.mailsTo(address).length, at + 1, 'not before its day');
    all.pass(3600);
    await all.turns(batch);
    const mail = all.mailsTo(address)[at + 1];
    assert.ok(mail !== undefined, `reminder ${sequence}`);
    const arrived = await PostalMime.parse(mail.raw);
    const key = await all.keyTo(address);
    const masked = (part = '') => part.replaceAll('\r\n', '\n').replaceAll(key, tokenPlaceholder).trimEnd();
    assert.deepEqual(
      [arrived.subject, masked(arrived.text), masked(arrived.html)],
      [subject, text.trimEnd(), html.trimEnd()],
    );
    assert.match(mail.subject, /^Erinnerung: /);
  }
  assert.match(shown.reminders[0].text, /Eine Erinnerung kann folgen/);
  assert.match(shown.reminders[1].text, /Dies ist die letzte Nachricht/);
  all.pass(20 * day);
  await all.turns(batch);
  assert.equal(all.mailsTo(address).length, 3);
  const report = await all.kith.platform.database.asSystem(verifyLedger);
  assert.deepEqual([report.unexplained, report.brokenAt], [0, undefined]);
});

test('without a tick there is no reminder, and each is ticked by itself', async () => {
  const none = await one('none@tick.example', {});
  const second = await one('second@tick.example', { reminders: [2] });
  all.pass(8 * day);
  await all.turns(none.batch, second.batch);
  assert.deepEqual(
    [none, second].map(({ address }) => all.mailsTo(address).length),
    [1, 1],
  );
  all.pass(8 * day);
  await all.turns(none.batch, second.batch);
  assert.deepEqual(
    [none, second].map(({ address }) => all.mailsTo(address).length),
    [1, 2],
  );
});

async function returned(what: CameBack, { address }: Invited): Promise<void> {
  const id = /<?([^@<]+)@/.exec(all.mailsTo(address).at(-1)?.messageId ?? '')?.[1] ?? '';
  assert.equal(await cameBack(all.kith.platform, id, what), true);
}

/** What ends reminders, and whether the inviter may see that it did. */
const ends: readonly {
  readonly name: string;
  readonly state: string;
  readonly act: (to: Invited) => Promise<unknown>;
}[] = [
  { name: 'no thanks', state: 'sent', act: ({ key }) => all.post(`/i/${key}/decline`) },
  { name: 'not from this inviter', state: 'sent', act: ({ key }) => all.post(`/i/${key}/not-from`) },
  { name: 'never again', state: 'sent', act: ({ key }) => all.post(`/i/${key}/never`) },
  { name: 'not me', state: 'sent', act: ({ key }) => all.post(`/i/${key}/not-me`) },
  { name: 'a report', state: 'sent', act: ({ key }) => all.post(`/i/${key}/report`) },
  { name: 'one-click unsubscribe', state: 'sent', act: ({ key }) => all.post(`/u/${key}`) },
  { name: 'joining', state: 'accepted', act: ({ key }) => all.post(`/i/${key}/accept`, { name: 'Rea' }) },
  {
    name: 'an account that came another way',
    state: 'sent',
    act: ({ address }) => all.member(address),
  },
  { name: 'a bounce', state: 'sent', act: (to) => returned('gone', to) },
  { name: 'a refusal that came back', state: 'sent', act: (to) => returned('refused', to) },
  { name: 'a complaint', state: 'sent', act: (to) => returned('complaint', to) },
  { name: 'a stop in reply', state: 'sent', act: (to) => returned('stop', to) },
  {
    name: 'withdrawal of the invitation',
    state: 'withdrawn',
    act: async (to) =>
      all.ask(to.inviter.cookie, 'POST', '/api/invitations/withdraw', { ids: [(await invitationOf(to)).id] }),
  },
  {
    name: '"no reminder after all"',
    state: 'sent',
    act: async (to) =>
      all.ask(to.inviter.cookie, 'POST', '/api/invitations/withdraw-reminders', {
        ids: [(await invitationOf(to)).id],
      }),
  },
];

test('every answer, withdrawal and return ends the reminders, and nothing else shows it', async () => {
  const [control, ...everybody] = await invited([
    'control@ends.example',
    ...ends.map((_, at) => `rea${at}@ends.example`),
  ]);
  assert.ok(control !== undefined);
  const before = await Promise.all(everybody.map(invitationOf));
  for (const [at, person] of everybody.entries()) await ends[at]?.act(person);
  // A complaint puts the brake on; the operator lets it go.
  await all.kith.platform.database.asSystem((tx) => endPause(all.kith.platform, tx));
  all.pass(8 * day);
  await all.turns(control.batch);
  assert.equal(all.mailsTo(control.address).length, 2, 'who said nothing is reminded');
  const { items } = await all.ask(control.inviter.cookie, 'GET', '/api/invitations');
  const states = new Map(items.map(({ id, state }: { id: string; state: string }) => [id, state]));
  for (const [at, { address }] of everybody.entries()) {
    assert.equal(all.mailsTo(address).length, 1, ends[at]?.name);
    assert.equal(states.get(before[at]?.id), ends[at]?.state, ends[at]?.name);
  }
});

test('of two reminders that are due at once after a long stop one comes', async () => {
  const { batch, address } = await one('both@reminder.example');
  all.pass(30 * day);
  await all.turns(batch);
  assert.match(all.mailsTo(address)[1]?.subject ?? '', /^Reminder: /);
  all.pass(30 * day);
  await all.turns(batch);
  assert.equal(all.mailsTo(address).length, 2);
});

test('a reminder that waits for its recipient keeps no invitation from leaving', async () => {
  const { batch, address } = await one('turns@reminder.example');
  all.pass(8 * day);
  const { database, secrets } = all.kith.platform;
  const key = suppressionKey(secrets, 'email', address);
  assert.ok(key !== undefined);
  const turns = await database.asSystem(async (tx) => {
    await lockRecipients(tx, [key]);
    const turning = all.turns(batch);
    await untilSomebodyWaits(database);
    const { rows } = await sql`
      select pg_try_advisory_xact_lock(hashtextextended('sending_volume', 0)) as free`.execute(tx);
    assert.deepEqual(rows, [{ free: true }]);
    return { turning };
  });
  await turns.turning;
  assert.equal(all.mailsTo(address).length, 2);
});

test('an undone no is no no: the reminder comes', async () => {
  const rea = await one('rea@undone.example');
  await all.post(`/i/${rea.key}/decline`);
  await all.post(`/i/${rea.key}/decline/undo`);
  all.pass(8 * day);
  await all.turns(rea.batch);
  assert.equal(all.mailsTo(rea.address).length, 2);
});

test('no reminder follows a message of somebody else within the interval, nor an invitation that joined one', async () => {
  const first = await one('rea@crowd.example');
  all.pass(6 * day);
  const second = await all.inviter('Rea Recipient <rea@crowd.example>');
  const joined = await all.press(second, { reminders: [1] });
  await all.turns(joined);
  all.pass(30 * 3600);
  await all.turns(first.batch);
  assert.equal(all.mailsTo(first.address).length, 2, 'the message of the first, and its reminder');
  all.pass(6 * day);
  await all.turns(joined);
  assert.equal(all.mailsTo(first.address).length, 2, 'what joined has no message to remind of');
});
