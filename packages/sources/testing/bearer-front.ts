import type { DavServer } from './dav-servers.ts';
import { basic, passOn } from './front.ts';
import type { Grants } from './rest-double.ts';
import { certificate, httpsServer } from './tls.ts';

/** A server of a password made one of bearer tokens (RFC 6750), as providers have it. */
export interface BearerFront {
  readonly url: string;
  readonly port: number;
  /** Requests that were let through. */
  readonly passed: () => number;
  /** Never answers a token's requests after its first so many. */
  withhold(after: number): void;
  /** Lets every later answer wait so many milliseconds. */
  delay(milliseconds: number): void;
  close(): void;
}

/** @param behind A CardDAV server that a name and a password open. */
export async function bearerFront(
  behind: Pick<DavServer, 'port' | 'ca' | 'user' | 'password'>,
  grants: Grants,
  scope: string,
  own: { key: string; cert: string } = certificate(),
): Promise<BearerFront> {
  let passed = 0;
  let pause = 0;
  let most = Infinity;
  const asked = new Map<string, number>();
  const authorization = basic(behind);
  const server = await httpsServer(own, (incoming, outgoing) => {
    const refuse = (status: number, error: string) =>
      outgoing.writeHead(status, { 'www-authenticate': `Bearer error="${error}"` }).end();
    const forward = () => {
      passed += 1;
      passOn(incoming, outgoing, behind, { authorization });
    };
    const [, token = ''] = /^Bearer (.+)$/.exec(incoming.headers.authorization ?? '') ?? [];
    const nth = (asked.get(token) ?? 0) + 1;
    asked.set(token, nth);
    const found = grants(token);
    if (nth > most) return;
    if (found === undefined) refuse(401, 'invalid_token');
    else if (!found.scopes.includes(scope)) refuse(403, 'insufficient_scope');
    else setTimeout(forward, pause);
  });
  return {
    url: `https://127.0.0.1:${server.port}/`,
    port: server.port,
    passed: () => passed,
    withhold(after) {
      most = after;
    },
    delay(milliseconds) {
      pause = milliseconds;
    },
    close: server.close,
  };
}
