import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseEmail } from '@kith/contacts';
import { sql } from 'kysely';
import { hold } from '../../testing/holding.ts';
import { askAs, pastePeople } from '../../testing/inviter.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { uploadFiles } from '../../testing/uploads.ts';
import { until } from '../../testing/wait.ts';
import { readConfig } from '../config.ts';
import { connect } from '../connections/index.ts';
import { identifierKey } from '../members/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import { jsonRows } from '../platform/rows.ts';
import { type Suggestion, suggest } from './suggestion.ts';

const day = 24 * 3600 * 1000;

let kith: TestKith;
before(async () => {
  // In the demo the reserved addresses of the tests belong to people.
  kith = await testKith({ settings: { KITH_DEMO: 'true' } });
});
after(() => kith.close());

interface Person {
  readonly id: MemberId;
  readonly name: string;
  readonly email: string;
  readonly cookie: string;
}

let people = 0;
async function person(name: string): Promise<Person> {
  const email = `p${++people}.${name.toLowerCase()}@home.example`;
  return { name: `${name} Berg`, email, ...(await testMember(kith, { name: `${name} Berg`, email })) };
}

const asSystem = <T>(work: (tx: Transaction) => Promise<T>) => kith.platform.database.asSystem(work);

async function holds(owner: Person, member: Person): Promise<void> {
  await asSystem((tx) => hold(kith.platform, tx, owner.id, member.id));
}

async function connected(one: Person, ...others: readonly Person[]): Promise<void> {
  for (const other of others)
    await asSystem((tx) => connect(tx, one.id, other.id, kith.platform.clock.now()));
}

/** Whom somebody is suggested, by name, with the kinds of reasons. */
async function seen(by: Person): Promise<Record<string, string>> {
  const { items } = await askAs<{ items: Suggestion[] }>(kith, by.cookie, 'GET', '/api/suggestions');
  return Object.fromEntries(
    items.map(({ member, reasons }) => [
      member.name.split(' ')[0] ?? '',
      reasons.map((one) => (one.kind === 'common' ? `common ${one.n}` : one.kind)).join(', '),
    ]),
  );
}

const set = (by: Person, change: object) =>
  askAs(kith, by.cookie, 'PATCH', '/api/suggestions/settings', change);
const say = (by: Person, of: Person, act: 'notNow' | 'never') =>
  askAs(kith, by.cookie, 'POST', `/api/suggestions/${of.id}`, { act });

test('each source of a suggestion has its reason, and the best comes first', async () => {
  const [ana, bo, cy, di, eva] = [
    await person('Ana'),
    await person('Bo'),
    await person('Cy'),
    await person('Di'),
    await person('Eva'),
  ];
  const [fay, gil] = [await person('Fay'), await person('Gil')];
  await pastePeople(kith, ana.cookie, [`${bo.name} <${bo.email}>`]);
  await pastePeople(kith, cy.cookie, [`${ana.name} <${ana.email}>`]);
  await connected(ana, fay, gil);
  await connected(di, fay, gil);
  await askAs(kith, ana.cookie, 'PATCH', '/api/me', { organisation: 'Lund & Co', school: 'Åsgård School' });
  await askAs(kith, eva.cookie, 'PATCH', '/api/me', { organisation: 'LUND & CO.', school: 'asgard school' });
  const { items } = await askAs<{ items: Suggestion[] }>(kith, ana.cookie, 'GET', '/api/suggestions');
  assert.deepEqual(
    items.map(({ member, reasons }) => [member.id, reasons]),
    [
      [cy.id, [{ kind: 'holder' }]],
      [bo.id, [{ kind: 'book' }]],
      [
        eva.id,
        [
          { kind: 'organisation', name: 'Lund & Co' },
          { kind: 'school', name: 'Åsgård School' },
        ],
      ],
      [di.id, [{ kind: 'common', n: 2 }]],
    ],
  );
  assert.deepEqual(Object.keys(items[0]?.member ?? {}).sort(), [
    'headline',
    'id',
    'location',
    'name',
    'photo',
  ]);
  await askAs(kith, eva.cookie, 'PATCH', '/api/me', { organisation: '', school: '' });
  assert.deepEqual(Object.keys(await seen(ana)), ['Cy', 'Bo', 'Di']);
});

