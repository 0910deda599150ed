import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { waitFor } from '../../testing/wait.ts';
import { suppressionKey } from '../consent/index.ts';

let kith: TestKith;
let ahead = 0;
before(async () => {
  const clock = { now: () => new Date(Date.now() + ahead) };
  kith = await testKith({
    settings: { KITH_DEMO: 'true', KITH_SEND_PER_MINUTE: '60000', KITH_UNDO_SECONDS: '5' },
    platform: { clock },
  });
});
after(() => kith.close());

interface Owner {
  readonly cookie: string;
  readonly importId: string;
}

let owners = 0;
/** A member whose book holds these people, each as a line of a paste. */
async function ownerOf(...people: string[]): Promise<Owner> {
  owners += 1;
  const member = { name: `Owner ${'ABCDEFGHIJKLMNOP'[owners]}`, email: `owner-${owners}@home.example` };
  const { cookie } = await testMember(kith, member);
  const { id } = await api(cookie, '/api/imports/paste', { text: people.join('\n') });
  while ((await api(cookie, `/api/imports/${id}`)).state !== 'read') await pause();
  return { cookie, importId: id };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

// biome-ignore lint/suspicious/noExplicitAny: answers are judged by what the tests assert of them
async function api(cookie: string, url: string, payload?: object): Promise<any> {
  const answer = await kith.app.inject({
    method: payload === undefined ? 'GET' : 'POST',
    url,
    headers: { cookie },
    ...(payload === undefined ? {} : { payload }),
  });
  assert.ok(answer.statusCode < 300, `${url}: ${answer.statusCode} ${answer.body}`);
  return answer.json();
}

/** Presses Send for everybody; without `turn` nobody had their turn yet. */
async function invite({ cookie, importId }: Owner, turn = true): Promise<string> {
  const { count, hash } = await api(cookie, `/api/imports/${importId}/preview`, { locale: 'en', index: 0 });
  const { id } = await api(cookie, `/api/imports/${importId}/invitations`, {
    locale: 'en',
    expected: count,
    messageHash: hash,
  });
  if (turn) await takeTurns(cookie, id);
  return id;
}

async function takeTurns(cookie: string, id: string): Promise<void> {
  ahead += 6000;
  await kith.platform.jobs.enqueue('invitations.send', { batchId: id });
  while ((await api(cookie, `/api/batches/${id}`)).state !== 'sent') await pause();
  const open = () =>
    kith.platform.database.asSystem((tx) =>
      tx.selectFrom('deliveries').select('id').where('handed_at', 'is', null).execute(),
    );
  while ((await open()).length > 0) await pause();
}

function post(url: string, form: Record<string, string> = {}, headers: Record<string, string> = {}) {
  return kith.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(form).toString(),
  });
}

const proofOf = (body: string): string => /name="proof" value="([^"]+)"/.exec(body)?.[1] ?? '';

async function codeTo(address: string, after = 0): Promise<string> {
  const mail = await waitFor(() =>
    kith.mails.slice(after).find(({ to, subject }) => to === address && /^\d{6} /.test(subject)),
  );
  return mail.subject.slice(0, 6);
}

/** The page of what is held, for somebody who reads the mail of `address`. */
async function proved(address: string): Promise<{ proof: string; body: string }> {
  const before = kith.mails.length;
  const asked = await post('/held', { address });
  assert.equal(asked.statusCode, 200, asked.body);
  const proof = proofOf(asked.body);
  const seen = await post('/held/look', { proof, code: await codeTo(address, before) });
  assert.equal(seen.statusCode, 200, seen.body);
  return { proof, body: seen.body };
}

const rows = (address: string) =>
  kith.platform.database.asSystem((tx) =>
    tx.selectFrom('invitations').select(['id', 'sent_at']).where('address', '=', address).execute(),
  );

