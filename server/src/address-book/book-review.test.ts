import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askAs, pastePeople, pressSend } from '../../testing/inviter.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';

let kith: TestKith;
before(async () => {
  kith = await testKith({ settings: { KITH_DEMO: 'true', KITH_MATCHING_YOUNG_FACTOR: '1' } });
});
after(() => kith.close());

interface Invitee {
  readonly contactId: string;
  readonly name: string;
  readonly channel: 'email' | 'text';
  readonly channels: readonly { readonly value: string; readonly position: number }[];
  readonly selected: boolean;
}
interface List<Row> {
  readonly total: number;
  readonly selected: number;
  readonly items: readonly Row[];
}
interface Review {
  readonly importId: string;
  readonly here: number;
  readonly invite: number;
  readonly other: number;
  readonly done: number;
}

let made = 0;
async function owner(...imports: (readonly string[])[]) {
  made += 1;
  const name = `Owner ${made}`;
  const { id, cookie } = await testMember(kith, { name, email: `owner-${made}@home.example` });
  const ids: string[] = [];
  for (const people of imports) ids.push(await pastePeople(kith, cookie, people));
  const get = <Answer>(path: string) => askAs<Answer>(kith, cookie, 'GET', path);
  const post = <Answer>(path: string, body?: object, status?: number) =>
    askAs<Answer>(kith, cookie, 'POST', path, body, status);
  return {
    id,
    name,
    cookie,
    imports: ids,
    get,
    post,
    invitees: (importId: string) => get<List<Invitee>>(`/api/imports/${importId}/invitees`),
    others: (importId: string) =>
      get<List<{ name: string; reason: string }>>(`/api/imports/${importId}/others`),
  };
}

test('contacts of several imports are reviewed and invited by themselves, and no other selection changes', async () => {
  const ana = await owner(
    ['Bo Lund <bo@first.example>', 'Cy Moe <cy@first.example>', 'No Reply <noreply@first.example>'],
    ['Di Nes <di@second.example>', 'Ed Oye <ed@second.example>'],
  );
  const [first = '', second = ''] = ana.imports;
  await ana.post(`/api/imports/${second}/selection`, { step: 'invite', all: false, filter: {} });
  const all = await ana.invitees(first);
  assert.deepEqual([all.total, all.selected], [4, 4]);
  const machine = (await ana.others(first)).items;
  assert.equal(machine.length, 1);
  const ids = all.items.filter(({ name }) => /^(Bo|Di)/.test(name)).map((one) => one.contactId);
  const book = await ana.post<Review>('/api/contacts/invite', { selection: { ids } }, 201);
  assert.deepEqual([book.here, book.invite, book.other, book.done], [0, 2, 0, 0]);
  const byFilter = await ana.post<Review>('/api/contacts/invite', {
    selection: { filter: { search: 'nes' }, except: [] },
  });
  assert.deepEqual(
    (await ana.invitees(byFilter.importId)).items.map(({ name }) => name),
    ['Di Nes'],
  );
  const listed = await ana.invitees(book.importId);
  assert.deepEqual(
    listed.items.map(({ name, selected }) => [name, selected]),
    [
      ['Bo Lund', true],
      ['Di Nes', true],
    ],
  );
  assert.equal((await ana.others(book.importId)).total, 0);
  const shown = await ana.get<{ state: string; invite: number }>(`/api/imports/${book.importId}`);
  assert.deepEqual([shown.state, shown.invite], ['read', 2]);
  const { items } = await ana.get<{ items: readonly { id: string }[] }>('/api/imports');
  assert.deepEqual(items.map(({ id }) => id).sort(), [first, second].sort(), 'it is no import to look at');
  const press = (on: boolean) =>
    ana.post<{ selected: number; total: number }>(`/api/imports/${book.importId}/selection`, {
      step: 'invite',
      all: on,
      filter: {},
    });
  assert.deepEqual(await press(false).then(({ selected, total }) => [selected, total]), [0, 2]);
  assert.deepEqual(await press(true).then(({ selected, total }) => [selected, total]), [2, 2]);
  await pressSend(kith, { ...ana, importId: book.importId });
  const sent = await ana.get<{ items: readonly { name: string }[] }>('/api/invitations');
  assert.deepEqual(sent.items.map(({ name }) => name).sort(), ['Bo Lund', 'Di Nes']);
  assert.deepEqual([(await ana.invitees(first)).selected, (await ana.invitees(second)).selected], [2, 0]);
});

