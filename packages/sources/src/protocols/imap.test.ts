import assert from 'node:assert/strict';
import type { AddressInfo, Socket } from 'node:net';
import { describe, test } from 'node:test';
import { createServer, type TLSSocket } from 'node:tls';
import { inspect } from 'node:util';
import { type Card, correspondenceOf, WRITTEN_ON } from '@kith/contacts';
import { generatePeople, type Person } from '@kith/contacts/testing';
import { ImapFlow } from 'imapflow';
import { testSource } from '../../testing/contract.ts';
import { certificate, type ImapServer, message, startCyrus, startDovecot } from '../../testing/index.ts';
import { cardsIn, partsOf } from '../../testing/reading.ts';
import { openGuard } from '../guard/guard.ts';
import { readImap } from './imap.ts';
import { patientNetwork } from './network.ts';
import { type BookRequest, SourceFault, type SourceFaultCode } from './protocol.ts';

const canary = 'c4nary-Passw0rd';
const own = 'Alice Ames <alice@dav.example>';

function asked(server: Pick<ImapServer, 'port' | 'ca'>, more: Partial<BookRequest> = {}): BookRequest {
  const guard = openGuard({ networks: '127.0.0.1/32', ports: [server.port], ca: server.ca });
  return {
    at: { host: '127.0.0.1', port: server.port },
    address: 'alice@dav.example',
    credential: { kind: 'password', user: 'alice', password: canary },
    network: patientNetwork(guard, { now: () => new Date(), chance: () => 0, wait: async () => undefined }),
    signal: AbortSignal.timeout(60_000),
    ...more,
  };
}

const read = (request: BookRequest) => partsOf(readImap(request));

/** Each as `name|address|which way`. */
function sketch(cards: readonly Card[]): string[] {
  return cards.map((card) => [card.names.full, card.emails[0]?.value, correspondenceOf(card)].join('|'));
}

async function refuses(work: Promise<unknown>, code: SourceFaultCode): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof SourceFault, String(error));
    assert.equal(error.code, code, error.message);
    assert.doesNotMatch(inspect(error, { depth: 9 }), new RegExp(canary));
    return true;
  });
}

/** A message to somebody. */
function letterTo({ names, emails }: Person): string {
  const name = `=?utf-8?B?${Buffer.from(names.full).toString('base64')}?=`;
  return message({ from: own, to: `${name} <${emails[0]?.value}>` });
}

testSource({
  name: 'IMAP, Dovecot',
  read: readImap,
  carries: [],
  addresses: 'one',
  sizes: [5, 300],
  cutAfter: 1,
  async start({ people }) {
    const server = await startDovecot(canary, { Sent: people.map(letterTo) }, 'Sent');
    const { at, address, credential } = asked(server);
    const { port, ca, close } = server;
    return { request: { at: { ...at, host: 'dav.example' }, address, credential }, port, ca, close };
  },
});

test('Dovecot: mail that came meanwhile changes nothing of the rest; where some is gone, all people come', async () => {
  const people = generatePeople({ seed: 6, count: 250 });
  const server = await startDovecot(canary, { Sent: people.map(letterTo) }, 'Sent');
  try {
    const parts = await read(asked(server));
    const after = parts[0]?.cursor ?? '';
    const client = clientOf(server);
    await client.connect();
    await client.append('Sent', message({ from: own, to: 'New <new@home.example>' }));
    const rest = sketch(cardsIn(await read(asked(server, { after }))));
    assert.deepEqual(rest, sketch(cardsIn(parts.slice(1))));
    assert.ok(rest.length > 0);
    await client.mailboxOpen('Sent');
    await client.messageDelete('1');
    await client.logout();
    assert.equal(cardsIn(await read(asked(server, { after }))).length, 250);
  } finally {
    await server.close();
  }
});

const clientOf = ({ port, ca }: { port: number; ca: string }) =>
  new ImapFlow({
    ...{ host: '127.0.0.1', port, secure: true, tls: { ca }, logger: false },
    auth: { user: 'alice', pass: canary },
  });

/** A mailbox, read from a Dovecot of its own. */
async function readOf(mail: Readonly<Record<string, readonly string[]>>, special?: string) {
  const server = await startDovecot(canary, mail, special);
  try {
    return await read(asked(server));
  } finally {
    await server.close();
  }
}

