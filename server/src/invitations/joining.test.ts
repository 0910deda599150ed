import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { type Inviter, pastePeople } from '../../testing/inviter.ts';
import { type Inviting, testInviting } from '../../testing/inviting.ts';
import { testMember } from '../../testing/kith.ts';
import { uploadFiles } from '../../testing/uploads.ts';
import { keptOutKeys } from '../connections/index.ts';
import { type LedgerHead, parseHead, printedHead, suppressionKey, verifyLedger } from '../consent/index.ts';
import { ownIdentifiers } from '../members/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { BatchId, MemberId } from '../platform/ids.ts';
import { sendInvitations } from './jobs/send-invitations.ts';
import { tokenPlaceholder } from './messages/invitation.ts';

const day = 86_400;
let all: Inviting;
before(async () => {
  all = await testInviting({});
});
after(() => all.kith.close());

async function parts(address: string): Promise<{ text: string; html: string }> {
  const mail = all.mailsTo(address).at(-1);
  assert.ok(mail !== undefined, `a message to ${address}`);
  const { text = '', html = '' } = await PostalMime.parse(mail.raw);
  const key = await all.keyTo(address);
  const plain = (part: string) => part.replaceAll('\r\n', '\n').replaceAll(key, tokenPlaceholder).trimEnd();
  return { text: plain(text), html: plain(html) };
}

const page = async (key: string) => (await all.kith.app.inject(`/i/${key}`)).body;

/** How many of a member's addresses keep an inviter out. */
async function keptOutKeysOf(tx: Transaction, inviter: MemberId, member: MemberId): Promise<number> {
  const own = await ownIdentifiers(tx, member);
  return (
    await keptOutKeys(
      tx,
      inviter,
      own.map(({ key }) => key),
    )
  ).size;
}

/** The keys of others that a page leads to, by their names. */
async function othersOn(key: string): Promise<Map<string, string>> {
  const links = (await page(key)).matchAll(/<li><a href="\/i\/([A-Za-z0-9_-]{22})">[^<]* from ([^<]+)<\/a>/g);
  return new Map([...links].map(([, other = '', name = '']) => [name, other]));
}

async function stateOf({ cookie }: Inviter): Promise<string> {
  return (await all.ask(cookie, 'GET', '/api/invitations')).items[0].state;
}

test('several who invite one person are one message, which names each as they agreed', async () => {
  const one = 'Vera <vera@all.example>';
  const first = await all.inviter(one);
  const second = await all.inviter(one);
  const third = await all.inviter('Vera <VERA@all.example>');
  const url = `/api/imports/${first.importId}/preview`;
  const shown = await all.ask(first.cookie, 'POST', url, { index: 0, locale: 'en', note: 'Join us' });
  assert.equal(shown.others, 'Also inviting you: {names}');
  assert.equal(shown.mention, first.name);
  const batch = await all.press(first, { note: 'Join us' });
  const others = [await all.press(second, { note: 'Mine is my own' }), await all.press(third)];
  await all.turns(batch);
  await all.turns(...others);
  assert.equal(all.mailsTo('vera@all.example').length, 1);
  const line = `Also inviting you: ${second.name}, ${third.name}`;
  const { text, html } = await parts('vera@all.example');
  assert.equal(
    text.replace(`${line}\n\n`, ''),
    shown.text.trimEnd(),
    'the message is as shown, but for the line',
  );
  assert.equal(html.replace(`<p style="margin:0 0 24px">${line}</p>\n`, ''), shown.html.trimEnd());
  assert.notEqual(text, shown.text.trimEnd());
  assert.doesNotMatch(text, /Mine is my own/, 'what others wrote stands on their own pages');
  for (const inviter of [first, second, third]) assert.equal(await stateOf(inviter), 'sent');
  const key = await all.keyTo('vera@all.example');
  const keys = await othersOn(key);
  assert.deepEqual([...keys.keys()], [second.name, third.name]);
  assert.deepEqual(await othersOn(`${key}/others?page=9`), keys, 'the page of all of them, or the nearest');
  assert.equal((await all.kith.app.inject('/i/nobody-has-this/others')).statusCode, 410);
  assert.match(await page(keys.get(second.name) ?? ''), /Mine is my own/);
  const report = await all.kith.platform.database.asSystem(verifyLedger);
  assert.deepEqual([report.unexplained, report.brokenAt], [0, undefined]);
});

