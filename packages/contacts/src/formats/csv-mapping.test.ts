import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { workbookOf } from '../../testing/zips.ts';
import { type Card, type ReadContactsOptions, type ReadEvent, readContacts } from '../index.ts';
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

function headerOf(text: string, options: Partial<ReadContactsOptions> = {}) {
  const reader = readContacts(options);
  const events = [...reader.write(new TextEncoder().encode(text)), ...reader.end()];
  return { header: reader.header, events };
}

test('a reader says what it understood of each column, and why', () => {
  const { header } = headerOf(
    'Name,E-mail,Tel. privat,Blob,Draht,Leer\nAna,a@x.example,030 1,z,b@x.example,\nBo,c@x.example,,z,d@x.example,\n',
  );
  assert.equal(header?.headed, true);
  assert.deepEqual(header?.columns, [
    { name: 'Name', meaning: 'full', basis: 'known', samples: ['Ana', 'Bo'] },
    { name: 'E-mail', meaning: 'email', basis: 'known', samples: ['a@x.example', 'c@x.example'] },
    { name: 'Tel. privat', meaning: 'phone/home', basis: 'known', samples: ['030 1'] },
    { name: 'Blob', meaning: 'other', basis: 'unknown', samples: ['z'] },
    { name: 'Draht', meaning: 'email', basis: 'guessed', samples: ['b@x.example', 'd@x.example'] },
    { name: 'Leer', meaning: 'other', basis: 'unknown', samples: [] },
  ]);
  const bare = headerOf('Ana;ana@x.example\nBo;bo@x.example\n').header;
  assert.deepEqual(
    [bare?.headed, bare?.columns.map(({ name, basis }) => [name, basis])],
    [
      false,
      [
        ['column 1', 'guessed'],
        ['column 2', 'guessed'],
      ],
    ],
  );
});

const STRANGE = 'Bezug;Kürzel;Nummer\nAna Ruiz;AR;4711\nBo Berg;BB;4712\n';

test('a table of which nothing is understood is refused, and says its columns where it is asked for any table', () => {
  assert.equal(headerOf(STRANGE).header, undefined);
  for (const text of [
    // An address in most rows does not make it a text with addresses in it.
    'Kürzel;Wer;Erreichbar\nab;Ana Bell;ana@home.example\ncd;Carl Dorn;carl at home\nef;Eva Fink;eva@home.example\n',
    STRANGE,
    'Stadt;Land;Bezug\nOslo;NO;17\nBergen;NO;18\n',
  ]) {
    const { header, events } = headerOf(text, { anyTable: true });
    assert.deepEqual(
      events.map((event) => event.kind === 'problem' && event.problem.code),
      ['header.not_understood'],
    );
    assert.equal(header?.columns.length, 3);
  }
  for (const prose of ['Dear all,\nI met Bo, who is well.\n', 'one, two\nthree, four\n', ',,,\n,,,\n'])
    assert.equal(headerOf(prose, { anyTable: true }).header, undefined);
});

test('what was said of one column of such a table is enough to read it, also in Excel', () => {
  const fingerprint = headerFingerprint(['Bezug', 'Kürzel', 'Nummer']);
  const mapping: ColumnMappings = { [fingerprint]: { 'column 1': 'full' } };
  const names = (events: readonly ReadEvent[]) =>
    events.flatMap((event) => (event.kind === 'card' ? [event.card.names.full] : []));
  assert.deepEqual(names(headerOf(STRANGE, { mapping }).events), ['Ana Ruiz', 'Bo Berg']);
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  const rows = STRANGE.trim().split('\n');
  const sheet = rows.map((row, at) => `<row r="${at + 1}">${row.split(';').map(cell).join('')}</row>`);
  const read = (options: ReadContactsOptions) => {
    const reader = readContacts(options);
    const events = [...reader.write(workbookOf([['Liste', sheet.join('')]], [])), ...reader.end()];
    return { events, header: reader.header };
  };
  const unread = read({ anyTable: true });
  assert.equal(unread.header?.fingerprint, fingerprint);
  assert.deepEqual(names(unread.events), []);
  assert.deepEqual(names(read({ anyTable: true, mapping }).events), ['Ana Ruiz', 'Bo Berg']);
});

test('columns of the same name are told apart by their place', () => {
  const text = 'Name,Tel,Tel\nAna,030 1234567,0171 7654321\n';
  const [ana] = cards(text, { [headerFingerprint(['Name', 'Tel', 'Tel'])]: { 'column 3': 'phone/mobile' } });
  assert.deepEqual(ana?.phones, [{ value: '030 1234567' }, { value: '0171 7654321', label: 'mobile' }]);
});

test('words alone above a column of addresses are a header, and a row without an address is none', () => {
  const { header } = headerOf('Bezug,Draht\nAna,ana@x.example\nBo,bo@x.example\n');
  assert.deepEqual(
    header?.columns.map(({ name, meaning, basis }) => [name, meaning, basis]),
    [
      ['Bezug', 'full', 'guessed'],
      ['Draht', 'email', 'guessed'],
    ],
  );
  assert.equal(
    headerOf('Ana,030 1234567,ana@x.example\nBo,-,none\nChen,030 7654321,chen@x.example\n').header?.headed,
    false,
  );
});
