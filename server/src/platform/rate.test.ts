import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestKith, testKith } from '../../testing/kith.ts';
import { KithError } from './errors.ts';
import { spend } from './rate.ts';

let kith: TestKith;
let shift = 0;
before(async () => {
  kith = await testKith({ platform: { clock: { now: () => new Date(1_800_000_000_000 + shift) } } });
});
after(() => kith.close());

const limit = { bucket: 'test', capacity: 5, seconds: 50 };
const tries = async (count: number, subject: string) => {
  const all = await Promise.allSettled(
    Array.from({ length: count }, () => spend(kith.platform, limit, subject)),
  );
  return all.filter(({ status }) => status === 'fulfilled').length;
};

test('callers at the same moment get no more than the bucket holds', async () => {
  assert.equal(await tries(20, 'many'), 5);
  assert.equal(await tries(1, 'other'), 1, 'each subject has its own');
});

test('a token comes back after its time, and never more than fit', async () => {
  assert.equal(await tries(6, 'slow'), 5);
  await assert.rejects(spend(kith.platform, limit, 'slow'), (error: unknown) => {
    assert.ok(error instanceof KithError);
    assert.deepEqual([error.code, error.retryAfter], ['request.too_many', 10]);
    return true;
  });
  shift += 10_000;
  assert.equal(await tries(2, 'slow'), 1);
  shift += 10_000_000;
  assert.equal(await tries(7, 'slow'), 5);
});

test('a clock that goes backwards gives no tokens', async () => {
  assert.equal(await tries(6, 'back'), 5);
  shift -= 5000;
  assert.equal(await tries(1, 'back'), 0);
});

test('subjects are stored as keyed hashes', async () => {
  await spend(kith.platform, limit, 'ana@secret.example');
  const { rows } = await kith.platform.database.pool.query('select b::text as row from rate_buckets b');
  assert.equal(
    rows.some(({ row }) => row.includes('secret') || row.includes(Buffer.from('secret').toString('hex'))),
    false,
  );
});
