import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { type ImapServer, startDovecot } from '@kith/sources/testing';
import { ImapFlow } from 'imapflow';
import { sql } from 'kysely';
import nodemailer from 'nodemailer';
import PostalMime from 'postal-mime';
import { askAs, pastePeople } from '../../testing/inviter.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { until } from '../../testing/wait.ts';
import { cameBack, endPause, pauseNow } from '../invitations/index.ts';
import { listenForAnswers, type SmtpListener } from './smtp-listener.ts';

const password = 'of-the-mail-service-4711';
const mailboxPassword = 'of/the@mailbox?4711';
let mailbox: ImapServer;
let kith: TestKith;
let listener: SmtpListener;
let ahead = 0;
before(async () => {
  mailbox = await startDovecot(mailboxPassword, { INBOX: [], Answers: [], Sent: [] }, 'Sent');
  setDefaultCACertificates([...getCACertificates(), mailbox.ca]);
  kith = await testKith({
    settings: {
      KITH_ANSWERS_MAILBOX: `imaps://alice:${encodeURIComponent(mailboxPassword)}@127.0.0.1:${mailbox.port}/Answers`,
      KITH_DEMO: 'true',
      KITH_SEND_PER_MINUTE: '60000',
      KITH_UNDO_SECONDS: '5',
      KITH_MAIL_FROM: 'invites@harbour.example',
      KITH_BOUNCE_ADDRESS: 'bounces@harbour.example',
      KITH_ANSWERS_PASSWORD: password,
      KITH_OPERATORS: 'ola@harbour.example per@harbour.example',
    },
    platform: { clock: { now: () => new Date(Date.now() + ahead) } },
  });
  listener = await listenForAnswers(kith.platform, '127.0.0.1:0');
});
after(async () => {
  await listener.close();
  await kith.close();
  await mailbox.close();
});

interface Inviter {
  readonly cookie: string;
  readonly importId: string;
}

let count = 0;
async function inviterOf(...people: string[]): Promise<Inviter> {
  count += 1;
  const { cookie } = await testMember(kith, { name: `Inviter ${count}`, email: `inv-${count}@home.example` });
  return { cookie, importId: await pastePeople(kith, cookie, people) };
}

// biome-ignore lint/suspicious/noExplicitAny: answers are judged by what the tests assert of them
function ask(cookie: string, method: 'GET' | 'POST', url: string, payload?: object): Promise<any> {
  return askAs(kith, cookie, method, url, payload);
}

/** Invites everybody of the book, past the undo window; gives the batch. */
async function invite({ cookie, importId }: Inviter): Promise<string> {
  const { count: expected, hash } = await ask(cookie, 'POST', `/api/imports/${importId}/preview`, {
    locale: 'en',
    index: 0,
  });
  const { id } = await ask(cookie, 'POST', `/api/imports/${importId}/invitations`, {
    locale: 'en',
    expected,
    messageHash: hash,
  });
  ahead += 6000;
  await kith.platform.jobs.enqueue('invitations.send', { batchId: id });
  return id;
}

/** Invites everybody of the book, to whom so many messages go. */
async function sendAll(inviter: Inviter, messages: number): Promise<void> {
  const before = kith.mails.length;
  const id = await invite(inviter);
  await until(async () => (await ask(inviter.cookie, 'GET', `/api/batches/${id}`)).state === 'sent');
  await until(async () => kith.mails.length >= before + messages);
  assert.equal(kith.mails.length, before + messages);
}

function mailTo(address: string) {
  const mail = kith.mails.findLast(({ to }) => to === address);
  assert.ok(mail !== undefined, `there is a message to ${address}`);
  return { ...mail, token: /\+([0-9a-f]{32})@/.exec(mail.from)?.[1] ?? '' };
}

function report(name: string, token: string): Buffer {
  const text = readFileSync(new URL(`fixtures/${name}.eml`, import.meta.url)).toString();
  return Buffer.from(text.replaceAll('7f3a9c0d51e84b62a1c7d9e0f2b34856', token));
}

async function bring(raw: Buffer, to: string): Promise<string> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: listener.port, secure: false });
  try {
    const { response } = await transport.sendMail({ envelope: { from: '', to }, raw });
    return response;
  } finally {
    transport.close();
  }
}

