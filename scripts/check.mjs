// `npm run check`: everything that must hold before a push, except the browser tests. `--fast` leaves the tests out.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, node24, root } from './install.mjs';

await ensureInstalled();
const node = node24();
if (node !== process.execPath) {
  const { status } = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(status ?? 1);
}

/** Each writes its files when run, and with `--check` only compares. */
const generators = ['scripts/header-words.mjs', 'scripts/reference.mjs', 'server/src/openapi.ts'];

/** A package registry's host, or a folder that only some machine has. */
const foreign = String.raw`registry\.(npmjs|yarnpkg)|deb\.debian\.org|(^|[^A-Za-z0-9._~)-])/(work|root|home|Users)/[a-z]`;

const checks = [
  ['types', () => tool('typescript/bin/tsc', '-p', '.')],
  ['lint and format', () => tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.')],
  ['boundaries', boundaries],
  ['regular expressions', () => command(join('scripts', 'regexes.mjs'), '--check')],
  ['sizes', () => command(join('scripts', 'sizes.mjs'), '--check')],
  ['unused code', () => tool('knip/bin/knip.js', '--no-progress')],
  ['generated files', generatedFiles],
  ['no machine or registry names', foreignNames],
  ['planted bugs', plantedBugs],
];
if (!process.argv.includes('--fast')) {
  checks.push([
    'tests',
    () => command(join('scripts', 'test.mjs'), '--only', 'unit', '--only', 'integration'),
  ]);
}

const failed = [];
for (const [name, check] of checks) {
  const began = performance.now();
  const passed = await check();
  console.log(`${passed ? '✔' : '✖'} ${name}  ${((performance.now() - began) / 1000).toFixed(1)} s`);
  if (!passed) failed.push(name);
}
if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);

function tool(path, ...args) {
  return command(join('node_modules', path), ...args);
}

function command(path, ...args) {
  return (
    spawnSync(node, [path, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
  );
}

async function boundaries() {
  const { breaches } = await import('./boundaries.mjs');
  const found = await breaches(root);
  for (const { rule, file, message } of found) console.error(`${rule}: ${file} ${message}`);
  return found.length === 0;
}

/** Runs each generator of checked-in files with `--check`: it says what is stale and writes nothing. */
function generatedFiles() {
  return generators.map((path) => command(path, '--check')).every(Boolean);
}

/** Committed text that names a package registry's host or a path of somebody's machine. */
function foreignNames() {
  const { stdout } = spawnSync('git', ['grep', '-nIE', foreign, '--', '.', ':!scripts/check.mjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (stdout) console.error(stdout.trimEnd());
  return !stdout;
}

/** Tests plant bugs in place of lines of source, which may have changed since. */
async function plantedBugs() {
  const { audited, simulated } = await import('../server/testing/bugs.ts');
  const { uprooted } = await import('../server/testing/planted.ts');
  const found = uprooted([...Object.values(simulated), ...Object.values(audited)].flat());
  for (const line of found) console.error(`${line}\nPlant it anew in server/testing/bugs.ts.`);
  return found.length === 0;
}
