import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { generatePeople, vcard30 } from '@kith/contacts/testing';
import { testInviting } from '../../testing/inviting.ts';
import { readJscontact, readTable, readVcards } from '../../testing/strict-readers.ts';
import { uploadFiles } from '../../testing/uploads.ts';
import { until } from '../../testing/wait.ts';
import { exportFiles } from './files.ts';

test('an export is a sound ZIP of all there is, for its owner alone, for two days', async (t) => {
  const all = await testInviting({});
  const { ask, kith } = all;
  t.after(() => kith.close());
  const ana = await all.inviter('Leo Weiss <leo@work.example>');
  const ben = await all.inviter('Mia Roth <mia@work.example>');
  await all.press(ana, { note: 'Come along' });
  const people = generatePeople({ seed: 5, count: 700 });
  await uploadFiles(kith, ana.cookie, [{ name: 'book.vcf', bytes: vcard30(people) }, ...exportsOfOthers()]);

  const label = await ask(ana.cookie, 'POST', '/api/labels', { name: 'Sailing club' }, 201);
  const { contacts: some } = await ask(ana.cookie, 'GET', '/api/contacts?limit=4');
  const [one, two, three] = some.map(({ id }: { id: string }) => id);
  await ask(ana.cookie, 'POST', '/api/contacts/bulk', {
    selection: { ids: [one] },
    act: 'label',
    labelId: label.id,
  });
  const trashed = some.at(-1).id;
  await ask(ana.cookie, 'POST', '/api/contacts/bulk', { selection: { ids: [trashed] }, act: 'trash' });
  await ask(ana.cookie, 'POST', '/api/proposals/not-same', { contactIds: [one, two] });
  await ask(ana.cookie, 'POST', '/api/merges', { contactIds: [two, three], keep: two, fields: {} }, 201);
  await ask(ana.cookie, 'POST', `/api/suggestions/${ben.id}`, { act: 'never' });

  const asked = await ask(ana.cookie, 'POST', '/api/exports', {}, 202);
  assert.equal(asked.state, 'writing');
  // Whoever presses twice gets one.
  assert.equal((await ask(ana.cookie, 'POST', '/api/exports', {}, 202)).id, asked.id);
  const ready = () => ask(ana.cookie, 'GET', `/api/exports/${asked.id}`);
  await until(async () => (await ready()).state === 'ready');
  const { bytes, expiresAt, progress } = await ready();
  assert.ok(progress.total >= 700 * 4, JSON.stringify(progress));
  assert.equal(progress.written, progress.total);

  const url = `/api/exports/${asked.id}/file`;
  await ask(ben.cookie, 'GET', url, undefined, 404);
  await ask(ben.cookie, 'GET', `/api/exports/${asked.id}`, undefined, 404);
  await ask('', 'GET', url, undefined, 401);
  const file = await kith.app.inject({ url, headers: { cookie: ana.cookie } });
  assert.match(String(file.headers['content-disposition']), /^attachment; filename="my-data-[\d-]+\.zip"$/);
  assert.equal(file.rawPayload.length, bytes);

  const folder = mkdtempSync(join(tmpdir(), 'kith-export-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'data.zip'), file.rawPayload);
  assert.match(
    execFileSync('unzip', ['-t', 'data.zip'], { cwd: folder, encoding: 'utf8' }),
    /No errors detected/,
  );
  execFileSync('unzip', ['-q', 'data.zip'], { cwd: folder });
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  for (const { path } of exportFiles) assert.ok(read('README.txt').includes(path), path);
  assert.deepEqual(
    readdirSync(folder)
      .filter((name) => name !== 'data.zip')
      .sort(),
    ['README.txt', ...exportFiles.map(({ path }) => path)].sort(),
  );
  // Each by a reader that is not ours, and by the letter of its format.
  const contacts = readJscontact(read('contacts.json'));
  assert.deepEqual(
    readVcards(read('contacts.vcf')).map(({ uid }) => uid),
    contacts.map(({ uid }) => uid),
  );
  const rows = readTable(read('contacts.csv'));
  assert.equal(rows.length, contacts.length);
  assert.ok(rows.some((row) => Object.values(row).includes('leo@work.example')));
  assert.equal(readVcards(read('trash.vcf')).length, 1);
  for (const { path } of exportFiles.filter(({ path }) => path.endsWith('.json'))) JSON.parse(read(path));
  for (const path of ['contacts.vcf', 'contacts.csv', 'contacts.json'])
    assert.equal(read(path).match(/Sailing club/g)?.length, 1, path);
  const said = JSON.parse(read('labels.json'));
  const ofKind = (kind: string) => said.filter((row: { kind: string }) => row.kind === kind);
  assert.deepEqual([ofKind('not the same').length, ofKind('merge')[0].value.contacts.length], [1, 2]);
  assert.equal(JSON.parse(read('settings.json'))[0].suggestionAnswers[0].answer, 'never');
  assert.equal(JSON.parse(read('me.json'))[0].identifiers.length, 1);
  const [invitation] = JSON.parse(read('invitations.json'));
  assert.equal(invitation.address, 'leo@work.example');
  // Who said no is nobody's business, the inviter's neither.
  assert.ok(!read('invitations.json').includes('declined'));
  assert.equal(JSON.parse(read('consents.json'))[0].note, 'Come along');
  assert.equal(JSON.parse(read('imports.json')).length, 2);
  assert.ok(!read('contacts.json').includes('mia@work.example'));

  all.pass((Date.parse(expiresAt) - Date.now()) / 1000 + 1);
  await ask(ana.cookie, 'GET', url, undefined, 404);
  assert.deepEqual((await ask(ana.cookie, 'GET', '/api/exports')).items, []);

  await t.test('and one that cannot be written says so, and can be asked for again', async () => {
    const { database } = kith.platform;
    const run = (statement: string) => database.pool.query(statement);
    await run("update jobs.queue set retry_limit = 0 where name = 'data.export'");
    await run('alter table imports rename column received_at to elsewhere');
    const broken = await ask(ana.cookie, 'POST', '/api/exports', {}, 202);
    const state = async () => (await ask(ana.cookie, 'GET', `/api/exports/${broken.id}`)).state;
    await until(async () => (await state()) === 'failed');
    await run('alter table imports rename column elsewhere to received_at');
    const next = await ask(ana.cookie, 'POST', '/api/exports', {}, 202);
    assert.notEqual(next.id, broken.id);
    await until(async () => (await ask(ana.cookie, 'GET', `/api/exports/${next.id}`)).state === 'ready');
  });

  await t.test('and what was read by another program is the same book', async () => {
    const other = await all.inviter('Nobody Else <nobody@work.example>');
    const again = await uploadFiles(kith, other.cookie, [
      { name: 'contacts.vcf', bytes: read('contacts.vcf') },
    ]);
    assert.equal(again.counters.read, contacts.length);
    assert.equal(again.counters.problem, 0);
  });
});

/** True exports of other programs, with all that their vCards say. */
function exportsOfOthers() {
  const fixtures = new URL('../../../packages/contacts/fixtures/', import.meta.url);
  return readdirSync(fixtures)
    .filter((name) => name.endsWith('.vcf'))
    .map((name) => ({ name, bytes: readFileSync(new URL(name, fixtures)) }));
}
