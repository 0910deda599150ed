import { spawn } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { KithError } from '../errors.ts';
import { type Account, mayReach, ownAccount } from './account.ts';
import type { Binaries } from './binaries.ts';

/** The role that owns the application's database: no superuser, so row-level security holds for it. */
export const applicationRole = 'kith';
/** The superuser, used by the supervisor for setting up and by nothing else. */
export const adminRole = 'kith_admin';

const megabyte = 1024 * 1024;
/** A new cluster and its write-ahead log take 40 MB; the rest is for the first import. One there already needs little. */
const leastFree = { first: 100, later: 20 };

/** @throws {KithError} `database.data_not_writable` or `database.disk_full`. */
export function checkDataDir(dataDir: string): void {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const { uid, username } = ownAccount();
    throw new KithError(
      'database.data_not_writable',
      `The data folder ${dataDir} cannot be written by ${username} (uid ${uid}). Give it to that user, or name another folder by KITH_DATA.`,
      { cause },
    );
  }
  const { bavail, bsize } = statfsSync(dataDir);
  const free = Math.floor((bavail * bsize) / megabyte);
  const least = existsSync(join(dataDir, 'postgres')) ? leastFree.later : leastFree.first;
  if (free < least) {
    throw new KithError(
      'database.disk_full',
      `Only ${free} MB are free where the data folder ${dataDir} is; the database needs ${least} MB. Free some space and start again.`,
    );
  }
}

/** Node's own recursive mkdir (24.21) never returns where the system refuses with ENOENT, as in /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** @throws {KithError} `database.data_newer` or `database.data_older` when another major version made the cluster. */
export function checkVersion(cluster: string, binaries: Binaries): void {
  const made = Number(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'));
  if (made === binaries.major) return;
  const facts = `The database in ${cluster} was made by PostgreSQL ${made}, and this is PostgreSQL ${binaries.major}.`;
  if (made > binaries.major) {
    throw new KithError(
      'database.data_newer',
      `${facts} Start the Kith that made it, or set KITH_POSTGRES_BIN to the folder of PostgreSQL ${made}.`,
    );
  }
  throw new KithError(
    'database.data_older',
    `${facts} Set KITH_POSTGRES_BIN to the folder of PostgreSQL ${made}, or bring the data over with pg_upgrade.`,
  );
}

/** How a PostgreSQL process is started for a cluster: its account, its folder, and the name it knows that folder by. */
export function inCluster(cluster: string, binaries: Binaries, account: Account) {
  const near = mayReach(account, cluster);
  if (!near && binaries.major < 16) {
    // PostgreSQL 15 leaves its working folder at start and cannot come back.
    throw new KithError(
      'database.data_not_writable',
      `PostgreSQL ${binaries.major} runs here as uid ${account.uid}, which cannot reach ${cluster}. Name a data folder by KITH_DATA whose parents others may enter, or run Kith as an ordinary user.`,
    );
  }
  return {
    // The working folder is entered before root's rights are dropped, so `/proc/self/cwd` reaches the cluster even
    // under a folder that its account may not search, such as root's home.
    path: near ? cluster : '/proc/self/cwd',
    options: {
      ...(ownAccount().uid === 0 ? account : {}),
      cwd: cluster,
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    },
  };
}

/**
 * Makes the cluster. It is made beside its place and then moved, so that a Kith killed meanwhile leaves none half made.
 */
export async function createCluster(cluster: string, binaries: Binaries, account: Account): Promise<void> {
  const making = `${cluster}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { mode: 0o700 });
  if (ownAccount().uid === 0) chownSync(making, account.uid, account.gid);
  const { path, options } = inCluster(making, binaries, account);
  const locale =
    binaries.major >= 17
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : [`--locale=${process.platform === 'linux' ? 'C.UTF-8' : 'C'}`];
  const initdb = spawn(
    join(binaries.folder, 'initdb'),
    [
      `--pgdata=${path}`,
      `--username=${adminRole}`,
      '--encoding=UTF8',
      '--auth=peer',
      '--no-instructions',
      ...locale,
    ],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  initdb.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    initdb.once('error', reject);
    initdb.once('close', resolve);
  });
  if (code !== 0) {
    rmSync(making, { recursive: true, force: true });
    throw startFailure(`PostgreSQL could not make its database in ${cluster}`, said);
  }
  renameSync(making, cluster);
}

/**
 * Writes who may connect: this process's account, as the roles named.
 *
 * `peer` asks the kernel who is at the other end of the socket. `trust` would do for a folder of mode 0700 that one
 * person uses, but started by root PostgreSQL runs as `nobody`, and so may others.
 */
export function writeAccess(cluster: string, account: Account, roles: readonly string[]): void {
  const { username } = ownAccount();
  const write = (name: string, text: string) => {
    const file = join(cluster, name);
    writeFileSync(file, text, { mode: 0o600 });
    if (ownAccount().uid === 0) chownSync(file, account.uid, account.gid);
    chmodSync(file, 0o600);
  };
  write('pg_hba.conf', 'local all all peer map=kith\n');
  write('pg_ident.conf', roles.map((role) => `kith "${username}" "${role}"\n`).join(''));
}

/** The error for a start that failed, told by what PostgreSQL said last. */
export function startFailure(what: string, said: string): KithError {
  const lines = said.trim().split('\n');
  const reason = lines.findLast((line) => /FATAL|PANIC|error|No space/i.test(line)) ?? lines.at(-1) ?? '';
  if (/No space left on device|Disk quota exceeded/i.test(said)) {
    return new KithError('database.disk_full', `${what}: the disk is full. Free some space and start again.`);
  }
  return new KithError('database.start_failed', `${what}. PostgreSQL said: ${reason.trim()}`);
}

/** Whether there is a cluster; a folder of that name which is none is refused. */
export function hasCluster(cluster: string): boolean {
  if (!existsSync(cluster)) return false;
  if (existsSync(join(cluster, 'PG_VERSION')) && statSync(cluster).isDirectory()) return true;
  throw new KithError(
    'database.start_failed',
    `${cluster} is there, but it is no PostgreSQL database. Move it away and start again.`,
  );
}
