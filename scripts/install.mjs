// Installs what the scripts need. Plain JavaScript without dependencies: it runs before there are any, on Node 20 too.
import { spawn } from 'node:child_process';
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

/** Runs a program to its end; a signal that reaches this script alone reaches the program too. */
export async function run(command, args, cwd, what) {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  let stopped = false;
  const forward = (signal) => {
    stopped = true;
    child.kill(signal);
  };
  for (const signal of signals) process.on(signal, forward);
  const code = await new Promise((resolve) => {
    child.once('error', (error) => fail(`${command} could not be run: ${error.message}`));
    child.once('exit', resolve);
  });
  for (const signal of signals) process.off(signal, forward);
  if (stopped) fail(`${what} was stopped.`);
  if (code !== 0) fail(`${what} failed; see above.`);
}

/** Runs `npm ci` unless node_modules is what package-lock.json asks for. */
export async function ensureInstalled() {
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
  const args = [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'];
  await run(command, args, root, 'Installing the dependencies');
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
