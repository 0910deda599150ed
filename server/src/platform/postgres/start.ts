import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Clock } from '../clock.ts';
import { KithError } from '../errors.ts';
import type { Log } from '../log.ts';
import { type Account, serverAccount } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import {
  adminRole,
  applicationRole,
  checkDataDir,
  checkVersion,
  createCluster,
  hasCluster,
  inCluster,
  startFailure,
  writeAccess,
} from './cluster.ts';
import { lockData } from './data-lock.ts';
import { endOrphans } from './postmaster.ts';

export interface PostgresOptions {
  readonly dataDir: string;
  /** Folder of the server binaries; without it those of the npm package. */
  readonly binaries?: string | undefined;
  readonly log: Log;
  readonly clock: Clock;
  /** For tests alone: further roles this account may connect as, and no waiting for the disk. */
  readonly testing?: { readonly roles: readonly string[] };
}

export interface Postgres {
  /** How the application connects: as the owner of its database, who is no superuser. */
  readonly connection: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly database: string;
  };
  /** The same as a URL, for a role and a database of one's choice. */
  url(role: string, database: string): string;
  readonly major: number;
  /** Tells a second Kith on this data folder where this one answers. */
  announce(address: string): void;
  /** Ends PostgreSQL after its running transactions were told, and gives the data folder back. */
  stop(): Promise<void>;
  /** Settles when PostgreSQL died and could not be brought back; a server that came back is only logged. */
  readonly lost: Promise<KithError>;
}

const port = 5432;
/** A Unix socket's path has 108 bytes with its closing zero (unix(7)); the name takes some. */
const longestFolder = 107 - '/.s.PGSQL.5432'.length;
const restartsInARow = 5;

