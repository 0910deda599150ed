import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { addressText } from './address-text.ts';
import { labelOf, labelOfTypes } from './labels.ts';

function lines(name: string): string[][] {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('=>').map((part) => part.trim()));
}

test('the name and the brackets come off an address', () => {
  for (const [text = '', address, name] of lines('address.txt'))
    assert.deepEqual(addressText(text), { address, name }, text);
});

test('a label is told in our words where we know it, else as it was written', () => {
  for (const [text = '', label] of lines('labels.txt')) assert.equal(labelOf(text) ?? '', label, text);
});

test('several types make one label', () => {
  assert.equal(labelOfTypes(['home', 'fax']), 'home fax');
  assert.equal(labelOfTypes(['cell', 'home']), 'mobile');
  assert.equal(labelOfTypes(['x-summer']), 'summer');
  assert.equal(labelOfTypes([]), undefined);
});

test('a long label is cut between characters', () => {
  const label = labelOf(`${'x'.repeat(59)}😀y`);
  assert.ok(label?.isWellFormed());
});
