import assert from 'node:assert/strict';
import type { AddressInfo, Socket } from 'node:net';
import { describe, test } from 'node:test';
import { createServer, type TLSSocket } from 'node:tls';
import { inspect } from 'node:util';
import { readContacts } from '@kith/contacts';
import { generatePeople, type Person } from '@kith/contacts/testing';
import { testSource } from '../../testing/contract.ts';
import { certificate, directory, type LdapServer, startSlapd } from '../../testing/index.ts';
import { cardsIn, partsOf, testNetwork } from '../../testing/reading.ts';
import { readLdap } from './ldap.ts';
import { type BookPart, type BookRequest, SourceFault, type SourceFaultCode } from './protocol.ts';

const canary = 'c4nary-Passw0rd';
/** The smallest JPEG that is one. */
const face = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex').toString('base64');

function asked(server: Pick<LdapServer, 'port' | 'ca'>, more: Partial<BookRequest> = {}): BookRequest {
  return {
    at: { host: '127.0.0.1', port: server.port },
    address: 'alice@dav.example',
    credential: { kind: 'password', user: `cn=alice,${directory}`, password: canary },
    network: testNetwork([server.port], server.ca),
    signal: AbortSignal.timeout(60_000),
    ...more,
  };
}

const read = (server: Pick<LdapServer, 'port' | 'ca'>, more: Partial<BookRequest> = {}) =>
  partsOf(readLdap(asked(server, more)));

/** People as entries of a directory; every hundredth shows a face. */
function entriesOf(people: readonly Person[]): string {
  return people
    .map(({ names, emails, phones, organisation, title, city }, at) => {
      const values: [string, string | undefined][] = [
        ['cn', names.full],
        ['sn', names.family ?? names.full],
        ['o', organisation],
        ['title', title],
        ['l', city],
        ...emails.map(({ value }): [string, string] => ['mail', value]),
        ...phones.map(({ value, label }): [string, string] => [attributeOf[label], value]),
      ];
      return [
        `dn: uid=p${at},${directory}`,
        'objectClass: inetOrgPerson',
        `uid: p${at}`,
        ...values.flatMap(([name, value]) =>
          value === undefined ? [] : [`${name}:: ${Buffer.from(value).toString('base64')}`],
        ),
        ...(at % 100 === 0 ? [`jpegPhoto:: ${face}`] : []),
        '\n',
      ].join('\n');
    })
    .join('');
}

const attributeOf = { mobile: 'mobile', home: 'homePhone', work: 'telephoneNumber' } as const;

testSource({
  name: 'LDAP, slapd',
  read: readLdap,
  carries: ['phones', 'organisation', 'title', 'city'],
  async start({ people }) {
    const server = await startSlapd(canary, entriesOf(people));
    const { at, address, credential } = asked(server);
    const { port, ca, close } = server;
    return { request: { at: { ...at, host: 'dav.example' }, address, credential }, port, ca, close };
  },
});

test('a directory that gives at most 100 of its 300 entries at once, over all pages, arrives whole with its faces', async () => {
  const people = generatePeople({ seed: 9, count: 300 });
  const server = await startSlapd(canary, entriesOf(people), 'sizelimit 100');
  try {
    const parts = await read(server);
    const reader = readContacts({ photos: true });
    const events = [...parts.flatMap(({ bytes }) => [...reader.write(bytes)]), ...reader.end()];
    const cards = events.flatMap((event) => (event.kind === 'card' ? [event.card] : []));
    assert.deepEqual(
      cards.map(({ names }) => names.full).sort(),
      people.map(({ names }) => names.full).sort(),
    );
    assert.equal(parts[0]?.cards, 100);
    assert.equal(parts.at(-1)?.cards, 300);
    assert.equal(cards.filter(({ photo }) => photo?.kind === 'embedded').length, 3);
  } finally {
    await server.close();
  }
});

