import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL, firstChoice, rowsOf } from './choices.ts';

const contact = (id: string, fields: Record<string, string[]>) => ({
  id,
  name: id,
  favourite: false,
  addedAt: '2026-01-01T00:00:00Z',
  sources: [],
  fields: Object.entries(fields).map(([field, values]) => ({ field, values })),
});

test('all of a list, the longest name and what is there are chosen first', () => {
  const contacts = [
    contact('a', { names: ['Bill Hart'], emails: ['b@hart.example'] }),
    contact('b', { names: ['William Hart'], emails: ['w@hart.example'], birthday: ['1961-04-12'] }),
  ];
  assert.deepEqual(
    rowsOf(contacts).map((row) => [row.field, row.isSame, firstChoice(row, contacts)]),
    [
      ['names', false, 'b'],
      ['emails', false, ALL],
      ['birthday', false, 'b'],
    ],
  );
});

test('what all say the same is no choice', () => {
  const [row] = rowsOf([contact('a', { phones: ['+4930'] }), contact('b', { phones: ['+4930'] })]);
  assert.equal(row?.isSame, true);
});
