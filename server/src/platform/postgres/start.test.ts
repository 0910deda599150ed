import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { systemClock } from '../clock.ts';
import { jsonLog } from '../log.ts';
import { startFailure } from './cluster.ts';
import { type Postgres, startPostgres } from './start.ts';

const debian15 = '/usr/lib/postgresql/15/bin';
const servers = [
  { title: 'the embedded PostgreSQL', binaries: undefined },
  ...(existsSync(debian15) ? [{ title: 'PostgreSQL 15', binaries: debian15 }] : []),
];

const folders: string[] = [];
const running: Postgres[] = [];
const children: ChildProcess[] = [];
let logged: string[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const postgres of running.splice(0)) await postgres.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  logged = [];
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kith-postgres-test-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

async function started(dataDir: string, binaries: string | undefined): Promise<Postgres> {
  const log = jsonLog(
    'debug',
    () => systemClock.now(),
    (line) => logged.push(line),
  );
  const postgres = await startPostgres({ dataDir, binaries, log, clock: systemClock });
  running.push(postgres);
  return postgres;
}

async function query(postgres: Postgres, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(postgres.connection);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

function postmasterOf(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(promise: () => boolean): Promise<void> {
  for (let waited = 0; !promise(); waited += 20) {
    assert.ok(waited < 60_000, 'waited a minute in vain');
    await wait(20);
  }
}

/** Another process that runs PostgreSQL on the folder, as a second Kith would. */
async function anotherKith(dataDir: string, binaries: string | undefined): Promise<ChildProcess> {
  const start = new URL('./start.ts', import.meta.url).href;
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { startPostgres } from ${JSON.stringify(start)};
       const log = { debug() {}, info() {}, warn() {}, error() {} };
       const options = ${JSON.stringify({ dataDir, binaries })};
       const postgres = await startPostgres({ ...options, log, clock: { now: () => new Date() } });
       postgres.announce('http://first.example');
       console.log('ready');
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the other Kith ended with ${code}`)));
  });
  return child;
}

for (const { title, binaries } of servers) {
  describe(`on ${title}`, () => {
    test('what was committed is there after a stop and a start', async () => {
      const dataDir = newFolder();
      const first = await started(dataDir, binaries);
      await query(first, 'create table t as select 42 as answer');
      const pid = postmasterOf(dataDir);
      await first.stop();
      assert.equal(lives(pid), false);
      const second = await started(dataDir, binaries);
      assert.deepEqual(await query(second, 'select answer from t'), [{ answer: 42 }]);
    });

    test('the application owns its database and is no superuser', async () => {
      const postgres = await started(newFolder(), binaries);
      const rows = await query(
        postgres,
        `select rolsuper, rolbypassrls, rolcreaterole, pg_get_userbyid(datdba) as owner, pg_encoding_to_char(encoding) as encoding
         from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
      );
      assert.deepEqual(rows, [
        { rolsuper: false, rolbypassrls: false, rolcreaterole: false, owner: 'kith', encoding: 'UTF8' },
      ]);
    });

    test('it listens on no network address, runs as no root, and its folder is closed to others', async () => {
      const dataDir = newFolder();
      const postgres = await started(dataDir, binaries);
      assert.deepEqual(await query(postgres, 'show listen_addresses'), [{ listen_addresses: '' }]);
      assert.deepEqual(await query(postgres, 'show fsync'), [{ fsync: 'on' }]);
      const { uid, mode } = statSync(join(dataDir, 'postgres'));
      assert.notEqual(uid, 0);
      assert.equal(mode & 0o777, 0o700);
      assert.equal(statSync(`/proc/${postmasterOf(dataDir)}`).uid, uid);
    });

    test('a second Kith is refused, with the process and the address of the first', async () => {
      const dataDir = newFolder();
      const other = await anotherKith(dataDir, binaries);
      await assert.rejects(started(dataDir, binaries), {
        code: 'database.in_use',
        message: new RegExp(`process ${other.pid}, at http://first.example`),
      });
      // What the killed one leaves behind is ended by taking it over.
      other.kill('SIGKILL');
      await until(() => other.signalCode !== null);
      await started(dataDir, binaries);
    });

    test('after kill -9 of PostgreSQL it is back by itself, and nothing committed is lost', async () => {
      const dataDir = newFolder();
      const postgres = await started(dataDir, binaries);
      await query(postgres, 'create table t as select 42 as answer');
      process.kill(postmasterOf(dataDir), 'SIGKILL');
      await until(() => logged.some((line) => line.includes('"postgres.restarted"')));
      assert.deepEqual(await query(postgres, 'select answer from t'), [{ answer: 42 }]);
    });

    test('after kill -9 of Kith the next one takes the data over from the PostgreSQL left behind', async () => {
      const dataDir = newFolder();
      const other = await anotherKith(dataDir, binaries);
      const orphan = postmasterOf(dataDir);
      other.kill('SIGKILL');
      await until(() => other.signalCode !== null);
      assert.equal(lives(orphan), true);
      const postgres = await started(dataDir, binaries);
      await until(() => !lives(orphan));
      assert.notEqual(postmasterOf(dataDir), orphan);
      assert.deepEqual(await query(postgres, 'select 1 as one'), [{ one: 1 }]);
    });

    test('after kill -9 of both it starts', async () => {
      const dataDir = newFolder();
      const other = await anotherKith(dataDir, binaries);
      process.kill(postmasterOf(dataDir), 'SIGKILL');
      other.kill('SIGKILL');
      await until(() => other.signalCode !== null);
      const postgres = await started(dataDir, binaries);
      assert.deepEqual(await query(postgres, 'select 1 as one'), [{ one: 1 }]);
    });

    test('a stale pid file whose number is now another process’s is no obstacle, and that process lives on', async () => {
      const dataDir = newFolder();
      await (await started(dataDir, binaries)).stop();
      const bystander = spawn('sleep', ['60']);
      children.push(bystander);
      const cluster = join(dataDir, 'postgres');
      writeFileSync(join(cluster, 'postmaster.pid'), `${bystander.pid}\n${cluster}\n1700000000\n5432\n.\n\n`);
      writeFileSync(join(cluster, '.s.PGSQL.5432.lock'), `${bystander.pid}\n`);
      writeFileSync(join(cluster, '.s.PGSQL.5432'), '');
      const postgres = await started(dataDir, binaries);
      assert.deepEqual(await query(postgres, 'select 1 as one'), [{ one: 1 }]);
      assert.equal(bystander.exitCode ?? bystander.signalCode, null);
    });

    test('data of another major version are refused, with what to do', async () => {
      const dataDir = newFolder();
      await (await started(dataDir, binaries)).stop();
      const version = join(dataDir, 'postgres', 'PG_VERSION');
      writeFileSync(version, '99\n');
      await assert.rejects(started(dataDir, binaries), {
        code: 'database.data_newer',
        message: /PostgreSQL 99/,
      });
      writeFileSync(version, '9\n');
      await assert.rejects(started(dataDir, binaries), {
        code: 'database.data_older',
        message: /pg_upgrade/,
      });
    });

    test('a path too long for a socket is reached by a link in a private folder, gone after the stop', async () => {
      const dataDir = join(newFolder(), 'long'.repeat(25));
      const postgres = await started(dataDir, binaries);
      assert.deepEqual(await query(postgres, 'select 1 as one'), [{ one: 1 }]);
      const { host } = postgres.connection;
      assert.ok(host.length < 90);
      assert.equal(lstatSync(join(host, '..')).mode & 0o777, 0o700);
      await postgres.stop();
      assert.equal(existsSync(join(host, '..')), false);
    });
  });
}

