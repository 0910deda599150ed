import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import PostalMime from 'postal-mime';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { until } from '../../testing/wait.ts';
import { verifyLedger } from '../consent/index.ts';
import type { MemberId } from '../platform/ids.ts';
import type { MailMessage } from '../platform/mail.ts';
import type { Batch } from './batch.ts';
import { tokenPlaceholder } from './messages/invitation.ts';

let kith: TestKith;
/** Moves ahead of the real clock, so that the undo window need not be waited for. */
let ahead = 0;
before(async () => {
  const clock = { now: () => new Date(Date.now() + ahead) };
  kith = await testKith({
    settings: { KITH_DEMO: 'true', KITH_SEND_PER_MINUTE: '60000', KITH_UNDO_SECONDS: '5' },
    platform: { clock },
  });
});
after(() => kith.close());

let count = 0;
interface Owner {
  id: MemberId;
  cookie: string;
  name: string;
  importId: string;
}

async function ownerOf(...people: string[]): Promise<Owner> {
  count += 1;
  const name = `Inviter ${count}`;
  const member = await testMember(kith, { name, email: `inviter-${count}@home.example` });
  const answer = await kith.app.inject({
    method: 'POST',
    url: '/api/imports/paste',
    headers: { cookie: member.cookie },
    payload: { text: people.join('\n') },
  });
  assert.equal(answer.statusCode, 201, answer.body);
  const importId = answer.json().id;
  await until(async () => (await ask(member.cookie, 'GET', `/api/imports/${importId}`)).state === 'read');
  return { ...member, name, importId };
}

