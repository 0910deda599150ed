import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { getFrom, uploadFiles } from '../../testing/uploads.ts';
import { until } from '../../testing/wait.ts';
import type { MemberId } from '../platform/ids.ts';
import { emptyTrash } from './jobs/empty-trash.ts';

let kith: TestKith;
let ahead = 0;
before(async () => {
  kith = await testKith({
    settings: { KITH_DEMO: 'true' },
    platform: { clock: { now: () => new Date(Date.now() + ahead) } },
  });
});
after(() => kith.close());

let count = 0;
async function owner() {
  count += 1;
  const { id, cookie } = await testMember(kith, {
    name: `Owner ${count}`,
    email: `owner-${count}@home.example`,
  });
  const send = (method: 'POST' | 'PATCH' | 'DELETE', url: string, payload: object = {}) =>
    kith.app.inject({ method, url, headers: { cookie }, ...(method === 'DELETE' ? {} : { payload }) });
  const get = <T>(url: string) => getFrom<T>(kith, cookie, url);
  const list = (query: string) =>
    get<{ contacts: { id: string; name: string }[]; total: number }>(`/api/contacts?${query}`);
  return {
    id,
    cookie,
    send,
    get,
    list,
    names: async (query: string) => (await list(query)).contacts.map(({ name }) => name),
    idOf: async (name: string) => (await list(`search=${encodeURIComponent(name)}`)).contacts[0]?.id ?? '',
    upload: (bytes: string, name = 'book.vcf') => uploadFiles(kith, cookie, [{ name, bytes }]),
    bulk: (body: object) => send('POST', '/api/contacts/bulk', body),
  };
}

const card = (uid: number, lines: readonly string[]) =>
  `${['BEGIN:VCARD', 'VERSION:3.0', `UID:${uid}`, ...lines, 'END:VCARD'].join('\r\n')}\r\n`;
const people = (many: number) =>
  Array.from({ length: many }, (_, at) =>
    card(at, [
      `FN:${'abcdefghij'[at % 10]}ila ${'klmnopqrst'[Math.floor(at / 10) % 10]}orth`,
      `EMAIL:${'abcdefghij'[at % 10]}${'klmnopqrst'[Math.floor(at / 10) % 10]}@mail.example`,
      ...(at % 2 === 0 ? ['CATEGORIES:Even'] : []),
    ]),
  ).join('');

interface Detail {
  id: string;
  version: number;
  labels: string[];
  favourite: boolean;
  fields: {
    names: { full: string; sources: unknown[]; edited?: string };
    emails: { value: string; sources: { kind: string }[]; edited?: string }[];
    phones: { value: string }[];
    titles: { value: string }[];
  };
  privateFields: { birthday?: { value: string; edited?: string } };
}

test('what the owner says of a field stands over its sources, through an import of the same file, until it is taken back', async () => {
  const { idOf, upload, send, get, names } = await owner();
  const file = (title: string) =>
    card(1, ['FN:Ana Ruiz', 'EMAIL:ana@home.example', `TITLE:${title}`, 'BDAY:1980-01-02']);
  await upload(file('Pilot'));
  const id = await idOf('Ana');
  const before = await get<Detail>(`/api/contacts/${id}`);
  const edited = await send('PATCH', `/api/contacts/${id}`, {
    version: before.version,
    fields: {
      names: { full: 'Anna Ruiz' },
      birthday: null,
      emails: [{ value: 'ana@NEW.example', label: 'work' }],
    },
  });
  assert.equal(edited.statusCode, 200, edited.body);
  const said = edited.json<Detail>();
  assert.equal(said.version, before.version + 1);
  assert.ok(said.fields.names.edited);
  assert.deepEqual(
    said.fields.emails.map(({ value, sources }) => [value, sources.length]),
    [['ana@new.example', 0]],
  );
  assert.equal(said.privateFields.birthday, undefined);
  await upload(file('Captain'));
  const after = await get<Detail>(`/api/contacts/${id}`);
  assert.equal(after.fields.names.full, 'Anna Ruiz');
  assert.deepEqual(
    after.fields.titles.map(({ value }) => value),
    ['Captain'],
  );
  assert.deepEqual(await names('search=anna'), ['Anna Ruiz']);
  const reverted = await send('PATCH', `/api/contacts/${id}`, {
    version: after.version,
    revert: ['names', 'birthday', 'emails'],
  });
  assert.equal(reverted.json<Detail>().fields.names.full, 'Ana Ruiz');
  assert.equal(reverted.json<Detail>().fields.names.edited, undefined);
  assert.equal(reverted.json<Detail>().privateFields.birthday?.value, '1980-01-02');
});

