import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Card, readContacts } from '../src/index.ts';
import { mbox, thunderbirdLdif } from './directory.ts';
import { googleCsv, outlookCsv } from './exports.ts';
import { facebookBook, googlePeople, jscontactList } from './json-exports.ts';
import { generatePeople } from './people.ts';
import { vcard21, vcard30, vcard40 } from './vcards.ts';

const people = generatePeople({ seed: 9, count: 3000 });

function read(text: string): Card[] {
  const reader = readContacts();
  const cards: Card[] = [];
  for (const event of [...reader.write(new TextEncoder().encode(text)), ...reader.end()]) {
    assert.ok(event.kind === 'card', JSON.stringify(event));
    assert.deepEqual(event.card.problems, []);
    cards.push(event.card);
  }
  return cards;
}

const writers = {
  'Google CSV': googleCsv(people),
  'Outlook CSV in English': outlookCsv(people, 'en'),
  'Outlook CSV in German': outlookCsv(people, 'de'),
  'vCard 2.1': vcard21(people),
  'vCard 3.0 by Google': vcard30(people),
  'vCard 3.0 by Apple': vcard30(people, { apple: true }),
  'vCard 4.0': vcard40(people),
  'LDIF by Thunderbird': thunderbirdLdif(people),
  JSContact: jscontactList(people),
  'Google JSON': googlePeople(people),
};

for (const [name, text] of Object.entries(writers)) {
  test(`3,000 people come back from ${name} as they went in`, () => {
    const cards = read(text);
    assert.equal(cards.length, people.length);
    people.forEach((person, at) => {
      const card = cards[at];
      assert.ok(card !== undefined);
      const { names } = card;
      assert.deepEqual(
        [names.given, names.family, names.full.replaceAll(' ', '')].map(String),
        shown(person, name),
      );
      assert.deepEqual(
        card.emails.map(({ value }) => value),
        person.emails.map(({ value }) => value),
      );
      assert.deepEqual(
        card.phones.map(({ value }) => value.replace('tel:', '')).toSorted(),
        person.phones.map(({ value }) => value).toSorted(),
      );
      assert.equal(card.birthday, person.birthday);
      assert.equal(card.organisations[0]?.name, person.organisation);
      assert.equal(card.titles[0], person.title);
      assert.equal(card.addresses[0]?.city, person.city);
      assert.deepEqual(card.notes, person.note === undefined ? [] : [person.note]);
    });
  });
}

/** CSV holds no full name: readers join the parts, family name first for CJK only. */
function shown(person: (typeof people)[number], format: string): string[] {
  const { given, family, full } = person.names;
  const cjk = ['zh', 'ja', 'ko'].includes(person.culture);
  const joined = format.includes('CSV') ? (cjk ? family + given : given + family) : full;
  return [given, family, joined.replaceAll(' ', '')];
}

test("3,000 people come back from Facebook's book and from a mailbox, with what these hold", () => {
  const values = (list: readonly { readonly value: string }[]): string[] => list.map(({ value }) => value);
  const book = read(facebookBook(people));
  const met = read(mbox(people));
  assert.deepEqual([book.length, met.length], [people.length, people.length]);
  people.forEach((person, at) => {
    const [told, written] = [book[at], met[at]];
    assert.ok(told !== undefined && written !== undefined);
    assert.deepEqual([told.names.full, written.names.full], [person.names.full, person.names.full]);
    assert.deepEqual(
      [values(told.emails), values(told.phones)],
      [values(person.emails), values(person.phones)],
    );
    assert.deepEqual(values(written.emails), values(person.emails).slice(0, 1));
  });
});
