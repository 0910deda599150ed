import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { generatePeople, googleCsv, random } from '@kith/contacts/testing';
import { type Caller, callAs } from './caller.ts';
import { type Batch, type Import, imported, paste, ready, sent } from './invited.ts';
import { type Kith, startKith } from './kith.ts';

const kills = 20;
/** KITH_TEST_SEED repeats a run that failed. */
const seed = Number(process.env.KITH_TEST_SEED ?? Math.trunc(Math.random() * 1e9));

/** Does something, pulls the plug so many milliseconds later, starts the server again, and asks once more if it got no answer. */
async function interrupted<T>(kith: Kith, after: number, act: () => Promise<T>): Promise<T> {
  const first = act().catch(() => undefined);
  await wait(after);
  await kith.kill();
  await kith.restart();
  const answer = await first;
  return answer ?? (await act());
}

/** People whose addresses are unique over all rounds; the generator's are so within one book. */
function book(round: number, count: number) {
  return generatePeople({ seed: 9000 + round, count, cultures: ['de', 'ja', 'es'] }).map((person, at) => ({
    ...person,
    emails: [{ value: `k${round}n${at}@post.example`, label: 'home' as const }],
    phones: [],
  }));
}

async function sendAll(kith: Kith, ana: Caller, round: number, count: number, after: number): Promise<Batch> {
  const people = book(round, count).map(({ names, emails }) => `${names.full} <${emails[0]?.value}>`);
  const { id } = await paste(ana, people, `kill-paste-${round}`);
  return interrupted(kith, after, await ready(ana, id, `kill-send-${round}`));
}

function tellSeed(t: TestContext): void {
  t.diagnostic(`seed ${seed}; KITH_TEST_SEED=${seed} repeats it`);
}

describe('kill -9', { concurrency: 2 }, () => {
  test(`at ${kills} random moments of importing: every acknowledged row is there once`, async (t) => {
    tellSeed(t);
    const chance = random(seed);
    const bookSize = 1000;
    const kith = await startKith();
    t.after(() => kith.close());
    const ana = await callAs(kith, 'ana');
    const ids: string[] = [];
    let inTheMiddle = 0;
    // The next book does not wait for the one before: what a kill interrupts goes on beside it, and is interrupted again.
    for (let round = 0; round < kills; round++) {
      const bytes = Buffer.from(googleCsv(book(round, bookSize)));
      const upload = () => ana.upload<Import>('google.csv', bytes, `kill-import-${round}`);
      const { id } = await interrupted(kith, chance.int(0, 1200), upload);
      ids.push(id);
      const open = await kith.query(
        `select 1 from imports where read_at is null and failed_at is null limit 1`,
      );
      inTheMiddle += open.length;
    }
    for (const id of ids) {
      const { counters } = await imported(ana, id);
      assert.deepEqual(counters, { read: bookSize, new: bookSize, updated: 0, same: 0, problem: 0 });
    }
    const [cards] = await kith.query<{ all: number; addresses: number; contacts: number }>(
      `select count(*)::int as all, count(distinct value)::int as addresses, count(distinct contact_id)::int as contacts
       from contact_identifiers where kind = 'email'`,
    );
    const expected = kills * bookSize;
    assert.deepEqual(cards, { all: expected, addresses: expected, contacts: expected });
    t.diagnostic(`an import was open after ${inTheMiddle} of ${kills} kills`);
    assert.ok(inTheMiddle >= kills / 10, `only ${inTheMiddle} kills came while an import was open`);
  });

  test(`at ${kills} random moments of sending: no message twice, none without permission`, async (t) => {
    tellSeed(t);
    const chance = random(seed + 1);
    const bookSize = 60;
    const kith = await startKith({ KITH_SEND_PER_MINUTE: '1200', KITH_UNDO_SECONDS: '5' });
    t.after(() => kith.close());
    const ana = await callAs(kith, 'ana');
    const ids: string[] = [];
    let inTheMiddle = 0;
    // The next batch does not wait for the one before, so most kills find some waiting, some half sent.
    for (let round = 0; round < kills; round++) {
      const { id } = await sendAll(kith, ana, round, bookSize, chance.int(0, 4000));
      ids.push(id);
      const half = await kith.query(
        `select 1 from invitations group by batch_id having count(sent_at) between 1 and count(*) - 1 limit 1`,
      );
      inTheMiddle += half.length;
    }
    for (const id of ids) {
      const batch = await sent(ana, id);
      assert.deepEqual({ count: batch.count, sent: batch.sent }, { count: bookSize, sent: bookSize });
    }
    // An intent without an answer counts as sent to whoever asks, and is never tried again.
    const accounts = await kith.query<{ messages: number; permits: number; intents: number; n: number }>(`
      select messages, permits, intents, count(*)::int as n
      from (
        select i.id, count(distinct m.id)::int as messages, count(distinct p.id)::int as permits,
               count(distinct d.id)::int as intents
        from invitations i
        left join permits p on p.invitation_id = i.id
        left join deliveries d on d.permit_id = p.id
        left join demo_messages m on m.recipient = i.address
        group by i.id
      ) of_each
      group by 1, 2, 3 order by 1, 2, 3`);
    let reached = 0;
    for (const { messages, permits, intents, n } of accounts) {
      assert.ok(messages <= 1, `${n} people got ${messages} messages`);
      assert.deepEqual({ permits, intents }, { permits: 1, intents: 1 }, `${n} people`);
      if (messages === 1) reached += n;
    }
    const invited = accounts.reduce((sum, { n }) => sum + n, 0);
    assert.equal(invited, kills * bookSize);
    assert.ok(invited - reached <= kills * 4, `${invited - reached} of ${invited} got no message`);
    const [strangers] = await kith.query<{ n: number }>(`
      select count(*)::int as n from demo_messages m
      where not exists (select 1 from invitations i where i.address = m.recipient)`);
    assert.equal(strangers?.n, 0, 'nobody who was not invited got a message');
    const audit = await kith.command('audit', 'verify');
    assert.equal(audit.code, 0, audit.output);
    assert.match(audit.output, new RegExp(`^${kills} consents, ${invited} deliveries, 0 unexplained$`, 'm'));
    t.diagnostic(
      `a batch was half sent after ${inTheMiddle} of ${kills} kills; ${reached} of ${invited} got their message, the others are unknown`,
    );
    assert.ok(inTheMiddle >= kills / 10, `only ${inTheMiddle} kills came while a batch was half sent`);
  });
});
