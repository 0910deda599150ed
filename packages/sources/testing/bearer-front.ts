import { type IncomingMessage, request } from 'node:http';
import type { Grants } from './rest-double.ts';
import { certificate, httpsServer } from './tls.ts';

/** A server of a password made one of bearer tokens (RFC 6750), as providers have it. */
export interface BearerFront {
  readonly url: string;
  readonly port: number;
  /** Requests that were let through. */
  readonly passed: () => number;
  /** Lets every later answer wait so many milliseconds. */
  delay(milliseconds: number): void;
  close(): void;
}

/** @param behind A CardDAV server without TLS, and the name and password that open it. */
export async function bearerFront(
  behind: { readonly port: number; readonly user: string; readonly password: string },
  grants: Grants,
  scope: string,
  own: { key: string; cert: string } = certificate(),
): Promise<BearerFront> {
  let passed = 0;
  let pause = 0;
  const basic = `Basic ${Buffer.from(`${behind.user}:${behind.password}`).toString('base64')}`;
  const server = await httpsServer(own, (incoming, outgoing) => {
    const refuse = (status: number, error: string) =>
      outgoing.writeHead(status, { 'www-authenticate': `Bearer error="${error}"` }).end();
    const forward = () => {
      passed += 1;
      const headers = { ...incoming.headers, authorization: basic };
      const inner = request(
        { host: '127.0.0.1', port: behind.port, method: incoming.method, path: incoming.url, headers },
        (answer: IncomingMessage) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        },
      );
      inner.once('error', () => outgoing.destroy());
      incoming.pipe(inner);
    };
    const [, token = ''] = /^Bearer (.+)$/.exec(incoming.headers.authorization ?? '') ?? [];
    const found = grants(token);
    if (found === undefined) refuse(401, 'invalid_token');
    else if (!found.scopes.includes(scope)) refuse(403, 'insufficient_scope');
    else setTimeout(forward, pause);
  });
  return {
    url: `https://127.0.0.1:${server.port}/`,
    port: server.port,
    passed: () => passed,
    delay(milliseconds) {
      pause = milliseconds;
    },
    close: server.close,
  };
}
