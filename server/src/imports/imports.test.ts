import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { generatePeople, googleCsv, vcard30, workbookOf, zipOf } from '@kith/contacts/testing';
import { sql } from 'kysely';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { getFrom, multipart, settledImport, type UploadedFile, uploadFiles } from '../../testing/uploads.ts';
import { answered } from '../../testing/wait.ts';
import { wholeBook } from '../../testing/whole-book.ts';
import type { ImportId, MemberId } from '../platform/ids.ts';
import type { Import } from './import.ts';
import { type ReceivedFile, receiveImport } from './receive.ts';
import { deleteHalfUploads } from './store.ts';
import { finishUndo } from './undo.ts';

let kith: TestKith;
before(async () => {
  kith = await testKith({ settings: { KITH_DEMO: 'true' } });
});
after(() => kith.close());

let count = 0;
async function owner(): Promise<{ id: MemberId; cookie: string }> {
  count += 1;
  return testMember(kith, { name: `Owner ${count}`, email: `owner-${count}@home.example` });
}

const upload = (cookie: string, files: readonly UploadedFile[], headers?: Record<string, string>) =>
  uploadFiles(kith, cookie, files, headers);
const settled = (cookie: string, id: string) => settledImport(kith, cookie, id);
const get = <T>(cookie: string, url: string) => getFrom<T>(kith, cookie, url);

const people = generatePeople({ seed: 11, count: 250 });

test('a file is read whole, and read again it changes nothing', async () => {
  const { cookie } = await owner();
  const file = [{ name: 'contacts.csv', bytes: googleCsv(people) }];
  const first = await upload(cookie, file);
  assert.equal(first.state, 'read');
  assert.equal(first.counters.new, 250);
  assert.equal(first.files[0]?.name, 'contacts.csv');
  const again = await upload(cookie, file);
  assert.deepEqual(again.counters, { read: 250, new: 0, updated: 0, same: 250, problem: 0 });
});

test('a changed card is updated, and undoing that import brings the old one back', async () => {
  const { cookie } = await owner();
  const card = (title: string) =>
    `BEGIN:VCARD\r\nVERSION:3.0\r\nUID:one\r\nFN:Dina Costa\r\nEMAIL:dina@work.example\r\nTITLE:${title}\r\nEND:VCARD\r\n`;
  await upload(cookie, [{ name: 'a.vcf', bytes: card('Engineer') }]);
  const changed = await upload(cookie, [{ name: 'a.vcf', bytes: card('Head of engines') }]);
  assert.equal(changed.counters.updated, 1);
  const search = async (q: string, id: string) =>
    (await get<{ matching: number }>(cookie, `/api/imports/${id}/invitees?q=${q}`)).matching;
  assert.equal(await search('head', changed.id), 1);
  const undone = await kith.app.inject({
    method: 'POST',
    url: `/api/imports/${changed.id}/undo`,
    headers: { cookie },
  });
  assert.equal(undone.json<Import>().state, 'undone');
  assert.equal(await search('head', changed.id), 0);
  assert.equal(await search('engineer', changed.id), 1);
  const again = await upload(cookie, [{ name: 'a.vcf', bytes: card('Engineer') }]);
  assert.equal(again.counters.same, 1);
});

test('the same person twice in one file is one contact, and a household at one address stays two', async () => {
  const { cookie } = await owner();
  const rows = [
    'Name,E-mail,Phone',
    'Dina Costa,dina@twice.example,',
    'Dina Costa,dina@twice.example,+1 212 555 0143',
    'Pedro Costa,dina@twice.example,',
  ];
  const one = await upload(cookie, [{ name: 'a.csv', bytes: rows.join('\n') }]);
  assert.deepEqual([one.state, one.counters.new, one.invite, one.other], ['read', 3, 1, 1]);
  const { items } = await get<{ items: { name: string; channels: unknown[] }[] }>(
    cookie,
    `/api/imports/${one.id}/invitees`,
  );
  assert.deepEqual(
    items.map(({ name, channels }) => [name, channels.length]),
    [['Dina Costa', 2]],
  );
  const others = await get<{ items: { name: string; reason: string }[] }>(
    cookie,
    `/api/imports/${one.id}/others`,
  );
  assert.deepEqual(
    others.items.map(({ name, reason }) => [name, reason]),
    [['Pedro Costa', 'same_address']],
  );
});

