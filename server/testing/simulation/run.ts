import { runSeed, type SeedReport } from './seed.ts';
import { openLane } from './sessions.ts';

/** Worlds that run side by side in one process: while one waits for the database, another goes on. */
const lanesAtOnce = 3;

/** Runs these seeds, each in a world of its own, on the server of KITH_TEST_DATABASE_URL. */
export async function runSeeds(seeds: Iterable<number>, tell: (report: SeedReport) => void): Promise<void> {
  const left = seeds[Symbol.iterator]();
  const lane = async () => {
    const opened = await openLane();
    try {
      for (let next = left.next(); next.done !== true; next = left.next())
        tell(await runSeed(opened, next.value));
    } finally {
      await opened.close();
    }
  };
  await Promise.all(Array.from({ length: lanesAtOnce }, lane));
}

/** Whole numbers from the first to before the last. */
export function* range(from: number, until: number): Generator<number> {
  for (let seed = from; seed < until; seed++) yield seed;
}

/** What to read and to type when a seed fails. */
export function failureOf({ seed, broken, trace }: SeedReport): string {
  return `Seed ${seed} breaks what must hold:\n  ${broken.join('\n  ')}\nThe end of its trace:\n  ${trace.slice(-40).join('\n  ')}\nAgain, with the whole trace: npm run torture -- --seed ${seed}`;
}