test('whoever is connected, asked, blocked or left out is suggested to neither of the two', async () => {
  const ties: Record<string, (one: Person, other: Person) => Promise<unknown>> = {
    connected: (one, other) => connected(one, other),
    asked: (one, other) =>
      askAs(kith, one.cookie, 'POST', '/api/connection-requests', { memberId: other.id }),
    blocked: async (one, other) => {
      const { id } = await askAs<{ id: string }>(kith, other.cookie, 'POST', '/api/connection-requests', {
        memberId: one.id,
      });
      await askAs(kith, one.cookie, 'POST', `/api/connection-requests/${id}/block`);
      await askAs(kith, other.cookie, 'POST', `/api/connection-requests/${id}/withdraw`);
    },
    never: (one, other) => say(one, other, 'never'),
    label: async (one, other) => {
      const name = 'Größere Runde';
      const bytes = `BEGIN:VCARD\nVERSION:3.0\nFN:${other.name}\nEMAIL:${other.email}\nCATEGORIES:${name}\nEND:VCARD\n`;
      await uploadFiles(kith, one.cookie, [{ name: 'one.vcf', bytes }]);
      const { labels } = await askAs<{ labels: { id: string; name: string }[] }>(
        kith,
        one.cookie,
        'GET',
        '/api/labels',
      );
      assert.deepEqual(
        labels.map((label) => label.name),
        [name],
      );
      await askAs(kith, one.cookie, 'PUT', `/api/suggestions/exclusions/label/${labels[0]?.id}`);
    },
    import: async (one, other) => {
      const id = await pastePeople(kith, one.cookie, [`${other.name} <${other.email}>`]);
      await askAs(kith, one.cookie, 'PUT', `/api/suggestions/exclusions/import/${id}`);
    },
  };
  for (const [tie, make] of Object.entries(ties)) {
    const [one, other] = [await person('One'), await person('Other')];
    await holds(one, other);
    await holds(other, one);
    assert.deepEqual(
      [await seen(one), await seen(other)],
      [{ Other: 'book, holder' }, { One: 'book, holder' }],
      tie,
    );
    await make(one, other);
    assert.deepEqual([await seen(one), await seen(other)], [{}, {}], tie);
  }
});

test('not now comes back after 90 days, and what was said can be taken back', async () => {
  const [one, other, third] = [await person('One'), await person('Other'), await person('Third')];
  for (const held of [other, third]) await holds(one, held);
  await holds(other, one);
  await say(one, other, 'notNow');
  assert.deepEqual(Object.keys(await seen(one)), ['Third']);
  assert.deepEqual(Object.keys(await seen(other)), ['One'], 'it says nothing to the other');
  const later = { config: kith.platform.config, clock: { now: () => new Date(Date.now() + 91 * day) } };
  const back = await suggest(later, kith.platform.database.single, one.id, 50);
  assert.deepEqual(back.map(({ member }) => member.id).sort(), [other.id, third.id].sort());
  await say(one, other, 'never');
  await say(one, third, 'never');
  assert.deepEqual(await seen(one), {});
  assert.equal(
    (await askAs<{ never: number }>(kith, one.cookie, 'GET', '/api/suggestions/settings')).never,
    2,
  );
  await askAs(kith, one.cookie, 'DELETE', `/api/suggestions/${third.id}`);
  assert.deepEqual(Object.keys(await seen(one)), ['Third']);
  await askAs(kith, one.cookie, 'DELETE', '/api/suggestions');
  assert.deepEqual(Object.keys(await seen(one)).sort(), ['Other', 'Third']);
  // An id that is nobody's is answered like any other.
  await askAs(kith, one.cookie, 'POST', `/api/suggestions/${kith.platform.ids.next()}`, { act: 'never' });
});

test('who is not to be found, or not to be suggested, is in no list and no way to others', async () => {
  const [ana, di, fay, gil, hal] = [
    await person('Ana'),
    await person('Di'),
    await person('Fay'),
    await person('Gil'),
    await person('Hal'),
  ];
  await connected(ana, fay, gil);
  await connected(di, fay, gil, hal);
  assert.deepEqual(await seen(ana), { Di: 'common 2' });
  await connected(ana, hal);
  assert.deepEqual(await seen(ana), { Di: 'common 3' });
  await set(hal, { suggested: false });
  assert.deepEqual(await seen(ana), { Di: 'common 2' });
  await hide(gil, 'nobody');
  // One way alone would read out whom Fay is connected with.
  assert.deepEqual(await seen(ana), {});
  await hide(gil, 'everyone');
  await hide(di, 'mutual');
  assert.deepEqual(await seen(ana), {});
  await holds(di, ana);
  assert.deepEqual(await seen(ana), { Di: 'holder, common 2' });
  await set(di, { tellsHeld: false });
  assert.deepEqual(await seen(ana), { Di: 'common 2' });
  await set(ana, { shown: false });
  assert.deepEqual(await seen(ana), {});
});

