import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { askAs, type Inviter, pressSend, testInviter } from '../../testing/inviter.ts';
import { type TestKith, testKith } from '../../testing/kith.ts';
import { type RawSink, rawSink } from '../../testing/raw-sink.ts';
import { until } from '../../testing/wait.ts';
import type { BatchId } from '../platform/ids.ts';
import type { MailTransport } from '../platform/mail.ts';
import { smtpTransport } from '../platform/mail-smtp.ts';
import { sendInvitations } from './jobs/send-invitations.ts';

let kith: TestKith;
let modern: RawSink;
let old: RawSink;
let ahead = 0;
/** Where messages go: to the server that takes every script, or to the one that does not. */
let to: 'modern' | 'old' = 'modern';
let transports: Readonly<Record<'modern' | 'old', MailTransport>>;

before(async () => {
  modern = await rawSink(['PIPELINING', '8BITMIME', 'SMTPUTF8']);
  old = await rawSink(['8BITMIME']);
  transports = { modern: smtpTransport(modern.url), old: smtpTransport(old.url) };
  kith = await testKith({
    settings: {
      KITH_DEMO: 'true',
      KITH_UNDO_SECONDS: '5',
      KITH_SEND_PER_MINUTE: '60000',
      KITH_NETWORK_NAME: 'Häfen ⚓ "& Söhne"',
      KITH_BOUNCE_ADDRESS: 'bounces@harbour.example',
    },
    platform: {
      clock: { now: () => new Date(Date.now() + ahead) },
      mail: {
        send: (message) => transports[to].send(message),
        close: async () => undefined,
      },
    },
  });
});
after(async () => {
  await kith.close();
  await transports.modern.close();
  await transports.old.close();
  await modern.close();
  await old.close();
});

async function send(inviter: Inviter): Promise<void> {
  const { batchId } = await pressSend(kith, inviter);
  ahead += 6000;
  // Safe: the API gives back the id it was given.
  await sendInvitations(kith.platform).run({ batchId: batchId as never });
}

async function sentBy(inviter: Inviter) {
  const { items } = await askAs<{
    items: readonly { readonly name: string; readonly state: string; readonly unreachable?: boolean }[];
  }>(kith, inviter.cookie, 'GET', '/api/invitations');
  return items;
}

const recipientsOf = ({ commands }: RawSink) =>
  commands.flatMap((line) => /^RCPT TO:<(.*)>$/.exec(line)?.[1] ?? []);

test('an address in another script goes out in UTF-8, its domain in ASCII; a domain alone needs no extension', async () => {
  to = 'modern';
  await send(await testInviter(kith, ['Δημήτρης <δημήτρης@παράδειγμα.example>', 'Leo <leo@bücher.example>']));
  assert.deepEqual(recipientsOf(modern).toSorted(), [
    'leo@xn--bcher-kva.example',
    'δημήτρης@xn--hxajbheg2az3al.example',
  ]);
  const froms = modern.commands.filter((line) => line.startsWith('MAIL FROM:'));
  assert.deepEqual(froms.map((line) => line.endsWith('> SMTPUTF8')).toSorted(), [false, true]);
  for (const line of froms) assert.match(line, /^MAIL FROM:<bounces\+[0-9a-f]{32}@harbour\.example>/);
  const heads = modern.messages.map((message) => /^To: (.*)$/m.exec(message)?.[1]?.trim());
  assert.deepEqual(heads.toSorted(), recipientsOf(modern).toSorted());
});

test('one mailbox by its domain in both scripts is one recipient, and its no holds for both', async () => {
  to = 'modern';
  const inviter = await testInviter(kith, ['Ida <ida@straße.example>', 'Ida H <ida@xn--strae-oqa.example>']);
  await send(inviter);
  const toIda = () => recipientsOf(modern).filter((one) => one === 'ida@xn--strae-oqa.example').length;
  assert.equal(toIda(), 1);
  const link = /\/u\/([A-Za-z0-9_-]{22})/.exec(modern.messages.at(-1) ?? '')?.[0];
  assert.ok(link !== undefined);
  const no = await kith.app.inject({ method: 'POST', url: link });
  assert.equal(no.statusCode, 200, no.body);
  ahead += 30 * 86_400_000;
  for (const written of ['ida@straße.example', 'ida@xn--strae-oqa.example', 'IDA@STRASSE.example']) {
    const again = await testInviter(kith, [`Ida <${written}>`]);
    await send(again);
    assert.deepEqual(
      (await sentBy(again)).map(({ state }) => state),
      ['sent'],
    );
  }
  assert.equal(toIda(), 1);
  assert.equal(recipientsOf(modern).at(-1), 'IDA@strasse.example', 'which is another domain');
});