const rowsOf = (...rows: string[]): UploadedFile[] => [{ name: 'book.csv', bytes: rows.join('\n') }];

test('a father and his son of one name and number are two, and who tells no birthday is one of them', async () => {
  const { id, cookie } = await owner();
  const of = (birthday: string, note: string) => `Olav Berg,+4722334455,${birthday},${note}`;
  const rows = [of('', 'one'), of('1950-03-04', 'two'), of('1981-07-09', 'three'), of('--03-04', 'four')];
  await upload(cookie, rowsOf('Name,Phone,Birthday,Notes', ...rows));
  const card = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Olav Berg\r\nTEL:+4722334455\r\nBDAY:';
  const born = ['1981-07-09', '2012-12-01'].map((day) => `${card}${day}\r\nEND:VCARD\r\n`);
  await upload(cookie, [{ name: 'later.vcf', bytes: born.join('') }]);
  const book = await wholeBook(kith, id);
  assert.deepEqual(
    // Safe: contacts are made of cards.
    book.map(({ data, cards }) => [(data as { birthday?: string }).birthday, cards?.length]).sort(),
    [
      ['1950-03-04', 3],
      ['1981-07-09', 2],
      ['2012-12-01', 1],
    ],
  );
});

test('who shares an address, or the number of a row, with somebody of an earlier file takes nobody’s place', async () => {
  const { id, cookie } = await owner();
  const names = async () => (await wholeBook(kith, id)).map(({ name }) => name).sort();
  const [anna, bo] = ['Anna Berg,home@berg.example,', 'Bo Berg,home@berg.example,'];
  const head = 'Name,E-mail,Notes';
  await upload(cookie, rowsOf(head, anna));
  const second = await upload(cookie, rowsOf(head, `${bo}piano`));
  assert.deepEqual(await names(), ['Anna Berg', 'Bo Berg']);
  const again = await upload(cookie, rowsOf(head, `${bo}piano`, `${anna}cello`, 'A. Berg,a@berg.example,'));
  assert.deepEqual(
    [again.counters.same, again.counters.new, await names()],
    [1, 2, ['A. Berg', 'Anna Berg', 'Bo Berg']],
  );
  // A name that is written out is no other person.
  const written = await upload(cookie, rowsOf(head, 'Anna Berg,a@berg.example,'));
  assert.deepEqual([written.counters.updated, await names()], [1, ['Anna Berg', 'Anna Berg', 'Bo Berg']]);
  await upload(cookie, rowsOf('ID,Name,E-mail', '1,Cy Oz,cy@oz.example', '2,Dov Adler,dov@adler.example'));
  await upload(
    cookie,
    rowsOf('ID,Name,E-mail', '1,Eva Moe,eva@moe.example', '2,Dov A. Kahn,dov@adler.example'),
  );
  assert.deepEqual((await names()).slice(3), ['Cy Oz', 'Dov A. Kahn', 'Eva Moe']);
  await kith.app.inject({ method: 'POST', url: `/api/imports/${second.id}/undo`, headers: { cookie } });
  assert.deepEqual((await names()).slice(0, 3), ['Anna Berg', 'Anna Berg', 'Bo Berg']);
});

