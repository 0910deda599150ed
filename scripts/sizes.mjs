// `node scripts/sizes.mjs`: what each format of packages/contacts weighs alone in a browser. Over budget is a failure.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { root } from './install.mjs';

/** Bytes after gzip. */
const budgets = { './formats/vcard': 12 * 1024, './formats/csv': 40 * 1024 };

const folder = join(root, 'packages', 'contacts');
const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
let over = false;
for (const [name, path] of Object.entries(exports)) {
  if (!/^\.\/(formats|writers)\//.test(name)) continue;
  const bundle = await rolldown({ input: join(folder, path), platform: 'browser' });
  const { output } = await bundle.generate({ format: 'es', minify: true });
  await bundle.close();
  const code = output.map((one) => (one.type === 'chunk' ? one.code : one.source)).join('');
  const packed = gzipSync(code, { level: 9 }).length;
  const budget = budgets[name];
  const fits = budget === undefined || packed <= budget;
  if (!fits) over = true;
  const of = budget === undefined ? '' : ` of ${kilobytes(budget)}${fits ? '' : ': over budget'}`;
  console.log(
    `${name.slice(2).padEnd(24)} ${kilobytes(code.length).padStart(9)}  gzip ${kilobytes(packed)}${of}`,
  );
}
if (over) process.exitCode = 1;

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
