import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { workbookOf } from '@kith/contacts/testing';
import { sql } from 'kysely';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { getFrom, settledImport, uploadFiles } from '../../testing/uploads.ts';
import type { Import } from './import.ts';
import { deleteKept } from './store.ts';

let kith: TestKith;
before(async () => {
  kith = await testKith({ settings: { KITH_DEMO: 'true' } });
});
after(() => kith.close());

let count = 0;
async function owner(): Promise<{ id: string; cookie: string }> {
  count += 1;
  return testMember(kith, { name: `Mapper ${count}`, email: `mapper-${count}@home.example` });
}

interface Columns {
  readonly kept: boolean;
  readonly items: readonly {
    readonly file: number;
    readonly state: string;
    readonly columns: readonly {
      readonly column: number;
      readonly meaning: string;
      readonly basis: string;
    }[];
  }[];
}

const columnsOf = (cookie: string, id: string) =>
  getFrom<Columns>(kith, cookie, `/api/imports/${id}/columns`);

async function say(cookie: string, id: string, meanings: Record<number, string>, file = 0) {
  const columns = Object.entries(meanings).map(([column, meaning]) => ({ column: Number(column), meaning }));
  return kith.app.inject({
    method: 'PUT',
    url: `/api/imports/${id}/columns`,
    headers: { cookie },
    payload: { file, columns },
  });
}

async function told(cookie: string, id: string, meanings: Record<number, string>): Promise<Import> {
  const answer = await say(cookie, id, meanings);
  assert.equal(answer.statusCode, 200, answer.body);
  return settledImport(kith, cookie, id);
}

async function invitees(cookie: string, id: string): Promise<[string, string[]][]> {
  const { items } = await getFrom<{ items: { name: string; channels: { value: string }[] }[] }>(
    kith,
    cookie,
    `/api/imports/${id}/invitees`,
  );
  return items.map(({ name, channels }) => [name, channels.map(({ value }) => value)]);
}

async function rows(ownerId: string, table: 'cards' | 'contacts' | 'import_chunks' | 'import_cards') {
  const found = await kith.platform.database.asSystem((tx) =>
    sql`select 1 from ${sql.table(table)} where owner_id = ${ownerId}`.execute(tx),
  );
  return found.rows.length;
}

const table =
  'Name,Draht,Verein,Zweite Mail\nAna Ruiz,ana@map.example,Nord,ana2@map.example\nBo Berg,bo@map.example,Nord,x\n';

test('what is understood is read at once, and what is not can be said and read again, nothing twice', async () => {
  const { id: member, cookie } = await owner();
  const first = await uploadFiles(kith, cookie, [{ name: 'club.csv', bytes: table }]);
  assert.deepEqual([first.state, first.counters.new, first.files[0]?.columns], ['read', 2, 'guessed']);
  const columns = await columnsOf(cookie, first.id);
  assert.equal(columns.kept, true);
  assert.deepEqual(
    columns.items[0]?.columns.map(({ meaning, basis }) => [meaning, basis]),
    [
      ['full', 'known'],
      ['email', 'guessed'],
      ['other', 'unknown'],
      ['other', 'unknown'],
    ],
  );
  const said = { 2: 'email/home', 3: 'organisation', 4: 'email/work' };
  for (const again of [await told(cookie, first.id, said), await told(cookie, first.id, said)]) {
    assert.equal(again.id, first.id);
    assert.deepEqual([again.state, again.counters.new, again.files[0]?.columns], ['read', 2, 'said']);
  }
  assert.deepEqual(await invitees(cookie, first.id), [
    ['Ana Ruiz', ['ana@map.example', 'ana2@map.example']],
    ['Bo Berg', ['bo@map.example']],
  ]);
  assert.deepEqual([await rows(member, 'cards'), await rows(member, 'contacts')], [2, 2]);
  const undone = await kith.app.inject({
    method: 'POST',
    url: `/api/imports/${first.id}/undo`,
    headers: { cookie },
  });
  assert.equal(undone.statusCode, 200);
  for (const one of ['cards', 'contacts', 'import_chunks'] as const)
    assert.equal(await rows(member, one), 0, one);
});

test('the next file with the same header is read by what was said, without asking, and can be told otherwise', async () => {
  const { cookie } = await owner();
  const first = await uploadFiles(kith, cookie, [{ name: 'a.csv', bytes: table }]);
  await told(cookie, first.id, { 2: 'email', 3: 'organisation', 4: 'email/work' });
  const next = await uploadFiles(kith, cookie, [
    {
      name: 'b.csv',
      bytes: `${table.split('\n')[0]}\nChen Wei,chen@map.example,Sued,wei@map.example\nDina Costa,dina@map.example,Sued,\n`,
    },
  ]);
  assert.equal(next.files[0]?.columns, 'said');
  assert.deepEqual((await invitees(cookie, next.id))[2], [
    'Chen Wei',
    ['chen@map.example', 'wei@map.example'],
  ]);
  const forgotten = await told(cookie, next.id, {});
  assert.equal(forgotten.files[0]?.columns, 'guessed');
  const stranger = await owner();
  const theirs = await uploadFiles(kith, stranger.cookie, [{ name: 'c.csv', bytes: table }]);
  assert.equal(theirs.files[0]?.columns, 'guessed', 'what one owner says, no other hears');
});

const strange = 'Bezug;Kürzel;Nummer\nAna Ruiz;ana(at)map.example;4711\nBo Berg;bo(at)map.example;4712\n';

