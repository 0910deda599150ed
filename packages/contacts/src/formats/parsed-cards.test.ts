import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Card, ReadEvent } from '../contact.ts';
import { LIMITS } from './limits.ts';
import { readContacts } from './read-contacts.ts';

function events(text: string): ReadEvent[] {
  const reader = readContacts();
  return [...reader.write(new TextEncoder().encode(text)), ...reader.end()];
}

function cards(text: string): Card[] {
  return events(text).flatMap((event) => (event.kind === 'card' ? [event.card] : []));
}

function codes(found: readonly ReadEvent[]): string[] {
  return found.flatMap((event) =>
    event.kind === 'card' ? event.card.problems.map(({ code }) => code) : [event.problem.code],
  );
}

/** What a card says, without where it stood. */
function said({ source, ...card }: Card): unknown {
  return { ...card, uid: source.uid, revised: source.revised };
}

const VCARD = `BEGIN:VCARD
VERSION:4.0
KIND:individual
FN:Dr. Ana Ruiz\\, PhD
N:Ruiz;Ana;María,José;Dr.;PhD
NICKNAME:Anita,A\\,B
EMAIL;TYPE=home;PREF=2:ana@x.example
item1.EMAIL;PREF=1:ana@y.example
item1.X-ABLABEL:Verein
TEL;TYPE="work,fax";VALUE=uri:tel:+34-912-345-678
ADR;TYPE=work;LABEL="Calle Mayor 1^n26001 Logroño":;;Calle Mayor 1;Logroño;;26001;España
ORG:Nordlicht\\; Labs;Vertrieb
BDAY;VALUE=date:--0203
ANNIVERSARY;VALUE=text:circa 2009
GENDER:F;she
TITLE;ALTID=1;LANGUAGE=es:Jefa
TITLE;ALTID=1;LANGUAGE=en:Boss
NOTE:First\\nsecond <&> "third"
CATEGORIES:choir,a\\,b
RELATED;TYPE=spouse;VALUE=text:Bo
PHOTO;VALUE=uri:data:image/png\\;base64\\,iVBORw0KGgo=
IMPP;X-SERVICE-TYPE=Skype:skype:ana
X-SHOE-SIZE:38
UID:urn:uuid:1
REV:20240318T091244Z
END:VCARD
`;

const JCARD = JSON.stringify([
  'vcard',
  [
    ['version', {}, 'text', '4.0'],
    ['kind', {}, 'text', 'individual'],
    ['fn', {}, 'text', 'Dr. Ana Ruiz, PhD'],
    ['n', {}, 'text', ['Ruiz', 'Ana', ['María', 'José'], 'Dr.', 'PhD']],
    ['nickname', {}, 'text', 'Anita', 'A,B'],
    ['email', { type: 'home', pref: '2' }, 'text', 'ana@x.example'],
    ['email', { group: 'ITEM1', pref: 1 }, 'text', 'ana@y.example'],
    ['x-ablabel', { group: 'item1' }, 'text', 'Verein'],
    ['tel', { type: ['work', 'fax'] }, 'uri', 'tel:+34-912-345-678'],
    [
      'adr',
      { type: 'work', label: 'Calle Mayor 1\n26001 Logroño' },
      'text',
      ['', '', 'Calle Mayor 1', 'Logroño', '', '26001', 'España'],
    ],
    ['org', {}, 'text', ['Nordlicht; Labs', 'Vertrieb']],
    ['bday', {}, 'date', '--02-03'],
    ['anniversary', {}, 'text', 'circa 2009'],
    ['gender', {}, 'text', ['F', 'she']],
    ['title', { altid: '1', language: 'es' }, 'text', 'Jefa'],
    ['title', { altid: '1', language: 'en' }, 'text', 'Boss'],
    ['note', {}, 'text', 'First\nsecond <&> "third"'],
    ['categories', {}, 'text', 'choir', 'a,b'],
    ['related', { type: 'spouse' }, 'text', 'Bo'],
    ['photo', {}, 'uri', 'data:image/png;base64,iVBORw0KGgo='],
    ['impp', { 'x-service-type': 'Skype' }, 'uri', 'skype:ana'],
    ['x-shoe-size', {}, 'integer', 38],
    ['uid', {}, 'uri', 'urn:uuid:1'],
    ['rev', {}, 'timestamp', '2024-03-18T09:12:44Z'],
  ],
]);

