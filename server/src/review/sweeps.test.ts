import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askAs, pastePeople, testInviter } from '../../testing/inviter.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';

let kith: TestKith;
before(async () => {
  kith = await testKith({
    settings: {
      KITH_DEMO: 'true',
      KITH_MATCHING_BUDGET: '100',
      KITH_MATCHING_YOUNG_FACTOR: '0.1',
      KITH_OPERATORS: 'operator@home.example',
    },
  });
  // Old enough for the whole budget.
  await kith.platform.database.pool.query('alter table members alter column created_at set default now()');
});
after(() => kith.close());

interface Other {
  readonly name: string;
  readonly reason: string;
  readonly selected: boolean;
  readonly selectable: boolean;
}
const others = async (cookie: string, id: string) =>
  (await askAs<{ items: Other[] }>(kith, cookie, 'GET', `/api/imports/${id}/others?limit=500`)).items;

test('numbers in a row are put apart with their reason, ticked one by one, and look nobody up', async () => {
  const hidden = await testMember(kith, { name: 'Mia Berg', email: 'anna.adams@swept.example' });
  const firsts = 'anna bob carl dina emil fred gina hans ida jon'.split(' ');
  const lasts = 'adams brown clark davis evans frank green hill irwin jones'.split(' ');
  const sweep = firsts.flatMap((first) => lasts.map((last) => `${first}.${last}@swept.example`));
  const row = Array.from(
    { length: 40 },
    (_, at) => `Contact ${at} +47 900 00 0${String(at + 10).padStart(2, '0')}`,
  );
  const friends = ['Nora Vik <nora@friends.example>', 'Odd Lie <odd@friends.example>'];
  const owner = await testInviter(kith, friends);
  const { cookie, id } = owner;
  // Old enough for the whole budget.
  await kith.platform.database.pool.query(
    `update members set created_at = now() - interval '30 days' where id = '${id}'`,
  );
  const importId = await pastePeople(kith, cookie, [...sweep, ...row]);

  const found = await askAs<{ here: number; invite: number }>(
    kith,
    cookie,
    'GET',
    `/api/imports/${importId}`,
  );
  assert.deepEqual([found.here, found.invite], [0, 2], 'the member behind a guess is not found');
  const apart = await others(cookie, importId);
  const count = (reason: string) => apart.filter((one) => one.reason === reason).length;
  assert.equal(count('address_sweep'), 100);
  assert.equal(count('number_run'), 40);
  assert.ok(apart.every(({ selected }) => !selected));
  const lookups = await kith.platform.database.asSystem((tx) =>
    tx.selectFrom('lookups').select('key').where('owner_id', '=', id).execute(),
  );
  assert.ok(lookups.length < 20, `${lookups.length} were looked up before the book showed what it is`);
  assert.ok(kith.logs.some((line) => line.includes('"review.swept"') && !line.includes('swept.example')));

  // A tenth of the budget is left to such a book: of a hundred identifiers ten.
  const more = await pastePeople(
    kith,
    cookie,
    Array.from({ length: 30 }, (_, at) => `Person Nr${at} Berg <p${at}.${at * 7}berg@other${at}.example>`),
  );
  const { lookupsHeldBack } = await askAs<{ lookupsHeldBack: number }>(
    kith,
    cookie,
    'GET',
    `/api/imports/${more}`,
  );
  assert.ok(lookupsHeldBack >= 20, `${lookupsHeldBack} wait`);

  const operator = await testMember(kith, { name: 'Ines Quay', email: 'operator@home.example' });
  const books = await askAs<{ items: { member: { id: string }; contacts: number }[] }>(
    kith,
    operator.cookie,
    'GET',
    '/api/operators/books',
  );
  assert.deepEqual(
    books.items.map(({ member, contacts }) => [member.id, contacts]),
    [[id, 140]],
  );
  const stranger = await kith.app.inject({ url: '/api/operators/books', headers: { cookie: hidden.cookie } });
  assert.equal(stranger.statusCode, 404);
});