test('a server without SMTPUTF8 is not asked; the member is told by the address alone, and the others get theirs', async () => {
  to = 'old';
  const inviter = await testInviter(kith, ['Мария <мария@почта.example>', 'Bo <bo@work.example>']);
  await send(inviter);
  assert.deepEqual(recipientsOf(old), ['bo@work.example']);
  const said = async (one: Inviter) =>
    (await sentBy(one)).map(({ name, unreachable }) => `${name} ${unreachable === true}`).toSorted();
  assert.deepEqual(await said(inviter), ['Bo false', 'Мария true']);
  const another = await testInviter(kith, ['Мария <мария@почта.example>']);
  await send(another);
  assert.deepEqual(await said(another), ['Мария true']);
  assert.ok(kith.logs.some((line) => line.includes('"mail.unable"')));
  to = 'modern';
  ahead += 2 * 86_400_000;
  const mended = await testInviter(kith, ['Анна <анна@почта.example>']);
  await send(mended);
  assert.deepEqual(await said(mended), ['Анна false'], 'what a server lacks is believed for a day');
  assert.deepEqual(await said(another), ['Мария false']);
  assert.equal(
    kith.logs.some((line) => line.includes('мария')),
    false,
  );
});

test('nothing a member or an address book writes becomes a header, a recipient or a command', async () => {
  to = 'modern';
  const before = modern.messages.length;
  const commandsBefore = modern.commands.length;
  const evil = '\r\nBcc: all@victims.example\r\n\r\nX';
  const inviter = await testInviter(kith, [
    'Eve\tBcc: all@victims.example <eve@target.example>',
    '"quoted local"@target.example',
    'Cy (comment) <cy@target.example>',
    'di(comment)@target.example',
    'Flo <flo@target.example>\nRCPT TO:<all@victims.example>',
  ]);
  const refused = async (method: 'PATCH' | 'POST', url: string, payload: object) => {
    const answer = await kith.app.inject({ method, url, headers: { cookie: inviter.cookie }, payload });
    const { code, title } = answer.json();
    return [answer.statusCode, code, title];
  };
  for (const field of ['name', 'headline', 'location'])
    assert.deepEqual(await refused('PATCH', '/api/me', { [field]: `Ana${evil}` }), [
      400,
      'request.invalid',
      `The ${field} is too long, or holds what is not allowed there.`,
    ]);
  const url = `/api/imports/${inviter.importId}`;
  const signs = 'The note has signs in it that cannot be sent. Type it anew.';
  for (const [note, title] of [
    ['Come \u202eyltfos\u202c', signs],
    [`Hi${evil}`, 'A note cannot carry an e-mail address. Take it out.'],
    ['Hi\u0000there', signs],
    ['Hi\u2028Bcc: x', signs],
  ])
    assert.deepEqual(await refused('POST', `${url}/preview`, { note, locale: 'en', index: 0 }), [
      400,
      'note.refused',
      title,
    ]);
  const [status, code] = await refused('POST', `${url}/preview`, { locale: `en${evil}`, index: 0 });
  assert.deepEqual([status, code], [400, 'request.invalid']);
  const note = 'Come along 👋🏽🚣‍♀️';
  const preview = await askAs<{ count: number; hash: string }>(
    kith,
    inviter.cookie,
    'POST',
    `${url}/preview`,
    {
      note,
      locale: 'en',
      index: 0,
    },
  );
  const batch = await askAs<{ id: string }>(kith, inviter.cookie, 'POST', `${url}/invitations`, {
    note,
    locale: 'en',
    expected: preview.count,
    messageHash: preview.hash,
  });
  ahead += 6000;
  await sendInvitations(kith.platform).run({ batchId: batch.id as never });
  await sendInvitations(kith.platform).run({ batchId: batch.id as never });
  const messages = modern.messages.slice(before);
  const taken = recipientsOf({ ...modern, commands: modern.commands.slice(commandsBefore) });
  assert.equal(messages.length, preview.count, 'each once');
  assert.equal(new Set(taken).size, preview.count);
  assert.deepEqual(
    taken.filter((one) => !one.endsWith('@target.example')),
    [],
  );
  for (const message of messages) {
    const { headers, text, from, to: toHeader, bcc } = await PostalMime.parse(message);
    assert.deepEqual(headers.map(({ key }) => key).toSorted(), [
      'content-type',
      'date',
      'from',
      'list-unsubscribe',
      'list-unsubscribe-post',
      'message-id',
      'mime-version',
      'subject',
      'to',
    ]);
    assert.equal(bcc, undefined);
    assert.equal(toHeader?.length, 1);
    assert.equal(from?.address, kith.platform.config.mailFrom);
    assert.ok(text?.includes(note));
    assert.doesNotMatch(message.slice(0, message.indexOf('\r\n\r\n')), /^bcc:|\u202e/im);
  }
});