test('a recipient sees by a mailed code what is held, and never whose address book it is in', async () => {
  const first = await ownerOf('Ada Lind <ada@see.example>');
  await ownerOf('Ada <ada@see.example>');
  await invite(first);
  const mail = await waitFor(() => kith.mails.find(({ to }) => to === 'ada@see.example'));
  const { text = '', html = '' } = await PostalMime.parse(mail.raw);
  const path = /\/i\/[\w-]{22}\/held/.exec(text)?.[0] ?? '';
  assert.ok(html.includes(path), 'both parts of the message lead there');
  const offer = await kith.app.inject(path);
  assert.match(offer.body, /ad•@s•\.example/);
  assert.doesNotMatch(offer.body, /ada@see/);
  const asked = await post(path);
  const proof = proofOf(asked.body);
  const code = await codeTo('ada@see.example');
  const seen = await post('/held/look', { proof, code });
  assert.equal(seen.statusCode, 200);
  assert.match(seen.body, /Members whose address book has it: 2\./);
  assert.match(seen.body, /With it: a name/);
  assert.match(seen.body, /Invitation from Owner B/);
  assert.doesNotMatch(seen.body, /Owner C/, 'who has it in a book is not said');
  assert.match(seen.body, /Members may invite it\./);
  for (const { body } of [offer, asked, seen]) {
    assert.ok(Buffer.byteLength(body) < 14_000);
    assert.doesNotMatch(body, /<script| on\w+=/);
  }
});

test('every page behind an invitation leads there, and looking changes nothing', async () => {
  const owner = await ownerOf('Ben <ben@links.example>');
  await invite(owner);
  const mail = await waitFor(() => kith.mails.find(({ to }) => to === 'ben@links.example'));
  const token = /\/i\/([\w-]{22})/.exec((await PostalMime.parse(mail.raw)).text ?? '')?.[1] ?? '';
  const before = kith.mails.length;
  for (const path of [`/i/${token}`, `/u/${token}`])
    assert.match((await kith.app.inject(path)).body, new RegExp(`href="/i/${token}/held"`));
  for (const path of [`/i/${token}/held`, '/held', '/held/look', '/held/delete', '/held/delete-forever'])
    await kith.app.inject(path);
  assert.match((await kith.app.inject(`/i/${'A'.repeat(22)}`)).body, /href="\/held"/);
  assert.equal((await kith.app.inject(`/i/${'A'.repeat(22)}/held`)).headers.location, '/held');
  assert.equal((await post(`/i/${token}/decline`)).body.includes(`/i/${token}/held`), true);
  assert.equal(kith.mails.length, before, 'a link that is opened sends no code');
  assert.equal((await rows('ben@links.example')).length, 1);
});

test('the answer is the same whether something is held or not, and nobody is written to about nothing', async () => {
  await ownerOf('Cleo <cleo@known.example>');
  const before = kith.mails.length;
  const bare = (body: string) => body.replace(proofOf(body), '');
  const known = await post('/held', { address: 'cleo@known.example' });
  const unknown = await post('/held', { address: 'nobody@known.example' });
  assert.equal(unknown.statusCode, known.statusCode);
  assert.equal(bare(unknown.body), bare(known.body));
  assert.deepEqual(
    Object.keys(unknown.headers).filter((name) => name !== 'date'),
    Object.keys(known.headers).filter((name) => name !== 'date'),
  );
  await codeTo('cleo@known.example', before);
  const wrong = { known: await guess(known.body), unknown: await guess(unknown.body) };
  assert.equal(wrong.known.statusCode, 400);
  assert.equal(bare(wrong.unknown.body), bare(wrong.known.body));
  assert.deepEqual(
    kith.mails.slice(before).map(({ to }) => to),
    ['cleo@known.example'],
  );
});

const guess = (body: string) => post('/held/look', { proof: proofOf(body), code: 'none' });

