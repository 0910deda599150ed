import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { type Facts, isBook } from './book-names.ts';
import { READERS } from './readers.ts';

// Started by read.ts, once for each reader and book, so that the memory is the reader's own. Prints one line of JSON.
const [task, name = '', book, path = '', size, rounds] = process.argv.slice(2);
const reader = await READERS[name]?.load();
if (reader === undefined || !isBook(book)) throw new TypeError('measure: no such reader or book');

if (task === 'time') {
  let best = Number.POSITIVE_INFINITY;
  let bestCpu = Number.POSITIVE_INFINITY;
  let count = 0;
  for (let round = 0; round < Number(rounds); round++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    count = 0;
    for (const facts of reader.read(path, book)) count += facts.given === undefined ? 0 : 1;
    best = Math.min(best, performance.now() - start);
    const { user, system } = process.cpuUsage(cpu);
    bestCpu = Math.min(bestCpu, (user + system) / 1000);
  }
  console.log(JSON.stringify({ count, ms: best, cpu: bestCpu, rss: peakMemory() }));
} else if (task === 'check') {
  const found = reader.read(path, book)[Symbol.iterator]();
  const { truth } = await import('./books.ts');
  let right = 0;
  let first: unknown;
  for (const expected of truth(Number(size))) {
    const { value } = found.next();
    const got: Facts | undefined = value;
    if (got !== undefined && same(got, expected)) right++;
    else first ??= { got, expected };
  }
  const more = found.next().done !== true;
  console.log(JSON.stringify({ right, more, first }));
} else {
  const { cards } = await import('./readers/kith.ts');
  const file = openSync(`${path}.json`, 'w');
  for (const card of cards(path)) writeSync(file, `${JSON.stringify(card)}\n`);
  closeSync(file);
  console.log('{}');
}

/** Bytes at the most so far. What `resourceUsage` says may be the parent's, which Linux passes on to a child. */
function peakMemory(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return Number(peak ?? process.resourceUsage().maxRSS) * 1024;
}

function same(got: Facts, expected: Facts): boolean {
  return (
    got.given === expected.given &&
    got.family === expected.family &&
    got.emails.join() === expected.emails.join() &&
    got.phones.toSorted().join() === expected.phones.toSorted().join() &&
    got.birthday === expected.birthday
  );
}
