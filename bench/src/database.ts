import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../server/src/platform/clock.ts';
import { startPostgres } from '../../server/src/platform/postgres/start.ts';
import { administrator } from '../../server/testing/database.ts';

/**
 * Runs with an embedded PostgreSQL of its own behind `testKith`, unless KITH_TEST_DATABASE_URL names one.
 *
 * @param settings What a benchmark needs of that PostgreSQL besides.
 */
export async function withDatabase(
  run: () => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (process.env.KITH_TEST_DATABASE_URL !== undefined) return run();
  const dataDir = mkdtempSync(join(tmpdir(), 'kith-bench-'));
  const say = (event: string, facts?: object) => console.error(event, facts ?? '');
  const silent = () => undefined;
  const start = () =>
    startPostgres({
      dataDir,
      binaries: undefined,
      log: { debug: silent, info: silent, warn: say, error: say },
      clock: systemClock,
      testing: { roles: ['kith_app'] },
    });
  let postgres = await start();
  const isReached = () => {
    process.env.KITH_TEST_DATABASE_URL = postgres.url('kith_admin', 'postgres');
  };
  isReached();
  if (Object.keys(settings).length > 0) {
    const admin = await administrator();
    for (const [name, value] of Object.entries(settings))
      await admin.query(`alter system set ${name} = '${value}'`);
    await admin.end();
    // Some of them count from the next start on.
    await postgres.stop();
    postgres = await start();
    isReached();
  }
  try {
    await run();
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