test('a large import is undone at once for whoever asks, and page by page in the book; what was edited stays', async () => {
  const { id, cookie } = await owner();
  const lines = Array.from({ length: 2100 }, (_, n) => `Person ${n},person-${n}@many.example`);
  const one = await upload(cookie, [{ name: 'many.csv', bytes: ['Name,Email', ...lines].join('\n') }]);
  assert.equal(one.counters.new, 2100);
  const list = () =>
    get<{ total: number; contacts: { id: string; name: string; version: number }[] }>(
      cookie,
      '/api/contacts',
    );
  const [edited] = (await list()).contacts;
  const patch = await kith.app.inject({
    method: 'PATCH',
    url: `/api/contacts/${edited?.id}`,
    headers: { cookie },
    payload: { version: edited?.version, fields: { titles: ['Pilot'] } },
  });
  assert.equal(patch.statusCode, 200, patch.body);
  const undo = { method: 'POST', url: `/api/imports/${one.id}/undo`, headers: { cookie } } as const;
  const undone = (await kith.app.inject(undo)).json<Import & { kept: { count: number } }>();
  assert.deepEqual([undone.state, undone.kept.count, undone.takingBack?.total], ['undone', 1, 2100]);
  assert.equal((await kith.app.inject(undo)).statusCode, 200);
  // A worker that dies in the middle of a page leaves it to another, whole.
  const plug = finishUndo(kith.platform, id as MemberId, one.id as ImportId, async (_, cards) => {
    if (cards > 0) throw new Error('the plug was pulled');
  });
  await plug.catch(({ message }: Error) => assert.equal(message, 'the plug was pulled'));
  await answered(
    () => get<Import>(cookie, `/api/imports/${one.id}`),
    ({ takingBack }) => takingBack === undefined,
  );
  const left = await list();
  assert.deepEqual([left.total, left.contacts[0]?.id], [1, edited?.id]);
});

test('undoing the only import leaves an empty address book', async () => {
  const { id, cookie } = await owner();
  const one = await upload(cookie, [{ name: 'a.vcf', bytes: vcard30(people) }]);
  await kith.app.inject({ method: 'POST', url: `/api/imports/${one.id}/undo`, headers: { cookie } });
  for (const table of ['contacts', 'cards', 'contact_identifiers', 'candidates', 'import_cards'] as const) {
    const { rows } = await kith.platform.database.asSystem((tx) =>
      sql`select 1 from ${sql.table(table)} where owner_id = ${id}`.execute(tx),
    );
    assert.equal(rows.length, 0, table);
  }
});

