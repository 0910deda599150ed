import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOf, range, runBeside, runSeeds } from './simulation/run.ts';

/** Worlds of each run; more on demand, by KITH_TEST_SEEDS or `npm run torture`. */
const seeds = Number(process.env.KITH_TEST_SEEDS ?? 2000);

test('whatever breaks, nobody is written to twice, without permission or after a no, and nothing is left undone', async () => {
  const failures: string[] = [];
  let messages = 0;
  const half = Math.ceil(seeds / 2);
  const others = half < seeds ? runBeside(half, seeds) : undefined;
  await runSeeds(range(0, half), (report) => {
    messages += report.messages;
    if (report.broken.length > 0) failures.push(failureOf(report));
  });
  assert.deepEqual(failures.slice(0, 3), [], `${failures.length} of the first ${half} seeds failed`);
  assert.ok(messages > half / 2, `the worlds send messages: ${messages}`);
  const beside = await others;
  assert.equal(beside?.code ?? 0, 0, beside?.said);
});

test('the same seed gives the same trace', async () => {
  const traces: { seed: number; trace: string }[] = [];
  await runSeeds([...range(0, 16), ...range(0, 16)], ({ seed, hash }) => {
    traces.push({ seed, trace: hash });
  });
  for (const { seed, trace } of traces)
    assert.ok(
      traces.every((other) => other.seed !== seed || other.trace === trace),
      `seed ${seed} went two ways`,
    );
  assert.equal(new Set(traces.map(({ trace }) => trace)).size, 16, 'another seed goes another way');
});