test('a table of which nothing is understood says so, and is read once somebody says', async () => {
  const { cookie } = await owner();
  const first = await uploadFiles(kith, cookie, [{ name: 'odd.csv', bytes: strange }]);
  assert.deepEqual(
    [first.state, first.failureCode, first.files[0]?.columns],
    ['failed', 'import.columns_unknown', 'not_understood'],
  );
  const useless = await say(cookie, first.id, { 1: 'city', 2: 'other', 3: 'other' });
  assert.deepEqual([useless.statusCode, useless.json().code], [400, 'columns.no_contacts']);
  const wrong = await say(cookie, first.id, { 1: 'boss' });
  assert.deepEqual([wrong.statusCode, wrong.json().code], [400, 'columns.meaning_unknown']);
  const read = await told(cookie, first.id, { 1: 'full' });
  assert.deepEqual([read.state, read.counters.new, read.failureCode], ['read', 2, undefined]);
  const again = await uploadFiles(kith, cookie, [{ name: 'odd.csv', bytes: strange }]);
  assert.deepEqual([again.state, again.counters.same], ['read', 2]);
});

test('an Excel sheet of which nothing is understood is read once somebody says', async () => {
  const { cookie } = await owner();
  const cells = strange
    .trim()
    .split('\n')
    .map((line) => line.split(';'));
  const texts = cells.flat();
  const sheet = cells.map(
    (line, at) =>
      `<row r="${at + 1}">${line.map((text) => `<c t="s"><v>${texts.indexOf(text)}</v></c>`).join('')}</row>`,
  );
  const bytes = workbookOf([['Liste', sheet.join('')]], texts);
  const first = await uploadFiles(kith, cookie, [{ name: 'odd.xlsx', bytes }]);
  assert.deepEqual([first.state, first.failureCode], ['failed', 'import.columns_unknown']);
  const read = await told(cookie, first.id, { 1: 'full' });
  assert.deepEqual([read.state, read.counters.new], ['read', 2]);
});

test('a file without a header is said for itself alone', async () => {
  const { cookie } = await owner();
  const bare = 'Ruiz;Ana;ana@bare.example\nBerg;Bo;bo@bare.example\n';
  const first = await uploadFiles(kith, cookie, [{ name: 'bare.csv', bytes: bare }]);
  const names = async (id: string) => (await invitees(cookie, id)).map(([name]) => name);
  assert.deepEqual(await names(first.id), ['Ruiz Ana', 'Berg Bo']);
  const said = await told(cookie, first.id, { 1: 'family', 2: 'given', 3: 'email' });
  assert.deepEqual([said.counters.new, await names(said.id)], [2, ['Bo Berg', 'Ana Ruiz']]);
  const next = await uploadFiles(kith, cookie, [
    { name: 'c.csv', bytes: 'Ada;Love;ada@bare.example\nIda;Moe;ida@bare.example\n' },
  ]);
  assert.equal(next.files[0]?.columns, 'guessed');
});

test('the bytes of a table that is understood go at once, others after a week; what was said stays', async () => {
  const { id: member, cookie } = await owner();
  const plain = await uploadFiles(kith, cookie, [
    { name: 'p.csv', bytes: 'Name,E-mail\nAna,ana@gone.example\n' },
  ]);
  assert.equal(plain.files[0]?.columns, 'understood');
  assert.equal(await rows(member, 'import_chunks'), 0);
  const open = await uploadFiles(kith, cookie, [{ name: 'o.csv', bytes: table }]);
  assert.equal(await rows(member, 'import_chunks'), 1);
  const tidied = (days: number) =>
    kith.platform.database.asSystem((tx) =>
      deleteKept(tx, new Date(kith.platform.clock.now().getTime() + days * 86_400_000)),
    );
  await tidied(6);
  assert.equal(await rows(member, 'import_chunks'), 1);
  await tidied(8);
  assert.equal(await rows(member, 'import_chunks'), 0);
  assert.equal((await columnsOf(cookie, open.id)).kept, false);
  const answer = await say(cookie, open.id, { 3: 'organisation' });
  assert.deepEqual([answer.statusCode, answer.json<Import>().state], [200, 'read']);
  const next = await uploadFiles(kith, cookie, [{ name: 'o.csv', bytes: table }]);
  assert.equal(next.files[0]?.columns, 'said');
});

test('a contact that two imports brought stays until both are undone, also when the older was read again', async () => {
  const { id: member, cookie } = await owner();
  const older = await uploadFiles(kith, cookie, [{ name: 'a.csv', bytes: table }]);
  const newer = await uploadFiles(kith, cookie, [{ name: 'a.csv', bytes: table }]);
  assert.equal(newer.counters.same, 2);
  const read = await told(cookie, older.id, { 2: 'email', 3: 'skip', 4: 'skip' });
  assert.equal(read.counters.read, 2);
  for (const [id, left] of [
    [newer.id, 2],
    [older.id, 0],
  ] as const) {
    await kith.app.inject({ method: 'POST', url: `/api/imports/${id}/undo`, headers: { cookie } });
    assert.equal(await rows(member, 'contacts'), left);
  }
});

test('another member’s columns do not exist', async () => {
  const [mine, theirs] = [await owner(), await owner()];
  const { id } = await uploadFiles(kith, mine.cookie, [{ name: 'a.csv', bytes: table }]);
  const answer = await kith.app.inject({
    url: `/api/imports/${id}/columns`,
    headers: { cookie: theirs.cookie },
  });
  assert.equal(answer.statusCode, 404);
  assert.equal((await say(theirs.cookie, id, { 2: 'email' })).statusCode, 404);
});
