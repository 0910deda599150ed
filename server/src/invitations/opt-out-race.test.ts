import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { random } from '@kith/contacts/testing';
import { audit, keepJournal } from '../../testing/auditor.ts';
import { pressSend, testInviter } from '../../testing/inviter.ts';
import { type TestKith, testKith } from '../../testing/kith.ts';
import type { BatchId, InvitationId } from '../platform/ids.ts';
import { tokenOf } from './draft.ts';
import { sendInvitations } from './jobs/send-invitations.ts';
import { answer, receive } from './recipient.ts';

/** Recipients who say no while their message is about to go; KITH_TEST_RACES asks for more. */
const races = Number(process.env.KITH_TEST_RACES ?? 1000);
/** KITH_TEST_SEED repeats the order in which they do, as far as the machine lets it. */
const seed = Number(process.env.KITH_TEST_SEED ?? Math.trunc(Math.random() * 1e9));
const atOnce = 1000;
/** Of those who answer side by side. */
const workers = 8;

let kith: TestKith;
let ahead = 0;
let taken = 0;
/** When a recipient's no was committed, as whoever asked for it knows. */
const committed = new Set<string>();
let onTheirWay = 0;
/** What happens while a message is on the wire. */
let sent: (to: string) => Promise<void>;
before(async () => {
  kith = await testKith({
    settings: {
      KITH_DEMO: 'true',
      KITH_UNDO_SECONDS: '5',
      KITH_SEND_PER_MINUTE: '600000',
      KITH_SEND_PER_MEMBER_HOUR: '1000000',
    },
    platform: {
      clock: { now: () => new Date(Date.now() + ahead) },
      mail: {
        async send({ to }) {
          taken += 1;
          if (committed.has(to)) onTheirWay += 1;
          await sent(to);
          return { kind: 'handed', code: 250 };
        },
        close: async () => undefined,
      },
    },
  });
  const client = await kith.platform.database.client();
  await keepJournal(client);
  client.release(true);
});
after(() => kith.close());

/** A batch of so many people, and each of them saying no around the moment when their message is to go. */
async function race(round: number, people: number, chance: ReturnType<typeof random>): Promise<void> {
  const { platform } = kith;
  const address = (nth: number) => `r${round}n${nth}@race.example`;
  const inviter = await testInviter(
    kith,
    Array.from({ length: people }, (_, nth) => `Pia <${address(nth)}>`),
  );
  const { batchId } = await pressSend(kith, inviter);
  ahead += 6000;
  const waiting = await platform.database.asSystem((tx) =>
    tx
      .selectFrom('invitations')
      .select(['id', 'address'])
      // Safe: the API gives ids as text.
      .where('batch_id', '=', batchId as BatchId)
      .orderBy('id')
      .execute(),
  );
  assert.equal(waiting.length, people);
  const no = async ({ id, address }: { id: InvitationId; address: string | null }) => {
    await platform.database.asSystem(async (tx) => {
      const received = await receive(platform, tx, tokenOf(platform, id), 'answer');
      assert.ok(received);
      await answer(platform, tx, received, 'never', false);
    });
    committed.add(address ?? '');
  };
  const places = new Map(waiting.map((one, place) => [one.address, place]));
  const queue: (typeof waiting)[number][] = [];
  let said = 0;
  let over = false;
  // Those whose turn comes next say no while the messages before theirs are on the wire.
  const nextSay = (until: number) => {
    const coming = waiting.slice(said, until);
    said = Math.max(said, until);
    for (let at = coming.length - 1; at > 0; at--) {
      const other = chance.int(0, at);
      [coming[at], coming[other]] = [coming[other] ?? assert.fail(), coming[at] ?? assert.fail()];
    }
    queue.push(...coming);
  };
  // The sender waits for some of them, and begins the next messages while the others say it.
  let done = 0;
  let gate: Promise<void> | undefined;
  let reached = 0;
  let together = 0;
  const some = async () => {
    await wait(1);
    nextSay(reached + 1 + 2 * together);
    together = 0;
    const enough = done + chance.int(0, queue.length);
    while (done < enough) await wait(1);
    gate = undefined;
  };
  sent = (to) => {
    reached = Math.max(reached, places.get(to) ?? 0);
    together += 1;
    gate ??= some();
    return gate;
  };
  const worker = async (): Promise<void> => {
    for (;;) {
      const one = queue.shift();
      if (one !== undefined) {
        await no(one);
        done += 1;
      } else if (over) return;
      else await wait(1);
    }
  };
  const working = Array.from({ length: workers }, worker);
  // Safe: as above.
  await sendInvitations(platform).run({ batchId: batchId as BatchId });
  nextSay(people);
  over = true;
  await Promise.all(working);
}

test(`${races} opt-outs against the sender: no message is begun after a no was committed`, async (t) => {
  t.diagnostic(`seed ${seed}; KITH_TEST_SEED=${seed} repeats it`);
  const chance = random(seed);
  for (let round = 0; round * atOnce < races; round++)
    await race(round, Math.min(atOnce, races - round * atOnce), chance);
  const client = await kith.platform.database.client();
  const violations = await audit(client, { sinks: [], now: kith.platform.clock.now() });
  const { rows } = await client.query<{ commits: string; noes: number; intents: number; close: number }>(`
    select current_setting('track_commit_timestamp') as commits, count(*) filter (where what = 'no')::int as noes,
      count(*) filter (where what = 'intent')::int as intents,
      (select count(*)::int from audit.journal n join audit.journal i using (key)
        where n.what = 'no' and i.what = 'intent'
          and abs(extract(epoch from pg_xact_commit_timestamp(n.xid::xid) - pg_xact_commit_timestamp(i.xid::xid))) < 0.01) as close
    from audit.journal`);
  client.release(true);
  assert.deepEqual(violations, []);
  const [found] = rows;
  assert.equal(found?.commits, 'on', 'the server keeps the times of commits');
  assert.equal(found.noes, races);
  assert.equal(found.intents, taken);
  t.diagnostic(
    `${found.intents} messages were begun before the no, ${races - found.intents} never; ${found.close} within 10 ms of it; ${onTheirWay} were on their way when it was committed`,
  );
  // It is a race only where both win often.
  assert.ok(found.intents > races / 10 && found.intents < races * 0.9, `${found.intents} were begun`);
});
