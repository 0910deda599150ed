import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decodeGsm, encodePart, segments, segmentsOf } from './text-segments.ts';

const vectors = readFileSync(new URL('text-segments.txt', import.meta.url), 'utf8').split('\n');

for (const line of vectors.filter((one) => one !== '' && !one.startsWith('#')))
  test(`segments ${line}`, () => {
    const [, count, parts = ''] = /^(\d+) (.*)$/.exec(line) ?? [];
    const text = (JSON.parse(parts) as [string, number][])
      .map(([part, times]) => part.repeat(times))
      .join('');
    assert.equal(segmentsOf(text), Number(count));
  });

test('the parts of a text are the text, and its octets are the signs', () => {
  const text = `${'Grüße {und} € '.repeat(30)}Ω`;
  const { coding, parts } = segments(text);
  assert.equal(coding, 'gsm');
  assert.equal(parts.join(''), text);
  for (const part of parts) assert.equal(decodeGsm(encodePart(part, coding)), part);
  // 3GPP TS 23.038, 6.2.1: the last sign of each row of the table.
  assert.deepEqual(
    [...encodePart('@ÇΞÉ?Oo¿à€', 'gsm')],
    [0, 9, 0x1a, 0x1f, 0x3f, 0x4f, 0x6f, 0x60, 0x7f, 0x1b, 0x65],
  );
  assert.deepEqual([...encodePart('é😀', 'ucs2')], [0, 0xe9, 0xd8, 0x3d, 0xde, 0]);
});
