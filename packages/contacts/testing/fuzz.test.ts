import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import type { FormatName } from '../src/contact.ts';
import * as core from './fuzz/core.ts';
import { keptInputs } from './fuzz/inputs.ts';
import { instrumented } from './fuzz/instrument.ts';
import { breach } from './fuzz/promises.ts';
import { schemaFault } from './fuzz/schema.ts';
import { random } from './random.ts';

const folders = readdirSync(new URL('../fuzz/', import.meta.url));

for (const folder of folders) {
  test(`${folder}: what fuzzing kept breaks no promise`, () => {
    // Safe: fuzz.ts names the folders by the formats.
    const name = folder as FormatName | 'any';
    const inputs = keptInputs(name);
    assert.ok(inputs.length > 0);
    for (const bytes of inputs) {
      const broken = breach(
        core,
        name === 'any' ? undefined : name,
        bytes,
        random(bytes.length),
        schemaFault,
      );
      assert.equal(broken, undefined, JSON.stringify(new TextDecoder().decode(bytes.subarray(0, 300))));
    }
  });
}

test('every place that a program can branch to is counted', () => {
  const { code, counters } = instrumented(
    'export const f = (a) => { if (a > 1) return a ? "b" : "c"; else if (a) g(); for (const x of [a]) x && g(x); switch (a) { case 0: return "0"; default: g(); } };\nfunction g() {}\n',
  );
  assert.equal(counters, 10);
  assert.equal(code.split('__hits[').length - 1, counters);
});
