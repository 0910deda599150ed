import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { generatePeople, googleCsv } from '../../testing/index.ts';
import { BLANK_CARD, type Card, CORRESPONDENCE, WRITTEN_ON } from '../contact.ts';
import { readContacts } from '../formats/read-contacts.ts';
import { writeCsv } from './csv.ts';

function read(text: string): Card[] {
  const reader = readContacts({ format: 'csv' });
  const events = [...reader.write(new TextEncoder().encode(text)), ...reader.end()];
  return events.flatMap((event) => (event.kind === 'card' ? [event.card] : []));
}

function said({ source: _, problems: __, ...card }: Card): unknown {
  return JSON.parse(JSON.stringify(card));
}

test('what Google exported comes back the same', () => {
  const cards = read(googleCsv(generatePeople({ seed: 5, count: 300 })));
  assert.equal(cards.length, 300);
  assert.deepEqual(read([...writeCsv(cards)].join('')).map(said), cards.map(said));
});

const EMPTY: Card = { ...BLANK_CARD, source: { format: 'csv', lines: [1, 1] }, problems: [] };

const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((text) =>
    text
      .toWellFormed()
      .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}\ufeff]+/gu, ' ')
      .trim(),
  )
  .filter((text) => text !== '' && !text.includes(':::'));
const label = fc.constantFrom('home', 'work', 'mobile', 'other', 'fax', 'work fax', 'Büro', undefined);
const labelled = (value: fc.Arbitrary<string>): fc.Arbitrary<Card['emails']> =>
  fc
    .uniqueArray(fc.record({ value, label }), { maxLength: 4, selector: ({ value }) => value })
    .map((list) => list.map(({ value, label }) => (label === undefined ? { value } : { value, label })));
const email = fc.stringMatching(/^[a-z][a-z0-9.+-]{0,12}@[a-z]{1,8}\.example$/);
const phone = fc.stringMatching(/^\+?[1-9][0-9 ]{5,12}[0-9]$/);
const card: fc.Arbitrary<Card> = fc
  .record({
    given: word,
    family: word,
    emails: labelled(email),
    phones: labelled(phone),
    note: fc.option(word, { nil: undefined }),
    organisation: fc.option(word, { nil: undefined }),
    city: fc.option(word, { nil: undefined }),
  })
  .map(({ given, family, emails, phones, note, organisation, city }) => ({
    ...EMPTY,
    names: { full: '', given, family },
    emails,
    phones,
    notes: note === undefined ? [] : [note],
    organisations: organisation === undefined ? [] : [{ name: organisation }],
    addresses: city === undefined ? [] : [{ city, label: 'home' }],
  }));

test('what Kith notes of letters is no column', () => {
  const other = [
    { label: CORRESPONDENCE, value: 'sent' },
    { label: WRITTEN_ON, value: '2026-06-01' },
    { label: 'Shoe size', value: '38' },
  ];
  const text = [...writeCsv([{ ...EMPTY, names: { full: 'Ana' }, other }])].join('');
  assert.match(text, /Shoe size,38/);
  assert.doesNotMatch(text, /written-on|correspondence/);
});

test('reading what was written gives the same', () => {
  fc.assert(
    fc.property(fc.array(card, { minLength: 1, maxLength: 5 }), (cards) => {
      const again = read([...writeCsv(cards, { bom: true })].join(''));
      assert.equal(again.length, cards.length);
      for (const [at, one] of cards.entries()) {
        const back = again[at];
        assert.deepEqual(
          [back?.names.given, back?.names.family, back?.emails, back?.phones, back?.notes],
          [one.names.given, one.names.family, one.emails, one.phones, one.notes],
        );
        assert.deepEqual([back?.organisations, back?.addresses], [one.organisations, one.addresses]);
      }
    }),
    { numRuns: 300 },
  );
});

test('a spreadsheet runs nothing of what was written, and reading takes the guard off again', () => {
  const formulas = [
    '=1+1',
    '@SUM(A1)',
    '-2+cmd|x',
    '+cmd|x',
    "'=1+1",
    '=HYPERLINK("http://x.example")',
    "'5",
  ];
  const cards = formulas.map((given) => ({ ...EMPTY, names: { full: given, given, family: 'Ruiz' } }));
  const text = [...writeCsv(cards)].join('');
  for (const cell of text.split(/[,\r\n]+/)) assert.doesNotMatch(cell, /^"?[=@]|^"?[+-].*[|!a-z]/i);
  assert.deepEqual(
    read(text).map(({ names }) => names.given),
    formulas,
  );
});

test('a number keeps its plus, lists are wide enough for the fullest card, rows end in CRLF', () => {
  const emails = ['a', 'b', 'c', 'd', 'e'].map((local) => ({ value: `${local}@x.example` }));
  const lines = [
    ...writeCsv([
      { ...EMPTY, names: { full: 'Ana' }, phones: [{ value: '+49 30 1234567' }] },
      { ...EMPTY, names: { full: 'Bo' }, emails },
    ]),
  ];
  assert.equal(lines.length, 3);
  assert.match(lines[0] ?? '', /,E-mail 5 - Label,E-mail 5 - Value,Phone 1 - Label,.*\r\n$/);
  assert.match(lines[1] ?? '', /^Ana,.*,\+49 30 1234567,/);
  assert.equal(new Set(lines.map((line) => line.split(',').length)).size, 1);
});