test('members among the chosen are connected with in step 1, machines stand apart, and who is done is counted', async () => {
  const bo = await testMember(kith, { name: 'Bo Member', email: 'bo@members.example' });
  const ana = await owner([
    'Bo Lund <bo@members.example>',
    'Cy Moe <cy@x.example>',
    'List <noreply@x.example>',
  ]);
  const [importId = ''] = ana.imports;
  const people = await ana.get<List<{ contactId: string }>>(`/api/imports/${importId}/people`);
  const others = await ana.get<List<{ contactId: string }>>(`/api/imports/${importId}/others`);
  const ids = [...people.items, ...(await ana.invitees(importId)).items, ...others.items].map(
    (one) => one.contactId,
  );
  const book = await ana.post<Review>('/api/contacts/connect', { selection: { ids } }, 201);
  assert.deepEqual([book.here, book.invite, book.other], [1, 1, 1]);
  const invitees = await ana.invitees(book.importId);
  assert.deepEqual(
    [invitees.total, invitees.selected],
    [1, 0],
    'nobody is invited who was chosen to connect',
  );
  await ana.post(`/api/imports/${book.importId}/connect`, { expected: 1 });
  const asked = await askAs<{ total: number }>(
    kith,
    bo.cookie,
    'GET',
    '/api/connection-requests?direction=received',
  );
  assert.equal(asked.total, 1);
  assert.equal((await ana.post<Review>('/api/contacts/invite', { selection: { ids } })).done, 1);
});

test('contacts of others are as if there were none', async () => {
  const ana = await owner(['Bo Lund <bo@ana.example>']);
  const eve = await owner(['Cy Moe <cy@eve.example>']);
  const ids = (await ana.invitees(ana.imports[0] ?? '')).items.map((one) => one.contactId);
  for (const act of ['invite', 'connect'])
    await eve.post(`/api/contacts/${act}`, { selection: { ids } }, 400);
});

const card = (name: string, ...lines: readonly string[]) =>
  ['BEGIN:VCARD', 'VERSION:3.0', `FN:${name}`, ...lines, 'END:VCARD'].join('\n');

test('people known by a number from an earlier import are on the list, each person once, with a choice where there is one', async () => {
  const ana = await owner(
    [
      card('Bo L.', 'TEL:+14155550134'),
      card('Eva Lund', 'TEL:+14155550135'),
      card('Pia Ek', 'TEL:+14155550136'),
      card('Ole Numberonly', 'TEL:+14155550137'),
    ],
    [
      card('Bo Lund', 'EMAIL:bo@lund.example', 'TEL:+14155550134'),
      card('Olav Lund', 'EMAIL:olav@lund.example', 'TEL:+14155550135'),
      card('Pia Ek', 'EMAIL:pia@ek.example', 'TEL:+14155550136'),
    ],
  );
  const importId = ana.imports[1] ?? '';
  const rows = async () =>
    (await ana.invitees(importId)).items
      .map(({ name, channel, channels }) => [name, channel, channels.length])
      .sort();
  assert.deepEqual(await rows(), [
    ['Bo Lund', 'email', 2],
    ['Eva Lund', 'text', 1],
    ['Olav Lund', 'email', 2],
    ['Ole Numberonly', 'text', 1],
    ['Pia Ek', 'email', 2],
  ]);
  const others = (await ana.others(importId)).items;
  assert.deepEqual(
    others.map(({ name, reason }) => [name, reason]),
    [['Bo L.', 'same_person']],
  );
  const bo = (await ana.invitees(importId)).items.find(({ name }) => name === 'Bo Lund');
  const at = bo?.channels.find(({ value }) => value.startsWith('+'))?.position;
  const answer = await kith.app.inject({
    method: 'PUT',
    url: `/api/imports/${importId}/choices/${bo?.contactId}`,
    headers: { cookie: ana.cookie },
    payload: { position: at },
  });
  assert.equal(answer.statusCode, 204);
  await pastePeople(kith, ana.cookie, [card('Bo L.', 'TEL:+14155550134')]);
  assert.deepEqual((await rows())[0], ['Bo Lund', 'text', 2], 'the choice stays, and nobody comes twice');
});
