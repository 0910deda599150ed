import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './install.mjs';

test('docs/reference/errors.md has a line for every code, and no other', () => {
  const source = readFileSync(join(root, 'server', 'src', 'platform', 'errors.ts'), 'utf8');
  const [, union = ''] = /export type ErrorCode =([^;]*);/.exec(source) ?? [];
  // What nobody foresaw has no KithError and is answered under a code of its own.
  const codes = ['server.failed', ...[...union.matchAll(/'([a-z_.]+)'/g)].map(([, code]) => code)];
  const page = readFileSync(join(root, 'docs', 'reference', 'errors.md'), 'utf8');
  const documented = [...page.matchAll(/^\| `([a-z_.]+)`/gm)].map(([, code]) => code);
  assert.ok(codes.length > 1);
  assert.deepEqual(documented.toSorted(), codes.toSorted());
});