test('an upload that a crash cut off is not listed, can be sent again with its key, and is deleted after a day', async () => {
  const { id: ownerId, cookie } = await owner();
  const member = ownerId as MemberId;
  // Its second file never comes, as if the process were gone.
  async function* half(): AsyncGenerator<ReceivedFile> {
    yield {
      name: 'a.csv',
      bytes: (async function* () {
        yield Buffer.from('E-mail\nhalf@home.example\n');
      })(),
    };
    await new Promise(() => undefined);
  }
  void receiveImport(kith.platform, member, 'file', 'NO', half(), 'cut');
  const halves = () =>
    kith.platform.database.asMember(member, (tx) => sql`select from import_chunks`.execute(tx));
  while ((await halves()).rows.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual((await get<{ items: Import[] }>(cookie, '/api/imports')).items, []);
  const again = await upload(cookie, [{ name: 'a.csv', bytes: googleCsv(people.slice(0, 3)) }], {
    'idempotency-key': 'cut',
  });
  assert.equal(again.counters.new, 3);
  const soon = new Date();
  const tidied = (before: Date) => kith.platform.database.asSystem((tx) => deleteHalfUploads(tx, before));
  assert.equal(await tidied(new Date(soon.getTime() - 60_000)), 0);
  assert.equal(await tidied(soon), 1);
  assert.equal((await halves()).rows.length, 0);
  assert.equal((await get<{ items: Import[] }>(cookie, '/api/imports')).items.length, 1);
});

test('the same file at once, with one key or with none, brings each row once', async () => {
  const { cookie } = await owner();
  const file = [{ name: 'a.csv', bytes: googleCsv(people) }];
  const three = await Promise.all([1, 2, 3].map(() => upload(cookie, file, { 'idempotency-key': 'k' })));
  assert.equal(new Set(three.map(({ id }) => id)).size, 1);
  const before = kith.logs.length;
  const others = await Promise.all([upload(cookie, file), upload(cookie, file)]);
  for (const { counters } of others)
    assert.deepEqual(counters, { read: 250, new: 0, updated: 0, same: 250, problem: 0 });
  const { cookie: second } = await owner();
  const both = await Promise.all([upload(second, file), upload(second, file)]);
  assert.deepEqual(
    both.map(({ counters }) => counters.new + counters.same),
    [250, 250],
  );
  assert.equal(both[0].counters.new + both[1].counters.new, 250);
  assert.doesNotMatch(kith.logs.slice(before).join(''), /job.failed|http.failed/);
});

test('the same idempotency key gives the same import', async () => {
  const { cookie } = await owner();
  const file = [{ name: 'a.vcf', bytes: vcard30(people.slice(0, 3)) }];
  const [first, second] = [
    await upload(cookie, file, { 'idempotency-key': 'k1' }),
    await upload(cookie, file, { 'idempotency-key': 'k1' }),
  ];
  assert.equal(first.id, second.id);
});

test('many files are one import, and a file that is no address book takes nothing from the others', async () => {
  const { cookie } = await owner();
  const one = await upload(cookie, [
    { name: 'a.vcf', bytes: vcard30(people.slice(0, 5)) },
    { name: 'report.pdf', bytes: '%PDF-1.7\n%\u0000\u0001binary' },
    { name: 'b.csv', bytes: googleCsv(people.slice(5, 9)) },
  ]);
  assert.equal(one.state, 'read');
  assert.equal(one.counters.new, 9);
  const { items } = await get<{ items: { file: string; code: string; lost: boolean }[] }>(
    cookie,
    `/api/imports/${one.id}/problems`,
  );
  assert.deepEqual(
    items.map(({ file, code }) => [file, code]),
    [['report.pdf', 'file.not_contacts']],
  );
});

for (const [what, bytes, code] of [
  ['an empty file', '', 'import.empty'],
  ['a PDF', '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n', 'import.not_contacts'],
  ['a PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]), 'import.not_contacts'],
] as const) {
  test(`${what} gets a clear answer`, async () => {
    const { cookie } = await owner();
    const one = await upload(cookie, [{ name: 'x', bytes }]);
    assert.equal(one.state, 'failed');
    assert.equal(one.failureCode, code);
  });
}

const uploads = [
  [
    'ZIP',
    () =>
      zipOf([
        { name: 'a/contacts.vcf', content: vcardOf('Ana') },
        { name: 'photo.jpg', content: '\u00ff' },
      ]),
  ],
  [
    'Excel',
    () =>
      workbookOf([['People', row(1, 0, 1) + row(2, 2, 3)]], ['Name', 'E-mail', 'Ana', 'ana@packed.example']),
  ],
  ['vCard', () => gzipSync(vcardOf('Ana'))],
  ['LDIF', () => 'dn: cn=Ana\nobjectclass: person\ncn: Ana\nmail: ana@packed.example\n'],
] as const;
for (const [dialect, bytes] of uploads) {
  test(`an upload of ${dialect}${dialect === 'vCard' ? ' packed by gzip' : ''} brings its people`, async () => {
    const { cookie } = await owner();
    const one = await upload(cookie, [{ name: 'book', bytes: bytes() }]);
    assert.deepEqual([one.state, one.counters.new, one.files[0]?.dialect], ['read', 1, dialect]);
  });
}

test('a locked ZIP says which of its files could not be read', async () => {
  const { cookie } = await owner();
  const locked = zipOf([
    { name: 'locked.vcf', content: vcardOf('Ana'), flags: 1 },
    { name: 'open.vcf', content: vcardOf('Bo') },
  ]);
  const one = await upload(cookie, [{ name: 'x.zip', bytes: locked }]);
  const { items } = await get<{ items: { code: string; found: string }[] }>(
    cookie,
    `/api/imports/${one.id}/problems`,
  );
  assert.equal(one.counters.new, 1);
  assert.deepEqual(
    items.map(({ code, found }) => [code, found]),
    [['archive.encrypted', 'locked.vcf']],
  );
});

function vcardOf(name: string): string {
  return `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nEMAIL:${name.toLowerCase()}@packed.example\r\nEND:VCARD\r\n`;
}

/** A row of a sheet whose cells are these shared texts. */
function row(number: number, ...texts: readonly number[]): string {
  return `<row r="${number}">${texts.map((text) => `<c t="s"><v>${text}</v></c>`).join('')}</row>`;
}

test('a broken quote, a cut card, UTF-16 and Shift_JIS lose nothing that can be read', async () => {
  const { cookie } = await owner();
  const broken = await upload(cookie, [
    {
      name: 'q.csv',
      bytes:
        'First Name,Last Name,E-mail\nAna,Ruiz,ana@x.example\nBo,"Lund,bo@x.example\nChen,Wei,chen@x.example\n',
    },
  ]);
  assert.equal(broken.state, 'read');
  assert.ok(broken.counters.new >= 2, JSON.stringify(broken.counters));
  const cut = await upload(cookie, [
    {
      name: 'c.vcf',
      bytes:
        'BEGIN:VCARD\nVERSION:3.0\nFN:Whole One\nEMAIL:whole@y.example\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Cut One\nEMAIL:cut@y.exam',
    },
  ]);
  assert.equal(cut.counters.new, 2);
  const wide = await upload(cookie, [
    {
      name: 'w.csv',
      bytes: Buffer.from('\uFEFFName\tE-mail\r\nÉmile Faber\temile@z.example\r\n', 'utf16le'),
    },
  ]);
  assert.equal(wide.counters.new, 1);
  const japanese = Buffer.concat([
    Buffer.from('BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=SHIFT_JIS:'),
    Buffer.from([0x8e, 0x52, 0x93, 0x63]),
    Buffer.from(';'),
    Buffer.from([0x91, 0xbe, 0x98, 0x59]),
    Buffer.from('\r\nEMAIL:taro@z.example\r\nEND:VCARD\r\n'),
  ]);
  const read = await upload(cookie, [{ name: 'j.vcf', bytes: japanese }]);
  assert.equal(read.counters.new, 1);
  const { items } = await get<{ items: { name: string }[] }>(
    cookie,
    `/api/imports/${read.id}/invitees?q=taro@z`,
  );
  assert.match(items[0]?.name ?? '', /山田/);
});

test('pasted text becomes people', async () => {
  const { cookie } = await owner();
  const answer = await kith.app.inject({
    method: 'POST',
    url: '/api/imports/paste',
    headers: { cookie },
    payload: { text: 'Ana Ruiz <ana@paste.example>; bo@paste.example' },
  });
  assert.equal(answer.statusCode, 201, answer.body);
  const one = await settled(cookie, answer.json<Import>().id);
  assert.equal(one.counters.new, 2);
});

test('an upload above the limit is refused whole, and says what to do', async () => {
  const small = await testKith({ settings: { KITH_UPLOAD_LIMIT_MB: '1' } });
  try {
    const { cookie } = await testMember(small, { name: 'Ana', email: 'ana@limit.example' });
    const body = multipart([{ name: 'big.csv', bytes: Buffer.alloc(1024 * 1024 + 10, 'a') }]);
    const answer = await small.app.inject({
      method: 'POST',
      url: '/api/imports',
      payload: body.payload,
      headers: { ...body.headers, cookie },
    });
    assert.equal(answer.statusCode, 413);
    assert.equal(answer.json().code, 'import.too_large');
    assert.deepEqual((await small.app.inject({ url: '/api/imports', headers: { cookie } })).json().items, []);
  } finally {
    await small.close();
  }
});

test('another member’s import does not exist, by whatever route', async () => {
  const [mine, theirs] = [await owner(), await owner()];
  const { id } = await upload(mine.cookie, [{ name: 'a.vcf', bytes: vcard30(people.slice(0, 2)) }]);
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/problems'],
    ['GET', '/problems.csv'],
    ['GET', '/people'],
    ['GET', '/invitees'],
    ['GET', '/others'],
    ['GET', '/facets'],
    ['POST', '/stop'],
    ['POST', '/undo'],
    ['POST', '/connect'],
  ] as const) {
    const answer = await kith.app.inject({
      method,
      url: `/api/imports/${id}${path}`,
      ...(path === '/connect' ? { payload: { expected: 0 } } : {}),
      headers: { cookie: theirs.cookie },
    });
    assert.equal(answer.statusCode, 404, `${method} ${path}: ${answer.body}`);
  }
});

