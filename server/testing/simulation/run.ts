import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runSeed, type SeedReport } from './seed.ts';
import { openLane } from './sessions.ts';

/** Worlds that run side by side in one process: while one waits for the database, another goes on. */
const lanesAtOnce = 2;

/** Runs these seeds, each in a world of its own, on the server of KITH_TEST_DATABASE_URL. */
export async function runSeeds(seeds: Iterable<number>, tell: (report: SeedReport) => void): Promise<void> {
  const left = seeds[Symbol.iterator]();
  const lane = async () => {
    let next = left.next();
    if (next.done === true) return;
    const opened = await openLane();
    try {
      for (; next.done !== true; next = left.next()) tell(await runSeed(opened, next.value));
    } finally {
      await opened.close();
    }
  };
  await Promise.all(Array.from({ length: lanesAtOnce }, lane));
}

/** Runs seeds in a process of their own, on the same server; `said` is what it found. */
export async function runBeside(from: number, until: number): Promise<{ code: number; said: string }> {
  const torture = fileURLToPath(new URL('../torture.ts', import.meta.url));
  const args = [
    '--disable-warning=ExperimentalWarning',
    torture,
    '--from',
    `${from}`,
    '--seeds',
    `${until - from}`,
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? 1, said })));
}

/** Whole numbers from the first to before the last. */
export function* range(from: number, until: number, every = 1): Generator<number> {
  for (let seed = from; seed < until; seed += every) yield seed;
}

/** What to read and to type when a seed fails. */
export function failureOf({ seed, broken, trace }: SeedReport): string {
  return `Seed ${seed} breaks what must hold:\n  ${broken.join('\n  ')}\nThe end of its trace:\n  ${trace.slice(-40).join('\n  ')}\nAgain, with the whole trace: npm run torture -- --seed ${seed}`;
}
