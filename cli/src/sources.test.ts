import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { generatePeople, vcard30 } from '@kith/contacts/testing';
import {
  type CyrusServer,
  type DavServer,
  type DnsServer,
  directory,
  message,
  startCyrus,
  startDns,
  startDovecot,
  startGraphServer,
  startRadicale,
  startSlapd,
} from '@kith/sources/testing';

const bin = fileURLToPath(new URL('../bin/kith.mjs', import.meta.url));
const password = 'c4nary-Command-1';
let dav: DavServer;
let cyrus: CyrusServer;
let dns: DnsServer;

before(async () => {
  const vcards = vcard30(generatePeople({ seed: 4, count: 300 }));
  dav = await startRadicale(password, vcards);
  cyrus = await startCyrus({ alice: password });
  await cyrus.load('alice', vcards);
  dns = await startDns([
    `srv-host=_carddavs._tcp.club.example,dav.example,${dav.port},0,1`,
    `srv-host=_carddavs._tcp.dav.example,dav.example,${dav.port},0,1`,
    'txt-record=_carddavs._tcp.dav.example,path=/',
    `srv-host=_jmap._tcp.dav.example,dav.example,${cyrus.port},0,1`,
    'host-record=dav.example,127.0.0.1',
  ]);
});
after(async () => {
  await dns?.close();
  await cyrus?.close();
  await dav?.close();
});

async function sources(
  args: readonly string[],
  input = `${password}\n`,
  ...servers: { port: number; ca: string }[]
) {
  const child = spawn(process.execPath, [bin, 'sources', ...args], {
    env: {
      PATH: '/usr/bin:/bin',
      KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
      KITH_SOURCE_PORTS: [dav, cyrus, ...servers].map(({ port }) => port).join(' '),
      KITH_SOURCE_CA: [dav, cyrus, ...servers].map(({ ca }) => ca).join('\n'),
      KITH_SOURCE_DNS: dns.address,
    },
    stdio: 'pipe',
  });
  child.stdin.on('error', () => undefined).end(input);
  const [out, err, code] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    new Promise<number | null>((done) => child.on('close', done)),
  ]);
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}

test('a book is read to JSON lines, found by its domain or named', async () => {
  for (const way of [
    ['--address', 'alice@dav.example'],
    ['--url', `https://dav.example:${dav.port}/`],
    ['--address', 'alice@dav.example', '--protocol', 'jmap'],
    ['--protocol', 'jmap', '--url', `https://dav.example:${cyrus.port}/`],
  ]) {
    const { code, err, out } = await sources(['read', '--user', 'alice', ...way, '--summary']);
    assert.equal(code, 0, err);
    const cards = out
      .trimEnd()
      .split('\n')
      .map((line): { source: { format: string } } => JSON.parse(line));
    assert.equal(cards.length, 300);
    assert.equal(cards[0]?.source.format, 'vcard');
    assert.equal(JSON.parse(err).kept, 300);
  }
});

test('a mailbox and a directory are read by those who ask for them', async () => {
  const mail = await startDovecot(password, {
    Sent: [message({ from: 'alice@dav.example', to: 'Bo Lund <bo@home.example>' })],
  });
  const entry = 'objectClass: person\nobjectClass: extensibleObject\nsn: Lund\nmail: bo@home.example\n';
  const club = await startSlapd(password, `dn: cn=Bo Lund,${directory}\ncn: Bo Lund\n${entry}`);
  try {
    for (const [server, args] of [
      [mail, ['--user', 'alice', '--protocol', 'imap', '--url', `imaps://127.0.0.1:${mail.port}`]],
      [club, ['--user', club.user, '--url', `ldaps://127.0.0.1:${club.port}/${directory}`]],
    ] as const) {
      const { code, err, out } = await sources(
        ['read', '--address', 'alice@dav.example', ...args],
        password,
        server,
      );
      assert.equal(code, 0, err);
      const card: { names: { full: string } } = JSON.parse(out);
      assert.equal(card.names.full, 'Bo Lund');
    }
  } finally {
    await mail.close();
    await club.close();
  }
});

test('an account that gives tokens is read with one, its photos where they are wanted, and no byte of them printed', async () => {
  const people = generatePeople({ seed: 5, count: 3 });
  const of = () => Buffer.alloc(100, 1);
  const server = await startGraphServer(
    { people },
    (one) => (one === password ? { scopes: ['Contacts.Read'] } : undefined),
    { of },
  );
  const args = ['read', '--user', 'ana@club.example', '--protocol', 'microsoft-graph', '--url', server.url];
  try {
    for (const [more, photo] of [
      [[], undefined],
      [['--photos'], { kind: 'embedded', size: 100, type: 'image/jpeg' }],
    ] as const) {
      const { code, err, out } = await sources([...args, '--token', ...more], password, server);
      assert.equal(code, 0, err);
      const cards = out.trimEnd().split('\n');
      assert.deepEqual(
        cards.map((line) => (JSON.parse(line) as { photo?: unknown }).photo),
        people.map(() => photo),
      );
    }
    const ended = await sources([...args, '--token'], 'another', server);
    assert.match(ended.err, /\(source\.access_ended\)$/m);
  } finally {
    server.close();
  }
});

test('what is in the way is one sentence, without the password', async () => {
  const url = `https://dav.example:${dav.port}/`;
  for (const [args, input, code, sentence] of [
    [['read', '--user', 'alice', '--url', url], `${password}x`, 1, /\(source\.refused\)$/],
    [
      ['read', '--user', 'alice@club.example'],
      password,
      2,
      /names a server elsewhere.* --url https:\/\/dav\.example/,
    ],
    [['read', '--user', 'alice@nobody.example'], password, 2, /no way to this account was found/],
    [['read', '--user', 'alice', '--url', 'https://gone.example/'], password, 1, /\(source\.unreachable\)$/],
    [['read', '--user', 'alice', '--provider', 'nobody'], password, 2, /there is no provider nobody/],
    [
      ['read', '--user', 'a@b.example', '--protocol', 'finger', '--url', url],
      password,
      2,
      /--protocol takes one of/,
    ],
    [
      ['read', '--user', 'a@b.example', '--protocol', 'imap', '--url', 'ldaps://b.example'],
      password,
      2,
      /--url takes/,
    ],
    [['read', '--user', 'ana@gmail.com'], password, 2, /cannot be read by password.*--token/],
    [['read', '--user', 'ana@icloud.com', '--token'], password, 2, /Leave out --token/],
    [['read', '--user', 'ana@ziggo.nl'], password, 2, /people you have written to, add --protocol imap/],
    [['read'], password, 2, /--user/],
    [['write'], password, 2, /kith sources read/],
  ] as const) {
    const answer = await sources(args, input);
    assert.equal(answer.code, code, answer.err);
    assert.match(answer.err.trimEnd(), sentence);
    assert.equal(answer.out, '');
    assert.doesNotMatch(answer.err, /c4nary/);
  }
});
