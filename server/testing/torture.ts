import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/platform/clock.ts';
import { startPostgres } from '../src/platform/postgres/start.ts';
import { failureOf, range, runSeeds } from './simulation/run.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200000' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string' },
    processes: { type: 'string', default: '2' },
  },
});
const from = Number(values.seed ?? values.from);
const until = values.seed === undefined ? from + Number(values.seeds) : from + 1;

if (!(Number.isInteger(from) && Number.isInteger(until) && until > from && Number(values.processes) > 0)) {
  console.error('Usage: npm run torture [-- --seeds 200000] [--from 0] [--processes 2] [--seed N]');
  process.exitCode = 2;
} else if (process.env.KITH_TEST_DATABASE_URL !== undefined) await work();
else await onPostgres();

/** This process's part of the seeds. */
async function work(): Promise<void> {
  const began = performance.now();
  let [done, failed, steps] = [0, 0, 0];
  const say = () =>
    console.error(
      `${done} of ${until - from} seeds from ${from}, ${steps} steps, ${failed} failed, ${((performance.now() - began) / 1000).toFixed(0)} s`,
    );
  await runSeeds(range(from, until), (report) => {
    done += 1;
    steps += report.steps;
    if (values.seed !== undefined) console.error(report.trace.join('\n'), '\ntrace', report.hash);
    if (report.broken.length > 0) {
      failed += 1;
      console.error(failureOf(report));
    }
    if (done % 1000 === 0) say();
  });
  say();
  if (failed > 0) process.exitCode = 1;
}

/** Starts a server and, for several seeds, the processes that share them. */
async function onPostgres(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kith-torture-'));
  const silent = () => undefined;
  const postgres = await startPostgres({
    dataDir,
    binaries: undefined,
    log: { debug: silent, info: silent, warn: console.error, error: console.error },
    clock: systemClock,
    testing: { roles: ['kith_app'] },
  });
  const url = postgres.url('kith_admin', 'postgres');
  try {
    const processes = Math.min(until - from, Number(values.processes));
    const share = Math.ceil((until - from) / processes);
    const codes = await Promise.all(
      [...range(0, processes)].map((part) => {
        const first = from + part * share;
        const count = Math.min(share, until - first);
        const which =
          values.seed === undefined
            ? ['--from', String(first), '--seeds', String(count)]
            : ['--seed', values.seed];
        return ended(which, url);
      }),
    );
    process.exitCode = Math.max(...codes);
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function ended(args: readonly string[], url: string): Promise<number> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', import.meta.filename, ...args],
    {
      stdio: 'inherit',
      env: { ...process.env, KITH_TEST_DATABASE_URL: url },
    },
  );
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}
