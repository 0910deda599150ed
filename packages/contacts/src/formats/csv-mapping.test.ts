import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Card, readContacts } from '../index.ts';
import { type ColumnMappings, headerFingerprint } from './csv-mapping.ts';

const TABLE =
  'Bezug,Kürzel,Draht,Vereinsnummer\nAna Ruiz,AR,030 1234567,4711000\nBo Berg,BB,030 7654321,4711001\n';
const HEADER = ['Bezug', 'Kürzel', 'Draht', 'Vereinsnummer'];

function cards(text: string, mapping?: ColumnMappings): Card[] {
  const reader = readContacts(mapping === undefined ? { format: 'csv' } : { format: 'csv', mapping });
  const events = [...reader.write(new TextEncoder().encode(text)), ...reader.end()];
  return events.flatMap((event) => (event.kind === 'card' ? [event.card] : []));
}

test('what an owner said of a header holds whenever it comes again', () => {
  const mapping: ColumnMappings = {
    '*': { Vereinsnummer: 'skip', Kürzel: 'other' },
    [headerFingerprint(HEADER)]: { bezug: 'full', DRAHT: 'phone/mobile', Kürzel: 'nickname' },
  };
  const [ana] = cards(TABLE, mapping);
  assert.equal(ana?.names.full, 'Ana Ruiz');
  assert.deepEqual(ana?.names.nicknames, ['AR']);
  assert.deepEqual(ana?.phones, [{ value: '030 1234567', label: 'mobile' }]);
  assert.equal(ana?.other, undefined);
});

test('a header-less file calls its columns by number', () => {
  const [ana] = cards('Ruiz;ana@x.example;Ana\nBerg;bo@x.example;Bo\n', {
    '*': { 'column 1': 'family', 'column 3': 'given' },
  });
  assert.deepEqual([ana?.names.given, ana?.names.family], ['Ana', 'Ruiz']);
});

test('a meaning that is none is named', () => {
  // Safe to say wrongly: a mapping comes from a file.
  const mapping = { '*': { Bezug: 'boss' } } as unknown as ColumnMappings;
  assert.throws(() => cards(TABLE, mapping), { name: 'TypeError', message: /"Bezug".*"boss"/ });
});

test('a header has the same fingerprint however it is written, and another one no other', () => {
  assert.equal(headerFingerprint(['Vorname', 'E-Mail']), headerFingerprint(['VORNAME ', 'e_mail']));
  assert.match(headerFingerprint([]), /^[0-9a-f]{16}$/);
  assert.equal(headerFingerprint(['']), 'cbf29ce484222325');
  assert.equal(headerFingerprint(['a']), 'af63dc4c8601ec8c');
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 2, maxLength: 6 }), (header) => {
      assert.notEqual(headerFingerprint(header), headerFingerprint(header.slice(1)));
    }),
  );
});

test('a reader says what it understood of each column', () => {
  const reader = readContacts({ format: 'csv' });
  for (const _ of reader.write(
    new TextEncoder().encode('Name,E-mail,Tel. privat,Blob\nAna,a@x.example,030 1,z\n'),
  )) {
    // Only the header is of interest.
  }
  assert.ok([...reader.end()].length > 0);
  assert.deepEqual(reader.header?.columns, [
    { name: 'Name', meaning: 'full' },
    { name: 'E-mail', meaning: 'email' },
    { name: 'Tel. privat', meaning: 'phone/home' },
    { name: 'Blob', meaning: 'other' },
  ]);
});
