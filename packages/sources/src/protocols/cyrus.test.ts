import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type Card, readContacts } from '@kith/contacts';
import { generatePeople, vcard30 } from '@kith/contacts/testing';
import { type CyrusServer, startCyrus } from '../../testing/index.ts';
import { openGuard } from '../guard/guard.ts';
import { readCarddav } from './carddav.ts';
import { readJmap } from './jmap.ts';
import { patientNetwork } from './network.ts';
import type { BookPart, BookRequest, ReadBook } from './protocol.ts';

/** Sizes of books by the person that has them. */
const sizes = { few: 5, many: 300, nobody: 0, one: 0 };
const passwords = { few: 'c4nary-1', many: 'c4nary-2', nobody: 'c4nary-3', one: 'c4nary-4' };
let cyrus: CyrusServer;
before(async () => {
  cyrus = await startCyrus(passwords);
  for (const [user, count] of Object.entries(sizes)) if (count > 0) await cyrus.load(user, bookOf(count));
});
after(() => cyrus?.close());

function bookOf(count: number): string {
  return vcard30(generatePeople({ seed: count, count }));
}

function asked(user: keyof typeof sizes, more: Partial<BookRequest> = {}): BookRequest {
  const guard = openGuard({ networks: '127.0.0.1/32', ports: [cyrus.port], ca: cyrus.ca });
  return {
    at: { url: cyrus.url },
    address: `${user}@dav.example`,
    credential: { kind: 'password', user, password: passwords[user] },
    network: patientNetwork(guard, {
      now: () => new Date(),
      chance: () => 0,
      wait: (milliseconds) => wait(Math.min(milliseconds, 20)),
    }),
    signal: AbortSignal.timeout(60_000),
    ...more,
  };
}

async function partsOf(read: ReadBook, request: BookRequest): Promise<BookPart[]> {
  const parts: BookPart[] = [];
  for await (const part of read(request)) parts.push(part);
  return parts;
}

function cardsIn(pieces: readonly Uint8Array[]): Card[] {
  const reader = readContacts({ photos: true });
  return [...pieces.flatMap((bytes) => [...reader.write(bytes)]), ...reader.end()].flatMap((event) =>
    event.kind === 'card' ? [event.card] : [],
  );
}

/** What tells people apart, to compare what was loaded with what came. */
function sketch(pieces: readonly Uint8Array[]): string[] {
  return cardsIn(pieces)
    .map(({ names, emails, phones }) =>
      // Cyrus's JMAP knows the parts of a name, not the order its owner gave them (Nagy László).
      [
        names.full.split(' ').sort().join(' '),
        ...emails.map(({ value }) => value),
        ...phones.map(({ value }) => value),
      ].join('|'),
    )
    .sort();
}

for (const [name, read] of [
  ['CardDAV', readCarddav],
  ['JMAP', readJmap],
] as const) {
  for (const user of ['few', 'many'] as const)
    test(`${name}: a book of ${sizes[user]} arrives complete and equal, and can be gone on with`, async () => {
      const loaded = sketch([new TextEncoder().encode(bookOf(sizes[user]))]);
      const parts = await partsOf(read, asked(user));
      assert.deepEqual(sketch(parts.map(({ bytes }) => bytes)), loaded);
      assert.equal(parts.at(-1)?.cards, sizes[user]);
      assert.equal(parts[0]?.total, sizes[user]);
      const [first] = parts;
      const rest = await partsOf(read, asked(user, { after: first?.cursor ?? '' }));
      assert.deepEqual(sketch([first, ...rest].flatMap((part) => part?.bytes ?? [])), loaded);
    });

  test(`${name}: an empty book, and a wrong password`, async () => {
    assert.deepEqual(await partsOf(read, asked('nobody')), []);
    await assert.rejects(
      partsOf(read, asked('few', { credential: { kind: 'password', user: 'few', password: 'c4nary-2' } })),
      { name: 'SourceFault', code: 'source.refused' },
    );
  });
}

test('JMAP: every field that Cyrus gives, the photo, and the groups as labels', async () => {
  const photo =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=';
  await cyrus.load(
    'one',
    `BEGIN:VCARD
VERSION:3.0
UID:ana-1
N:Ruiz;Ana;María;Dr.;MBA
FN:Ana Ruiz
NICKNAME:Anita
ORG:Acme;Design
TITLE:Head of design
EMAIL;TYPE=HOME:ana@home.example
EMAIL;TYPE=WORK;TYPE=PREF:ana@work.example
TEL;TYPE=CELL:+34600111222
TEL;TYPE=FAX:+34600111333
ADR;TYPE=HOME:;;Calle Mayor 1;Madrid;Madrid;28013;España
URL:https://ana.example/
IMPP;X-SERVICE-TYPE=skype:skype:ana.ruiz
BDAY:1980-02-03
NOTE:Met in Lisbon
PHOTO;ENCODING=b;TYPE=PNG:${photo}
END:VCARD
`.replaceAll('\n', '\r\n'),
  );
  await cyrus.jmap('one', [
    [
      'ContactGroup/set',
      {
        create: {
          a: { name: 'Family', contactIds: ['ana-1'] },
          b: { name: 'Nobody', contactIds: [] },
          c: { name: 'Choir', contactIds: ['ana-1'] },
        },
      },
    ],
  ]);
  const parts = await partsOf(readJmap, asked('one'));
  const [card, ...more] = cardsIn(parts.map(({ bytes }) => bytes));
  assert.deepEqual(more, []);
  assert.deepEqual(
    { ...card, categories: card?.categories.toSorted(), source: undefined, photo: undefined },
    {
      kind: 'person',
      names: {
        full: 'Dr. Ana María Ruiz, MBA',
        given: 'Ana María',
        family: 'Ruiz',
        prefix: 'Dr.',
        suffix: 'MBA',
        nicknames: ['Anita'],
      },
      emails: [
        { value: 'ana@work.example', label: 'work' },
        { value: 'ana@home.example', label: 'home' },
      ],
      phones: [
        { value: '+34600111222', label: 'mobile' },
        { value: '+34600111333', label: 'fax' },
      ],
      urls: [{ value: 'https://ana.example/' }],
      ims: [{ value: 'skype:ana.ruiz', label: 'skype' }],
      birthday: '1980-02-03',
      addresses: [
        {
          street: 'Calle Mayor 1',
          city: 'Madrid',
          region: 'Madrid',
          postcode: '28013',
          country: 'España',
          label: 'home',
        },
      ],
      organisations: [{ name: 'Acme', department: 'Design' }],
      titles: ['Head of design'],
      notes: ['Met in Lisbon'],
      categories: ['Choir', 'Family'],
      relations: [],
      problems: [],
      source: undefined,
      photo: undefined,
    },
  );
  assert.equal(card?.source.uid, 'ana-1');
  assert.ok(card?.photo?.kind === 'embedded');
  assert.equal(card.photo.type, 'image/png');
  assert.deepEqual(Buffer.from(card.photo.data ?? []), Buffer.from(photo, 'base64'));
});
