// Builds the web application when its sources changed since the last build.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './install.mjs';

/** What a build depends on; the server's texts and types reach the web through packages alone. */
const sources = ['web', 'packages/contacts/src', 'packages/sources', 'package-lock.json'];
const stamp = join(root, 'web', 'dist', '.sources');

export async function ensureWeb(node) {
  // Until the web application is there, the server answers alone.
  if (!existsSync(join(root, 'web', 'index.html'))) return;
  const now = digest();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  console.log('Building the web application …');
  await run(
    node,
    [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
    join(root, 'web'),
    'Building the web application',
  );
  writeFileSync(stamp, now);
}

function digest() {
  const hash = createHash('sha256');
  const add = (path) => {
    const full = join(root, path);
    for (const entry of readdirSync(full, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      if (entry.name === 'dist' || entry.name === 'node_modules') continue;
      if (entry.isDirectory()) add(join(path, entry.name));
      else hash.update(`${join(path, entry.name)}\0`).update(readFileSync(join(full, entry.name)));
    }
  };
  for (const path of sources) {
    if (path.endsWith('.json')) hash.update(readFileSync(join(root, path)));
    else add(path);
  }
  return hash.digest('hex');
}
