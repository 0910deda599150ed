import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generatePeople, vcard30 } from '@kith/contacts/testing';
import { type Inviting, testInviting } from '../../testing/inviting.ts';
import { multipart, uploadFiles } from '../../testing/uploads.ts';
import { until } from '../../testing/wait.ts';
import { deleteOldErasures } from './erasure-store.ts';

let all: Inviting;
before(async () => {
  all = await testInviting({});
});
after(() => all.kith.close());

test('everything imported goes a moment later, also what is still being read, and nothing of others', async () => {
  const { ask, kith } = all;
  const ana = await all.inviter('Leo Weiss <leo@work.example>');
  const ben = await all.inviter('Mia Roth <mia@work.example>');
  const book = vcard30(generatePeople({ seed: 3, count: 1000 }));
  await uploadFiles(kith, ana.cookie, [
    { name: 'first.vcf', bytes: vcard30(generatePeople({ seed: 4, count: 50 })) },
  ]);

  await ask(ana.cookie, 'POST', '/api/erasures', { importId: ben.importId }, 404);
  const taken = await ask(ana.cookie, 'POST', '/api/erasures', {}, 202);
  assert.equal(taken.state, 'waiting');
  await ask(ben.cookie, 'POST', `/api/erasures/${taken.id}/cancel`, {}, 409);
  await ask(ana.cookie, 'POST', `/api/erasures/${taken.id}/cancel`, {}, 204);
  all.pass(20);
  assert.equal((await ask(ana.cookie, 'GET', '/api/erasures')).imported.contacts, 51);

  const body = multipart([{ name: 'book.vcf', bytes: book }]);
  const begun = await kith.app.inject({
    method: 'POST',
    url: '/api/imports',
    payload: body.payload,
    headers: { ...body.headers, cookie: ana.cookie },
  });
  assert.equal(begun.statusCode, 201);
  const asked = await ask(ana.cookie, 'POST', '/api/erasures', {}, 202);
  // Whoever presses twice has asked once.
  assert.equal((await ask(ana.cookie, 'POST', '/api/erasures', {}, 202)).id, asked.id);
  const state = async () => (await ask(ana.cookie, 'GET', '/api/erasures')).items[0];
  await until(async () => (await state()).state === 'done');
  const { counts, progress } = await state();
  assert.equal(progress.erased, progress.total);
  assert.equal(counts.cards, counts.contacts);
  await until(async () => (await ask(ana.cookie, 'GET', '/api/imports')).items.length === 0);
  assert.deepEqual((await ask(ana.cookie, 'GET', '/api/erasures')).imported, { cards: 0, contacts: 0 });
  await ask(ana.cookie, 'POST', `/api/erasures/${asked.id}/cancel`, {}, 409);
  assert.equal((await ask(ben.cookie, 'GET', '/api/erasures')).imported.contacts, 1);
});

test('taking an import back leaves what was edited since, by name, and its data can go alone', async () => {
  const { ask, kith } = all;
  const eva = await all.inviter('Mia Roth <mia@work.example>');
  const card = (name: string) =>
    `BEGIN:VCARD\r\nVERSION:3.0\r\nUID:${name}\r\nFN:${name}\r\nEMAIL:${name.toLowerCase().replace(' ', '.')}@work.example\r\nEND:VCARD\r\n`;
  const bytes = card('Udo Kern') + card('Ida Berg');
  const { id } = await uploadFiles(kith, eva.cookie, [{ name: 'book.vcf', bytes }]);
  const names = async (): Promise<string[]> =>
    (await ask(eva.cookie, 'GET', '/api/contacts?sort=name')).contacts.map(
      (one: { name: string }) => one.name,
    );
  const before = await ask(eva.cookie, 'GET', '/api/contacts?search=udo');
  const udo = before.contacts[0];
  const changed = await kith.app.inject({
    method: 'PATCH',
    url: `/api/contacts/${udo.id}`,
    headers: { cookie: eva.cookie },
    payload: { version: udo.version, fields: { titles: ['Captain'] } },
  });
  assert.equal(changed.statusCode, 200, changed.body);

  const expected = { count: 1, contacts: [{ id: udo.id, name: 'Udo Kern' }] };
  assert.deepEqual((await ask(eva.cookie, 'GET', `/api/imports/${id}/undo`)).kept, expected);
  assert.deepEqual((await ask(eva.cookie, 'POST', `/api/imports/${id}/undo`)).kept, expected);
  assert.deepEqual(await names(), ['Mia Roth', 'Udo Kern']);
  assert.match(JSON.stringify(await ask(eva.cookie, 'GET', `/api/contacts/${udo.id}`)), /Captain/);
  assert.deepEqual((await ask(eva.cookie, 'POST', `/api/imports/${id}/undo`)).kept.count, 0);

  // The same file again is the same people, and taken back again it leaves the same.
  const again = await uploadFiles(kith, eva.cookie, [{ name: 'book.vcf', bytes }]);
  assert.deepEqual(await names(), ['Ida Berg', 'Mia Roth', 'Udo Kern']);
  const erased = await ask(eva.cookie, 'POST', '/api/erasures', { importId: again.id }, 202);
  await until(async () => (await ask(eva.cookie, 'GET', '/api/erasures')).items[0].state === 'done');
  assert.equal(erased.kind, 'import');
  await ask(eva.cookie, 'GET', `/api/imports/${again.id}`, undefined, 404);
  assert.deepEqual(await names(), ['Mia Roth', 'Udo Kern']);
});

test('a deletion and an undo that failed each time are told to operators and begin again, and a second press does it now', async () => {
  const { ask, kith } = all;
  const { platform, logs } = kith;
  const { database } = platform;
  const member = await all.inviter('Leo Weiss <leo@owed.example>');
  const asked = await ask(member.cookie, 'POST', '/api/erasures', {}, 202);
  const later = async (queue: string, id: string) =>
    (
      await database.pool.query(
        `select from jobs.job where name = $1 and position($2 in data::text) > 0 and state = 'created' and start_after > now() + interval '50 minutes'`,
        [queue, id],
      )
    ).rows.length;
  // Where jobs go whose last try failed.
  await platform.jobs.enqueue('data.erase.given-up', { erasureId: asked.id });
  const { id: ownerId, importId } = member;
  await platform.jobs.enqueue('imports.undo.given-up', { ownerId, importId });
  await until(
    async () => (await later('data.erase', asked.id)) + (await later('imports.undo', importId)) === 2,
  );
  for (const event of ['data.erase_failed', 'imports.undo_failed'])
    assert.equal(logs.filter((line) => line.includes(event) && line.includes('"error"')).length, 1, event);

  // Its first run is lost, and days go by: it is owed, and the next press does it.
  await database.pool.query(
    `delete from jobs.job where name = 'data.erase' and state = 'created' and position($1 in data::text) > 0`,
    [asked.id],
  );
  all.pass(3 * 86_400);
  await database.asSystem((tx) => deleteOldErasures(tx, platform.clock.now()));
  assert.equal((await ask(member.cookie, 'POST', '/api/erasures', {}, 202)).id, asked.id);
  await until(async () => (await ask(member.cookie, 'GET', '/api/erasures')).items[0].state === 'done');
});
