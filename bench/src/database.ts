import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../server/src/platform/clock.ts';
import { startPostgres } from '../../server/src/platform/postgres/start.ts';

/** Runs with an embedded PostgreSQL of its own behind `testKith`, unless KITH_TEST_DATABASE_URL names one. */
export async function withDatabase(run: () => Promise<void>): Promise<void> {
  if (process.env.KITH_TEST_DATABASE_URL !== undefined) return run();
  const dataDir = mkdtempSync(join(tmpdir(), 'kith-bench-'));
  const say = (event: string, facts?: object) => console.error(event, facts ?? '');
  const silent = () => undefined;
  const postgres = await startPostgres({
    dataDir,
    binaries: undefined,
    log: { debug: silent, info: silent, warn: say, error: say },
    clock: systemClock,
    testing: { roles: ['kith_app'] },
  });
  process.env.KITH_TEST_DATABASE_URL = postgres.url('kith_admin', 'postgres');
  try {
    await run();
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
