import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuidv7 } from './ids.ts';
import { randomCode, systemRandom } from './random.ts';

test('ids are UUIDv7, carry the time, and grow even within one millisecond and when the clock goes back', () => {
  let now = 1_700_000_000_000;
  const ids = uuidv7({ now: () => new Date(now) }, systemRandom);
  const made = Array.from({ length: 10_000 }, (_, index) => {
    if (index === 5_000) now -= 60_000;
    return ids.next();
  });
  for (const id of made)
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual(made, [...made].sort());
  assert.equal(new Set(made).size, made.length);
  assert.equal(Number.parseInt(String(made[0]).replace('-', '').slice(0, 12), 16), 1_700_000_000_000);
});

test('a code is six digits, and bytes past the last whole million are drawn again', () => {
  const draws = [Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.from([0, 0, 0, 7])];
  const random = { bytes: () => draws.shift() ?? Buffer.alloc(4) };
  assert.equal(randomCode(random), '000007');
});
