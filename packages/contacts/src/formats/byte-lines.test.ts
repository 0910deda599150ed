import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ByteLine, byteLines } from './byte-lines.ts';

function read(bytes: Uint8Array, size: number, longest = 1_000_000): ByteLine[] {
  const found: ByteLine[] = [];
  const lines = byteLines(longest, (line) => found.push(line));
  for (let at = 0; at < bytes.length; at += size) for (const _ of lines.write(bytes.subarray(at, at + size)));
  lines.end();
  return found;
}

test('lines end at LF, CR LF, CR CR LF and lone CR, and are numbered', () => {
  const bits = fc.array(fc.constantFrom('a', 'ü', '木', ' ', '\n', '\r\n', '\r\r\n', '\rb'), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(bits, fc.integer({ min: 1, max: 9 }), (parts, size) => {
      const text = `${parts.join('')}x`;
      const found = read(new TextEncoder().encode(text), size);
      assert.deepEqual(
        found.map((line) => line.text),
        text.split(/\r*\n|\r/),
      );
      assert.deepEqual(
        found.map(({ line }) => line),
        found.map((_, at) => at + 1),
      );
    }),
    { numRuns: 500 },
  );
});

test('lines over many blocks are whole, those that are too long are left out', () => {
  const long = 'y'.repeat(200_000);
  const text = `first\n${long}\nlast`;
  assert.deepEqual(
    read(new TextEncoder().encode(text), 1000).map((line) => line.text),
    ['first', long, 'last'],
  );
  assert.deepEqual(
    read(new TextEncoder().encode(text), 1000, 100_000).map(({ text: one, line }) => [one, line]),
    [
      ['first', 1],
      [undefined, 2],
      ['last', 3],
    ],
  );
});