test('of two tabs that edit the same contact the second is told what changed, by an import too, and nothing of the first is lost', async () => {
  const { idOf, upload, send, get } = await owner();
  await upload(card(1, ['FN:Ana Ruiz', 'EMAIL:ana@home.example']));
  const url = `/api/contacts/${await idOf('Ana')}`;
  const first = await send('PATCH', url, { version: 1, fields: { titles: ['Pilot'] } });
  assert.equal(first.statusCode, 200, first.body);
  const second = await send('PATCH', url, { version: 1, fields: { titles: ['Cook'] } });
  assert.equal(second.statusCode, 409);
  const { code, changed, current } = second.json<{ code: string; changed: string[]; current: Detail }>();
  assert.deepEqual([code, changed], ['contact.changed', ['titles']]);
  assert.deepEqual(
    current.fields.titles.map(({ value }) => value),
    ['Pilot'],
  );
  const again = await send('PATCH', url, { version: current.version, fields: { titles: ['Pilot', 'Cook'] } });
  assert.equal(again.statusCode, 200);
  const read = await get<Detail>(url);
  await upload(card(1, ['FN:Ana Ruiz', 'EMAIL:ana@home.example', 'TEL:+49 171 2345678', 'CATEGORIES:Choir']));
  await send('PATCH', url, { version: read.version + 1, fields: { notes: ['Sings'] } });
  const late = await send('PATCH', url, { version: read.version, fields: { phones: [] } });
  assert.equal(late.statusCode, 409);
  assert.deepEqual(late.json<{ changed: string[] }>().changed, ['phones', 'notes']);
});

test('labels and a star that two tabs put on at once all stay, beside an edit of what was read before', async () => {
  const { idOf, upload, send, bulk, get } = await owner();
  await upload(card(1, ['FN:Ana Ruiz', 'EMAIL:ana@home.example']));
  const id = await idOf('Ana');
  const { version } = await get<Detail>(`/api/contacts/${id}`);
  const labels = await Promise.all(
    ['Choir', 'Club'].map(
      async (name) => (await send('POST', '/api/labels', { name })).json<{ id: string }>().id,
    ),
  );
  const selection = { ids: [id] };
  const answers = await Promise.all([
    ...[...labels, ...labels].map((labelId) => bulk({ selection, act: 'label', labelId })),
    bulk({ selection, act: 'favourite' }),
    send('PATCH', `/api/contacts/${id}`, { version, fields: { titles: ['Pilot'] } }),
    bulk({ selection, act: 'favourite' }),
  ]);
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    answers.map(() => 200),
  );
  const one = await get<Detail>(`/api/contacts/${id}`);
  assert.deepEqual([...one.labels].sort(), [...labels].sort());
  assert.equal(one.favourite, true);
  assert.equal(one.fields.titles[0]?.value, 'Pilot');
});

test('a contact is added by hand; what cannot be is told by field and place, and an empty one is none', async () => {
  const { send, names, get } = await owner();
  const added = await send('POST', '/api/contacts', {
    fields: {
      names: { full: '', given: 'Leo', family: 'Berg' },
      phones: [{ value: '+49 171 2345678' }],
      birthday: '--02-29',
    },
  });
  assert.equal(added.statusCode, 201, added.body);
  assert.equal(added.json<Detail>().fields.names.full, 'Leo Berg');
  assert.equal(added.json<Detail>().fields.phones[0]?.value, '+491712345678');
  assert.deepEqual(await names('search=0171 2345'), ['Leo Berg']);
  const wrong = await send('POST', '/api/contacts', {
    fields: { names: { full: 'Leo' }, emails: [{ value: 'leo@home.example' }, { value: 'leo at home' }] },
  });
  assert.equal(wrong.json().code, 'contact.invalid');
  assert.match(wrong.json().title, /emails.*place 2/);
  assert.equal((await send('POST', '/api/contacts', { fields: {} })).json().code, 'contact.invalid');
  const { id, version } = added.json<Detail>();
  const emptied = await send('PATCH', `/api/contacts/${id}`, {
    version,
    fields: { names: { full: ' ' }, phones: [] },
  });
  assert.equal(emptied.json().code, 'contact.invalid');
  assert.equal((await get<Detail>(`/api/contacts/${id}`)).version, version);
});