/** What would lead or mislead in a header, a message or on the page of an operator; each with what a reader would see of it. */
const evil: Readonly<Record<string, string>> = {
  'a carriage return': 'Eva\rBcc: all',
  'a line feed': 'Eva\nBcc: all',
  'the end of a header': 'Eva\r\n\r\nX',
  nul: 'Eva\0Ros',
  'a next line': 'Eva\u0085Bcc: all',
  'a line separator': 'Eva\u2028Bcc: all',
  'a paragraph separator': 'Eva\u2029Bcc: all',
  'an override from right to left': 'Eva \u202esoR',
  'an isolate': 'Eva \u2067soR',
  'an encoded word': '=?utf-8?Q?Eva=0D=0ABcc=3A_all?=',
  'an encoded word in base64': '=?UTF-8?b?UGF5UGFsIGh0dHBzOi8vYmFk?=',
  'five thousand letters': 'E'.repeat(5000),
};

test('every field that others read refuses what leads or misleads, or is plain', async () => {
  to = 'modern';
  const inviter = await testInviter(kith, ['Eva <eva@fields.example>']);
  await send(inviter);
  const token = /\/u\/([A-Za-z0-9_-]{22})/.exec(modern.messages.at(-1) ?? '')?.[1];
  const [before, commandsBefore] = [modern.messages.length, modern.commands.length];
  const { cookie } = inviter;
  const json = (method: 'PATCH' | 'POST', url: string, payload: object) =>
    kith.app.inject({ method, url, headers: { cookie }, payload });
  const form = (url: string, fields: Readonly<Record<string, string>>) =>
    kith.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    });
  const email = 'eva@sign-up.example';
  /** Each takes the words as somebody types them, where an address is asked for as one. */
  const refusing: Readonly<Record<string, (words: string) => ReturnType<typeof form>>> = {
    'the name at sign-up': (name) => json('POST', '/api/sign-up', { name, email }),
    'the address at sign-up': (words) =>
      json('POST', '/api/sign-up', { name: 'Eva Ros', email: `${words}@sign-up.example` }),
    'the domain at sign-up': (words) =>
      json('POST', '/api/sign-up', { name: 'Eva Ros', email: `eva@${words}.example` }),
    'the language at sign-up': (locale) => json('POST', '/api/sign-up', { name: 'Eva Ros', email, locale }),
    'the address at sign-in': (words) =>
      json('POST', '/api/sign-in/link', { email: `${words}@sign-in.example` }),
    'an address of one’s own': (words) =>
      json('POST', '/api/me/identifiers', { kind: 'email', value: `${words}@own.example` }),
    'a number of one’s own': (words) =>
      json('POST', '/api/me/identifiers', { kind: 'phone', value: `+4790012345${words}` }),
    'the address whose data is asked for': (words) => form('/held', { address: `${words}@held.example` }),
    'the language of a message': (locale) =>
      json('POST', `/api/imports/${inviter.importId}/preview`, { locale, index: 0 }),
    ...Object.fromEntries(
      ['name', 'headline', 'location', 'organisation', 'school', 'locale'].map((field) => [
        `the own ${field}`,
        (words: string) => json('PATCH', '/api/me', { [field]: words }),
      ]),
    ),
  };
  for (const [field, fill] of Object.entries(refusing))
    for (const [what, words] of Object.entries(evil)) {
      const { statusCode, body } = await fill(words);
      assert.ok([400, 413].includes(statusCode), `${field}, ${what}: ${statusCode} ${body}`);
      assert.doesNotMatch(body, /[\0\u2028\u202e\u2067]/, `${field}, ${what}`);
    }
  const noteOf = async (note: string) =>
    (await json('POST', `/api/imports/${inviter.importId}/preview`, { locale: 'en', index: 0, note })).json()
      .code;
  for (const [what, words] of Object.entries(evil)) {
    const isLine = /^(?:a carriage|a line feed|the end)/.test(what);
    assert.match(
      await noteOf(words),
      isLine ? /^selection\.empty$/ : /^(?:note\.refused|request\.invalid)$/,
      what,
    );
  }

  const members = async () => Number((await rowsOf('select count(*) from members'))[0]?.count);
  const were = await members();
  for (const [what, name] of Object.entries(evil)) {
    const { statusCode, headers, body } = await form(`/i/${token}/accept`, { name });
    assert.deepEqual([statusCode, headers.location], [200, undefined], `the name at acceptance, ${what}`);
    assert.match(body, /role="alert"|aria-invalid="true"/);
    assert.doesNotMatch(body, /[\0\u2028\u202e\u2067]/, `the name at acceptance, ${what}`);
  }
  assert.equal(await members(), were);

  const fromPages = async (text: string) => (await form(`/i/${token}/report`, { text })).statusCode;
  const asked = await testInviter(kith, ['Nobody <nobody@fields.example>']);
  const fromMembers = async (text: string) => {
    const request = await askAs<{ id: string }>(kith, asked.cookie, 'POST', '/api/connection-requests', {
      memberId: inviter.id,
    });
    return (await json('POST', `/api/connection-requests/${request.id}/report`, { text })).statusCode;
  };
  for (const [what, words] of Object.entries(evil)) {
    assert.equal(await fromPages(`It is spam. ${words}`), 200, what);
    const [kept] = await rowsOf('select text from abuse_reports order by id desc limit 1');
    const text = String(kept?.text);
    assert.match(text, /^It is spam\. (?:E|=\?)/, what);
    assert.doesNotMatch(text, /(?!\n)[\p{Cc}\u2028-\u202e\u2066-\u2069]/u, what);
    assert.ok(text.length <= 1000);
  }
  const { 'five thousand letters': long = '', ...short } = evil;
  assert.equal(await fromMembers(long), 400);
  assert.equal(await fromMembers(Object.values(short).join(' ')), 204);
  const [kept] = await rowsOf('select text from abuse_reports where request_id is not null');
  assert.doesNotMatch(String(kept?.text), /(?!\n)[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
  assert.deepEqual(
    [modern.messages.length, modern.commands.length],
    [before, commandsBefore],
    'nobody was written to',
  );

  assert.equal((await json('POST', '/api/sign-up', { name: 'Eva Ros', email })).statusCode, 202);
  await until(() => modern.messages.length === before + 1);
  const { headers } = await PostalMime.parse(modern.messages.at(-1) ?? '');
  assert.deepEqual(headers.map(({ key }) => key).toSorted(), [
    ...['content-transfer-encoding', 'content-type', 'date', 'from', 'message-id', 'mime-version'],
    ...['subject', 'to'],
  ]);
});

