import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Card, Problem, ReadEvent } from '../contact.ts';
import { LIMITS } from './limits.ts';
import { readContacts } from './read-contacts.ts';
import { vcard } from './vcard.ts';

const encoder = new TextEncoder();

function events(input: string | Uint8Array): ReadEvent[] {
  const reader = vcard.open({ photos: false });
  const bytes = typeof input === 'string' ? encoder.encode(input) : input;
  return [...reader.write(bytes), ...reader.end()];
}

function cards(input: string | Uint8Array): Card[] {
  return events(input).flatMap((event) => (event.kind === 'card' ? [event.card] : []));
}

/** One card of the lines given, in version 3.0 unless they name another. */
function card(...lines: readonly (string | Uint8Array)[]): Card {
  const version = lines.some((line) => typeof line === 'string' && line.startsWith('VERSION'))
    ? []
    : ['VERSION:3.0'];
  const bytes = ['BEGIN:VCARD', ...version, ...lines, 'END:VCARD'].map((line) => [
    ...(typeof line === 'string' ? encoder.encode(line) : line),
    0x0d,
    0x0a,
  ]);
  const [found, ...more] = cards(Uint8Array.from(bytes.flat()));
  assert.ok(found !== undefined && more.length === 0);
  return found;
}

function codes(problems: readonly Problem[]): string[] {
  return problems.map(({ code }) => code);
}

/** Text with each character as one byte. */
function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

test('1: a soft line break goes on in a line that starts with = and is not folded', () => {
  const found = card(
    'VERSION:2.1',
    'N;ENCODING=QUOTED-PRINTABLE:M=C3=',
    '=BCller;J=C3=BC=',
    'rgen',
    'NOTE;QUOTED-PRINTABLE:a=0D=0A',
    '=62',
    'TITLE:x',
  );
  assert.deepEqual([found.names.family, found.names.given], ['Müller', 'Jürgen']);
  assert.deepEqual(found.notes, ['a\nb']);
  assert.deepEqual(found.titles, ['x']);
});

test('1: a soft line break before END costs nothing of the next card', () => {
  const found = cards('BEGIN:VCARD\nNOTE;QUOTED-PRINTABLE:a=\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n');
  assert.deepEqual(
    found.map(({ notes, names }) => [notes[0], names.full]),
    [
      ['a', ''],
      [undefined, 'B'],
    ],
  );
});

test('2: a character may be cut by a fold or between two quoted-printable lines', () => {
  assert.equal(card(latin('FN:Gre\xc3'), latin(' \xa9ta')).names.full, 'Greéta');
  assert.equal(card('FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Gre=C3=', '=A9ta').names.full, 'Greéta');
});

test('3: parameters without a name, lists of types in quotes, repeated or escaped types', () => {
  const found = card(
    'EMAIL;INTERNET;HOME:a@x.example',
    'TEL;TYPE="work,voice":+49301',
    'TEL;type=HOME;type=FAX:+49302',
    'TEL;TYPE=work\\,fax:+49303',
    'NOTE;QUOTED-PRINTABLE:a=20b',
    'TEL;PREF;CELL:+49304',
  );
  assert.deepEqual(found.emails, [{ value: 'a@x.example', label: 'home' }]);
  assert.deepEqual(found.phones, [
    { value: '+49304', label: 'mobile' },
    { value: '+49301', label: 'work' },
    { value: '+49302', label: 'home fax' },
    { value: '+49303', label: 'work fax' },
  ]);
  assert.deepEqual(found.notes, ['a b']);
});

