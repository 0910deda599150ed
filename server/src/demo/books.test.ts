import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Card, parseEmail, readContacts } from '@kith/contacts';
import { type BookName, bookNames, demoBook } from './books.ts';
import { demoGuests, demoPeople, memberCount } from './people.ts';

const sizes: Readonly<Record<BookName, number>> = {
  'google.csv': 300,
  'icloud.vcf': 2000,
  'outlook-de.csv': 10_000,
};

function read(name: BookName): { cards: Card[]; problems: number } {
  const reader = readContacts();
  const events = [...reader.write(demoBook(name).bytes), ...reader.end()];
  return {
    cards: events.flatMap((event) => (event.kind === 'card' ? [event.card] : [])),
    problems: events.flatMap((event) =>
      event.kind === 'card' ? (event.card.problems ?? []) : [event.problem],
    ).length,
  };
}

for (const name of bookNames) {
  test(`${name} is read whole, and one in six of it is a member`, () => {
    const { cards, problems } = read(name);
    assert.ok(cards.length >= sizes[name], `${cards.length} cards`);
    assert.ok(problems > 0, 'a book without dirt is not true to life');
    const addresses = new Set(demoPeople().members.flatMap(({ emails }) => emails.map(({ value }) => value)));
    const known = cards.filter(({ emails }) => emails.some(({ value }) => addresses.has(value))).length;
    const share = known / cards.length;
    assert.ok(share > 0.13 && share < 0.22, `${known} of ${cards.length} have a member's address`);
  });

  test(`${name} is the same each time and names reserved domains alone`, () => {
    assert.ok(demoBook(name).bytes.equals(demoBook(name).bytes));
    for (const { emails } of read(name).cards)
      for (const { value } of emails)
        if (parseEmail(value) !== undefined) assert.match(value, /\.(example|test)$/i);
  });
}

test('the network has its members, and everybody another address', () => {
  const { members, strangers } = demoPeople();
  assert.equal(members.length + Object.keys(demoGuests).length, memberCount);
  const all = [...members, ...strangers].flatMap(({ emails }) => emails.map(({ value }) => value));
  assert.equal(new Set(all).size, all.length);
});
