import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { jscontactList } from '@kith/contacts/testing';
import { testSource } from '../../testing/contract.ts';
import { type JmapServer, startJmap } from '../../testing/index.ts';
import { cardsIn, faultOf, partsOf, testNetwork } from '../../testing/reading.ts';
import { readJmap } from './jmap.ts';
import type { BookPart, BookRequest, SourceFaultCode } from './protocol.ts';

const canary = 'c4nary-Passw0rd';
let server: JmapServer;
before(async () => {
  server = await startJmap([`Basic ${btoa(`ana:${canary}`)}`, 'Bearer t0ken']);
});
after(() => server.close());
const limits = { maxObjectsInGet: 500, maxCallsInRequest: 16, maxSizeRequest: 10_000_000, query: 1000 };
beforeEach(() => {
  server.cards.clear();
  server.blobs.clear();
  server.books.clear();
  server.books.set('b', { name: 'Personal' });
  server.session = {};
  server.onRequest = () => false;
  server.onCall = () => undefined;
  server.reached.length = 0;
  Object.assign(server.limits, limits);
});

function asked(more: Partial<BookRequest> = {}): BookRequest {
  return {
    at: { url: `https://dav.example:${server.port}/.well-known/jmap` },
    address: 'ana@dav.example',
    credential: { kind: 'password', user: 'ana', password: canary },
    network: testNetwork([server.port], server.ca),
    signal: AbortSignal.timeout(60_000),
    ...more,
  };
}

const names = (parts: readonly BookPart[]) =>
  cardsIn(parts)
    .map((card) => card.names.full)
    .sort();
const read = async (more: Partial<BookRequest> = {}) => partsOf(readJmap(asked(more)));

/** Contacts `Person 0`, `Person 1`, … in the one book. */
function load(count: number, more: object = {}): string[] {
  const loaded = Array.from({ length: count }, (_, n) => `Person ${n}`);
  for (const [n, full] of loaded.entries())
    server.cards.set(`c${n}`, { uid: `u${n}`, name: { full }, addressBookIds: { b: true }, ...more });
  return loaded.sort();
}

testSource({
  name: 'JMAP',
  read: readJmap,
  carries: ['phones', 'organisation', 'title', 'city', 'birthday', 'note', 'groups', 'photo'],
  async start({ people, groups }) {
    const own = await startJmap([`Basic ${btoa(`ana:${canary}`)}`]);
    const addressBookIds = { b: true };
    // Safe: it was written so a line before.
    const { list } = JSON.parse(jscontactList(people)) as { list: { uid: string }[] };
    for (const [n, card] of list.entries()) own.cards.set(`c${n}`, { ...card, addressBookIds });
    for (const full of groups) {
      const members = list.filter((_, n) => people[n]?.groups?.includes(full)).map(({ uid }) => [uid, true]);
      const card = { kind: 'group', uid: full, name: { full }, members: Object.fromEntries(members) };
      own.cards.set(`g${full}`, { ...card, addressBookIds });
    }
    return { ...own, request: { ...asked(), at: { url: own.url } } };
  },
});

test('by token, by the host alone, by the session itself', async () => {
  const loaded = load(3);
  for (const more of [
    { credential: { kind: 'bearer', token: 't0ken' } },
    { at: { host: 'dav.example', port: server.port } },
    { at: { url: `https://dav.example:${server.port}/jmap/session` } },
  ] as const)
    assert.deepEqual(names(await read(more)), loaded);
});