test('4: each property has its own charset, and one without is found out', () => {
  const found = card(
    Uint8Array.of(...encoder.encode('FN;CHARSET=SHIFT_JIS:'), 0x8d, 0xb2, 0x93, 0xa1),
    Uint8Array.of(...encoder.encode('TITLE;CHARSET=windows-1251:'), 0xcf, 0xe0),
    Uint8Array.of(...encoder.encode('ROLE;CHARSET=GB18030:'), 0xcd, 0xf5),
    latin('NOTE:M\xfcller, Gr\xf6\xdfe'),
    'NICKNAME:Jü',
  );
  assert.equal(found.names.full, '佐藤');
  assert.deepEqual(found.titles, ['Па', '王']);
  assert.deepEqual(found.notes, ['Müller, Größe']);
  assert.deepEqual(found.names.nicknames, ['Jü']);
});

test('5: quoted-printable bytes that are no UTF-8', () => {
  assert.deepEqual(card('VERSION:2.1', 'NOTE;ENCODING=QUOTED-PRINTABLE:it=92s =8Bhere=9B').notes, [
    'it’s ‹here›',
  ]);
});

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('6: base64 with and without a leading space, a closing empty line, or an encoding', () => {
  const half = PIXEL.slice(0, 40);
  const rest = PIXEL.slice(40);
  const forms = [
    ['PHOTO;ENCODING=BASE64;JPEG:', ` ${half}`, ` ${rest}`, ''],
    ['PHOTO;BASE64;JPEG:', half, `N${rest.slice(1)}`, ''],
    [`PHOTO;TYPE=JPEG;ENCODING=b:${half}`, rest],
    [`PHOTO;ENCODING=b;TYPE=JPEG;X-ABCROP-RECTANGLE=ABClipRect_1&0&0&3&3&ab==:${half}`, ` ${rest}`],
    [`PHOTO;TYPE=JPEG:${half}`, rest],
    [`PHOTO;VALUE=URI:data:image/jpeg\\;base64\\,${half}`, ` ${rest}`],
    [`PHOTO;ENCODING=b;TYPE=PNG:data:image/jpeg;base64,${PIXEL}`],
    [`PHOTO:data:image/jpeg;base64,${PIXEL}`],
  ];
  for (const lines of forms) {
    const found = card('FN:A', ...lines, 'TITLE:after');
    assert.deepEqual(found.photo, { kind: 'embedded', size: 70, type: 'image/jpeg' }, lines[0]);
    assert.deepEqual(found.titles, ['after']);
    assert.deepEqual(found.problems, []);
  }
});

test('7: the URL of a photo is kept, folded in two, and nothing else is done with it', () => {
  assert.deepEqual(card('FN:A', 'PHOTO:https://lh3.photos.example/a', ' b/c').photo, {
    kind: 'url',
    url: 'https://lh3.photos.example/ab/c',
  });
  assert.deepEqual(codes(card('FN:A', 'PHOTO;VALUE=uri:file:///etc/passwd').problems), ['photo.invalid']);
});

test('8, 9: every card of a file with many is read, however large it is', () => {
  const many = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\nNOTE:'
    .concat('x'.repeat(300), '\r\nEND:VCARD\r\n')
    .repeat(5000);
  const found = cards(many);
  assert.equal(found.length, 5000);
  assert.deepEqual(found[4999]?.source.lines, [24996, 25000]);
});

test('10: the card of an AGENT is somebody else, in each of its forms', () => {
  const forms = [
    'AGENT:\nBEGIN:VCARD\nFN:Else\nTEL:+491\nEND:VCARD',
    'AGENT:BEGIN:VCARD\nFN:Else\nTEL:+491\nEND:VCARD',
    'AGENT:BEGIN:VCARD\\nFN:Else\\nTEL:+491\\nEND:VCARD\\n',
  ];
  for (const form of forms) {
    const [found, ...more] = cards(
      `BEGIN:VCARD\nVERSION:2.1\nFN:Ana\n${form}\nTEL:+492\nEND:VCARD\nBEGIN:VCARD\nFN:Bo\nEND:VCARD\n`,
    );
    assert.deepEqual([found?.names.full, found?.phones], ['Ana', [{ value: '+492' }]], form);
    assert.deepEqual(codes(found?.problems ?? []), ['card.nested']);
    assert.deepEqual(
      more.map(({ names }) => names.full),
      ['Bo'],
    );
  }
});

