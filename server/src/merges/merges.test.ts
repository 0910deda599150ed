import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { getFrom, uploadFiles } from '../../testing/uploads.ts';
import { until } from '../../testing/wait.ts';
import { sayNotes, wholeBook } from '../../testing/whole-book.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';

let kith: TestKith;
before(async () => {
  kith = await testKith();
});
after(() => kith.close());

interface Person {
  readonly id: MemberId;
  readonly cookie: string;
}
interface Beside {
  readonly id: ContactId;
  readonly name: string;
  readonly fields: readonly { readonly field: string; readonly values: readonly string[] }[];
}
interface Proposals {
  readonly items: readonly { readonly contacts: readonly Beside[]; readonly certain: boolean }[];
  readonly total: number;
  readonly certain: number;
}

let made = 0;
const owner = (): Promise<Person> => testMember(kith, { name: 'Ola', email: `ola${made++}@merging.example` });

async function post(person: Person, url: string, body?: object) {
  const answer = await kith.app.inject({
    method: 'POST',
    url,
    headers: { cookie: person.cookie },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
}

const bring = (person: Person, name: string, ...rows: string[]) =>
  uploadFiles(kith, person.cookie, [
    { name, bytes: `Name,E-mail,Phone,Birthday,Notes\n${rows.join('\n')}\n` },
  ]);
const vcf = (person: Person, ...cards: string[]) =>
  uploadFiles(kith, person.cookie, [
    {
      name: 'book.vcf',
      bytes: cards.map((card) => `BEGIN:VCARD\r\nVERSION:3.0\r\n${card}\r\nEND:VCARD\r\n`).join(''),
    },
  ]);

const proposals = (person: Person) => getFrom<Proposals>(kith, person.cookie, '/api/proposals');

/** The proposals once the search after an import is done. */
async function searched(person: Person): Promise<Proposals> {
  await until(async () => {
    const { rows } = await kith.platform.database.asMember(person.id, (tx) =>
      sql<{ done: boolean }>`select s.revision = b.revision as done from books b
        join duplicate_searches s on s.owner_id = b.owner_id where b.owner_id = ${person.id}`.execute(tx),
    );
    return rows[0]?.done === true;
  });
  return proposals(person);
}

const names = ({ items }: Proposals) =>
  items
    .map(({ contacts }) =>
      contacts
        .map(({ name }) => name)
        .sort()
        .join(' = '),
    )
    .sort();

const book = (person: Person) => wholeBook(kith, person.id);

test('likely duplicates are proposed side by side, a household is not, and a merge is undone', async () => {
  const ana = await owner();
  await bring(
    ana,
    'first.csv',
    'William Hart,will@hart.example,+442079460001,1961-04-12,old friend',
    'Mary Hart,mary@hart.example,+442079460001,,',
    'Zoe Stone,zoe@stone.example,,,',
  );
  await vcf(ana, 'N:Hart;Bill;;;\r\nFN:Bill Hart\r\nTEL:+442079460001\r\nORG:Hart & Sons');
  const found = await searched(ana);
  assert.deepEqual(names(found), ['Bill Hart = William Hart']);
  assert.equal(found.total, 1);
  const before = await book(ana);
  const [one, other] = found.items[0]?.contacts ?? [];
  assert.ok(one !== undefined && other !== undefined);
  const merged = await post(ana, '/api/merges', {
    contactIds: [one.id, other.id],
    keep: other.id,
    fields: { names: one.id },
  });
  assert.equal(merged.status, 201);
  const [whole, ...rest] = (await book(ana)).filter(({ name }) => `${name}`.includes('ill'));
  assert.equal(whole?.id, other.id);
  assert.equal(whole?.name, one.name);
  assert.equal(rest.length, 0);
  assert.deepEqual((await proposals(ana)).items, []);
  const list = await getFrom<{ items: { id: string; contacts: number }[] }>(kith, ana.cookie, '/api/merges');
  assert.deepEqual(
    list.items.map(({ id, contacts }) => [id, contacts]),
    [[merged.body.id, 2]],
  );
  assert.equal((await post(ana, `/api/merges/${merged.body.id}/undo`)).status, 204);
  assert.equal((await post(ana, `/api/merges/${merged.body.id}/undo`)).status, 204, 'twice is once');
  assert.deepEqual(await book(ana), before);
});

test('two who are not the same are not proposed again, after a new import either', async () => {
  const ana = await owner();
  const rows = [
    'Jo Wells,jo@wells.example,+442079460009,,',
    'Joanna Wells,joanna@wells.example,+442079460009,,',
  ];
  await bring(ana, 'book.csv', ...rows);
  const found = await searched(ana);
  const contactIds = found.items[0]?.contacts.map(({ id }) => id);
  assert.equal(found.total, 1);
  assert.equal((await post(ana, '/api/proposals/not-same', { contactIds })).status, 204);
  assert.equal((await proposals(ana)).total, 0);
  await bring(ana, 'book.csv', ...rows.map((row) => `${row}seen again`));
  assert.equal((await searched(ana)).total, 0);
  // Merged by mistake and parted, they are what they were said to be.
  const merged = await post(ana, '/api/merges', { contactIds, keep: contactIds?.[0] });
  assert.equal((await post(ana, `/api/merges/${merged.body.id}/undo`)).status, 204);
  await bring(ana, 'book.csv', ...rows.map((row) => `${row}once more`));
  assert.equal((await searched(ana)).total, 0);
  assert.equal((await post(ana, '/api/proposals/not-same', { contactIds, undo: true })).status, 204);
  await bring(ana, 'book.csv', ...rows.map((row) => `${row}and again`));
  assert.equal((await searched(ana)).total, 1);
});

test('what is certain is merged by one press, and parted by one', async () => {
  const ana = await owner();
  await bring(
    ana,
    'book.csv',
    'Catherine Holloway,kate@holloway.example,,1980-03-07,',
    'Gareth Fairfax,gareth@fairfax.example,+447400123456,,',
    'Imogen Thorne,imogen@thorne.example,,,',
    'Margaret Ashdown,peggy@ashdown.example,,1980-03-07,',
    'Elizabeth Wainwright,liz@wainwright.example,+447400123457,1961-02-03,',
  );
  await vcf(
    ana,
    'N:Holloway;Kate;;;\r\nFN:Kate Holloway\r\nEMAIL:kate@holloway.example\r\nBDAY:1980-03-07',
    'N:Fairfax;Garreth;;;\r\nFN:Garreth Fairfax\r\nTEL:+447400123456\r\nEMAIL:gareth@fairfax.example',
    'N:Ashdown;Peggy;;;\r\nFN:Peggy Ashdown\r\nEMAIL:peggy@ashdown.example\r\nBDAY:1983-11-19',
    'N:Wainwright;Liz;;;\r\nFN:Liz Wainwright\r\nEMAIL:liz@wainwright.example\r\nEMAIL:beth@wainwright.example',
    'N:Wainwright;Beth;;;\r\nFN:Beth Wainwright\r\nEMAIL:beth@wainwright.example\r\nBDAY:1983-05-17',
  );
  const found = await searched(ana);
  // Nobody is born twice: that pair is for its owner to judge, and so is the last of three with the first's.
  assert.deepEqual([found.certain, found.total], [4, 5], JSON.stringify(found));
  const before = await book(ana);
  const done = await post(ana, '/api/merges/certain');
  assert.equal(done.body.merged, 3);
  assert.deepEqual(
    // Safe: contacts are made of cards.
    (await book(ana)).map(({ data }) => (data as { birthday?: string }).birthday ?? '').sort(),
    ['', '', '1961-02-03', '1980-03-07', '1980-03-07', '1983-05-17', '1983-11-19'],
  );
  assert.equal((await post(ana, '/api/merges/certain')).body.merged, 0);
  assert.equal((await post(ana, `/api/merges/${done.body.id}/undo`)).status, 204);
  assert.deepEqual(await book(ana), before);
});

test('two tabs, too many and strangers’ contacts have a clear answer', async () => {
  const [ana, bo] = [await owner(), await owner()];
  await bring(
    ana,
    'book.csv',
    ...Array.from({ length: 60 }, (_, at) => `Person ${at},p${at}@many.example,,,`),
  );
  const ids = (await book(ana)).map(({ id }) => id as ContactId);
  const [one, two, three] = ids;
  const wish = { contactIds: [one, two], keep: one };
  const [first, second] = await Promise.all([post(ana, '/api/merges', wish), post(ana, '/api/merges', wish)]);
  assert.deepEqual([first.status, second.status, first.body.id], [201, 201, second.body.id]);
  const late = await post(ana, '/api/merges', { contactIds: [two, three], keep: three });
  assert.deepEqual([late.status, late.body.code], [409, 'merge.gone']);
  const many = await post(ana, '/api/merges', { contactIds: ids.slice(2), keep: three });
  assert.deepEqual([many.status, many.body.code], [400, 'merge.too_many']);
  assert.match(many.body.title, /At most 50/);
  const beside = await kith.app.inject({
    url: `/api/merges/beside?contacts=${ids.slice(2).join(',')}`,
    headers: { cookie: ana.cookie },
  });
  assert.deepEqual([beside.statusCode, beside.json().code], [400, 'merge.too_many']);
  const strange = await post(bo, '/api/merges', { contactIds: ids.slice(2, 4), keep: three });
  assert.deepEqual([strange.status, strange.body.code], [409, 'merge.gone']);
  assert.equal((await post(bo, `/api/merges/${first.body.id}/undo`)).status, 404);
  assert.equal((await book(ana)).length, 59);
});

test('merges of merges are parted in any order', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const ana = await owner();
    await bring(ana, 'book.csv', 'A,a@chain.example,,,', 'B,b@chain.example,,,', 'C,c@chain.example,,,');
    const before = await book(ana);
    const [a, b, c] = before.map(({ id }) => id);
    const first = await post(ana, '/api/merges', { contactIds: [a, b], keep: a });
    const second = await post(ana, '/api/merges', { contactIds: [a, c], keep: c });
    const made = [first.body.id, second.body.id];
    for (const at of order) assert.equal((await post(ana, `/api/merges/${made[at]}/undo`)).status, 204);
    assert.deepEqual(await book(ana), before, `${order}`);
  }
});

