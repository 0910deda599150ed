import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { normalHeader } from './csv-header.ts';
import { headerWords, isHeaderWord } from './csv-language.ts';

test('headers in many languages are understood', () => {
  const lines = readFileSync(new URL('csv-language.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const languages = new Set<string>();
  for (const line of lines) {
    const [language = '', header = '', expected = ''] = line.split('\t');
    languages.add(language);
    const read = headerWords(header.split(' ; ')).words.map((word) =>
      word === undefined ? '?' : word.label === undefined ? word.field : `${word.field}/${word.label}`,
    );
    assert.equal(read.join(' '), expected, `${language}: ${header}`);
  }
  assert.ok(languages.size >= 50, String(languages.size));
});

test('each word of each language means what it meant, alone and among words of its language', () => {
  // A line `# language`, header; then its words with what they mean among these, and alone where that is something else.
  const lines = readFileSync(new URL('csv-header-words.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const meaning = (header: readonly string[]): string => {
    const word = headerWords(header).words[0];
    return word === undefined ? '?' : word.label === undefined ? word.field : `${word.field}/${word.label}`;
  };
  let language = '';
  let others: readonly string[] = [];
  for (const line of lines) {
    const [word = '', among = '', alone = among] = line.split('\t');
    if (word.startsWith('# ')) {
      language = word;
      others = among.split(' ; ');
    } else
      assert.deepEqual([meaning([word, ...others]), meaning([word])], [among, alone], `${language} ${word}`);
  }
  assert.ok(lines.length > 5000, String(lines.length));
});

test('case, accents, width and signs of a header do not matter', () => {
  for (const header of ['E-MAIL', 'Ｅ－ｍａｉｌ', ' e.mail: ', 'E_mail'])
    assert.equal(normalHeader(header), 'e mail');
  assert.equal(normalHeader('PRÉNOM'), normalHeader('prenom'));
  assert.equal(normalHeader('İSİM'), normalHeader('isim'));
  assert.equal(normalHeader('شَرِكَة'), normalHeader('شركه'));
});

test('a word that means two things is read in the language of the others', () => {
  const field = (header: string): string | undefined => headerWords(header.split(',')).words[0]?.field;
  assert.equal(field('Nom,Prénom,Téléphone'), 'name');
  assert.equal(field('Kraj,Imię,Nazwisko,Ulica'), 'country');
  assert.equal(field('Kraj,Jméno,Příjmení,Ulice'), 'region');
  assert.equal(field('Kraj,Ime,Priimek,Poštna številka'), 'city');
});

test('columns that are none of a contact mean nothing', () => {
  const lines = readFileSync(new URL('csv-strangers.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const strangers = lines.flatMap((line) => line.split(' ; '));
  for (const header of strangers) assert.deepEqual(headerWords([header]).words, [undefined], header);
  assert.ok(strangers.length > 400, String(strangers.length));
});

test('words from a cell of data are no header', () => {
  for (const cell of ['Ana Ruiz', '2024', 'x', '12 Main Street', '', 'constructor', '__proto__'])
    assert.equal(isHeaderWord(cell), false, cell);
});
