import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { generatePeople, googleCsv, random } from '@kith/contacts/testing';
import { type Caller, callAs, until } from './caller.ts';
import { type Kith, startKith } from './kith.ts';

const rounds = 10;

interface Import {
  readonly id: string;
  readonly state: string;
  readonly counters: Readonly<Record<'read' | 'new' | 'updated' | 'same' | 'problem', number>>;
}

interface Batch {
  readonly id: string;
  readonly count: number;
  readonly state: string;
}

/** Does something, pulls the plug at a random moment of it, starts the server again, and asks once more if it got no answer. */
async function interrupted<T>(kith: Kith, after: number, act: () => Promise<T>): Promise<T> {
  const first = act().catch(() => undefined);
  await wait(after);
  await kith.kill();
  await kith.restart();
  const answer = await first;
  return answer ?? (await act());
}

async function importBook(
  kith: Kith,
  ana: Caller,
  round: number,
  count: number,
  after: number,
): Promise<Import> {
  const people = generatePeople({ seed: 9000 + round, count, cultures: ['de', 'ja', 'es'] }).map(
    (person, at) => ({
      ...person,
      // The generator's addresses are unique within one book; these are so over all rounds.
      emails: [{ value: `k${round}n${at}@post.example`, label: 'home' as const }],
      phones: [],
    }),
  );
  const bytes = Buffer.from(googleCsv(people));
  const key = `kill-import-${round}`;
  const { id } = await interrupted(kith, after, () => ana.upload<Import>('google.csv', bytes, key));
  return until(
    () => ana.get<Import>(`/api/imports/${id}`),
    ({ state }) => state === 'read',
  );
}

async function invite(
  kith: Kith,
  ana: Caller,
  importId: string,
  round: number,
  after: number,
): Promise<Batch> {
  const { count } = await ana.post<{ count: number }>(`/api/imports/${importId}/review`, {});
  const preview = await ana.post<{ hash: string }>(`/api/imports/${importId}/preview`, {
    locale: 'en',
    index: 0,
  });
  const body = { locale: 'en', expected: count, confirmLarge: true, messageHash: preview.hash };
  const { id } = await interrupted(kith, after, () =>
    ana.post<Batch>(`/api/imports/${importId}/invitations`, body, `kill-send-${round}`),
  );
  return until(
    () => ana.get<Batch>(`/api/batches/${id}`),
    ({ state }) => state === 'sent',
    120_000,
  );
}

const seed = Number(process.env.KITH_TEST_SEED ?? 20);

test('killed at 10 random moments of importing, every acknowledged row is there once', async (t) => {
  const bookSize = 2000;
  const kith = await startKith();
  t.after(() => kith.close());
  const ana = await callAs(kith, 'ana');
  const chance = random(seed);
  for (let round = 0; round < rounds; round++) {
    const { counters } = await importBook(kith, ana, round, bookSize, chance.int(0, 1500));
    assert.equal(counters.read, bookSize);
    assert.equal(counters.read, counters.new + counters.updated + counters.same + counters.problem);
  }
  const [cards] = await kith.query<{ all: number; addresses: number }>(
    `select count(*)::int as all, count(distinct value)::int as addresses from contact_identifiers where kind = 'email'`,
  );
  assert.deepEqual(cards, { all: rounds * bookSize, addresses: rounds * bookSize });
});

test('killed at 10 random moments of sending, nobody gets two messages and none is without consent', async (t) => {
  const bookSize = 150;
  const kith = await startKith({ KITH_SEND_PER_MINUTE: '6000', KITH_UNDO_SECONDS: '5' });
  t.after(() => kith.close());
  const ana = await callAs(kith, 'ana');
  const chance = random(seed + 1);
  for (let round = 0; round < rounds; round++) {
    const { id } = await importBook(kith, ana, round, bookSize, 3000);
    const { count } = await invite(kith, ana, id, round, chance.int(0, 9000));
    assert.equal(count, bookSize);
  }
  const doubled = await kith.query(
    'select recipient from demo_messages group by recipient having count(*) > 1 limit 5',
  );
  assert.deepEqual(doubled, [], 'nobody got two messages');
  const [sent] = await kith.query<{ messages: number; unpermitted: number; unknown: number }>(`
    select count(*)::int as messages,
           count(*) filter (where c.id is null or not i.recipient_key = any (c.recipients))::int as unpermitted,
           (select count(*)::int from deliveries where unknown_at is not null) as unknown
    from demo_messages m
    left join deliveries d on d.message_id = m.message_id
    left join permits p on p.id = d.permit_id
    left join consents c on c.id = p.consent_id
    left join invitations i on i.id = p.invitation_id`);
  assert.equal(sent?.unpermitted, 0, 'every message has a consent that names its recipient');
  const invited = rounds * bookSize;
  const accounted = (sent?.messages ?? 0) + (sent?.unknown ?? 0);
  assert.ok(accounted >= invited, `${sent?.messages} messages and ${sent?.unknown} unknown of ${invited}`);
});
