import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type NextcloudServer, startNextcloud } from '@kith/sources/testing';
import { type TestProvider, testProvider } from '../server/testing/connected.ts';
import { dataFolder } from '../server/testing/database.ts';
import { until as untilSoon } from './caller.ts';
import { forms, holding, members } from './canaries.ts';
import { type Kith, startTwoKiths } from './kith.ts';

/** Grants whose tokens are looked for afterwards; KITH_TEST_CANARIES asks for more. */
const wanted = Number(process.env.KITH_TEST_CANARIES ?? 48);
/** Of each kind in a round; a process reads as many as 8 side by side. */
const ofEach = wanted > 100 ? 32 : 16;
const reading = 6;
const rounds = Math.ceil(wanted / (3 * ofEach));
const all = rounds * 3 * ofEach;
/** Stands in every code and token, and nowhere else in the world. */
const mark = `cNry${randomBytes(9).toString('hex')}`;

let provider: TestProvider;
let cloud: NextcloudServer;
let kiths: readonly [Kith, Kith];
before(async () => {
  const publicUrl = 'http://localhost:4040';
  provider = await testProvider(publicUrl, { refresh: true, mark, people: 45 });
  cloud = await startNextcloud(provider.dav);
  const { KITH_SOURCE_PORTS: ports, KITH_SOURCE_CA: ca } = provider.settings;
  kiths = await startTwoKiths({
    ...provider.settings,
    KITH_SOURCE_PORTS: `${ports} ${cloud.port}`,
    KITH_SOURCE_CA: `${ca}\n${cloud.ca}`,
    KITH_LOG_LEVEL: 'debug',
    KITH_PUBLIC_URL: publicUrl,
  });
});
after(async () => {
  await kiths?.[1].close();
  await kiths?.[0].close();
  cloud?.close();
  await provider?.close();
});

const until = <T>(ask: () => Promise<T>, is: (answer: T) => boolean) =>
  untilSoon(ask, is, 180_000 + wanted * 720);

let count = 0;
const states: string[] = [];

/** What the browser is told there; one that gets no answer asks again, of whoever answers. */
async function reached(path: string, init: RequestInit, first: Kith): Promise<Response> {
  const others = kiths.filter((kith) => kith !== first);
  for (const kith of [first, ...others, first, ...others, first, ...others]) {
    try {
      const answer = await fetch(new URL(path, kith.address), { ...init, redirect: 'manual' });
      assert.ok(!`${answer.headers.get('location')}${await answer.clone().text()}`.includes(mark));
      return answer;
    } catch {
      await wait(200);
    }
  }
  throw new Error('nobody answers');
}

/** Asks for access in a browser that speaks to this server. */
async function begin(
  kith: Kith,
  cookie: string,
  wish: { providerId: string; address: string; server?: string },
): Promise<{ id: string; url: string }> {
  const headers = { cookie, 'content-type': 'application/json' };
  const asked = { method: 'POST', headers, body: JSON.stringify(wish) };
  const begun = await reached('/api/sources/grants', asked, kith);
  assert.equal(begun.status, 201, await begun.clone().text());
  // Safe: the route answers so.
  return (await begun.json()) as { id: string; url: string };
}

/** Grants access. @returns the id of the grant, as SQL has it. */
async function connect(kith: Kith, cookie: string, scopes?: readonly string[]): Promise<string> {
  const account = `person${++count}`;
  const { id, url } = await begin(kith, cookie, { providerId: 'club', address: `${account}@club.example` });
  const back = await provider.auth.answer(url, { account, ...(scopes === undefined ? {} : { scopes }) });
  states.push(back.searchParams.get('state') ?? '');
  const { status } = await reached(back.pathname + back.search, { headers: { cookie } }, kith);
  // Whose answer was taken by a server that died since is told so, and the grant is taken back all the same.
  assert.ok(status === 303 || status === 400, `${status}`);
  return `'${id}'`;
}

async function counted(where: string): Promise<number> {
  const [row] = await kiths[0].query<{ n: number }>(`select count(*)::int as n from ${where}`);
  return row?.n ?? -1;
}

