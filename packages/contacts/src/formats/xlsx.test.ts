import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workbookOf, zipOf } from '../../testing/zips.ts';
import type { Card, ReadEvent } from '../contact.ts';
import { LIMITS, type Limits } from './limits.ts';
import { readContacts } from './read-contacts.ts';
import { sniff } from './sniff.ts';

const TEXTS = [
  'Vorname',
  'Nachname',
  'E-Mail',
  'Mobiltelefon',
  'Geburtstag',
  'PLZ',
  'Notizen',
  'Ana',
  '<r><rPr><b/></rPr><t>Ru</t></r><r><t xml:space="preserve">iz</t></r><rPh sb="0" eb="1"><t>spoken</t></rPh>',
  'ana@x.example',
  'Zeile 1_x000D_\nZeile 2, &quot;drei&quot;',
];
const HEADER = `<row r="3">${['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((column, at) => `<c r="${column}3" t="s"><v>${at}</v></c>`).join('')}</row>`;
const ANA =
  '<row r="4"><c r="A4" t="s"><v>7</v></c><c r="B4" t="s"><v>8</v></c><c r="C4" t="s"><v>9</v></c><c r="D4" s="4"><v>4.9170123456E+11</v></c><c r="E4" s="1"><v>29302</v></c><c r="F4" s="3"><v>1067</v></c><c r="G4" t="s"><v>10</v></c></row>';
const BO =
  '<row r="7"><c r="A7" t="inlineStr"><is><t>Bo</t></is></c><c r="C7" t="str"><f>A7&amp;"@x"</f><v>bo@x.example</v></c><c r="D7" t="e"><v>#N/A</v></c><c r="E7" s="2"><v>29302.5</v></c></row>';

function read(bytes: Uint8Array, limits: Limits = LIMITS, size = bytes.length): ReadEvent[] {
  const reader = readContacts({ limits });
  const events: ReadEvent[] = [];
  for (let at = 0; at < bytes.length; at += size) events.push(...reader.write(bytes.subarray(at, at + size)));
  events.push(...reader.end());
  return events;
}

function cardsOf(events: readonly ReadEvent[]): Card[] {
  return events.flatMap((event) => (event.kind === 'card' ? [event.card] : []));
}

for (const described of [false, true]) {
  test(`a workbook gives its rows, texts, dates and numbers${described ? ', sizes behind the data' : ''}`, () => {
    const bytes = workbookOf(
      [
        ['Notes', '<row><c t="inlineStr"><is><t>Just words</t></is></c></row>'],
        ['Kontakte', HEADER + ANA + BO],
      ],
      TEXTS,
      { described },
    );
    assert.deepEqual(sniff(bytes), { kind: 'contacts', format: 'xlsx' });
    const events = read(bytes);
    assert.deepEqual(read(bytes, LIMITS, 100), events);
    const [ana, bo, ...more] = cardsOf(events);
    assert.deepEqual([events.length, more.length], [2, 0]);
    assert.deepEqual(ana?.names, { full: 'Ana Ruiz', given: 'Ana', family: 'Ruiz' });
    assert.deepEqual(ana?.emails, [{ value: 'ana@x.example' }]);
    assert.deepEqual(ana?.phones, [{ value: '+491701234560', label: 'mobile' }]);
    assert.equal(ana?.birthday, '1980-03-22');
    assert.equal(ana?.addresses[0]?.postcode, '01067');
    assert.deepEqual(ana?.notes, ['Zeile 1\nZeile 2, "drei"']);
    assert.deepEqual(ana?.source, { format: 'xlsx', lines: [4, 4], entry: 'Kontakte' });
    assert.deepEqual([bo?.names.given, bo?.emails[0]?.value, bo?.phones.length], ['Bo', 'bo@x.example', 0]);
    assert.equal(bo?.birthday, '1980-03-22');
    assert.deepEqual(bo?.source, { format: 'xlsx', lines: [7, 7], entry: 'Kontakte' });
  });
}

test('dates of both systems', () => {
  const birth = (serial: number, from1904: boolean): string | undefined => {
    const row = ANA.replace('29302', String(serial));
    return cardsOf(read(workbookOf([['A', HEADER + row]], TEXTS, { from1904 })))[0]?.birthday;
  };
  assert.equal(birth(1, false), '1900-01-01');
  assert.equal(birth(59, false), '1900-02-28');
  assert.equal(birth(61, false), '1900-03-01');
  assert.equal(birth(36_585, false), '2000-02-29');
  assert.equal(birth(27_840, true), '1980-03-22');
});

test('every sheet of contacts is read, and lines are rows of the sheet', () => {
  const many = Array.from(
    { length: 3000 },
    (_, at) =>
      `<row r="${at * 2 + 5}"><c r="A${at * 2 + 5}" t="s"><v>7</v></c><c r="C${at * 2 + 5}" t="inlineStr"><is><t>p${at}@x.example</t></is></c><c r="G${at * 2 + 5}" t="s"><v>10</v></c></row>`,
  ).join('');
  const cards = cardsOf(
    read(
      workbookOf(
        [
          ['One', HEADER + many],
          ['Two', HEADER + ANA],
        ],
        TEXTS,
      ),
    ),
  );
  assert.equal(cards.length, 3001);
  for (const [at, card] of cards.slice(0, 3000).entries()) {
    assert.equal(card.emails[0]?.value, `p${at}@x.example`);
    assert.deepEqual(card.source.lines, [at * 2 + 5, at * 2 + 5]);
  }
  assert.equal(cards.at(-1)?.source.entry, 'Two');
});

test('a workbook without contacts says so, and a workbook in a ZIP is read', () => {
  const none = workbookOf([['A', '<row><c><v>5</v></c></row>']], []);
  assert.deepEqual(
    read(none).map((event) => event.kind === 'problem' && event.problem.found),
    ['Excel without a table of contacts'],
  );
  const zip = zipOf([{ name: 'book.xlsx', content: workbookOf([['A', HEADER + ANA]], TEXTS), method: 0 }]);
  assert.deepEqual(
    cardsOf(read(zip)).map(({ source }) => source.entry),
    ['book.xlsx/A'],
  );
});

test('limits of a workbook are problems, never a crash', () => {
  const wide = `<row r="4"><c r="C4" t="s"><v>9</v></c><c r="XFD4" t="s"><v>7</v></c></row>`;
  assert.equal(cardsOf(read(workbookOf([['A', HEADER + wide]], TEXTS))).length, 1);
  const codes = (bytes: Uint8Array, limits: Partial<Limits> = {}): unknown[] =>
    read(bytes, { ...LIMITS, ...limits }).flatMap((event) =>
      event.kind === 'problem' ? [event.problem.code] : [],
    );
  const long = `<row r="4"><c r="C4" t="s"><v>9</v></c><c r="G4" t="str"><v>${'x'.repeat(70_000)}</v></c></row>`;
  assert.deepEqual(codes(workbookOf([['A', HEADER + long]], TEXTS)), ['field.too_large']);
  assert.ok(codes(workbookOf([['A', HEADER + ANA]], TEXTS), { workbook: 100 }).includes('archive.too_large'));
  const deep = `<row r="4">${'<c>'.repeat(1000)}</row>`;
  assert.deepEqual(codes(workbookOf([['A', HEADER + deep + ANA]], TEXTS)), []);
});
