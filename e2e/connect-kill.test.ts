import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type TestProvider, testProvider } from '../server/testing/connected.ts';
import { dataFolder } from '../server/testing/database.ts';
import { until } from './caller.ts';
import { forms, holding, members } from './canaries.ts';
import { type Kith, startKith } from './kith.ts';

/** Grants whose tokens are looked for afterwards; KITH_TEST_CANARIES asks for more. */
const wanted = Number(process.env.KITH_TEST_CANARIES ?? 12);
/** Of each kind at once: no more than one process reads side by side. */
const atOnce = 4;
const rounds = Math.ceil(wanted / (3 * atOnce));
/** Stands in every code and token, and nowhere else in the world. */
const mark = `cNry${randomBytes(9).toString('hex')}`;

let provider: TestProvider;
let kith: Kith;
before(async () => {
  provider = await testProvider('http://localhost', { refresh: true, mark });
  kith = await startKith({ ...provider.settings, KITH_LOG_LEVEL: 'debug' });
});
after(async () => {
  await kith?.close();
  await provider?.close();
});

let count = 0;
const states: string[] = [];
/** @returns the id of the grant, as SQL has it. */
async function connect(cookie: string, scopes?: readonly string[]): Promise<string> {
  const account = `person${++count}`;
  const begun = await fetch(`${kith.address}/api/sources/grants`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ providerId: 'club', address: `${account}@club.example` }),
  });
  // Safe: the route answers so.
  const { id, url } = (await begun.json()) as { id: string; url: string };
  const back = await provider.auth.answer(url, { account, ...(scopes === undefined ? {} : { scopes }) });
  states.push(back.searchParams.get('state') ?? '');
  const answer = await fetch(back, { headers: { cookie }, redirect: 'manual' });
  assert.equal(answer.status, 303);
  assert.ok(!`${answer.headers.get('location')}${await answer.text()}`.includes(mark));
  return `'${id}'`;
}

const counted = (where: string) => async () => {
  const [row] = await kith.query<{ n: number }>(`select count(*)::int as n from ${where}`);
  return row?.n ?? -1;
};

test(`${rounds * 3 * atOnce} grants, a third of them of no use and a third killed: each is revoked once, and no token is anywhere`, async () => {
  const cookies = await members(kith, rounds * 3 * atOnce);
  const some = (scopes?: readonly string[], length = atOnce) =>
    Promise.all(Array.from({ length }, () => connect(cookies.pop() ?? '', scopes)));
  const { auth } = provider;
  for (let round = 0; round < rounds; round++) {
    const ended = [...(await some()), ...(await some([]))];
    await until(counted(`grants where revoked_at is not null and id in (${ended})`), (n) => n === 2 * atOnce);
    provider.front.delay(400);
    const dying = await some(undefined, atOnce - 2);
    // Killed after its first cards, with the rest to come; before its tokens came; while it was taken back.
    await until(
      counted(
        `grants g join import_accounts using (owner_id, import_id) where cards > 0 and sealed is not null and g.id in (${dying})`,
      ),
      (n) => n === atOnce - 2,
    );
    const { issued, revoked } = { issued: auth.issued.length, revoked: auth.revoked.length };
    auth.withhold('token');
    await some(undefined, 1);
    await until(
      async () => auth.issued.length,
      (n) => n === issued + 1,
    );
    auth.withhold('revoke');
    await some([], 1);
    await until(
      async () => auth.revoked.length,
      (n) => n === revoked + 1,
    );
    await kith.kill();
    auth.withhold(undefined);
    provider.front.delay(0);
    await kith.restart();
  }
  const all = rounds * 3 * atOnce;
  await until(
    counted('grants where sealed is not null or ended_at is null or settled_at is null'),
    (n) => n === 0,
    90_000,
  );
  assert.equal(auth.issued.length, all);
  assert.equal(auth.revoked.length, all, 'each once');
  assert.equal(new Set(auth.revoked).size, all);
  // What was of no use left no import; of the others something was kept, whatever befell them.
  const accounts = await until(
    () =>
      kith.query<{ access: string; n: number }>(
        'select access, count(*)::int as n from import_accounts where cards > 0 group by 1',
      ),
    (rows) => rows.every(({ access }) => access === 'revoked'),
  );
  assert.deepEqual(accounts, [{ access: 'revoked', n: rounds * (2 * atOnce - 2) }]);

  await wait(500);
  const folder = await dataFolder();
  assert.notDeepEqual(
    holding(folder, [Buffer.from('person1@club.example')]),
    [],
    'the search finds what the database does hold',
  );
  const said = Buffer.from(kith.complaints.join('\n'));
  assert.ok(said.includes('grant.revoked'), 'the log tells of the grants');
  const sought = [...forms(mark), ...states.map((state) => Buffer.from(state))];
  assert.deepEqual(holding(folder, sought), []);
  assert.deepEqual(holding(kith.home, sought), []);
  assert.ok(!sought.some((form) => said.includes(form)));
});
