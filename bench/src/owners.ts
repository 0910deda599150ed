import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { generatePeople, googleCsv } from '@kith/contacts/testing';
import type { MemberId } from '../../server/src/platform/ids.ts';
import { administrator } from '../../server/testing/database.ts';
import { askAs } from '../../server/testing/inviter.ts';
import { type TestKith, testKith, testMember } from '../../server/testing/kith.ts';
import { importBook } from './contacts.ts';
import { withDatabase } from './database.ts';

/** People of each book who are members. */
const here = 60;
/** Pages read that say less than this are nothing to speak of. */
const few = 1000;

/**
 * `npm run bench -- owners [--contacts 5000] [--all]`: what the planner knows of others must not mislead it. A member imports,
 * looks through the book, changes and merges it, and reviews it; PostgreSQL looks at the tables, where it finds that member alone; then another one does the same with a book of
 * the same size. Prints the statements that read more pages for the second than twice what the first took, or with `--all` the
 * fifty that read most.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { contacts: { type: 'string', default: '5000' }, all: { type: 'boolean', default: false } },
  });
  await withDatabase(() => compare(Number(values.contacts), values.all), {
    shared_preload_libraries: 'pg_stat_statements',
    autovacuum: 'off',
  });
}

async function compare(contacts: number, all: boolean): Promise<void> {
  const kith = await testKith({
    settings: {
      KITH_DEMO: 'true',
      KITH_UNDO_SECONDS: '5',
      KITH_SEND_PER_MINUTE: '1000000',
      KITH_SEND_PER_MEMBER_HOUR: '1000000',
      KITH_WARM_UP: 'false',
      KITH_INVITATIONS_PER_DAY: '1000000',
      KITH_INVITATIONS_FIRST: '1000000',
      KITH_MATCHING_BUDGET: '1000000',
      KITH_MATCHING_YOUNG_FACTOR: '1',
    },
  });
  const { rows } = await kith.platform.database.pool.query<{ name: string }>(
    'select current_database() as name',
  );
  const admin = await administrator(rows[0]?.name);
  try {
    await admin.query('create extension pg_stat_statements');
    const work = new Map<string, Work[]>();
    /** Notes what each statement cost since the last time, for the first member or the second. */
    const note = async (nth: number) => {
      for (const one of await taken(admin)) {
        const both = work.get(one.query) ?? [];
        both[nth] = sum(both[nth], one);
        work.set(one.query, both);
      }
    };
    const first = await someone(kith, 6, contacts);
    const second = await someone(kith, 7, contacts);
    await taken(admin);
    await build(kith, first);
    await note(0);
    await admin.query('analyze');
    await build(kith, second);
    await note(1);
    tell(work, all);
  } finally {
    await admin.end();
    await kith.close();
  }
}

type Admin = Awaited<ReturnType<typeof administrator>>;

interface Work {
  readonly calls: number;
  readonly pages: number;
  readonly milliseconds: number;
}

function sum(some: Work | undefined, more: Work): Work {
  return {
    calls: (some?.calls ?? 0) + more.calls,
    pages: (some?.pages ?? 0) + more.pages,
    milliseconds: (some?.milliseconds ?? 0) + more.milliseconds,
  };
}

/** What each statement cost since this was last asked. */
async function taken(admin: Admin): Promise<readonly (Work & { readonly query: string })[]> {
  const { rows } = await admin.query<{ query: string; calls: string; pages: string; milliseconds: number }>(
    `select query, sum(calls) as calls, sum(shared_blks_hit + shared_blks_read) as pages, sum(total_exec_time) as milliseconds
    from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database()) and toplevel
    group by query`,
  );
  await admin.query('select pg_stat_statements_reset()');
  return rows.map(({ query, calls, pages, milliseconds }) => ({
    query: query.replaceAll(/\s+/g, ' ').trim(),
    calls: Number(calls),
    pages: Number(pages),
    milliseconds,
  }));
}

interface Owner {
  readonly id: MemberId;
  readonly cookie: string;
  readonly email: string;
  readonly book: string;
  /** A book of others, to be taken back. */
  readonly more: string;
}

async function someone(kith: TestKith, seed: number, count: number): Promise<Owner> {
  const people = generatePeople({ seed, count });
  let made = 0;
  for (const { names, emails } of people) {
    const [email] = emails;
    if (email === undefined || made === here) continue;
    made += 1;
    await testMember(kith, { name: names.full, email: email.value }).catch(() => undefined);
  }
  const email = `owner-${seed}@home.example`;
  const { id, cookie } = await testMember(kith, { name: `Owner ${seed}`, email });
  const more = generatePeople({ seed: seed + 100, count: Math.ceil(count / 5) });
  return { id, cookie, email, book: googleCsv(people), more: googleCsv(more) };
}

