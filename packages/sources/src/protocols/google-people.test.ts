import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generatePeople } from '@kith/contacts/testing';
import { testSource } from '../../testing/contract.ts';
import { type PeopleBook, startPeopleServer } from '../../testing/people-server.ts';
import { cardsIn, faultOf, partsOf, testNetwork } from '../../testing/reading.ts';
import type { RestDouble } from '../../testing/rest-double.ts';
import type { Trouble } from '../../testing/troubles.ts';
import { readGooglePeople } from './google-people.ts';
import type { BookPart, BookRequest, SourceFaultCode } from './protocol.ts';

const token = 'c4nary-T0ken';
const own = 'https://www.googleapis.com/auth/contacts.readonly';
const collectedToo = 'https://www.googleapis.com/auth/contacts.other.readonly';
const start = (book: PeopleBook, scopes: readonly string[] = [own]) =>
  startPeopleServer(book, (one) => (one === token ? { scopes } : undefined));
const requestOf = ({ url }: RestDouble) => ({
  at: { url },
  address: 'ana@gmail.example',
  credential: { kind: 'bearer', token } as const,
});

testSource({
  name: 'Google People',
  read: readGooglePeople,
  carries: ['phones', 'organisation', 'title', 'city', 'birthday', 'note', 'groups', 'photo'],
  async start(book) {
    const server = await start(book);
    return { ...server, request: requestOf(server) };
  },
  async startEndless() {
    const server = await start({ people: generatePeople({ seed: 1, count: 700 }), groups: [] });
    server.trouble = { kind: 'loop', page: 2 };
    return { ...server, close: server.close, request: requestOf(server) };
  },
});

const asked = (server: RestDouble, more: Partial<BookRequest> = {}): BookRequest => ({
  ...requestOf(server),
  network: testNetwork([server.port], server.ca),
  signal: AbortSignal.timeout(60_000),
  ...more,
});
const people = generatePeople({ seed: 7, count: 1200 });
const names = (parts: readonly BookPart[]) => cardsIn(parts).map(({ source }) => source.uid);
const all = people.map((_, at) => `people/c${at}`);

async function serving(
  book: PeopleBook,
  work: (server: RestDouble) => Promise<void>,
  scopes?: readonly string[],
): Promise<void> {
  const server = await start(book, scopes);
  try {
    await work(server);
  } finally {
    server.close();
  }
}

for (const [name, trouble] of Object.entries<Trouble>({
  'that throttles without a time': { kind: 'throttle', page: 2, times: 2 },
  'that throttles for a second': { kind: 'throttle', page: 2, times: 2, retryAfter: '1' },
  'that fails once (500)': { kind: 'status', page: 2, status: 500, times: 1 },
  'that fails thrice (503)': { kind: 'status', page: 3, status: 503, times: 3 },
  'that cuts an answer': { kind: 'truncate', page: 2, times: 1 },
  'whose page token runs out': { kind: 'expire', page: 3, times: 1 },
  'that gives a page twice': { kind: 'duplicate', page: 3 },
  'that is slow': { kind: 'slow', page: 2, milliseconds: 300 },
}))
  test(`a Google ${name}: everybody arrives, nobody twice`, async () => {
    await serving({ people, groups: [] }, async (server) => {
      server.trouble = trouble;
      const parts = await partsOf(readGooglePeople(asked(server)));
      assert.deepEqual(names(parts), all);
      assert.equal(parts.at(-1)?.cards, all.length);
      assert.ok(server.shown > 0);
    });
  });

for (const [name, [code, trouble]] of Object.entries<[SourceFaultCode, Trouble]>({
  'throttles for an hour': ['source.throttled', { kind: 'throttle', page: 2, times: 9, retryAfter: '3600' }],
  'throttles for ever': ['source.throttled', { kind: 'throttle', page: 2, times: 99 }],
  'throttles for an absurd time': [
    'source.throttled',
    { kind: 'throttle', page: 2, times: 9, retryAfter: '999999999' },
  ],
  'fails and fails': ['source.unavailable', { kind: 'status', page: 2, status: 500, times: 9 }],
  'cuts every answer': ['source.unavailable', { kind: 'truncate', page: 2, times: 9 }],
  'takes the grant back in the middle': ['source.access_ended', { kind: 'revoke', page: 2 }],
  'answers with something else than a list': [
    'source.unreadable',
    { kind: 'answer', page: 2, body: '{"connections":{"people/c1":{}}}' },
  ],
  'names the next page by a number': [
    'source.unreadable',
    { kind: 'answer', page: 2, body: '{"connections":[],"nextPageToken":7}' },
  ],
  'answers with an error and status 200': [
    'source.unreadable',
    { kind: 'answer', page: 2, body: '{"error":{"code":400,"message":"no"}}' },
  ],
  'answers with a list and no object': ['source.unavailable', { kind: 'answer', page: 2, body: '[1,2]' }],
}))
  test(`a Google that ${name}: ${code}, what was read stays`, async () => {
    await serving({ people, groups: [] }, async (server) => {
      server.trouble = trouble;
      const kept = await faultOf(readGooglePeople(asked(server)), code, token);
      assert.equal(cardsIn(kept).length, 500);
      server.trouble = undefined;
      const after = kept.at(-1)?.cursor ?? assert.fail('no cursor');
      const rest = await partsOf(readGooglePeople(asked(server, { after })));
      assert.deepEqual([...names(kept), ...names(rest)], all);
      assert.equal(rest.at(-1)?.cards, all.length);
    });
  });