const XCARD = `<?xml version="1.0" encoding="UTF-8"?>
<v:vcards xmlns:v="urn:ietf:params:xml:ns:vcard-4.0"><v:vcard>
<v:kind><v:text>individual</v:text></v:kind>
<v:fn><v:text>Dr. Ana Ruiz, PhD</v:text></v:fn>
<v:n><v:surname>Ruiz</v:surname><v:given>Ana</v:given><v:additional>María</v:additional><v:additional>José</v:additional><v:prefix>Dr.</v:prefix><v:suffix>PhD</v:suffix></v:n>
<v:nickname><v:text>Anita</v:text><v:text>A,B</v:text></v:nickname>
<v:email><v:parameters><v:type><v:text>home</v:text></v:type><v:pref><v:integer>2</v:integer></v:pref></v:parameters><v:text>ana@x.example</v:text></v:email>
<v:group name="item1">
  <v:email><v:parameters><v:pref><v:integer>1</v:integer></v:pref></v:parameters><v:text>ana@y.example</v:text></v:email>
  <v:x-ablabel><v:unknown>Verein</v:unknown></v:x-ablabel>
</v:group>
<v:tel><v:parameters><v:type><v:text>work</v:text><v:text>fax</v:text></v:type></v:parameters><v:uri>tel:+34-912-345-678</v:uri></v:tel>
<v:adr><v:parameters><v:type><v:text>work</v:text></v:type><v:label><v:text>Calle Mayor 1
26001 Logroño</v:text></v:label></v:parameters><v:pobox/><v:ext/><v:street>Calle Mayor 1</v:street><v:locality>Logroño</v:locality><v:region/><v:code>26001</v:code><v:country>España</v:country></v:adr>
<v:org><v:text>Nordlicht; Labs</v:text><v:text>Vertrieb</v:text></v:org>
<v:bday><v:date>--0203</v:date></v:bday>
<v:anniversary><v:text>circa 2009</v:text></v:anniversary>
<v:gender><v:sex>F</v:sex><v:identity>she</v:identity></v:gender>
<v:title><v:parameters><v:altid><v:text>1</v:text></v:altid></v:parameters><v:text>Jefa</v:text></v:title>
<v:title><v:parameters><v:altid><v:text>1</v:text></v:altid></v:parameters><v:text>Boss</v:text></v:title>
<v:note><v:text>First
second &lt;&amp;&gt; <![CDATA["third"]]></v:text></v:note>
<v:categories><v:text>choir</v:text><v:text>a,b</v:text></v:categories>
<v:related><v:parameters><v:type><v:text>spouse</v:text></v:type></v:parameters><v:text>Bo</v:text></v:related>
<v:photo><v:uri>data:image/png;base64,iVBORw0KGgo=</v:uri></v:photo>
<v:impp><v:parameters><v:x-service-type><v:text>Skype</v:text></v:x-service-type></v:parameters><v:uri>skype:ana</v:uri></v:impp>
<v:x-shoe-size>38</v:x-shoe-size>
<v:uid><v:uri>urn:uuid:1</v:uri></v:uid>
<v:rev><v:timestamp>20240318T091244Z</v:timestamp></v:rev>
</v:vcard></v:vcards>
`;

test('a card means the same as vCard, jCard and xCard', () => {
  const [card] = cards(VCARD);
  assert.ok(card !== undefined);
  const { source: _, ...rest } = card;
  assert.deepEqual(rest, {
    kind: 'person',
    names: {
      full: 'Dr. Ana Ruiz, PhD',
      given: 'Ana',
      middle: 'María José',
      family: 'Ruiz',
      prefix: 'Dr.',
      suffix: 'PhD',
      nicknames: ['Anita', 'A,B'],
    },
    emails: [
      { value: 'ana@y.example', label: 'Verein' },
      { value: 'ana@x.example', label: 'home' },
    ],
    phones: [{ value: 'tel:+34-912-345-678', label: 'work fax' }],
    urls: [],
    ims: [{ value: 'skype:ana', label: 'skype' }],
    birthday: '--02-03',
    gender: 'she',
    addresses: [
      {
        street: 'Calle Mayor 1',
        city: 'Logroño',
        postcode: '26001',
        country: 'España',
        formatted: 'Calle Mayor 1\n26001 Logroño',
        label: 'work',
      },
    ],
    organisations: [{ name: 'Nordlicht; Labs', department: 'Vertrieb' }],
    titles: ['Jefa'],
    notes: ['First\nsecond <&> "third"'],
    categories: ['choir', 'a,b'],
    relations: [{ value: 'Bo', label: 'spouse' }],
    photo: { kind: 'embedded', size: 8, type: 'image/png' },
    other: [
      { value: 'circa 2009', label: 'ANNIVERSARY' },
      { value: 'Boss', label: 'TITLE' },
      { value: '38', label: 'X-SHOE-SIZE' },
    ],
    problems: [],
  });
  assert.deepEqual(cards(JCARD).map(said), [said(card)]);
  assert.deepEqual(cards(XCARD).map(said), [said(card)]);
});

