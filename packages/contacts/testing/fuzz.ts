import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { rolldown } from 'rolldown';
import type { FormatName } from '../src/contact.ts';
import { formatOf } from '../src/formats/sniff.ts';
import { fixturesOf, folderOf, keptInputs } from './fuzz/inputs.ts';
import { instrumented } from './fuzz/instrument.ts';
import type { News, Task } from './fuzz/worker.ts';

// `npm run fuzz -- FORMAT [--minutes 30] [--seed 1]`: looks for bytes that break a reader's promises, led by what they
// reach in it. FORMAT may be `any`: the format is then found out from the bytes. What was found is written to
// packages/contacts/fuzz/FORMAT/, where the unit tests read it again.
const { values, positionals } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const KEPT = 40;
const KEPT_SIZE = 4096;
/** Milliseconds on one input after which the thread is given up. */
const HANGS = 60_000;

const name = positionals[0] ?? 'any';
// An archive has no reader of its own; for the others, safe: `formatOf` throws where there is no such format.
const format = name === 'any' ? undefined : name === 'zip' ? name : formatOf(name as FormatName).name;
const folder = fileURLToPath(folderOf(format ?? 'any'));
const temporary = mkdtempSync(join(tmpdir(), 'kith-fuzz-'));
const seconds = Number(values.minutes) * 60;
try {
  const bundle = await counting();
  process.exitCode = (await fuzz(bundle)) > 0 ? 1 : 0;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/** The readers in one file, with its counters. */
async function counting(): Promise<{ path: string; counters: number }> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL('fuzz/core.ts', import.meta.url)),
    platform: 'browser',
  });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  const { code, counters } = instrumented(output[0].code);
  const path = join(temporary, 'core.mjs');
  writeFileSync(path, code);
  return { path: pathToFileURL(path).href, counters };
}

/** Fuzzes until the time is over and gives how many breaches were found. */
async function fuzz(bundle: { path: string; counters: number }): Promise<number> {
  const shared = new SharedArrayBuffer(8 + 65_536 * 4);
  const head = new Int32Array(shared, 0, 2);
  const began = performance.now();
  let breaches = 0;
  let seed = Number(values.seed);
  const keep = (kind: string, bytes: Uint8Array): string => {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${kind}-${createHash('sha1').update(bytes).digest('hex').slice(0, 10)}`);
    writeFileSync(path, bytes);
    return path;
  };
  for (;;) {
    const left = seconds - (performance.now() - began) / 1000;
    if (left <= 1) return breaches;
    const task: Task = {
      bundle: bundle.path,
      counters: bundle.counters,
      format,
      seed: seed++,
      seconds: left,
      seeds: [...keptInputs(format ?? 'any'), ...fixturesOf(format ?? 'any')].map((bytes) =>
        bytes.slice(0, 65_536),
      ),
      shared,
    };
    const worker = new Worker(new URL('./fuzz/worker.ts', import.meta.url), {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    const lost = (why: string): void => {
      breaches++;
      const bytes = new Uint8Array(shared, 8, Atomics.load(head, 1)).slice();
      console.log(`FOUND ${why}: ${keep('found', bytes)}`);
    };
    let before = -1;
    const watch = setInterval(() => {
      const now = Atomics.load(head, 0);
      if (now === before) {
        lost('hangs');
        void worker.terminate();
      }
      before = now;
    }, HANGS);
    const finished = await new Promise<boolean>((resolve) => {
      worker.on('message', (news: News) => {
        if (news.kind === 'found') {
          breaches++;
          console.log(`FOUND ${news.breach}: ${keep('found', news.bytes)}`);
        } else if (news.kind === 'done') {
          mkdirSync(folder, { recursive: true });
          for (const old of readdirSync(folder, { withFileTypes: true }).filter(({ name: file }) =>
            file.startsWith('seed-'),
          ))
            rmSync(join(folder, old.name));
          const small = news.corpus.filter(({ length }) => length <= KEPT_SIZE).slice(-KEPT);
          for (const bytes of small) keep('seed', bytes);
          resolve(true);
        } else
          console.log(
            `${name} ${((performance.now() - began) / 60_000).toFixed(1)} min: ${news.inputs} inputs, ${news.corpus} kept, ${news.reached} of ${news.counters} places reached`,
          );
      });
      worker.on('error', (error) => lost(`lost the thread: ${error.message}`));
      worker.on('exit', () => resolve(false));
    });
    clearInterval(watch);
    if (finished) {
      await worker.terminate();
      return breaches;
    }
  }
}
