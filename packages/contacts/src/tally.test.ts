import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readContacts } from './index.ts';
import { tally } from './tally.ts';

function totalsOf(text: string) {
  const reader = readContacts();
  const count = tally();
  const kept = [...reader.write(new TextEncoder().encode(text)), ...reader.end()].filter(
    (event) => count.take(event) && event.kind === 'card',
  );
  assert.equal(kept.length, count.totals.kept);
  const { read, merged, unreadable } = count.totals;
  assert.equal(read, kept.length + merged + unreadable);
  return count.totals;
}

const card = (name: string, uid = '') => `BEGIN:VCARD\nVERSION:3.0\nFN:${name}\n${uid}END:VCARD\n`;

test('a contact that says what an earlier one said is counted and not kept', () => {
  const { kept, merged } = totalsOf(card('Ana') + card('Ben') + card('Ana'));
  assert.deepEqual([kept, merged], [2, 1]);
});

test('contacts with ids of their own are two, whatever they say', () => {
  assert.equal(totalsOf(card('Ana', 'UID:1\n') + card('Ana', 'UID:2\n')).kept, 2);
});

test('a line that is nobody is not readable; a file that is none is no contact', () => {
  assert.equal(totalsOf('ana@x.example\nhello\nben@x.example\n').unreadable, 1);
  assert.deepEqual(totalsOf('%PDF-1.7'), { read: 0, kept: 0, merged: 0, unreadable: 0, dropped: 0 });
});

test('mail to many is no contact that was lost', () => {
  const { read, unreadable } = totalsOf('Received: x\nFrom: shop@x.example\nList-Id: <x.example>\n\n');
  assert.deepEqual([read, unreadable], [0, 0]);
});

test('what a limit leaves out of a contact is counted, and the contact kept', () => {
  const { kept, dropped } = totalsOf(card(`Ana\nNOTE:${'x'.repeat(70_000)}`));
  assert.deepEqual([kept, dropped], [1, 1]);
});

test('repeats are known among tens of thousands', () => {
  const names = Array.from({ length: 30_000 }, (_, at) => card(`Person ${at}`)).join('');
  const { kept, merged } = totalsOf(names + names);
  assert.deepEqual([kept, merged], [30_000, 30_000]);
});
