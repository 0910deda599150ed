import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type pg from 'pg';
import { sendInvitations } from '../src/invitations/jobs/send-invitations.ts';
import type { BatchId } from '../src/platform/ids.ts';
import type { TextMessage } from '../src/platform/mail.ts';
import { smtpTransport } from '../src/platform/mail-smtp.ts';
import {
  audit,
  type Evidence,
  type Invariant,
  keepJournal,
  type ShownBatch,
  type SinkRecord,
  type Violation,
} from './auditor.ts';
import { audited, simulated } from './bugs.ts';
import { askAs, type Inviter, type Pressed, pressSend, testInviter } from './inviter.ts';
import { type TestKith, testKith } from './kith.ts';
import { loadPlanted, type Planted } from './planted.ts';
import { readLetter, type SmtpSink, smtpSink } from './smtp-sink.ts';

const secret = 'a secret of the tests alone, not used elsewhere';
const undoSeconds = 30;

let kith: TestKith;
let sink: SmtpSink;
/** The auditor's own session. */
let client: pg.PoolClient;
/** Moves ahead of the real clock, past the undo window; the server's own jobs wait for the real one. */
let ahead = 0;
/** The sink takes what comes and breaks the wire instead of an answer. */
let breaks = false;
const texts: SinkRecord[] = [];
const previews: Pressed[] = [];
const clock = { now: () => new Date(Date.now() + ahead) };

before(async () => {
  sink = await smtpSink({
    intended: async (message) => {
      const { messageId } = await readLetter(message);
      const [row] = await rows<{ there: boolean }>(
        'select exists (select from deliveries where message_id = $1 and handed_at is null) as there',
        [messageId],
      );
      return row?.there === true;
    },
    answered: async () => !breaks,
  });
  kith = await testKith({
    settings: {
      KITH_DEMO: 'true',
      KITH_UNDO_SECONDS: String(undoSeconds),
      KITH_SEND_PER_MINUTE: '60000',
      KITH_REMINDERS: '1',
      KITH_REMINDER_DAYS: '7',
    },
    platform: {
      clock,
      mail: smtpTransport(sink.url),
      texts: {
        async send({ to, text }: TextMessage) {
          texts.push({ channel: 'text', recipient: to, message: text });
          return { kind: 'handed', code: 200 };
        },
      },
    },
  });
  client = await kith.platform.database.client();
  await keepJournal(client);
});
after(async () => {
  client?.release(true);
  await kith?.platform.mail.close();
  await kith?.close();
  await sink?.close();
});

/** A question or a wrong write past everything that guards the tables. */
async function rows<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
  const own = await kith.platform.database.client();
  try {
    await own.query("select set_config('kith.owner', 'all', false)");
    const answer = await own.query(text, [...values]);
    // Safe: the test names the columns it asks for.
    return answer.rows as Row[];
  } finally {
    own.release(true);
  }
}

function auditNow(more: Partial<Evidence> = {}): Promise<Violation[]> {
  return audit(client, {
    sinks: [...sink.taken, ...texts],
    now: clock.now(),
    secret,
    previews,
    inFlight: 1,
    settled: true,
    ...more,
  });
}

type Sender = typeof sendInvitations;

async function press(inviter: Inviter, reminders?: readonly number[]): Promise<BatchId> {
  const pressed = await pressSend(kith, inviter, reminders);
  previews.push(pressed);
  ahead += (undoSeconds + 1) * 1000;
  // Safe: the API gives ids as text.
  return pressed.batchId as BatchId;
}

/** The whole way of a message: pressed, undo window over, sent by this sender. */
async function send(inviter: Inviter, sender: Sender = sendInvitations): Promise<BatchId> {
  const batchId = await press(inviter);
  await sender(kith.platform).run({ batchId });
  return batchId;
}

async function says(address: string, what: 'never' | 'decline'): Promise<void> {
  const record = sink.taken.findLast(({ recipient }) => recipient === address);
  const { token } = await readLetter(record?.message ?? '');
  const answer = await kith.app.inject({ method: 'POST', url: `/i/${token}/${what}` });
  assert.equal(answer.statusCode, 200, answer.body);
}

