import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { type Card, readContacts } from '@kith/contacts';
import { generatePeople, vcard30 } from '@kith/contacts/testing';
import { testSource } from '../../testing/contract.ts';
import {
  certificate,
  type DavServer,
  httpsServer,
  startRadicale,
  startXandikos,
} from '../../testing/index.ts';
import { cardsIn, partsOf, testNetwork } from '../../testing/reading.ts';
import { readCarddav } from './carddav.ts';
import { type BookPart, type BookRequest, SourceFault, type SourceFaultCode } from './protocol.ts';

const canary = 'c4nary-Passw0rd';

const readAll = (request: BookRequest) => partsOf(readCarddav(request));

/** What tells people apart, to compare what was loaded with what came. */
function sketch(cards: readonly Card[]): string[] {
  return cards
    .map(({ names, emails, phones }) =>
      [names.full, ...emails.map(({ value }) => value), ...phones.map(({ value }) => value)].join('|'),
    )
    .sort();
}

function cardsOfText(text: string): Card[] {
  const reader = readContacts();
  return [...reader.write(new TextEncoder().encode(text)), ...reader.end()].flatMap((event) =>
    event.kind === 'card' ? [event.card] : [],
  );
}

function asked(server: DavServer, more: Partial<BookRequest> = {}): BookRequest {
  return {
    at: { url: server.url },
    address: 'alice@dav.example',
    credential: { kind: 'password', user: server.user, password: server.password },
    network: testNetwork([server.port], server.ca),
    signal: AbortSignal.timeout(60_000),
    ...more,
  };
}

async function refuses(work: Promise<unknown>, code: SourceFaultCode): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof SourceFault, String(error));
    assert.equal(error.code, code);
    assert.doesNotMatch(`${error.message} ${error.stack}`, new RegExp(canary));
    return true;
  });
}

testSource({
  name: 'CardDAV, Radicale',
  read: readCarddav,
  carries: ['phones', 'organisation', 'title', 'city', 'birthday', 'note', 'groups', 'photo'],
  // Radicale lists 25,000 cards in more time than one answer may take.
  sizes: [5, 300],
  several: 150,
  async start({ people }) {
    const server = await startRadicale(canary, vcard30(people));
    return { ...server, request: asked(server) };
  },
});

test('groups become labels of their members, photos stay on their cards', async () => {
  const server = await startRadicale(canary);
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=';
  const uid = (n: number) => `${n}C5DAE1D-5A1C-4E5B-9B0F-0A1B2C3D4E5F`;
  const card = (version: string, ...lines: readonly string[]) =>
    ['BEGIN:VCARD', `VERSION:${version}`, ...lines, 'END:VCARD', ''].join('\r\n');
  try {
    for (const [n, text] of [
      card('3.0', `UID:${uid(0)}`, 'FN:Ana Pop', 'CATEGORIES:Friends', `PHOTO;ENCODING=b;TYPE=PNG:${png}`),
      card('4.0', `UID:urn:uuid:${uid(1)}`, 'FN:Bo Lund', 'PHOTO:https://photos.example/bo.jpg'),
      card('3.0', `UID:${uid(2)}`, 'FN:Carla Nuñez'),
      // As iCloud writes them.
      card(
        '3.0',
        ...[`UID:${uid(3)}`, 'N:Choir\\, altos', 'FN:Choir\\, altos', 'X-ADDRESSBOOKSERVER-KIND:group'],
        ...[0, 1].map((member) => `X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:${uid(member)}`),
      ),
      card('4.0', `UID:${uid(4)}`, 'KIND:group', 'FN:Zürich', `MEMBER:urn:uuid:${uid(0).toLowerCase()}`),
    ].entries())
      await server.put(`${n}.vcf`, text);
    const cards = cardsIn(await readAll(asked(server)));
    const people = cards.filter(({ kind }) => kind === 'person');
    const photo = (one: Card) =>
      one.photo?.kind === 'embedded' ? [one.photo.type, one.photo.data?.length] : one.photo?.url;
    assert.deepEqual(people.map((one) => [one.names.full, one.categories.toSorted(), photo(one)]).sort(), [
      ['Ana Pop', ['Choir, altos', 'Friends', 'Zürich'], ['image/png', 68]],
      ['Bo Lund', ['Choir, altos'], 'https://photos.example/bo.jpg'],
      ['Carla Nuñez', [], undefined],
    ]);
    assert.equal(cards.length - people.length, 2);
  } finally {
    await server.close();
  }
});