test('nobody is named where the policy of the network lets nobody join', async () => {
  const { platform } = all.kith;
  const one = 'Vito <vito@policy.example>';
  const [first, second] = [await all.inviter(one), await all.inviter(one)];
  const [batch] = [await all.press(first), await all.press(second)];
  all.pass(6);
  // The operator changed the preset since the press, so that nothing goes to this address any more.
  const config = { ...platform.config, preset: 'eu' as const };
  // Safe: the API gives ids as text.
  await sendInvitations({ ...platform, config }).run({ batchId: batch.id as BatchId });
  assert.equal(await stateOf(second), 'queued', 'the other keeps their turn');
});

test('the ledger is not content with a name that was not agreed to', async () => {
  const { database } = all.kith.platform;
  const unexplained = () => database.asSystem(async (tx) => (await verifyLedger(tx)).unexplained);
  const rename = (from: string, to: string) =>
    database.asSystem((tx) =>
      tx.updateTable('mentions').set({ name: to }).where('name', '=', from).execute(),
    );
  await rename('Inviter 2', 'Somebody else');
  assert.equal(await unexplained(), 1);
  await rename('Somebody else', 'Inviter 2');
  assert.equal(await unexplained(), 0);
});

test('a ledger whose end was cut off does not say what its head says, nor what was printed before', async () => {
  const { database } = all.kith.platform;
  const { head } = await database.asSystem((tx) => verifyLedger(tx));
  assert.deepEqual(parseHead(printedHead(head)), head);
  assert.equal(parseHead(`${head.entries}:abc`), undefined);
  const verified = (kept: LedgerHead, ...changes: readonly string[]) =>
    database
      .asSystem(async (tx) => {
        for (const change of changes) await sql.raw(change).execute(tx);
        const { cutOffAt, brokenAt } = await verifyLedger(tx, kept);
        // Nothing of it stays.
        throw new Error(`${cutOffAt} ${brokenAt}`);
      })
      .catch((error: Error) => error.message);
  const open = 'alter table consents disable trigger consents_append_only';
  const free = 'alter table permits drop constraint permits_consent_id_fkey';
  const cut = [open, free, `delete from consents where sequence = ${head.entries}`];
  const tidied = `update ledger_head set (entries, hash) = (select sequence, hash from consents order by sequence desc limit 1)`;
  assert.equal(await verified(head), 'undefined undefined');
  assert.equal(await verified({ entries: 0, hash: Buffer.alloc(32) }, ...cut), `${head.entries} undefined`);
  assert.equal(
    await verified(head, ...cut, tidied),
    `${head.entries} undefined`,
    'by what was kept elsewhere',
  );
  assert.equal(await verified(head, ...cut, 'delete from ledger_head'), `${head.entries - 1} undefined`);
  const { head: same } = await database.asSystem((tx) => verifyLedger(tx, head));
  assert.deepEqual(same, head);
});

test('the ledger takes no change; where somebody made one all the same, its chain breaks there', async () => {
  const { database } = all.kith.platform;
  const asOwner = (change: string) =>
    database.asSystem(async (tx) => {
      await sql.raw(change).execute(tx);
      const { brokenAt } = await verifyLedger(tx);
      // Nothing of it stays.
      throw new Error(`broken at ${brokenAt}`);
    });
  const columns = [
    ...['id = gen_random_uuid()', 'member_id = gen_random_uuid()', 'session_id = gen_random_uuid()'],
    ...[
      "channel = 'text'",
      "message_version = 'other'",
      "message_hash = '\\x00'",
      "note = 'Another'",
      "locale = 'de'",
    ],
    ...[
      'reminders = 1',
      'recipients = recipients || recipients',
      "stated = 'They asked'",
      "mention = 'Another'",
    ],
    ...[`later = '[{"sequence": 1, "hash": "00", "due": "2026-12-01T00:00:00.000Z"}]'`],
    ...["created_at = created_at + interval '1 second'", "previous_hash = '\\x00'", "hash = '\\x00'"],
    // As of a member who erased the account, whose entries cannot be worked out anew: this one is still here.
    "message_hash = '\\x00', redacted_at = now()",
  ];
  const changes: readonly (readonly [number, string])[] = [
    ...columns.map((set) => [2, `update consents set ${set} where sequence = 2`] as const),
    [3, 'delete from consents where sequence = 2'],
  ];
  const unlocked = `alter table consents disable trigger consents_append_only;
    alter table permits drop constraint permits_consent_id_fkey`;
  for (const [place, change] of changes) {
    await assert.rejects(asOwner(change), /append/i, change);
    await assert.rejects(asOwner(`${unlocked}; ${change}`), new RegExp(`broken at ${place}`), change);
  }
  await assert.rejects(asOwner('select 1'), /broken at undefined/);
});