test('books are files, and a contact in two of them comes once', async () => {
  server.books.set('w', { name: 'Work' }).set('x', { name: 'Work' }).set('e', {});
  load(4);
  server.cards.set('c1', { ...server.cards.get('c1'), addressBookIds: { b: true, w: true } });
  server.cards.set('c2', { ...server.cards.get('c2'), addressBookIds: { w: true } });
  server.cards.set('c3', { ...server.cards.get('c3'), addressBookIds: { x: true } });
  const parts = await read();
  assert.deepEqual(
    parts.map((part) => [part.file, names([part]), part.cards, part.total]),
    [
      ['Personal', ['Person 0', 'Person 1'], 2, 4],
      ['Work', ['Person 2'], 3, 4],
      ['Work 2', ['Person 3'], 4, 4],
    ],
  );
  assert.deepEqual(names(await read({ after: parts[0]?.cursor ?? '' })), ['Person 2', 'Person 3']);
});

test('groups are labels of their members, and cards of their own kind', async () => {
  load(2);
  const group = (full: string, members: object) => ({
    ...{ kind: 'group', uid: full, name: { full }, members, addressBookIds: { b: true } },
  });
  server.cards.set('g1', group('Choir', { u0: true, u1: true }));
  server.cards.set('g2', group('Family', { u1: true, nobody: true }));
  const cards = cardsIn(await read());
  assert.deepEqual(
    cards.map(({ categories, kind, names: { full } }) => [kind, full, categories]),
    [
      ['person', 'Person 0', ['Choir']],
      ['person', 'Person 1', ['Choir', 'Family']],
      ['group', 'Choir', []],
      ['group', 'Family', []],
    ],
  );
  server.onCall = (method, { filter }) =>
    method.endsWith('/query') && Object.hasOwn(Object(filter), 'kind')
      ? ['error', { type: 'unsupportedFilter' }]
      : undefined;
  assert.equal(cardsIn(await read()).length, 4);
});

test('photos that are blobs come with their cards where they are wanted; one that is not to be had keeps no card back', async () => {
  const png = Buffer.from('89504e470d0a1a0a00', 'hex');
  const photo = (blobId: string) => ({ p: { kind: 'photo', blobId, mediaType: 'image/png' } });
  server.blobs.set('B/1', { type: 'image/png', bytes: png });
  server.blobs.set('huge', { type: 'image/png', bytes: Buffer.alloc(3 * 1024 * 1024) });
  server.blobs.set('page', { type: 'text/html', bytes: png });
  load(5);
  for (const [at, blob] of ['B/1', 'huge', 'gone', 'page', 'B/1'].entries())
    server.cards.set(`c${at}`, { ...server.cards.get(`c${at}`), media: photo(blob) });
  // After three that failed one after another, no more are asked for.
  assert.ok(cardsIn(await read()).every(({ photo: none }) => none === undefined));
  assert.ok(!server.reached.some(({ path }) => path.includes('/blobs/')));
  assert.deepEqual(
    cardsIn(await read({ photos: true })).map((card) =>
      card.photo?.kind === 'embedded' ? card.photo.data?.length : 0,
    ),
    [png.length, 0, 0, 0, 0],
  );
  server.reached.length = 0;
  server.session = { downloadUrl: `https://other.example:${server.port}/{blobId}` };
  assert.equal(cardsIn(await read({ photos: true })).length, 5);
  assert.ok(server.reached.every(({ host }) => host.startsWith('dav.')));
});

test('the limits of a server are kept, and found where it did not tell them', async () => {
  const loaded = load(60);
  Object.assign(server.limits, { maxObjectsInGet: 7, maxCallsInRequest: 1, query: 10 });
  assert.deepEqual(names(await read()), loaded);
  Object.assign(server.limits, limits);
  server.onCall = (method, { ids }) =>
    method === 'ContactCard/get' && Array.isArray(ids) && ids.length > 3
      ? ['error', { type: 'requestTooLarge' }]
      : undefined;
  assert.deepEqual(names(await read()), loaded);
  server.onCall = () => undefined;
  server.limits.maxSizeRequest = 250;
  assert.deepEqual(names(await read()), loaded);
});

