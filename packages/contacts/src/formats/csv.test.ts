import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Card, type ReadEvent, readContacts, triage } from '../index.ts';

function events(content: string | Uint8Array): ReadEvent[] {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const reader = readContacts({ format: 'csv' });
  return [...reader.write(bytes), ...reader.end()];
}

function cards(content: string | Uint8Array): Card[] {
  return events(content).flatMap((event) => (event.kind === 'card' ? [event.card] : []));
}

function codes(content: string): string[] {
  return events(content).flatMap((event) => (event.kind === 'problem' ? [event.problem.code] : []));
}

test('who left a newsletter is not offered for inviting', () => {
  const statuses = (header: string, ...values: string[]): (string | undefined)[] =>
    cards(`Email,First Name,${header}\n${values.map((value) => `ana@x.de,Ana,${value}\n`).join('')}`).map(
      (card) => {
        const found = triage(card);
        return found.listed ? undefined : found.reason;
      },
    );
  assert.deepEqual(statuses('Status', 'Subscribed', 'unsubscribed', 'Cleaned', 'non-subscribed'), [
    undefined,
    'unsubscribed',
    'unsubscribed',
    'unsubscribed',
  ]);
  assert.deepEqual(statuses('Email marketing status', 'opted out', 'active'), ['unsubscribed', undefined]);
  assert.deepEqual(statuses('Unsubscribed from all email', 'true', 'false'), ['unsubscribed', undefined]);
});

test('an export of Thunderbird is read in a language that nobody taught us, by the order of its columns', () => {
  const header =
    'Enw Cyntaf,Cyfenw,Enw Dangos,Llysenw,Prif E-bost,Ail E-bost,Enw Sgrin,Ffôn Gwaith,Ffôn Cartref,Rhif Ffacs,Rhif Galwr,Rhif Symudol,Cyfeiriad Cartref,Cyfeiriad Cartref 2,Dinas Cartref,Sir Cartref,Côd Post Cartref,Gwlad Cartref,Cyfeiriad Gwaith,Cyfeiriad Gwaith 2,Dinas Gwaith,Sir Gwaith,Côd Post Gwaith,Gwlad Gwaith,Teitl Gwaith,Adran,Sefydliad,Tudalen We 1,Tudalen We 2,Blwyddyn Geni,Mis Geni,Diwrnod Geni,Cyfaddas 1,Cyfaddas 2,Cyfaddas 3,Cyfaddas 4,Nodiadau';
  const row =
    'Siân,Rhys,,,sian@x.example,,,+44 20 7946 0001,,,,,,,,,,,,,Caerdydd,,,Cymru,Pensaer,,,,,1980,03,22,,,,,nodyn';
  const [card] = cards(`${header}\r\n${row}\r\n`);
  assert.deepEqual(
    [card?.names, card?.emails, card?.phones, card?.addresses, card?.titles, card?.birthday, card?.notes],
    [
      { full: 'Siân Rhys', given: 'Siân', family: 'Rhys' },
      [{ value: 'sian@x.example' }],
      [{ value: '+44 20 7946 0001', label: 'work' }],
      [{ label: 'work', city: 'Caerdydd', country: 'Cymru' }],
      ['Pensaer'],
      '1980-03-22',
      ['nodyn'],
    ],
  );
});

test('one known word above one address is a header', () => {
  const reader = readContacts();
  const bytes = new TextEncoder().encode('__proto__,constructor,toString,Email\nx,y,z,a@x.example\n');
  const found = [...reader.write(bytes), ...reader.end()];
  assert.equal(reader.format, 'csv');
  assert.deepEqual(
    found.map((event) => (event.kind === 'card' ? event.card.emails : event.problem.code)),
    ['header.unknown_columns', [{ value: 'a@x.example' }]],
  );
});

test('a line break in any cell is one sign, however it was written', () => {
  const [ana, bo] = cards(
    'Name,Email,Company,Notes\r\n"Ana\r\nRuiz",a@x.example,"Nord\rlicht","one\r\ntwo"\r\nBo\rBerg,b@x.example,,\r\n',
  );
  assert.deepEqual(
    [ana?.names.full, ana?.organisations, ana?.notes, bo?.names.full],
    ['Ana\nRuiz', [{ name: 'Nord\nlicht' }], ['one\ntwo'], 'Bo\nBerg'],
  );
});

test('a quoted cell above its limit is one problem of its row, and its lines are no rows', () => {
  const note = 'call, write; ask for Bo\n';
  for (const size of [66_000, 130_000, 250_000]) {
    const long = note.repeat(Math.ceil(size / note.length));
    const found = cards(`Name,E-mail,Notes\nAna,ana@x.example,"${long}"\nBo,bo@x.example,hello\n`);
    assert.deepEqual(
      found.map(({ emails, problems }) => [emails[0]?.value, problems.map(({ code }) => code)]),
      [
        ['ana@x.example', ['field.too_large']],
        ['bo@x.example', []],
      ],
    );
  }
});

