import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generatePeople } from '@kith/contacts/testing';
import { movedTo, type Served } from '../../testing/contract.ts';
import { startGraphServer } from '../../testing/graph-server.ts';
import { startJmap } from '../../testing/jmap-server.ts';
import { startPeopleServer } from '../../testing/people-server.ts';
import { cardsIn, partsOf, testNetwork } from '../../testing/reading.ts';
import { startYahooServer } from '../../testing/yahoo-server.ts';
import type { Protocol } from '../provider.ts';
import { providers } from '../providers.ts';
import { books } from './books.ts';

const secret = 'c4nary';
const book = { people: generatePeople({ seed: 5, count: 1 }), groups: [] };
const grants = (scopes: readonly string[]) => (token: string) => (token === secret ? { scopes } : undefined);

/** A server for each protocol over HTTP that has an address of its own in the providers' files. */
const servers = new Map<Protocol, Pick<Served, 'port' | 'ca' | 'close'>>();

before(async () => {
  servers.set('carddav', await startYahooServer(book, grants([])));
  const google = ['https://www.googleapis.com/auth/contacts.readonly'];
  servers.set('google-people', await startPeopleServer(book, grants(google)));
  servers.set('microsoft-graph', await startGraphServer(book, grants(['Contacts.Read'])));
  const jmap = await startJmap([`Basic ${btoa(`ana:${secret}`)}`, `Bearer ${secret}`]);
  jmap.cards.set('1', {
    '@type': 'Card',
    version: '1.0',
    id: '1',
    uid: '1',
    name: { full: book.people[0]?.names.full ?? '' },
    addressBookIds: { b: true },
  });
  servers.set('jmap', jmap);
});
after(async () => {
  for (const server of servers.values()) await server.close();
});

/** Exchange on one's own machines is read from a file. */
const unread: readonly Protocol[] = ['ews'];

const accesses = providers.flatMap(({ id, access }) => access.map((one) => ({ id, access: one })));

test('every way to a book has somebody who reads it, and asks only what it must', () => {
  for (const { id, access } of accesses) {
    const { protocol, signIn, oauth, url, host, port } = access;
    const what = `${id}: ${protocol} by ${signIn}`;
    assert.equal(books[protocol] === undefined, unread.includes(protocol), what);
    if (protocol === 'google-people' || protocol === 'microsoft-graph') assert.equal(signIn, 'oauth', what);
    assert.ok(url === undefined || url.startsWith('https://'), what);
    assert.ok(url === undefined || (host === undefined && port === undefined), what);
    if (host !== undefined) assert.ok(port === (protocol === 'ldap' ? 636 : 993), what);
    for (const scope of oauth?.scopes ?? [])
      assert.doesNotMatch(scope, /write|offline|contacts$|full/i, what);
  }
});

for (const { id, access } of accesses) {
  const { url } = access;
  if (url === undefined) continue;
  test(`${id}: its book is where its file says, ${access.protocol} by ${access.signIn}`, async () => {
    const server = servers.get(access.protocol) ?? assert.fail(`no server that speaks ${access.protocol}`);
    const read = books[access.protocol] ?? assert.fail('nobody reads it');
    const parts = read({
      at: movedTo({ url }, server.port),
      address: `ana@${id}.example`,
      credential:
        access.signIn === 'oauth'
          ? { kind: 'bearer', token: secret }
          : { kind: 'password', user: 'ana', password: secret },
      network: testNetwork([server.port], server.ca),
      signal: AbortSignal.timeout(30_000),
    });
    const cards = cardsIn(await partsOf(parts));
    assert.deepEqual(
      cards.map(({ names }) => names.full),
      book.people.map(({ names }) => names.full),
    );
  });
}
