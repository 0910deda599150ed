import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  facebookBook,
  generatePeople,
  googleCsv,
  googlePeople,
  graphContacts,
  jcards,
  jscontactList,
  mbox,
  outlookCsv,
  thunderbirdLdif,
  vcard21,
  vcard30,
  vcard40,
  xcards,
} from '../testing/index.ts';
import type { Card, ReadEvent } from './contact.ts';
import { BLOCK } from './formats/blocks.ts';
import { csv } from './formats/csv.ts';
import { facebookJson } from './formats/facebook-json.ts';
import type { Format } from './formats/format.ts';
import { googleJson } from './formats/google-json.ts';
import { graphJson } from './formats/graph-json.ts';
import { jcard } from './formats/jcard.ts';
import { jscontact } from './formats/jscontact.ts';
import { ldif } from './formats/ldif.ts';
import { LIMITS } from './formats/limits.ts';
import { mail } from './formats/mail.ts';
import { readContacts } from './formats/read-contacts.ts';
import { sniff } from './formats/sniff.ts';
import { text } from './formats/text.ts';
import { vcard } from './formats/vcard.ts';
import { xcard } from './formats/xcard.ts';

const people = generatePeople({ seed: 3, count: 40 });
const encoder = new TextEncoder();

/** What every format promises. */
function testFormat(format: Format, samples: readonly string[]): void {
  const read = (bytes: Uint8Array, sizes: readonly number[]): ReadEvent[] => {
    const reader = format.open();
    const events: ReadEvent[] = [];
    let at = 0;
    for (let turn = 0; at < bytes.length; turn++) {
      const size = sizes[turn % sizes.length] ?? bytes.length;
      events.push(...reader.write(bytes.subarray(at, at + size)));
      at += size;
    }
    events.push(...reader.end());
    return events;
  };

  test(`${format.name}: sniffs its own samples`, () => {
    for (const sample of samples) assert.ok(format.sniff(encoder.encode(sample)) > 0);
  });

  test(`${format.name}: how the bytes are cut into chunks never matters`, () => {
    const bytes = samples.map((sample) => encoder.encode(sample));
    const whole = bytes.map((one) => read(one, [one.length]));
    fc.assert(
      fc.property(
        fc.nat(samples.length - 1),
        fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 9 }),
        (which, sizes) => {
          assert.deepEqual(read(bytes[which] ?? new Uint8Array(), sizes), whole[which]);
        },
      ),
      { numRuns: 30 },
    );
  });

  test(`${format.name}: where the blocks of a large file end never matters`, () => {
    const large = bytes(samples[0] ?? '', BLOCK * 5);
    const lines = (events: readonly ReadEvent[], moved: number): unknown[] =>
      events.map((event) =>
        event.kind === 'card'
          ? [event.card.names, event.card.emails, event.card.phones, event.card.source.lines[0] - moved]
          : [event.problem.code, event.problem.line - moved],
      );
    const whole = lines(read(large, [large.length]), 0);
    assert.ok(whole.length >= 40);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), (moved) => {
        const after = new Uint8Array(moved + large.length).fill(0x0a);
        after.set(large, moved);
        assert.deepEqual(lines(read(after, [after.length]), moved), whole);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });

  test(`${format.name}: a cut anywhere loses at most the card it cuts`, () => {
    for (const sample of samples) {
      const bytes = encoder.encode(sample);
      const cards = read(bytes, [bytes.length]).flatMap((event) =>
        event.kind === 'card' ? [event.card] : [],
      );
      fc.assert(
        fc.property(fc.nat(bytes.length), (cut) => {
          const kept = read(bytes.subarray(0, cut), [5000]).flatMap((event) =>
            event.kind === 'card' ? [event.card] : [],
          );
          const lines = new TextDecoder().decode(bytes.subarray(0, cut)).split('\n').length;
          const complete = cards.filter((card) => card.source.lines[1] < lines);
          assert.deepEqual(kept.slice(0, complete.length).map(essence), complete.map(essence));
          assert.ok(kept.length <= complete.length + 1);
        }),
        { numRuns: 40 },
      );
    }
  });

  test(`${format.name}: random bytes never throw`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        assert.ok(Array.isArray(read(bytes, [100])));
      }),
      { numRuns: 300 },
    );
  });
}

/** A sample as often as it takes, after one another. */
function bytes(sample: string, least: number): Uint8Array {
  return encoder.encode(sample.repeat(Math.ceil(least / sample.length)));
}

/** The columns of a CSV are understood with the rows at hand, so that only what does not depend on them is compared. */
function essence(card: Card): unknown {
  return [card.names, card.emails, card.phones, card.source.lines];
}

testFormat(vcard, [vcard21(people), vcard30(people), vcard30(people, { apple: true }), vcard40(people)]);
testFormat(jcard, [jcards(people)]);
testFormat(xcard, [xcards(people)]);
testFormat(jscontact, [jscontactList(people)]);
testFormat(googleJson, [googlePeople(people)]);
testFormat(graphJson, [graphContacts(people)]);
testFormat(facebookJson, [facebookBook(people)]);
testFormat(ldif, [thunderbirdLdif(people)]);
testFormat(mail, [mbox(people)]);
testFormat(csv, [googleCsv(people), outlookCsv(people, 'de')]);
testFormat(text, [people.map(({ names, emails }) => `${names.full} <${emails[0]?.value}>`).join('\n')]);

