import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { getFrom, uploadFiles } from '../../testing/uploads.ts';
import { renewSearchTexts } from './jobs/renew-search.ts';

let kith: TestKith;
before(async () => {
  kith = await testKith({ settings: { KITH_DEMO: 'true' } });
});
after(() => kith.close());

let count = 0;
function owner() {
  count += 1;
  return testMember(kith, { name: `Owner ${count}`, email: `owner-${count}@home.example` });
}

interface Listed {
  contacts: { id: string; name: string; labels: string[]; version: number; favourite: boolean }[];
  total: number;
  next?: string;
}
interface Facets {
  total: number;
  labels: { id: string; name: string; count: number; origin: string }[];
  sources: { id: string; count: number }[];
  imports: { id: string; count: number }[];
  organisations: { name: string; count: number }[];
  cities: { name: string; count: number }[];
  has: Record<string, number>;
}

/** People told apart by what searches must find them by. */
const book = [
  'BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nFN:José Größler\r\nN:Größler;José;;;\r\nEMAIL;TYPE=home:jose@home.example\r\nTEL:+49 171 2345678\r\nORG:Lund & Co;Ships\r\nTITLE:Pilot\r\nCATEGORIES:Choir,Family\r\nADR:;;Kai 4;Hamburg;;20457;Germany\r\nBDAY:1980-02-29\r\nNOTE:likes rhubarb\r\nEND:VCARD\r\n',
  'BEGIN:VCARD\r\nVERSION:3.0\r\nUID:2\r\nFN:Johanna Smith\r\nN:Smith;Johanna;;;\r\nEMAIL:johanna@work.example\r\nORG:Lund & Co\r\nCATEGORIES:choir\r\nEND:VCARD\r\n',
  'BEGIN:VCARD\r\nVERSION:3.0\r\nUID:3\r\nFN:Иван Петров\r\nN:Петров;Иван;;;\r\nTEL:+7 912 345-67-89\r\nEND:VCARD\r\n',
  'BEGIN:VCARD\r\nVERSION:3.0\r\nUID:4\r\nFN:山田太郎\r\nN:山田;太郎;;;\r\nX-PHONETIC-LAST-NAME:ヤマダ\r\nX-PHONETIC-FIRST-NAME:タロウ\r\nEMAIL:taro@yamada.example\r\nURL:https://yamada.example\r\nEND:VCARD\r\n',
].join('');