test('members are found as far as they let themselves be found', async () => {
  const asker = await owner();
  const found = await testMember(kith, { name: 'Open One', email: 'open@match.example' });
  const hidden = await testMember(kith, { name: 'Hidden One', email: 'hidden@match.example' });
  const mutual = await testMember(kith, { name: 'Mutual One', email: 'mutual@match.example' });
  await kith.platform.database.asSystem(async (tx) => {
    await tx
      .updateTable('member_identifiers')
      .set({ discoverability: 'nobody' })
      .where('member_id', '=', hidden.id)
      .execute();
    await tx
      .updateTable('member_identifiers')
      .set({ discoverability: 'mutual' })
      .where('member_id', '=', mutual.id)
      .execute();
  });
  const book =
    'Name,E-mail\nOlga One,OPEN@match.example\nHugo One,hidden@match.example\nMia One,mutual@match.example\nNina Berg,nina@match.example\n';
  const one = await upload(asker.cookie, [{ name: 'b.csv', bytes: book }]);
  const here = async () =>
    (await get<{ items: { memberId: string }[] }>(asker.cookie, `/api/imports/${one.id}/people`)).items.map(
      (row) => row.memberId,
    );
  assert.deepEqual(await here(), [found.id]);
  const invitees = await get<{ items: Record<string, unknown>[] }>(
    asker.cookie,
    `/api/imports/${one.id}/invitees`,
  );
  assert.equal(invitees.items.length, 3);
  assert.equal(
    new Set(invitees.items.map((row) => JSON.stringify(Object.keys(row)))).size,
    1,
    'a hidden member’s row looks like a stranger’s',
  );
  const mine = await kith.platform.database.asSystem((tx) =>
    tx
      .selectFrom('member_identifiers')
      .select('value')
      .where('member_id', '=', asker.id as never)
      .executeTakeFirstOrThrow(),
  );
  await upload(mutual.cookie, [{ name: 'm.csv', bytes: `Name,E-mail\nAsker,${mine.value}\n` }]);
  await upload(asker.cookie, [{ name: 'b2.csv', bytes: book.replace('Mia One', 'Mia Two') }]);
  assert.deepEqual(new Set(await here()), new Set([found.id, mutual.id]));
});