test('a run without a bug has no violation', async () => {
  const people = ['Leo <leo@one.example>', 'Mia <Mia@one.example>', 'Noa <noa@one.example>'];
  const first = await testInviter(kith, people);
  const second = await testInviter(kith, [...people, 'Ole <ole@one.example>']);
  await send(first);
  await says('leo@one.example', 'never');
  const batchId = await send(second);
  const shown = await askAs<Omit<ShownBatch, 'id'>>(kith, second.cookie, 'GET', `/api/batches/${batchId}`);
  assert.deepEqual(
    await auditNow({
      batches: [{ id: batchId, ...shown }],
      truth: [
        {
          importId: first.importId,
          identifiers: ['leo@one.example', 'Mia@one.example', 'noa@one.example'],
        },
      ],
      canaries: ['a password that nobody keeps'],
      traces: [
        { seed: 1, trace: 'a' },
        { seed: 1, trace: 'a' },
      ],
      memoryMegabytes: 300,
      loopMilliseconds: 20,
    }),
    [],
  );
  assert.equal(sink.taken.length, 4, 'three messages of the first, one more of the second');
});

/** A bug: how it is planted, and the violation by which it is found. */
interface Bug {
  readonly name: string;
  readonly found: Invariant;
  readonly what: RegExp;
  plant(): Promise<Partial<Evidence> | undefined>;
}

let address = 0;
const somebody = () => `n${++address}@bugs.example`;
const book = (...addresses: readonly string[]) =>
  testInviter(
    kith,
    addresses.map((one) => `Pia <${one}>`),
  );

async function planted(...bugs: readonly Planted[]): Promise<Sender> {
  const module = await loadPlanted<{ sendInvitations: Sender }>('invitations/jobs/send-invitations.ts', bugs);
  return module.sendInvitations;
}

/** Sends with a bug in one of the modules that sending is made of. */
async function sentBy(bugs: readonly Planted[], to: string): Promise<undefined> {
  await send(await book(to), await planted(...bugs));
}

/** The recipient's no, with a bug, is committed while their message is on the wire. */
async function noOnTheWire(bugs: readonly Planted[]): Promise<undefined> {
  const { platform } = kith;
  const { receiveNo, answer } = await loadPlanted<typeof import('../src/invitations/recipient.ts')>(
    'invitations/recipient.ts',
    bugs,
  );
  const batchId = await press(await book(somebody()));
  await sendInvitations({
    ...platform,
    mail: {
      ...platform.mail,
      async send(message) {
        const { token } = await readLetter(message.raw);
        await receiveNo(platform, token ?? '', (tx, received) =>
          answer(platform, tx, received, 'never', false),
        );
        return platform.mail.send(message);
      },
    },
  }).run({ batchId });
  return undefined;
}

async function permitTo(batchId: BatchId): Promise<string> {
  const [row] = await rows<{ id: string }>(
    'select p.id from permits p join invitations i on i.id = p.invitation_id where i.batch_id = $1',
    [batchId],
  );
  assert.ok(row);
  return row.id;
}