test('Dovecot: people written to, by closeness, then those who only wrote; bulk, machines and the owner are left out', async () => {
  const sent = (fields: Record<string, string>) => message({ from: own, ...fields });
  const got = (fields: Record<string, string>) => message({ to: own, ...fields });
  const crowd = Array.from({ length: 21 }, (_, at) => `c${at}@crowd.example`);
  const parts = await readOf(
    {
      Gesendet: [
        sent({ to: '=?utf-8?Q?J=C3=BCrgen_M=C3=BCller?= <J.Mueller@home.example>' }),
        sent({ to: '"Doe, John" <john@home.example>', cc: 'bare@home.example' }),
        sent({ to: 'j.mueller@HOME.example (Juergen)', date: 'Sat, 1 Aug 2026 10:00:00 +0200' }),
        sent({ to: 'Jürgen Müller <j.mueller@home.example>', bcc: 'Hidden <hidden@home.example>' }),
        sent({ to: crowd.join(', ') }),
        sent({ to: 'list@list.example', 'list-id': '<list.example>' }),
        sent({ to: 'vacation@home.example', 'auto-submitted': 'auto-replied' }),
        message({ from: 'alias@dav.example', to: 'alice@dav.example' }),
        message({ from: 'alias@dav.example', to: 'bounce+ana=home.example@send.example' }),
        sent({ to: 'alias@dav.example' }),
        message({ from: 'filed@home.example', to: own }),
      ],
      INBOX: [
        got({ from: 'Bare Name <bare@home.example>' }),
        got({ from: 'Stranger <stranger@home.example>' }),
        got({ from: 'No Reply <no-reply@shop.example>' }),
        got({ from: 'News <news@shop.example>', 'list-unsubscribe': '<mailto:x@shop.example>' }),
        got({ from: 'Bulk <bulk@shop.example>', precedence: 'bulk' }),
        got({ from: own }),
      ],
    },
    undefined,
  );
  const cards = sketch(cardsIn(parts));
  assert.deepEqual(cards.slice(0, 4), [
    'Jürgen Müller|j.mueller@home.example|sent',
    'Hidden|hidden@home.example|sent',
    'Doe, John|john@home.example|sent',
    'Bare Name|bare@home.example|sent',
  ]);
  assert.deepEqual(new Set(cards.slice(4, -1)), new Set(crowd.map((address) => `|${address}|sent`)));
  assert.equal(cards.at(-1), 'Stranger|stranger@home.example|received');
  const days = cardsIn(parts).map(({ other }) => other?.find(({ label }) => label === WRITTEN_ON)?.value);
  assert.deepEqual([days[0], days[1], days.at(-1)], ['2026-08-01', '2026-06-01', undefined]);
  assert.deepEqual([...new Set(parts.map(({ file }) => file))], ['Gesendet', 'INBOX']);
  assert.equal(parts.at(-1)?.cards, cards.length);
});

test('Dovecot: the newest 5,000 sent messages, the first people before the rest; a special use counts more than a name', async () => {
  const people = generatePeople({ seed: 5, count: 300 });
  const some = people.map(letterTo);
  const letters = Array.from({ length: 5000 }, (_, at) => some[at % some.length] ?? '');
  const parts = await readOf(
    {
      Out: [message({ from: own, to: 'Too Old <old@home.example>' }), ...letters],
      Sent: [message({ from: own, to: 'Wrong Box <wrong@home.example>' })],
    },
    'Out',
  );
  assert.deepEqual(
    sketch(cardsIn(parts)).sort(),
    people.map(({ names, emails }) => `${names.full}|${emails[0]?.value.toLowerCase()}|sent`).sort(),
  );
  assert.equal(parts[0]?.cards, 200, 'of the newest 200 messages');
});

test('Dovecot: nothing there, a wrong password, a bearer token, and being stopped', async () => {
  const server = await startDovecot(canary, { INBOX: [] });
  try {
    assert.deepEqual(await read(asked(server)), []);
    const wrong = { kind: 'password', user: 'alice', password: `${canary}x` } as const;
    await refuses(read(asked(server, { credential: wrong })), 'source.refused');
    const foreign = asked(server, { at: { host: 'localhost', port: server.port } });
    await refuses(
      read({ ...foreign, network: asked({ ...server, ca: certificate().cert }).network }),
      'source.certificate',
    );
    const stopped = AbortSignal.abort(new Error('stopped'));
    await assert.rejects(read(asked(server, { signal: stopped })), /stopped/);
  } finally {
    await server.close();
  }
});

