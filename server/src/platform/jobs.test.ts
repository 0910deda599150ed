import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestKith, testKith } from '../../testing/kith.ts';

let kith: TestKith;
before(async () => {
  kith = await testKith();
});
after(() => kith.close());

test('a job that is queued in a transaction waits for its end, and never runs when it fails', async () => {
  const { database, jobs } = kith.platform;
  const count = async () =>
    Number(
      (await database.pool.query("select count(*) as n from jobs.job where name = 'accounts.tidy'")).rows[0]
        .n,
    );
  const before = await count();
  await assert.rejects(
    database.asSystem(async (tx) => {
      await jobs.enqueue('accounts.tidy', {}, { tx });
      throw new TypeError('the transaction fails');
    }),
  );
  assert.equal(await count(), before);
  await database.asSystem(async (tx) => {
    await jobs.enqueue('accounts.tidy', {}, { tx });
    assert.equal(await count(), before, 'others do not see it yet');
  });
  assert.equal(await count(), before + 1);
});

test('a row of jobs is taken without a pause between them', { timeout: 60_000 }, async () => {
  const { database, jobs } = kith.platform;
  // Every two seconds one would take longer than the test may.
  await database.asSystem(async (tx) => {
    for (let at = 0; at < 40; at++) await jobs.enqueue('accounts.tidy', {}, { tx });
  });
  for (;;) {
    const { rows } = await database.pool.query(
      "select count(*) as n from jobs.job where name = 'accounts.tidy' and state <> 'completed'",
    );
    if (Number(rows[0].n) === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
});
