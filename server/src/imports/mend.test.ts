import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { getFrom, settledImport, uploadFiles } from '../../testing/uploads.ts';
import type { Import } from './import.ts';

let kith: TestKith;
before(async () => {
  kith = await testKith({ settings: { KITH_DEMO: 'true' } });
});
after(() => kith.close());

let count = 0;
async function owner(): Promise<{ id: string; cookie: string }> {
  count += 1;
  return testMember(kith, { name: `Mender ${count}`, email: `mender-${count}@home.example` });
}

interface Problem {
  readonly sequence: number;
  readonly line: number;
  readonly code: string;
  readonly kind: string;
  readonly found?: string;
  readonly lost: boolean;
  readonly state: string;
  readonly name?: string;
  readonly mend?: Record<string, string>;
}
interface Problems {
  readonly items: readonly Problem[];
  readonly total: number;
  readonly groups: readonly { readonly kind: string; readonly count: number; readonly open: number }[];
}

const problemsOf = (cookie: string, id: string, query = '') =>
  getFrom<Problems>(kith, cookie, `/api/imports/${id}/problems${query}`);

function post(cookie: string, url: string, payload: object = {}) {
  return kith.app.inject({ method: 'POST', url, headers: { cookie }, payload });
}

const mend = (cookie: string, id: string, sequence: number, said: object) =>
  post(cookie, `/api/imports/${id}/problems/${sequence}/mend`, said);

async function contacts(member: string): Promise<[string, string[]][]> {
  const { rows } = await kith.platform.database.asSystem((tx) =>
    sql<{ name: string; values: string[] }>`
      select c.name, coalesce(array_agg(i.value order by i.position) filter (where i.value is not null), '{}') as values
      from contacts c left join contact_identifiers i on i.owner_id = c.owner_id and i.contact_id = c.id
      where c.owner_id = ${member} group by c.id, c.name order by c.name`.execute(tx),
  );
  return rows.map(({ name, values }) => [name, values]);
}

const book = [
  'Name,E-mail,Phone,Birthday,City',
  'Ana Ruiz,ana.mend.example,,,Oslo',
  'Bo Berg,bo@,+47 22 12 34 56,,Bergen',
  'Chen Wei,chen@mend.example,12,32.13.1980,Paris',
  'Dina Costa,dina@mend.example,,,Rome',
].join('\n');

test('problems are grouped by kind, each with its line, what was found and how it can be mended', async () => {
  const { cookie } = await owner();
  const { id } = await uploadFiles(kith, cookie, [{ name: 'b.csv', bytes: book }]);
  const { items, groups } = await problemsOf(cookie, id);
  assert.deepEqual(groups, [
    { kind: 'email.no_at', count: 1, open: 1 },
    { kind: 'email.invalid', count: 1, open: 1 },
    { kind: 'date.invalid', count: 1, open: 1 },
    { kind: 'phone.invalid', count: 1, open: 1 },
  ]);
  assert.deepEqual(
    items.map(({ line, kind, found, name, mend: how }) => [line, kind, found, name, how]),
    [
      [
        2,
        'email.no_at',
        'ana.mend.example',
        'Ana Ruiz',
        { kind: 'value', field: 'email', value: 'ana.mend.example' },
      ],
      [3, 'email.invalid', 'bo@', 'Bo Berg', { kind: 'value', field: 'email', value: 'bo@' }],
      [4, 'date.invalid', '32.13.1980', 'Chen Wei', { kind: 'value', field: 'date', value: '32.13.1980' }],
      [4, 'phone.invalid', '12', 'Chen Wei', { kind: 'value', field: 'phone', value: '12' }],
    ],
  );
  const one = await problemsOf(cookie, id, '?kind=email.no_at');
  assert.deepEqual([one.items.length, one.total], [1, 4]);
});

