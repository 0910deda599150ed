import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Card, Labelled } from '../contact.ts';
import { jscontact } from '../formats/jscontact.ts';
import { labelOf } from '../formats/labels.ts';
import { readContacts } from '../formats/read-contacts.ts';
import { writeJscontact } from './jscontact.ts';

function read(text: string): Card {
  const reader = jscontact.open({ photos: true });
  const events = [...reader.write(new TextEncoder().encode(text)), ...reader.end()];
  const [event] = events;
  assert.ok(event?.kind === 'card' && events.length === 1, JSON.stringify(events));
  return event.card;
}

/** What a card says, without where it stood; `other` has no order of its own. */
function said({ source, problems: _, other, ...card }: Card): unknown {
  const sorted = other?.map((one) => JSON.stringify(one)).toSorted();
  return JSON.parse(JSON.stringify({ ...card, uid: source.uid, revised: source.revised, other: sorted }));
}

const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => text.replace(/[\s\p{Cc}\ufeff]/gu, '').toWellFormed())
  .filter((text) => text !== '' && !text.includes('@') && !/^\d+$/.test(text));
const words = fc.array(word, { minLength: 1, maxLength: 3 }).map((list) => list.join(' '));
const label = words.filter((text) => labelOf(text) === text && text !== 'private');
const email = word.map((text) => `${text}@mail.example`);

function labelled(value: fc.Arbitrary<string>, labels: fc.Arbitrary<string>): fc.Arbitrary<Labelled[]> {
  return fc.uniqueArray(
    fc.record({ value, label: fc.option(labels, { nil: undefined }) }).map(withoutUndefined),
    { maxLength: 4, selector: ({ value: one }) => one },
  );
}

/** Safe: leaves members out that are `undefined`, which their types allow to be absent. */
function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

const date = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const partialDate = fc
  .tuple(
    date.filter((day) => !day.startsWith('1604')),
    fc.boolean(),
  )
  .map(([day, year]) => (year ? day : `-${day.slice(4)}`));
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });
const texts = fc.uniqueArray(words, { maxLength: 3 });
const phoneLabel = fc.oneof(
  fc.constantFrom(
    'home',
    'work',
    'mobile',
    'work mobile',
    'fax',
    'home fax',
    'work fax',
    'pager',
    'main',
    'video',
  ),
  label,
);
const placeLabel = fc.oneof(fc.constantFrom('home', 'work'), label);

const names = fc
  .record({
    full: words,
    given: optional(words),
    middle: optional(words),
    family: optional(words),
    prefix: optional(words),
    suffix: optional(words),
    nicknames: optional(fc.uniqueArray(words, { minLength: 1, maxLength: 2 })),
    phonetic: optional(words),
  })
  .map(withoutUndefined);

const address = fc
  .record({
    street: words,
    extended: optional(words),
    poBox: optional(words),
    city: optional(words),
    region: optional(words),
    postcode: optional(words),
    country: optional(words),
    formatted: optional(words),
    label: optional(placeLabel),
  })
  .map(withoutUndefined);

