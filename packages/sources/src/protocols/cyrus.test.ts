import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { vcard30 } from '@kith/contacts/testing';
import { testSource } from '../../testing/contract.ts';
import { type CyrusServer, startCyrus } from '../../testing/index.ts';
import { cardsIn, partsOf, testNetwork } from '../../testing/reading.ts';
import { readCarddav } from './carddav.ts';
import { readJmap } from './jmap.ts';
import type { BookRequest } from './protocol.ts';

const canary = 'c4nary-Passw0rd';
/** People without a book yet; each test takes one of them. */
const people = Array.from({ length: 20 }, (_, n) => `person${n}`);
let cyrus: CyrusServer;
before(async () => {
  cyrus = await startCyrus(Object.fromEntries(people.map((user) => [user, canary])));
});
after(() => cyrus?.close());

function free(): string {
  return people.pop() ?? assert.fail('nobody is left');
}

function asked(user: string): BookRequest {
  return {
    at: { url: cyrus.url },
    address: `${user}@dav.example`,
    credential: { kind: 'password', user, password: canary },
    network: testNetwork([cyrus.port], cyrus.ca),
    signal: AbortSignal.timeout(60_000),
  };
}

for (const [name, read, several] of [
  ['CardDAV, Cyrus', readCarddav, 150],
  ['JMAP, Cyrus', readJmap, 600],
] as const)
  testSource({
    ...{ name, read, several },
    carries: ['phones', 'organisation', 'title', 'city', 'birthday', 'note', 'groups', 'photo'],
    // It takes 25,000 cards in minutes.
    sizes: [5, 300],
    async start(book) {
      const user = free();
      await cyrus.load(user, vcard30(book.people));
      const { port, ca } = cyrus;
      return { port, ca, request: asked(user), close: () => undefined };
    },
  });

test('JMAP: every field of a card, its photo, and the groups as labels', async () => {
  const user = free();
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
  const gone = card.replaceAll('laszlo-1', 'gone-1');
  await cyrus.load(user, card + gone);
  await cyrus.jmap(user, [['Contact/set', { destroy: ['gone-1'] }]]);
  const create = Object.fromEntries(
    ['Family, near', 'Choir', 'Nobody'].map((name) => [
      name,
      { name, contactIds: name === 'Nobody' ? [] : ['laszlo-1'] },
    ]),
  );
  await cyrus.jmap(user, [['ContactGroup/set', { create }]]);
  const [expected] = cardsIn([{ file: 'loaded', bytes: new TextEncoder().encode(card), cards: 1 }]);
  const [came, ...more] = cardsIn(await partsOf(readJmap(asked(user))));
  assert.deepEqual(more, []);
  assert.deepEqual(
    { ...came, categories: came?.categories.toSorted(), source: came?.source.uid },
    { ...expected, categories: ['Choir', 'Family, near', 'Friends'], source: 'laszlo-1' },
  );
});