/**
 * Starts PostgreSQL on the data folder, made at the first start, and keeps it running.
 *
 * @throws {KithError} `database.…` saying what is in the way and what to do.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir);
  const { log, clock } = options;
  checkDataDir(dataDir);
  const lock = lockData(dataDir);
  try {
    const cluster = join(realpathSync(dataDir), 'postgres');
    const account = serverAccount(dataDir, cluster);
    const binaries = await findBinaries(options.binaries, account, dataDir);
    if (hasCluster(cluster)) checkVersion(cluster, binaries);
    else await createCluster(cluster, binaries, account);
    writeAccess(cluster, account, [adminRole, applicationRole, ...(options.testing?.roles ?? [])]);
    await endOrphans(cluster, log);

    const logFile = join(dataDir, 'postgres.log');
    writeFileSync(logFile, '', { mode: 0o600 });
    const socket = socketFolder(cluster);
    const run = () => spawnPostmaster(binaries, cluster, account, logFile, options.testing !== undefined);
    const connection = { host: socket.folder, port, user: applicationRole, database: applicationRole };
    const admin = { ...connection, user: adminRole, database: 'postgres' };
    const start = async () => {
      const child = run();
      await ready(child, admin, logFile);
      return child;
    };

    let child = await start();
    let ended = exitOf(child);
    try {
      await setUp(admin);
    } catch (error) {
      await end(child, ended);
      throw error;
    }
    let stopping = false;
    const lost = Promise.withResolvers<KithError>();
    let watching = Promise.resolve();
    const watch = (): void => {
      watching = ended.then(async (how) => {
        if (stopping) return;
        log.error('postgres.died', how);
        for (let attempt = 1; attempt <= restartsInARow; attempt++) {
          try {
            await endOrphans(cluster, log);
            const began = clock.now().getTime();
            child = await start();
            ended = exitOf(child);
            log.warn('postgres.restarted', { attempt, milliseconds: clock.now().getTime() - began });
            if (stopping) await end(child, ended);
            else watch();
            return;
          } catch (cause) {
            if (stopping) return;
            const code = cause instanceof KithError ? cause.code : 'unknown';
            log.error('postgres.restart_failed', { attempt, code });
            if (attempt === restartsInARow) {
              lost.resolve(
                new KithError('database.start_failed', 'PostgreSQL died and could not be started again.', {
                  cause,
                }),
              );
            }
            await wait(200 * 2 ** attempt);
          }
        }
      });
    };
    watch();
    log.info('postgres.started', { major: binaries.major });
    return {
      connection,
      url: (role, database) => `postgres://${role}@${encodeURIComponent(socket.folder)}:${port}/${database}`,
      major: binaries.major,
      announce: lock.announce,
      lost: lost.promise,
      async stop() {
        if (!stopping) {
          stopping = true;
          await end(child, ended);
          await watching;
          socket.remove();
          lock.release();
          log.info('postgres.stopped');
        }
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function spawnPostmaster(
  binaries: Binaries,
  cluster: string,
  account: Account,
  logFile: string,
  testing: boolean,
): ChildProcess {
  const { path, options } = inCluster(cluster, binaries, account);
  const settings: Record<string, string | number> = {
    listen_addresses: '',
    unix_socket_directories: '.',
    unix_socket_permissions: '0700',
    port,
    max_connections: 60,
    shared_buffers: `${Math.round(Math.min(512, Math.max(64, totalmem() / 8 / 1024 / 1024)))}MB`,
    random_page_cost: 1.1,
    // Details and statements carry members' data; a log line keeps the message alone.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    ...(testing
      ? {
          fsync: 'off',
          synchronous_commit: 'off',
          full_page_writes: 'off',
          max_connections: 200,
          // Tests of races judge by the order of commits.
          track_commit_timestamp: 'on',
        }
      : {}),
  };
  const output = openSync(logFile, 'a', 0o600);
  try {
    return spawn(
      join(binaries.folder, 'postgres'),
      ['-D', path, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      // A group of its own: Ctrl-C reaches Kith, which finishes its work and then ends PostgreSQL.
      { ...options, detached: true, stdio: ['ignore', output, output] },
    );
  } finally {
    closeSync(output);
  }
}

async function ready(child: ChildProcess, admin: pg.ClientConfig, logFile: string): Promise<void> {
  let failed: Error | undefined;
  child.once('error', (error) => {
    failed = error;
  });
  // Recovery after a crash may take a while; a server that gives up exits.
  for (;;) {
    if (failed !== undefined || child.exitCode !== null || child.signalCode !== null) {
      const said = existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
      throw failed === undefined
        ? startFailure('PostgreSQL did not start', said)
        : new KithError('database.start_failed', 'PostgreSQL could not be run.', { cause: failed });
    }
    const client = new pg.Client(admin);
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      // 57P03: it is still starting. Anything else that PostgreSQL itself says will not heal.
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (/^[0-9A-Z]{5}$/.test(code) && code !== '57P03' && error instanceof pg.DatabaseError) {
        child.kill('SIGINT');
        throw new KithError('database.start_failed', 'PostgreSQL refused the connection of Kith.', {
          cause: error,
        });
      }
    }
    await wait(20);
  }
}

async function setUp(admin: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    const roles = await client.query('select 1 from pg_roles where rolname = $1', [applicationRole]);
    if (roles.rowCount === 0) await client.query(`create role ${applicationRole} login`);
    const databases = await client.query('select 1 from pg_database where datname = $1', [applicationRole]);
    if (databases.rowCount === 0)
      await client.query(`create database ${applicationRole} owner ${applicationRole}`);
  } finally {
    await client.end();
  }
}

/** How to reach the PostgreSQL of a Kith that runs on this data folder. */
export function connectionTo(dataDir: string): Postgres['connection'] {
  const host = join(realpathSync(dataDir), 'postgres');
  return { host, port, user: applicationRole, database: applicationRole };
}

/** Where clients find the socket: the cluster, or, where that path is too long, a private folder with a link to it. */
function socketFolder(cluster: string): { folder: string; remove(): void } {
  if (Buffer.byteLength(cluster) <= longestFolder) return { folder: cluster, remove: () => undefined };
  const parent = mkdtempSync(join(tmpdir(), 'kith-'));
  const folder = join(parent, 'postgres');
  if (Buffer.byteLength(folder) > longestFolder) {
    rmSync(parent, { recursive: true });
    throw new KithError(
      'database.start_failed',
      `The paths of the data folder (${cluster}) and of the folder for temporary files are both too long for a Unix socket. Name a shorter one by KITH_DATA.`,
    );
  }
  symlinkSync(cluster, folder);
  return { folder, remove: () => rmSync(parent, { recursive: true, force: true }) };
}

function exitOf(child: ChildProcess): Promise<{ code: number | undefined; signal: string | undefined }> {
  return new Promise((settle) => {
    const done = () => settle({ code: child.exitCode ?? undefined, signal: child.signalCode ?? undefined });
    if (child.exitCode !== null || child.signalCode !== null) done();
    else child.once('exit', done);
  });
}

/** Fast shutdown first; a server that does not follow is ended harder, and recovers at its next start. */
async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  for (const [signal, milliseconds] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5000],
    ['SIGKILL', 5000],
  ] as const) {
    child.kill(signal);
    const timer = new AbortController();
    const late = wait(milliseconds, 'late', { signal: timer.signal }).catch(() => 'stopped');
    if ((await Promise.race([ended, late])) !== 'late') {
      timer.abort();
      return;
    }
  }
}