test('a date far down that shows the order of day and month is named where it changes what was read', () => {
  const early = '3/4/1980\n'.repeat(3000).split('\n').slice(0, -1);
  const rows = (dates: readonly string[]): string =>
    `First Name,E-mail Address,Birthday\n${dates.map((date, at) => `A,a${at}@x.example,${date}\n`).join('')}`;
  const late = rows([...early, '25/12/1980', '3/4/1980']);
  assert.deepEqual(codes(late), ['date.order_unsure']);
  const read = cards(late);
  assert.equal(read[0]?.birthday, '1980-03-04');
  assert.equal(read.at(-1)?.birthday, '1980-04-03');
  assert.deepEqual(codes(rows([...early, '12/25/1980'])), []);
  assert.deepEqual(codes(rows(['3/4/1980', '25/12/1980', ...early])), []);
});

test('a header that JavaScript has a meaning for is a header', () => {
  const [ana] = cards('Name,Email,__proto__,constructor,toString\nAna,a@x.example,p,c,t\n');
  assert.deepEqual(ana?.other, [
    { value: 'p', label: '__proto__' },
    { value: 'c', label: 'constructor' },
    { value: 't', label: 'toString' },
  ]);
});

test('a million commas, in one row and in a table, end soon and cost their row', () => {
  const found = events(`Name,Email\nAna,a@x.example\n${','.repeat(900_000)}\nBo,b@x.example\n`);
  assert.deepEqual(
    found.map((event) => (event.kind === 'card' ? event.card.names.full : event.problem.code)),
    ['Ana', 'Bo'],
  );
});

test('somebody else’s columns are never the contact’s', () => {
  const header =
    "Name,Email,Assistant's Phone,Manager E-mail,Contact owner,Owner email,Spouse's phone,Telefon Assistent,秘書の電話";
  const [ana] = cards(`${header}\nAna,a@x.example,+1 1,m@x.example,o@x.example,p@x.example,+1 2,+1 3,+1 4\n`);
  assert.deepEqual(ana?.emails, [{ value: 'a@x.example' }]);
  assert.deepEqual(ana?.phones, []);
  assert.equal(ana?.other?.length, 7);
});

test('an unknown column of digits is no phone number where there is another, and one of names is the name', () => {
  const [ana] = cards(
    'Wer,E-Mail,Mitglied\nAna Ruiz,ana@x.example,471100\nBo Berg,bo@x.example,471101\nCy Cruz,cy@x.example,471102\n',
  );
  assert.equal(ana?.names.full, 'Ana Ruiz');
  const [bo] = cards('Name,Telefon,Mitglied\nBo,030 1234567,471100\nCy,030 1234568,471101\n');
  assert.deepEqual(bo?.phones, [{ value: '030 1234567' }]);
});

test('quotes: doubled, stray, never closed, and around line breaks', () => {
  const read = cards(
    'Name,Email,Notes\n"Ana ""the tall"" Ruiz",a@x.example,"one\r\ntwo"\nBo "x" Berg,b@x.example,"say ""hi"""\n"Cy,c@x.example,\nDi,d@x.example,"z"\n',
  );
  assert.deepEqual(
    read.map(({ names, notes }) => [names.full, notes[0]]),
    [
      ['Ana "the tall" Ruiz', 'one\ntwo'],
      ['Bo "x" Berg', 'say "hi"'],
      ['Cy', undefined],
      ['Di', 'z'],
    ],
  );
  assert.deepEqual(
    read.map(({ source }) => source.lines),
    [
      [2, 3],
      [4, 4],
      [5, 5],
      [6, 6],
    ],
  );
});

test('a row of words that could be a header, cut by another sign, is none', () => {
  const [ana] = cards('Email\tFirst Name\tNotes\na@x.example\tAna\t"one\n名;名;名"\n');
  assert.deepEqual(
    [ana?.emails[0]?.value, ana?.names.given, ana?.notes],
    ['a@x.example', 'Ana', ['one\n名;名;名']],
  );
});

test('any cells come back as they were written, however they are cut, quoted and separated', () => {
  const cell = fc
    .string({ unit: fc.constantFrom('a', 'ü', '名', '"', ',', ';', '\t', '\n', ' ', "'", '=') })
    .map((text) => text.trim())
    .filter((text) => !/^(?:'+[=\d\t\n]|=")/.test(text));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      (rows, delimiter, newline, always) => {
        const written = (text: string): string =>
          always || /["\n,;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
        const lines = rows.map((cells, at) => [`a${at}@x.example`, ...cells.map(written)].join(delimiter));
        const read = cards([`Email${delimiter}First Name${delimiter}Notes`, ...lines, ''].join(newline));
        assert.deepEqual(
          read.map(({ names, notes }) => [names.given ?? '', notes[0] ?? '']),
          rows.map(([given, note]) => [given, note]),
        );
      },
    ),
    { numRuns: 400 },
  );
});