async function tell(service: string, body: unknown, shown = password) {
  return kith.app.inject({
    method: 'POST',
    url: `/api/answers/${service}`,
    headers: {
      authorization: `Basic ${Buffer.from(`kith:${shown}`).toString('base64')}`,
      'content-type': 'text/plain',
    },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function stateOf(cookie: string): Promise<string[]> {
  const { items } = await ask(cookie, 'GET', '/api/invitations');
  return items.map(({ state }: { state: string }) => state);
}

test('every message has a return address of its own, which names it', async () => {
  const inviter = await inviterOf('Vera <vera@work.example>', 'Wim <wim@work.example>');
  await sendAll(inviter, 2);
  const [vera, wim] = [mailTo('vera@work.example'), mailTo('wim@work.example')];
  assert.match(vera.from, /^bounces\+[0-9a-f]{32}@harbour\.example$/);
  assert.notEqual(vera.token, wim.token);
  assert.ok(vera.messageId.startsWith(vera.token));
});

test('nobody writes again to an address that is gone, and the inviter sees nothing of it', async () => {
  await sendAll(await inviterOf('Gone <gone@work.example>', 'There <there@work.example>'), 2);
  const { from, token } = mailTo('gone@work.example');
  await bring(report('postfix-user-unknown', token), from);
  const next = await inviterOf('Gone <gone@work.example>', 'Other <other@work.example>');
  ahead += 8 * 86_400_000;
  await sendAll(next, 1);
  mailTo('other@work.example');
  assert.deepEqual(await stateOf(next.cookie), ['sent', 'sent']);
});

test('a full mailbox is written to by others later; a delayed message is nothing', async () => {
  await sendAll(await inviterOf('Full <full@work.example>', 'Slow <slow@work.example>'), 2);
  await bring(
    report('exchange-2013-quota', mailTo('full@work.example').token),
    mailTo('full@work.example').from,
  );
  await bring(report('postfix-delayed', mailTo('slow@work.example').token), 'invites@harbour.example');
  ahead += 8 * 86_400_000;
  await sendAll(await inviterOf('Full <full@work.example>', 'Slow <slow@work.example>'), 2);
});

test('a stop in a reply holds for everybody at once', async () => {
  await sendAll(await inviterOf('Stop <stop@work.example>'), 1);
  await bring(report('reply-stop', mailTo('stop@work.example').token), 'invites@harbour.example');
  await sendAll(await inviterOf('Stop <stop@work.example>', 'Go <go@work.example>'), 1);
  mailTo('go@work.example');
});

test('out of office changes nothing', async () => {
  await sendAll(await inviterOf('Away <away@work.example>'), 1);
  await bring(report('out-of-office-exchange', mailTo('away@work.example').token), 'invites@harbour.example');
  ahead += 8 * 86_400_000;
  await sendAll(await inviterOf('Away <away@work.example>'), 1);
});

test('who does not know the name of a message can suppress nobody', async () => {
  await sendAll(await inviterOf('Victim <victim@work.example>'), 1);
  const forged = report('postfix-user-unknown', 'a'.repeat(32))
    .toString()
    .replaceAll('leo@work', 'victim@work');
  await bring(Buffer.from(forged), `bounces+${'a'.repeat(32)}@harbour.example`);
  await bring(report('arf-yahoo-abuse', 'b'.repeat(32)), 'bounces@harbour.example');
  ahead += 8 * 86_400_000;
  await sendAll(await inviterOf('Victim <victim@work.example>'), 1);
});

test('mail for anybody else is refused, and so is what is too large', async () => {
  await assert.rejects(bring(report('reply-stop', 'c'.repeat(32)), 'ana@harbour.example'), /550/);
  await assert.rejects(bring(Buffer.alloc(3_000_000, 'a\r\n'), 'bounces@harbour.example'), /552/);
  assert.match(await bring(Buffer.from('\0\0'), 'bounces@harbour.example'), /^250/);
});

test('mail services report over HTTP, by the operator’s password alone', async () => {
  const people = ['mg', 'sg', 'ses', 'pm'].map((name) => `P ${name} <${name}@work.example>`);
  await sendAll(await inviterOf(...people), 4);
  const idOf = (name: string) => `<${mailTo(`${name}@work.example`).messageId.replace(/[<>]/g, '')}>`;
  const mailgun = {
    signature: {},
    'event-data': {
      event: 'failed',
      severity: 'permanent',
      'delivery-status': { code: 550, 'enhanced-code': '5.1.1', message: 'no such user' },
      message: { headers: { 'message-id': idOf('mg').slice(1, -1) } },
    },
  };
  const sendgrid = [
    { event: 'processed', 'smtp-id': idOf('sg') },
    { event: 'bounce', type: 'bounce', status: '5.1.1', reason: '550 5.1.1 unknown', 'smtp-id': idOf('sg') },
  ];
  const ses = {
    Type: 'Notification',
    Message: JSON.stringify({
      notificationType: 'Bounce',
      bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'x', status: '5.1.1' }] },
      mail: {
        source: mailTo('ses@work.example').from,
        headers: [{ name: 'Message-ID', value: idOf('ses') }],
      },
    }),
  };
  const postmark = {
    RecordType: 'Bounce',
    Type: 'HardBounce',
    Content: report('gmail-no-account', mailTo('pm@work.example').token).toString(),
  };
  assert.equal((await tell('mailgun', mailgun, 'wrong')).statusCode, 401);
  for (const [service, body] of Object.entries({ mailgun, sendgrid, ses, postmark })) {
    const answer = await tell(service, body);
    assert.equal(answer.statusCode, 204, answer.body);
  }
  for (const body of ['', 'x', '[]', '{}', '{"event-data":1}', 'null', '[{"event":"__proto__"}]'])
    for (const service of ['mailgun', 'sendgrid', 'ses', 'postmark'])
      assert.ok([204, 400].includes((await tell(service, body)).statusCode), `${service} ${body}`);
  assert.equal((await tell('nobody', {})).statusCode, 400);
  ahead += 8 * 86_400_000;
  await sendAll(await inviterOf(...people, 'New <new@work.example>'), 1);
  mailTo('new@work.example');
});

