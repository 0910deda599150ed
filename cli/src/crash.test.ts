import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { certificate, httpsServer } from '@kith/sources/testing';

const bin = fileURLToPath(new URL('../bin/kith.mjs', import.meta.url));
const password = 'c4nary-Crash-9';
const own = certificate();
/** Where a crashed process may leave something, and what makes it crash on a signal. */
const folder = mkdtempSync(join(tmpdir(), 'kith-crash-'));
const causes = mkdtempSync(join(tmpdir(), 'kith-causes-'));
const cause = join(causes, 'cause.mjs');
let server: { port: number; close(): void };
/** Is called when a password has come, which its process still holds. */
let came: () => void = () => undefined;

before(async () => {
  server = await httpsServer(own, ({ headers }, answer) => {
    if (headers.authorization === undefined) answer.writeHead(401, { 'www-authenticate': 'Basic' }).end();
    else came();
  });
  writeFileSync(
    cause,
    `process.on('SIGUSR2', () => { throw new Error('${password}'); });
process.on('SIGWINCH', () => { for (const held = []; ; ) held.push(new Array(100_000).fill(held.length)); });`,
  );
});
after(() => {
  server.close();
  for (const made of [folder, causes]) rmSync(made, { recursive: true, force: true });
});

/** Runs a program that may write cores of any size, in the folder that is searched. */
function run(options: string, ...args: readonly string[]) {
  return spawn('/bin/sh', ['-c', 'ulimit -c unlimited; exec "$0" "$@"', process.execPath, ...args], {
    cwd: folder,
    stdio: 'pipe',
    env: {
      PATH: '/usr/bin:/bin',
      TMPDIR: folder,
      NODE_OPTIONS: `--import=${cause} ${options}`,
      KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
      KITH_SOURCE_PORTS: String(server.port),
      KITH_SOURCE_CA: own.cert,
    },
  });
}

/** Lets a process that holds the password crash. @returns the signal or code it ended with, and what it said */
async function crash(signal: NodeJS.Signals, options: string) {
  const holds = new Promise<void>((done) => {
    came = done;
  });
  const child = run(
    options,
    ...[bin, 'sources', 'read', '--user', 'alice', '--url', `https://127.0.0.1:${server.port}/`],
  );
  child.stdin.end(`${password}\n`);
  const ended = new Promise((done) => child.once('exit', (code, by) => done(by ?? code)));
  const said = child.stderr.toArray();
  await Promise.race([holds, ended]);
  child.kill(signal);
  return { how: await ended, said: Buffer.concat(await said).toString() };
}

const reports =
  '--report-on-fatalerror --report-uncaught-exception --report-on-signal --report-signal=SIGQUIT';

const holding = () =>
  readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(password));

describe('a process that holds a password and crashes leaves it nowhere', () => {
  for (const [what, signal, options] of [
    ['quit', 'SIGQUIT', reports],
    ['aborted', 'SIGABRT', reports],
    ['a fault of the memory', 'SIGSEGV', reports],
    ['an error that nobody caught', 'SIGUSR2', reports],
    ['out of memory', 'SIGWINCH', `${reports} --max-old-space-size=40`],
  ] as const)
    test(what, async () => {
      const { how, said } = await crash(signal, options);
      assert.notEqual(how, 0);
      assert.ok(!said.includes(password), said);
      assert.deepEqual(holding(), []);
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.startsWith('report.')),
        [],
      );
    });

  test('a snapshot of the memory is refused from the start', async () => {
    for (const command of [['serve'], ['sources', 'read', '--user', 'alice@dav.example']]) {
      const child = run('--heapsnapshot-near-heap-limit=1', bin, ...command);
      child.stdin.end(password);
      const [said, code] = await Promise.all([
        child.stderr.toArray(),
        new Promise((done) => child.once('exit', done)),
      ]);
      assert.equal(code, 1);
      assert.match(Buffer.concat(said).toString(), /--heapsnapshot-near-heap-limit/);
    }
  });

  test('the search would find it: a process that takes no care does leave it', async () => {
    const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim();
    const child = run(
      '',
      '-e',
      'process.stdin.on("data", (held) => { setTimeout(() => held, 1e6); process.abort(); })',
    );
    child.stdin.end(password);
    assert.equal(await new Promise((done) => child.once('exit', (_, by) => done(by))), 'SIGABRT');
    // Where cores go elsewhere, what was not found above was not looked for there.
    if (!/[|/]/.test(pattern)) assert.notDeepEqual(holding(), []);
  });
});