test('a list that changes while it is read loses and doubles nobody', async () => {
  const loaded = load(50);
  server.limits.query = 10;
  let queries = 0;
  server.onCall = (method, { filter }) => {
    if (method !== 'ContactCard/query' || !Object.hasOwn(Object(filter), 'inAddressBook')) return undefined;
    queries += 1;
    // The others move up to the page that was read already.
    if (queries === 3) server.cards.delete('c0');
    if (queries === 4)
      server.cards.set('late', { uid: 'late', name: { full: 'Late' }, addressBookIds: { b: true } });
    return undefined;
  };
  const expected = [...loaded.filter((name) => name !== 'Person 0'), 'Late'].sort();
  assert.deepEqual(names(await read()), expected);
});

test('deleted after it was listed: the others arrive', async () => {
  load(5);
  server.onCall = (method) => {
    if (method === 'ContactCard/get') server.cards.delete('c2');
    return undefined;
  };
  assert.deepEqual(names(await read()), ['Person 0', 'Person 1', 'Person 3', 'Person 4']);
});

test('revoked in the middle: what was read stays, and can be gone on from', async () => {
  const loaded = load(300);
  let gets = 0;
  server.onCall = (method) => {
    if (method === 'ContactCard/get' && ++gets === 2)
      server.onRequest = (_request, response) => {
        response.writeHead(401).end();
        return true;
      };
    return undefined;
  };
  const parts = await faultOf(readJmap(asked()), 'source.refused', canary);
  assert.equal(cardsIn(parts).length, 290);
  server.onRequest = () => false;
  const rest = await read({ after: parts.at(-1)?.cursor ?? '' });
  assert.deepEqual(names([...parts, ...rest]), loaded);
});

test('what the server says nothing about is told, and the others arrive', async () => {
  load(5);
  server.onCall = (method, { ids }) =>
    method === 'ContactCard/get' && Array.isArray(ids)
      ? [
          method,
          { list: [{ id: 'c1', name: { full: 'Person 1' } }, { id: 'stranger' }, 7, null], notFound: ['c2'] },
        ]
      : undefined;
  assert.deepEqual(names(await faultOf(readJmap(asked()), 'source.unavailable', canary)), ['Person 1']);
});

test('stopped by its owner', async () => {
  load(300);
  const stop = new AbortController();
  const reason = new Error('stopped');
  await assert.rejects(async () => {
    for await (const _ of readJmap(asked({ signal: stop.signal }))) stop.abort(reason);
  }, reason);
});

test('hosts that the provider declares are given the password', async () => {
  const loaded = load(3);
  server.session = { apiUrl: `https://other.example:${server.port}/jmap/api` };
  assert.deepEqual(names(await read({ credentialHosts: ['other.example'] })), loaded);
});

test('a server that promises RFC 9610 and speaks only as Cyrus does, and cannot tell what changed', async () => {
  const core = 'urn:ietf:params:jmap:core';
  const cyrus = ['contacts', 'blob'].map((name) => `https://cyrusimap.org/ns/jmap/${name}`);
  const all = [core, 'urn:ietf:params:jmap:contacts', ...cyrus];
  server.session = {
    capabilities: Object.fromEntries(all.map((name) => [name, {}])),
    primaryAccounts: Object.fromEntries(all.map((name) => [name, 'A1'])),
  };
  const vcard = (n: number, name: string) =>
    `BEGIN:VCARD\r\nVERSION:3.0\r\nUID:${n}\r\nFN:${name}\r\nEND:VCARD\r\n`;
  const data: Readonly<Record<string, object>> = {
    B1: { 'data:asText': vcard(1, 'Ana Ruiz') },
    B2: { 'data:asText': null, 'data:asBase64': Buffer.from(vcard(2, 'José'), 'latin1').toString('base64') },
    B3: { 'data:asText': 'no vCard' },
  };
  server.onCall = (method, { ids }) => {
    const asked = Array.isArray(ids) ? ids.map(String) : [];
    if (method === 'Contact/query') return [method, { ids: ['1', '2', '3'], queryState: '1' }];
    if (method === 'Contact/changes') return ['error', { type: 'cannotCalculateChanges' }];
    if (method === 'Contact/get') return [method, { list: asked.map((id) => ({ id, blobId: `B${id}` })) }];
    if (method === 'Blob/get') return [method, { list: asked.map((id) => ({ id, ...data[id] })) }];
    return ['error', { type: 'unknownMethod' }];
  };
  assert.deepEqual(names(await faultOf(readJmap(asked()), 'source.unavailable', canary)), [
    'Ana Ruiz',
    'José',
  ]);
});