test('who invites while a message is fresh is on its page, and each is answered alone', async () => {
  const one = 'Wes <wes@late.example>';
  const first = await all.inviter(one);
  const second = await all.inviter(one);
  await all.turns(await all.press(first));
  await all.turns(await all.press(second));
  assert.equal(all.mailsTo('wes@late.example').length, 1);
  const key = await all.keyTo('wes@late.example');
  const other = (await othersOn(key)).get(second.name) ?? '';
  assert.deepEqual([...(await othersOn(other)).keys()], [first.name]);
  await all.post(`/i/${other}/not-from`);
  assert.deepEqual([...(await othersOn(key)).keys()], [], 'a refused inviter is not shown again');
  assert.match(await page(key), /Accept and join/);
  await all.post(`/i/${other}/not-from/undo`);
  assert.deepEqual([...(await othersOn(key)).keys()], [second.name]);
});

test('what is taken back is one no alone: each other that was said before or after stands', async () => {
  const written = async (inviter: Inviter) => {
    const before = all.mailsTo('nia@each.example').length;
    await all.turns(await all.press(inviter));
    return all.mailsTo('nia@each.example').length - before;
  };
  const first = await all.inviter('Nia <nia@each.example>');
  assert.equal(await written(first), 1);
  const key = await all.keyTo('nia@each.example');
  for (const what of ['report', 'not-from', 'report/undo']) await all.post(`/i/${key}/${what}`);
  const recipient = suppressionKey(all.kith.platform.secrets, 'email', 'nia@each.example') ?? assert.fail();
  const said = () =>
    all.kith.platform.database.asSystem((tx) =>
      tx.selectFrom('suppressions').select('reason').where('key', '=', recipient).execute(),
    );
  assert.deepEqual(await said(), [{ reason: 'not_from_inviter' }]);
  await all.post(`/i/${key}/not-from/undo`);
  await all.post(`/i/${key}/never`);
  await all.post(`/u/${key}`);
  await all.post(`/i/${key}/never/undo`);
  all.pass(8 * day);
  assert.equal(
    await written(await all.inviter('Nia <nia@each.example>')),
    0,
    'the press in the mail program stands',
  );
});

test('whoever joins by one link is connected with that inviter; the others are offered', async () => {
  const one = 'Xia <xia@join.example>';
  const [first, second, third] = [await all.inviter(one), await all.inviter(one), await all.inviter(one)];
  const batches = [
    await all.press(first),
    await all.press(second, { note: 'It is me' }),
    await all.press(third),
  ];
  await all.turns(...batches);
  const answer = await all.post(`/i/${await all.keyTo('xia@join.example')}/accept`, { name: 'Xia Young' });
  assert.equal(answer.statusCode, 303, answer.body);
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
  const connected = async () =>
    (await all.ask(cookie, 'GET', '/api/connections')).items.map(
      (item: { member: { name: string } }) => item.member.name,
    );
  const offers = async () => (await all.ask(cookie, 'GET', '/api/invitations/received')).items;
  const [lead] = await connected();
  assert.equal((await connected()).length, 1);
  const [accepted, declined] = [first, second, third].filter(({ name }) => name !== lead);
  assert.ok(accepted !== undefined && declined !== undefined);
  const offered = await offers();
  assert.deepEqual(
    offered.map(({ inviter }: { inviter: { name: string } }) => inviter.name),
    [accepted.name, declined.name],
  );
  assert.equal(await stateOf(accepted), 'sent', 'an inviter is not told who joined by another');
  const [one1, two] = offered;
  const [page, more] = [
    await all.ask(cookie, 'GET', '/api/invitations/received?limit=1'),
    await all.ask(cookie, 'GET', `/api/invitations/received?limit=1&cursor=${one1.id}`),
  ];
  assert.deepEqual([page.items, page.next, page.total], [[one1], one1.id, 2]);
  assert.deepEqual([more.items, more.next, more.total], [[two], undefined, 2]);
  await all.ask(cookie, 'POST', `/api/invitations/received/${one1.id}/accept`);
  await all.ask(cookie, 'POST', `/api/invitations/received/${two.id}/decline`);
  assert.deepEqual(await offers(), []);
  assert.deepEqual((await connected()).sort(), [lead, accepted.name].sort());
  assert.deepEqual([await stateOf(accepted), await stateOf(declined)], ['accepted', 'sent']);
  await all.ask(cookie, 'POST', `/api/invitations/received/${two.id}/accept`, undefined, 410);
  const stranger = await all.inviter('Yve <yve@join.example>');
  assert.deepEqual((await all.ask(stranger.cookie, 'GET', '/api/invitations/received')).items, []);
});

