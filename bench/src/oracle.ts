import { parseArgs } from 'node:util';
import { parseEmail } from '@kith/contacts';
import { random } from '@kith/contacts/testing';
import { identifierKey } from '../../server/src/members/index.ts';
import { matchMembers } from '../../server/src/review/matching.ts';
import {
  everybody,
  type Kind,
  kinds,
  makeThemSo,
  sendAll,
  written,
} from '../../server/testing/four-kinds.ts';
import { askAs, type Inviter, testInviter } from '../../server/testing/inviter.ts';
import { type TestKith, testKith } from '../../server/testing/kith.ts';

/** A second group of the first kind: what differs between those two is noise. */
const control = 'unknown again';
type Group = Kind | typeof control;
const groups: readonly Group[] = [...kinds, control];
/** Books of each group, so that how one of them lies on the disk decides nothing. */
const booksOfEach = 5;
/** All comparisons together are wrong once in a hundred runs. */
const mistake = 0.01;

interface Book {
  readonly group: Group;
  readonly inviter: Inviter;
  readonly keys: readonly Buffer[];
}

type Samples = ReadonlyMap<Group, number[]>;

/**
 * `npm run bench -- oracle [--of-each 1000] [--rounds 60]`: the time of the same requests about addresses that are unknown, of hidden
 * members, of people who opted out and of people invited by others, asked in turn and in random order. Each kind is held
 * against the first by the Mann–Whitney test, and a second group of the first shows what noise is.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { 'of-each': { type: 'string', default: '1000' }, rounds: { type: 'string', default: '60' } },
  });
  let ahead = 0;
  const passUndo = () => {
    ahead += 31_000;
  };
  const kith = await testKith({
    settings: {
      KITH_DEMO: 'true',
      KITH_UNDO_SECONDS: '30',
      KITH_SEND_PER_MINUTE: '600000',
      KITH_INVITATIONS_PER_DAY: '10000000',
      KITH_INVITATIONS_FIRST: '10000000',
    },
    platform: { clock: { now: () => new Date(Date.now() + ahead) } },
  });
  try {
    const books = await makeBooks(kith, Number(values['of-each']), passUndo);
    const rounds = Number(values.rounds);
    const steps: [string, Samples][] = [];
    for (const [name, ask] of beforePress(kith)) steps.push([name, await measure(books, rounds, ask)]);
    for (const { inviter } of books) await sendAll(kith, inviter, passUndo);
    for (const [name, ask] of afterwards(kith)) steps.push([name, await measure(books, rounds, ask)]);
    const told = steps.flatMap(([name, samples]) => report(name, samples, steps.length));
    console.log(
      told.length === 0
        ? 'verdict       time tells the kinds apart nowhere'
        : `verdict       time tells apart: ${told.join('; ')}`,
    );
    if (told.length > 0) process.exitCode = 1;
  } finally {
    await kith.close();
  }
}

async function makeBooks(kith: TestKith, ofEach: number, passUndo: () => void): Promise<Book[]> {
  const people = [...everybody(ofEach).values()];
  const strangers = [...everybody(ofEach).values()].filter(({ kind }) => kind === 'unknown');
  await makeThemSo(kith, people, passUndo);
  const books: Book[] = [];
  for (let nth = 0; nth < booksOfEach; nth++)
    for (const group of groups) {
      const all =
        group === control
          ? strangers.map((one) => ({ ...one, address: `z${one.address}` }))
          : people.filter(({ kind }) => kind === group);
      const some = all.filter((_, at) => at % booksOfEach === nth);
      const keys = some.flatMap(({ address }) => {
        const value = parseEmail(address);
        return value === undefined ? [] : [identifierKey(kith.platform.secrets, { kind: 'email', value })];
      });
      books.push({ group, inviter: await testInviter(kith, written(some)), keys });
    }
  return books;
}

type Ask = (book: Book) => Promise<unknown>;

const get =
  (kith: TestKith, url: (inviter: Inviter) => string): Ask =>
  ({ inviter }) =>
    askAs(kith, inviter.cookie, 'GET', url(inviter));

function beforePress(kith: TestKith): [string, Ask][] {
  const { platform } = kith;
  return [
    [
      'look up',
      ({ inviter: { id }, keys }) =>
        platform.database.asMember(id, (tx) => matchMembers(platform, tx, id, keys)),
    ],
    ['people to invite', get(kith, ({ importId }) => `/api/imports/${importId}/invitees?limit=200`)],
    [
      'review',
      ({ inviter: { cookie, importId } }) =>
        askAs(kith, cookie, 'POST', `/api/imports/${importId}/review`, {}),
    ],
  ];
}

function afterwards(kith: TestKith): [string, Ask][] {
  return [
    ['sent', get(kith, () => '/api/invitations')],
    ['other addresses', get(kith, ({ importId }) => `/api/imports/${importId}/others?limit=200`)],
  ];
}

/** Milliseconds of each request, the books of all groups in a new order in each round. */
async function measure(books: readonly Book[], rounds: number, ask: Ask): Promise<Samples> {
  const samples = new Map<Group, number[]>(groups.map((group) => [group, []]));
  const chance = random(11);
  for (let round = -3; round < rounds; round++) {
    const order = [...books];
    for (let at = order.length - 1; at > 0; at--) {
      const other = chance.int(0, at);
      // Safe: both places are in the list.
      [order[at], order[other]] = [order[other] as Book, order[at] as Book];
    }
    for (const book of order) {
      const began = performance.now();
      await ask(book);
      // The first rounds warm up.
      if (round >= 0) samples.get(book.group)?.push(performance.now() - began);
    }
  }
  return samples;
}

/** Prints one request; @returns the kinds that its time tells apart. */
function report(name: string, samples: Samples, requests: number): string[] {
  const first = samples.get('unknown') ?? [];
  const told: string[] = [];
  for (const [group, times] of samples) {
    const { auc, p } = compared(first, times);
    const isApart = group !== 'unknown' && p < mistake / (requests * (groups.length - 1));
    if (isApart && group !== control) told.push(`${group} in ${name}`);
    const figures = [0.05, 0.5, 0.95].map((share) => at(times, share).toFixed(2));
    console.log(
      `${name.padEnd(18)}${group.padEnd(19)}p5 ${figures[0]}  p50 ${figures[1]}  p95 ${figures[2]} ms${
        group === 'unknown'
          ? ''
          : `  median ${(at(times, 0.5) - at(first, 0.5)).toFixed(3)} ms apart, a guess is right in ${(50 + Math.abs(auc - 0.5) * 100).toFixed(1)} %, p ${p.toFixed(4)}${isApart ? ' ✖' : ''}`
      }`,
    );
  }
  return told;
}

/**
 * The Mann–Whitney test of two samples by its normal approximation: `auc` is how often one of the second takes longer than one of
 * the first, and `p` how often chance alone would do as much, either way.
 */
function compared(first: readonly number[], second: readonly number[]): { auc: number; p: number } {
  const all = [...first.map((time) => ({ time, of: 0 })), ...second.map((time) => ({ time, of: 1 }))];
  all.sort((a, b) => a.time - b.time);
  const ranks = all.reduce((sum, { of }, place) => sum + of * (place + 1), 0);
  const [n, m] = [first.length, second.length];
  const wins = ranks - (m * (m + 1)) / 2;
  const z = (wins - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
  return { auc: wins / (n * m), p: 2 * upperTail(Math.abs(z)) };
}

/** How often a normal variable exceeds `z` (Abramowitz and Stegun 26.2.17, wrong by less than 1e-7). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const sum =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}

function at(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? Number.NaN;
}
