import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { segmentsOf } from './segments.ts';

const vectors = readFileSync(new URL('segments.txt', import.meta.url), 'utf8').split('\n');

for (const line of vectors.filter((one) => one !== '' && !one.startsWith('#')))
  test(`segments ${line}`, () => {
    const [, count, parts = ''] = /^(\d+) (.*)$/.exec(line) ?? [];
    const text = (JSON.parse(parts) as [string, number][])
      .map(([part, times]) => part.repeat(times))
      .join('');
    assert.equal(segmentsOf(text), Number(count));
  });