const bugs: readonly Bug[] = [
  {
    name: 'a message is sent before its intent is committed',
    found: 'I3',
    what: /left before its intent/,
    async plant() {
      const sender = await planted(...audited['a message is sent before its intent is committed']);
      await send(await book(somebody()), sender);
      return undefined;
    },
  },
  {
    name: 'suppression is not asked for again at the moment of sending',
    found: 'I4',
    what: /after the recipient said no/,
    async plant() {
      const to = somebody();
      const first = await book(to);
      const second = await book(to);
      await send(first);
      const waiting = await press(second);
      await says(to, 'never');
      ahead += 8 * 86_400_000;
      const sender = await planted(
        ...simulated['suppression is not asked for again at the moment of sending'],
      );
      await sender(kith.platform).run({ batchId: waiting });
      return undefined;
    },
  },
  {
    name: 'a no does not wait for what is on the wire',
    found: 'I4',
    what: /arrived after the no of its recipient/,
    plant: () => noOnTheWire(simulated['a no does not wait for what is on the wire']),
  },
  {
    name: 'a no leaves what is on the wire behind at once',
    found: 'I4',
    what: /arrived after the no of its recipient/,
    plant: () => noOnTheWire(audited['a no leaves what is on the wire behind at once']),
  },
  {
    name: 'the foreign key to permits is dropped, and a delivery has none',
    found: 'I3',
    what: /delivery without a permit/,
    async plant() {
      await rows('alter table deliveries drop constraint deliveries_permit_id_fkey');
      await rows(`insert into deliveries (id, permit_id, message_id, body_hash, intended_at, rejected_at)
        values (gen_random_uuid(), gen_random_uuid(), 'none@localhost', '\\x00', now(), now())`);
      return undefined;
    },
  },
  {
    name: 'a consent is of another text than what was sent',
    found: 'I3',
    what: /other words than were consented to/,
    async plant() {
      const batchId = await press(await book(somebody()));
      await rows(
        `update invitation_batches set message = jsonb_set(message, '{subject}', '"Win a boat"') where id = $1`,
        [batchId],
      );
      const sender = await planted(...audited['a consent is of another text than what was sent']);
      await sender(kith.platform).run({ batchId });
      return undefined;
    },
  },
  {
    name: 'a message that may have arrived is tried again',
    found: 'I2',
    what: /taken already/,
    async plant() {
      const sender = await planted(...audited['what was intended once is intended again']);
      breaks = true;
      const batchId = await send(await book(somebody()), sender);
      breaks = false;
      await rows('update invitations set sent_at = null where batch_id = $1', [batchId]);
      await sender(kith.platform).run({ batchId });
      return undefined;
    },
  },
  {
    name: 'a counter is off by one',
    found: 'I8',
    what: /counts 2\/0\/0 cards, it brought 1\/0\/0/,
    async plant() {
      const { importId } = await book(somebody());
      await rows('update imports set cards_new = cards_new + 1, cards_read = cards_read + 1 where id = $1', [
        importId,
      ]);
      return undefined;
    },
  },
  {
    name: 'a sender dies and nobody takes its batch over',
    found: 'I7',
    what: /holds its batch past its lease/,
    async plant() {
      const batchId = await press(await book(somebody()));
      await rows('update invitation_batches set sender_until = $2 where id = $1', [batchId, clock.now()]);
      ahead += 200_000;
      return undefined;
    },
  },
  {
    name: 'a job stands still past its heartbeat',
    found: 'I7',
    what: /past its lease/,
    async plant() {
      await rows(`insert into jobs.job (name, data, state, started_on, heartbeat_on, heartbeat_seconds)
        values ('imports.read', '{}', 'active', now() - interval '1 hour', now() - interval '5 minutes', 10)`);
      return undefined;
    },
  },
  {
    name: 'a password is written into a job',
    found: 'I6',
    what: /secret stands in 1 rows/,
    async plant() {
      await kith.platform.jobs.enqueue(
        'imports.read',
        { password: 'cNry of the tests' },
        { startAfter: 86_400 },
      );
      return { canaries: ['cNry of the tests'] };
    },
  },
  {
    name: 'an opt-out counts for its own inviter alone',
    found: 'I4',
    what: /after the recipient said no/,
    async plant() {
      const to = somebody();
      await send(await book(to));
      await says(to, 'never');
      ahead += 8 * 86_400_000;
      const second = await book(to);
      const batchId = await press(second);
      // What the same bug does when the permission is recorded.
      await rows(
        `insert into permits (id, consent_id, invitation_id, recipient_key, kind, sequence, issued_at)
         select gen_random_uuid(), c.id, i.id, i.recipient_key, 'invitation', 1, c.created_at
         from invitations i join consents c on c.member_id = i.inviter_id where i.batch_id = $1`,
        [batchId],
      );
      const sender = await planted(...simulated['an opt-out counts for its own inviter alone']);
      await sender(kith.platform).run({ batchId });
      return undefined;
    },
  },
  {
    name: 'a message is altered after it was consented to',
    found: 'I3',
    what: /text is not what was consented to/,
    plant: () => sentBy(audited['a message is altered after it was consented to'], somebody()),
  },
  {
    name: 'a message goes again under a new sequence number',
    found: 'I3',
    what: /message nobody consented to/,
    async plant() {
      const batchId = await send(await book(somebody()));
      await rows(
        `insert into permits (id, consent_id, invitation_id, recipient_key, kind, sequence, issued_at)
         select gen_random_uuid(), consent_id, invitation_id, recipient_key, kind, 2, issued_at from permits where id = $1`,
        [await permitTo(batchId)],
      );
      return undefined;
    },
  },
  {
    name: 'two inviters write to one person within the interval',
    found: 'I2',
    what: /two messages within 7 days/,
    async plant() {
      const to = somebody();
      await send(await book(to));
      await sentBy(simulated['two inviters write to one person within the interval'], to);
      return undefined;
    },
  },
  {
    name: 'a reminder is sent although its recipient declined',
    found: 'I3',
    what: /a reminder after its invitation had ended/,
    async plant() {
      const to = somebody();
      const batchId = await press(await book(to), [1]);
      await sendInvitations(kith.platform).run({ batchId });
      await says(to, 'decline');
      ahead += 8 * 86_400_000;
      const sender = await planted(...simulated['a reminder goes out after the recipient declined']);
      await sender(kith.platform).run({ batchId });
      return undefined;
    },
  },
  {
    name: 'somebody joins a message that was refused',
    found: 'I8',
    what: /within the message of another that never went/,
    async plant() {
      const to = somebody();
      const { mail } = kith.platform;
      const refused = { ...mail, send: async () => ({ kind: 'rejected', code: 550 }) as const };
      const first = await press(await book(to));
      await sendInvitations({ ...kith.platform, mail: refused }).run({ batchId: first });
      await sentBy(audited['somebody joins a message that was refused'], to);
      return undefined;
    },
  },
  {
    name: 'a message is called handed over that never left',
    found: 'I8',
    what: /no sink took it/,
    plant: () => sentBy(audited['every message is called handed over'], somebody()),
  },
  {
    name: 'more is unknown than was in flight',
    found: 'I5',
    what: /more than 1 are unknown/,
    async plant() {
      breaks = true;
      await send(await book(somebody(), somebody(), somebody()));
      breaks = false;
      return undefined;
    },
  },
  {
    name: 'a page of an import is lost',
    found: 'I1',
    what: /1 of 3 are lost/,
    async plant() {
      const addresses = [somebody(), somebody(), somebody()];
      const { importId } = await book(...addresses);
      await rows('delete from contact_identifiers where value = $1', [addresses[1]]);
      return { truth: [{ importId, identifiers: addresses }] };
    },
  },
  {
    name: 'the ledger is cut off at its end, where nothing was sent yet',
    found: 'I3',
    what: /ledger does not end where its head says/,
    async plant() {
      await press(await book(somebody()));
      await rows('alter table consents disable trigger consents_append_only');
      const newest = '(select max(sequence) from consents)';
      await rows(
        `delete from permits where consent_id = (select id from consents where sequence = ${newest})`,
      );
      await rows(`delete from consents where sequence = ${newest}`);
      await rows('alter table consents enable trigger consents_append_only');
      return undefined;
    },
  },
  {
    name: 'the ledger is changed',
    found: 'I3',
    what: /chain of consents breaks/,
    async plant() {
      await rows('alter table consents disable trigger consents_append_only');
      await rows(`update consents set note = 'added' where sequence = 2`);
      return undefined;
    },
  },
  {
    name: 'the unique index over permits is dropped, and a message is queued twice',
    found: 'I2',
    what: /two deliveries of one permit/,
    async plant() {
      const permit = await permitTo(await send(await book(somebody())));
      await rows('alter table deliveries drop constraint deliveries_permit_id_key cascade');
      await rows(
        `insert into deliveries (id, permit_id, message_id, body_hash, intended_at, handed_at)
         select gen_random_uuid(), permit_id, 'again-' || message_id, body_hash, intended_at, handed_at from deliveries where permit_id = $1`,
        [permit],
      );
      return undefined;
    },
  },
];

test(`each of ${bugs.length} planted bugs is found`, async (t) => {
  let known = new Set((await auditNow()).map(told));
  for (const bug of bugs)
    await t.test(bug.name, async () => {
      const more = await bug.plant();
      const all = await auditNow(more);
      const fresh = all.filter((one) => !known.has(told(one)));
      assert.ok(
        fresh.some(({ invariant, what }) => invariant === bug.found && bug.what.test(what)),
        `found instead: ${fresh.map(told).join('; ') || 'nothing'}`,
      );
      known = new Set(all.map(told));
    });
});

function told({ invariant, what, row }: Violation): string {
  return `${invariant}: ${what} (${row})`;
}