test('what a chain of merges chose keeps no contact of an undone import', async () => {
  const ana = await owner();
  const rows = ['A,a@chain.example,,,', 'B,b@chain.example,,,', 'C,c@chain.example,,,'];
  const { id } = await bring(ana, 'book.csv', ...rows);
  const [a, b, c] = (await book(ana)).map((row) => row.id as ContactId);
  assert.ok(a !== undefined && b !== undefined && c !== undefined);
  const fields = { names: a };
  await post(ana, '/api/merges', { contactIds: [a, b], keep: b, fields });
  await post(ana, '/api/merges', { contactIds: [b, c], keep: c, fields: { names: b } });
  await undoAll(ana, [id]);
  assert.deepEqual(await book(ana), []);
});

test('an edit goes with the contact that it was of, through a merge and the undo of the import', async () => {
  const ana = await owner();
  await bring(ana, 'own.csv', 'Own,own@edits.example,,,');
  const [own] = await book(ana);
  const { id } = await bring(ana, 'book.csv', 'A,a@edits.example,,,', 'B,b@edits.example,,,');
  const [a, b] = (await book(ana)).map((row) => row.id as ContactId).filter((one) => one !== own?.id);
  assert.ok(own !== undefined && a !== undefined && b !== undefined);
  await sayNotes(kith, ana.id, a, 'said of A');
  const { body } = await post(ana, '/api/merges', { contactIds: [a, b, own.id], keep: own.id });
  await undoAll(ana, [id]);
  assert.equal((await post(ana, `/api/merges/${body.id}/undo`)).status, 204);
  assert.deepEqual(
    (await book(ana)).map((row) => [row.id, row.edits]),
    [
      [own.id, null],
      [a, [['notes', ['said of A']]]],
    ],
  );
});

async function undoAll(person: Person, imports: readonly string[]): Promise<void> {
  for (const id of imports.toReversed())
    assert.ok((await post(person, `/api/imports/${id}/undo`)).status < 300, id);
}