test('slapd: a directory that is another than the one that was read before is read whole', async () => {
  const people = generatePeople({ seed: 7, count: 120 });
  const server = await startSlapd(canary, entriesOf(people));
  try {
    const [first] = await read(server);
    const [cards, entries] = JSON.parse(first?.cursor ?? '[]');
    assert.equal(cards, 100);
    for (const [after, left] of [
      [[100, entries], 20],
      [[100, 'others'], 120],
      [[99, entries], 120],
      [[500, entries], 120],
    ] as const)
      assert.equal(
        cardsIn(await read(server, { after: JSON.stringify(after) })).length,
        left,
        JSON.stringify(after),
      );
  } finally {
    await server.close();
  }
});

test('slapd: wrong passwords and names, none, a base that is not there, one that is typed', async () => {
  const server = await startSlapd(canary, entriesOf(generatePeople({ seed: 2, count: 2 })));
  try {
    const { port, user } = server;
    for (const credential of [
      { kind: 'password', user, password: `${canary}x` },
      { kind: 'password', user: `cn=nobody,${directory}`, password: canary },
      { kind: 'password', user: 'alice', password: canary },
      { kind: 'password', user, password: '' },
      { kind: 'bearer', token: canary },
    ] as const)
      await refuses(read(server, { credential }), 'source.refused');
    const at = { host: '127.0.0.1', port };
    await refuses(read(server, { at: { ...at, base: 'dc=elsewhere' } }), 'source.no_book');
    await refuses(read(server, { at: { ...at, base: 'no name' } }), 'source.no_book');
    const typed = await read(server, { at: { ...at, base: directory } });
    assert.equal(typed.at(-1)?.cards, 2);
  } finally {
    await server.close();
  }
});

async function refuses(work: Promise<unknown>, code: SourceFaultCode): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof SourceFault, String(error));
    assert.equal(error.code, code, error.message);
    assert.doesNotMatch(inspect(error, { depth: 9 }), new RegExp(canary));
    return true;
  });
}

/** A value in BER (X.690), by its tag. */
function ber(tag: number, ...parts: readonly (Buffer | string | number)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part))),
  );
  const { length } = body;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const bindResponse = 0x61;
const searchEntry = 0x64;
const searchDone = 0x65;
const bindRequest = 0x60;

function result(id: number, tag: number, code: number, controls: Buffer = Buffer.alloc(0)): Buffer {
  return ber(
    0x30,
    ber(2, id),
    ber(tag, ber(0x0a, code), ber(4), ber(4, 'c4nary-Passw0rd is echoed')),
    controls,
  );
}

function entry(id: number, dn: string): Buffer {
  const mail = ber(0x30, ber(4, 'mail'), ber(0x31, ber(4, 'bo@home.example')));
  return ber(0x30, ber(2, id), ber(searchEntry, ber(4, dn), ber(0x30, mail)));
}

/** There is more: a cookie of paged results (RFC 2696). */
const more = ber(
  0xa0,
  ber(0x30, ber(4, '1.2.840.113556.1.4.319'), ber(4, ber(0x30, ber(2, 0), ber(4, 'next')))),
);

