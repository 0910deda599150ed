import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from 'recheck';
import { regexesIn } from './regexes.mjs';

test('expressions are found wherever they stand, and nothing else that looks like one', () => {
  const source = ['// /a+/', 'const a = 1 / 2 / 3;', "if (/^(a+)+$/u.test('/b/')) f(/c\\/d/g);"].join('\n');
  assert.deepEqual(
    regexesIn(source, 'ts')
      .map(({ pattern, flags, line }) => [pattern, flags, line])
      .sort(),
    [
      ['^(a+)+$', 'u', 3],
      ['c\\/d', 'g', 3],
    ],
  );
});

test('the checker tells exponential and polynomial expressions from linear ones', async () => {
  assert.equal((await check('^(a+)+$', '')).status, 'vulnerable');
  assert.equal((await check('\\s+$', '')).status, 'vulnerable');
  assert.equal((await check('^\\s+', '')).status, 'safe');
});