test('many jCards: in an array, as lines, one after another', () => {
  const forms = [`[${JCARD},\n${JCARD}]`, `${JCARD}\n${JCARD}\n`, JCARD + JCARD];
  for (const form of forms) assert.deepEqual(cards(form).length, 2);
});

test('a jCard with properties that are none keeps the others and says so', () => {
  const text = JSON.stringify([
    ['vcard', [['fn', {}, 'text', 'A'], 7, ['tel'], ['email', null, 'text', 'a@x.example']]],
    ['vevent', []],
    ['vcard', []],
    ['vcard', [['fn', {}, 'text', ['B', null, {}]]]],
  ]);
  const found = events(text);
  assert.deepEqual(codes(found), ['line.not_understood', 'line.not_understood', 'card.empty']);
  assert.deepEqual(
    found.flatMap((event) =>
      event.kind === 'card' ? [[event.card.names.full, event.card.emails.length]] : [],
    ),
    [
      ['A', 1],
      ['B;;', 0],
    ],
  );
});

test('xCards that are damaged cost themselves at most', () => {
  const card = (name: string): string => `<vcard><fn><text>${name}</text></fn></vcard>`;
  const names = (text: string): string[] => cards(text).map((one) => one.names.full);
  assert.deepEqual(names(`<vcards>${card('A')}<vcard><fn><text>B</text></fn>${card('C')}</vcards>`), [
    'A',
    'B',
    'C',
  ]);
  assert.deepEqual(names(`<vcards>${card('A')}<vcard><fn><text>B</fn></vcard>${card('C')}`), ['A', 'B', 'C']);
  assert.deepEqual(
    names(`<vcards>${card('A')}<vcard><fn x="><text>B</text></fn></vcard>${card('C')}</vcards>`),
    ['A', 'B', 'C'],
  );
  assert.deepEqual(names(`<vcards>junk${card('A')}<other><fn>x</fn></other>${card('C')}</vcards>`), [
    'A',
    'C',
  ]);
  const deep = `<vcards><vcard><fn><text>A</text></fn><x>${'<y>'.repeat(5000)}${'</y>'.repeat(5000)}</x></vcard>${card('B')}</vcards>`;
  assert.deepEqual(names(deep), ['A', 'B']);
  assert.deepEqual(codes(events(deep)), ['field.too_deep']);
  assert.deepEqual(codes(events(`<vcards>${card('A')}<vcard><fn><text>B`)), ['card.truncated']);
  assert.deepEqual(codes(events('<vcards></vcards>')), ['file.empty']);
});

test('what is too large for a field is left out, in each syntax', () => {
  const long = 'x'.repeat(LIMITS.field + 1);
  const photo = `data:image/png;base64,${'A'.repeat(LIMITS.photo * 2)}`;
  const jcard = JSON.stringify([
    'vcard',
    [
      ['fn', {}, 'text', 'A'],
      ['note', {}, 'text', long],
    ],
  ]);
  const xcard = `<vcards><vcard><fn><text>A</text></fn><note><text>${long}</text></note><photo><uri>${photo}</uri></photo></vcard></vcards>`;
  assert.deepEqual(codes(events(jcard)), ['field.too_large']);
  assert.deepEqual(codes(events(xcard)), ['field.too_large', 'photo.too_large']);
  const many = JSON.stringify([
    'vcard',
    Array.from({ length: 3000 }, (_, at) => ['nickname', {}, 'text', `N${at}`]),
  ]);
  assert.deepEqual(codes(events(many)), ['field.too_many']);
});
