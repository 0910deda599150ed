// Runs the tests group by group, each on the servers it needs. Started by test.mjs, under Node 24.
import { spawn } from 'node:child_process';
import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, matchesGlob } from 'node:path';
import { startPostgres } from '../server/src/platform/postgres/start.ts';
import { importGraph, reachable } from './imports.mjs';
import { root } from './install.mjs';
import { ensureWeb } from './web.mjs';

const debian15 = '/usr/lib/postgresql/15/bin';
const database = 'server/testing/database.ts';
const { only, files, missing } = JSON.parse(process.env.KITH_TEST_PLAN);

const totals = { passed: 0, failed: 0, skipped: 0 };
let running;
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopped.abort();
    running?.kill(signal);
  });
}

const all = globSync('{packages/*,server,web,cli,e2e,bench,scripts}/**/*.test.{ts,tsx,mjs}', {
  cwd: root,
  exclude: (path) => /(^|\/)(node_modules|dist)(\/|$)/.test(path),
})
  .filter((file) => files === undefined || files.some((glob) => matchesGlob(file, glob)))
  .sort();
/** How much of something: whoever runs the tests may ask for more, and then waits as long as it takes. */
const counts = [
  'KITH_TEST_CANARIES',
  'KITH_TEST_ENDS',
  'KITH_TEST_KILLS',
  'KITH_TEST_MERGES',
  'KITH_TEST_RACES',
  'KITH_TEST_SCRIPTS',
  'KITH_TEST_SEEDS',
];
const isLong = counts.some((name) => name in process.env);
const patience = { KITH_TEST_PATIENCE: isLong ? '10' : '1' };
/** No other setting of theirs reaches the tests. */
const forTests = new Set([...counts, 'KITH_TEST_SEED', 'KITH_TEST_TEMPLATE']);
/** Simulated networks are about us rather than about PostgreSQL: on a second version of it a few are enough. */
const few = { KITH_TEST_SEEDS: '40' };
/**
 * The tests of these slices wait for servers of others, and ask PostgreSQL little: on one version of it they prove as much. So
 * does that of the auditor, whose questions the simulation asks on both.
 */
const aboutOthers = (file) =>
  matchesGlob(file, '{server/src/{sources,answers,texts,hand-offs}/**,server/testing/auditor.test.ts}');
/** What takes longest, begun first: one of them left for the end would leave a core idle for minutes. */
const long = [
  'cli/src/operator.test.ts',
  'server/src/platform/postgres/start.test.ts',
  'server/testing/simulation.test.ts',
  'server/src/sources/grants.test.ts',
  'e2e/kill.test.ts',
  'e2e/presses.test.ts',
  'e2e/recipients.test.ts',
  'e2e/story.test.ts',
  'e2e/languages.test.ts',
];
const longFirst = (tests) => [
  ...long.filter((file) => tests.includes(file)),
  ...tests.filter((file) => !long.includes(file)),
];
const graph = importGraph(root);
const browser = all.filter((file) => file.startsWith('e2e/'));
const integration = all.filter((file) => !browser.includes(file) && reachable(graph, file).has(database));
const unit = all.filter((file) => !browser.includes(file) && !integration.includes(file));

if (only.includes('unit')) await group('unit and property tests', unit, {}, 3);
if (only.includes('integration')) {
  await onPostgres('integration tests on the embedded PostgreSQL', integration, undefined);
  if (!missing.includes('integration'))
    await onPostgres(
      'integration tests on PostgreSQL 15',
      integration.filter((file) => !aboutOthers(file)),
      debian15,
      few,
    );
}
if (only.includes('browser') && !missing.includes('browser') && browser.length > 0) {
  await ensureWeb(process.execPath);
  await onPostgres('browser tests', browser, undefined);
}

if (missing.length > 0)
  console.log(`\nNot run, for what they need is missing: ${missing.join(', ')} (see above).`);
if (totals.skipped > 0)
  console.log(`\n${totals.skipped} tests were skipped; a skipped test counts as failed.`);
const failed = totals.failed + totals.skipped;
console.log(`${totals.passed} passed, ${failed} failed`);
process.exit(failed > 0 || totals.passed === 0 || stopped.signal.aborted ? 1 : 0);

/** Runs a group on a server of its own, given to the tests by KITH_TEST_DATABASE_URL. */
async function onPostgres(title, tests, binaries, extra = {}) {
  if (tests.length === 0 || stopped.signal.aborted) return;
  const dataDir = mkdtempSync(join(tmpdir(), 'kith-test-'));
  // PostgreSQL 15 started by root runs as another user, and must be able to pass through.
  chmodSync(dataDir, 0o711);
  const say = (event, facts) => console.error(event, facts ?? '');
  const log = { debug: () => undefined, info: () => undefined, warn: say, error: say };
  const clock = { now: () => new Date() };
  const postgres = await startPostgres({ dataDir, binaries, log, clock, testing: { roles: ['kith_app'] } });
  try {
    await group(title, tests, {
      KITH_TEST_DATABASE_URL: postgres.url('kith_admin', 'postgres'),
      ...extra,
    });
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** @param atOnce files at a time: those that mostly wait for servers they start leave a core to others */
async function group(title, tests, extra, atOnce = 2) {
  if (tests.length === 0 || stopped.signal.aborted) return;
  console.log(`\n— ${title}: ${tests.length} files`);
  const folder = mkdtempSync(join(tmpdir(), 'kith-totals-'));
  const file = join(folder, 'totals.json');
  const settings = Object.entries(process.env).filter(
    ([name]) => forTests.has(name) || !/^(KITH_|DATABASE_URL$|NODE_TEST_CONTEXT$)/.test(name),
  );
  running = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(root, 'scripts', 'test-files.mjs'),
      `${atOnce}`,
      `${isLong ? Infinity : 1_200_000}`,
      ...longFirst(tests),
    ],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...Object.fromEntries(settings),
        ...extra,
        ...patience,
        KITH_TEST_TOTALS: file,
        // Hundreds of processes load the same modules; each saves half a second of stripping types and compiling.
        NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
      },
    },
  );
  const code = await new Promise((resolve) => running.once('exit', resolve));
  try {
    const counted = JSON.parse(readFileSync(file, 'utf8'));
    for (const name of Object.keys(totals)) totals[name] += counted[name];
    // A runner that says it failed while every test passed has lost one, as when a file ends its process.
    if (code !== 0 && counted.failed === 0) totals.failed++;
    if (counted.passed + counted.failed + counted.skipped === 0) throw new Error('nothing ran');
  } catch (error) {
    console.error(`The group "${title}" gave no result: ${error.message}`);
    totals.failed++;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