async function hide(one: Person, discoverability: 'everyone' | 'mutual' | 'nobody'): Promise<void> {
  await asSystem((tx) =>
    sql`update member_identifiers set discoverability = ${discoverability} where member_id = ${one.id}`.execute(
      tx,
    ),
  );
}

test('somebody who joins is suggested to whose book holds them, and nobody is told', async () => {
  const ana = await person('Ana');
  await pastePeople(kith, ana.cookie, ['Zoe Berg <zoe@later.example>']);
  assert.deepEqual(await seen(ana), {});
  const edges = await asSystem((tx) =>
    sql`select 1 from candidates where owner_id = ${ana.id} and member_id is not null`.execute(tx),
  );
  assert.equal(edges.rows.length, 0, 'nothing is computed of who is not here');
  const { mails, texts } = kith;
  const before = mails.length + texts.length;
  const zoe = await testMember(kith, { name: 'Zoe Berg', email: 'zoe@later.example' });
  await until(async () => Object.keys(await seen(ana)).length === 1);
  assert.deepEqual(await seen(ana), { Zoe: 'book' });
  assert.equal(mails.length + texts.length, before);
  assert.deepEqual(
    (
      await askAs<{ items: unknown[] }>(
        kith,
        ana.cookie,
        'GET',
        '/api/connection-requests?direction=received',
      )
    ).items,
    [],
  );
  await set({ ...ana, cookie: zoe.cookie }, { suggested: false });
  assert.deepEqual(await seen(ana), {});
});

test('people of an import that is undone are suggested no more, and those of one left out again when it is taken in', async () => {
  const [ana, bo, cy] = [await person('Ana'), await person('Bo'), await person('Cy')];
  const first = await pastePeople(kith, ana.cookie, [`${bo.name} <${bo.email}>`]);
  const second = await pastePeople(kith, ana.cookie, [`${cy.name} <${cy.email}>`]);
  await askAs(kith, ana.cookie, 'PUT', `/api/suggestions/exclusions/import/${second}`);
  assert.deepEqual(await seen(ana), { Bo: 'book' });
  const { imports } = await askAs<{ imports: { id: string; excluded: boolean }[] }>(
    kith,
    ana.cookie,
    'GET',
    '/api/suggestions/settings',
  );
  assert.deepEqual(
    imports.map(({ id, excluded }) => [id, excluded]),
    [
      [second, true],
      [first, false],
    ],
  );
  await askAs(kith, ana.cookie, 'DELETE', `/api/suggestions/exclusions/import/${second}`);
  await askAs(kith, ana.cookie, 'POST', `/api/imports/${first}/undo`);
  assert.deepEqual(await seen(ana), { Cy: 'book' });
});

test('a list betrays neither an address that is not to be found nor a book that is kept to itself', async () => {
  const [ana, hana, mo] = [await person('Ana'), await person('Hana'), await person('Mo')];
  for (const { cookie } of [ana, hana, mo])
    await askAs(kith, cookie, 'PATCH', '/api/me', { organisation: 'Quiet Works' });
  // Hana is found by her address of work alone; Ana holds the other one.
  const secret = parseEmail('hana.home@home.example') ?? assert.fail();
  const key = identifierKey(kith.platform.secrets, { kind: 'email', value: secret });
  await asSystem((tx) =>
    sql`insert into member_identifiers (key, id, member_id, kind, value, verified_at, is_primary, discoverability)
      values (${key}, ${kith.platform.ids.next()}, ${hana.id}, 'email', ${secret}, now(), false, 'nobody')`.execute(
      tx,
    ),
  );
  const before = await askAs(kith, ana.cookie, 'GET', '/api/suggestions');
  await pastePeople(kith, ana.cookie, [`${hana.name} <${secret}>`]);
  assert.deepEqual(await askAs(kith, ana.cookie, 'GET', '/api/suggestions'), before);
  assert.deepEqual(await seen(ana), { Hana: 'organisation', Mo: 'organisation' });
  // Mo tells nobody whom they hold: neither the reasons nor the order say it.
  await set(mo, { tellsHeld: false });
  await holds(mo, ana);
  assert.deepEqual(await askAs(kith, ana.cookie, 'GET', '/api/suggestions'), before);
  await hide(mo, 'nobody');
  assert.deepEqual(await seen(ana), { Hana: 'organisation' });
});

