import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemRandom } from './random.ts';
import { masterSecret, secretsFrom } from './secrets.ts';

test('a key serves one purpose and one master secret', () => {
  const ours = secretsFrom('one master secret');
  const key = ours.keyed('identifier.email', 'ana@home.example');
  assert.deepEqual(ours.keyed('identifier.email', 'ana@home.example'), key);
  assert.notDeepEqual(ours.keyed('suppression', 'ana@home.example'), key);
  assert.notDeepEqual(secretsFrom('another').keyed('identifier.email', 'ana@home.example'), key);
  assert.equal(key.length, 16);
});

test('the master secret is made once, for its owner’s eyes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kith-secret-'));
  try {
    const made = await masterSecret(folder, systemRandom);
    assert.equal(made.length, 43);
    assert.equal(await masterSecret(folder, systemRandom), made);
    assert.equal((await stat(join(folder, 'secret'))).mode & 0o777, 0o600);
  } finally {
    await rm(folder, { recursive: true });
  }
});