test('10: cards inside cards, a thousand deep, and one that is cut cost nothing of the cards after', () => {
  const deep = `BEGIN:VCARD\nFN:Ana\n${'AGENT:\nBEGIN:VCARD\nFN:In\n'.repeat(1000)}${'END:VCARD\n'.repeat(1001)}`;
  const after = 'BEGIN:VCARD\nFN:Bo\nEND:VCARD\n';
  assert.deepEqual(
    cards(deep + after).map(({ names }) => names.full),
    ['Ana', 'Bo'],
  );
  const cut = `BEGIN:VCARD\nFN:Ana\nAGENT:\nBEGIN:VCARD\nFN:In\n${after}${after}`;
  const found = cards(cut);
  assert.deepEqual(
    found.map(({ names }) => names.full),
    ['Ana', 'Bo', 'Bo'],
  );
  assert.deepEqual(codes(found[0]?.problems ?? []), ['card.nested', 'card.truncated']);
});

test('11: what damages a file costs the card it stands in, at most', () => {
  const names = (text: string): string[] => cards(text).map(({ names: { full } }) => full);
  assert.deepEqual(
    names('BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\nEND:VCARD\ntext\n\nBEGIN:VCARD\nFN:C\n'),
    ['A', 'B', 'C'],
  );
  assert.deepEqual(names('\ufeffbegin:vcard\nfn:A\nend:vcard\n\ufeffBEGIN:VCARD\nFN:B\nEND:VCARD\n'), [
    'A',
    'B',
  ]);
  assert.deepEqual(names('BEGIN:VCARD\r\r\nFN:A\r\r\nEND:VCARD\r\r\nBEGIN:VCARD\r\r\nFN:B\r\r\nEND:VCARD'), [
    'A',
    'B',
  ]);
  assert.deepEqual(names('BEGIN:VCARD\rFN:A\rEND:VCARD\rBEGIN:VCARD\rFN:B\rEND:VCARD\r'), ['A', 'B']);
  assert.deepEqual(names('BEGIN:VCARD \n FN:A\nEND:VCARD\nBEGIN: VCARD\nFN :B\0\nEND:VCARD\0\n'), ['B']);
  assert.deepEqual(codes(card('FN:A', 'Call me: now', 'and then').problems), [
    'line.not_understood',
    'line.not_understood',
  ]);
});

test('11: UTF-16 with and without a byte order mark', () => {
  const text = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jürgen Žák 佐藤\r\nEND:VCARD\r\n';
  for (const mark of ['\ufeff', '']) {
    for (const little of [true, false]) {
      const content = `${mark}${text}`;
      const view = new DataView(new ArrayBuffer(content.length * 2));
      for (let at = 0; at < content.length; at++) view.setUint16(at * 2, content.charCodeAt(at), little);
      const reader = readContacts();
      const found = [...reader.write(new Uint8Array(view.buffer)), ...reader.end()];
      assert.deepEqual(
        found.map((event) => event.kind === 'card' && event.card.names.full),
        ['Jürgen Žák 佐藤'],
      );
    }
  }
});

test('12: groups carry the labels of Apple', () => {
  const found = card(
    'item1.EMAIL;type=INTERNET:a@x.example',
    'item1.X-ABLabel:_$!<Work>!$_',
    'item2.TEL:+491',
    'item2.X-ABLabel:Ferienhaus\\, Süd',
    'ITEM3.X-ABRELATEDNAMES:Bo',
    'item3.X-ABLABEL:_$!<Brother>!$_',
    'item4.X-ABDATE:2010-06-12',
    'item4.X-ABLabel:_$!<Anniversary>!$_',
    'item5.X-ABDATE:2012-01-02',
    'item5.X-ABLabel:Namenstag',
    'X-ABShowAs:COMPANY',
    'ORG:Nordlicht;Vertrieb',
  );
  assert.deepEqual(found.emails, [{ value: 'a@x.example', label: 'work' }]);
  assert.deepEqual(found.phones, [{ value: '+491', label: 'Ferienhaus, Süd' }]);
  assert.deepEqual(found.relations, [{ value: 'Bo', label: 'brother' }]);
  assert.equal(found.anniversary, '2010-06-12');
  assert.deepEqual(found.other, [{ value: '2012-01-02', label: 'Namenstag' }]);
  assert.deepEqual([found.kind, found.names.full], ['organisation', 'Nordlicht']);
});

