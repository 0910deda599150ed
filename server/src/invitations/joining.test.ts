import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import type { Inviter } from '../../testing/inviter.ts';
import { type Inviting, testInviting } from '../../testing/inviting.ts';
import { verifyLedger } from '../consent/index.ts';
import { tokenPlaceholder } from './messages/invitation.ts';

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
  const keys = await othersOn(await all.keyTo('vera@all.example'));
  assert.deepEqual([...keys.keys()], [second.name, third.name]);
  assert.match(await page(keys.get(second.name) ?? ''), /Mine is my own/);
  const report = await all.kith.platform.database.asSystem(verifyLedger);
  assert.deepEqual([report.unexplained, report.brokenAt], [0, undefined]);
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
  await all.ask(cookie, 'POST', `/api/invitations/received/${one1.id}/accept`);
  await all.ask(cookie, 'POST', `/api/invitations/received/${two.id}/decline`);
  assert.deepEqual(await offers(), []);
  assert.deepEqual((await connected()).sort(), [lead, accepted.name].sort());
  assert.deepEqual([await stateOf(accepted), await stateOf(declined)], ['accepted', 'sent']);
  await all.ask(cookie, 'POST', `/api/invitations/received/${two.id}/accept`, undefined, 410);
  const stranger = await all.inviter('Yve <yve@join.example>');
  assert.deepEqual((await all.ask(stranger.cookie, 'GET', '/api/invitations/received')).items, []);
});

test('who was refused, or can still undo, is not named', async () => {
  const one = 'Zed <zed@named.example>';
  const refused = await all.inviter(one);
  await all.turns(await all.press(refused));
  await all.post(`/i/${await all.keyTo('zed@named.example')}/not-from`);
  all.pass(30 * 86_400);
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
  all.pass(8 * 86_400);
  const waiting = await all.press(second);
  await all.post(`/i/${await all.keyTo('tia@never.example')}/never`);
  await all.turns(waiting);
  await all.turns(await all.press(third));
  assert.equal(all.mailsTo('tia@never.example').length, 1);
  assert.deepEqual([await stateOf(second), await stateOf(third)], ['sent', 'sent']);
});
