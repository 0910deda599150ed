import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { uploadFiles } from '../../testing/uploads.ts';
import type { MemberId } from '../platform/ids.ts';
import { connectedOrRequested, requestConnections } from './index.ts';

let kith: TestKith;
before(async () => {
  kith = await testKith();
});
after(() => kith.close());

interface Person {
  readonly id: MemberId;
  readonly cookie: string;
}

let made = 0;
async function people(...names: string[]): Promise<Person[]> {
  const found: Person[] = [];
  for (const name of names) found.push(await testMember(kith, { name, email: `p${made++}@people.example` }));
  return found;
}

async function call(
  person: Person | undefined,
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  body?: object,
) {
  assert.ok(person);
  const answer = await kith.app.inject({
    method,
    url,
    headers: { cookie: person.cookie },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
}

const received = async (person: Person | undefined) =>
  (await call(person, 'GET', '/api/connection-requests?direction=received')).body.items;
const sent = async (person: Person | undefined) =>
  (await call(person, 'GET', '/api/connection-requests?direction=sent')).body.items;
const connections = async (person: Person | undefined, query = '') =>
  (await call(person, 'GET', `/api/connections${query}`)).body;

test('a request is asked, accepted, and both are connected', async () => {
  const [ana, bo] = await people('Ana', 'Bo');
  const asked = await call(ana, 'POST', '/api/connection-requests', { memberId: bo?.id });
  assert.equal(asked.status, 201);
  assert.equal((await received(bo))[0].member.name, 'Ana');
  assert.equal((await call(bo, 'POST', `/api/connection-requests/${asked.body.id}/accept`)).status, 204);
  assert.equal((await connections(ana)).items[0].member.name, 'Bo');
  assert.equal((await connections(bo)).items[0].member.name, 'Ana');
  assert.deepEqual(await sent(ana), []);
});

test('two who ask each other are connected at once', async () => {
  const [ana, bo] = await people('Ana', 'Bo');
  await call(ana, 'POST', '/api/connection-requests', { memberId: bo?.id });
  await call(bo, 'POST', '/api/connection-requests', { memberId: ana?.id });
  assert.equal((await connections(ana)).total, 1);
  assert.equal((await connections(bo)).total, 1);
});

test('two who ask each other at the same moment are connected', async () => {
  const [ana, bo] = await people('Ana', 'Bo');
  await Promise.all([
    call(ana, 'POST', '/api/connection-requests', { memberId: bo?.id }),
    call(bo, 'POST', '/api/connection-requests', { memberId: ana?.id }),
  ]);
  assert.equal((await connections(ana)).total, 1);
});

test('whom one ignores or blocks keeps seeing the request as sent', async () => {
  const [ana, bo, cy] = await people('Ana', 'Bo', 'Cy');
  const first = await call(ana, 'POST', '/api/connection-requests', { memberId: bo?.id });
  const second = await call(ana, 'POST', '/api/connection-requests', { memberId: cy?.id });
  await call(bo, 'POST', `/api/connection-requests/${first.body.id}/ignore`);
  await call(cy, 'POST', `/api/connection-requests/${second.body.id}/block`);
  assert.deepEqual(await received(bo), []);
  assert.deepEqual(await received(cy), []);
  assert.equal((await sent(ana)).length, 2);
  const withdrawn = await call(ana, 'POST', `/api/connection-requests/${second.body.id}/withdraw`);
  assert.equal(withdrawn.status, 204);
  assert.equal((await call(ana, 'POST', '/api/connection-requests', { memberId: cy?.id })).status, 201);
  assert.deepEqual(await received(cy), [], 'a blocked member stays invisible');
  assert.equal((await sent(ana)).length, 2);
});

test('nobody decides the request of others', async () => {
  const [ana, bo, eve] = await people('Ana', 'Bo', 'Eve');
  const asked = await call(ana, 'POST', '/api/connection-requests', { memberId: bo?.id });
  for (const [person, decision] of [
    [eve, 'accept'],
    [ana, 'accept'],
    [bo, 'withdraw'],
  ] as const)
    assert.equal(
      (await call(person, 'POST', `/api/connection-requests/${asked.body.id}/${decision}`)).status,
      404,
    );
  assert.equal((await connections(ana)).total, 0);
});

test('a book of members is asked in one call, and a second call asks nobody', async () => {
  const [ana, ...others] = await people('Ana', 'Bo', 'Cy', 'Di');
  assert.ok(ana);
  const ids = [ana.id, ...others.map(({ id }) => id)];
  const { database } = kith.platform;
  const first = await database.asMember(ana.id, (tx) => requestConnections(kith.platform, tx, ana.id, ids));
  const second = await database.asMember(ana.id, (tx) => requestConnections(kith.platform, tx, ana.id, ids));
  assert.deepEqual(first.sort(), others.map(({ id }) => id).sort());
  assert.deepEqual(second, []);
  const known = await database.asMember(ana.id, (tx) => connectedOrRequested(tx, ana.id));
  assert.deepEqual(known.sort(), first);
});

test('connections are paged by name, searched by words, and removed for both', async () => {
  const [ana, ...others] = await people(
    'Ana',
    ...Array.from({ length: 60 }, (_, n) => `Zed ${String(n).padStart(2, '0')}`),
  );
  for (const other of others) {
    await call(other, 'POST', '/api/connection-requests', { memberId: ana?.id });
    await call(ana, 'POST', '/api/connection-requests', { memberId: other.id });
  }
  const first = await connections(ana);
  const second = await connections(ana, `?cursor=${first.next}`);
  assert.deepEqual([first.items.length, second.items.length, first.total], [50, 10, 60]);
  assert.equal(second.next, undefined);
  assert.equal(second.items[0].member.name, 'Zed 50');
  assert.equal((await connections(ana, '?q=z%C3%A9d%2007')).items.length, 1);
  const newest = await connections(ana, '?sort=newest');
  assert.equal(newest.items[0].member.name, 'Zed 59');
  const older = await connections(ana, `?sort=newest&cursor=${newest.next}`);
  assert.deepEqual([older.items.length, older.items[9].member.name], [10, 'Zed 00']);
  const growth = await call(ana, 'GET', '/api/connections/growth');
  assert.equal(growth.body.unit, 'day');
  assert.deepEqual(
    growth.body.points.map((point: { connections: number }) => point.connections),
    [0, 0, 0, 0, 0, 0, 60],
  );
  assert.equal((await call(ana, 'GET', '/api/connections?cursor=nonsense')).status, 400);
  assert.equal((await call(ana, 'DELETE', `/api/connections/${others[0]?.id}`)).status, 204);
  assert.equal((await connections(ana)).total, 59);
  assert.equal((await connections(others[0])).total, 0);
  assert.equal((await call(others[0], 'POST', `/api/connections/${ana?.id}/restore`)).status, 404);
  assert.equal((await call(ana, 'POST', `/api/connections/${others[0]?.id}/restore`)).status, 204);
  assert.equal((await connections(others[0])).total, 1);
  assert.equal((await call(ana, 'POST', `/api/connections/${others[0]?.id}/restore`)).status, 404);
});

test('many requests are decided at once, and paged', async () => {
  const [ana, ...others] = await people('Ana', ...Array.from({ length: 55 }, (_, n) => `Many ${n}`));
  for (const other of others) await call(other, 'POST', '/api/connection-requests', { memberId: ana?.id });
  const first = (await call(ana, 'GET', '/api/connection-requests?direction=received')).body;
  const rest = (await call(ana, 'GET', `/api/connection-requests?direction=received&cursor=${first.next}`))
    .body;
  assert.deepEqual([first.items.length, rest.items.length, first.total, rest.next], [50, 5, 55, undefined]);
  const ids = [...first.items, ...rest.items].map(({ id }: { id: string }) => id);
  assert.equal(new Set(ids).size, 55);
  const decide = async (person: Person | undefined, some: string[], decision: string) =>
    (await call(person, 'POST', '/api/connection-requests/decisions', { ids: some, decision })).body.decided;
  assert.equal(await decide(others[0], ids, 'accept'), 0);
  assert.equal(await decide(ana, ids.slice(0, 20), 'accept'), 20);
  assert.equal(await decide(ana, ids.slice(0, 30), 'ignore'), 10);
  assert.equal((await connections(ana)).total, 20);
  assert.equal((await received(ana)).length, 25);
  assert.equal((await call(ana, 'GET', '/api/connections/growth')).body.points.at(-1).connections, 20);
  // All but some: those of pages that nobody has read, too; and back.
  const all = (person: Person | undefined, except: string[], decision: string) =>
    call(person, 'POST', '/api/connection-requests/decisions', { all: true, except, decision });
  const undo = (person: Person | undefined, decidedAt: string) =>
    call(person, 'POST', '/api/connection-requests/decisions/undo', { decidedAt });
  const kept = (await received(ana)).slice(0, 2).map(({ id }: { id: string }) => id);
  const { body: ignored } = await all(ana, kept, 'ignore');
  assert.deepEqual([ignored.decided, ignored.more, (await received(ana)).length], [23, false, 2]);
  assert.equal((await undo(others[0], ignored.decidedAt)).body.restored, 0);
  assert.equal((await undo(ana, ignored.decidedAt)).body.restored, 23);
  assert.equal((await received(ana)).length, 25);
  const { body: blocked } = await all(ana, kept, 'block');
  assert.deepEqual([blocked.decided, (await received(ana)).length], [23, 2]);
  const { body: firstBlocks } = await call(ana, 'GET', '/api/blocks');
  assert.deepEqual([firstBlocks.items.length, firstBlocks.next], [23, undefined]);
  assert.equal((await undo(ana, blocked.decidedAt)).body.restored, 23);
  assert.deepEqual((await call(ana, 'GET', '/api/blocks')).body.items, []);
  const senders = others.slice(20, 30);
  for (const sender of senders) await call(ana, 'POST', '/api/connection-requests', { memberId: sender?.id });
  assert.equal((await connections(ana)).total, 30, 'who asks back is connected');
  assert.equal((await undo(ana, '2020-01-01T00:00:00Z')).status, 404);
  assert.deepEqual((await call(others[0], 'GET', '/api/connections/growth')).body.points.length > 1, false);
});

test('who reports a request hears no more of its sender, who learns nothing of it; operators have it', async () => {
  const [ana, bo] = await people('Ana', 'Bo');
  const { body } = await call(ana, 'POST', '/api/connection-requests', { memberId: bo?.id });
  const report = (person: Person | undefined) =>
    call(person, 'POST', `/api/connection-requests/${body.id}/report`, { text: 'They sell things.' });
  assert.equal((await report(ana)).status, 404);
  assert.equal((await report(bo)).status, 204);
  assert.deepEqual([await received(bo), (await sent(ana)).length], [[], 1]);
  await call(ana, 'POST', `/api/connection-requests/${body.id}/withdraw`);
  await call(ana, 'POST', '/api/connection-requests', { memberId: bo?.id });
  assert.deepEqual([await received(bo), (await sent(ana)).length], [[], 1]);
  const kept = await kith.platform.database.asSystem((tx) =>
    tx.selectFrom('abuse_reports').select(['inviter_id', 'request_id', 'text']).execute(),
  );
  assert.deepEqual(kept, [{ inviter_id: ana?.id, request_id: body.id, text: 'They sell things.' }]);
});

test('a report and a withdrawal are taken back, unless the two have met otherwise since', async () => {
  const [ana, bo, cy, di] = await people('Ana', 'Bo', 'Cy', 'Di');
  const ask = async (by: Person | undefined, other: Person | undefined): Promise<string> =>
    (await call(by, 'POST', '/api/connection-requests', { memberId: other?.id })).body.id;
  const id = await ask(ana, bo);
  const url = `/api/connection-requests/${id}/report`;
  await call(bo, 'POST', url, {});
  assert.equal((await call(ana, 'DELETE', url)).status, 404);
  assert.equal((await call(bo, 'DELETE', url)).status, 204);
  assert.deepEqual([(await received(bo)).length, (await call(bo, 'GET', '/api/blocks')).body.items], [1, []]);
  assert.equal((await call(bo, 'DELETE', url)).status, 404);
  for (const other of [cy, di]) await ask(ana, other);
  const { body } = await call(ana, 'POST', '/api/connection-requests/decisions', {
    all: true,
    except: [],
    decision: 'withdraw',
  });
  assert.deepEqual([body.decided, await sent(ana), await received(bo)], [3, [], []]);
  await ask(di, ana);
  const undone = await call(ana, 'POST', '/api/connection-requests/decisions/undo', {
    decidedAt: body.decidedAt,
  });
  assert.equal(undone.body.restored, 2, 'Di asked meanwhile');
  assert.deepEqual([(await sent(ana)).length, (await received(ana)).length], [2, 1]);
});

test('a connection bears the labels of the contact behind it, those that its owner gave and took too', async () => {
  const [ana, bo, cy] = await people('Ana', 'Bo Behind', 'Cy Behind');
  assert.ok(ana !== undefined);
  for (const other of [bo, cy]) {
    const { body } = await call(ana, 'POST', '/api/connection-requests', { memberId: other?.id });
    await call(other, 'POST', `/api/connection-requests/${body.id}/accept`);
  }
  const card = (name: string, at: number) =>
    `BEGIN:VCARD\r\nVERSION:4.0\r\nFN:${name} Behind\r\nEMAIL:p${at}@people.example\r\nCATEGORIES:Choir\r\nEND:VCARD\r\n`;
  const bytes = card('Bo', made - 2) + card('Cy', made - 1);
  await uploadFiles(kith, ana.cookie, [{ name: 'book.vcf', bytes }]);
  const facets = async () => (await call(ana, 'GET', '/api/connections/facets')).body.labels;
  // Before the address book was opened, too.
  assert.deepEqual(await facets(), [{ label: 'Choir', count: 2 }]);
  const { contacts } = (await call(ana, 'GET', '/api/contacts?search=bo')).body;
  const sailors = await call(ana, 'POST', '/api/labels', { name: 'Sailing' });
  const { labels } = (await call(ana, 'GET', '/api/labels')).body;
  const choir = labels.find(({ name }: { name: string }) => name === 'Choir').id;
  for (const [act, labelId] of [
    ['label', sailors.body.id],
    ['unlabel', choir],
  ])
    await call(ana, 'POST', '/api/contacts/bulk', { selection: { ids: [contacts[0].id] }, act, labelId });
  assert.deepEqual(await facets(), [
    { label: 'Choir', count: 1 },
    { label: 'Sailing', count: 1 },
  ]);
  const sailing = await connections(ana, '?label=Sailing');
  assert.deepEqual([sailing.total, sailing.items[0].contact.labels], [1, ['Sailing']]);
  assert.equal((await connections(ana, '?label=Choir')).items[0].member.name, 'Cy Behind');
});
