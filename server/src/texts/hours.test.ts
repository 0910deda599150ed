import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { awakeAt } from './hours.ts';

const vectors = readFileSync(new URL('hours.txt', import.meta.url), 'utf8').split('\n');

for (const line of vectors.filter((one) => one !== '' && !one.startsWith('#')))
  test(`hours ${line}`, () => {
    const [region = '', hours = '', now = '', when] = line.split(' ');
    const [from = 0, until = 0] = hours.split('-').map(Number);
    const found = awakeAt(region, new Date(now), { from, until });
    assert.equal(found?.toISOString().replace('.000', '') ?? 'never', when);
  });