test('an act on all but some does what it says, and its undo leaves what was so before', async () => {
  const { bulk, send, upload, names, list, get } = await owner();
  await upload(people(40));
  const label = (await send('POST', '/api/labels', { name: 'Club' })).json<{ id: string }>().id;
  const { labels } = await get<{ labels: { id: string; name: string }[] }>('/api/labels');
  const even = labels.find(({ name }) => name === 'Even')?.id ?? '';
  const [first, second] = (await list('limit=2')).contacts;
  await bulk({ selection: { ids: [first?.id] }, act: 'label', labelId: label });
  const all = await bulk({ selection: { filter: {}, except: [second?.id] }, act: 'label', labelId: label });
  assert.deepEqual([all.json().selected, all.json().changed], [39, 38]);
  assert.equal((await list(`label=${label}`)).total, 39);
  assert.equal((await send('POST', '/api/contacts/bulk/undo', { undo: all.json().undo })).json().changed, 38);
  assert.deepEqual(await names(`label=${label}`), [first?.name]);
  // Undone twice is undone once.
  assert.equal((await send('POST', '/api/contacts/bulk/undo', { undo: all.json().undo })).json().changed, 0);
  // A group of the source is taken off, and stays off when the source says it again.
  const off = await bulk({ selection: { filter: { label: even } }, act: 'unlabel', labelId: even });
  assert.equal(off.json().changed, 20);
  await upload(people(40));
  assert.equal((await list(`label=${even}`)).total, 0);
  await send('POST', '/api/contacts/bulk/undo', { undo: off.json().undo });
  assert.equal((await list(`label=${even}`)).total, 20);
  await bulk({ selection: { filter: { label: even } }, act: 'favourite' });
  assert.equal((await list('favourite=true')).total, 20);
  assert.equal((await bulk({ selection: { ids: [] }, act: 'favourite' })).json().code, 'selection.empty');
});

test('a label that was deleted comes back with its contacts, those edited since too; made anew it is on nobody', async () => {
  const { bulk, send, upload, list, get, id: ownerId } = await owner();
  await upload(people(40));
  const made = async () => (await send('POST', '/api/labels', { name: 'Club' })).json<{ id: string }>().id;
  const label = await made();
  const on = async (id: string) => (await list(`label=${id}`)).total;
  const restore = (id: string) => send('POST', `/api/labels/${id}/restore`);
  await bulk({ selection: { filter: {} }, act: 'label', labelId: label });
  const { labels } = await get<{ labels: { id: string; name: string }[] }>('/api/labels');
  const even = labels.find(({ name }) => name === 'Even')?.id ?? '';
  for (const id of [label, even]) assert.equal((await send('DELETE', `/api/labels/${id}`)).statusCode, 204);
  assert.deepEqual((await get<{ labels: unknown[] }>('/api/labels')).labels, []);
  const [first] = (await list('limit=1')).contacts;
  const { version } = await get<Detail>(`/api/contacts/${first?.id}`);
  await send('PATCH', `/api/contacts/${first?.id}`, { version, fields: { titles: ['Pilot'] } });
  assert.deepEqual((await restore(label)).json(), { id: label, name: 'Club', origin: 'own', count: 40 });
  await restore(even);
  assert.deepEqual([await on(label), await on(even)], [40, 20]);
  assert.deepEqual((await get<Detail>(`/api/contacts/${first?.id}`)).labels.sort(), [label, even].sort());
  await send('DELETE', `/api/labels/${label}`);
  const anew = await made();
  assert.equal(await on(anew), 0);
  await bulk({ selection: { ids: [first?.id] }, act: 'label', labelId: anew });
  await send('DELETE', `/api/labels/${anew}`);
  // The name is free for another, whose rename ends the way back.
  const other = (await send('POST', '/api/labels', { name: 'Choir' })).json<{ id: string }>().id;
  assert.equal((await send('PATCH', `/api/labels/${other}`, { name: 'club' })).statusCode, 200);
  assert.equal((await restore(anew)).statusCode, 404);
  await bulk({ selection: { ids: [first?.id] }, act: 'label', labelId: other });
  await send('DELETE', `/api/labels/${other}`);
  ahead += 86_401_000;
  assert.equal((await restore(other)).statusCode, 404);
  await emptyTrash(kith.platform).run();
  const left = await kith.platform.database.asMember(ownerId, (tx) =>
    sql`select from contact_labels`.execute(tx),
  );
  ahead = 0;
  assert.equal(left.rows.length, 0);
});

