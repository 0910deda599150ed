import { Readable } from 'node:stream';
import { foldForSearch } from '@kith/contacts';
import { generatePeople, googleCsv } from '@kith/contacts/testing';
import { readOne, receiveImport } from '../../server/src/imports/index.ts';
import type { ImportId, MemberId } from '../../server/src/platform/ids.ts';
import type { Platform } from '../../server/src/platform/platform.ts';
import { type TestKith, testKith, testMember } from '../../server/testing/kith.ts';

const tables = ['contacts', 'contact_identifiers', 'candidates', 'cards'] as const;
/** Requests of each kind. */
const rounds = 100;

/**
 * `npm run bench -- contacts [OWN] [ALL]`: the address book over HTTP, one member with 100,000 contacts of 1,000,000 in
 * all. Beside each search, what `ilike` and an index of trigrams (pg_trgm) take on that member's rows alone.
 */
export async function run(args: readonly string[]): Promise<void> {
  const [own = 100_000, all = 1_000_000] = args.map(Number);
  const kith = await testKith({ settings: { KITH_DEMO: 'true', KITH_MATCHING_BUDGET: '1000000' } });
  try {
    const { id: owner, cookie } = await testMember(kith, { name: 'Bench', email: 'bench@home.example' });
    await importBook(kith, owner, googleCsv(generatePeople({ seed: 6, count: own })));
    await copyBook(kith, owner, Math.round(all / own) - 1);
    await measure(kith, owner, cookie, own);
  } finally {
    await kith.close();
  }
}