test('a member says no to an invitation as anybody may who gets one, and takes each no back', async () => {
  const one = 'Una <una@refuse.example>';
  const [first, second] = [await all.inviter(one), await all.inviter(one)];
  await all.turns(await all.press(first), await all.press(second));
  const una = await testMember(all.kith, { name: 'Una Ek', email: 'una@refuse.example' });
  const offers = async (): Promise<{ id: string; inviter: { name: string } }[]> =>
    (await all.ask(una.cookie, 'GET', '/api/invitations/received')).items;
  const names = async () => (await offers()).map(({ inviter }) => inviter.name);
  const both = [first.name, second.name];
  assert.deepEqual(await names(), both);
  const id = (await offers())[0]?.id;
  const reports = () =>
    all.kith.platform.database.asSystem((tx) =>
      tx.selectFrom('abuse_reports').select('text').where('inviter_id', '=', first.id).execute(),
    );
  const blocked = async () => (await all.ask(una.cookie, 'GET', '/api/blocks')).items.length;
  const say = (act: string, method: 'POST' | 'DELETE' = 'POST', status = 204, by = una.cookie) =>
    all.ask(
      by,
      method,
      `/api/invitations/received/${id}/${act}`,
      act === 'report' && method === 'POST' ? { text: 'They sell things.' } : undefined,
      status,
    );
  for (const [act, left, blocks, reported] of [
    ['decline', [second.name], 0, 0],
    ['not-from', [second.name], 1, 0],
    ['never', [], 0, 0],
    ['report', [second.name], 1, 1],
  ] as const) {
    await say(act, 'POST', 410, second.cookie);
    await say(act);
    assert.deepEqual(
      [await names(), await blocked(), (await reports()).length],
      [left, blocks, reported],
      act,
    );
    assert.equal(await stateOf(first), 'sent', `${act}: the inviter is not told`);
    await say(act, 'POST', 410);
    await say(act, 'DELETE', 410, second.cookie);
    await say(act, 'DELETE');
    assert.deepEqual([await names(), await blocked(), await reports()], [both, 0, []], act);
  }

  // A no to a person holds for what they have not sent yet, at any address, and until the block is taken back.
  await say('not-from');
  const again = (inviter: Inviter) =>
    all.kith.platform.database.asMember(inviter.id, (tx) => keptOutKeysOf(tx, inviter.id, una.id));
  assert.deepEqual([await again(first), await again(second)], [1, 0]);
  await all.ask(first.cookie, 'POST', '/api/connection-requests', { memberId: una.id }, 201);
  const requests = async () =>
    (await all.ask(una.cookie, 'GET', '/api/connection-requests?direction=received')).total;
  assert.equal(await requests(), 0);
  await all.ask(una.cookie, 'DELETE', `/api/blocks/${first.id}`, undefined, 204);
  assert.deepEqual([await again(first), await blocked()], [0, 0]);
});

test('who was refused, or can still undo, is not named', async () => {
  const one = 'Zed <zed@named.example>';
  const refused = await all.inviter(one);
  await all.turns(await all.press(refused));
  await all.post(`/i/${await all.keyTo('zed@named.example')}/not-from`);
  all.pass(30 * day);
  const lead = await all.inviter(one);
  const again = await all.inviter(one);
  const batch = await all.press(lead);
  const late = await all.press(again);
  // The undo window of one is held open.
  const held = new Date(all.kith.platform.clock.now().getTime() + 60_000);
  await all.kith.platform.database.asSystem((tx) =>
    sql`update invitation_batches set undo_until = ${held} where id = ${late.id}`.execute(tx),
  );
  await all.turns(batch);
  assert.equal(all.mailsTo('zed@named.example').length, 2);
  assert.doesNotMatch((await parts('zed@named.example')).text, /Also inviting you/);
  assert.equal(await stateOf(again), 'queued');
  all.pass(60);
  await all.turns(late);
  assert.deepEqual([...(await othersOn(await all.keyTo('zed@named.example'))).keys()], [again.name]);
});

