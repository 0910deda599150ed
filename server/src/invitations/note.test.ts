import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { noteFault, parseNote } from './note.ts';

const lines = readFileSync(new URL('./note.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

for (const line of lines) {
  const [expected = '', text = ''] = line.split('\t');
  const note = text.replace(/\\u([0-9a-f]{4})/g, (_all, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  test(`${expected}: ${text}`, () => assert.equal(noteFault(note) ?? 'ok', expected));
}

test('a note is at most 300 characters', () => {
  assert.equal(noteFault('é'.repeat(300)), undefined);
  assert.equal(noteFault('é'.repeat(301)), 'too_long');
});

test('a web address is found wherever it stands', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z ]{0,40}$/), fc.stringMatching(/^[a-z ]{0,40}$/), (before, after) =>
      assert.equal(noteFault(`${before} https://bad.example ${after}`), 'url'),
    ),
  );
});

test('an empty note is none', () => {
  assert.equal(parseNote(' \r\n '), undefined);
  assert.equal(parseNote('a\r\nb'), 'a\nb');
});