test('13: a birthday in each of its forms', () => {
  const forms: readonly [line: string, birthday: string | undefined, problems?: string[]][] = [
    ['BDAY:--0203', '--02-03'],
    ['BDAY:--04-16', '--04-16'],
    ['BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-03', '--02-03'],
    ['BDAY;X-APPLE-OMIT-YEAR=1900:1900-02-03', '--02-03'],
    ['BDAY:16040101', '--01-01'],
    ['BDAY:19800322', '1980-03-22'],
    ['BDAY;VALUE=date:1980-03-22', '1980-03-22'],
    ['BDAY:1980-03-22T00:00:00Z', '1980-03-22'],
    ['BDAY:19800322T231500+0200', '1980-03-22'],
    ['BDAY;VALUE=text:circa 1800', undefined, []],
    ['BDAY:circa 1800', undefined, ['date.invalid']],
    ['BDAY:0000-00-00', undefined, []],
  ];
  for (const [line, birthday, problems = []] of forms) {
    const found = card('FN:A', line);
    assert.equal(found.birthday, birthday, line);
    assert.deepEqual(codes(found.problems), problems, line);
    if (birthday === undefined) assert.equal(found.other?.[0]?.label, 'BDAY');
  }
});

test('14: a card with an address alone, and one whose name is the address', () => {
  for (const lines of [['N:;;;;', 'FN:'], ['FN:a@x.example', 'N:;a@x.example;;;'], []]) {
    const found = card(...lines, 'EMAIL:a@x.example');
    assert.deepEqual(found.names, { full: '' });
    assert.deepEqual(found.emails, [{ value: 'a@x.example' }]);
  }
});

test('14: a group and its members', () => {
  const found = card(
    'VERSION:4.0',
    'KIND:group',
    'FN:Choir',
    'MEMBER:urn:uuid:1',
    'MEMBER:mailto:a@x.example',
  );
  assert.equal(found.kind, 'group');
  assert.deepEqual(found.relations, [
    { value: 'urn:uuid:1', label: 'member' },
    { value: 'mailto:a@x.example', label: 'member' },
  ]);
  const apple = card('X-ADDRESSBOOKSERVER-KIND:group', 'FN:Choir', 'X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1');
  assert.deepEqual([apple.kind, apple.relations[0]?.label], ['group', 'member']);
});

test('15: the same fact in two languages is one, and how it is spoken is told', () => {
  const found = card(
    'VERSION:4.0',
    'N;ALTID=1;LANGUAGE=ja;SORT-AS="Yamada,Taro":山田;太郎;;;',
    'N;ALTID=1;LANGUAGE=en:Yamada;Taro;;;',
    'FN:山田太郎',
    'TITLE;ALTID=2;LANGUAGE=fr:Patron',
    'TITLE;ALTID=2;LANGUAGE=en:Boss',
    'TITLE:Baker',
  );
  assert.deepEqual([found.names.family, found.names.given], ['山田', '太郎']);
  assert.deepEqual(found.titles, ['Patron', 'Baker']);
  assert.deepEqual(found.other, [
    { value: 'Yamada,Taro', label: 'SORT-AS' },
    { value: 'Yamada;Taro;;;', label: 'N' },
    { value: 'Boss', label: 'TITLE' },
  ]);
  assert.equal(card('N:佐藤;花子', 'SOUND;X-IRMC-N:ｻﾄｳ;ﾊﾅｺ;;;').names.phonetic, 'サトウ ハナコ');
  assert.equal(
    card('VERSION:4.0', 'N;ALTID=1:孫;中山;;;', 'N;ALTID=1;PHONETIC=jyut;SCRIPT=Latn:Syun1;Zung1saan1;;;')
      .names.phonetic,
    'Syun1 Zung1saan1',
  );
});

