import assert from 'node:assert/strict';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createServer as createTls } from 'node:tls';
import { certificate, type DavServer, startRadicale } from '../../testing/index.ts';
import { openGuard } from '../guard/guard.ts';
import { patientNetwork } from '../protocols/network.ts';
import type { Access, Provider } from '../provider.ts';
import { type Check, checkProviders } from './check.ts';

const closing: (() => unknown)[] = [];
let dav: DavServer;
const ports = { web: 0, imap: 0, other: 0 };
const own = certificate();
const authorizations: (string | undefined)[] = [];

before(async () => {
  dav = await startRadicale('any');
  const web = createHttps(own, (request, response) => {
    authorizations.push(request.headers.authorization);
    if (request.url === '/slow') return;
    response.writeHead(request.url === '/trouble' ? 500 : request.url === '/jmap' ? 401 : 404).end();
  });
  const greet = (greeting: string) =>
    createTls(own, (socket) => {
      socket.on('error', () => undefined);
      socket.write(greeting.slice(0, 3));
      setTimeout(() => socket.write(greeting.slice(3)), 20);
    });
  const servers = { web, imap: greet('* OK ready\r\n'), other: greet('220 smtp\r\n') };
  for (const [name, server] of Object.entries(servers)) {
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    // Safe: the names are those of `ports`, and a server that listens on TCP has such an address.
    ports[name as keyof typeof ports] = (server.address() as AddressInfo).port;
    closing.push(() => server.close());
  }
  closing.push(
    () => web.closeAllConnections(),
    () => dav.close(),
  );
});
after(async () => {
  for (const close of closing) await close();
});

function provider(id: string, ...access: Access[]): Provider {
  return {
    id,
    name: id,
    domains: [],
    access,
    export: {},
    fields: [],
    logo: { letters: 'X', colour: '#000000' },
    sources: [],
  };
}

async function states(list: readonly Provider[], ca = [own.cert, dav.ca].join('\n')): Promise<string[]> {
  const guard = openGuard({
    networks: '127.0.0.1/32',
    ports: [...Object.values(ports), dav.port],
    ca,
    addresses: async (host) =>
      host === 'localhost' ? ['127.0.0.1'] : Promise.reject(new Error('ENOTFOUND')),
  });
  const network = patientNetwork(guard, {
    now: () => new Date(),
    chance: () => 0,
    wait: (milliseconds, signal) => wait(milliseconds, undefined, signal === undefined ? {} : { signal }),
  });
  const checks: Check[] = [];
  const asking = { network, signal: AbortSignal.timeout(20_000) };
  for await (const check of checkProviders(list, asking, () => performance.now())) checks.push(check);
  return checks.map(({ provider: id, protocol, state }) => `${id} ${protocol} ${state}`).sort();
}

test('each endpoint is asked once, in its own way, and without credentials', async () => {
  const web = `https://localhost:${ports.web}`;
  const access = { protocol: 'carddav', signIn: 'app-password', url: dav.url } as const;
  assert.deepEqual(
    await states([
      provider('dav', access, { ...access, signIn: 'oauth' }),
      provider('nodav', { protocol: 'carddav', signIn: 'password', url: `${web}/` }),
      provider('jmap', { protocol: 'jmap', signIn: 'password', url: `${web}/jmap` }),
      provider('api', { protocol: 'google-people', signIn: 'oauth', url: `${web}/v1` }),
      provider('trouble', { protocol: 'microsoft-graph', signIn: 'oauth', url: `${web}/trouble` }),
      provider('imap', { protocol: 'imap', signIn: 'password', host: 'localhost', port: ports.imap }),
      provider('smtp', { protocol: 'imap', signIn: 'password', host: 'localhost', port: ports.other }),
      provider('ldap', { protocol: 'ldap', signIn: 'password', host: 'localhost', port: ports.other }),
      provider('gone', { protocol: 'imap', signIn: 'password', host: 'nowhere.invalid', port: ports.imap }),
      provider('private', { protocol: 'carddav', signIn: 'password', url: 'https://10.0.0.1/' }),
      provider('own', { protocol: 'carddav', signIn: 'password', path: '/dav' }),
    ]),
    [
      'api google-people answers',
      'dav carddav answers',
      'gone imap source.unreachable',
      'imap imap answers',
      'jmap jmap answers',
      'ldap ldap answers',
      'nodav carddav other',
      'private carddav source.guarded',
      'smtp imap other',
      'trouble microsoft-graph other',
    ],
  );
  assert.ok(authorizations.length > 0 && authorizations.every((one) => one === undefined));
});

test('a certificate of nobody is said to be one', async () => {
  const strange = [
    provider('dav', { protocol: 'carddav', signIn: 'password', url: `https://localhost:${ports.web}/` }),
  ];
  assert.deepEqual(await states(strange, dav.ca), ['dav carddav source.certificate']);
});
