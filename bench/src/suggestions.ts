import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { generatePeople, googleCsv } from '@kith/contacts/testing';
import { readOne, receiveImport } from '../../server/src/imports/index.ts';
import type { MemberId } from '../../server/src/platform/ids.ts';
import { suggest } from '../../server/src/suggestions/suggestion.ts';
import { type TestKith, testKith, testMember } from '../../server/testing/kith.ts';
import { type Filled, fillNetwork } from './suggestions/network.ts';
import { plainly } from './suggestions/plain.ts';

/** Reads before those that count. */
const warmUp = 200;

/**
 * `npm run bench -- suggestions [--members 100000] [--edges 10000000] [--reads 5000]`: the 50 best for members picked over the whole
 * network, by the product (one question, names and pictures with it) beside one plain SQL query of the same
 * rules, each list compared; then how long after an import its people are suggested.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      members: { type: 'string', default: '100000' },
      edges: { type: 'string', default: '10000000' },
      reads: { type: 'string', default: '5000' },
    },
  });
  const kith = await testKith({
    settings: { KITH_MATCHING_BUDGET: '100000', KITH_MATCHING_YOUNG_FACTOR: '1', KITH_LOG_LEVEL: 'warn' },
  });
  try {
    const network = await fillNetwork(kith, Number(values.members), Number(values.edges));
    console.log(
      `network       ${network.members} members, ${network.edges} edges of address books, ${network.connections} connections; filled in ${seconds(network.took)} s`,
    );
    await read(kith, network, Number(values.reads));
    await freshness(kith, network);
  } finally {
    await kith.close();
  }
}

/** Ours first, in one go: the peer reads whole tables, and whoever asks after it finds the processor's caches full of them. */
async function read({ platform }: TestKith, network: Filled, reads: number): Promise<void> {
  const { database } = platform;
  const ours: number[] = [];
  const lists = new Map<MemberId, string>();
  let people = 0;
  for (let nth = -warmUp; nth < reads; nth++) {
    const member = network.idOf(1 + (((nth + warmUp) * 7919) % network.members));
    const [items, took] = await timed(() => suggest(platform, database.single, member, 50));
    if (nth < 0) continue;
    ours.push(took);
    people += items.length;
    // The peer is slow: every tenth list says enough of it.
    if (nth % 10 === 0) lists.set(member, items.map((one) => one.member.id).join());
  }
  const plain: number[] = [];
  let same = 0;
  const client = await database.client();
  try {
    await client.query("select set_config('kith.owner', 'all', false)");
    for (const [member, list] of lists) {
      const [ids, took] = await timed(() => plainly(client, member, 50));
      plain.push(took);
      if (ids.join() === list) same += 1;
    }
  } finally {
    client.release(true);
  }
  console.log(
    `suggestions   ${(people / reads).toFixed(1)} people a list; ${same} of ${plain.length} lists as the plain query has them`,
  );
  console.log(`kith          ${figures(ours)}`);
  console.log(`plain SQL     ${figures(plain)}`);
  console.log(
    `ratio         p50 ${(at(plain, 0.5) / at(ours, 0.5)).toFixed(1)}, p99 ${(at(plain, 0.99) / at(ours, 0.99)).toFixed(1)}`,
  );
}

/** A member imports 1,000 contacts, some of whom are here: when the first read after it shows one. */
async function freshness({ platform }: TestKith, network: Filled): Promise<void> {
  // Somebody new, whose fifty best do not leave it out.
  const { id: owner } = await testMember({ platform }, { name: 'Ola Nord', email: 'ola@bench-mail.eu' });
  const person = generatePeople({ seed: 5, count: 1000 });
  const book = googleCsv(person).replace(person[0]?.emails[0]?.value ?? '', network.newcomer.email);
  const look = async () =>
    (await suggest(platform, platform.database.single, owner, 50)).some(
      ({ member, reasons }) =>
        member.id === network.newcomer.id && reasons.some(({ kind }) => kind === 'book'),
    );
  const began = performance.now();
  const id = await receiveImport(
    platform,
    owner,
    'file',
    'US',
    only({ name: 'google.csv', bytes: Readable.from([Buffer.from(book)]) }),
  );
  let read: number | undefined;
  for (;;) {
    const seen = await look();
    if (read === undefined && (await readOne(platform, owner, id)).state === 'read') read = performance.now();
    if (seen) break;
    if (performance.now() - began > 120_000) throw new Error('the import’s people are never suggested');
    await wait(5);
  }
  const now = performance.now();
  console.log(
    `freshness     suggested ${seconds(now - began)} s after the upload of 1,000 contacts, ${read === undefined ? 'before the import was read to its end' : `${seconds(now - read)} s after it was read`}`,
  );
}

async function* only<T>(one: T): AsyncGenerator<T> {
  yield one;
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const began = performance.now();
  const value = await work();
  return [value, performance.now() - began];
}

function figures(times: readonly number[]): string {
  return [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${at(times, share).toFixed(2)} ms`).join(', ');
}

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2);
}