async function rowsOf(statement: string): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await kith.platform.database.asSystem((tx) =>
    sql.raw<Record<string, unknown>>(statement).execute(tx),
  );
  return rows;
}

test('the database takes no permit to somebody the consent does not name, and changes none', async () => {
  const inviter = await testInviter(kith, ['Uma <uma@permits.example>']);
  await pressSend(kith, inviter);
  const run = (statement: string) => kith.platform.database.asSystem((tx) => sql.raw(statement).execute(tx));
  const one = `permits where consent_id in (select id from consents where member_id = '${inviter.id}')`;
  await assert.rejects(
    run(`insert into permits (id, consent_id, invitation_id, recipient_key, kind, sequence, issued_at)
      select gen_random_uuid(), consent_id, invitation_id, '\\x00', 'reminder', 1, issued_at from ${one}`),
    /somebody the consent does not name/,
  );
  await assert.rejects(
    run(`update permits set recipient_key = '\\x00' where id in (select id from ${one})`),
    /a permit never changes/,
  );
});

test('where one of several lanes fails, the others end with it, and the next run sends nobody a second message', async () => {
  to = 'modern';
  const { database } = kith.platform;
  const people = Array.from({ length: 120 }, (_, nth) => `Pia <p${nth}@lanes.example>`);
  const pressed = await pressSend(kith, await testInviter(kith, people));
  // Safe: the API gives ids as text.
  const batchId = pressed.batchId as BatchId;
  ahead += 6000;
  const [fifth] = await database.asSystem((tx) =>
    tx
      .selectFrom('permits as p')
      .innerJoin('invitations as i', 'i.id', 'p.invitation_id')
      .select('p.id')
      .where('i.batch_id', '=', batchId)
      .orderBy('i.id')
      .offset(4)
      .limit(1)
      .execute(),
  );
  await database.pool.query(`
    create function fails() returns trigger language plpgsql as $$ begin
      if new.permit_id = '${fifth?.id}' and new.handed_at is not null then raise exception 'the disk is full'; end if;
      return new; end $$;
    create trigger fails before update on deliveries for each row execute function fails()`);
  const run = () => sendInvitations(kith.platform).run({ batchId });
  const taken = () => recipientsOf(modern).filter((one) => one.endsWith('@lanes.example'));
  await assert.rejects(run(), /the disk is full/);
  const count = taken().length;
  assert.ok(count < people.length, `${count} were sent before it failed`);
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(taken().length, count, 'nothing goes once the job is over');
  await database.pool.query('drop trigger fails on deliveries; drop function fails');
  // Its lease is over.
  ahead += 21_000;
  await run();
  assert.equal(taken().length, people.length);
  assert.equal(new Set(taken()).size, people.length);
});
