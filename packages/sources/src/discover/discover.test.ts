import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { certificate, type DnsServer, startDns } from '../../testing/index.ts';
import { openGuard } from '../guard/guard.ts';
import { patientNetwork } from '../protocols/network.ts';
import type { SourceNetwork } from '../protocols/protocol.ts';
import { offersOf } from './autoconfig.ts';
import { type Discovery, type Dns, discover } from './discover.ts';
import { dnsOf } from './dns.ts';
import { inOrder } from './srv.ts';

const names = [
  'kith',
  'club',
  'jmap',
  'auto',
  'far',
  'xn--bcher-kva',
  'lure',
  'big',
  'bomb',
  'slow',
  'mixed',
  'sick',
];
const own = certificate(
  names.flatMap((name) => [`${name}.example`, `dav.${name}.example`, `autoconfig.${name}.example`]),
);
type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const refuse: Answer = (_request, response) => response.writeHead(401).end();
/** By host and path; the rest is 404. */
const pages = new Map<string, Answer>();
const reached: string[] = [];
let server: Server;
let dnsServer: DnsServer;
let dns: Dns;
let network: SourceNetwork;
let port = 0;

before(async () => {
  server = createServer(own, (request, response) => {
    const place = `${request.headers.host?.split(':')[0]}${request.url}`;
    reached.push(`${request.method} ${place} ${request.headers.authorization ?? ''}`);
    const page = pages.get(place);
    if (page === undefined) response.writeHead(404).end();
    else page(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // Safe: a server that listens on TCP has such an address.
  port = (server.address() as AddressInfo).port;
  const srv = (service: string, name: string, target: string, at: number | string, more = '0,1') =>
    `srv-host=_${service}._tcp.${name}.example,${target},${at},${more}`;
  dnsServer = await startDns([
    ...names.map((name) => `address=/${name}.example/127.0.0.1`),
    'host-record=inside.example,10.0.0.1',
    'mx-host=hosted.example,aspmx.l.google.com,1',
    srv('carddavs', 'kith', 'dav.kith.example', port),
    srv('carddavs', 'kith', 'worse.kith.example', port, '10,1'),
    'txt-record=_carddavs._tcp.kith.example,path=/dav/',
    srv('carddavs', 'sick', 'dav.sick.example', port),
    srv('carddavs', 'gone', 'dav.nowhere.example', port),
    srv('carddavs', 'stray', 'dav.stray.example', port),
    'host-record=dav.stray.example,127.0.0.1',
    srv('carddavs', 'far', 'dav.club.example', port),
    srv('carddavs', 'none', '.', 0, '0,0'),
    srv('imaps', 'none', '.', 0, '0,0'),
    srv('carddavs', 'private', 'inside.example', port),
    srv('imaps', 'private', 'inside.example', 993),
    srv('jmap', 'private', '127.0.0.2', port),
    srv('carddavs', 'plain', 'dav.kith.example', 25),
    srv('imaps', 'plain', 'dav.kith.example', 143),
    srv('carddavs', 'odd', 'dav.kith.example', port),
    'txt-record=_carddavs._tcp.odd.example,path=//evil.example/',
    srv('imaps', 'mixed', 'dav.mixed.example', 993),
    srv('jmap', 'mixed', 'dav.mixed.example', port),
    ...Array.from({ length: 40 }, (_, n) => `txt-record=_carddavs._tcp.texts.example,${n}${'x'.repeat(200)}`),
    srv('carddavs', 'texts', 'dav.kith.example', port),
  ]);
  const resolver = new Resolver();
  resolver.setServers([dnsServer.address]);
  dns = dnsOf(resolver);
  const guarded = patientNetwork(
    openGuard({
      networks: '127.0.0.1/32',
      ports: [port],
      ca: own.cert,
      addresses: (host) => resolver.resolve4(host),
    }),
    {
      now: () => new Date(),
      chance: () => 0,
      wait: (milliseconds, signal) => wait(milliseconds, undefined, signal === undefined ? {} : { signal }),
    },
  );
  /** The doubles cannot listen on 443. */
  network = {
    ...guarded,
    fetch(target, asked) {
      const url = new URL(target);
      if (url.port === '') url.port = String(port);
      return guarded.fetch(url.href, asked);
    },
  };
  for (const path of ['/dav/', '/.well-known/carddav']) pages.set(`dav.kith.example${path}`, refuse);
  pages.set('dav.club.example/', refuse);
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await dnsServer.close();
});

async function found(address: string, more: { dns?: Dns; signal?: AbortSignal } = {}) {
  const all: Discovery[] = [];
  const asked = { dns, network, chance: () => 0, signal: AbortSignal.timeout(30_000), ...more };
  for await (const one of discover(address, asked)) all.push(one);
  const last = all.at(-1);
  assert.ok(last?.kind === 'done');
  const steps = (state: string) =>
    all.flatMap((one) => (one.kind === 'step' && one.state === state ? [one.step] : []));
  assert.deepEqual(steps('ended').sort(), steps('begun').sort(), 'every step that begins ends');
  return { steps: steps('begun'), provider: last.provider, doors: last.doors, fault: last.fault };
}

test('a domain that we know asks nobody', async () => {
  reached.length = 0;
  const { steps, provider, doors } = await found('ana@GMX.de');
  assert.deepEqual(steps, ['domain']);
  assert.equal(provider?.id, 'gmx');
  assert.equal(doors[0]?.protocol, 'carddav');
  assert.deepEqual(reached, []);
});

test('a server that the domain names and that is of no use: what is wrong with it', async () => {
  const sick: Answer = (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Back soon</h1>');
  for (const path of ['/.well-known/carddav', '/']) pages.set(`dav.sick.example${path}`, sick);
  for (const [name, code] of [
    ['sick', 'source.unavailable'],
    ['gone', 'source.unreachable'],
    ['stray', 'source.certificate'],
    ['private', 'source.guarded'],
    ['kith', undefined],
    ['nobody', undefined],
  ] as const)
    assert.equal((await found(`ana@${name}.example`)).fault, code, name);
});

test('by mail exchanger', async () => {
  const { provider, steps } = await found('ana@hosted.example');
  assert.equal(provider?.id, 'google-workspace');
  assert.deepEqual(steps, ['domain', 'mx', 'srv']);
});

test('by SRV, at the path of its TXT record', async () => {
  const { doors, steps } = await found('ana@kith.example');
  assert.deepEqual(steps, ['domain', 'mx', 'srv']);
  const url = `https://dav.kith.example:${port}/dav/`;
  assert.deepEqual(doors, [
    { protocol: 'carddav', signIn: 'password', at: { url }, found: 'srv', foreign: false },
  ]);
});

test('a server on another domain is said to be one', async () => {
  const { doors } = await found('ana@far.example');
  assert.equal(doors[0]?.at.url, `https://dav.club.example:${port}/`);
  assert.equal(doors[0]?.foreign, true);
});

test('by the well-known address of an IDN, after a redirect', async () => {
  pages.set('xn--bcher-kva.example/.well-known/carddav', (_request, response) =>
    response.writeHead(301, { location: '/dav/' }).end(),
  );
  pages.set('xn--bcher-kva.example/dav/', refuse);
  const { doors, steps } = await found('ana@bücher.example');
  assert.deepEqual(steps, ['domain', 'mx', 'srv', 'well-known', 'autoconfig']);
  assert.equal(doors[0]?.at.url, `https://xn--bcher-kva.example:${port}/dav/`);
  assert.equal(doors[0]?.found, 'well-known');
  assert.equal(doors[0]?.foreign, false);
});

test('by JMAP, which comes before a mailbox, and an address book before both', async () => {
  pages.set('jmap.example/.well-known/jmap', (_request, response) =>
    response.end('{"capabilities":{"urn:ietf:params:jmap:core":{}}}'),
  );
  assert.equal((await found('ana@jmap.example')).doors[0]?.protocol, 'jmap');
  pages.set('dav.mixed.example/.well-known/jmap', refuse);
  const protocols = async () =>
    (await found('ana@mixed.example')).doors.map(({ protocol, found: by }) => `${protocol} ${by}`);
  assert.deepEqual(await protocols(), ['jmap srv', 'imap srv']);
  pages.set('mixed.example/.well-known/carddav', refuse);
  assert.deepEqual(await protocols(), ['carddav well-known', 'jmap srv', 'imap srv']);
});

const server1 = (host: string, socket = 'SSL', more = '<port>993</port>') =>
  `<incomingServer type="imap"><hostname>${host}</hostname>${more}<socketType>${socket}</socketType><authentication>password-cleartext</authentication></incomingServer>`;
const file = (inner: string, head = '') =>
  `<?xml version="1.0"?>${head}<clientConfig version="1.1"><emailProvider id="x">${inner}</emailProvider></clientConfig>`;

test('by autoconfig, to which nobody’s address is told', async () => {
  pages.set('autoconfig.auto.example/mail/config-v1.1.xml', (_request, response) =>
    response.end(file(server1('dav.%EMAILDOMAIN%'))),
  );
  reached.length = 0;
  const { doors } = await found('secret-person@auto.example');
  assert.deepEqual(doors, [
    {
      protocol: 'imap',
      signIn: 'password',
      at: { host: 'dav.auto.example', port: 993 },
      found: 'autoconfig',
      foreign: false,
    },
  ]);
  assert.ok(reached.length > 2);
  assert.doesNotMatch(reached.join(), /secret-person|Basic/);
});

test('autoconfig: TLS from the first byte and a password only, and no way to another place', () => {
  const offers = (text: string) => offersOf(new TextEncoder().encode(text), 'kith.example');
  assert.deepEqual(offers(file(server1('IMAP.kith.example'))), [
    { protocol: 'imap', host: 'imap.kith.example', port: 993 },
  ]);
  assert.deepEqual(
    offers(
      file(
        '<addressBook type="carddav"><authentication>http-basic</authentication><authentication>plain</authentication><serverURL>https://dav.kith.example/a</serverURL></addressBook>',
      ),
    ),
    [{ protocol: 'carddav', url: 'https://dav.kith.example/a' }],
  );
  const none = [
    '',
    'not xml',
    file(server1('imap.kith.example', 'STARTTLS')),
    file(server1('imap.kith.example', 'plain')),
    file(server1('imap.kith.example', 'SSL', '')),
    file(server1('imap.kith.example/../x')),
    file(server1('imap.kith.example').replace('password-cleartext', 'OAuth2')),
    file(server1('imap.kith.example').replace('"imap"', '"pop3"')),
    file(server1('&bomb;'), '<!DOCTYPE x [<!ENTITY a "x"><!ENTITY bomb "&a;&a;">]>'),
    file(
      '<addressBook type="carddav"><authentication>plain</authentication><url>https://a:b@evil.example/</url></addressBook>',
    ),
    `${'<a>'.repeat(5000)}${server1('imap.kith.example')}`,
    file(server1('imap.kith.example')).slice(0, 90),
  ];
  for (const text of none) assert.deepEqual(offers(text), [], text.slice(0, 200));
});

for (const [what, address] of [
  ['a service that says it is not there', 'secret-person@none.example'],
  ['SRV to a private address', 'secret-person@private.example'],
  ['SRV to ports without TLS', 'secret-person@plain.example'],
  ['a name that is not there', 'secret-person@nobody.example'],
  ['a machine', 'secret-person@localhost'],
  ['no domain', 'secret-person@'],
  ['no address', 'secret-person'],
  ['a number', 'secret-person@127.0.0.1'],
  ['a literal', 'secret-person@[127.0.0.1]'],
  ['a port', `secret-person@kith.example:8443`],
  ['a path', 'secret-person@kith.example/x'],
  ['a long label', `secret-person@${'a'.repeat(64)}.example`],
  ['a long name', `secret-person@${'a.'.repeat(130)}example`],
] as const)
  test(`nothing is found, and nobody is told whom we look for: ${what}`, async () => {
    reached.length = 0;
    const { provider, doors } = await found(address);
    assert.equal(provider, undefined);
    assert.deepEqual(doors, []);
    assert.doesNotMatch(reached.join(), /secret-person/);
  });

test('a path that leads elsewhere, and texts without end: the well-known path of the server', async () => {
  const url = `https://dav.kith.example:${port}/.well-known/carddav`;
  assert.equal((await found('ana@odd.example')).doors[0]?.at.url, url);
  assert.equal((await found('ana@texts.example')).doors[0]?.at.url, url);
});

test('a redirect to this machine, a file of 50 MB, entities: no door', async () => {
  for (const location of [
    `https://localhost:${port}/`,
    'https://10.0.0.1/',
    'http://lure.example/',
    'file:///x',
  ])
    for (const path of ['/.well-known/carddav', '/.well-known/jmap']) {
      pages.set(`lure.example${path}`, (_request, response) => response.writeHead(302, { location }).end());
      assert.deepEqual((await found('ana@lure.example')).doors, [], location);
    }
  let sent = 0;
  pages.set('autoconfig.big.example/mail/config-v1.1.xml', (_request, response) => {
    response.write(file(server1('dav.big.example')).replace('</clientConfig>', ''));
    const more = () => {
      while (sent < 50_000_000 && !response.destroyed) {
        sent += 65_536;
        if (!response.write(' '.repeat(65_536))) return;
      }
      response.end('</clientConfig>');
    };
    response.on('drain', more);
    more();
  });
  assert.deepEqual((await found('ana@big.example')).doors, []);
  assert.ok(sent > 0 && sent < 25_000_000, `${sent} bytes were taken`);
  const nested = Array.from({ length: 20 }, (_, n) => `<!ENTITY e${n + 1} "&e${n};&e${n};">`).join('');
  pages.set('autoconfig.bomb.example/mail/config-v1.1.xml', (_request, response) =>
    response.end(file(server1('&e20;'), `<!DOCTYPE x [<!ENTITY e0 "boom">${nested}]>`)),
  );
  assert.deepEqual((await found('ana@bomb.example')).doors, []);
});

test('resolvers and servers that never answer: three seconds a step, ten in all; who leaves ends it at once', async () => {
  const never = () => new Promise<never>(() => undefined);
  for (const path of ['/.well-known/carddav', '/.well-known/jmap'])
    pages.set(`slow.example${path}`, () => undefined);
  const silent: Dns = { mx: never, srv: never, txt: never };
  const begun = performance.now();
  assert.deepEqual((await found('ana@slow.example', { dns: silent })).doors, []);
  const took = performance.now() - begun;
  assert.ok(took > 5500 && took < 15_000, `${took} ms`);
  const again = performance.now();
  await found('ana@slow.example', { dns: silent, signal: AbortSignal.timeout(100) });
  assert.ok(performance.now() - again < 3000);
});

test('a name that is another name for itself: no door', async () => {
  const loop = createSocket('udp4');
  let asked = 0;
  loop.on('message', (question, { port: from, address }) => {
    asked += 1;
    // RFC 1035, 4.1: the question again, and one CNAME (5) of its name that points back at it.
    const head = Buffer.from(question.subarray(0, 12));
    head.writeUInt16BE(0x8180, 2);
    for (const [at, count] of [1, 1, 0, 0].entries()) head.writeUInt16BE(count, 4 + at * 2);
    const end = question.indexOf(0, 12) + 5;
    const answer = Buffer.from([0xc0, 0x0c, 0, 5, 0, 1, 0, 0, 0, 60, 0, 2, 0xc0, 0x0c]);
    loop.send(Buffer.concat([head, question.subarray(12, end), answer]), from, address);
  });
  await new Promise<void>((done) => loop.bind(0, '127.0.0.1', done));
  try {
    const resolver = new Resolver();
    resolver.setServers([`127.0.0.1:${loop.address().port}`]);
    const { doors, provider } = await found('ana@loop.example', { dns: dnsOf(resolver) });
    assert.deepEqual([doors, provider], [[], undefined]);
    assert.ok(asked >= 4 && asked < 100, `${asked} questions`);
  } finally {
    loop.close();
  }
});

test('servers come by priority, and within one by weight', () => {
  const srv = (name: string, priority: number, weight: number) => ({ name, priority, weight, port: 443 });
  const records = [srv('c', 2, 0), srv('a', 1, 10), srv('b', 1, 90), srv('.', 0, 0)];
  const order = (chance: number) => inOrder(records, () => chance).map(({ name }) => name);
  assert.deepEqual(order(0), ['a', 'b', 'c']);
  assert.deepEqual(order(0.5), ['b', 'a', 'c']);
  fc.assert(
    fc.property(
      fc.array(fc.record({ priority: fc.nat(3), weight: fc.nat(65535), port: fc.nat(65535) }), {
        maxLength: 20,
      }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (made, chance) => {
        const servers = made.map((one, n) => ({ ...one, name: `s${n}` }));
        const ordered = inOrder(servers, () => chance);
        assert.deepEqual(new Set(ordered), new Set(servers));
        assert.ok(ordered.every((one, n) => n === 0 || (ordered[n - 1]?.priority ?? 0) <= one.priority));
      },
    ),
  );
});
