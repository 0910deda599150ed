import { existsSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { KithError } from '../errors.ts';

/** The operating system's account that PostgreSQL runs under; it refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** The account of this process; PostgreSQL and its way of asking who connects need it to have a name. */
export function ownAccount(): Account & { readonly username: string } {
  try {
    return userInfo();
  } catch (cause) {
    throw new KithError(
      'database.start_failed',
      `The user that runs Kith (uid ${process.getuid?.()}) has no name on this machine, and PostgreSQL needs one. Add it to /etc/passwd, or run Kith as a user that has one.`,
      { cause },
    );
  }
}

/**
 * Who PostgreSQL runs as: this process's own account, or, when that is root, the owner of what is there already
 * (the cluster, then the data folder), else `nobody`.
 */
export function serverAccount(dataDir: string, cluster: string): Account {
  const { uid, gid } = ownAccount();
  if (uid !== 0) return { uid, gid };
  for (const path of [cluster, dataDir]) {
    if (!existsSync(path)) continue;
    const owner = statSync(path);
    if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  }
  const line = readFileSync('/etc/passwd', 'utf8').match(/^nobody:[^:]*:(\d+):(\d+):/m);
  if (line === null) {
    throw new KithError(
      'database.start_failed',
      'PostgreSQL does not run as root, and this machine has no user "nobody". Give the data folder to an ordinary user.',
    );
  }
  return { uid: Number(line[1]), gid: Number(line[2]) };
}

/** Whether the account may reach `path`: search every folder above it, and read and search or execute itself. */
export function mayReach(account: Account, path: string): boolean {
  if (!allows(account, path, 5)) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!allows(account, folder, 1)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function allows(account: Account, path: string, bits: number): boolean {
  const { mode, uid, gid } = statSync(path);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & bits) === bits;
}
