import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generatePeople } from '@kith/contacts/testing';
import { testSource } from '../../testing/contract.ts';
import { type GraphFolder, type GraphPhotos, startGraphServer } from '../../testing/graph-server.ts';
import { cardsIn, faultOf, partsOf, testNetwork } from '../../testing/reading.ts';
import type { RestDouble } from '../../testing/rest-double.ts';
import type { Trouble } from '../../testing/troubles.ts';
import { readMicrosoftGraph } from './microsoft-graph.ts';
import type { BookPart, BookRequest, SourceFaultCode } from './protocol.ts';

const token = 'c4nary-T0ken';
const start = (
  root: Omit<GraphFolder, 'name'>,
  scopes: readonly string[] = ['Contacts.Read'],
  photos?: GraphPhotos,
) => startGraphServer(root, (one) => (one === token ? { scopes } : undefined), photos);
const requestOf = ({ url }: RestDouble) => ({
  at: { url },
  address: 'ana@outlook.example',
  credential: { kind: 'bearer', token } as const,
});

testSource({
  name: 'Microsoft Graph',
  read: readMicrosoftGraph,
  carries: ['phones', 'organisation', 'title', 'city', 'birthday', 'note', 'groups'],
  async start({ people, groups }) {
    const folders = groups.map((name) => ({ name, people: [] }));
    const server = await start({ people, folders });
    return { ...server, request: requestOf(server) };
  },
  async startEndless() {
    const server = await start({ people: generatePeople({ seed: 1, count: 700 }) });
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
const people = generatePeople({ seed: 8, count: 1200 });
const fullNames = (parts: readonly BookPart[]) => cardsIn(parts).map(({ names }) => names.full);
const everybody = people.map(({ names }) => names.full);

async function serving(
  root: Omit<GraphFolder, 'name'>,
  work: (server: RestDouble) => Promise<void>,
  scopes?: readonly string[],
  photos?: GraphPhotos,
): Promise<void> {
  const server = await start(root, scopes, photos);
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
  'that times out twice (504)': { kind: 'status', page: 3, status: 504, times: 2 },
  'that cuts an answer': { kind: 'truncate', page: 2, times: 1 },
  'whose page is no more (410)': { kind: 'expire', page: 3, times: 1 },
  'that gives a page twice': { kind: 'duplicate', page: 3 },
  'that is slow': { kind: 'slow', page: 2, milliseconds: 300 },
}))
  test(`a Graph ${name}: everybody arrives, nobody twice`, async () => {
    await serving({ people }, async (server) => {
      server.trouble = trouble;
      const parts = await partsOf(readMicrosoftGraph(asked(server)));
      assert.deepEqual(fullNames(parts), everybody);
      assert.equal(parts.at(-1)?.cards, everybody.length);
      assert.ok(server.shown > 0);
    });
  });

const mailboxless = '{"error":{"code":"MailboxNotEnabledForRESTAPI","message":"on-premise"}}';
for (const [name, [code, trouble]] of Object.entries<[SourceFaultCode, Trouble]>({
  'throttles for an hour': ['source.throttled', { kind: 'throttle', page: 2, times: 9, retryAfter: '3600' }],
  'throttles for ever': ['source.throttled', { kind: 'throttle', page: 2, times: 99 }],
  'throttles until a far day': [
    'source.throttled',
    { kind: 'throttle', page: 2, times: 9, retryAfter: 'Fri, 31 Dec 2100 00:00:00 GMT' },
  ],
  'fails and fails': ['source.unavailable', { kind: 'status', page: 2, status: 500, times: 9 }],
  'cuts every answer': ['source.unavailable', { kind: 'truncate', page: 2, times: 9 }],
  'takes the grant back in the middle': ['source.access_ended', { kind: 'revoke', page: 2 }],
  'forbids in the middle': ['source.denied', { kind: 'status', page: 2, status: 403, times: 9 }],
  'answers with something else than a list': [
    'source.unreadable',
    { kind: 'answer', page: 2, body: '{"value":"none"}' },
  ],
  'names the next page by a number': [
    'source.unreadable',
    { kind: 'answer', page: 2, body: '{"value":[],"@odata.nextLink":7}' },
  ],
  'has no mailbox any more': ['source.no_book', { kind: 'answer', page: 2, body: mailboxless }],
}))
  test(`a Graph that ${name}: ${code}, what was read stays`, async () => {
    await serving({ people }, async (server) => {
      server.trouble = trouble;
      const kept = await faultOf(readMicrosoftGraph(asked(server)), code, token);
      assert.equal(cardsIn(kept).length, 500);
      server.trouble = undefined;
      const after = kept.at(-1)?.cursor ?? assert.fail('no cursor');
      const rest = await partsOf(readMicrosoftGraph(asked(server, { after })));
      assert.deepEqual([...fullNames(kept), ...fullNames(rest)], everybody);
      assert.equal(rest.at(-1)?.cards, everybody.length);
    });
  });

for (const link of [
  'https://evil.example/v1.0/me/contacts',
  'http://127.0.0.1/',
  'https://[:::/',
  '//10.0.0.1/',
])
  test(`a next page at ${link} is not followed`, async () => {
    await serving({ people }, async (server) => {
      server.trouble = {
        kind: 'answer',
        page: 2,
        body: JSON.stringify({ value: [], '@odata.nextLink': link }),
      };
      const code = link.includes('[') ? 'source.unreadable' : 'source.guarded';
      const kept = await faultOf(readMicrosoftGraph(asked(server)), code, token);
      assert.equal(cardsIn(kept).length, 500);
    });
  });

test('every folder is read, however deep, and its name becomes a label', async () => {
  const [one, two, three, four] = [0, 10, 620, 630].map((from, at) =>
    people.slice(from, from + (at === 1 ? 610 : 10)),
  );
  const root = {
    people: one ?? [],
    folders: [
      { name: 'Choir', people: two ?? [], folders: [{ name: 'Altos', people: three ?? [], folders: [] }] },
      { name: 'Choir', people: four ?? [] },
    ],
  };
  await serving(root, async (server) => {
    const parts = await partsOf(readMicrosoftGraph(asked(server)));
    assert.deepEqual(
      parts.map(({ file, cards }) => [file, cards]),
      [
        ['Contacts', 10],
        ['Choir', 510],
        ['Choir', 620],
        ['Choir 2', 630],
        ['Altos', 640],
      ],
    );
    const labels = cardsIn(parts).map(({ categories }) => categories.join());
    assert.deepEqual(
      [...Map.groupBy(labels, (label) => label)].map(([label, all]) => [label, all.length]),
      [
        ['', 10],
        ['Choir', 620],
        ['Altos', 10],
      ],
    );
    for (const [at, part] of parts.entries()) {
      const rest = await partsOf(readMicrosoftGraph(asked(server, { after: part.cursor ?? '' })));
      assert.deepEqual(
        rest.map(({ file, cards }) => [file, cards]),
        parts.slice(at + 1).map(({ file, cards }) => [file, cards]),
      );
    }
  });
});

test('a cursor that is none: everybody; of a folder that is gone: all folders but the default one', async () => {
  const root = { people: people.slice(0, 20), folders: [{ name: 'Choir', people: people.slice(20, 30) }] };
  await serving(root, async (server) => {
    for (const [after, count] of [
      ['{}', 30],
      ['null', 30],
      ['{"folder":"gone","cards":20}', 10],
      ['{"folder":"gone","cards":20,"link":"x"}', 10],
    ] as const) {
      const rest = await partsOf(readMicrosoftGraph(asked(server, { after })));
      assert.equal(cardsIn(rest).length, count, after);
      assert.equal(rest.at(-1)?.cards, 30);
    }
  });
});

test('folders without an end come to one', async () => {
  const folders = Array.from({ length: 600 }, (_, at) => ({ name: `Folder ${at}`, people: [] }));
  await serving({ people: people.slice(0, 3), folders }, async (server) => {
    const kept = await faultOf(readMicrosoftGraph(asked(server)), 'source.too_large', token);
    assert.equal(cardsIn(kept).length, 3);
  });
});

test('a grant without contacts is denied, and a password is not sent', async () => {
  await serving(
    { people },
    async (server) => {
      assert.deepEqual(await faultOf(readMicrosoftGraph(asked(server)), 'source.denied', token), []);
      const credential = { kind: 'password', user: 'ana', password: token } as const;
      const before = server.asked.length;
      await faultOf(readMicrosoftGraph(asked(server, { credential })), 'source.refused', token);
      assert.equal(server.asked.length, before);
    },
    ['openid'],
  );
});

const picture = (size: number) => Buffer.alloc(size, 'picture');
/** Every seventh has a photo, each of another size. */
const pictured: GraphPhotos = {
  of: ({ names }) => {
    const at = everybody.indexOf(names.full);
    return at % 7 === 0 ? picture(100 + at) : undefined;
  },
};
const inFolders = {
  people: people.slice(0, 60),
  folders: [{ name: 'Choir', people: people.slice(60, 90) }],
};
const batches = (server: RestDouble) => server.asked.filter((path) => path.endsWith('/$batch')).length;

for (const [name, photos] of Object.entries<GraphPhotos>({
  'twenty a request': pictured,
  'those too that Graph was too busy for': { ...pictured, busy: 7 },
}))
  test(`photos are asked for where they are wanted, ${name}, and stand on their contacts`, async () => {
    await serving(
      inFolders,
      async (server) => {
        const cards = cardsIn(await partsOf(readMicrosoftGraph(asked(server, { photos: true }))));
        assert.deepEqual(
          cards.map(({ names }) => names.full),
          everybody.slice(0, 90),
        );
        for (const [at, { photo, problems }] of cards.entries()) {
          assert.deepEqual(problems, []);
          assert.deepEqual(
            photo,
            at % 7 === 0
              ? {
                  kind: 'embedded',
                  size: 100 + at,
                  type: 'image/jpeg',
                  data: new Uint8Array(picture(100 + at)),
                }
              : undefined,
          );
        }
        assert.equal(batches(server), 5);
        const before = server.asked.length;
        assert.ok(
          cardsIn(await partsOf(readMicrosoftGraph(asked(server)))).every(({ photo }) => photo === undefined),
        );
        assert.ok(!server.asked.slice(before).some((path) => /batch|photo/.test(path)));
      },
      undefined,
      photos,
    );
  });

for (const [name, photos, most] of [
  ['that refuses batches', { ...pictured, refusal: 400 }, 3],
  ['that is too busy for batches', { ...pictured, refusal: 429 }, 18],
  ['that fails', { ...pictured, refusal: 500 }, 3],
] as const)
  test(`a Graph ${name}: everybody arrives, without a photo, and it is left alone soon`, async () => {
    await serving(
      { people },
      async (server) => {
        const cards = cardsIn(await partsOf(readMicrosoftGraph(asked(server, { photos: true }))));
        assert.deepEqual(
          cards.map(({ names, photo }) => [names.full, photo]),
          everybody.map((full) => [full, undefined]),
        );
        assert.equal(batches(server), most);
      },
      undefined,
      photos,
    );
  });

test('photos of the first 2,000 contacts are asked for; one that is too large is a problem of its contact', async () => {
  const many = generatePeople({ seed: 9, count: 2100 });
  const [first] = many;
  const of = (person: (typeof many)[number]) => (person === first ? picture(3_000_000) : undefined);
  await serving(
    { people: many },
    async (server) => {
      const cards = cardsIn(await partsOf(readMicrosoftGraph(asked(server, { photos: true }))));
      assert.equal(cards.length, many.length);
      assert.deepEqual(
        cards[0]?.problems.map(({ code }) => code),
        ['field.too_large'],
      );
      assert.equal(batches(server), 100);
    },
    undefined,
    { of },
  );
});
