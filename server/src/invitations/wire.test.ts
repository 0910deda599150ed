import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { askAs, type Inviter, pressSend, testInviter } from '../../testing/inviter.ts';
import { type TestKith, testKith } from '../../testing/kith.ts';
import { type RawSink, rawSink } from '../../testing/raw-sink.ts';
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