test('a data folder that cannot be written is named, with the user', async () => {
  const file = join(newFolder(), 'file');
  writeFileSync(file, '');
  await assert.rejects(started(join(file, 'data'), undefined), {
    code: 'database.data_not_writable',
    message: new RegExp(`${file}.* cannot be written by ${userInfo().username}`),
  });
});

test('a folder without server binaries is named', async () => {
  const dataDir = newFolder();
  await assert.rejects(started(dataDir, join(dataDir, 'nothing')), {
    code: 'database.binaries_missing',
    message: /KITH_POSTGRES_BIN/,
  });
});

test('a start that failed gives the data folder back', async () => {
  const dataDir = newFolder();
  await assert.rejects(started(dataDir, '/nowhere'), { code: 'database.binaries_missing' });
  const postgres = await started(dataDir, undefined);
  assert.deepEqual(await query(postgres, 'select 1 as one'), [{ one: 1 }]);
});

test('a full disk is told from other failures', () => {
  const full = startFailure(
    'PostgreSQL did not start',
    'FATAL:  could not write file: No space left on device\n',
  );
  assert.equal(full.code, 'database.disk_full');
  const other = startFailure('PostgreSQL did not start', 'LOG:  x\nFATAL:  bad setting\nLOG:  y\n');
  assert.equal(other.code, 'database.start_failed');
  assert.match(other.message, /FATAL: {2}bad setting/);
});