test('16: what is escaped, by version', () => {
  const three = card(
    'NOTE:a\\, b\\; c\\nd\\Ne\\\\n',
    'URL:http\\://a.example/x',
    'N:O\\;Neil;Ana\\, B;Mia,Lia',
    'CATEGORIES:a\\,b,c',
  );
  assert.deepEqual(three.notes, ['a, b; c\nd\ne\\n']);
  assert.deepEqual(three.urls, [{ value: 'http://a.example/x' }]);
  assert.deepEqual(
    [three.names.family, three.names.given, three.names.middle],
    ['O;Neil', 'Ana, B', 'Mia Lia'],
  );
  assert.deepEqual(three.categories, ['a,b', 'c']);
  const two = card('VERSION:2.1', 'NOTE:C:\\new\\, x', 'N:O\\;Neil;Ana, B');
  assert.deepEqual(two.notes, ['C:\\new\\, x']);
  assert.deepEqual([two.names.family, two.names.given], ['O;Neil', 'Ana, B']);
});

test('17: numbers are kept as they stand, for the phone reader to judge', () => {
  const values = [
    'tel:+49-30-1234567;ext=12',
    '+49301234567p123',
    '+49301234567;w,5',
    '5551234@pager.example',
    '1-800-MYFAX',
  ];
  const found = card('VERSION:2.1', ...values.map((value) => `TEL:${value}`), 'TEL:sip:ana@x.example');
  assert.deepEqual(
    found.phones.map(({ value }) => value),
    values,
  );
  assert.deepEqual(found.ims, [{ value: 'sip:ana@x.example', label: 'sip' }]);
});

test('18: addresses with names, brackets and mailto', () => {
  const found = card(
    'EMAIL:"Omega" <omega@x.example>',
    'EMAIL:mailto:a+b@x.example',
    'EMAIL:müller@bücher.example',
    'EMAIL:"o\\,m"@x.example',
  );
  assert.equal(found.names.full, 'Omega');
  assert.deepEqual(
    found.emails.map(({ value }) => value),
    ['omega@x.example', 'a+b@x.example', 'müller@bücher.example', '"o,m"@x.example'],
  );
});

test('19: quoted parameters and RFC 6868', () => {
  const found = card(
    'VERSION:4.0',
    `ADR;LABEL="Haus ^'Süd^'^nWeg 5: hinten; links, ^^":;;Weg 5;Köln;;;`,
    'EMAIL;TYPE="work";X-A=":;,":a@x.example',
  );
  assert.equal(found.addresses[0]?.formatted, 'Haus "Süd"\nWeg 5: hinten; links, ^');
  assert.deepEqual(found.emails, [{ value: 'a@x.example', label: 'work' }]);
});

test('20: what Android writes in its own property', () => {
  const found = card(
    'VERSION:2.1',
    'X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Olya;1;;;;;;;;;;;;;',
    'X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Max;14;;;',
    'X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Tim;0;Pate;;',
    'X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2009-08-08;1;;',
  );
  assert.deepEqual(found.names.nicknames, ['Olya']);
  assert.deepEqual(found.relations, [{ value: 'Max' }, { value: 'Tim', label: 'Pate' }]);
  assert.equal(found.anniversary, '2009-08-08');
});

test('21: emoji, right-to-left and the order of East Asian names', () => {
  assert.equal(card('FN:👩‍👩‍👧 משה').names.full, '👩‍👩‍👧 משה');
  assert.equal(card('N:王;小明;;;').names.full, '王小明');
  assert.equal(card('N:כהן;משה;;;').names.full, 'משה כהן');
});