test('a code is tried five times, works for ten minutes, and what it opened closes after half an hour', async () => {
  await ownerOf('Dora <dora@code.example>');
  const asked = await post('/held', { address: 'dora@code.example' });
  const code = await codeTo('dora@code.example');
  for (let tries = 0; tries < 5; tries++) assert.equal((await guess(asked.body)).statusCode, 400);
  const late = await post('/held/look', { proof: proofOf(asked.body), code });
  assert.equal(late.statusCode, 400, 'the sixth try is too many, even a right one');
  assert.match(late.body, /role="alert"/);

  const before = kith.mails.length;
  const again = await post('/held', { address: 'dora@code.example' });
  const other = await codeTo('dora@code.example', before);
  ahead += 10 * 60_000 + 1000;
  assert.equal((await post('/held/look', { proof: proofOf(again.body), code: other })).statusCode, 400);

  const { proof } = await proved('dora@code.example');
  ahead += 30 * 60_000 + 1000;
  assert.equal((await post('/held/delete', { proof })).statusCode, 410);
  await kith.platform.jobs.enqueue('invitations.sweep', {});
  const kept = () =>
    kith.platform.database.asSystem((tx) => tx.selectFrom('held_proofs').select('expires_at').execute());
  while ((await kept()).some(({ expires_at }) => expires_at.getTime() < Date.now() + ahead)) await pause();
});

test('whoever asks too often for one address waits, held or not', async () => {
  await ownerOf('Elsa <elsa@often.example>');
  for (const address of ['elsa@often.example', 'nobody@often.example']) {
    for (let times = 0; times < 5; times++) assert.equal((await post('/held', { address })).statusCode, 200);
    const refused = await post('/held', { address });
    assert.equal(refused.statusCode, 429);
    assert.match(refused.body, /Minutes to wait: 12\./);
    assert.ok(Number(refused.headers['retry-after']) > 600);
  }
  assert.equal((await post('/held', { address: 'no address' })).statusCode, 400);
  ahead += 3600_000;
});

test('Delete wipes the address from invitations; the inviter sees the same as before', async () => {
  const owner = await ownerOf('Finn <finn@delete.example>');
  await invite(owner);
  const listed = () => api(owner.cookie, '/api/invitations');
  const before = await listed();
  assert.equal(before.items[0].value, 'finn@delete.example');
  const { proof } = await proved('finn@delete.example');
  const done = await post('/held/delete', { proof });
  assert.equal(done.statusCode, 200);
  assert.match(done.body, /role="status">Deleted/);
  assert.deepEqual(await rows('finn@delete.example'), []);
  assert.deepEqual(await listed(), before, 'byte for byte what it was');
  const mail = kith.mails.find(({ to }) => to === 'finn@delete.example');
  const token = /\/i\/([\w-]{22})/.exec((mail && (await PostalMime.parse(mail.raw)).text) ?? '')?.[1] ?? '';
  assert.equal((await kith.app.inject(`/i/${token}`)).statusCode, 410);
  assert.equal((await post(`/i/${token}/accept`, { name: 'Finn' })).statusCode, 410);
});

test('an invitation whose recipient had it deleted before its turn is not sent, and looks sent', async () => {
  const owner = await ownerOf('Gil <gil@waiting.example>', 'Hanna <hanna@waiting.example>');
  const batch = await invite(owner, false);
  const { proof, body } = await proved('gil@waiting.example');
  assert.match(body, /An invitation that was not sent/);
  assert.doesNotMatch(body, /Owner [A-Z]/);
  await post('/held/delete', { proof });
  await takeTurns(owner.cookie, batch);
  const written = kith.mails.filter(({ subject }) => / invites you /.test(subject)).map(({ to }) => to);
  assert.ok(written.includes('hanna@waiting.example'));
  assert.ok(!written.includes('gil@waiting.example'));
  const { items } = await api(owner.cookie, '/api/invitations');
  assert.deepEqual(
    items.map((item: { state: string; value: string }) => `${item.value} ${item.state}`).sort(),
    ['gil@waiting.example sent', 'hanna@waiting.example sent'],
  );
});

