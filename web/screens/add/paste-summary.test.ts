import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summarise } from './paste-summary.ts';

test('addresses are counted, duplicates found whatever their case, and what is no address is named with its line', () => {
  const summary = summarise('Ana Ruiz <ana@x.example>\nANA@x.example; bo@y.example\nbob@\n');
  assert.equal(summary.addresses, 3);
  assert.equal(summary.duplicates, 1);
  assert.deepEqual(summary.unread, [{ line: 3, text: 'bob@' }]);
});

test('an empty text has nothing in it', () => {
  assert.deepEqual(summarise(' \n '), { addresses: 0, duplicates: 0, unread: [] });
});