/** Imports, the address book, merges and the review. */
async function build(kith: TestKith, owner: Owner): Promise<void> {
  const ask = asker(kith, owner);
  const book = await timed('import', () => importBook(kith, owner.id, owner.book));
  await timed('import again', () => importBook(kith, owner.id, owner.book));
  await timed('import others', () => importBook(kith, owner.id, owner.more));
  await timed('duplicates', () =>
    until(async () => !(await ask<{ searching?: unknown }>('GET', '/api/proposals')).searching),
  );
  await timed('contacts', async () => {
    const { contacts } = await ask<Contacts>('GET', '/api/contacts?limit=500');
    await ask('GET', '/api/contacts?search=mar');
    await ask('GET', `/api/contacts?import=${book}&onNetwork=true`);
    const { sources } = await ask<{ sources: { id: string }[] }>('GET', '/api/contacts/facets');
    await ask('GET', `/api/contacts?source=${sources[0]?.id}`);
    await ask('GET', '/api/contacts/birthdays?month=4');
    const { id: labelId } = await ask<{ id: string }>('POST', '/api/labels', { name: 'Sailing' });
    const bulk = (act: string, selection: object) =>
      ask<{ undo: string }>('POST', '/api/contacts/bulk', { selection, act, labelId });
    const everybody = { filter: {} };
    await bulk('label', everybody);
    const { undo } = await bulk('trash', everybody);
    await ask('POST', '/api/contacts/bulk/undo', { undo });
    for (const { id } of contacts.slice(0, 20)) {
      const { version } = await ask<{ version: number }>('GET', `/api/contacts/${id}`);
      await ask('PATCH', `/api/contacts/${id}`, { version, fields: { titles: ['Pilot'] } });
    }
    await ask('PUT', `/api/suggestions/exclusions/label/${labelId}`);
    const file = await kith.app.inject({
      method: 'POST',
      url: '/api/contacts/export',
      headers: { cookie: owner.cookie },
      payload: { selection: everybody, format: 'vcard' },
    });
    if (file.statusCode !== 200) throw new Error(file.body);
  });
  await timed('merges', async () => {
    const { items } = await ask<{ items: { contacts: { id: string }[] }[] }>('GET', '/api/proposals');
    const { contacts } = await ask<Contacts>('GET', '/api/contacts?limit=20&offset=1000');
    const pairs = items.slice(0, 5).map((one) => one.contacts.map(({ id }) => id));
    pairs.push(
      contacts.slice(0, 2).map(({ id }) => id),
      contacts.slice(2, 5).map(({ id }) => id),
    );
    for (const contactIds of pairs) {
      const made = await ask<{ id: string }>('POST', '/api/merges', {
        contactIds,
        keep: contactIds[0],
        fields: {},
      });
      await ask('POST', `/api/merges/${made.id}/undo`);
    }
    await ask('POST', '/api/merges', {
      contactIds: contacts.slice(6, 9).map(({ id }) => id),
      keep: contacts[6]?.id,
      fields: {},
    });
    await ask('POST', '/api/proposals/not-same', { contactIds: contacts.slice(10, 12).map(({ id }) => id) });
    await ask('GET', '/api/merges');
  });
  const review = `/api/imports/${book}`;
  await timed('review', async () => {
    const { items } = await ask<{ items: { contactId: string }[] }>('GET', `${review}/people?limit=100`);
    await ask('GET', `${review}/invitees?limit=500`);
    await ask('GET', `${review}/invitees?limit=100&q=mar`);
    await ask('GET', `${review}/others?limit=100`);
    await ask('GET', `${review}/facets`);
    await ask('POST', `${review}/selection`, { step: 'here', all: true, filter: {} });
    await ask('PATCH', `${review}/selection`, {
      step: 'here',
      contacts: items.slice(0, 3).map(({ contactId }) => contactId),
      selected: false,
    });
    await ask('POST', `${review}/connect`, {});
    await ask('GET', '/api/imports/matched');
  });
}

interface Contacts {
  readonly contacts: readonly { readonly id: string }[];
}

function asker(kith: TestKith, { cookie }: Owner) {
  return <Answer>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', url: string, payload?: object) =>
    askAs<Answer>(kith, cookie, method, url, payload);
}

async function until(is: () => Promise<boolean>): Promise<void> {
  const began = performance.now();
  while (!(await is())) {
    if (performance.now() - began > 120_000) throw new Error('it does not come to an end');
    await wait(100);
  }
}

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const value = await work();
  console.log(`${name.padEnd(30)}${((performance.now() - began) / 1000).toFixed(1).padStart(8)} s`);
  return value;
}

function tell(work: ReadonlyMap<string, readonly (Work | undefined)[]>, all: boolean): void {
  const nothing = { calls: 0, pages: 0, milliseconds: 0 };
  const rows = [...work].map(([query, [first = nothing, second = nothing]]) => ({ query, first, second }));
  const told = rows
    .filter(({ first, second }) => all || (second.pages > few && second.pages > 2 * first.pages))
    .sort((a, b) => b.second.pages - a.second.pages)
    .slice(0, 50);
  const total = (of: (row: (typeof rows)[number]) => number) => rows.reduce((so, row) => so + of(row), 0);
  console.log(
    `${rows.length} statements; pages ${total(({ first }) => first.pages)} and ${total(({ second }) => second.pages)}; ${told.length} told:`,
  );
  for (const { query, first, second } of told) {
    const one = ({ calls, pages, milliseconds }: Work) =>
      `${calls} × ${pages} pages, ${Math.round(milliseconds)} ms`;
    console.log(`${one(first)}  |  ${one(second)}\n    ${query.slice(0, 400)}`);
  }
}