test('Radicale: wrong password, empty book, a book by its own address, a place without one', async () => {
  const server = await startRadicale(canary);
  try {
    assert.deepEqual(await readAll(asked(server)), []);
    await server.put('one.vcf', 'BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nFN:Bo Lund\r\nEND:VCARD\r\n');
    const [own] = cardsIn(await readAll(asked(server, { at: { url: `${server.url}alice/book/` } })));
    assert.equal(own?.names.full, 'Bo Lund');
    const [host] = cardsIn(await readAll(asked(server, { at: { host: '127.0.0.1', port: server.port } })));
    assert.equal(host?.names.full, 'Bo Lund');
    await refuses(
      readAll(asked(server, { credential: { kind: 'password', user: 'alice', password: `${canary}x` } })),
      'source.refused',
    );
  } finally {
    await server.close();
  }
});

test('Xandikos, which fails queries: its book arrives', async () => {
  const server = await startXandikos();
  try {
    const people = generatePeople({ seed: 3, count: 12 });
    for (const [at, person] of people.entries()) await server.put(`${at}.vcf`, vcard30([person]));
    assert.deepEqual(sketch(cardsIn(await readAll(asked(server)))), sketch(cardsOfText(vcard30(people))));
  } finally {
    await server.close();
  }
});

describe('a CardDAV server that is awkward or hostile', () => {
  let port: number;
  let own: { key: string; cert: string };
  let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
  let reached: { method: string; url: string; host: string; authorization: string | undefined }[] = [];
  let server: Awaited<ReturnType<typeof httpsServer>>;

  before(async () => {
    own = certificate();
    server = await httpsServer(own, (request, response) => {
      let body = '';
      request.on('data', (piece) => {
        body += piece;
      });
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        reached.push({ method, url, host: headers.host ?? '', authorization: headers.authorization });
        answer(request, response, body);
      });
    });
    port = server.port;
  });
  after(() => server.close());

  const request = (more: Partial<BookRequest> = {}): BookRequest => {
    reached = [];
    return {
      at: { url: `https://dav.example:${port}/` },
      address: 'alice@dav.example',
      credential: { kind: 'password', user: 'alice', password: canary },
      network: testNetwork([port], own.cert),
      signal: AbortSignal.timeout(20_000),
      ...more,
    };
  };
  const multi = (response: ServerResponse, inner: string, head = '<?xml version="1.0"?>') =>
    response
      .writeHead(207, { 'content-type': 'application/xml' })
      .end(
        `${head}<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav">${inner}</d:multistatus>`,
      );
  const entry = (href: string, prop: string) =>
    `<d:response><d:href>${href}</d:href><d:propstat><d:prop>${prop}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`;
  const card = (n: number) => `BEGIN:VCARD\nVERSION:3.0\nUID:${n}\nFN:Person ${n}\nEND:VCARD`;
  const list = (count: number, path = '/book/') =>
    Array.from({ length: count }, (_, n) =>
      entry(`${path}${n}.vcf`, '<d:getetag>"1"</d:getetag><d:getcontenttype>text/vcard</d:getcontenttype>'),
    ).join('');
  const kind = (body: string) =>
    ['sync-collection', 'addressbook-multiget', 'addressbook-query', 'propfind'].find((one) =>
      body.includes(one),
    ) ?? 'get';

  /** A server as it should be, with `count` cards at /book/; what `otherwise` answers itself it answers. */
  const good =
    (
      count: number,
      otherwise: (what: string, response: ServerResponse, body: string, url: string) => boolean = () => false,
    ) =>
    (incoming: IncomingMessage, response: ServerResponse, body: string) => {
      const what = kind(body);
      const url = incoming.url ?? '';
      if (otherwise(what, response, body, url)) return;
      if (what === 'propfind' && incoming.headers.depth === '0')
        return multi(
          response,
          entry(
            url,
            '<d:resourcetype><d:collection/><c:addressbook/></d:resourcetype><d:displayname>Mine</d:displayname>',
          ),
        );
      if (what === 'propfind' || what === 'sync-collection') return multi(response, list(count));
      if (what === 'addressbook-multiget')
        return multi(
          response,
          [...body.matchAll(/<D:href>[^<]*?(\d+)\.vcf<\/D:href>/g)]
            .map(([, n]) => entry(`/book/${n}.vcf`, `<c:address-data>${card(Number(n))}</c:address-data>`))
            .join(''),
        );
      if (what === 'get') return response.writeHead(200).end(card(Number(/(\d+)\.vcf/.exec(url)?.[1])));
      return response.writeHead(400).end();
    };
  const read = async (more: Partial<BookRequest> = {}) => cardsIn(await readAll(request(more)));
  /** Nothing but a status, and what stands beside it. */
  const only =
    (code: number, headers: Record<string, string> = {}) =>
    (_request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(code, headers).end();
    };
  const status = (code: number) => (response: ServerResponse) => {
    response.writeHead(code).end();
    return true;
  };

  for (const [name, otherwise] of Object.entries<
    (what: string, response: ServerResponse, body: string, url: string) => boolean
  >({
    'as it should be': () => false,
    'without sync-collection (400)': (what, response) => what === 'sync-collection' && status(400)(response),
    'without sync-collection (500)': (what, response) => what === 'sync-collection' && status(500)(response),
    'whose sync-collection is empty': (what, response) =>
      what === 'sync-collection' && multi(response, '') !== undefined,
    'without multiget': (what, response) => what === 'addressbook-multiget' && status(501)(response),
    'whose multiget is empty': (what, response) =>
      what === 'addressbook-multiget' && multi(response, '') !== undefined,
    'whose multiget leaves cards out': (what, response) =>
      what === 'addressbook-multiget' &&
      multi(response, entry('/book/0.vcf', `<c:address-data>${card(0)}</c:address-data>`)) !== undefined,
    'that lists the book itself too': (what, response) =>
      what === 'sync-collection' &&
      multi(response, entry('/', '<d:getetag>"b"</d:getetag>') + list(7)) !== undefined,
    'that lists a calendar too': (what, response) =>
      what === 'sync-collection' &&
      multi(
        response,
        list(7) + entry('/book/x.ics', '<d:getcontenttype>text/calendar</d:getcontenttype>'),
      ) !== undefined,
    'that lists deleted cards too': (what, response) =>
      what === 'sync-collection' &&
      multi(
        response,
        `${list(7)}<d:response><d:href>/book/9.vcf</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>`,
      ) !== undefined,
    'with absolute hrefs': (what, response) =>
      what === 'sync-collection' &&
      multi(response, list(7, `https://dav.example:${port}/book/`)) !== undefined,
  }))
    test(`${name}: the book arrives`, async () => {
      answer = good(7, otherwise);
      assert.deepEqual(
        sketch(await read()),
        [0, 1, 2, 3, 4, 5, 6].map((n) => `Person ${n}`),
      );
    });

  test('a list in several steps (507) is followed to its end', async () => {
    answer = good(7, (what, response, body) => {
      if (what !== 'sync-collection') return false;
      const second = body.includes('>next<');
      multi(
        response,
        second
          ? `${list(7)}<d:sync-token>end</d:sync-token>`
          : `${list(3)}<d:response><d:href>/</d:href><d:status>HTTP/1.1 507 Insufficient Storage</d:status></d:response><d:sync-token>next</d:sync-token>`,
      );
      return true;
    });
    assert.equal((await read()).length, 7);
  });

  test('busy for a moment: asked again after the time it names', async () => {
    let times = 0;
    answer = good(7, (what, response) => {
      if (what !== 'addressbook-multiget' || ++times > 2) return false;
      response.writeHead(times === 1 ? 429 : 503, { 'retry-after': '1' }).end();
      return true;
    });
    assert.equal((await read()).length, 7);
    assert.equal(times, 3);
  });

  test('revoked in the middle: what was read stays, and can be gone on from', async () => {
    let chunks = 0;
    answer = good(
      300,
      (what, response) => what === 'addressbook-multiget' && ++chunks > 2 && status(401)(response),
    );
    const parts: BookPart[] = [];
    await refuses(
      (async () => {
        for await (const part of readCarddav(request())) parts.push(part);
      })(),
      'source.refused',
    );
    assert.equal(cardsIn(parts).length, 140);
    answer = good(300);
    const rest = await read({
      ...(parts.at(-1)?.cursor === undefined ? {} : { after: parts.at(-1)?.cursor ?? '' }),
    });
    assert.equal(rest.length, 160);
  });

  test('cards that the server does not give are told, the others arrive', async () => {
    answer = good(
      7,
      (what, response, _body, url) =>
        (what === 'addressbook-multiget' && status(501)(response)) ||
        (what === 'get' && url.includes('/3.vcf') && status(500)(response)),
    );
    const parts: BookPart[] = [];
    await refuses(
      (async () => {
        for await (const part of readCarddav(request())) parts.push(part);
      })(),
      'source.unavailable',
    );
    assert.equal(cardsIn(parts).length, 6);
  });

  const entities = `<!DOCTYPE d [${'abcdefghij'
    .split('')
    .map(
      (name, at, all) => `<!ENTITY ${name} "${at === 0 ? 'x'.repeat(100) : `&${all[at - 1]};`.repeat(10)}">`,
    )
    .join('')}]>`;
  const faults: Record<
    string,
    [SourceFaultCode, (request: IncomingMessage, response: ServerResponse, body: string) => void]
  > = {
    'refuses the password': ['source.refused', only(401)],
    forbids: ['source.denied', only(403)],
    'knows no CardDAV (404)': ['source.no_book', only(404)],
    'knows no CardDAV (405)': ['source.no_book', only(405)],
    'has no book': [
      'source.no_book',
      (q, response) =>
        multi(response, entry(q.url ?? '', '<d:resourcetype><d:collection/></d:resourcetype>')),
    ],
    'answers with a page for people': [
      'source.unavailable',
      (_q, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Maintenance'),
    ],
    'is busy for ever (503)': ['source.unavailable', only(503)],
    'throttles for ever': ['source.throttled', only(429)],
    'throttles for an hour': ['source.throttled', only(429, { 'retry-after': '3600' })],
    'throttles until a date': [
      'source.throttled',
      only(429, { 'retry-after': 'Fri, 31 Dec 2100 00:00:00 GMT' }),
    ],
    'redirects to a private address': ['source.guarded', only(302, { location: 'https://10.0.0.1/' })],
    'redirects to the metadata service': [
      'source.guarded',
      only(301, { location: 'https://169.254.169.254/' }),
    ],
    'redirects to plain HTTP': ['source.guarded', only(302, { location: 'http://dav.example/' })],
    'redirects to another port': ['source.guarded', only(302, { location: 'https://dav.example:22/' })],
    'redirects to another server': [
      'source.guarded',
      (q, response) =>
        q.headers.host?.startsWith('other')
          ? good(3)(q, response, 'propfind')
          : response.writeHead(301, { location: `https://other.example:${port}/` }).end(),
    ],
    'redirects in a circle': ['source.guarded', only(302, { location: '/' })],
    'redirects to a file': ['source.guarded', only(302, { location: 'file:///etc/passwd' })],
    'has its principal elsewhere': [
      'source.guarded',
      (_q, response) =>
        multi(
          response,
          entry(
            '/',
            `<d:current-user-principal><d:href>https://other.example:${port}/p/</d:href></d:current-user-principal>`,
          ),
        ),
    ],
    'has its home elsewhere': [
      'source.guarded',
      (_q, response) =>
        multi(
          response,
          entry('/', '<c:addressbook-home-set><d:href>https://10.0.0.7/</d:href></c:addressbook-home-set>'),
        ),
    ],
    'has its home on plain HTTP': [
      'source.guarded',
      (_q, response) =>
        multi(
          response,
          entry('/', '<c:addressbook-home-set><d:href>http://dav.example/</d:href></c:addressbook-home-set>'),
        ),
    ],
    'has its book elsewhere': [
      'source.guarded',
      (q, response) =>
        q.headers.depth === '0'
          ? multi(
              response,
              entry('/', `<c:addressbook-home-set><d:href>/h/</d:href></c:addressbook-home-set>`),
            )
          : multi(
              response,
              entry(`https://other.example:${port}/b/`, '<d:resourcetype><c:addressbook/></d:resourcetype>'),
            ),
    ],
    'has its cards elsewhere': [
      'source.guarded',
      good(
        3,
        (what, response) =>
          (what === 'sync-collection' &&
            multi(response, list(3, `https://other.example:${port}/book/`)) !== undefined) ||
          (what === 'addressbook-multiget' && status(501)(response)),
      ),
    ],
    'names what is no address': [
      'source.unreadable',
      (_q, response) =>
        multi(
          response,
          entry('/', '<c:addressbook-home-set><d:href>https://[:::/</d:href></c:addressbook-home-set>'),
        ),
    ],
    'sends an entity bomb': [
      'source.no_book',
      (_q, response) =>
        multi(response, entry('/', '<d:displayname>&j;</d:displayname>'), `<?xml version="1.0"?>${entities}`),
    ],
    'sends an external entity': [
      'source.no_book',
      (_q, response) =>
        multi(
          response,
          entry('/', '<d:displayname>&x;</d:displayname>'),
          '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        ),
    ],
    'nests a thousand deep': [
      'source.unreadable',
      (_q, response) => multi(response, '<d:a>'.repeat(1000) + '</d:a>'.repeat(1000)),
    ],
    'ends in the middle': [
      'source.unreadable',
      (_q, response) =>
        response.writeHead(207).end('<?xml version="1.0"?><d:multistatus xmlns:d="DAV:"><d:response><d:hr'),
    ],
    'sends garbage': [
      'source.unreadable',
      (_q, response) => response.writeHead(207).end(Buffer.from([0, 255, 254, 60, 60, 62])),
    ],
    'sends JSON': ['source.unreadable', (_q, response) => response.writeHead(207).end('{"multistatus":[]}')],
    'sends nothing': ['source.unreadable', only(207)],
    'sends another document': [
      'source.unreadable',
      (_q, response) => response.writeHead(207).end('<html><body/></html>'),
    ],
    'sends a gzip bomb though none was asked for': [
      'source.unreadable',
      (_q, response) =>
        response.writeHead(207, { 'content-encoding': 'gzip' }).end(Buffer.alloc(100_000, 0x1f)),
    ],
    'hangs up': ['source.unreachable', (_q, response) => response.destroy()],
    'hangs up in mid-answer': [
      'source.unreachable',
      (_q, response) => {
        response.writeHead(207, { 'content-length': '1000' });
        response.write('<?xml');
        setTimeout(() => response.destroy(), 20);
      },
    ],
    'lists cards in steps without an end': [
      'source.too_large',
      good(
        3,
        (what, response) =>
          what === 'sync-collection' &&
          multi(
            response,
            `${list(3)}<d:response><d:href>/</d:href><d:status>HTTP/1.1 507 X</d:status></d:response><d:sync-token>again${reached.length}</d:sync-token>`,
          ) !== undefined,
      ),
    ],
    'lists cards with the same token again': [
      'source.too_large',
      good(
        3,
        (what, response) =>
          what === 'sync-collection' &&
          multi(
            response,
            `${list(reached.length)}<d:response><d:href>/</d:href><d:status>HTTP/1.1 507 X</d:status></d:response><d:sync-token>same</d:sync-token>`,
          ) !== undefined,
      ),
    ],
    'lists its cards in no way': [
      'source.unreadable',
      good(
        3,
        (what, response, body) =>
          (what === 'sync-collection' || what === 'addressbook-query' || body.includes('getcontenttype')) &&
          status(500)(response),
      ),
    ],
    'refuses the cards': [
      'source.refused',
      good(3, (what, response) => what === 'addressbook-multiget' && status(401)(response)),
    ],
    'gives no card': [
      'source.unavailable',
      good(
        3,
        (what, response) => (what === 'addressbook-multiget' || what === 'get') && status(500)(response),
      ),
    ],
    'gives pages for people as cards': [
      'source.unavailable',
      good(3, (what, response) =>
        what === 'addressbook-multiget'
          ? status(501)(response)
          : what === 'get' &&
            response.writeHead(200, { 'content-type': 'text/html' }).end('<html>') !== undefined,
      ),
    ],
  };
  for (const [name, [code, misbehave]] of Object.entries(faults))
    test(`a server that ${name}: ${code}`, async () => {
      answer = misbehave;
      await refuses(readAll(request()), code);
      for (const { host, authorization } of reached)
        if (!host.startsWith('dav.example'))
          assert.equal(authorization, undefined, `${host} was given the password`);
    });

  test('an endless answer, a name that moves, a certificate for another name, and a stop', async () => {
    answer = (_q, response) => {
      response.writeHead(207);
      const more = () => {
        while (!response.destroyed && response.write('<a>'.repeat(20_000)));
      };
      response.on('drain', more);
      more();
    };
    await refuses(readAll(request()), 'source.too_large');
    answer = good(7);
    let asks = 0;
    const moving = testNetwork([port], own.cert, async () => (++asks > 1 ? ['192.168.0.1'] : ['127.0.0.1']));
    await refuses(readAll(request({ network: moving })), 'source.guarded');
    await refuses(readAll(request({ at: { url: `https://third.example:${port}/` } })), 'source.certificate');
    await refuses(readAll(request({ at: { url: 'https://dav.example:1/' } })), 'source.guarded');
    answer = () => undefined;
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stopped')), 50);
    await assert.rejects(readAll(request({ signal: stop.signal })));
  });

  test('hosts that the provider declares are given the password, others are not', async () => {
    answer = (incoming, response, body) =>
      incoming.headers.host?.startsWith('dav.example')
        ? response.writeHead(301, { location: `https://other.example:${port}${incoming.url}` }).end()
        : good(3)(incoming, response, body);
    assert.equal((await read({ credentialHosts: ['other.example'] })).length, 3);
    assert.ok(
      reached.some(({ host, authorization }) => host.startsWith('other') && authorization !== undefined),
    );
  });
});