test('a mended value belongs to the contact and the import, the same file again does not break it, undo takes it back', async () => {
  const { id: member, cookie } = await owner();
  const { id } = await uploadFiles(kith, cookie, [{ name: 'b.csv', bytes: book }]);
  const { items } = await problemsOf(cookie, id);
  const [ana, , date, phone] = items.map(({ sequence }) => sequence);
  for (const [sequence = 0, value, code] of [
    [ana, 'ana at mend.example', 'card.email_invalid'],
    [phone, '12', 'card.phone_invalid'],
    [date, '1980-13-32', 'card.date_invalid'],
  ] as const) {
    const bad = await mend(cookie, id, sequence, { value });
    assert.deepEqual([bad.statusCode, bad.json().code], [400, code]);
  }
  for (let twice = 0; twice < 2; twice++) {
    const good = await mend(cookie, id, ana ?? 0, { value: 'ana@mend.example' });
    assert.deepEqual([good.statusCode, good.json<Problem>().state], [200, 'mended']);
  }
  await mend(cookie, id, date ?? 0, { value: '13.12.1980' });
  const expected: [string, string[]][] = [
    ['Ana Ruiz', ['ana@mend.example']],
    ['Bo Berg', ['+4722123456']],
    ['Chen Wei', ['chen@mend.example']],
    ['Dina Costa', ['dina@mend.example']],
  ];
  assert.deepEqual(await contacts(member), expected);
  const invitees = await getFrom<{ items: { name: string }[] }>(kith, cookie, `/api/imports/${id}/invitees`);
  assert.ok(
    invitees.items.some(({ name }) => name === 'Ana Ruiz'),
    'who has an address now can be invited',
  );
  const again = await uploadFiles(kith, cookie, [{ name: 'b.csv', bytes: book }]);
  assert.deepEqual([again.counters.same, again.counters.updated], [4, 0]);
  assert.deepEqual(await contacts(member), expected);
  await post(cookie, `/api/imports/${again.id}/undo`);
  assert.deepEqual(await contacts(member), expected);
  await post(cookie, `/api/imports/${id}/undo`);
  assert.deepEqual(await contacts(member), []);
  assert.equal((await mend(cookie, id, ana ?? 0, { value: 'ana@mend.example' })).statusCode, 404);
});

test('mending what an earlier import brought is undone with the import in which it was mended', async () => {
  const { id: member, cookie } = await owner();
  await uploadFiles(kith, cookie, [{ name: 'b.csv', bytes: book }]);
  const later = await uploadFiles(kith, cookie, [{ name: 'b.csv', bytes: book }]);
  const [ana] = (await problemsOf(cookie, later.id)).items;
  await mend(cookie, later.id, ana?.sequence ?? 0, { value: 'ana@mend.example' });
  const told = await getFrom<Import>(kith, cookie, `/api/imports/${later.id}`);
  assert.deepEqual([told.counters.same, told.counters.updated], [3, 1]);
  assert.deepEqual((await contacts(member))[0], ['Ana Ruiz', ['ana@mend.example']]);
  await post(cookie, `/api/imports/${later.id}/undo`);
  assert.deepEqual((await contacts(member))[0], ['Ana Ruiz', []]);
});

test('a row that was lost becomes a contact once, and the import counts it', async () => {
  const { id: member, cookie } = await owner();
  const answer = await post(cookie, '/api/imports/paste', {
    text: 'Ana Ruiz <ana@lost.example>\nBo Berg <bo@\n',
  });
  const { id } = await settledImport(kith, cookie, answer.json<Import>().id);
  const { items } = await problemsOf(cookie, id);
  const lost = items.find((one) => one.lost);
  assert.equal(lost?.mend?.kind, 'row');
  assert.equal(lost?.mend?.email, 'bo@');
  const sequence = lost?.sequence ?? 0;
  for (const [said, code] of [
    [{ name: 'Bo Berg', email: 'bo@', phone: '' }, 'card.email_invalid'],
    [{ name: ' ', email: '', phone: '' }, 'card.empty'],
  ] as const)
    assert.equal((await mend(cookie, id, sequence, said)).json().code, code);
  for (let twice = 0; twice < 2; twice++)
    assert.equal(
      (await mend(cookie, id, sequence, { name: 'Bo Berg', email: 'bo@lost.example', phone: '' })).statusCode,
      200,
    );
  assert.deepEqual(await contacts(member), [
    ['Ana Ruiz', ['ana@lost.example']],
    ['Bo Berg', ['bo@lost.example']],
  ]);
  const told = await settledImport(kith, cookie, id);
  assert.deepEqual([told.counters.new, told.counters.problem], [2, 0]);
  await post(cookie, `/api/imports/${id}/undo`);
  assert.deepEqual(await contacts(member), []);
});