test('another member’s books and connections stay closed to who asks', async () => {
  const [ana, bo] = [await person('Ana'), await person('Bo')];
  await holds(bo, ana);
  const books = await kith.platform.database.asMember(ana.id, async (tx) => {
    assert.equal((await suggest(kith.platform, tx, ana.id, 50)).length, 1);
    return (await sql`select 1 from candidates where owner_id <> ${ana.id}`.execute(tx)).rows;
  });
  assert.deepEqual(books, []);
  const list = sql`select from suggestions_now(true, now(), 50)`;
  assert.deepEqual((await asSystem((tx) => list.execute(tx))).rows, [], 'a job has no list');
  const { single } = kith.platform.database;
  assert.deepEqual((await list.execute(single)).rows, [], 'who says not who asks sees nobody');
  assert.deepEqual((await sql`select from candidates`.execute(single)).rows, [], 'nor is it left behind');
  assert.equal((await kith.app.inject({ url: '/api/suggestions' })).statusCode, 401);
});

const discoverabilities = ['everyone', 'mutual', 'nobody'] as const;
const ways = ['book', 'holder', 'common', 'organisation', 'school'] as const;
const maybe = [undefined, true, false] as const;

test('who sees whom: each preset, both settings, each way to know somebody', async () => {
  const [ana, fay, gil] = [await person('Ana'), await person('Fay'), await person('Gil')];
  await connected(ana, fay, gil);
  await askAs(kith, ana.cookie, 'PATCH', '/api/me', { organisation: 'Quay Works', school: 'Quay School' });
  const others: (Person & {
    readonly found: (typeof discoverabilities)[number];
    readonly way: (typeof ways)[number];
    readonly suggested: boolean;
    readonly tells: boolean | undefined;
  })[] = [];
  for (const found of discoverabilities)
    for (const way of ways)
      for (const suggested of [true, false])
        for (const tells of maybe) {
          const one = await person('B');
          if (way === 'holder') await holds(one, ana);
          if (way === 'common') await connected(one, fay, gil);
          others.push({ ...one, found, way, suggested, tells });
        }
  await asSystem(async (tx) => {
    const rows = jsonRows(
      others.map(({ id, found, way, suggested, tells }) => ({ id, found, way, suggested, tells })),
    );
    const all = sql`json_to_recordset(${rows}::json) as t (id uuid, found text, way text, suggested boolean, tells boolean)`;
    await sql`update member_identifiers i set discoverability = t.found from ${all} where i.member_id = t.id`.execute(
      tx,
    );
    await sql`insert into suggestion_settings (owner_id, suggested, tells_held) select id, suggested, tells from ${all}`.execute(
      tx,
    );
    await sql`update members m set organisation_key = case way when 'organisation' then 'quay works' end,
      school_key = case way when 'school' then 'quay school' end from ${all} where m.id = t.id`.execute(tx);
  });
  // Ana's book is matched as every import is: by who may be found.
  const inBook = others.filter(({ way }) => way === 'book');
  await pastePeople(
    kith,
    ana.cookie,
    inBook.map(({ email }, at) => `Ben B${String.fromCharCode(97 + at)}rg <${email}>`),
  );
  const networks: { settings: Record<string, string>; default: boolean | undefined }[] = [
    { settings: { KITH_PRESET: 'classic' }, default: true },
    { settings: { KITH_PRESET: 'us' }, default: true },
    { settings: { KITH_PRESET: 'eu' }, default: false },
    { settings: { KITH_PRESET: 'classic', KITH_REGION: 'DE' }, default: false },
    { settings: { KITH_PRESET: 'classic', KITH_REVEAL_HOLDERS: 'never' }, default: undefined },
  ];
  for (const shows of maybe) {
    if (shows !== undefined) await set(ana, { showsHolders: shows });
    for (const network of networks) {
      const platform = { ...kith.platform, config: readConfig(network.settings) };
      const items = await suggest(platform, platform.database.single, ana.id, 1000);
      const told = (tells: boolean | undefined): boolean =>
        network.default !== undefined && (shows ?? network.default) && (tells ?? network.default);
      const expected = others.filter(
        ({ found, way, suggested, tells }) =>
          suggested &&
          (found === 'everyone' || (found === 'mutual' && way === 'holder')) &&
          (way !== 'holder' || told(tells)),
      );
      assert.deepEqual(
        items.map(({ member, reasons }) => [member.id, ...reasons.map(({ kind }) => kind)].join(' ')).sort(),
        expected.map(({ id, way }) => `${id} ${way}`).sort(),
        `${JSON.stringify(network)} ${shows}`,
      );
    }
  }
});