async function looked(event = 'answers.mailbox_'): Promise<string> {
  const before = kith.logs.length;
  await kith.platform.jobs.enqueue('answers.read-mailbox', {});
  const found = () => kith.logs.slice(before).find((line) => line.includes(`"event":"${event}`));
  await until(async () => found() !== undefined);
  return found() ?? '';
}

async function openMailbox(): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: mailbox.port,
    secure: true,
    auth: { user: mailbox.user, pass: mailboxPassword },
    logger: false,
  });
  await client.connect();
  return client;
}

test('a mailbox is read by IMAP, each message once, and changed by its owner alone', async () => {
  const people = ['Mia <mia@work.example>', 'Mo <mo@work.example>', 'May <may@work.example>'];
  await sendAll(await inviterOf(...people), 3);
  const client = await openMailbox();
  const arrive = (name: string, to: string) =>
    client.append('Answers', report(name, mailTo(to).token), ['\\Seen']);
  await arrive('postfix-user-unknown', 'mia@work.example');
  await arrive('out-of-office-vacation', 'may@work.example');
  assert.equal(JSON.parse(await looked()).messages, 2);
  await client.mailboxOpen('Answers');
  assert.ok(await client.messageDelete('1'));
  await arrive('reply-stop', 'mo@work.example');
  assert.equal(JSON.parse(await looked()).messages, 1);
  await client.mailboxDelete('Answers');
  await client.logout();
  assert.equal(JSON.parse(await looked()).event, 'answers.mailbox_failed');
  ahead += 8 * 86_400_000;
  await sendAll(await inviterOf(...people), 1);
  mailTo('may@work.example');
});

