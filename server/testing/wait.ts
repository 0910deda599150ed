import type { Database } from '../src/platform/database.ts';

/** Asks again until there is an answer; what runs after an answer has no other end to wait for. */
export async function waitFor<T>(ask: () => T | undefined, milliseconds = 30_000): Promise<T> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const answer = ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error('nothing came in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Asks again until it is so. */
export async function until(done: () => Promise<boolean> | boolean): Promise<void> {
  await answered(async () => done(), Boolean);
}

/** Until a transaction waits for a lock that is no row's. */
export function untilSomebodyWaits({ pool }: Pick<Database, 'pool'>): Promise<void> {
  return until(async () => {
    const { rows } = await pool.query(
      `select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
    );
    return rows.length > 0;
  });
}

/** Asks again until the answer is as wanted, and gives it; for a minute, as the machine may be busy. */
export async function answered<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  const end = performance.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (performance.now() > end) throw new Error(`waited for too long: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
