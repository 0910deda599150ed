import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';
import { BOOKS, type BookName } from './read/book-names.ts';
import { writeBook } from './read/books.ts';
import { READERS } from './read/readers.ts';

/** Above this the peers, which hold the whole book as one text, are left out. */
const PEERS_UP_TO = 100_000;

/**
 * `npm run bench -- read [--size N] [--book NAME]`: reading speed and memory beside the peers and JSON.parse.
 *
 * Every reader runs in a process of its own, as plain JavaScript: Node's type stripping alone takes 40 MB. What it read is compared with what the generator wrote; exits with 1 where
 * Kith has a contact wrong.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { size: { type: 'string', default: '10000' }, book: { type: 'string' } },
  });
  const size = Number(values.size);
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-'));
  console.log(`${size.toLocaleString('en')} contacts in each book`);
  try {
    const bundle = await rolldown({
      input: fileURLToPath(new URL('read/measure.ts', import.meta.url)),
      platform: 'node',
    });
    await bundle.write({ dir: folder, format: 'es', entryFileNames: 'measure.mjs' });
    await bundle.close();
    for (const book of BOOKS.filter((name) => values.book === undefined || name === values.book))
      compare(book, size, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(book: BookName, size: number, folder: string): void {
  const path = join(folder, book);
  const bytes = writeBook(book, size, path);
  measure('json', 'Kith', book, path, size);
  console.log(
    `\n${`${book}, ${(bytes / 1e6).toFixed(0)} MB`.padEnd(22)}${['contacts/s', 'MB/s', 'right', 'peak memory', 'Kith is', 'processor', 'Kith is'].map((head) => head.padStart(13)).join('')}`,
  );
  let ours: Timing | undefined;
  for (const [name, reader] of Object.entries(READERS)) {
    if (!reader.books.test(book)) continue;
    const kith = name === 'Kith';
    if (size > PEERS_UP_TO && !kith && name !== 'JSON.parse') {
      console.log(`${name.padEnd(22)} holds the book as one text; compared up to ${PEERS_UP_TO}`);
      continue;
    }
    const time = timing(measure('time', name, book, path, size));
    const check = measure('check', name, book, path, size);
    const right = Number(check.right);
    if (kith) {
      ours = time;
      if (right < size || check.more === true) {
        process.exitCode = 1;
        console.log('wrong:', JSON.stringify(check.first));
      }
    }
    const ratio = (what: 'ms' | 'cpu'): string =>
      kith || ours === undefined ? '' : `${(time[what] / ours[what]).toFixed(2)} ×`;
    const cells = [
      Math.round((time.count / time.ms) * 1000).toLocaleString('en'),
      (bytes / time.ms / 1000).toFixed(0),
      `${((right / size) * 100).toFixed(right === size ? 0 : 1)} %`,
      `${(time.rss / 1e6).toFixed(0)} MB`,
      ratio('ms'),
      `${((time.cpu * 1000) / time.count).toFixed(1)} µs each`,
      ratio('cpu'),
    ];
    console.log(name.padEnd(22) + cells.map((cell) => cell.padStart(13)).join(''));
  }
  rmSync(path);
  rmSync(`${path}.json`);
}

interface Timing {
  readonly count: number;
  readonly ms: number;
  readonly cpu: number;
  readonly rss: number;
}

function timing(answer: Readonly<Record<string, unknown>>): Timing {
  const { count, ms, cpu, rss } = answer;
  return { count: Number(count), ms: Number(ms), cpu: Number(cpu), rss: Number(rss) };
}

function measure(
  task: string,
  reader: string,
  book: BookName,
  path: string,
  size: number,
): Record<string, unknown> {
  const rounds = Math.max(1, Math.min(7, Math.round(200_000 / size)));
  const output = execFileSync(
    process.execPath,
    [join(dirname(path), 'measure.mjs'), task, reader, book, path, String(size), String(rounds)],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  const answer: unknown = JSON.parse(output);
  return typeof answer === 'object' && answer !== null ? { ...answer } : {};
}
