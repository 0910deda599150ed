import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, test } from 'node:test';
import { breaches } from './boundaries.mjs';
import { importsIn } from './imports.mjs';

const folders = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The breaches of a repository with these files, each as `rule file`. */
async function breachesOf(files) {
  const root = mkdtempSync(join(tmpdir(), 'kith-boundaries-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return (await breaches(root)).map(({ rule, file }) => `${rule} ${file}`);
}

test('a format that needs Node is not pure, also when another file brings it in', async () => {
  const found = await breachesOf({
    'packages/contacts/src/formats/csv.ts': "import { read } from '../file.ts';\nexport const csv = read;\n",
    'packages/contacts/src/file.ts': "export { readFileSync as read } from 'node:fs';\n",
    'packages/contacts/src/formats/vcard.ts': 'export const vcard = 1;\n',
  });
  assert.deepEqual(found, ['core-is-pure packages/contacts/src/formats/csv.ts']);
});

test('a format that imports what is not there is not pure', async () => {
  const found = await breachesOf({
    'packages/contacts/src/formats/csv.ts': "import { x } from 'no-such-package';\nexport const csv = x;\n",
  });
  assert.deepEqual(found, ['core-is-pure packages/contacts/src/formats/csv.ts']);
});

test('a slice reaches another by its door alone', async () => {
  const found = await breachesOf({
    'server/src/imports/read.ts':
      "import { a } from '../contacts/store.ts';\nimport { b } from '../contacts/index.ts';\nexport const c = [a, b];\n",
    'server/src/contacts/store.ts': 'export const a = 1;\n',
    'server/src/contacts/index.ts': "export { a as b } from './store.ts';\n",
  });
  assert.deepEqual(found, ['slice-front-door server/src/imports/read.ts']);
});

test('the platform knows no slice, not even its types', async () => {
  const found = await breachesOf({
    'server/src/platform/jobs.ts': "import type { A } from '../contacts/index.ts';\nexport type B = A;\n",
    'server/src/contacts/index.ts': "import '../platform/clock.ts';\nexport type A = 1;\n",
    'server/src/platform/clock.ts': "import type { Config } from '../config.ts';\nexport type C = Config;\n",
    'server/src/config.ts': 'export type Config = 1;\n',
  });
  assert.deepEqual(found, ['platform-knows-no-slice server/src/platform/jobs.ts']);
});

test('a circle of imports is found; types and lazy imports close none', async () => {
  const found = await breachesOf({
    'cli/src/a.ts': "import { b } from './b.ts';\nexport const a = b;\n",
    'cli/src/b.ts': "import { c } from './c.ts';\nexport const b = c;\n",
    'cli/src/c.ts': "export { a as c } from './a.ts';\n",
    'cli/src/d.ts': "import { e } from './e.ts';\nexport type D = 1;\nexport const d = e;\n",
    'cli/src/e.ts':
      "import type { D } from './d.ts';\nexport const e: D = 1;\nexport const f = () => import('./d.ts');\n",
  });
  assert.deepEqual(found, ['no-runtime-cycle cli/src/c.ts']);
});

test('the web application reaches the server by its API alone', async () => {
  const found = await breachesOf({
    'web/main.tsx': "import type { A } from '../server/src/main.ts';\nexport type B = A;\n",
    'server/src/main.ts': 'export type A = 1;\n',
    'packages/contacts/src/contact.ts':
      "import type { A } from '../../../server/src/main.ts';\nexport type B = A;\n",
  });
  assert.deepEqual(found, ['direction packages/contacts/src/contact.ts', 'direction web/main.tsx']);
});

test('imports are found over several lines, and not in comments', () => {
  const found = importsIn(`
/* import a from 'not-this'; */
// import b from 'nor-this';
import {
  c,
  type d,
} from './c.ts';
import type { e } from './e.ts';
import './f.ts';
export * from './g.ts';
const h = await import('./h.ts');
const text = "from 'nor-that'";
`);
  assert.deepEqual(
    found.map(({ specifier, runtime, lazy }) => [specifier, runtime, lazy]),
    [
      ['./c.ts', true, false],
      ['./e.ts', false, false],
      ['./f.ts', true, false],
      ['./g.ts', true, false],
      ['./h.ts', true, true],
    ],
  );
});
