import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generatePeople, googleCsv } from '@kith/contacts/testing';
import PostalMime from 'postal-mime';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { uploadFiles } from '../../testing/uploads.ts';
import { answered, untilSomebodyWaits, waitFor } from '../../testing/wait.ts';
import { lockBook } from '../contacts/index.ts';
import { systemClock } from '../platform/clock.ts';

let kith: TestKith;
before(async () => {
  kith = await testKith({ settings: { KITH_DEMO: 'true' } });
});
after(() => kith.close());

const day = 24 * 3600 * 1000;

interface Import {
  readonly id: string;
  readonly state: string;
  readonly here: number;
  readonly invite: number;
  readonly lookupsHeldBack: number;
}

async function get<T>(kith: TestKith, cookie: string, url: string): Promise<T> {
  const answer = await kith.app.inject({ url, headers: { cookie } });
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json<T>();
}

/** Asks for the import until it is as wanted. */
async function until(
  kith: TestKith,
  cookie: string,
  id: string,
  wanted: (one: Import) => boolean,
): Promise<Import> {
  return answered(() => get<Import>(kith, cookie, `/api/imports/${id}`), wanted);
}

/** Triage lists people, so every address here has a person's name. */
function nameOf(address: string): string {
  const [first = ''] = address.split('@');
  return `${first.slice(0, 1).toUpperCase()}${first.slice(1)} Berg`;
}

async function paste(kith: TestKith, cookie: string, addresses: readonly string[]): Promise<Import> {
  const answer = await kith.app.inject({
    method: 'POST',
    url: '/api/imports/paste',
    headers: { cookie },
    payload: { text: addresses.map((one) => `${nameOf(one)} <${one}>`).join('\n') },
  });
  assert.equal(answer.statusCode, 201, answer.body);
  return until(kith, cookie, answer.json<Import>().id, ({ state }) => state === 'read');
}

// The first, while nobody else has a book.
test('PostgreSQL expects of a book after its last look what it expects of any, not next to nothing', async () => {
  const { cookie } = await testMember(kith, { name: 'Ana', email: 'ana@planned.example' });
  const bytes = googleCsv(generatePeople({ seed: 6, count: 1000 }));
  await uploadFiles(kith, cookie, [{ name: 'book.csv', bytes }]);
  const { pool } = kith.platform.database;
  await pool.query('analyze');
  const expected = async (table: string) => {
    // Nobody's id: the next owner's, of whom the look has seen no row.
    const { rows } = await pool.query<{ 'QUERY PLAN': readonly { Plan: { 'Plan Rows': number } }[] }>(
      `explain (format json) select from ${table} where owner_id = '01900000-0000-7000-8000-000000000000'`,
    );
    return rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'];
  };
  // One of two hundred; with statistics, which know one owner alone, it is 1.
  for (const table of ['contacts', 'contact_identifiers', 'cards', 'candidates'])
    assert.ok(Number(await expected(table)) > 1, table);
  // Tables of later migrations are not spared this of themselves.
  const { rows } = await pool.query<{ name: string }>(`
    select attrelid::regclass::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid
    where a.attname = 'owner_id' and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and coalesce(a.attstattarget, -1) <> 0`);
  assert.deepEqual(rows, []);
});

test('beyond the budget nobody is found, and a day later the rest is looked up', async () => {
  let late = 0;
  const kith = await testKith({
    settings: {
      KITH_DEMO: 'true',
      KITH_MATCHING_BUDGET: '5',
      KITH_MATCHING_REFILL: '5',
      KITH_MATCHING_YOUNG_FACTOR: '1',
    },
    platform: { clock: { ...systemClock, now: () => new Date(Date.now() + late) } },
  });
  try {
    const { cookie } = await testMember(kith, { name: 'Ana', email: 'ana@budget.example' });
    const names = ['nina', 'olga', 'pedro', 'dina', 'marta', 'jonas', 'clara', 'emil'].map(
      (one) => `${one}@budget.example`,
    );
    for (const email of names) await testMember(kith, { name: nameOf(email), email });
    const one = await paste(kith, cookie, names);
    assert.deepEqual([one.here, one.invite, one.lookupsHeldBack], [5, 3, 3]);
    const again = await paste(kith, cookie, names);
    assert.deepEqual([again.here, again.lookupsHeldBack], [5, 3], 'asking again finds nobody more');
    late = day;
    await kith.platform.jobs.enqueue('review.held-back', {});
    const then = await until(kith, cookie, one.id, ({ here }) => here === 8);
    assert.deepEqual([then.invite, then.lookupsHeldBack], [0, 0]);
  } finally {
    await kith.close();
  }
});

