import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { audit, keepJournal, type ShownBatch } from '../../testing/auditor.ts';
import { askAs, pressSend, testInviter } from '../../testing/inviter.ts';
import { type TestKith, testKith } from '../../testing/kith.ts';
import { type Behaviour, type Moment, type SmtpDouble, smtpDouble } from '../../testing/smtp-double.ts';
import type { BatchId } from '../platform/ids.ts';
import type { MailTransport } from '../platform/mail.ts';
import { smtpTransport } from '../platform/mail-smtp.ts';
import { cameBack } from './came-back.ts';
import { sendInvitations } from './jobs/send-invitations.ts';

type Kind = 'handed' | 'rejected' | 'deferred' | 'unknown';

interface Fault extends Behaviour {
  readonly name: string;
  /** What stands beside the message after the first try. */
  readonly first: Kind;
  /** And at last, where the server is sound from then on; the same where it may not be tried again. */
  readonly last?: Kind;
  readonly withPassword?: true;
}

const patience = { connect: 500, greeting: 300, reply: 300, message: 700 };
const late = (milliseconds: number, said: string) => () => wait(milliseconds, said);
const silent = () => undefined;
const cut = () => 'cut' as const;
const closing = '421 mx.double.example closing\r\n';
async function* endlessly(): AsyncGenerator<string> {
  for (;;) {
    await wait(50);
    yield '250-and another line\r\n';
  }
}

const faults: readonly Fault[] = [
  { name: 'refuses the connection', first: 'deferred', say: { connect: cut }, last: 'handed' },
  { name: 'stalls before its banner', first: 'deferred', say: { connect: silent }, last: 'handed' },
  { name: 'is slow to greet', first: 'handed', say: { connect: late(150, '220 at last\r\n') } },
  {
    name: 'greets with a refusal',
    first: 'deferred',
    say: { connect: () => '554 no service\r\n' },
    last: 'handed',
  },
  {
    name: 'greets with nonsense',
    first: 'deferred',
    say: { connect: () => 'hello there\r\n' },
    last: 'handed',
  },
  ...(['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'body', 'dot'] as const).map(
    (moment: Moment): Fault => ({
      name: `answers 421 at ${moment}`,
      first: 'deferred',
      last: 'handed',
      say: { [moment]: () => closing },
      ...(moment === 'body' ? { keeps: false } : {}),
    }),
  ),
  { name: 'knows HELO alone', first: 'handed', say: { EHLO: () => '502 what?\r\n' } },
  {
    name: 'refuses STARTTLS that it offered',
    first: 'deferred',
    last: 'handed',
    say: { EHLO: () => '250-mx\r\n250 STARTTLS\r\n', STARTTLS: () => '502 not now\r\n' },
  },
  {
    name: 'had its STARTTLS stripped, and wants a password',
    first: 'deferred',
    withPassword: true,
    last: 'deferred',
  },
  {
    name: 'wants a password at MAIL',
    first: 'deferred',
    say: { MAIL: () => '530 5.7.0 who are you?\r\n' },
    last: 'handed',
  },
  { name: 'is full for now', first: 'deferred', say: { MAIL: () => '452 4.3.1 full\r\n' }, last: 'handed' },
  { name: 'is too small at MAIL', first: 'rejected', say: { MAIL: () => '552 5.3.4 too large\r\n' } },
  { name: 'greylists', first: 'deferred', say: { RCPT: () => '451 4.7.1 come again\r\n' }, last: 'handed' },
  { name: 'does not know the recipient', first: 'rejected', say: { RCPT: () => '550 5.1.1 who?\r\n' } },
  {
    name: 'answers nonsense at RCPT',
    first: 'deferred',
    say: { RCPT: () => 'nonsense\r\n' },
    last: 'handed',
  },
  { name: 'is too small at DATA', first: 'rejected', say: { DATA: () => '552 5.3.4 too large\r\n' } },
  { name: 'hangs up at DATA', first: 'deferred', say: { DATA: cut }, last: 'handed' },
  { name: 'hangs up in the middle of the message', first: 'unknown', say: { body: cut } },
  {
    name: 'refuses in the middle of the message',
    first: 'rejected',
    say: { body: () => '552 too large\r\n' },
    keeps: false,
  },
  { name: 'keeps the message and hangs up', first: 'unknown', say: { dot: cut }, keeps: true },
  { name: 'loses the message and hangs up', first: 'unknown', say: { dot: cut }, keeps: false },
  {
    name: 'keeps the message and says so too late',
    first: 'unknown',
    say: { dot: late(500, '250 kept\r\n') },
    keeps: true,
  },
  {
    name: 'keeps the message and never ends its answer',
    first: 'unknown',
    say: { dot: endlessly },
    keeps: true,
  },
  {
    name: 'keeps the message and answers nonsense',
    first: 'unknown',
    say: { dot: () => 'thank you\r\n' },
    keeps: true,
  },
  {
    name: 'keeps the message and says yes and no',
    first: 'unknown',
    say: { dot: () => '250-kept\r\n550 or not\r\n' },
    keeps: true,
  },
  {
    name: 'refuses the message at its end',
    first: 'rejected',
    say: { dot: () => '554 5.7.1 spam\r\n' },
    keeps: false,
  },
  {
    name: 'takes the message later',
    first: 'deferred',
    say: { dot: () => '451 later\r\n' },
    keeps: false,
    last: 'handed',
  },
  {
    name: 'answers in several lines',
    first: 'handed',
    say: { dot: () => '250-kept\r\n250-as\r\n250 number 17\r\n' },
    keeps: true,
  },
  { name: 'breaks off in several lines', first: 'unknown', say: { dot: () => '250-kept\r\n' }, keeps: true },
  {
    name: 'answers RCPT twice',
    first: 'unknown',
    say: { RCPT: () => '250 fine\r\n250 fine\r\n' },
    keeps: true,
  },
  { name: 'has no 8BITMIME', first: 'handed', say: { EHLO: () => '250 mx.double.example\r\n' } },
];

let kith: TestKith;
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };
const doubles: SmtpDouble[] = [];
const transports: MailTransport[] = [];

