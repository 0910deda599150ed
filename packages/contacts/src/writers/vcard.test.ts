import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyCard } from '../../testing/cards.ts';
import type { Card } from '../contact.ts';
import { readContacts } from '../formats/read-contacts.ts';
import { vcard } from '../formats/vcard.ts';
import { type VcardVersion, writeVcard } from './vcard.ts';

const VERSIONS: readonly VcardVersion[] = ['3.0', '4.0'];
const encoder = new TextEncoder();

function read(text: string): Card {
  const reader = vcard.open({ photos: true });
  const events = [...reader.write(encoder.encode(text)), ...reader.end()];
  const [event] = events;
  assert.ok(event?.kind === 'card' && events.length === 1, text);
  return event.card;
}

/** What a card says, without where it stood. */
function said({ source, problems: _, ...card }: Card): unknown {
  return JSON.parse(JSON.stringify({ ...card, uid: source.uid, revised: source.revised }));
}

/** Its lines, unfolded. */
function lines(card: Card, version: VcardVersion): string[] {
  return writeVcard(card, version).replaceAll('\r\n ', '').trimEnd().split('\r\n').slice(3, -1);
}

function cardOf(parts: Partial<Card>): Card {
  const lists = { emails: [], phones: [], urls: [], ims: [], addresses: [], organisations: [], titles: [] };
  const more = { notes: [], categories: [], relations: [], problems: [] };
  return {
    kind: 'person',
    names: { full: 'Ana Ruiz' },
    ...lists,
    ...more,
    source: { format: 'vcard', lines: [1, 1] },
    ...parts,
  };
}

for (const version of VERSIONS) {
  test(`reading a vCard ${version} that was written gives the same`, () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const text = writeVcard(card, version);
        const back = read(text);
        assert.deepEqual(said(back), said(card), text);
        assert.deepEqual(back.problems, []);
      }),
      { numRuns: 1000 },
    );
  });

  test(`no line of a vCard ${version} is above 75 bytes or cut inside a character`, () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const text = writeVcard(card, version);
        assert.ok(text.endsWith('\r\nEND:VCARD\r\n'));
        for (const line of text.split('\r\n')) {
          assert.ok(encoder.encode(line).length <= 75, line);
          assert.ok(line.isWellFormed());
        }
      }),
      { numRuns: 200 },
    );
  });

  test(`what any fixture says survives in vCard ${version}`, () => {
    const folder = new URL('../../fixtures/', import.meta.url);
    let cards = 0;
    for (const name of readdirSync(folder).filter((one) => !one.endsWith('.expected.json'))) {
      const reader = readContacts({ photos: true });
      for (const event of [...reader.write(readFileSync(new URL(name, folder))), ...reader.end()]) {
        if (event.kind !== 'card') continue;
        assert.deepEqual(said(read(writeVcard(event.card, version))), said(event.card), name);
        cards++;
      }
    }
    assert.ok(cards > 50);
  });
}

test('vCard 4.0 in the words of RFC 6350', () => {
  const card = cardOf({
    names: { full: 'Dr. Ana Ruiz', given: 'Ana', family: 'Ruiz', prefix: 'Dr.', nicknames: ['Anita', 'A,B'] },
    emails: [{ value: 'ana@x.example', label: 'home' }, { value: 'ana@y.example' }],
    phones: [
      { value: '+34612345678', label: 'mobile' },
      { value: '+34912345678', label: 'work fax' },
    ],
    birthday: '--02-03',
    anniversary: '2009-08-08',
    gender: 'female',
    addresses: [
      { street: 'Calle Mayor 1', city: 'Logroño', formatted: 'Calle "Mayor" 1\nLogroño', label: 'home' },
    ],
    organisations: [{ name: 'Nordlicht; Labs', department: 'Vertrieb' }],
    relations: [
      { value: 'Bo', label: 'spouse' },
      { value: 'urn:uuid:1', label: 'godparent' },
    ],
    ims: [{ value: 'skype:ana', label: 'skype' }],
    source: { format: 'vcard', lines: [1, 1], uid: 'urn:uuid:2', revised: '2024-03-18T09:12:44Z' },
  });
  assert.deepEqual(lines(card, '4.0'), [
    'UID:urn:uuid:2',
    'FN:Dr. Ana Ruiz',
    'N:Ruiz;Ana;;Dr.;',
    'NICKNAME:Anita,A\\,B',
    'EMAIL;TYPE=home;PREF=1:ana@x.example',
    'EMAIL:ana@y.example',
    'TEL;TYPE=cell;PREF=1:+34612345678',
    'TEL;TYPE="work,fax":+34912345678',
    'IMPP;X-SERVICE-TYPE=skype:skype:ana',
    `ADR;TYPE=home;LABEL="Calle ^'Mayor^' 1^nLogroño":;;Calle Mayor 1;Logroño;;;`,
    'BDAY:--0203',
    'ANNIVERSARY:20090808',
    'GENDER:F',
    'ORG:Nordlicht\\; Labs;Vertrieb',
    'RELATED;TYPE=spouse;VALUE=text:Bo',
    'item1.RELATED:urn:uuid:1',
    'item1.X-ABLabel:godparent',
    'REV:20240318T091244Z',
  ]);
});