test(`${all} grants at two servers on one database, a third of them of no use and a third killed: each is revoked once, and no token is anywhere`, async (t) => {
  const [cookie = '', ...cookies] = await members(kiths[0], all + 1);
  /** So many things, a few at once. */
  const lanes = async <T>(length: number, atOnce: number, work: () => Promise<T>): Promise<T[]> => {
    const done: T[] = [];
    let left = length;
    const lane = async () => {
      while (left-- > 0) done.push(await work());
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    return done;
  };
  const one = (kith: Kith, scopes?: readonly string[]) => connect(kith, cookies.pop() ?? '', scopes);
  const some = (kith: Kith, length: number, scopes?: readonly string[]) =>
    lanes(length, 8, () => one(kith, scopes));
  /** Each is waited for, so that no more are read side by side than one server does. */
  const whole = (kith: Kith, length: number) =>
    lanes(length, reading, async () => {
      const id = await one(kith);
      await until(
        () => counted(`grants where ended_at is not null and id = ${id}`),
        (n) => n === 1,
      );
    });
  const { auth, front } = provider;
  let torn = 0;
  await whole(kiths[0], 1);
  const requests = front.passed();
  for (let round = 0; round < rounds; round++) {
    const [dying, living] = round % 2 === 0 ? kiths : [kiths[1], kiths[0]];
    const half = ofEach / 2;
    await Promise.all([
      whole(dying, round === 0 ? half - 1 : half),
      whole(living, half),
      some(dying, half, []),
      some(living, half, []),
    ]);
    front.withhold(requests - 1);
    const read = await some(dying, reading);
    // Killed after their first cards, with the rest to come; before their tokens came; while they were taken back; anywhere.
    await until(
      () =>
        counted(
          `grants g join import_accounts using (owner_id, import_id) where cards > 0 and sealed is not null and g.id in (${read})`,
        ),
      (n) => n === reading,
    );
    const flow = { providerId: 'nextcloud', address: 'alice@cloud.example', server: cloud.url };
    const [early, late] = [await begin(dying, cookie, flow), await begin(dying, cookie, flow)];
    const at = { issued: auth.issued.length, asked: auth.asked.length };
    const quarter = Math.trunc((ofEach - reading) / 4);
    auth.withhold('token');
    await some(dying, quarter);
    await until(
      async () => auth.issued.length,
      (n) => n === at.issued + quarter,
    );
    auth.withhold('revoke');
    await some(dying, quarter, []);
    await until(
      async () => auth.asked.length,
      (n) => n === at.asked + quarter,
    );
    const others = some(dying, ofEach - reading - 2 * quarter, round % 3 === 0 ? [] : undefined);
    await wait((round * 137) % 400);
    cloud.grant(early.url);
    await dying.kill();
    cloud.grant(late.url);
    auth.withhold(undefined);
    front.withhold(Infinity);
    const alive = await Promise.allSettled([others, dying.restart()]);
    for (const one of alive) if (one.status === 'rejected') throw one.reason;
    torn += quarter + (ofEach - reading - 2 * quarter);
  }
  await until(
    () => counted('grants where sealed is not null or ended_at is null or settled_at is null'),
    (n) => n === 0,
  );
  assert.equal(auth.given.length, all);
  assert.deepEqual(auth.revoked.toSorted(), auth.given.toSorted(), 'each once');
  assert.equal(cloud.made.length, 2 * rounds);
  assert.deepEqual(cloud.deleted.toSorted(), cloud.made.toSorted());
  const twice = auth.asked.length - new Set(auth.asked).size;
  assert.ok(
    twice <= torn,
    `${twice} tokens were sent twice to be revoked, of ${torn} that were killed meanwhile`,
  );
  // What was of no use left no import; of the others something was kept, whatever befell them.
  const accounts = await until(
    () =>
      kiths[0].query<{ access: string; n: number }>(
        'select access, count(*)::int as n from import_accounts where cards > 0 group by 1',
      ),
    (rows) => rows.every(({ access }) => access === 'revoked'),
  );
  const kept = accounts[0]?.n ?? 0;
  assert.ok(kept >= rounds * (ofEach + reading) && accounts.length === 1, `${kept} kept`);
  const said = kiths.flatMap(({ complaints }) => complaints);
  const read = said.flatMap((line) => /"event":"import.read","import":"([^"]+)"/.exec(line)?.[1] ?? []);
  assert.equal(new Set(read).size, read.length, 'no import was read to its end twice');

  await wait(500);
  const folder = await dataFolder();
  assert.notDeepEqual(
    holding(folder, [Buffer.from('person1@club.example')]),
    [],
    'the search finds what the database does hold',
  );
  const log = Buffer.from(said.join('\n'));
  assert.ok(log.includes('grant.revoked'), 'the log tells of the grants');
  // Of the many that bear no mark, some of each round.
  const some40 = (secrets: readonly string[]) =>
    secrets.filter((_, at) => at % Math.ceil(secrets.length / 40) === 0);
  assert.ok(auth.verifiers.length >= all / 2);
  const sought = [
    mark,
    auth.clientSecret,
    'app-Password-',
    'poll-token-',
    ...some40(states),
    ...some40(auth.verifiers),
  ].flatMap(forms);
  assert.deepEqual(holding(folder, sought), []);
  assert.deepEqual(holding(kiths[0].home, sought), []);
  assert.ok(!sought.some((form) => log.includes(form)));
  t.diagnostic(`${all} grants, ${kept} imports, ${twice} tokens sent twice to be revoked, ${rounds} kills`);
});