test('somebody who joins later is found in the books that have them, and nobody matches themselves', async () => {
  const { id: ana, cookie } = await testMember(kith, { name: 'Ana', email: 'ana@later.example' });
  const one = await paste(kith, cookie, ['ana@later.example', 'jonas@later.example', 'clara@later.example']);
  assert.deepEqual([one.here, one.invite], [0, 2]);
  const jonas = await testMember(kith, { name: 'Jonas Berg', email: 'jonas@later.example' });
  await until(kith, cookie, one.id, ({ here, invite }) => here === 1 && invite === 1);
  const people = await get<{ items: { memberId: string }[] }>(kith, cookie, `/api/imports/${one.id}/people`);
  assert.deepEqual(
    people.items.map(({ memberId }) => memberId),
    [jonas.id],
  );

  // Whoever takes people off the list meanwhile has the book: the press waits, and is of another list then.
  let pressed: Promise<Awaited<ReturnType<typeof kith.app.inject>>> | undefined;
  const { database } = kith.platform;
  await database.asSystem(async (tx) => {
    await lockBook(tx, ana);
    pressed = kith.app.inject({
      method: 'POST',
      url: `/api/imports/${one.id}/connect`,
      headers: { cookie },
      payload: { expected: 1 },
    });
    await untilSomebodyWaits(database);
    await tx.deleteFrom('candidates').where('member_id', '=', jonas.id).execute();
  });
  const answer = await pressed;
  assert.deepEqual([answer?.statusCode, answer?.json().code], [409, 'selection.changed']);
});

test('whom a book finds follows what the member allows, also afterwards', async () => {
  const { cookie } = await testMember(kith, { name: 'Ana', email: 'ana@allowed.example' });
  const mia = await testMember(kith, { name: 'Mia Berg', email: 'mia@allowed.example' });
  const { items } = await get<{ items: { id: string }[] }>(kith, mia.cookie, '/api/me/identifiers');
  const allow = async (discoverability: string) => {
    const answer = await kith.app.inject({
      method: 'PATCH',
      url: `/api/me/identifiers/${items[0]?.id}`,
      headers: { cookie: mia.cookie },
      payload: { discoverability },
    });
    assert.equal(answer.statusCode, 200, answer.body);
  };
  await allow('nobody');
  const one = await paste(kith, cookie, ['mia@allowed.example']);
  assert.deepEqual([one.here, one.invite], [0, 1]);
  await allow('everyone');
  await until(kith, cookie, one.id, ({ here, invite }) => here === 1 && invite === 0);
  await allow('nobody');
  await until(kith, cookie, one.id, ({ here, invite }) => here === 0 && invite === 1);
});

test('who gives an address up is no longer found by it', async () => {
  const { cookie } = await testMember(kith, { name: 'Ana', email: 'ana@up.example' });
  const jonas = await testMember(kith, { name: 'Jonas Berg', email: 'jonas@up.example' });
  const ask = async (method: 'POST' | 'DELETE', url: string, payload: object) =>
    kith.app.inject({ method, url, payload, headers: { cookie: jonas.cookie } });
  const old = { kind: 'email', value: 'old@up.example' };
  await ask('POST', '/api/me/identifiers', old);
  const { raw } = await waitFor(() => kith.mails.find(({ to }) => to === old.value));
  const { text = '' } = await PostalMime.parse(raw);
  const code = /^(\d{6})\n/.exec(text)?.[1];
  const { id } = (await ask('POST', '/api/me/identifiers/verify', { ...old, code })).json<{ id: string }>();
  const one = await paste(kith, cookie, ['old@up.example']);
  assert.deepEqual([one.here, one.invite], [1, 0]);
  const answer = await ask('DELETE', `/api/me/identifiers/${id}`, {});
  assert.equal(answer.statusCode, 204);
  await until(kith, cookie, one.id, ({ here, invite }) => here === 0 && invite === 1);
});