test('an act on very many goes on page by page, is stopped and taken back, and counts what it did', async () => {
  const { bulk, send, upload, list, get, id: ownerId } = await owner();
  await upload(people(1));
  await copies(ownerId, 12_000);
  interface BulkAct {
    id: string;
    state: string;
    progress: { done: number; total: number };
    changed: number;
  }
  const ended = async (id: string) => {
    let one = await get<BulkAct>(`/api/contacts/bulk/${id}`);
    await until(async () => {
      one = await get<BulkAct>(`/api/contacts/bulk/${id}`);
      return !/ing$/.test(one.state);
    });
    return one;
  };
  const label = (await send('POST', '/api/labels', { name: 'Club' })).json<{ id: string }>().id;
  const selection = { filter: {} };
  const labelled = (await bulk({ selection, act: 'label', labelId: label })).json();
  assert.deepEqual([labelled.changed, labelled.running.state], [12_001, 'doing']);
  assert.deepEqual((await ended(labelled.undo)).progress, { done: 12_001, total: 12_001 });
  assert.equal((await list(`label=${label}`)).total, 12_001);

  const trashed = (await bulk({ selection, act: 'trash' })).json();
  const stopped = (await send('POST', `/api/contacts/bulk/${trashed.undo}/stop`)).json<BulkAct>();
  const { progress, changed } = await ended(trashed.undo);
  assert.deepEqual([progress, changed], [stopped.progress, progress.done], 'nothing more after the stop');
  assert.deepEqual(
    [(await list('trash=true')).total, (await list('')).total],
    [progress.done, 12_001 - progress.done],
  );
  await send('POST', '/api/contacts/bulk/undo', { undo: trashed.undo });
  assert.equal((await ended(trashed.undo)).state, 'undone');
  assert.equal((await list('')).total, 12_001);

  const undone = (await send('POST', '/api/contacts/bulk/undo', { undo: labelled.undo })).json();
  assert.deepEqual([undone.changed, undone.running.state], [12_001, 'undoing']);
  await ended(labelled.undo);
  assert.equal((await list(`label=${label}`)).total, 0);
  assert.deepEqual(await get('/api/contacts/bulk'), { items: [] });
  const other = await owner();
  await assert.rejects(other.get(`/api/contacts/bulk/${labelled.undo}`));
  assert.equal((await other.send('POST', `/api/contacts/bulk/${labelled.undo}/stop`)).statusCode, 404);
});

/** The same contact very often. */
async function copies(owner: MemberId, many: number): Promise<void> {
  await kith.platform.database.asMember(owner, async (tx) => {
    const { rows } = await sql<{ columns: string }>`
      select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
      where table_name = 'contacts' and column_name <> 'id'`.execute(tx);
    const columns = sql.raw(rows[0]?.columns ?? '');
    await sql`insert into contacts (id, ${columns}) select gen_random_uuid(), ${columns} from contacts, generate_series(1, ${many}::int)`.execute(
      tx,
    );
    // So much changed that whoever has the book in memory reads it anew.
    await sql`update books set revision = revision + 1000`.execute(tx);
  });
}

test('the trash takes contacts out of list, review and matching; restored, all is as it was; after 30 days it is emptied', async () => {
  const { id: ownerId, bulk, send, upload, list, names, get } = await owner();
  const brought = await upload(
    people(4) +
      card(8, ['FN:One Desk', 'EMAIL:desk@mail.example']) +
      card(9, ['FN:Two Desk', 'EMAIL:desk@mail.example']),
  );
  const state = () =>
    kith.platform.database.asMember(ownerId, async (tx) => {
      const { rows } = await sql<{ row: string }>`
        select to_jsonb(c) - 'updated_at' as row from candidates c order by contact_id`.execute(tx);
      return rows;
    });
  const invitees = async () => (await get<{ total: number }>(`/api/imports/${brought.id}/invitees`)).total;
  const before = await state();
  assert.equal(await invitees(), 5);
  const desk = (await list('search=one desk')).contacts[0]?.id;
  const trashed = await bulk({ selection: { ids: [desk] }, act: 'trash' });
  assert.equal((await list('')).total, 5);
  assert.deepEqual(await names('trash=true'), ['One Desk']);
  // Whoever shares its address stands for both now.
  assert.equal(await invitees(), 5);
  const other = await bulk({ selection: { filter: { search: 'orth' } }, act: 'trash' });
  assert.equal(other.json().changed, 4);
  assert.equal(await invitees(), 1);
  // Read again while it is in the trash, it stays there.
  await upload(people(4));
  assert.equal((await list('trash=true')).total, 5);
  assert.equal(await invitees(), 1);
  await send('POST', '/api/contacts/bulk/undo', { undo: other.json().undo });
  await send('POST', '/api/contacts/bulk/undo', { undo: trashed.json().undo });
  assert.deepEqual(await state(), before);
  // Erasing takes only what is in the trash.
  assert.equal((await bulk({ selection: { filter: {} }, act: 'erase' })).json().changed, 0);
  const gone = await send('DELETE', `/api/contacts/${desk}`);
  assert.equal(gone.statusCode, 200);
  ahead = 29 * 86_400_000;
  await emptyTrash(kith.platform).run();
  assert.equal((await list('trash=true')).total, 1);
  ahead = 31 * 86_400_000;
  await emptyTrash(kith.platform).run();
  ahead = 0;
  assert.equal((await list('trash=true')).total, 0);
  assert.equal((await list('')).total, 5);
  assert.equal((await send('DELETE', `/api/contacts/${desk}`)).statusCode, 404);
});