function ends(socket: TLSSocket, said: string): string {
  socket.end(said);
  return '';
}

/** An IMAP server that answers each command as the test says; undefined for as a friendly one would. */
async function scripted(
  answer: (command: string, socket: TLSSocket, tag: string) => string | undefined,
  greeting: string | undefined = '* OK [CAPABILITY IMAP4rev1 ID NAMESPACE AUTH=PLAIN SPECIAL-USE] ready\r\n',
): Promise<{ port: number; ca: string; heard: string[]; close(): void }> {
  const key = certificate();
  const heard: string[] = [];
  const open = new Set<Socket>();
  const server = createServer(key, (socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    if (greeting !== undefined) socket.write(greeting);
    let rest = '';
    socket.on('data', (bytes) => {
      const lines = (rest + bytes).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        heard.push(line);
        const [tag = '', command = ''] = line.split(' ');
        const said = answer(command.toUpperCase(), socket, tag) ?? friendly(command.toUpperCase(), tag);
        if (said !== '') socket.write(said);
      }
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

function friendly(command: string, tag: string): string {
  const before: Record<string, string> = {
    LIST: '* LIST (\\Sent) "/" Sent\r\n* LIST () "/" INBOX\r\n',
    NAMESPACE: '* NAMESPACE (("" "/")) NIL NIL\r\n',
    EXAMINE: '* 2 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n',
    FETCH: [1, 2].map((at) => row(at, `To: Bo <bo${at}@home.example>\r\n\r\n`)).join(''),
  };
  return `${before[command] ?? ''}${tag} OK done\r\n`;
}

function row(at: number, header: string): string {
  return `* ${at} FETCH (UID ${at} BODY[HEADER.FIELDS (FROM TO)] {${Buffer.byteLength(header)}}\r\n${header})\r\n`;
}

const refused: readonly (readonly [string, SourceFaultCode])[] = [
  ['NO [AUTHENTICATIONFAILED] Authentication failed.', 'source.refused'],
  ['NO LOGIN failed', 'source.refused'],
  ['NO [ALERT] Application-specific password required: https://support.google.com/', 'source.app_password'],
  ['NO [AUTHENTICATIONFAILED] Please use an app password', 'source.app_password'],
  ['NO Login fail. Please using authorization code to login.', 'source.app_password'],
  ['NO Basic authentication is disabled.', 'source.no_password'],
  ['NO AUTHENTICATE failed. BasicAuthBlocked', 'source.no_password'],
  ['NO [WEBALERT https://accounts.google.com/x] Web login required.', 'source.not_enabled'],
  ['NO [ALERT] Your account is not enabled for IMAP use.', 'source.not_enabled'],
  ['NO [UNAVAILABLE] Temporary authentication failure.', 'source.unavailable'],
  ['NO [LIMIT] Too many simultaneous connections.', 'source.throttled'],
];

describe('an IMAP server that refuses, is awkward or hostile', { concurrency: true }, () => {
  for (const [said, code] of refused)
    test(`${said} is ${code}`, async () => {
      const server = await scripted((command, _, tag) =>
        command === 'LOGIN' || command === 'AUTHENTICATE' ? `${tag} ${said}\r\n` : undefined,
      );
      await refuses(read(asked(server)), code).finally(server.close);
    });

  test('only headers are asked for, of mailboxes opened read-only, after saying who asks', async () => {
    const server = await scripted(() => undefined);
    const parts = await read(asked(server)).finally(server.close);
    assert.deepEqual(sketch(cardsIn(parts)), ['Bo|bo1@home.example|sent', 'Bo|bo2@home.example|sent']);
    const commands = server.heard.map((line) => line.replace(/^\S+ /, ''));
    assert.ok(commands.some((line) => /^ID \(.*"Kith"/.test(line)));
    assert.ok(commands.includes('EXAMINE Sent') && commands.includes('EXAMINE INBOX'), commands.join('\n'));
    assert.ok(
      !commands.some((line) => /^(?:SELECT|STORE|APPEND|EXPUNGE|IDLE|UID (?:STORE|MOVE|COPY))/.test(line)),
    );
    for (const line of commands.filter((one) => one.startsWith('FETCH')))
      assert.match(
        line,
        /^FETCH 1:2 \(UID BODY\.PEEK\[HEADER\.FIELDS \(from to cc bcc date list-id list-unsubscribe precedence auto-submitted\)\]\)$/i,
      );
  });

  test('NetEase: Unsafe Login, said when a mailbox is opened', async () => {
    const server = await scripted((command, _, tag) =>
      command === 'EXAMINE'
        ? `${tag} NO EXAMINE Unsafe Login. Please contact kefu@188.com for help\r\n`
        : undefined,
    );
    await refuses(read(asked(server)), 'source.not_enabled').finally(server.close);
  });

  const hostile: readonly (readonly [string, SourceFaultCode, Parameters<typeof scripted>[0], string?])[] = [
    ['a greeting that says BYE', 'source.unreachable', () => undefined, '* BYE Too busy\r\n'],
    [
      'a greeting of another protocol',
      'source.unreachable',
      () => undefined,
      'HTTP/1.1 400 Bad Request\r\n\r\n',
    ],
    [
      'a literal without an end',
      'source.too_large',
      (command) => (command === 'FETCH' ? '* 1 FETCH (BODY[HEADER] {99999999999}\r\n' : undefined),
    ],
    [
      'a huge line',
      'source.too_large',
      (command) => (command === 'LIST' ? `* LIST () "/" "${'x'.repeat(3_000_000)}` : undefined),
    ],
    [
      'more messages than there are',
      'source.too_large',
      (command) => (command === 'FETCH' ? row(1, 'To: a@b.example\r\n\r\n').repeat(1100) : undefined),
    ],
    [
      'a connection that ends in the middle',
      'source.unreachable',
      (command, socket) => (command === 'FETCH' ? ends(socket, '* 1 FETCH (UID 1') : undefined),
    ],
    [
      'BYE in the middle',
      'source.unreachable',
      (command, socket) => (command === 'LIST' ? ends(socket, '* BYE maintenance\r\n') : undefined),
    ],
  ];
  for (const [what, code, answer, greeting] of hostile)
    test(what, async () => {
      const server = await scripted(answer, greeting);
      await refuses(read(asked(server)), code).finally(server.close);
    });

  test('a server that never greets is given up', async () => {
    const server = await scripted(() => undefined, '');
    await refuses(read(asked(server)), 'source.unreachable').finally(server.close);
  });

  test('a certificate that nobody signed, a private address, a port of another service, nobody there', async () => {
    const server = await scripted(() => undefined);
    const { port } = server;
    const stranger = asked({ port, ca: certificate().cert });
    await refuses(read(stranger), 'source.certificate');
    const named = certificate(['mail.example']).cert;
    await refuses(read(asked({ port, ca: named })), 'source.certificate');
    assert.equal(server.heard.length, 0);
    await refuses(read(asked(server, { at: { host: '10.0.0.1', port } })), 'source.guarded');
    await refuses(read(asked(server, { at: { host: '127.0.0.1', port: 143 } })), 'source.guarded');
    server.close();
    await refuses(read(asked(server)), 'source.unreachable');
  });

  test('it is stopped while a server is silent', async () => {
    const stop = new AbortController();
    const server = await scripted((command) => {
      if (command !== 'FETCH') return undefined;
      stop.abort(new Error('stopped by its owner'));
      return '';
    });
    await assert
      .rejects(read(asked(server, { signal: stop.signal })), /stopped by its owner/)
      .finally(server.close);
  });
});

test('Cyrus: the same, from its own mailbox for sent mail', async () => {
  const server = await startCyrus({ alice: canary });
  try {
    const imap = { port: server.imapPort, ca: server.ca };
    const guard = asked(imap).network;
    const client = clientOf(imap);
    await client.connect();
    const sent = (await client.list()).find(({ specialUse }) => specialUse === '\\Sent')?.path ?? '';
    await client.append(sent, message({ from: own, to: '=?utf-8?Q?J=C3=BCrgen?= <j@home.example>' }));
    await client.append('INBOX', message({ from: 'Stranger <stranger@home.example>', to: own }));
    await client.logout();
    assert.deepEqual(sketch(cardsIn(await read(asked(imap, { network: guard })))), [
      'Jürgen|j@home.example|sent',
      'Stranger|stranger@home.example|received',
    ]);
  } finally {
    await server.close();
  }
});
