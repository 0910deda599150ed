import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Card, readContacts } from '../index.ts';
import { normaliseCard } from './card.ts';
import { displayName, foldForSearch, sortKey } from './names.ts';

function card(text: string): Card {
  const reader = readContacts();
  const [event] = [...reader.write(new TextEncoder().encode(text)), ...reader.end()];
  assert.ok(event?.kind === 'card');
  return event.card;
}

test('normalising twice is normalising once, and nothing is lost', () => {
  const once = normaliseCard(card('Name,Email,Phone\nAna,A@Faß.de ; not-an@address,030 1234567\n'), {
    region: 'DE',
  });
  assert.deepEqual(once.emails, [{ value: 'A@xn--fa-hia.de' }]);
  assert.deepEqual(once.phones, [{ value: '+49301234567' }]);
  assert.deepEqual(once.other, [{ value: 'not-an@address', label: 'emails' }]);
  assert.deepEqual(
    once.problems.map(({ code }) => code),
    ['email.invalid'],
  );
  assert.deepEqual(normaliseCard(once, { region: 'DE' }), once);
});

test('a number without a country code stays as it is where no region is known', () => {
  assert.deepEqual(normaliseCard(card('Name,Phone\nAna,030 1234567\n')).phones, [{ value: '030 1234567' }]);
});

test('a contact is called by its name, else by what is there', () => {
  assert.equal(displayName(card('Name,Email\nAna  Ruiz,ana@x.example\n')), 'Ana Ruiz');
  assert.equal(displayName(card('Company,Email\nWeber,w@x.example\n')), 'Weber');
  assert.equal(displayName(card('ana@x.example\n')), 'ana@x.example');
});

test('a search ignores case, marks and width', () => {
  for (const [text, folded] of [
    ['Größler, Åsa', 'grossler, asa'],
    ['ＡＮＡ', 'ana'],
    ['Ελένη', 'ελενη'],
    ['Łukasz Øst', 'lukasz ost'],
    ['İpek', 'ipek'],
    ['Ǣlfric', 'aelfric'],
  ] as const) {
    assert.equal(foldForSearch(text), folded);
  }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) =>
      assert.equal(foldForSearch(foldForSearch(text)), foldForSearch(text)),
    ),
  );
});

test('names in many scripts are found and sorted by their letters', () => {
  const lines = readFileSync(new URL('names.txt', import.meta.url), 'utf8').split('\n');
  for (const line of lines.filter((one) => one !== '' && !one.startsWith('#'))) {
    const [parts = '', folded, key] = line.split('=>').map((part) => part.trim());
    const [given = '', family = '', full = ''] = parts.split('|').map((part) => part.trim());
    assert.equal(foldForSearch(full), folded, line);
    assert.equal(sortKey({ full, given, family }), key, line);
  }
});

test('contacts sort by family name, Japanese ones as they are spoken', () => {
  assert.equal(sortKey({ full: 'Ana Ruiz', given: 'Ana', family: 'Ruiz' }), 'ruiz ana');
  assert.equal(
    sortKey({ full: '佐藤花子', given: '花子', family: '佐藤', phonetic: 'サトウ ハナコ' }),
    'サトウ ハナコ'.normalize('NFC'),
  );
  assert.equal(sortKey({ full: 'Élodie' }), 'elodie');
});