/** All that a table has of one recipient's invitations, in order. */
const stored = (address: string) => {
  const key = suppressionKey(kith.platform.secrets, 'email', address);
  assert.ok(key !== undefined);
  return kith.platform.database.asSystem(async (tx) => ({
    invitations: await tx
      .selectFrom('invitations')
      .selectAll()
      .where('recipient_key', '=', key)
      .orderBy('id')
      .execute(),
    suppressions: await tx.selectFrom('suppressions').selectAll().where('key', '=', key).execute(),
  }));
};

/** The same but for when each had its turn: the sweep may give one meanwhile, in which nothing goes. */
const withoutTurns = ({ invitations, suppressions }: Awaited<ReturnType<typeof stored>>) => ({
  invitations: invitations.map(({ sent_at: _, ...row }) => row),
  suppressions,
});

const setAside = () =>
  kith.platform.database.asSystem(async (tx) => [
    ...(await tx.selectFrom('held_deletions').selectAll().execute()),
    ...(await sql<{ address: string | null }>`select * from deleted_recipients`.execute(tx)).rows,
  ]);

test('what was deleted comes back exactly for half an hour, and nothing uses it meanwhile', async () => {
  const address = 'kim@undone.example';
  await invite(await ownerOf(`Kim <${address}>`));
  const second = await ownerOf(`Kim Two <${address}>`);
  const waiting = await invite(second, false);
  const mail = kith.mails.find(({ to, subject }) => to === address && / invites you /.test(subject));
  const token = /\/i\/([\w-]{22})/.exec((mail && (await PostalMime.parse(mail.raw)).text) ?? '')?.[1] ?? '';
  const refused = await post(`/i/${token}/not-from`);
  assert.equal(refused.statusCode, 200);
  await post(`/i/${token}/not-from/undo`);
  const before = await stored(address);
  assert.equal(before.invitations.length, 2);

  const { proof, body } = await proved(address);
  assert.match(body, /Minutes for that: 30\./);
  assert.doesNotMatch(body, /action="\/held\/undo"/, 'nothing to undo yet');
  ahead += 29 * 60_000;
  const deleted = await post('/held/delete-forever', { proof });
  assert.match(deleted.body, /action="\/held\/undo"/);
  assert.match(deleted.body, /Nobody may\./);
  assert.ok(Buffer.byteLength(deleted.body) < 14_000);
  for (const wiped of (await stored(address)).invitations) {
    assert.equal(wiped.address, null);
    assert.equal(wiped.recipient_name, null);
    assert.equal(wiped.declined_at !== null, wiped.sent_at !== null);
  }
  assert.equal((await kith.app.inject(`/i/${token}`)).statusCode, 410);
  assert.equal((await kith.app.inject('/held/undo')).statusCode, 404, 'a GET changes nothing');
  assert.equal((await post('/held/undo', { proof: 'none' })).statusCode, 410);

  ahead += 29 * 60_000;
  await kith.platform.jobs.enqueue('invitations.sweep', {});
  const again = await proved(address);
  assert.match(again.body, /Minutes for that: 1\./, 'a new code shows what can be taken back too');
  const undone = await post('/held/undo', { proof });
  assert.equal(undone.statusCode, 200, 'the page of the deletion works as long as its undo');
  assert.match(undone.body, /role="status">That is undone/);
  assert.doesNotMatch(undone.body, /action="\/held\/undo"/);
  assert.deepEqual(withoutTurns(await stored(address)), withoutTurns(before));
  assert.deepEqual(await setAside(), []);
  assert.equal((await kith.app.inject(`/i/${token}`)).statusCode, 200);
  await takeTurns(second.cookie, waiting);
  const mails = kith.mails.filter(({ to, subject }) => to === address && / invites you /.test(subject));
  assert.equal(mails.length, 1);
});

