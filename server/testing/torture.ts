import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/platform/clock.ts';
import { startPostgres } from '../src/platform/postgres/start.ts';
import { simulated } from './bugs.ts';
import { failureOf, range, runSeeds } from './simulation/run.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200000' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string' },
    processes: { type: 'string', default: '2' },
    /** Plants bugs instead, and counts the seeds that find each. */
    bugs: { type: 'boolean', default: false },
    /** Of them, those whose names have this text. */
    named: { type: 'string', default: '' },
    /** Of one process among several: how far its seeds are apart. */
    every: { type: 'string', default: '1' },
  },
});
const from = Number(values.seed ?? values.from);
const until = values.seed === undefined ? from + Number(values.seeds) : from + 1;
const processes = Number(values.processes);
const every = Number(values.every);
const reportEvery = 60_000;

/** How far a process has come: all its seeds before `next` are done. */
interface Progress {
  readonly done: number;
  readonly steps: number;
  readonly failed: number;
  readonly next: number;
  /** The first of those that failed. */
  readonly found?: number;
}

if (!(Number.isInteger(from) && Number.isInteger(until) && until > from && processes > 0 && every > 0)) {
  console.error(
    'Usage: npm run torture [-- --seeds 200000] [--from 0] [--processes 2] [--seed N] [--bugs [--named TEXT]]',
  );
  process.exitCode = 2;
} else if (process.env.KITH_TEST_DATABASE_URL !== undefined) await work();
else await onPostgres();

/** This process's part of the seeds. */
async function work(): Promise<void> {
  const open = new Set(range(from, until, every));
  let [done, failed, steps, told] = [0, 0, 0, 0];
  let found: number | undefined;
  const tell = () => {
    const [next = until] = open;
    const progress: Progress = { done, steps, failed, next, ...(found === undefined ? {} : { found }) };
    process.send?.(progress);
    told = performance.now();
  };
  await runSeeds(range(from, until, every), (report) => {
    open.delete(report.seed);
    done += 1;
    steps += report.steps;
    if (values.seed !== undefined) console.error(report.trace.join('\n'), '\ntrace', report.hash);
    if (report.broken.length > 0) {
      failed += 1;
      found = Math.min(found ?? report.seed, report.seed);
      if (!values.bugs) console.error(failureOf(report));
    }
    if (performance.now() - told > 1000) tell();
  });
  tell();
  if (process.send === undefined) console.error(`${done} seeds, ${steps} steps, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
  // The channel to whoever asked would keep it alive.
  if (process.connected) process.disconnect();
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
    if (values.bugs) await findBugs(url);
    else await torture(url);
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function torture(url: string): Promise<void> {
  const began = performance.now();
  const parts = new Map<number, Progress>();
  const running: ChildProcess[] = [];
  const say = () => {
    const all = [...parts.values()];
    const sum = (of: 'done' | 'steps' | 'failed') => all.reduce((total, one) => total + one[of], 0);
    const seconds = (performance.now() - began) / 1000;
    const [done, rate] = [sum('done'), sum('done') / seconds];
    const left = rate === 0 ? '?' : ((until - from - done) / rate / 60).toFixed(1);
    console.error(
      `${done} of ${until - from} seeds, ${sum('steps')} steps, ${sum('failed')} failed; ${rate.toFixed(1)} seeds/s, ${left} min left; all before ${Math.min(...all.map(({ next }) => next))} are done`,
    );
  };
  const timer = setInterval(say, reportEvery);
  const stop = () => {
    for (const child of running) child.kill();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    const shares = range(0, Math.min(until - from, processes));
    const codes = await Promise.all(
      [...shares].map((part) => {
        parts.set(part, { done: 0, steps: 0, failed: 0, next: from + part });
        return ended(part, url, {}, running, (progress) => parts.set(part, progress));
      }),
    );
    process.exitCode = Math.max(...codes);
  } finally {
    clearInterval(timer);
    say();
    const next = Math.min(...[...parts.values()].map((one) => one.next));
    if (next < until) console.error(`Go on: npm run torture -- --from ${next} --seeds ${until - next}`);
  }
}

/** For each bug, how many of the seeds find it, and the first that does. */
async function findBugs(url: string): Promise<void> {
  for (const name of Object.keys(simulated).filter((one) => one.includes(values.named))) {
    const last = new Map<number, Progress>();
    const shares = range(0, Math.min(until - from, processes));
    await Promise.all(
      [...shares].map((part) =>
        ended(part, url, { KITH_TEST_BUG: name }, [], (progress) => last.set(part, progress)),
      ),
    );
    const all = [...last.values()];
    const failed = all.reduce((sum, one) => sum + one.failed, 0);
    const first = all.flatMap(({ found = [] }) => found).sort((a, b) => a - b)[0];
    console.error(`${failed} of ${until - from} seeds find (the first is ${first ?? 'none'}): ${name}`);
    if (failed === 0) process.exitCode = 1;
  }
}

/** One process's share of the seeds: every so many-th. */
function ended(
  part: number,
  url: string,
  env: Readonly<Record<string, string>>,
  running: ChildProcess[],
  tell: (progress: Progress) => void,
): Promise<number> {
  const plant = new URL('simulation/plant.ts', import.meta.url).href;
  const args = [
    '--disable-warning=ExperimentalWarning',
    ...(env.KITH_TEST_BUG === undefined ? [] : ['--import', plant]),
    import.meta.filename,
    ...(values.seed === undefined
      ? ['--from', `${from + part}`, '--seeds', `${until - from - part}`, '--every', `${processes}`]
      : ['--seed', values.seed]),
    ...(values.bugs ? ['--bugs'] : []),
  ];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...env, KITH_TEST_DATABASE_URL: url },
  });
  running.push(child);
  // Safe: only `work` of this file sends messages here.
  child.on('message', (progress) => tell(progress as Progress));
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}
