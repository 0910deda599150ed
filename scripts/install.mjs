// Installs what the scripts need. Plain JavaScript without dependencies: it runs before there are any, on Node 20 too.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const ourLibc = process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';

/** Ends this script with a message for the person who started it. */
export function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Runs `npm ci` unless node_modules is what package-lock.json asks for. */
export function ensureInstalled() {
  if (isInstalled()) return;
  try {
    accessSync(root, constants.W_OK);
    if (existsSync(join(root, 'node_modules'))) accessSync(join(root, 'node_modules'), constants.W_OK);
  } catch {
    fail(
      `Dependencies are missing, and this user may not write to ${root}node_modules.\nRun "npm ci" there as the owner of the folder.`,
    );
  }
  console.log('Installing dependencies (npm ci) …');
  // As part of an npm script the very npm that runs it; `npm` on the path otherwise.
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  const { status, error } = spawnSync(
    command,
    [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  if (error) fail(`npm could not be run: ${error.message}`);
  if (status !== 0) fail('Installing the dependencies failed; see above.');
  if (!isInstalled())
    fail('The dependencies were installed, but not all that package-lock.json asks for are there.');
}

/** Whether node_modules holds what package-lock.json asks for on this platform. */
function isInstalled() {
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  const wanted = packagesOf(join(root, 'package-lock.json'));
  if (installed === undefined || wanted === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || !path.includes('node_modules/')) return true;
    if (entry.link || !fits(entry)) return true;
    return (
      installed[path] !== undefined &&
      installed[path].version === entry.version &&
      existsSync(join(root, path))
    );
  });
}

function packagesOf(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined;
}

/** Whether the package must be here: not one for another system, nor one that only such a package needs. */
function fits({ os, cpu, libc, optional }) {
  if (optional && !os && !cpu) return false;
  if (os && !os.includes(process.platform)) return false;
  if (cpu && !cpu.includes(process.arch)) return false;
  return !libc || libc.includes(ourLibc);
}

/** The Node that runs Kith: this one when it strips types as we need, else the one among the dependencies. */
export function node24() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 7)) return process.execPath;
  const local = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(local)) return local;
  return fail(
    `Kith needs Node 24.7 or newer; this is ${process.versions.node}, and there is no Node package for ${process.platform} on ${process.arch}.\nInstall Node 24 and start again.`,
  );
}
