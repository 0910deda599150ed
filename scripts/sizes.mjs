// `node scripts/sizes.mjs`: what each format of packages/contacts weighs alone in a browser. With `--check` only those are
// weighed that have a ceiling, and one above it is a failure.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { root } from './install.mjs';

/** Kilobytes after gzip that a format should weigh at the most. */
const goals = { './formats/vcard': 12, './formats/csv': 40 };

/** What it may weigh at the most today. Where it is above the goal it only goes down. */
const ceilings = { './formats/vcard': 12, './formats/csv': 40 };

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
  const code = output.map((one) => (one.type === 'chunk' ? one.code : one.source)).join('');
  const packed = gzipSync(code, { level: 9 }).length;
  const goal = goals[name];
  const over = ceiling !== undefined && packed > ceiling * 1024;
  if (over) process.exitCode = 1;
  const aims =
    goal === undefined ? '' : `, goal ${goal} KB${over ? `: above its ceiling of ${ceiling} KB` : ''}`;
  console.log(
    `${name.slice(2).padEnd(24)} ${kilobytes(code.length).padStart(9)}  gzip ${kilobytes(packed)}${aims}`,
  );
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