/** Imports a file of Google's; @returns the import, once it was read. */
export async function importBook(kith: TestKith, owner: MemberId, csv: string): Promise<ImportId> {
  const id = await receiveImport(kith.platform, owner, 'file', 'US', only(Buffer.from(csv)));
  for (;;) {
    const { state } = await readOne(kith.platform, owner, id);
    if (state === 'read') return id;
    if (state === 'failed') throw new Error('the import failed');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function* only(bytes: Buffer) {
  yield { name: 'google.csv', bytes: Readable.from([bytes]) };
}

/** The same book for other owners: as large, and none of the one that is measured. */
async function copyBook({ platform }: TestKith, owner: MemberId, times: number): Promise<void> {
  await asAll(platform, async (client) => {
    await client.query('set synchronous_commit = off');
    for (let nth = 0; nth < times; nth++) {
      const other = platform.ids.next<MemberId>();
      for (const table of tables) {
        const { rows } = await client.query<{ columns: string }>(
          `select string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
          from information_schema.columns where table_name = $1 and column_name <> 'owner_id'`,
          [table],
        );
        const columns = rows[0]?.columns ?? '';
        await client.query(
          `insert into ${table} (owner_id, ${columns}) select $1, ${columns} from ${table} where owner_id = $2`,
          [other, owner],
        );
      }
    }
    await client.query('analyze contacts, candidates, cards, contact_identifiers');
  });
}

type Client = Awaited<ReturnType<Platform['database']['client']>>;

/** A session that sees every owner's rows. */
async function asAll<T>({ database }: Platform, run: (client: Client) => Promise<T>): Promise<T> {
  const client = await database.client();
  try {
    await client.query("select set_config('kith.owner', 'all', false)");
    return await run(client);
  } finally {
    client.release(true);
  }
}

async function measure(kith: TestKith, owner: MemberId, cookie: string, own: number): Promise<void> {
  const ask = async <T>(url: string, payload?: object): Promise<T> => {
    const answer = await kith.app.inject({
      method: payload === undefined ? 'GET' : 'POST',
      url,
      headers: { cookie },
      ...(payload === undefined ? {} : { payload }),
    });
    if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.body}`);
    return answer.json<T>();
  };
  interface Listed {
    contacts: { id: string; name: string; phone?: string }[];
    total: number;
  }
  console.log('asked                              p50       p99    found');
  const timed = async (name: string, urls: readonly string[]) => {
    const times: number[] = [];
    let found: number | undefined;
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      found = (await ask<Listed>(urls[round % urls.length] ?? '')).total;
      times.push(performance.now() - start);
    }
    say(name, times, urls.length === 1 ? found : undefined);
  };
  const once = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const value = await run();
    say(name, [performance.now() - start]);
    return value;
  };

  await once('first list, nothing in memory', () => ask('/api/contacts?limit=100'));
  const facets = await once('first facets', () =>
    ask<{
      labels: { id: string }[];
      sources: { id: string }[];
      imports: { id: string }[];
      cities: { name: string }[];
    }>('/api/contacts/facets'),
  );
  const some = (await ask<Listed>(`/api/contacts?offset=${Math.floor(own / 3)}&limit=50`)).contacts;
  const names = some.flatMap(({ name }) => name.split(' ')).filter((word) => word.length > 4);
  const urls = (words: readonly string[]) =>
    words.map((word) => `/api/contacts?limit=100&search=${encodeURIComponent(word)}`);
  await timed('list', ['/api/contacts?limit=100']);
  await timed('list, in the middle', [`/api/contacts?limit=100&offset=${own / 2}`]);
  await timed('list, newest first', ['/api/contacts?limit=100&sort=added']);
  for (const letters of [1, 2, 3, 5])
    await timed(`search, ${letters} letters`, urls(names.map((name) => name.slice(0, letters))));
  await timed('search, whole names', urls(some.map(({ name }) => name)));
  await timed('search, part of a number', urls(some.flatMap(({ phone }) => phone?.slice(4, 9) ?? [])));
  await once('first search with a slip', () => ask(urls(['wrnogly'])[0] ?? ''));
  await timed('search, a slip', urls(names.map(slipped)));
  await timed('search, nothing there', urls(['qqqqqq', 'zxzxzxzx']));
  await timed('facets', ['/api/contacts/facets']);
  await timed('filter: birthday', ['/api/contacts?limit=100&has=birthday']);
  await timed('filter: city', [
    `/api/contacts?limit=100&city=${encodeURIComponent(facets.cities[0]?.name ?? '')}`,
  ]);
  await timed('filter: on the network', ['/api/contacts?limit=100&onNetwork=true']);
  await once('first filter: source', () => ask(`/api/contacts?source=${facets.sources[0]?.id}`));
  await timed('filter: source', [`/api/contacts?source=${facets.sources[0]?.id}`]);
  await once('first filter: import', () => ask(`/api/contacts?import=${facets.imports[0]?.id}`));
  await timed('filter: import', [`/api/contacts?import=${facets.imports[0]?.id}`]);

  const { id: labelId } = await ask<{ id: string }>('/api/labels', { name: 'Bench' });
  // Acts on so many go on after the answer; their time is until they are over.
  const over = async (undo: string): Promise<void> => {
    for (;;) {
      const { state } = await ask<{ state: string }>(`/api/contacts/bulk/${undo}`);
      if (!/ing$/.test(state)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const bulk = (act: string) =>
    once(`${act} ${own}`, async () => {
      const chosen = { selection: { filter: {} }, act, labelId };
      const { undo } = await once('its answer', () => ask<{ undo: string }>('/api/contacts/bulk', chosen));
      await over(undo);
      return undo;
    });
  const takeBack = (undo: string) =>
    once('undo it', async () => {
      await once('its answer', () => ask('/api/contacts/bulk/undo', { undo }));
      await over(undo);
    });
  const labelled = await bulk('label');
  await once('list after it', () => ask('/api/contacts?limit=100'));
  await timed('filter: label of all', [`/api/contacts?limit=100&label=${labelId}`]);
  await takeBack(labelled);
  await bulk('favourite');
  await takeBack(await bulk('trash'));
  await once('list after it', () => ask('/api/contacts?limit=100'));
  // What an edit costs the lists and searches after it: the copy in memory follows.
  const listed: number[] = [];
  for (const { id } of some.slice(0, 20)) {
    const { version } = await ask<{ version: number }>(`/api/contacts/${id}`);
    const edit = { method: 'PATCH', url: `/api/contacts/${id}`, headers: { cookie } } as const;
    await kith.app.inject({ ...edit, payload: { version, fields: { titles: ['Pilot'] } } });
    const start = performance.now();
    await ask('/api/contacts?limit=100&search=ana');
    listed.push(performance.now() - start);
  }
  say('search after an edit', listed);
  await peers(kith, owner, names);
  await once('undo the import', async () => {
    const id = facets.imports[0]?.id;
    await ask(`/api/imports/${id}/undo`, {});
    while ((await ask<{ takingBack?: object }>(`/api/imports/${id}`)).takingBack !== undefined)
      await new Promise((resolve) => setTimeout(resolve, 250));
  });
}

/** The last letters of a word swapped, but for the last. */
function slipped(word: string): string {
  return `${word.slice(0, -3)}${word.at(-2)}${word.at(-3)}${word.at(-1)}`;
}

/** What PostgreSQL takes for the same searches on the member's rows alone, in a table with nothing else. */
async function peers({ platform }: TestKith, owner: MemberId, names: readonly string[]): Promise<void> {
  const words = names.map(foldForSearch);
  await asAll(platform, async (client) => {
    await client.query('create table peer as select id, sort_key, search from contacts where false');
    await client.query('insert into peer select id, sort_key, search from contacts where owner_id = $1', [
      owner,
    ]);
    await client.query('analyze peer');
    const timed = async (name: string, letters: number) => {
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const word = (words[round % words.length] ?? '').slice(0, letters);
        const start = performance.now();
        await client.query(
          'select id, count(*) over () from peer where search ilike $1 order by sort_key limit 100',
          [`%${word}%`],
        );
        times.push(performance.now() - start);
      }
      say(`${name}, ${letters} letters`, times);
    };
    for (const letters of [2, 3, 5]) await timed('ilike', letters);
    const start = performance.now();
    await client.query('create extension if not exists pg_trgm');
    await client.query('create index on peer using gin (search gin_trgm_ops)');
    await client.query('analyze peer');
    say('pg_trgm, building its index', [performance.now() - start]);
    for (const letters of [2, 3, 5]) await timed('pg_trgm', letters);
  });
}

function say(name: string, times: readonly number[], found?: number): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)} ms`;
  console.log(
    `${name.padEnd(30)}${at(0.5).padStart(10)}${at(0.99).padStart(10)}${String(found ?? '').padStart(9)}`,
  );
}