test('a property without a value, and a name without letters, leave nothing behind', () => {
  const found = card(
    'FN:A',
    'item1.X-ABDATE:',
    'item1.X-ABLabel:Namenstag',
    'IMPP;X-SERVICE-TYPE=:xmpp:a@x.example',
    'SOCIALPROFILE;SERVICE-TYPE="":https://m.example/@a',
    'X-KITH-OTHER;X-LABEL="":kept',
    'X-ANDROID-CUSTOM:;kept',
    'TITLE;ALTID=1:a',
    'TITLE;ALTID=1:',
  );
  assert.deepEqual(found.ims, [{ value: 'xmpp:a@x.example' }]);
  assert.deepEqual(found.urls, [{ value: 'https://m.example/@a' }]);
  assert.deepEqual(found.other, [{ value: 'kept' }, { value: 'kept', label: 'X-ANDROID-CUSTOM' }]);
});

test('every property that Kith has a field for survives, with its label', () => {
  const found = card(
    'FN:A',
    'ADR;TYPE=WORK:PF 5;Hof;Weg 1;Köln;NRW;50674;Deutschland',
    'LABEL;TYPE=WORK:Weg 1\\nKöln',
    'LABEL;TYPE=HOME:Gasse 2',
    'ANNIVERSARY:20090808',
    'X-EVOLUTION-SPOUSE:Bo',
    'X-MS-MANAGER;N=1:Cy',
    'RELATED;TYPE=friend;VALUE=text:Dee',
    'ROLE:Leiterin',
    'GENDER:O;divers',
    'REV:20240318T091244Z',
    'UID:u-1',
    'X-SKYPE-USERNAME:ana.s',
    'X-ICQ:12345',
    'IMPP;X-SERVICE-TYPE=Jabber:xmpp:a@x.example',
    'IMPP;SERVICE-TYPE=Signal:signal:1',
    'SOCIALPROFILE;SERVICE-TYPE=Mastodon:https://m.example/@a',
    'X-SOCIALPROFILE;type=twitter:https://t.example/a',
    'KEY;TYPE=PGP:https://keys.example/a',
    'LOGO;ENCODING=b:AAAA',
    'GEO:50.9;6.9',
  );
  const { source: _, problems, ...rest } = found;
  assert.deepEqual(problems, []);
  assert.deepEqual(rest, {
    kind: 'person',
    names: { full: 'A' },
    emails: [],
    phones: [],
    urls: [
      { value: 'https://m.example/@a', label: 'mastodon' },
      { value: 'https://t.example/a', label: 'twitter' },
    ],
    ims: [
      { value: 'ana.s', label: 'skype' },
      { value: '12345', label: 'icq' },
      { value: 'xmpp:a@x.example', label: 'jabber' },
      { value: 'signal:1', label: 'signal' },
    ],
    anniversary: '2009-08-08',
    gender: 'divers',
    addresses: [
      {
        poBox: 'PF 5',
        extended: 'Hof',
        street: 'Weg 1',
        city: 'Köln',
        region: 'NRW',
        postcode: '50674',
        country: 'Deutschland',
        label: 'work',
        formatted: 'Weg 1\nKöln',
      },
      { formatted: 'Gasse 2', label: 'home' },
    ],
    organisations: [],
    titles: ['Leiterin'],
    notes: [],
    categories: [],
    relations: [
      { value: 'Bo', label: 'spouse' },
      { value: 'Cy', label: 'manager' },
      { value: 'Dee', label: 'friend' },
    ],
    other: [
      { value: 'https://keys.example/a', label: 'KEY' },
      { value: '50.9;6.9', label: 'GEO' },
    ],
  });
  assert.deepEqual([found.source.uid, found.source.revised], ['u-1', '2024-03-18T09:12:44Z']);
});