const person: fc.Arbitrary<Card> = fc
  .record({
    kind: fc.constantFrom('person' as const, 'organisation' as const),
    names,
    emails: labelled(email, placeLabel),
    phones: labelled(
      fc.integer({ min: 1_000_000 }).map((number) => `+${number}`),
      phoneLabel,
    ),
    urls: labelled(
      word.map((text) => `https://x.example/${text}`),
      placeLabel,
    ),
    ims: labelled(
      fc.oneof(word, fc.constantFrom('https://im.example/ana', 'xmpp:ana@im.example')),
      fc.constantFrom('skype', 'signal', 'jabber'),
    ),
    birthday: optional(partialDate),
    anniversary: optional(partialDate),
    gender: optional(fc.constantFrom('male', 'female', 'other', 'none', 'genderqueer')),
    addresses: fc.array(address, { maxLength: 2 }),
    organisations: fc.array(fc.record({ name: words, department: optional(words) }).map(withoutUndefined), {
      maxLength: 2,
    }),
    titles: texts,
    notes: texts,
    categories: texts,
    relations: labelled(words, words),
    photo: optional(
      fc.oneof(
        fc.constant({ kind: 'url' as const, url: 'https://x.example/ana.jpg' }),
        fc.uint8Array({ minLength: 4, maxLength: 50 }).map((data) => ({
          kind: 'embedded' as const,
          size: data.length,
          type: 'image/png',
          data: Uint8Array.from(data),
        })),
      ),
    ),
    other: optional(
      fc.array(
        fc
          .record({
            value: fc.oneof(
              words,
              fc.constantFrom('{"a":[1,{"b":"c"}]}', '[[[', '{"2":1,"1":2}', '{"__proto__":1}'),
            ),
            label: optional(
              fc.oneof(
                words,
                fc.constantFrom(
                  'X-SKYPE',
                  'GENDER',
                  'emails',
                  'kind',
                  'personalInfo',
                  'language',
                  'x.example:a',
                  'x.example:b',
                  '__proto__',
                ),
              ),
            ),
          })
          .map(withoutUndefined),
        { minLength: 1, maxLength: 5 },
      ),
    ),
    source: fc.record({
      format: fc.constant('vcard' as const),
      lines: fc.constant([1, 1] as const),
      uid: words,
      revised: fc.constantFrom('2024-03-18T09:12:44Z', '2024-03-18', '2024-03-18T09:12:44+01:00'),
    }),
    problems: fc.constant([]),
  })
  .map(withoutUndefined);

test('reading what was written gives the same', () => {
  fc.assert(
    fc.property(person, (card) => {
      assert.deepEqual(said(read(writeJscontact(card))), said(card));
    }),
    { numRuns: 600 },
  );
});

test('photos keep their bytes', () => {
  const data = Uint8Array.from({ length: 5000 }, (_, at) => (at * 7) % 256);
  const [card] = fc.sample(person, 1);
  assert.ok(card !== undefined);
  const back = read(
    writeJscontact({ ...card, photo: { kind: 'embedded', size: data.length, type: 'image/jpeg', data } }),
  );
  assert.deepEqual(back.photo, { kind: 'embedded', size: data.length, type: 'image/jpeg', data });
});

test('a group keeps its members', () => {
  const [card] = fc.sample(person, 1);
  assert.ok(card !== undefined);
  const group: Card = {
    ...card,
    kind: 'group',
    relations: [
      { value: 'urn:a', label: 'member' },
      { value: 'urn:b', label: 'member' },
    ],
  };
  assert.deepEqual(said(read(writeJscontact(group))), said(group));
});

test('what any fixture says survives', () => {
  const folder = new URL('../../fixtures/', import.meta.url);
  let cards = 0;
  for (const name of readdirSync(folder).filter((one) => !one.endsWith('.expected.json'))) {
    const reader = readContacts({ photos: true });
    for (const event of [...reader.write(readFileSync(new URL(name, folder))), ...reader.end()]) {
      if (event.kind !== 'card') continue;
      const { card } = event;
      const back = read(writeJscontact(card));
      assert.deepEqual([back.names, back.emails, back.phones], [card.names, card.emails, card.phones], name);
      assert.deepEqual(said({ ...back, source: card.source }), said(card), name);
      cards++;
    }
  }
  assert.ok(cards > 50);
});

test('a card without a uid always gets the same one', () => {
  const [card] = fc.sample(person, 1);
  assert.ok(card !== undefined);
  const bare: Card = { ...card, source: { format: 'csv', lines: [7, 7] } };
  const { source } = read(writeJscontact(bare));
  assert.match(
    source.uid ?? '',
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  assert.equal(
    read(writeJscontact({ ...bare, source: { format: 'text', lines: [9, 9] } })).source.uid,
    source.uid,
  );
});