test('when the one whose message it was withdraws, the way to the others stays', async () => {
  const one = 'Ulf <ulf@gone.example>';
  const [first, second] = [await all.inviter(one), await all.inviter(one)];
  await all.turns(await all.press(first));
  await all.turns(await all.press(second));
  const { items } = await all.ask(first.cookie, 'GET', '/api/invitations');
  await all.ask(first.cookie, 'POST', '/api/invitations/withdraw', { ids: [items[0].id] });
  const key = await all.keyTo('ulf@gone.example');
  assert.match(await page(key), /no longer open/);
  assert.deepEqual([...(await othersOn(key)).keys()], [second.name]);
});

test('who said never is written to by nobody: not by who waited, not by who asks again', async () => {
  const one = 'Tia <tia@never.example>';
  const [first, second, third] = [await all.inviter(one), await all.inviter(one), await all.inviter(one)];
  await all.turns(await all.press(first));
  all.pass(8 * day);
  const waiting = await all.press(second);
  await all.post(`/i/${await all.keyTo('tia@never.example')}/never`);
  await all.turns(waiting);
  await all.turns(await all.press(third));
  assert.equal(all.mailsTo('tia@never.example').length, 1);
  assert.deepEqual([await stateOf(second), await stateOf(third)], ['sent', 'sent']);
});

interface Listed {
  readonly id: string;
  readonly state: string;
  readonly value?: string;
  readonly againAt?: string;
}

async function listed({ cookie }: Inviter): Promise<Listed[]> {
  return (await all.ask(cookie, 'GET', '/api/invitations')).items;
}

test('the same address can be invited again after the cool-down, by a new permission, and the day is told', async () => {
  const inviter = await all.inviter('Oda <oda@again.example>', 'Pim <pim@again.example>');
  const { cookie, importId } = inviter;
  await all.turns(await all.press(inviter));
  const oda = (await listed(inviter)).find(({ value }) => value === 'oda@again.example');
  assert.ok(oda?.againAt !== undefined);
  const days = (Date.parse(oda.againAt) - all.kith.platform.clock.now().getTime()) / 1000 / day;
  assert.ok(days > 20.9 && days < 21.1, `${days} days`);
  await all.ask(cookie, 'POST', '/api/invitations/withdraw', { ids: [oda.id] });
  await all.ask(cookie, 'POST', `/api/invitations/${oda.id}/again`, {}, 409);
  all.pass(21 * day);
  const again = await all.ask(cookie, 'POST', `/api/invitations/${oda.id}/again`, {});
  assert.notEqual(again.importId, importId, 'a review of its own');
  assert.equal(
    (await all.ask(cookie, 'POST', `/api/imports/${again.importId}/review`, {})).count,
    1,
    'nobody else',
  );
  assert.equal(all.mailsTo('oda@again.example').length, 1, 'nothing goes before the review');
  await all.turns(await all.press({ ...inviter, importId: again.importId }));
  assert.equal(all.mailsTo('oda@again.example').length, 2);
  assert.equal(all.mailsTo('pim@again.example').length, 1);
  const { asked } = await all.ask(cookie, 'GET', `/api/invitations/${oda.id}`);
  assert.deepEqual(
    asked.map(({ steps }: { steps: { what: string }[] }) => steps.map(({ what }) => what)),
    [
      ['agreed', 'sent'],
      ['agreed', 'sent', 'withdrawn'],
    ],
  );
  assert.match(asked[0].message.text, /THE-RECIPIENTS-OWN-KEY/);
  const report = await all.kith.platform.database.asSystem(verifyLedger);
  assert.deepEqual([report.unexplained, report.brokenAt], [0, undefined]);
});

test('an address that was invited a short while ago is left out by another way in too, and the review says so', async () => {
  const inviter = await all.inviter('Rut <rut@rest.example>');
  const { cookie } = inviter;
  await all.turns(await all.press(inviter));
  const [rut] = await listed(inviter);
  await all.ask(cookie, 'POST', '/api/invitations/withdraw', { ids: [rut?.id] });
  await all.ask(cookie, 'POST', `/api/imports/${inviter.importId}/undo`);
  const importId = await pastePeople(all.kith, cookie, [
    'Rut Again <rut@rest.example>',
    'Sig <sig@rest.example>',
  ]);
  const review = await all.ask(cookie, 'POST', `/api/imports/${importId}/review`, {});
  assert.equal(review.count, 2);
  assert.equal(review.resting.count, 1);
  const batch = await all.press({ ...inviter, importId });
  assert.equal(batch.count, 1);
  await all.turns(batch);
  assert.deepEqual(
    ['rut@rest.example', 'sig@rest.example'].map((address) => all.mailsTo(address).length),
    [1, 1],
  );
});