test('a deletion whose time is over is final, and what was set aside is erased', async () => {
  const address = 'lea@final.example';
  await invite(await ownerOf(`Lea <${address}>`));
  const { proof } = await proved(address);
  await post('/held/delete', { proof });
  assert.ok((await setAside()).length > 0);
  ahead += 30 * 60_000 + 1000;
  const { proof: later, body } = await proved(address);
  assert.doesNotMatch(body, /action="\/held\/undo"/);
  await post('/held/undo', { proof: later });
  assert.deepEqual(await rows(address), [], 'too late, swept or not');
  await kith.platform.jobs.enqueue('invitations.sweep', {});
  while ((await setAside()).length > 0) await pause();
});

test('the undo of a deletion takes back no other no, and opens nothing that ended since', async () => {
  const address = 'mia@since.example';
  const owner = await ownerOf(`Mia <${address}>`);
  await invite(owner);
  const mail = kith.mails.find(({ to, subject }) => to === address && / invites you /.test(subject));
  const token = /\/i\/([\w-]{22})/.exec((mail && (await PostalMime.parse(mail.raw)).text) ?? '')?.[1] ?? '';
  const { proof } = await proved(address);
  await post('/held/delete', { proof });
  assert.equal((await post(`/u/${token}`)).statusCode, 200, 'the link of the message still takes a no');
  await post('/held/undo', { proof });
  const { invitations, suppressions } = await stored(address);
  assert.equal(invitations[0]?.address, address);
  assert.notEqual(invitations[0]?.declined_at, null);
  assert.deepEqual(
    suppressions.map(({ reason }) => reason),
    ['unsubscribed'],
  );

  await post('/held/delete', { proof });
  await kith.platform.database.asSystem((tx) =>
    tx
      .updateTable('invitations')
      .set({ expired_at: new Date(), address: null })
      .where('recipient_key', '=', invitations[0]?.recipient_key ?? Buffer.alloc(0))
      .execute(),
  );
  await post('/held/undo', { proof });
  assert.deepEqual(await rows(address), []);
});

test('Delete and never again: later imports send nothing and keep no address, until the recipient undoes it', async () => {
  const first = await ownerOf('Ines <ines@never.example>');
  await invite(first);
  const { proof } = await proved('ines@never.example');
  const done = await post('/held/delete-forever', { proof });
  assert.match(done.body, /Nobody may\./);
  ahead += 30 * 86_400_000;
  const invited = () =>
    kith.mails.filter(({ to, subject }) => to === 'ines@never.example' && / invites you /.test(subject))
      .length;
  assert.equal(invited(), 1);
  const second = await ownerOf('Ines <ines@never.example>');
  await invite(second);
  assert.equal(invited(), 1);
  assert.deepEqual(await rows('ines@never.example'), []);
  const { items } = await api(second.cookie, '/api/invitations');
  assert.equal(`${items[0].value} ${items[0].state}`, 'ines@never.example sent');

  const again = await proved('ines@never.example');
  assert.match(again.body, /Nobody may\./);
  const allowed = await post('/held/allow', { proof: again.proof });
  assert.match(allowed.body, /Members may invite it\./);
  await invite(await ownerOf('Ines <ines@never.example>'));
  assert.equal(invited(), 2);
});

test('who has an account is told so, and German is spoken to who reads it', async () => {
  await testMember(kith, { name: 'Jo Member', email: 'jo@member.example' });
  const { body } = await proved('jo@member.example');
  assert.match(body, /An account has this address/);
  assert.match(body, /no address book has it/);
  const german = await post('/held', { address: 'jo@member.example' }, { 'accept-language': 'de-AT' });
  assert.match(german.body, /<html lang="de"/);
  assert.match(german.body, /name="locale" value="de"/);
  const wrong = await post('/held/look', { proof: 'none', code: '1', locale: '"><i>' });
  assert.match(wrong.body, /<html lang="en"/);
});