async function ask(
  cookie: string,
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  payload?: object,
  headers: Record<string, string> = {},
  status = method === 'POST' ? [200, 201, 204] : [200],
  // biome-ignore lint/suspicious/noExplicitAny: answers are judged by what the tests assert of them
): Promise<any> {
  const answer = await kith.app.inject({
    method,
    url,
    headers: { cookie, ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
  assert.ok(status.includes(answer.statusCode), `${method} ${url}: ${answer.statusCode} ${answer.body}`);
  return answer.body === '' ? undefined : answer.json();
}

async function send(
  owner: Owner,
  more: { note?: string; locale?: string; confirmLarge?: boolean; key?: string } = {},
): Promise<Batch> {
  const locale = more.locale ?? 'en';
  const draft = { locale, ...(more.note === undefined ? {} : { note: more.note }) };
  const preview = await ask(owner.cookie, 'POST', `/api/imports/${owner.importId}/preview`, {
    ...draft,
    index: 0,
  });
  return ask(
    owner.cookie,
    'POST',
    `/api/imports/${owner.importId}/invitations`,
    {
      ...draft,
      expected: preview.count,
      messageHash: preview.hash,
      ...(more.confirmLarge === undefined ? {} : { confirmLarge: more.confirmLarge }),
    },
    more.key === undefined ? {} : { 'idempotency-key': more.key },
  );
}

/** Lets the undo window pass and waits until everything of the batch had its turn. */
async function sent(owner: Owner, batch: Batch): Promise<Batch> {
  ahead += 6000;
  await kith.platform.jobs.enqueue('invitations.send', { batchId: batch.id });
  let now = batch;
  await until(async () => {
    now = await ask(owner.cookie, 'GET', `/api/batches/${batch.id}`);
    return now.state === 'sent';
  });
  // An invitation is sent once its message is about to go; the answer of the wire follows.
  await until(async () => {
    const waiting = await kith.platform.database.asSystem((tx) =>
      tx.selectFrom('deliveries').select('id').where('handed_at', 'is', null).execute(),
    );
    return waiting.length === 0;
  });
  return now;
}

const mailsTo = (address: string): MailMessage[] => kith.mails.filter((mail) => mail.to === address);

async function tokenTo(address: string): Promise<string> {
  const [mail] = mailsTo(address);
  assert.ok(mail !== undefined, `a message to ${address}`);
  const token = /\/i\/([A-Za-z0-9_-]{22})/.exec((await PostalMime.parse(mail.raw)).text ?? '')?.[1];
  assert.ok(token !== undefined);
  return token;
}

test('the review draws the same HTML in a frame that only our own pages may hold', async () => {
  const owner = await ownerOf('Ida Holm <ida@frame.example>');
  const url = `/api/imports/${owner.importId}/preview`;
  const preview = await ask(owner.cookie, 'POST', url, { locale: 'de', note: 'Bis bald', index: 0 });
  const drawn = await kith.app.inject({
    method: 'POST',
    url: `${url}.html`,
    headers: { cookie: owner.cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'locale=de&note=Bis+bald',
  });
  assert.equal(drawn.statusCode, 200, drawn.body);
  assert.equal(drawn.body, preview.html);
  assert.equal(drawn.headers['x-frame-options'], 'SAMEORIGIN');
  assert.match(String(drawn.headers['content-security-policy']), /frame-ancestors 'self'; sandbox$/);
});

test('what was previewed is what arrives, byte for byte but for the recipient’s own key', async () => {
  const owner = await ownerOf('Leo Grün <leo@preview.example>', 'Mia <mia@preview.example>');
  const note = 'Hallo, komm dazu! 👋\n"Bis bald" <3';
  const preview = await ask(owner.cookie, 'POST', `/api/imports/${owner.importId}/preview`, {
    note,
    locale: 'de',
    index: 0,
  });
  assert.equal(preview.count, 2);
  assert.ok(preview.html.length < 15_000);
  await sent(owner, await send(owner, { note, locale: 'de' }));
  for (const address of ['leo@preview.example', 'mia@preview.example']) {
    const [mail] = mailsTo(address);
    assert.ok(mail !== undefined);
    const parsed = await PostalMime.parse(mail.raw);
    const token = await tokenTo(address);
    const masked = (text: string | undefined) =>
      text?.replaceAll('\r\n', '\n').replaceAll(token, tokenPlaceholder);
    assert.equal(masked(parsed.text)?.trimEnd(), preview.text.trimEnd());
    assert.equal(masked(parsed.html)?.trimEnd(), preview.html.trimEnd());
    assert.equal(parsed.subject, preview.subject);
    const header = (name: string) => parsed.headers.find(({ key }) => key === name)?.value;
    assert.match(header('list-unsubscribe') ?? '', new RegExp(`^<http://localhost:4040/u/${token}>$`));
    assert.equal(header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click');
  }
});

test('a message and its pages are in the language chosen, and the ledger keeps which words they were', async () => {
  const owner = await ownerOf('Layla <layla@arabic.example>');
  await sent(owner, await send(owner, { locale: 'ar' }));
  const [mail] = mailsTo('layla@arabic.example');
  assert.ok(mail !== undefined);
  const { html, subject } = await PostalMime.parse(mail.raw);
  assert.equal(subject, `دعوة من ${owner.name} إلى Harbour`);
  assert.ok(html?.includes('<html lang="ar" dir="rtl">'));
  const token = await tokenTo('layla@arabic.example');
  for (const path of [`/i/${token}`, `/u/${token}`])
    assert.match((await kith.app.inject(path)).body, /<html lang="ar" dir="rtl">/);
  const entry = await kith.platform.database.asSystem((tx) =>
    tx.selectFrom('consents').selectAll().where('member_id', '=', owner.id).executeTakeFirstOrThrow(),
  );
  assert.equal(entry.locale, 'ar');
  assert.match(entry.message_version, /^invitation-ar-[0-9a-f]{12}$/);
});

test('who lives where the law asks for their own consent is written to by the member’s statement alone', async () => {
  const owner = await ownerOf('Leo Grün <leo@law.de>', 'Mia Holm <mia@law.example>');
  const review = () => ask(owner.cookie, 'POST', `/api/imports/${owner.importId}/review`, {});
  const { law, count, quota } = await review();
  assert.deepEqual([law.stated, count], [1, 2]);
  assert.deepEqual([quota.left, quota.level], [20_000, 'full']);
  const batch = await send(owner);
  const without = await sent(owner, batch);
  assert.deepEqual([without.sent, without.links], [1, 1], 'the member sends a link of their own instead');
  assert.deepEqual([mailsTo('leo@law.de').length, mailsTo('mia@law.example').length], [0, 1]);
  const { items } = await ask(owner.cookie, 'GET', `/api/links?batch=${batch.id}`);
  assert.deepEqual(
    items.map(({ value }: { value: string }) => value),
    ['leo@law.de'],
  );
  await ask(owner.cookie, 'POST', '/api/invitations/withdraw', { ids: [items[0].id] });
  assert.equal((await review()).count, 1, 'whose link was not taken can be invited again');
  const preview = await ask(owner.cookie, 'POST', `/api/imports/${owner.importId}/preview`, { index: 0 });
  const press = (statement: string, status: number[]) =>
    ask(
      owner.cookie,
      'POST',
      `/api/imports/${owner.importId}/invitations`,
      { expected: 1, messageHash: preview.hash, statement },
      {},
      status,
    );
  const unsaid = await press('They surely do not mind.', [201]);
  assert.deepEqual([unsaid.state, unsaid.links], ['made', 1], 'words that were never shown state nothing');
  await ask(owner.cookie, 'POST', `/api/batches/${unsaid.id}/undo`);
  await sent(owner, await press(law.statement, [201]));
  assert.equal(mailsTo('leo@law.de').length, 1);
  const entries = await kith.platform.database.asSystem((tx) =>
    tx
      .selectFrom('consents')
      .select('stated')
      .where('member_id', '=', owner.id)
      .orderBy('sequence')
      .execute(),
  );
  assert.deepEqual(
    entries.map(({ stated }) => stated),
    [null, null, null, law.statement],
  );
  assert.deepEqual(
    await kith.platform.database.asSystem(verifyLedger).then((found) => [found.brokenAt, found.unexplained]),
    [undefined, 0],
  );
});

test('a message is in the member’s language unless another of the twenty is asked for', async () => {
  const owner = await ownerOf('Rui <rui@default.example>');
  const subject = async (more: object) =>
    (await ask(owner.cookie, 'POST', `/api/imports/${owner.importId}/preview`, { index: 0, ...more }))
      .subject;
  const offered = () => ask(owner.cookie, 'POST', `/api/imports/${owner.importId}/review`, {});
  await ask(owner.cookie, 'PATCH', '/api/me', { locale: 'pt-BR' });
  assert.equal(await subject({}), `Convite de ${owner.name} para Harbour`);
  assert.equal(await subject({ locale: 'sv' }), `${owner.name} bjuder in dig till Harbour`);
  const { locale, languages } = await offered();
  assert.equal(locale, 'pt');
  assert.equal(languages.length, 20);
  await ask(owner.cookie, 'PATCH', '/api/me', { locale: 'ko' });
  assert.equal((await offered()).locale, 'en', 'the network’s, where Kith does not write the member’s');
  const url = `/api/imports/${owner.importId}/preview`;
  await ask(owner.cookie, 'POST', url, { index: 0, locale: 'tlh' }, {}, [400]);
});

test('nothing leaves before the undo window ends, and undo leaves nothing at all', async () => {
  const owner = await ownerOf('Nora <nora@undo.example>', 'Ole <ole@undo.example>');
  const batch = await send(owner);
  assert.equal(batch.state, 'waiting');
  await kith.platform.jobs.enqueue('invitations.send', { batchId: batch.id });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.equal(mailsTo('nora@undo.example').length, 0);
  const undone = await ask(owner.cookie, 'POST', `/api/batches/${batch.id}/undo`);
  assert.equal(undone.state, 'undone');
  ahead += 60_000;
  await kith.platform.jobs.enqueue('invitations.send', { batchId: batch.id });
  await new Promise((resolve) => setTimeout(resolve, 700));
  assert.equal(kith.mails.filter((mail) => mail.to.endsWith('@undo.example')).length, 0);
  assert.equal(
    (await ask(owner.cookie, 'GET', `/api/imports/${owner.importId}/invitees`)).total,
    2,
    'they can be invited again',
  );
});

test('undo after the window is refused, and says what can still be done', async () => {
  const owner = await ownerOf('Pia <pia@late.example>');
  const batch = await send(owner);
  await sent(owner, batch);
  const answer = await kith.app.inject({
    method: 'POST',
    url: `/api/batches/${batch.id}/undo`,
    headers: { cookie: owner.cookie },
  });
  assert.equal(answer.json().code, 'send.undo_over');
});

test('pressing Send twice sends once', async () => {
  const owner = await ownerOf('Quin <quin@twice.example>');
  const preview = await ask(owner.cookie, 'POST', `/api/imports/${owner.importId}/preview`, {
    locale: 'en',
    index: 0,
  });
  const body = { locale: 'en', expected: 1, messageHash: preview.hash };
  const press = () =>
    ask(owner.cookie, 'POST', `/api/imports/${owner.importId}/invitations`, body, {
      'idempotency-key': 'once',
    });
  const first = await press();
  assert.equal((await press()).id, first.id);
  await sent(owner, first);
  assert.equal(mailsTo('quin@twice.example').length, 1);
});

test('a selection that is not the one seen, an empty one, a note with a link and a large one unconfirmed are refused', async () => {
  const owner = await ownerOf(
    ...Array.from(
      { length: 101 },
      (_, index) => `Person ${'abcdefghij'[index % 10]} <p@large${index}.example>`,
    ),
  );
  const url = `/api/imports/${owner.importId}/invitations`;
  const preview = await ask(owner.cookie, 'POST', `/api/imports/${owner.importId}/preview`, {
    locale: 'en',
    index: 0,
  });
  const body = { locale: 'en', expected: preview.count, messageHash: preview.hash };
  const code = async (payload: object) =>
    (await kith.app.inject({ method: 'POST', url, payload, headers: { cookie: owner.cookie } })).json().code;
  assert.equal(await code({ ...body, expected: 3 }), 'selection.changed');
  assert.equal(await code({ ...body, confirmLarge: true, messageHash: 'aa' }), 'selection.changed');
  assert.equal(await code({ ...body, note: 'see https://win.example now' }), 'note.refused');
  assert.equal(await code(body), 'selection.large_unconfirmed');
  const { items } = await ask(owner.cookie, 'GET', `/api/imports/${owner.importId}/invitees`);
  const tick = (at: number, selected: boolean) =>
    kith.app.inject({
      method: 'PATCH',
      url: `/api/imports/${owner.importId}/selection`,
      payload: { step: 'invite', contacts: [items[at].contactId], selected },
      headers: { cookie: owner.cookie },
    });
  assert.equal((await tick(0, false)).statusCode, 200);
  const { recipientsHash } = await ask(owner.cookie, 'POST', `/api/imports/${owner.importId}/review`, {});
  const seen = { ...body, expected: 100, recipientsHash };
  await tick(0, true);
  await tick(1, false);
  assert.equal(await code(seen), 'selection.changed', 'as many, and one of them another');
  await tick(1, true);
  await tick(0, false);
  assert.equal(await code({ ...seen, recipientsHash: 'aa' }), 'selection.changed');
  assert.equal(await code(seen), undefined, 'the order of presses does not matter');
  await ask(owner.cookie, 'POST', `/api/imports/${owner.importId}/selection`, {
    step: 'invite',
    all: false,
    filter: {},
  });
  assert.equal(await code({ ...body, expected: 0 }), 'selection.empty');
});

test('the invited person joins by the link and both are connected', async () => {
  const owner = await ownerOf('Rosa Lind <rosa@join.example>');
  await sent(owner, await send(owner, { note: 'Join us' }));
  const token = await tokenTo('rosa@join.example');
  const page = await kith.app.inject(`/i/${token}`);
  assert.equal(page.statusCode, 200);
  assert.match(page.body, new RegExp(owner.name));
  assert.match(page.body, /value="Rosa Lind"/);
  assert.ok(Buffer.byteLength(page.body) < 14_000);
  assert.doesNotMatch(page.body, /<script/);
  assert.doesNotMatch(page.body, /rosa@join/, 'the address is masked');
  const accepted = await kith.app.inject({
    method: 'POST',
    url: `/i/${token}/accept`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'name=Rosa+Lind',
  });
  assert.equal(accepted.statusCode, 303);
  assert.equal(accepted.headers.location, '/network');
  const cookie = String(accepted.headers['set-cookie']).split(';')[0] ?? '';
  const names = async (as: string) =>
    (await ask(as, 'GET', '/api/connections')).items.map(
      (item: { member: { name: string } }) => item.member.name,
    );
  assert.deepEqual(await names(cookie), [owner.name]);
  assert.deepEqual(await names(owner.cookie), ['Rosa Lind']);
  const { items } = await ask(owner.cookie, 'GET', '/api/invitations');
  assert.equal(items[0].state, 'accepted');
  assert.equal(
    (await kith.app.inject({ method: 'POST', url: `/i/${token}/accept` })).statusCode,
    410,
    'a link joins once',
  );
});

test('a scanner that follows every link changes nothing', async () => {
  const owner = await ownerOf('Sam <sam@scan.example>');
  await sent(owner, await send(owner));
  const token = await tokenTo('sam@scan.example');
  for (const path of [
    `/i/${token}`,
    `/u/${token}`,
    `/i/${token}/accept`,
    `/i/${token}/never`,
    `/i/${token}/decline`,
  ])
    await kith.app.inject(path);
  const rows = await kith.platform.database.asSystem((tx) =>
    tx.selectFrom('suppressions').select('key').execute(),
  );
  const state = (await ask(owner.cookie, 'GET', '/api/invitations')).items[0].state;
  assert.equal(state, 'sent');
  const again = await kith.app.inject(`/i/${token}`);
  assert.equal(again.statusCode, 200);
  assert.deepEqual(rows, []);
});

test('whoever unsubscribes by one press is written to by nobody, and the inviter cannot tell', async () => {
  const first = await ownerOf('Tess <tess@stop.example>');
  await sent(first, await send(first));
  const token = await tokenTo('tess@stop.example');
  const answer = await kith.app.inject({
    method: 'POST',
    url: `/u/${token}`,
    headers: { origin: 'https://mail.provider.example', 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'List-Unsubscribe=One-Click',
  });
  assert.equal(answer.statusCode, 200);
  assert.equal(answer.headers['set-cookie'], undefined);
  ahead += 30 * 86_400_000;
  const second = await ownerOf('Tess <tess@stop.example>', 'Uma <uma@stop.example>');
  const batch = await sent(second, await send(second));
  assert.equal(batch.sent, 2);
  assert.equal(mailsTo('tess@stop.example').length, 1);
  assert.equal(mailsTo('uma@stop.example').length, 1);
  const { items } = await ask(second.cookie, 'GET', '/api/invitations');
  assert.deepEqual(
    items.map((item: { state: string }) => item.state),
    ['sent', 'sent'],
  );
});

test('two inviters of one address are one message within the interval', async () => {
  const [first, second] = [
    await ownerOf('Vera <vera@both.example>'),
    await ownerOf('Vera <VERA@both.example>'),
  ];
  await sent(first, await send(first));
  const batch = await sent(second, await send(second));
  assert.equal(batch.sent, 1);
  assert.equal(kith.mails.filter((mail) => mail.to.toLowerCase() === 'vera@both.example').length, 1);
});

test('a no from this inviter can be undone by the recipient alone', async () => {
  const owner = await ownerOf('Wim <wim@undo-no.example>');
  await sent(owner, await send(owner));
  const token = await tokenTo('wim@undo-no.example');
  const held = () =>
    kith.platform.database.asSystem((tx) =>
      tx.selectFrom('suppressions').select('reason').where('inviter_id', '=', owner.id).execute(),
    );
  const said = await kith.app.inject({ method: 'POST', url: `/i/${token}/not-from` });
  assert.match(said.body, /cannot write to this address any more/);
  assert.deepEqual(await held(), [{ reason: 'not_from_inviter' }]);
  await kith.app.inject({ method: 'POST', url: `/i/${token}/not-from/undo` });
  assert.deepEqual(await held(), []);
});

test('"withdraw the rest" stops what has not been sent', async () => {
  const owner = await ownerOf('Xena <xena@rest.example>', 'Yan <yan@rest.example>');
  const batch = await send(owner);
  const after = await ask(owner.cookie, 'POST', `/api/batches/${batch.id}/withdraw`);
  assert.equal(after.withdrawn, 2);
  ahead += 60_000;
  await kith.platform.jobs.enqueue('invitations.send', { batchId: batch.id });
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(kith.mails.filter((mail) => mail.to.endsWith('@rest.example')).length, 0);
});

test('the database refuses a delivery without a permit, and a second one for the same', async () => {
  const { database } = kith.platform;
  await assert.rejects(
    database.asSystem((tx) =>
      tx
        .insertInto('deliveries')
        .values({
          id: kith.platform.ids.next(),
          permit_id: kith.platform.ids.next(),
          message_id: 'x@y',
          body_hash: Buffer.alloc(1),
          attempt: 1,
          intended_at: new Date(),
          handed_at: null,
          rejected_at: null,
          deferred_until: null,
          unknown_at: null,
          response_code: null,
        })
        .execute(),
    ),
    /foreign key/,
  );
  const one = await database.asSystem((tx) =>
    tx.selectFrom('deliveries').selectAll().executeTakeFirstOrThrow(),
  );
  await assert.rejects(
    database.asSystem((tx) =>
      tx
        .insertInto('deliveries')
        .values({ ...one, id: kith.platform.ids.next(), message_id: 'z@y' })
        .execute(),
    ),
    /unique/,
  );
});

test('every delivery is explained by an entry of an unbroken ledger', async () => {
  const report = await kith.platform.database.asSystem(verifyLedger);
  assert.ok(report.deliveries > 5);
  assert.equal(report.unexplained, 0);
  assert.equal(report.brokenAt, undefined);
});

test('my network counts who joined by an import', async () => {
  const owner = await ownerOf('Joan Joiner <joan@counted.example>', 'Otto Other <otto@counted.example>');
  const joined = async () => (await ask(owner.cookie, 'GET', '/api/network')).recentImports[0].joinedSince;
  await sent(owner, await send(owner));
  assert.equal(await joined(), 0);
  const answer = await kith.app.inject({
    method: 'POST',
    url: `/i/${await tokenTo('joan@counted.example')}/accept`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'name=Joan+Joiner',
  });
  assert.equal(answer.statusCode, 303, answer.body);
  assert.equal(await joined(), 1);
});