before(async () => {
  for (const { name, say, keeps, withPassword } of faults) {
    const double = await smtpDouble({
      ...(say === undefined ? {} : { say }),
      ...(keeps === undefined ? {} : { keeps }),
    });
    doubles.push(double);
    assert.ok(name.length > 0);
    const url = withPassword === true ? double.url.replace('//', '//invites:secret-of-ours@') : double.url;
    transports.push(smtpTransport(url, undefined, patience));
  }
  kith = await testKith({
    settings: { KITH_DEMO: 'true', KITH_UNDO_SECONDS: '5', KITH_SEND_PER_MINUTE: '60000' },
    platform: {
      clock,
      // Each recipient is behind a mail server of their own.
      mail: {
        send: (message) => {
          const transport = transports[nthOf(message.to)];
          assert.ok(transport, message.to);
          return transport.send(message);
        },
        close: async () => undefined,
      },
    },
  });
  const client = await kith.platform.database.client();
  await keepJournal(client);
  client.release(true);
});
after(async () => {
  await Promise.all(transports.map((one) => one.close()));
  await Promise.all(doubles.map((one) => one.close()));
  await kith?.close();
});

const addressOf = (nth: number) => `n${nth}@faults.example`;
const nthOf = (address: string) => Number(/^n(\d+)@/.exec(address)?.[1]);

/** What stands before the @ of the message's name. */
async function nameOf(nth: number): Promise<string> {
  const message = String(doubles[nth]?.kept[0]?.message);
  const name = /^message-id: <([^@]+)@/im.exec(message)?.[1];
  assert.ok(name);
  return name;
}

interface Row {
  readonly address: string;
  readonly kind: Kind | null;
  readonly attempt: number;
}