test('a card larger than the limit keeps what fits and says so; the next one is whole', () => {
  const note = `NOTE:${'x'.repeat(60_000)}\n`;
  const found = cards(
    `BEGIN:VCARD\nFN:A\n${note.repeat(200)}TITLE:late\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n`,
  );
  assert.deepEqual(
    found.map(({ names, titles, problems }) => [names.full, titles.length, codes(problems)]),
    [
      ['A', 0, ['card.too_large']],
      ['B', 0, []],
    ],
  );
});

test('a photo that never ends costs its card only, folded or not, in bounded memory', () => {
  const piece = `${'A'.repeat(76)}\n `;
  const folded = `BEGIN:VCARD\nFN:A\nPHOTO;ENCODING=b:${piece.repeat(80_000)}\nTEL:+491\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n`;
  const raw = folded.replaceAll('\n A', '\nA');
  for (const text of [folded, raw]) {
    const found = cards(text);
    assert.deepEqual(
      found.map(({ names, phones, problems }) => [names.full, phones.length, codes(problems)]),
      [
        ['A', 1, ['photo.too_large']],
        ['B', 0, []],
      ],
    );
  }
});

test('a line of 256 MB is left out, in bounded memory, and what follows is read', () => {
  const reader = vcard.open();
  const found: ReadEvent[] = [...reader.write(encoder.encode('BEGIN:VCARD\nFN:A\nNOTE:'))];
  const piece = new Uint8Array(1024 * 1024).fill(0x78);
  const before = process.memoryUsage().arrayBuffers;
  for (let at = 0; at < 256; at++) found.push(...reader.write(piece));
  const grown = process.memoryUsage().arrayBuffers - before;
  found.push(...reader.write(encoder.encode('\nTITLE:x\nEND:VCARD\n')), ...reader.end());
  assert.ok(grown < 64 * 1024 * 1024, `${grown} bytes held`);
  const [only] = found.flatMap((event) => (event.kind === 'card' ? [event.card] : []));
  assert.deepEqual(
    [only?.names.full, only?.titles, codes(only?.problems ?? [])],
    ['A', ['x'], ['line.too_long']],
  );
  assert.deepEqual(only?.source.lines, [1, 5]);
});

test('more properties than the limit are counted, and values are capped', () => {
  const found = card('FN:A', ...Array.from({ length: LIMITS.properties + 50 }, (_, at) => `TEL:+49${at}`));
  assert.equal(found.phones.length, LIMITS.values);
  assert.deepEqual(codes(found.problems), ['field.too_many', 'field.too_many']);
});

test('damage of any kind loses at most the card it stands in', () => {
  const whole = Array.from(
    { length: 6 },
    (_, at) =>
      `BEGIN:VCARD\r\nVERSION:3.0\r\nN:F${at};G${at};;;\r\nFN:P${at}\r\nitem1.EMAIL:p${at}@x.example\r\nitem1.X-ABLabel:Büro\r\nNOTE:long\r\n er\r\nEND:VCARD\r\n`,
  );
  const junk = [
    '',
    'END:VCARD\r\n',
    'AGENT:\r\n',
    '\0\0',
    '"',
    'x;y="z:\r\n',
    '=\r\n',
    '\r',
    '\ufeff',
    'NOTE;ENCODING=QUOTED-PRINTABLE:a=\r\n',
    'PHOTO;BASE64:\r\nAAAA\r\n',
    ' \r\n',
    'BEGIN:VCARD\r\n',
  ];
  fc.assert(
    fc.property(fc.nat(5), fc.nat(120), fc.nat(120), fc.constantFrom(...junk), (which, from, length, put) => {
      const one = whole[which] ?? '';
      const damaged = whole.with(which, one.slice(0, from) + put + one.slice(from + length));
      const names = cards(damaged.join('')).map((found) => found.names.full);
      for (const at of whole.keys()) {
        // A card whose END or line break is gone takes the start of the next one with it.
        if (at !== which && at !== which + 1) assert.ok(names.includes(`P${at}`), `P${at} is lost`);
      }
    }),
    { numRuns: 500 },
  );
});