test('rows are skipped by their kind and taken up again', async () => {
  const { cookie } = await owner();
  const { id } = await uploadFiles(kith, cookie, [{ name: 'b.csv', bytes: book }]);
  const skip = (skipped: boolean) =>
    post(cookie, `/api/imports/${id}/problems/skip`, { which: { kind: 'email.no_at' }, skipped });
  const openOf = async () => (await problemsOf(cookie, id)).groups.map(({ kind, open }) => `${kind} ${open}`);
  assert.equal((await skip(true)).statusCode, 204);
  assert.deepEqual(await openOf(), ['email.no_at 0', 'email.invalid 1', 'date.invalid 1', 'phone.invalid 1']);
  await skip(false);
  assert.equal((await openOf())[0], 'email.no_at 1');
});

test('rejected rows can be downloaded, mended in a spreadsheet and uploaded again, and change their own contacts', async () => {
  const { id: member, cookie } = await owner();
  const bytes = `${book}\n=HYPERLINK("x"),evil,,,\n`;
  const first = await uploadFiles(kith, cookie, [{ name: 'b.csv', bytes }]);
  const answer = await kith.app.inject({ url: `/api/imports/${first.id}/rejected.csv`, headers: { cookie } });
  assert.equal(answer.statusCode, 200);
  assert.match(answer.body, /ana\.mend\.example/);
  assert.doesNotMatch(answer.body, /Dina/, 'only what was rejected');
  assert.doesNotMatch(answer.body, /(^|,)"?=/m, 'no formula');
  const mended = answer.body
    .replace('ana.mend.example', 'ana@mend.example')
    .replace('bo@', 'bo@mend.example');
  const second = await uploadFiles(kith, cookie, [{ name: 'rejected.csv', bytes: mended }]);
  assert.deepEqual([second.counters.new, second.counters.updated], [0, 2]);
  const after = await contacts(member);
  assert.equal(after.length, 5);
  assert.deepEqual(after.slice(1, 3), [
    ['Ana Ruiz', ['ana@mend.example']],
    ['Bo Berg', ['bo@mend.example', '+4722123456']],
  ]);
  const { rows } = await kith.platform.database.asSystem((tx) =>
    sql<{ data: { addresses: { city: string }[]; other?: unknown } }>`
      select data from contacts where owner_id = ${member} and name = 'Ana Ruiz'`.execute(tx),
  );
  assert.equal(
    rows[0]?.data.addresses[0]?.city,
    'Oslo',
    'what the file of rejected rows does not hold stays',
  );
  assert.equal(rows[0]?.data.other, undefined);
  const { groups } = await problemsOf(cookie, first.id);
  assert.equal(groups.find(({ kind }) => kind === 'email.no_at')?.open, 1, 'the formula has no @ either');
  await post(cookie, `/api/imports/${second.id}/undo`);
  assert.deepEqual((await contacts(member))[1], ['Ana Ruiz', []]);
});

test('nobody mends, skips or downloads another member’s rows, nor changes their cards by a file', async () => {
  const [mine, theirs] = [await owner(), await owner()];
  const { id } = await uploadFiles(kith, mine.cookie, [{ name: 'b.csv', bytes: book }]);
  const sequence = (await problemsOf(mine.cookie, id)).items[0]?.sequence ?? 0;
  const file = await kith.app.inject({
    url: `/api/imports/${id}/rejected.csv`,
    headers: { cookie: mine.cookie },
  });
  for (const answer of [
    await mend(theirs.cookie, id, sequence, { value: 'evil@mend.example' }),
    await post(theirs.cookie, `/api/imports/${id}/problems/skip`, { which: { sequence }, skipped: true }),
    await kith.app.inject({ url: `/api/imports/${id}/rejected.csv`, headers: { cookie: theirs.cookie } }),
  ])
    assert.equal(answer.statusCode, 404);
  const before = await contacts(mine.id);
  await uploadFiles(kith, theirs.cookie, [
    { name: 'r.csv', bytes: file.body.replace('ana.mend.example', 'evil@mend.example') },
  ]);
  assert.deepEqual(await contacts(mine.id), before);
});