test('an import that was stopped keeps what was read, and is not read on', async () => {
  const { cookie } = await owner();
  const body = multipart([{ name: 'a.csv', bytes: googleCsv(generatePeople({ seed: 12, count: 6000 })) }]);
  const answer = await kith.app.inject({
    method: 'POST',
    url: '/api/imports',
    payload: body.payload,
    headers: { ...body.headers, cookie },
  });
  const { id } = answer.json<Import>();
  for (let tries = 0; tries < 500; tries++) {
    if ((await get<Import>(cookie, `/api/imports/${id}`)).counters.read > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const stop = await kith.app.inject({ method: 'POST', url: `/api/imports/${id}/stop`, headers: { cookie } });
  const stopped = stop.json<Import>();
  assert.equal(stopped.state, 'stopped');
  assert.ok(stopped.counters.read > 0 && stopped.counters.read < 6000, JSON.stringify(stopped.counters));
  await new Promise((resolve) => setTimeout(resolve, 500));
  const later = await get<Import>(cookie, `/api/imports/${id}`);
  assert.deepEqual(later.counters, stopped.counters);
  assert.equal(later.here + later.invite + later.other, later.counters.new);
});

test('a worker that lost its lock, and another that takes it: each row once, and nobody falls', async () => {
  const { id: ownerId, cookie } = await owner();
  const bytes = googleCsv(generatePeople({ seed: 14, count: 4000 }));
  const body = multipart([{ name: 'a.csv', bytes }]);
  const answer = await kith.app.inject({
    method: 'POST',
    url: '/api/imports',
    payload: body.payload,
    headers: { ...body.headers, cookie },
  });
  const { id } = answer.json<Import>();
  while ((await get<Import>(cookie, `/api/imports/${id}`)).counters.read === 0)
    await new Promise((done) => setTimeout(done, 10));
  const { rows } = await kith.platform.database.asSystem((tx) =>
    sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database =
      (select oid from pg_database where datname = current_database())`.execute(tx),
  );
  assert.ok(rows.length > 0, 'it was being read');
  await kith.platform.jobs.enqueue('imports.read', { ownerId, importId: id });
  const { counters } = await settled(cookie, id);
  assert.deepEqual(counters, { read: 4000, new: 4000, updated: 0, same: 0, problem: 0 });
});