test('vCard 3.0 as address books of today read it', () => {
  const card = cardOf({
    kind: 'organisation',
    names: { full: 'Nordlicht', phonetic: 'さとう はなこ' },
    emails: [{ value: 'ana@x.example', label: 'Verein' }],
    phones: [{ value: '+34912345678', label: 'main' }],
    birthday: '--02-03',
    anniversary: '--08-08',
    gender: 'male',
    addresses: [
      { city: 'Köln', formatted: 'Köln', label: 'Sommer' },
      { formatted: 'Weg 2', label: 'work' },
    ],
    relations: [{ value: 'Bo', label: 'brother' }],
    photo: { kind: 'url', url: 'https://x.example/a,b.jpg' },
    source: { format: 'csv', lines: [1, 1], revised: '2024-03-18T09:12:44+01:00' },
    other: [
      { value: 'circa 1800', label: 'BDAY' },
      { value: '7;8', label: 'X-FOO' },
      { value: 'x', label: 'Shoe: size' },
    ],
  });
  assert.deepEqual(lines(card, '3.0'), [
    'FN:Nordlicht',
    'N:;;;;',
    'X-PHONETIC-LAST-NAME:さとう',
    'X-PHONETIC-FIRST-NAME:はなこ',
    'X-ABShowAs:COMPANY',
    'item1.EMAIL;TYPE=INTERNET:ana@x.example',
    'item1.X-ABLabel:Verein',
    'TEL;TYPE=MAIN:+34912345678',
    'item2.ADR:;;;Köln;;;',
    'item2.LABEL:Köln',
    'item2.X-ABLabel:Sommer',
    'item3.LABEL;TYPE=WORK:Weg 2',
    'BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-03',
    'item4.X-ABDATE;X-APPLE-OMIT-YEAR=1604:1604-08-08',
    'item4.X-ABLabel:_$!<Anniversary>!$_',
    'X-GENDER:Male',
    'item5.X-ABRELATEDNAMES:Bo',
    'item5.X-ABLabel:_$!<Brother>!$_',
    'PHOTO;VALUE=uri:https://x.example/a,b.jpg',
    'BDAY;VALUE=text:circa 1800',
    'X-FOO:7\\;8',
    'X-KITH-OTHER;X-LABEL="Shoe: size":x',
    'REV:2024-03-18T09:12:44+01:00',
  ]);
});

test('a group keeps its members, and a card without a name gets one that is not its own', () => {
  const members = [
    { value: 'urn:uuid:1', label: 'member' },
    { value: 'mailto:bo@x.example', label: 'member' },
  ];
  for (const version of VERSIONS) {
    const group = cardOf({ kind: 'group', names: { full: 'Choir' }, relations: members });
    assert.deepEqual(said(read(writeVcard(group, version))), said(group));
    const nameless = cardOf({ names: { full: '' }, organisations: [{ name: 'Nordlicht' }] });
    assert.match(writeVcard(nameless, version), /^FN;DERIVED=TRUE:Nordlicht\r$/m);
    assert.deepEqual(said(read(writeVcard(nameless, version))), said(nameless));
  }
});

test('a birthday of the twelfth century and an address said twice come back', () => {
  for (const version of VERSIONS) {
    const back = read(
      writeVcard(cardOf({ birthday: '1114-11-11', emails: [{ value: 'a@x.example' }] }), version),
    );
    assert.deepEqual([back.birthday, back.emails], ['1114-11-11', [{ value: 'a@x.example' }]]);
  }
  const twice = read(
    'BEGIN:VCARD\r\nFN:A\r\nEMAIL:mailto:mailto:a@x.example\r\nX-SPOUSE:Bo\r\nX-SPOUSE:Bo\r\nEND:VCARD\r\n',
  );
  assert.deepEqual(
    [twice.emails, twice.relations],
    [[{ value: 'a@x.example' }], [{ value: 'Bo', label: 'spouse' }]],
  );
});

test('nothing in a card can end it or start another', () => {
  const text = 'a\r\nEND:VCARD\nBEGIN:VCARD\rFN:Eve';
  const card = cardOf({
    names: { full: text, nicknames: [text] },
    emails: [{ value: 'a@x.example', label: text.slice(0, 40) }],
    urls: [{ value: `https://x.example/${text}` }],
    ims: [{ value: 'x', label: text.toLowerCase() }],
    addresses: [{ formatted: text, label: 'home' }],
    photo: { kind: 'url', url: `https://x.example/${text}` },
    other: [
      { value: text, label: text },
      { value: text, label: `X-A:${text}` },
    ],
    source: { format: 'csv', lines: [1, 1], uid: text, revised: text },
  });
  for (const version of VERSIONS) {
    const written = writeVcard(card, version);
    assert.equal(written.match(/^(?:BEGIN|END):/gm)?.length, 2, written);
    assert.equal(read(written).emails.length, 1);
  }
});
