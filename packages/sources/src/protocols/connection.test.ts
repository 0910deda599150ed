import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { createServer, type Server } from 'node:tls';
import { certificate } from '../../testing/index.ts';
import { faultOf, testNetwork } from '../../testing/reading.ts';
import { readImap } from './imap.ts';
import { readLdap } from './ldap.ts';

const canary = 'c4nary-Passw0rd';
const own = certificate(['mail.example']);
let server: Server;
let port: number;
/** What came to the server: the name it was asked for by, the address it was reached at, and all that was said. */
const came: { name: string | false | null; at: string | undefined; said: string }[] = [];
before(async () => {
  server = createServer(own, (socket) => {
    const one = { name: socket.servername, at: socket.localAddress, said: '' };
    came.push(one);
    socket.on('data', (bytes: Buffer) => {
      one.said += bytes.toString('latin1');
      socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.write('* OK ready\r\n');
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((done) => server.listen(0, '0.0.0.0', done));
  // Safe: a server that listens on TCP has such an address.
  port = (server.address() as AddressInfo).port;
});
after(() => void server.close());

for (const [protocol, read] of [
  ['imap', readImap],
  ['ldap', readLdap],
] as const) {
  const asked = (host: string, addresses: (host: string) => Promise<readonly string[]>) =>
    read({
      at: { host, port },
      address: 'alice@mail.example',
      credential: { kind: 'password', user: 'alice', password: canary },
      network: testNetwork([port], own.cert, addresses),
      signal: AbortSignal.timeout(20_000),
    });

  test(`${protocol}: goes to the address that was checked, and asks for the host by its name`, async () => {
    came.length = 0;
    let looked = 0;
    const rebinding = async () => [++looked === 1 ? '127.0.0.1' : '127.0.0.2'];
    await faultOf(asked('mail.example', rebinding), 'source.unreachable', canary);
    assert.equal(looked, 1);
    assert.deepEqual(
      new Set(came.map(({ name, at }) => `${name} ${at}`)),
      new Set(['mail.example 127.0.0.1']),
    );
  });

  test(`${protocol}: a certificate for another name gets no password`, async () => {
    came.length = 0;
    await faultOf(
      asked('other.example', async () => ['127.0.0.1']),
      'source.certificate',
      canary,
    );
    assert.ok(
      came.every(({ said }) => said === ''),
      'nothing was said',
    );
  });
}