test('a file without contacts is named', () => {
  const cases: Record<string, string> = {
    '%PDF-1.7\n': 'PDF',
    'PK\x03\x04abc': 'the start of a ZIP',
    '<!doctype html><p>': 'HTML',
    '{"a": 1}': 'JSON',
    'lorem ipsum dolor': 'text without addresses',
  };
  for (const [start, what] of Object.entries(cases))
    assert.deepEqual(sniff(encoder.encode(start)), { kind: 'not_contacts', what });
  assert.deepEqual(sniff(new Uint8Array()), { kind: 'empty' });
  assert.deepEqual(sniff(encoder.encode('\ufeff \r\n\r\n')), { kind: 'empty' });
});

function events(content: string): ReadEvent[] {
  const reader = readContacts();
  return [...reader.write(encoder.encode(content)), ...reader.end()];
}

test('random pieces of formats never throw, and every contact and problem has its line', () => {
  const bits = [
    'BEGIN:VCARD\n',
    'END:VCARD\n',
    'FN:Ana\n',
    'N;ENCODING=QUOTED-PRINTABLE:=C3=\n',
    'PHOTO;BASE64:\nAAAA\n',
    'AGENT:\n',
    ' folded\n',
    '"',
    ',',
    ';',
    '\t',
    '\r',
    '\n',
    '\0',
    'a@x.example',
    'Name,Email\n',
    'E-mail 1 - Value',
    '__proto__',
    ' ::: ',
    '\ufeff',
    '\ud800',
    'ü',
    '+49 30 1234567',
    'sep=;\n',
    '=',
    '"":"',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 60 }), (parts) => {
      for (const event of events(parts.join(''))) {
        const line = event.kind === 'card' ? event.card.source.lines[0] : event.problem.line;
        assert.ok(line >= 1);
      }
    }),
    { numRuns: 1500 },
  );
});

test('what exceeds a limit is a problem of its card, and the rest goes on', () => {
  const long = 'x'.repeat(LIMITS.field + 10);
  const photo = 'A'.repeat(LIMITS.photo * 1.5);
  const endless = 'B'.repeat(LIMITS.photo * 4);
  const found = events(
    `BEGIN:VCARD\nVERSION:3.0\nFN:One\nNOTE:${long}\nPHOTO;ENCODING=b:${photo}\nEND:VCARD\nBEGIN:VCARD\nFN:Two\nNOTE:${endless}\nEND:VCARD\nBEGIN:VCARD\nFN:Three\n${'TEL:+49301234567\n'.repeat(3000)}END:VCARD\nBEGIN:VCARD\nFN:Four\nEND:VCARD\n`,
  );
  const cards = found.flatMap((event) => (event.kind === 'card' ? [event.card] : []));
  assert.deepEqual(
    cards.map((card) => card.names.full),
    ['One', 'Two', 'Three', 'Four'],
  );
  assert.deepEqual(
    cards[0]?.problems.map(({ code }) => code),
    ['field.too_large', 'photo.too_large'],
  );
  assert.ok(cards[2]?.problems.some(({ code }) => code === 'field.too_many'));
  assert.deepEqual(
    cards[1]?.problems.map(({ code }) => code),
    ['line.too_long'],
  );
});

test('an endless quote and a file of commas end in linear time', () => {
  const rows = events(
    `Name,Email\nAna,ana@x.example\n"Bo,bo@x.example\n${'Cy,cy@x.example\n'.repeat(50_000)}`,
  );
  assert.equal(rows.filter((event) => event.kind === 'card').length, 50_002);
  assert.deepEqual(
    events(','.repeat(2_000_000)).map((event) => event.kind),
    ['problem'],
  );
});

test('values of a charset that nobody names are read in linear time', () => {
  const latin = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const rows = `${'Name,Email\n'}${'Ana,ana@x.example\n'.repeat(4000)}${'Müller,m@x.example\n'.repeat(20_000)}`;
  const reader = readContacts();
  const cards = [...reader.write(latin(rows)), ...reader.end()];
  assert.equal(cards.length, 24_000);
  const last = cards.at(-1);
  assert.ok(last?.kind === 'card');
  assert.equal(last.card.names.full, 'Müller');
});

test('day and month are told apart by the file', () => {
  const births = (content: string): (string | undefined)[] =>
    events(content).map((event) => (event.kind === 'card' ? event.card.birthday : undefined));
  assert.deepEqual(
    births('First Name,E-mail Address,Birthday\nA,a@x.example,3/4/1980\nB,b@x.example,12/25/1980\n'),
    ['1980-03-04', '1980-12-25'],
  );
  assert.deepEqual(
    births('First Name,E-mail Address,Birthday\nA,a@x.example,3/4/1980\nB,b@x.example,25/12/1980\n'),
    ['1980-04-03', '1980-12-25'],
  );
  assert.deepEqual(births('Vorname;E-Mail;Geburtstag\nA;a@x.example;3.4.1980\n'), ['1980-04-03']);
});

test('a table without a header is read by what is in it', () => {
  const cards = events('Ana;Ruiz;ana@x.example;+34 612 345 678\nBo;Berg;bo@x.example;+34 612 345 679\n');
  assert.deepEqual(
    cards.map((event) =>
      event.kind === 'card'
        ? [
            event.card.names.given,
            event.card.names.family,
            event.card.emails[0]?.value,
            event.card.phones[0]?.value,
          ]
        : [],
    ),
    [
      ['Ana', 'Ruiz', 'ana@x.example', '+34 612 345 678'],
      ['Bo', 'Berg', 'bo@x.example', '+34 612 345 679'],
    ],
  );
});
