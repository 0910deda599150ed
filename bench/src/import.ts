import { Readable } from 'node:stream';
import { demoBook } from '../../server/src/demo/books.ts';
import { loadDemo } from '../../server/src/demo/index.ts';
import { readOne, receiveImport } from '../../server/src/imports/index.ts';
import type { Database } from '../../server/src/platform/database.ts';
import type { MemberId } from '../../server/src/platform/ids.ts';
import { type TestKith, testKith, testMember } from '../../server/testing/kith.ts';

const tables = ['contacts', 'cards', 'contact_identifiers', 'import_cards', 'candidates'] as const;

/**
 * `npm run bench -- import [COUNT...]`: whole imports of 10,000 and 100,000 contacts into the demo network, and the same
 * file again, with one name of a hundred changed.
 *
 * The floor is PostgreSQL alone: the same rows put into empty tables of the same shape, by one statement a table.
 */
export async function run(args: readonly string[]): Promise<void> {
  const counts = args.length > 0 ? args.map(Number) : [10_000, 100_000];
  const kith = await testKith({ settings: { KITH_DEMO: 'true', KITH_MATCHING_BUDGET: '1000000' } });
  try {
    await loadDemo(kith.platform);
    console.log('contacts  first page     whole  contacts/s  × floor  memory above start');
    for (const count of counts) {
      const { id: owner } = await testMember(kith, { name: 'Bench', email: `bench-${count}@home.example` });
      const { bytes } = demoBook('google.csv', count);
      const first = await imported(kith, owner, bytes);
      say(count, first, (first.whole / (await floorOf(kith.platform.database, owner))).toFixed(1));
      say(count, await imported(kith, owner, withChanges(bytes)), 'again');
    }
  } finally {
    await kith.close();
  }
}

interface Took {
  readonly firstPage: number;
  readonly whole: number;
  readonly memory: number;
}

async function imported(kith: TestKith, owner: MemberId, bytes: Buffer): Promise<Took> {
  const file = { name: 'google.csv', bytes: Readable.from(inPieces(bytes)) };
  const { rss } = process.memoryUsage();
  let most = rss;
  let firstPage: number | undefined;
  const start = performance.now();
  const id = await receiveImport(kith.platform, owner, 'file', 'US', only(file));
  for (;;) {
    const one = await readOne(kith.platform, owner, id);
    most = Math.max(most, process.memoryUsage().rss);
    if (one.counters.read > 0) firstPage ??= performance.now() - start;
    if (one.state === 'read') break;
    if (one.state === 'failed') throw new Error(`the import failed: ${one.failureCode}`);
    // Each answer counts the whole book: asked often, it would be what is measured.
    await new Promise((resolve) => setTimeout(resolve, firstPage === undefined ? 20 : 250));
  }
  const whole = performance.now() - start;
  return { firstPage: firstPage ?? whole, whole, memory: most - rss };
}

function say(count: number, { firstPage, whole, memory }: Took, floor: string): void {
  console.log(
    [
      String(count).padStart(8),
      `${Math.round(firstPage)} ms`.padStart(12),
      `${Math.round(whole)} ms`.padStart(10),
      String(Math.round((count / whole) * 1000)).padStart(12),
      floor.padStart(9),
      `${Math.round(memory / 1024 / 1024)} MB`.padStart(20),
    ].join(''),
  );
}

/** The book with another given name in every hundredth line. */
function withChanges(bytes: Buffer): Buffer {
  const lines = bytes.toString().split('\n');
  return Buffer.from(
    lines.map((line, nth) => (nth % 100 === 50 ? line.replace(/^(\p{L}+),/u, '$1x,') : line)).join('\n'),
  );
}

async function* only<T>(one: T): AsyncGenerator<T> {
  yield one;
}

/** As a request delivers a body. */
function* inPieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

/** Milliseconds that the database alone takes to write what an import of this owner left. */
async function floorOf(database: Database, owner: MemberId): Promise<number> {
  const client = await database.client();
  try {
    await client.query("select set_config('kith.owner', 'all', false)");
    let took = 0;
    for (const table of tables) {
      await client.query(`create table floor_${table} (like ${table} including all)`);
      const start = performance.now();
      await client.query(`insert into floor_${table} select * from ${table} where owner_id = $1`, [owner]);
      took += performance.now() - start;
      await client.query(`drop table floor_${table}`);
    }
    return took;
  } finally {
    client.release(true);
  }
}
