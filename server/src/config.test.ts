import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './config.ts';

test('every fault is listed at once, with the setting that was probably meant', () => {
  assert.throws(
    () => readConfig({ KITH_PORTT: '1', KITH_PORT: 'many', KITH_PRESET: 'mild' }),
    (error: Error) => {
      assert.match(error.message, /KITH_PORTT is no setting of Kith \(did you mean KITH_PORT\?\)/);
      assert.match(error.message, /KITH_PORT .*integer/);
      assert.match(error.message, /KITH_PRESET/);
      return true;
    },
  );
});

test('the eu preset selects nobody in step 2, and a setting of its own beats it', () => {
  assert.equal(readConfig({ KITH_PRESET: 'eu' }).selection.invite, 'none');
  assert.equal(readConfig({ KITH_PRESET: 'eu', KITH_SELECTION_INVITE: 'all' }).selection.invite, 'all');
  assert.equal(readConfig({}).selection.invite, 'all');
});

test('a public address over plain HTTP is refused unless it is this machine', () => {
  assert.throws(() => readConfig({ KITH_PUBLIC_URL: 'http://kith.example' }), /https/);
  assert.equal(readConfig({ KITH_PUBLIC_URL: 'http://localhost:4040' }).publicUrl, 'http://localhost:4040');
});

test('the demo looks a whole book up at once; the enumeration budget holds elsewhere', () => {
  assert.equal(readConfig({}).matching.budget, 5000);
  assert.ok(readConfig({ KITH_DEMO: 'true' }).matching.budget >= 20_000);
});