test('a cursor whose token has run out, or that is none: everybody again, counted once', async () => {
  await serving({ people, groups: [] }, async (server) => {
    const [first] = await partsOf(readGooglePeople(asked(server)));
    server.trouble = { kind: 'expire', page: 2, times: 1 };
    for (const after of [first?.cursor ?? '', '{}', '[]', 'null']) {
      const rest = await partsOf(readGooglePeople(asked(server, { after })));
      assert.deepEqual(names(rest), all);
      assert.equal(rest.at(-1)?.cards, all.length);
    }
  });
});

test('a grant without the box for contacts is denied', async () => {
  await serving(
    { people, groups: [] },
    async (server) => {
      assert.deepEqual(await faultOf(readGooglePeople(asked(server)), 'source.denied', token), []);
    },
    ['openid'],
  );
});

test('a password is not sent to Google', async () => {
  await serving({ people, groups: [] }, async (server) => {
    const credential = { kind: 'password', user: 'ana', password: token } as const;
    await faultOf(readGooglePeople(asked(server, { credential })), 'source.refused', token);
    assert.deepEqual(server.asked, []);
  });
});

test('what Google collected comes only when it is asked for, in a file of its own', async () => {
  const book = { people: people.slice(0, 3), groups: [], collected: people.slice(3, 10) };
  await serving(
    book,
    async (server) => {
      const without = await partsOf(readGooglePeople(asked(server)));
      assert.deepEqual(
        without.map(({ file }) => file),
        ['Contacts'],
      );
      assert.ok(!server.asked.some((path) => path.includes('otherContacts')));
      const parts = await partsOf(readGooglePeople(asked(server, { collected: true })));
      assert.deepEqual(
        parts.map(({ file, cards }) => [file, cards]),
        [
          ['Contacts', 3],
          ['Other contacts', 10],
        ],
      );
      assert.ok(names(parts.slice(1)).every((uid) => uid?.startsWith('otherContacts/')));
      const after = parts[0]?.cursor ?? '';
      const rest = await partsOf(readGooglePeople(asked(server, { collected: true, after })));
      assert.deepEqual(
        rest.map(({ file, cards }) => [file, cards]),
        [['Other contacts', 10]],
      );
    },
    [own, collectedToo],
  );
  await serving(book, async (server) => {
    const kept = await faultOf(readGooglePeople(asked(server, { collected: true })), 'source.denied', token);
    assert.equal(cardsIn(kept).length, 3);
  });
});

test('more than thirty labels are all known, deleted people and odd entries are left to the reader', async () => {
  const groups = Array.from({ length: 45 }, (_, at) => `Label ${at}`);
  const labelled = people.slice(0, 45).map((person, at) => ({ ...person, groups: [`Label ${at}`] }));
  await serving({ people: labelled, groups }, async (server) => {
    const cards = cardsIn(await partsOf(readGooglePeople(asked(server)))).filter(
      ({ kind }) => kind === 'person',
    );
    assert.deepEqual(
      cards.map(({ categories }) => categories),
      groups.map((name) => [name]),
    );
    server.trouble = {
      kind: 'answer',
      page: 1,
      body: JSON.stringify({
        connections: [
          { resourceName: 'people/c1', metadata: { deleted: true } },
          { resourceName: 'people/c2', names: [{ displayName: 'Bo Lund' }], emailAddresses: 'none' },
        ],
      }),
    };
    const some = cardsIn(await partsOf(readGooglePeople(asked(server)))).filter(
      ({ kind }) => kind === 'person',
    );
    assert.deepEqual(
      some.map(({ names: { full } }) => full),
      ['Bo Lund'],
    );
  });
});