/** A directory that answers each request, by its tag, as the test says. */
async function scripted(
  answer: (tag: number, id: number, socket: TLSSocket) => Buffer | undefined,
): Promise<{ port: number; ca: string; heard: number[]; close(): void }> {
  const key = certificate();
  const heard: number[] = [];
  const open = new Set<Socket>();
  const server = createServer(key, (socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      // The length of a message stands in one byte, or in as many as that byte says.
      const at = 2 + ((bytes[1] ?? 0) > 127 ? (bytes[1] ?? 0) - 128 : 0);
      const id = bytes[at + 2] ?? 0;
      const tag = bytes[at + 3] ?? 0;
      heard.push(tag);
      const said = answer(tag, id, socket) ?? (tag === bindRequest ? result(id, bindResponse, 0) : undefined);
      if (said !== undefined) socket.write(said);
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    // Safe: a server that listens on TCP has such an address.
    port: (server.address() as AddressInfo).port,
    ca: key.cert,
    heard,
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

describe('a directory that refuses, is awkward or hostile', { concurrency: true }, () => {
  const base = 'dc=x';
  const place = (port: number) => ({ at: { host: '127.0.0.1', port, base } });

  for (const [code, fault] of [
    [49, 'source.refused'],
    [48, 'source.refused'],
    [13, 'source.no_password'],
    [8, 'source.no_password'],
    [50, 'source.denied'],
    [51, 'source.unavailable'],
    [3, 'source.throttled'],
    [10, 'source.refused'],
    [80, 'source.unreadable'],
  ] as const)
    test(`result ${code} of a bind is ${fault}`, async () => {
      const server = await scripted((tag, id) =>
        tag === bindRequest ? result(id, bindResponse, code) : undefined,
      );
      await refuses(read(server), fault).finally(server.close);
    });

  const hostile: readonly (readonly [string, SourceFaultCode, Parameters<typeof scripted>[0]])[] = [
    [
      'a referral to another server',
      'source.no_book',
      (tag, id) => (tag === bindRequest ? undefined : result(id, searchDone, 10)),
    ],
    [
      'a right that is missing',
      'source.denied',
      (tag, id) => (tag === bindRequest ? undefined : result(id, searchDone, 50)),
    ],
    [
      'a limit whatever is asked',
      'source.too_large',
      (tag, id) => (tag === bindRequest ? undefined : result(id, searchDone, 4)),
    ],
    [
      'pages without an end',
      'source.unreadable',
      (tag, id) =>
        tag === bindRequest
          ? undefined
          : Buffer.concat([entry(id, 'cn=bo'), result(id, searchDone, 0, more)]),
    ],
    [
      'another protocol',
      'source.unreachable',
      (_tag, _id, socket) => ends(socket, 'HTTP/1.1 400 Bad Request\r\n\r\n'),
    ],
    [
      'a message without an end',
      'source.too_large',
      (tag) =>
        tag === bindRequest
          ? undefined
          : Buffer.concat([Buffer.from('3084400000000201', 'hex'), Buffer.alloc(21 * 1024 * 1024)]),
    ],
    [
      'an end in the middle',
      'source.unreachable',
      (tag, id, socket) =>
        tag === bindRequest ? undefined : ends(socket, entry(id, 'cn=bo').subarray(0, 9)),
    ],
  ];
  for (const [what, fault, answer] of hostile)
    test(what, async () => {
      const server = await scripted(answer);
      await refuses(read(server, place(server.port)), fault).finally(server.close);
      assert.equal(server.heard.filter((tag) => tag === bindRequest).length, 1);
      assert.equal(server.heard[0], bindRequest, 'nothing is asked before signing in');
    });

  test('a server that never answers is given up', async () => {
    const server = await scripted(() => Buffer.alloc(0));
    await refuses(read(server), 'source.unreachable').finally(server.close);
  });

  test('a connection that is lost between pages is not made again without signing in', async () => {
    const server = await scripted((tag, id, socket) =>
      tag === bindRequest
        ? undefined
        : ends(socket, Buffer.concat([entry(id, 'cn=bo'), result(id, searchDone, 0, more)])),
    );
    const parts: BookPart[] = [];
    await refuses(
      (async () => {
        for await (const part of readLdap(asked(server, place(server.port)))) {
          parts.push(part);
          await new Promise((done) => setTimeout(done, 100));
        }
      })(),
      'source.unreachable',
    ).finally(server.close);
    assert.equal(parts.at(-1)?.cards, 1, 'what came stays');
    assert.equal(server.heard.length, 2);
  });

  test('a certificate that nobody signed, a private address, a port without TLS, nobody there, and being stopped', async () => {
    const stop = new AbortController();
    const server = await scripted((tag) => {
      if (tag !== bindRequest) stop.abort(new Error('stopped by its owner'));
      return undefined;
    });
    const { port } = server;
    await refuses(read({ port, ca: certificate().cert }), 'source.certificate');
    assert.deepEqual(server.heard, []);
    await refuses(read(server, { at: { host: '10.0.0.1', port } }), 'source.guarded');
    await refuses(read(server, { at: { host: '127.0.0.1', port: 389 } }), 'source.guarded');
    await assert.rejects(read(server, { signal: stop.signal }), /stopped by its owner/);
    server.close();
    await refuses(read(server), 'source.unreachable');
  });
});

function ends(socket: TLSSocket, said: string | Buffer): undefined {
  socket.end(said);
}