async function deliveries(): Promise<Map<number, Row>> {
  const client = await kith.platform.database.client();
  try {
    await client.query("select set_config('kith.owner', 'all', false)");
    const { rows } = await client.query<Row>(`
      select i.address, d.attempt, case when d.handed_at is not null then 'handed' when d.rejected_at is not null then 'rejected'
        when d.unknown_at is not null then 'unknown' when d.deferred_until is not null then 'deferred' end as kind
      from deliveries d join permits p on p.id = d.permit_id join invitations i on i.id = p.invitation_id`);
    return new Map(rows.map((row) => [nthOf(row.address), row]));
  } finally {
    client.release(true);
  }
}

test(`whatever ${faults.length} mail servers do: no message twice, none lost, and what is unknown stays unknown`, async (t) => {
  const inviter = await testInviter(
    kith,
    faults.map((_, nth) => `Pia <${addressOf(nth)}>`),
  );
  const { batchId, subject, text, html } = await pressSend(kith, inviter);
  // Safe: the API gives ids as text.
  const sender = () => sendInvitations(kith.platform).run({ batchId: batchId as BatchId });
  const outcomes = async (moment: 'first' | 'last') => {
    const found = await deliveries();
    const wrong = faults.flatMap((fault, nth) => {
      const wanted = fault[moment] ?? fault.first;
      const kind = found.get(nth)?.kind;
      return kind === wanted ? [] : [`${fault.name}: ${kind} instead of ${wanted}`];
    });
    assert.deepEqual(wrong, []);
    return found;
  };

  ahead += 6000;
  await sender();
  await outcomes('first');
  for (const [nth, { name, last, first }] of faults.entries())
    if (name === 'had its STARTTLS stripped, and wants a password')
      assert.ok(doubles[nth]?.heard.every((line) => !line.startsWith('AUTH') && !line.startsWith('MAIL')));
    else if (last !== undefined && last !== first) doubles[nth]?.will({});
  ahead += 61_000;
  await sender();
  const found = await outcomes('last');

  for (const [nth, fault] of faults.entries())
    await t.test(fault.name, () => {
      const kept = doubles[nth]?.kept.length ?? 0;
      assert.ok(kept <= 1, `taken ${kept} times`);
      if (found.get(nth)?.kind === 'handed') assert.equal(kept, 1);
      assert.equal(found.get(nth)?.attempt, fault.first === 'deferred' ? 2 : 1);
    });

  await t.test('and the auditor finds nothing', async () => {
    const client = await kith.platform.database.client();
    const batch = await askAs<Omit<ShownBatch, 'id'>>(kith, inviter.cookie, 'GET', `/api/batches/${batchId}`);
    const sinks = doubles.flatMap(({ kept }) => kept.map((one) => ({ ...one, channel: 'email' as const })));
    const unknown = faults.filter(({ first }) => first === 'unknown').length;
    const violations = await audit(client, {
      sinks,
      now: clock.now(),
      settled: true,
      inFlight: unknown,
      previews: [{ batchId, subject, text, html }],
      batches: [{ id: batchId, ...batch }],
    });
    client.release(true);
    assert.deepEqual(violations, []);
    assert.ok(
      sinks.every(({ message }) => message.every((byte) => byte < 0x80)),
      'no message needs 8BITMIME',
    );
  });

  await t.test(
    'a report that comes late ends what was handed over, and tells of what was unknown',
    async () => {
      const nth = (name: string) => faults.findIndex((fault) => fault.name === name);
      const [gone, arrived] = [nth('is slow to greet'), nth('keeps the message and hangs up')];
      assert.ok(await cameBack(kith.platform, await nameOf(gone), 'gone', '5.1.1'));
      assert.ok(await cameBack(kith.platform, await nameOf(arrived), 'delivered'));
      assert.equal((await deliveries()).get(arrived)?.kind, 'handed');
      const second = await testInviter(kith, [`Pia <${addressOf(gone)}>`]);
      const again = await pressSend(kith, second);
      ahead += 8 * 86_400_000;
      // Safe: the API gives ids as text.
      await sendInvitations(kith.platform).run({ batchId: again.batchId as BatchId });
      assert.equal(doubles[gone]?.kept.length, 1, 'nobody writes there any more');
    },
  );
});
