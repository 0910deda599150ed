import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';

/** A certificate that signs itself and is valid on the first day of a year, as others are where the clock is wrong. */
export function certificateOfYear(year: number): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'kith-tls-'));
  const openssl = (args: string) =>
    execFileSync('openssl', args.split(' '), { cwd: folder, stdio: 'ignore' });
  try {
    writeFileSync(
      join(folder, 'conf'),
      '[ca]\ndefault_ca=c\n[c]\ndatabase=db\nnew_certs_dir=.\nserial=serial\ndefault_md=sha256\npolicy=p\nx509_extensions=e\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=IP:127.0.0.1\n',
    );
    writeFileSync(join(folder, 'db'), '');
    writeFileSync(join(folder, 'serial'), '01\n');
    openssl(
      'req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=dated -keyout key -out csr',
    );
    openssl(
      `ca -batch -selfsign -config conf -keyfile key -in csr -out cert -notext -startdate ${year}0101000000Z -enddate ${year}0102000000Z`,
    );
    return {
      key: readFileSync(join(folder, 'key'), 'utf8'),
      cert: readFileSync(join(folder, 'cert'), 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A certificate for 127.0.0.1 and the names of tests, which signs itself. */
export function certificate(
  names: readonly string[] = ['dav.example', 'other.example', 'p1.dav.example', 'localhost'],
): {
  key: string;
  cert: string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'kith-tls-'));
  try {
    execFileSync(
      'openssl',
      [
        ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=dav.example'.split(
          ' ',
        ),
        ...['-addext', `subjectAltName=${names.map((name) => `DNS:${name}`).join()},IP:127.0.0.1`],
        ...['-keyout', join(folder, 'key'), '-out', join(folder, 'cert')],
      ],
      { stdio: 'ignore' },
    );
    return {
      key: readFileSync(join(folder, 'key'), 'utf8'),
      cert: readFileSync(join(folder, 'cert'), 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** An HTTPS server on a free port of every address of this machine, that answers as the test says. */
export async function httpsServer(
  own: { key: string; cert: string },
  answer: RequestListener,
): Promise<{ port: number; close(): void }> {
  const server = createHttpsServer(own, answer);
  await new Promise<void>((done) => server.listen(0, '0.0.0.0', done));
  return {
    // Safe: a server that listens on TCP has such an address.
    port: (server.address() as AddressInfo).port,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** TLS in front of a server that speaks none, on a free port of 127.0.0.1. */
export async function tlsFront(
  own: { key: string; cert: string },
  target: number,
): Promise<{ port: number; close(): void }> {
  const server = createServer(own, (incoming) => {
    const outgoing = connect(target, '127.0.0.1');
    incoming.pipe(outgoing).pipe(incoming);
    incoming.once('error', () => outgoing.destroy());
    outgoing.once('error', () => incoming.destroy());
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // Safe: a server that listens on TCP has such an address.
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}
