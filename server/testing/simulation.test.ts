import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf, range, runSeeds } from './simulation/run.ts';

/** Worlds of each run; more on demand, by KITH_TEST_SEEDS or `npm run torture`. */
const seeds = Number(process.env.KITH_TEST_SEEDS ?? 300);

test('whatever breaks, nobody is written to twice, without permission or after a no, and nothing is left undone', async () => {
  const failures: string[] = [];
  let messages = 0;
  await runSeeds(range(0, seeds), (report) => {
    messages += report.messages;
    if (report.broken.length > 0) failures.push(failureOf(report));
  });
  assert.deepEqual(failures.slice(0, 3), [], `${failures.length} of ${seeds} seeds failed`);
  assert.ok(messages > seeds, `the worlds send messages: ${messages}`);
});

test('the same seed gives the same trace', async () => {
  const traces: { seed: number; trace: string }[] = [];
  await runSeeds([...range(0, 12), ...range(0, 12)], ({ seed, hash }) => {
    traces.push({ seed, trace: hash });
  });
  assert.equal(new Set(traces.map(({ trace }) => trace)).size, 12, 'another seed goes another way');
  for (const { seed, trace } of traces)
    assert.ok(
      traces.every((other) => other.seed !== seed || other.trace === trace),
      `seed ${seed} went two ways`,
    );
});
