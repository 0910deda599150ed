import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, before, test } from 'node:test';
import { certificate, httpsServer } from '../../testing/index.ts';
import { isAllowed, subnets } from './address.ts';
import { type GuardCode, GuardRefusal, openGuard } from './guard.ts';

let server: Awaited<ReturnType<typeof httpsServer>>;
let ca: string;
let port: number;
/** What reached the server: the address it was reached by, the path, and the credentials. */
let reached: { local: string | undefined; host: string; authorization: string | undefined }[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

before(async () => {
  const own = certificate();
  ca = own.cert;
  server = await httpsServer(own, (request, response) => {
    const { host = '', authorization } = request.headers;
    reached.push({ local: request.socket.localAddress, host, authorization });
    answer(request, response);
  });
  port = server.port;
});
after(() => server.close());

/** A guard that may reach 127.0.0.1 alone, where every name leads unless told otherwise. */
function lan(addresses: (host: string) => Promise<readonly string[]> = async () => ['127.0.0.1']) {
  reached = [];
  answer = (_request, response) => response.end('hello');
  return openGuard({ networks: '127.0.0.1/32', ports: [port], ca, addresses });
}

async function refuses(work: Promise<unknown>, code: GuardCode): Promise<void> {
  await assert.rejects(work, (error) => error instanceof GuardRefusal && error.code === code);
}

test('only the public internet is allowed, and what the operator adds', () => {
  const none = subnets('');
  for (const address of [
    ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.31.255.255', '192.168.1.1'],
    ...['192.0.0.8', '198.19.0.1', '203.0.113.9', '224.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1'],
    ...[
      'fe80::1%eth0',
      'fc00::1',
      'fd12::1',
      'ff02::1',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      '64:ff9b::7f00:1',
    ],
    ...['64:ff9b:1::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1', '::7f00:1', 'localhost', ''],
  ])
    assert.equal(isAllowed(address, none), false, address);
  for (const address of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::8'])
    assert.equal(isAllowed(address, none), true, address);
  assert.equal(isAllowed('192.168.7.7', subnets('192.168.7.0/24')), true);
  assert.equal(isAllowed('192.168.8.7', subnets('192.168.7.0/24')), false);
  assert.throws(() => subnets('192.168.7.0'), TypeError);
});

test('no spelling of a private address gets through', async () => {
  lan();
  const { fetch } = openGuard({ ports: [port], ca, addresses: async () => ['127.0.0.1'] });
  for (const host of [
    ...['127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1', '127.1', '[::1]', '[::ffff:127.0.0.1]'],
    ...[
      '[::ffff:7f00:1]',
      '[64:ff9b::7f00:1]',
      '0.0.0.0',
      '169.254.169.254',
      'localhost',
      'dav.example',
      '127。0。0。1',
    ],
  ])
    await refuses(fetch(`https://${host}:${port}/`), 'guard.address');
  assert.deepEqual(reached, []);
});

/** How one IPv4 address may be written, as programs of many kinds read it. */
function spellings(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (value: number, length = 0) => value.toString(16).padStart(length, '0');
  const octal = (value: number, length = 0) => `0${value.toString(8).padStart(length, '0')}`;
  const [high, low] = [hex(a * 256 + b), hex(c * 256 + d)];
  const wide = (text: string, zero: number) =>
    text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
  const names = [
    ...[
      address,
      `${address}.`,
      String(whole),
      `${whole}.`,
      `0x${hex(whole)}`,
      `0X${hex(whole).toUpperCase()}`,
    ],
    ...[
      octal(whole),
      octal(whole, 20),
      `0x${hex(whole, 24)}`,
      `${a}.${whole % 2 ** 24}`,
      `${a}.${b}.${c * 256 + d}`,
    ],
    ...[`0x${hex(a)}.0x${hex(b)}.0x${hex(c)}.0x${hex(d)}`, `0x${hex(a)}.${whole % 2 ** 24}`],
    ...[
      `${octal(a)}.${octal(b)}.${octal(c)}.${octal(d)}`,
      [a, b, c, d].map((part) => octal(part, 9)).join('.'),
    ],
    ...[`${octal(a)}.0x${hex(b)}.${c * 256 + d}`, `0x${hex(a)}.${octal(b)}.${octal(c)}.${d}`],
    ...['。', '．', '｡'].map((dot) => address.replaceAll('.', dot)),
    ...[0xff10, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6].map((zero) => wide(address, zero)),
    ...[address.replaceAll('.', '%2e'), [...address].map((sign) => `%${hex(sign.charCodeAt(0))}`).join('')],
    ...[
      address.replace('.', '\u00ad.'),
      address.replace('.', '.\t'),
      wide(address, 0xff10).replaceAll('.', '。'),
    ],
  ];
  const six = [
    ...[`::ffff:${address}`, `::ffff:${high}:${low}`, `::FFFF:${address}`, `0:0:0:0:0:ffff:${high}:${low}`],
    ...[
      `0000:0000:0000:0000:0000:ffff:${address}`,
      `::${address}`,
      `::${high}:${low}`,
      `::ffff:0:${address}`,
    ],
    ...[
      `64:ff9b::${address}`,
      `64:ff9b::${high}:${low}`,
      `64:ff9b:1::${address}`,
      `64:ff9b:1:ffff::${high}:${low}`,
    ],
    ...[
      `2002:${high}:${low}::`,
      `2002:${high}:${low}::1`,
      `2001:0:${high}:${low}::`,
      `2001:0:808:808::${high}:${low}`,
    ],
    ...[`fe80::5efe:${address}`, `fe80::200:5efe:${high}:${low}`, `fec0::${address}`, `fd00::${address}`],
  ];
  const hosts = [...names, ...six.map((text) => `[${text}]`)];
  // What stands before the host leads nowhere else.
  return [
    ...hosts,
    `dav.example@${address}`,
    `8.8.8.8%40:443@${address}`,
    `dav.example:443@[::ffff:${address}]`,
  ];
}

test('hundreds of spellings of private addresses: none is reached, and none is taken for a name', async () => {
  lan();
  const names: string[] = [];
  const { fetch } = openGuard({
    ports: [port],
    ca,
    addresses: async (host) => {
      names.push(host);
      return ['127.0.0.1'];
    },
  });
  const private4 = [
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '192.168.1.1',
    '172.16.9.8',
    '100.64.0.1',
    '0.0.0.0',
  ];
  const hosts = private4.flatMap(spellings);
  assert.ok(hosts.length > 350, String(hosts.length));
  for (const host of hosts)
    await assert.rejects(
      fetch(`https://${host}:${port}/`),
      (error) =>
        (error instanceof GuardRefusal && error.code === 'guard.address') ||
        // No host at all, for whoever reads addresses as browsers do.
        (error instanceof TypeError && 'code' in error && error.code === 'ERR_INVALID_URL'),
      host,
    );
  assert.deepEqual(names, []);
  assert.deepEqual(reached, []);
});

test('a name with one private address among public ones is refused', async () => {
  const { fetch } = lan(async () => ['8.8.8.8', '10.0.0.1']);
  await refuses(fetch(`https://dav.example:${port}/`), 'guard.address');
});

test('the address that was checked is the one connected to, whatever the name says next', async () => {
  let asked = 0;
  const { fetch } = lan(async () => [++asked === 1 ? '127.0.0.1' : '127.0.0.2']);
  const { status, body } = await fetch(`https://dav.example:${port}/`);
  assert.equal(status, 200);
  assert.equal(Buffer.from(body).toString(), 'hello');
  assert.equal(asked, 1);
  assert.equal(reached[0]?.local, '127.0.0.1');
  await refuses(fetch(`https://dav.example:${port}/`), 'guard.address');
});

test('other schemes and ports are refused, and so is a redirect to them or to a private host', async () => {
  const { fetch } = lan();
  await refuses(fetch(`http://dav.example:${port}/`), 'guard.scheme');
  await refuses(fetch('https://dav.example:22/'), 'guard.port');
  for (const [location, code] of [
    [`https://10.0.0.1:${port}/`, 'guard.address'],
    [`http://dav.example:${port}/`, 'guard.scheme'],
    ['https://dav.example:25/', 'guard.port'],
  ] as const) {
    answer = (_request, response) => response.writeHead(302, { location }).end();
    await refuses(fetch(`https://dav.example:${port}/`), code);
  }
  answer = (_request, response) => response.writeHead(301, { location: '/again' }).end();
  reached = [];
  await refuses(fetch(`https://dav.example:${port}/`), 'guard.redirects');
  assert.equal(reached.length, 4);
});

test('credentials stay with their origin, except for hosts that the provider declares', async () => {
  const { fetch } = lan();
  const asked = { headers: { Authorization: 'Basic canary' } };
  const send = (to: string) => {
    answer = (request, response) =>
      request.headers.host?.startsWith('dav.example')
        ? response.writeHead(301, { location: `https://${to}:${port}/` }).end()
        : response.end();
  };
  send('other.example');
  await fetch(`https://dav.example:${port}/`, asked);
  assert.deepEqual(
    reached.map(({ authorization }) => authorization),
    ['Basic canary', undefined],
  );
  reached = [];
  send('p1.dav.example');
  await fetch(`https://dav.example:${port}/`, { ...asked, credentialHosts: ['dav.example'] });
  assert.equal(reached[1]?.authorization, 'Basic canary');
});

test('an endless body is cut off, a broken-off one fails, and time runs out', async () => {
  const { fetch } = lan();
  answer = (_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  };
  await refuses(fetch(`https://dav.example:${port}/`, { maxBytes: 1_000_000 }), 'guard.too_large');
  answer = (_request, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('half');
    setTimeout(() => response.destroy(), 20);
  };
  await assert.rejects(fetch(`https://dav.example:${port}/`), { code: 'ECONNRESET' });
  answer = () => undefined;
  await assert.rejects(fetch(`https://dav.example:${port}/`, { signal: AbortSignal.timeout(100) }));
  const slow = lan(() => new Promise(() => undefined));
  await assert.rejects(slow.fetch(`https://dav.example:${port}/`, { signal: AbortSignal.timeout(50) }));
});

test('a certificate of nobody, or for another name, is refused', async () => {
  lan();
  const addresses = async () => ['127.0.0.1'];
  const strangers = openGuard({ networks: '127.0.0.0/8', ports: [port], addresses });
  await assert.rejects(strangers.fetch(`https://dav.example:${port}/`), {
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  });
  const { fetch } = lan();
  await assert.rejects(fetch(`https://third.example:${port}/`), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  assert.deepEqual(reached, []);
});