test('one complaint in a thousand puts the brake on, and an operator lets it go', async () => {
  await sendAll(await inviterOf('Cross <cross@work.example>'), 1);
  await bring(report('arf-yahoo-abuse', mailTo('cross@work.example').token), 'bounces@harbour.example');
  const { database } = kith.platform;
  assert.equal((await database.asSystem(pauseNow))?.reason, 'complaints');
  assert.match(kith.logs.join(''), /"event":"sending.braked"/);
  const told = () => kith.mails.filter(({ to }) => /^(ola|per)@/.test(to));
  await until(async () => told().length === 2);
  const { subject = '', text = '' } = await PostalMime.parse(told()[0]?.raw ?? assert.fail());
  assert.match(
    `${subject}\n${text}`,
    /sending has stopped\n.* 1 were reported as spam.*\/operators\/sending/s,
  );
  assert.doesNotMatch(text, /@|cross/i, 'nothing of anybody');
  await kith.platform.jobs.enqueue('invitations.tell-brake', {
    reason: 'complaints',
    messages: 9,
    complaints: 9,
    bounces: 9,
  });
  const waiting = await inviterOf('Wait <wait@work.example>');
  const before = kith.mails.length;
  const batchId = await invite(waiting);
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(kith.mails.length, before);
  assert.deepEqual(await stateOf(waiting.cookie), ['queued']);
  assert.ok(await database.asSystem((tx) => endPause(kith.platform, tx)));
  ahead += 61_000;
  await kith.platform.jobs.enqueue('invitations.send', { batchId });
  await until(async () => kith.mails.length === before + 1);

  const people = Array.from({ length: 20 }, (_, at) => `back${at}@work.example`);
  await sendAll(await inviterOf(...people.map((one) => `Bo <${one}>`)), people.length);
  for (const [at, one] of people.entries()) {
    assert.equal(await database.asSystem(pauseNow), undefined, `${at} of the last thousand came back`);
    await cameBack(kith.platform, mailTo(one).token, 'refused', '5.2.2');
    await cameBack(kith.platform, mailTo(one).token, 'refused', '5.2.2');
  }
  assert.equal((await database.asSystem(pauseNow))?.reason, 'bounces');
  await until(async () => told().length >= 4);
  assert.equal(told().length, 4, 'once each time that the brake comes on');
  assert.ok(await database.asSystem((tx) => endPause(kith.platform, tx)));
});

test('a message of which nobody knows whether it arrived is found by its Message-ID, in the folder for sent mail too', async () => {
  const { database } = kith.platform;
  const people = ['Kim <kim@work.example>', 'Lea <lea@work.example>', 'Mae <mae@work.example>'];
  const inviter = await inviterOf(...people);
  await sendAll(inviter, 3);
  await database.asSystem((tx) =>
    sql`update deliveries set handed_at = null, unknown_at = intended_at where message_id in
      (${sql.join(['kim', 'lea', 'mae'].map((one) => mailTo(`${one}@work.example`).messageId))})`.execute(tx),
  );
  assert.deepEqual(await stateOf(inviter.cookie), ['unknown', 'unknown', 'unknown']);
  const client = await openMailbox();
  await client.mailboxCreate('Answers');
  // As they were kept days ago: nothing of it is new to whoever reads what comes in.
  await client.append('Sent', mailTo('kim@work.example').raw, ['\\Seen']);
  const reply = `Message-ID: <x@work.example>\r\nIn-Reply-To: <${mailTo('lea@work.example').messageId}>\r\n\r\nHello\r\n`;
  await client.append('Sent', Buffer.from(reply), ['\\Seen']);
  await client.append('Answers', mailTo('mae@work.example').raw, ['\\Seen']);
  const { uidNext, uidValidity } = await client.mailboxOpen('Answers');
  await client.logout();
  await database.asSystem((tx) =>
    sql`update answer_mailboxes set last_uid = ${uidNext - 1}, uid_validity = ${Number(uidValidity)}`.execute(
      tx,
    ),
  );
  assert.equal(JSON.parse(await looked('answers.found')).messages, 2);
  const { items } = await ask(inviter.cookie, 'GET', '/api/invitations');
  assert.deepEqual(
    items.map(({ name, state }: { name: string; state: string }) => `${name} ${state}`).toSorted(),
    ['Kim sent', 'Lea unknown', 'Mae sent'],
  );
});

test('no log line names a person', () => {
  assert.doesNotMatch(kith.logs.join(''), /@work\.example/);
});