async function reader() {
  const { cookie, id } = await owner();
  const brought = await uploadFiles(kith, cookie, [{ name: 'book.vcf', bytes: book }]);
  const list = (query: string) => getFrom<Listed>(kith, cookie, `/api/contacts?${query}`);
  const names = async (query: string) => (await list(query)).contacts.map(({ name }) => name);
  const facets = () => getFrom<Facets>(kith, cookie, '/api/contacts/facets');
  const send = (method: 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
    kith.app.inject({ method, url, headers: { cookie }, ...(payload === undefined ? {} : { payload }) });
  return { cookie, id, brought, list, names, facets, send };
}

test('a search finds by any field: accents, scripts, initials, parts of numbers, slips', async () => {
  const { id, names } = await reader();
  const search = (text: string) => names(`search=${encodeURIComponent(text)}`);
  for (const [typed, found] of [
    ['jose gross', 'José Größler'],
    ['GRÖSSLER', 'José Größler'],
    ['jg', 'José Größler'],
    ['gj', 'José Größler'],
    ['GROESSLER', 'José Größler'],
    ['Größler, José', 'José Größler'],
    ['0171 23456', 'José Größler'],
    ['0049 (0)171-234', 'José Größler'],
    ['1980-02', 'José Größler'],
    ['hamburg lund', 'José Größler'],
    ['rhubarb', 'José Größler'],
    ['ships', 'José Größler'],
    ['20457', 'José Größler'],
    ['jonanna', 'Johanna Smith'],
    ['smiht', 'Johanna Smith'],
    ['петр', 'Иван Петров'],
    ['ivan petrov', 'Иван Петров'],
    ['912-345', 'Иван Петров'],
    ['太郎', '山田太郎'],
    ['やまだ', '山田太郎'],
    ['yamada taro', '山田太郎'],
    ['yamada.ex', '山田太郎'],
  ] as const)
    assert.deepEqual([typed, await search(typed)], [typed, [found]]);
  for (const typed of ['nobody at all', '*', '%']) assert.deepEqual(await search(typed), []);
  // A beginning counts more than what stands within a word.
  assert.deepEqual(await search('jo'), ['José Größler', 'Johanna Smith']);
  // What an earlier Kith wrote is found by its words, and once it is written anew by other forms of them too.
  await kith.platform.database.asMember(id, (tx) =>
    sql`update contacts set search = 'josé größler', search_is_old = true where name like 'José%'`.execute(
      tx,
    ),
  );
  await renewSearchTexts(kith.platform).run();
  assert.deepEqual(await search('groessler'), ['José Größler']);
});

test('filters and facets agree, and hold together', async () => {
  const { brought, facets, names } = await reader();
  const all = await facets();
  assert.equal(all.total, 4);
  assert.deepEqual(
    all.labels.map(({ name, count, origin }) => [name, count, origin]),
    [
      ['Choir', 2, 'source'],
      ['Family', 1, 'source'],
    ],
  );
  assert.deepEqual(all.organisations, [{ name: 'Lund & Co', count: 2 }]);
  assert.deepEqual(all.cities, [{ name: 'Hamburg', count: 1 }]);
  assert.deepEqual(all.has, { email: 3, phone: 2, birthday: 1 });
  const [choir, family] = all.labels.map(({ id }) => id);
  assert.deepEqual(await names(`label=${choir}`), ['José Größler', 'Johanna Smith']);
  assert.deepEqual(await names(`label=${choir}&search=smith`), ['Johanna Smith']);
  assert.deepEqual(await names(`label=${family}&has=birthday,phone&city=hamburg`), ['José Größler']);
  assert.deepEqual(await names('organisation=LUND %26 co&has=phone'), ['José Größler']);
  assert.equal((await names(`import=${brought.id}`)).length, 4);
  assert.equal((await names(`source=${all.sources[0]?.id}`)).length, 4);
  assert.equal((await names('onNetwork=false')).length, 4);
  assert.deepEqual(await names('onNetwork=true'), []);
  assert.deepEqual(await names('favourite=true'), []);
});

test('a list is read page by page and by place, each contact once', async () => {
  const { list, names } = await reader();
  const whole = await names('limit=500');
  assert.equal(whole.length, 4);
  const seen: string[] = [];
  for (let query = 'limit=1'; ; ) {
    const page = await list(query);
    assert.equal(page.total, 4);
    seen.push(...page.contacts.map(({ name }) => name));
    if (page.next === undefined) break;
    query = `limit=1&cursor=${page.next}`;
  }
  assert.deepEqual(seen, whole);
  assert.deepEqual(await names('offset=2&limit=1'), [whole[2]]);
  assert.deepEqual(await names('offset=9'), []);
});

test('a contact shows each field with its source, and the private ones apart', async () => {
  const { brought, cookie, list } = await reader();
  const id = (await list('search=jose')).contacts[0]?.id ?? '';
  const one = await getFrom<{
    fields: { emails: { value: string; label: string; sources: { label: string; date: string }[] }[] };
    privateFields: { birthday: { value: string }; notes: { value: string }[] };
    imports: { label: string }[];
  }>(kith, cookie, `/api/contacts/${id}`);
  const [email] = one.fields.emails;
  assert.equal(email?.value, 'jose@home.example');
  assert.equal(email?.label, 'home');
  assert.equal(email?.sources.length, 1);
  assert.ok(Date.parse(email?.sources[0]?.date ?? '') > 0);
  assert.equal(one.privateFields.birthday.value, '1980-02-29');
  assert.deepEqual(
    one.privateFields.notes.map(({ value }) => value),
    ['likes rhubarb'],
  );
  assert.deepEqual(
    one.imports.map(({ label }) => label),
    ['book.vcf'],
  );
  assert.ok(!('notes' in one.fields));
  for (const url of [
    'contacts?search=rhubarb',
    'contacts/facets',
    `imports/${brought.id}/invitees?q=rhubarb`,
    `imports/${brought.id}/others`,
    `imports/${brought.id}`,
    'proposals',
  ])
    assert.doesNotMatch(
      JSON.stringify(await getFrom(kith, cookie, `/api/${url}`)),
      /rhubarb|1980-02-29/,
      url,
    );
  assert.ok(kith.logs.every((line) => !line.includes('rhubarb')));
});

test('labels are made, renamed and deleted; a name of 10,000 characters is told what is wrong', async () => {
  const { facets, names, send } = await reader();
  const made = await send('POST', '/api/labels', { name: '  Sailing\n club ' });
  assert.equal(made.statusCode, 201, made.body);
  assert.equal(made.json().name, 'Sailing club');
  const same = await send('POST', '/api/labels', { name: 'sailing CLUB' });
  assert.equal(same.json().code, 'label.taken');
  const long = await send('POST', '/api/labels', { name: 'x'.repeat(10_000) });
  assert.equal(long.statusCode, 400);
  assert.equal(long.json().code, 'label.invalid');
  assert.match(long.json().title, /10000 characters.*at most 100/);
  const { labels } = await facets();
  const choir = labels.find(({ name }) => name === 'Choir')?.id ?? '';
  assert.equal((await send('PATCH', `/api/labels/${choir}`, { name: 'Singers' })).json().count, 2);
  assert.equal((await names(`label=${choir}`)).length, 2);
  assert.equal((await send('DELETE', `/api/labels/${choir}`)).statusCode, 204);
  assert.equal((await send('DELETE', `/api/labels/${choir}`)).statusCode, 404);
  assert.deepEqual(await names(`label=${choir}`), []);
  assert.deepEqual(
    (await facets()).labels.map(({ name }) => name),
    ['Family', 'Sailing club'],
  );
});
