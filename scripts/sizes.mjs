// `node scripts/sizes.mjs`: what each format of packages/contacts weighs alone in a browser, and what a browser loads that
// opens a screen first. With `--check` only what has a ceiling is weighed, and what is above it is a failure.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { build } from 'vite';
import { root } from './install.mjs';

/** Kilobytes after gzip that a format may weigh at the most. */
const ceilings = { './formats/vcard': 12, './formats/csv': 40 };

/** The same for all the script that a screen needs when it is the first to be opened, with its words. */
const screenCeiling = 45;
const screens = ['sign-in/sign-in', 'network/network', 'add/add', 'contacts/contacts', 'invite/invite'];

const folder = join(root, 'packages', 'contacts');
const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const checking = process.argv.includes('--check');
for (const [name, path] of Object.entries(exports)) {
  if (!/^\.\/(formats|writers)\//.test(name)) continue;
  const ceiling = ceilings[name];
  if (checking && ceiling === undefined) continue;
  const bundle = await rolldown({ input: join(folder, path), platform: 'browser' });
  const { output } = await bundle.generate({ format: 'es', minify: true, comments: false });
  await bundle.close();
  weigh(
    name.slice(2),
    output.map((one) => (one.type === 'chunk' ? one.code : one.source)),
    ceiling,
  );
}

const { output } = await build({ root: join(root, 'web'), logLevel: 'error', build: { write: false } });
const chunks = new Map(output.filter(({ type }) => type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
for (const screen of screens) {
  const needed = new Set();
  const open = [...chunks.values()].filter(
    ({ isEntry, facadeModuleId }) =>
      isEntry ||
      facadeModuleId?.endsWith(`/screens/${screen}.tsx`) ||
      facadeModuleId?.endsWith('/en.ts?words') ||
      facadeModuleId?.endsWith(`/en.ts?words=${screen.split('/')[0]}`),
  );
  for (const chunk of open) {
    if (needed.has(chunk)) continue;
    needed.add(chunk);
    open.push(...chunk.imports.map((name) => chunks.get(name)));
  }
  weigh(
    `screen ${screen}`,
    [...needed].map(({ code }) => code),
    screenCeiling,
  );
}

function weigh(what, files, ceiling) {
  const whole = files.reduce((sum, code) => sum + code.length, 0);
  const packed = files.reduce((sum, code) => sum + gzipSync(code, { level: 9 }).length, 0);
  const over = ceiling !== undefined && packed > ceiling * 1024;
  if (over) process.exitCode = 1;
  const aims = ceiling === undefined ? '' : `, at most ${ceiling} KB${over ? ': TOO MUCH' : ''}`;
  console.log(`${what.padEnd(24)} ${kilobytes(whole).padStart(9)}  gzip ${kilobytes(packed)}${aims}`);
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