const answer =
  (status: number, headers: Record<string, string> = {}, body: string | Uint8Array = '') =>
  (path: string) => {
    server.onRequest = ({ url }, response: ServerResponse) => {
      if (!url?.startsWith(path)) return false;
      response.writeHead(status, headers).end(body);
      return true;
    };
  };
const json = { 'content-type': 'application/json' };
const problem = (type: string) =>
  answer(400, json, JSON.stringify({ type: `urn:ietf:params:jmap:error:${type}` }));
/** What a method answers instead: `query` for `ContactCard/query`. */
const called = (method: string, said: readonly [string, object]) => () => {
  server.onCall = (name) => (name === `ContactCard/${method}` ? [said[0], { ...said[1] }] : undefined);
};
const fails = (method: string, type: string) => called(method, ['error', { type }]);
const session = (more: () => object) => () => {
  server.session = { ...more() };
};
const elsewhere = () => `https://other.example:${server.port}`;

/** How a server misbehaves, at the session and at the API. */
const faults: Record<string, [SourceFaultCode, (path: string) => void, 'session' | 'api' | 'once']> = {
  'refuses the password': ['source.refused', answer(401), 'session'],
  'ends the grant': ['source.refused', answer(401), 'api'],
  'forbids the session': ['source.denied', answer(403), 'session'],
  'forbids the API': ['source.denied', answer(403), 'api'],
  'has no JMAP': ['source.no_book', answer(404), 'session'],
  'has something else there': ['source.no_book', answer(200, json, '{"capabilities":{}}'), 'session'],
  'keeps mail alone': [
    'source.no_book',
    session(() => ({ capabilities: { 'urn:ietf:params:jmap:core': {}, 'urn:ietf:params:jmap:mail': {} } })),
    'once',
  ],
  'has no account': ['source.no_book', session(() => ({ accounts: {}, primaryAccounts: {} })), 'once'],
  'has a page for people there': [
    'source.unavailable',
    answer(200, { 'content-type': 'text/html; charset=utf-8' }, '<html>Maintenance'),
    'session',
  ],
  'has a page for people in its API': [
    'source.unavailable',
    answer(200, { 'content-type': 'text/html' }, '<html>Maintenance'),
    'api',
  ],
  'fails (500)': ['source.unavailable', answer(500), 'session'],
  'fails in its API (500)': ['source.unavailable', answer(500), 'api'],
  'is busy for ever (503)': ['source.unavailable', answer(503), 'api'],
  'throttles for ever': ['source.throttled', answer(429), 'api'],
  'throttles for an hour': ['source.throttled', answer(429, { 'retry-after': '3600' }), 'session'],
  'sends no JSON': ['source.unreadable', answer(200, json, '{"capabilities":'), 'session'],
  'sends half a JSON': ['source.unreadable', answer(200, json, '{"methodResponses":[["Contact'), 'api'],
  'sends a list': ['source.unreadable', answer(200, json, '[]'), 'api'],
  'sends null': ['source.unreadable', answer(200, json, 'null'), 'api'],
  'sends nothing': ['source.unreadable', answer(200, json), 'api'],
  'sends brackets without an end': ['source.unreadable', answer(200, json, '['.repeat(500_000)), 'api'],
  'sends a gzip bomb': [
    'source.unreadable',
    answer(200, { ...json, 'content-encoding': 'gzip' }, Buffer.alloc(100_000, 0x1f)),
    'api',
  ],
  'sends more than anybody reads': [
    'source.too_large',
    answer(200, json, Buffer.alloc(1_100_000, 0x20)),
    'session',
  ],
  'answers another call': [
    'source.unreadable',
    answer(200, json, '{"methodResponses":[["ContactCard/query",{"ids":["c0"]},"9"]]}'),
    'api',
  ],
  'answers no call': ['source.unreadable', answer(200, json, '{"methodResponses":[]}'), 'api'],
  'does not know what it promised': ['source.unreadable', fails('query', 'unknownMethod'), 'once'],
  'does not know its own capability': ['source.unreadable', problem('unknownCapability'), 'api'],
  'does not know the account': ['source.denied', fails('query', 'accountNotFound'), 'once'],
  'forbids to list': ['source.denied', fails('query', 'forbidden'), 'once'],
  'forbids to get': ['source.denied', fails('get', 'forbidden'), 'once'],
  'has no time to list': ['source.unavailable', fails('query', 'serverUnavailable'), 'once'],
  'fails to get': ['source.unavailable', fails('get', 'serverFail'), 'once'],
  'does not understand itself': ['source.unreadable', fails('get', 'invalidArguments'), 'once'],
  'finds every request too large': ['source.throttled', problem('limit'), 'api'],
  'finds one contact too large': ['source.unavailable', fails('get', 'requestTooLarge'), 'once'],
  'gives the same page for ever': [
    'source.too_large',
    called('query', ['ContactCard/query', { ids: ['c0'], queryState: '1', total: 1e9 }]),
    'once',
  ],
  'gives pages without an end': [
    'source.too_large',
    () => {
      let page = 0;
      const ids = () => Array.from({ length: 10_000 }, (_, n) => `x${page}-${n}`);
      server.onCall = (method) =>
        method === 'ContactCard/query'
          ? [method, { ids: ids(), queryState: `${page++}`, total: 1e9 }]
          : undefined;
    },
    'once',
  ],
  'has its API elsewhere': ['source.guarded', session(() => ({ apiUrl: `${elsewhere()}/jmap/api` })), 'once'],
  'has its API in this house': [
    'source.guarded',
    session(() => ({ apiUrl: 'https://10.0.0.7/api' })),
    'once',
  ],
  'has its API on plain HTTP': [
    'source.guarded',
    session(() => ({ apiUrl: 'http://dav.example/api' })),
    'once',
  ],
  'has its API in a file': ['source.guarded', session(() => ({ apiUrl: 'file:///etc/passwd' })), 'once'],
  'has its API nowhere': ['source.unreadable', session(() => ({ apiUrl: 'https://[:::/' })), 'once'],
  'leads to another server': [
    'source.guarded',
    (path) => answer(302, { location: `${elsewhere()}/jmap/session` })(path),
    'session',
  ],
  'leads its API to another server': [
    'source.guarded',
    (path) => answer(307, { location: `${elsewhere()}/jmap/other` })(path),
    'api',
  ],
  'leads to a private address': ['source.guarded', answer(302, { location: 'https://10.0.0.1/' }), 'session'],
  'leads to plain HTTP': ['source.guarded', answer(302, { location: 'http://dav.example/' }), 'session'],
  'leads in a circle': ['source.guarded', answer(302, { location: '/jmap/api' }), 'api'],
};
for (const [name, [code, misbehave, where]] of Object.entries(faults))
  test(`a server that ${name}: ${code}`, async () => {
    load(5);
    misbehave(where === 'api' ? '/jmap/api' : where === 'session' ? '/' : 'never');
    await faultOf(readJmap(asked()), code, canary);
    for (const { authorization, host } of server.reached)
      if (!host.startsWith('dav.')) assert.equal(authorization, undefined, `${host} was given the password`);
  });
