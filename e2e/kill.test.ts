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
