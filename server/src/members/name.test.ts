import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseName } from './name.ts';

test('names of many scripts are taken as they are', () => {
  for (const name of [
    'Ana Ruiz',
    'J. R. R. Tolkien',
    "Seán O'Brien-Ó Cuív",
    '田中 花子',
    'محمد',
    'Dr. Käthe Weiß, PhD',
  ])
    assert.equal(parseName(` ${name} `), name.normalize('NFC'));
});

test('addresses and what misleads the eye are refused', () => {
  for (const name of [
    'a@b',
    'https://x',
    'ftp://x',
    'WWW.x',
    'Cheap.com',
    'go to pay.xyz/now',
    'a\u0000b',
    'a\u202eb',
    'a\tb',
  ])
    assert.equal(parseName(name), undefined, JSON.stringify(name));
});

test('a name once parsed stays the same, and holds 1 to 80 characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      const name = parseName(text);
      if (name === undefined) return;
      assert.equal(parseName(name), name);
      assert.ok([...name].length >= 1 && [...name].length <= 80);
    }),
  );
});
