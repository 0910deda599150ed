import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generatePeople, vcard30 } from '@kith/contacts/testing';
import { type CyrusServer, startCyrus } from '../../testing/index.ts';
import { cardsIn, faultOf, partsOf, testNetwork } from '../../testing/reading.ts';
import { readCarddav } from './carddav.ts';
import { readJmap } from './jmap.ts';
import type { BookPart, BookRequest } from './protocol.ts';

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
  return {
    at: { url: cyrus.url },
    address: `${user}@dav.example`,
    credential: { kind: 'password', user, password: passwords[user] },
    network: testNetwork([cyrus.port], cyrus.ca),
    signal: AbortSignal.timeout(60_000),
    ...more,
  };
}

function partOf(vcards: string): BookPart {
  return { file: 'loaded', bytes: new TextEncoder().encode(vcards), cards: 0 };
}

/** What tells people apart, to compare what was loaded with what came. */
function sketch(parts: readonly BookPart[]): string[] {
  return cardsIn(parts)
    .map(({ names, emails, phones }) =>
      [names.full, ...emails.map(({ value }) => value), ...phones.map(({ value }) => value)].join('|'),
    )
    .sort();
}

for (const [name, read] of [
  ['CardDAV', readCarddav],
  ['JMAP', readJmap],
] as const) {
  for (const user of ['few', 'many'] as const)
    test(`${name}: a book of ${sizes[user]} arrives complete and equal, and can be gone on with`, async () => {
      const loaded = sketch([partOf(bookOf(sizes[user]))]);
      const parts = await partsOf(read(asked(user)));
      assert.deepEqual(sketch(parts), loaded);
      assert.equal(parts.at(-1)?.cards, sizes[user]);
      assert.equal(parts[0]?.total, sizes[user]);
      const [first] = parts;
      const rest = await partsOf(read(asked(user, { after: first?.cursor ?? '' })));
      assert.deepEqual(sketch([...parts.slice(0, 1), ...rest]), loaded);
    });

  test(`${name}: an empty book, and a wrong password`, async () => {
    assert.deepEqual(await partsOf(read(asked('nobody'))), []);
    const credential = { kind: 'password', user: 'few', password: passwords.many } as const;
    await faultOf(read(asked('few', { credential })), 'source.refused', passwords.many);
  });
}

test('JMAP: every field of a card, its photo, and the groups as labels', async () => {
  const card = `BEGIN:VCARD
VERSION:3.0
UID:laszlo-1
N:Nagy;László;Béla;Dr.;
FN:Nagy László
ORG:Acme;Design
TITLE:Head of design
EMAIL;TYPE=HOME:laszlo@home.example
TEL;TYPE=CELL:+36201209960
ADR;TYPE=HOME:;;Fő utca 1;Pécs;;7621;Magyarország
BDAY:1980-02-03
NOTE:Met in Lisbon
CATEGORIES:Friends
PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=
END:VCARD
`.replaceAll('\n', '\r\n');
  await cyrus.load('one', card);
  const create = Object.fromEntries(
    ['Family, near', 'Choir', 'Nobody'].map((name) => [
      name,
      { name, contactIds: name === 'Nobody' ? [] : ['laszlo-1'] },
    ]),
  );
  await cyrus.jmap('one', [['ContactGroup/set', { create }]]);
  const [expected] = cardsIn([partOf(card)]);
  const [came, ...more] = cardsIn(await partsOf(readJmap(asked('one'))));
  assert.deepEqual(more, []);
  assert.deepEqual(
    { ...came, categories: came?.categories.toSorted(), source: came?.source.uid },
    { ...expected, categories: ['Choir', 'Family, near', 'Friends'], source: 'laszlo-1' },
  );
});