test('another address of the contact can be invited at once, whatever became of the first', async () => {
  const inviter = await all.inviter('Una <una@other.example>');
  const { cookie } = inviter;
  const card =
    'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Tom Two\r\nEMAIL:tom@wrong.example\r\nEMAIL:tom@right.example\r\nEND:VCARD\r\n';
  const { id: importId } = await uploadFiles(all.kith, cookie, [{ name: 'tom.vcf', bytes: card }]);
  const book = { ...inviter, importId };
  await all.turns(await all.press(book));
  const tom = (await listed(inviter)).find(({ value }) => value === 'tom@wrong.example');
  const history = await all.ask(cookie, 'GET', `/api/invitations/${tom?.id}`);
  assert.deepEqual(history.others, [{ position: 1, value: 'tom@right.example' }]);
  const again = await all.ask(cookie, 'POST', `/api/invitations/${tom?.id}/again`, { position: 1 });
  await all.turns(await all.press({ ...inviter, importId: again.importId }));
  assert.equal(all.mailsTo('tom@right.example').length, 1);
  const { asked } = await all.ask(cookie, 'GET', `/api/invitations/${tom?.id}`);
  assert.deepEqual(
    asked[0].steps.map(({ what }: { what: string }) => what),
    ['agreed', 'sent', 'withdrawn'],
  );
});

test('who said "no thanks" gets no second message of the same inviter, who sees nothing of it', async () => {
  const [told, control] = [
    await all.inviter('Uli <uli@no.example>'),
    await all.inviter('Val <val@no.example>'),
  ];
  await all.turns(await all.press(told), await all.press(control));
  await all.post(`/i/${await all.keyTo('uli@no.example')}/decline`);
  all.pass(21 * day);
  for (const inviter of [told, control]) {
    const [one] = await listed(inviter);
    const { importId } = await all.ask(inviter.cookie, 'POST', `/api/invitations/${one?.id}/again`, {});
    await all.turns(await all.press({ ...inviter, importId }));
  }
  assert.deepEqual(
    ['uli@no.example', 'val@no.example'].map((address) => all.mailsTo(address).length),
    [1, 2],
  );
  const seen = async (inviter: Inviter) => {
    const items = await listed(inviter);
    const { asked } = await all.ask(inviter.cookie, 'GET', `/api/invitations/${items[0]?.id}`);
    return [
      items.map(({ state, againAt }) => [state, againAt !== undefined]),
      asked.map(({ steps }: { steps: { what: string }[] }) => steps.map(({ what }) => what)),
    ];
  };
  assert.deepEqual(await seen(told), await seen(control));
});

test('all invitations of an import are withdrawn at any time, sent or not, and no other', async () => {
  const inviter = await all.inviter('Wil <wil@all-of.example>');
  const { cookie, importId } = inviter;
  await all.turns(await all.press(inviter));
  const second = await pastePeople(all.kith, cookie, ['Xeno <xeno@all-of.example>']);
  await all.press({ ...inviter, importId: second });
  const open = async () =>
    new Map(
      (await all.ask(cookie, 'GET', '/api/invitations/imports')).items.map(
        (one: { importId: string; open: number }) => [one.importId, one.open],
      ),
    );
  assert.deepEqual([(await open()).get(importId), (await open()).get(second)], [1, 1]);
  const done = await all.ask(cookie, 'POST', `/api/imports/${importId}/withdraw-invitations`);
  assert.equal(done.withdrawn, 1);
  assert.match(await page(await all.keyTo('wil@all-of.example')), /no longer open/);
  assert.deepEqual(
    (await listed(inviter)).map(({ state }) => state),
    ['queued', 'withdrawn'],
  );
  await all.ask(cookie, 'POST', `/api/imports/${second}/withdraw-invitations`);
  all.pass(60);
  assert.deepEqual([...(await open()).values()], [0, 0]);
  assert.equal(all.mailsTo('xeno@all-of.example').length, 0);
});
