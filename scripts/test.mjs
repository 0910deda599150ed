// `npm test`: installs what tests need, then runs every test. `--only unit|integration|browser`, `--files <glob>`.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, fail, node24, root } from './install.mjs';

const groups = ['unit', 'integration', 'browser'];

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, files: { type: 'string', multiple: true } },
});
const only = values.only ?? groups;
for (const name of only)
  if (!groups.includes(name)) fail(`--only takes ${groups.join(', ')}; not "${name}".`);

await ensureInstalled();
const node = node24();
const missing = [...ensurePackages(), ...ensureDovecot()];

const run = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, 'scripts', 'test-groups.mjs')], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, KITH_TEST_PLAN: JSON.stringify({ only, files: values.files, missing }) },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => run.kill(signal));
run.once('error', (error) => fail(`The tests could not be run: ${error.message}`));
run.once('exit', (code) => {
  process.exitCode = code ?? 1;
});

/** Installs Debian's packages that tests need; returns the groups that cannot run where that is not possible. */
function ensurePackages() {
  const needs = [
    {
      packages: ['postgresql-15'],
      group: 'integration',
      there: () => existsSync('/usr/lib/postgresql/15/bin/postgres'),
    },
    // It judges our messages, offline.
    { packages: ['spamassassin'], group: 'unit', there: () => existsSync('/usr/bin/spamassassin') },
    { packages: ['xandikos'], group: 'unit', there: () => existsSync('/usr/bin/xandikos') },
    ...['unit', 'integration'].map((group) => ({
      packages: ['cyrus-imapd', 'cyrus-caldav', 'sasl2-bin', 'libsasl2-modules'],
      group,
      there: () => existsSync('/usr/lib/cyrus/bin/httpd') && existsSync('/usr/sbin/saslpasswd2'),
    })),
    ...['unit', 'integration', 'browser'].map((group) => ({
      packages: ['radicale', 'dnsmasq-base'],
      group,
      there: () => existsSync('/usr/bin/radicale') && existsSync('/usr/sbin/dnsmasq'),
    })),
    ...['unit', 'integration', 'browser'].map((group) => ({
      // The two libraries are Dovecot's.
      packages: ['slapd', 'libsodium23', 'libunwind8'],
      group,
      there: () =>
        existsSync('/usr/sbin/slapd') && spawnSync('dpkg', ['-s', 'libsodium23', 'libunwind8']).status === 0,
    })),
    { packages: ['chromium'], group: 'browser', there: () => existsSync('/usr/bin/chromium') },
    // Without them the screenshots of names in other scripts are boxes.
    { packages: ['fonts-noto-core', 'fonts-noto-cjk'], group: 'browser', there: () => hasFonts() },
  ].filter(({ group, there }) => only.includes(group) && !there());
  if (needs.length === 0) return [];
  const packages = [...new Set(needs.flatMap((need) => need.packages))];
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    console.log(`Installing ${packages.join(', ')} …`);
    const apt = (...args) =>
      spawnSync('apt-get', ['-q', '-y', ...args], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }).status === 0;
    const install = () => apt('install', '--no-install-recommends', ...packages);
    // The lists of a new machine are empty; those of an old one may name versions that are gone.
    if (withoutServices(() => install() || (apt('update') && install()))) return [];
  }
  console.error(
    `Tests need what is not installed here. On Debian:\n  sudo apt-get install ${packages.join(' ')}`,
  );
  if (process.env.CI === 'true') process.exit(1);
  return needs.filter(({ packages: [name] }) => !name.startsWith('fonts')).map(({ group }) => group);
}

/** Debian's packages start their services when installed, unless this file says no; tests start their own. */
function withoutServices(install) {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return install();
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return install();
  } finally {
    rmSync(policy);
  }
}

/** Unpacks Dovecot, which cannot be installed beside Cyrus; returns the groups that cannot run where that is not possible. */
function ensureDovecot() {
  const folder = join(root, 'node_modules', '.cache', 'dovecot');
  if (existsSync('/usr/sbin/dovecot') || existsSync(join(folder, 'usr/sbin/dovecot'))) return [];
  console.log('Unpacking dovecot …');
  const packed = join(folder, 'packed');
  mkdirSync(packed, { recursive: true });
  const run = (command, ...args) =>
    spawnSync(command, args, { cwd: packed, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  const download = () => run('apt-get', '-q', 'download', 'dovecot-core', 'dovecot-imapd');
  if (
    process.getuid?.() === 0 &&
    (download() || (run('apt-get', '-q', 'update') && download())) &&
    readdirSync(packed).every((file) => run('dpkg-deb', '-x', file, folder))
  )
    return [];
  console.error(
    'Tests need Dovecot, which is not installed here: on Debian, run them as root, or without Cyrus.',
  );
  if (process.env.CI === 'true') process.exit(1);
  return [...groups];
}

function hasFonts() {
  const { stdout = '' } = spawnSync('fc-list', [':lang=ja', 'family'], { encoding: 'utf8' });
  return /Noto/.test(stdout ?? '');
}
