import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { DavServer } from './dav-servers.ts';
import { basic, passOn } from './front.ts';
import { certificate, httpsServer } from './tls.ts';

/** A double of Nextcloud: Login Flow v2 as its developer manual describes it, and a CardDAV server behind its passwords. */
export interface NextcloudServer {
  readonly url: string;
  readonly port: number;
  readonly ca: string;
  /** App passwords that were made, and those that are deleted. */
  readonly made: readonly string[];
  readonly deleted: readonly string[];
  /** Answers the next beginnings so, in place of what the manual says. */
  lie(answer: ((origin: string) => object) | undefined): void;
  /** Grants what is at a login address, as the button on its page does. */
  grant(login: string): void;
  close(): void;
}

/** @param behind A CardDAV server that a name and a password open. */
export async function startNextcloud(
  behind: Pick<DavServer, 'port' | 'ca' | 'user' | 'password'>,
): Promise<NextcloudServer> {
  const own = certificate();
  const flows = new Map<string, { granted: boolean }>();
  const made: string[] = [];
  const deleted: string[] = [];
  let lied: ((origin: string) => object) | undefined;
  let count = 0;
  const authorization = basic(behind);

  const server = await httpsServer(own, (request, response) => {
    const origin = `https://127.0.0.1:${server.port}`;
    const { pathname } = new URL(request.url ?? '/', origin);
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (pathname === '/index.php/login/v2') {
      count += 1;
      const token = `poll-token-${count}`;
      flows.set(token, { granted: false });
      json(
        200,
        lied?.(origin) ?? {
          poll: { token, endpoint: `${origin}/login/v2/poll` },
          login: `${origin}/login/v2/flow/${count}`,
        },
      );
    } else if (pathname === '/login/v2/poll') void poll(request, json, origin);
    else if (pathname.startsWith('/login/v2/flow/')) page(request, response, pathname);
    else if (!isIn(request)) response.writeHead(401, { 'www-authenticate': 'Basic' }).end();
    else if (pathname === '/ocs/v2.php/core/apppassword' && request.method === 'DELETE') {
      deleted.push(passwordIn(request));
      json(200, { ocs: { meta: { statuscode: 200 } } });
    } else forward(request, response);
  });

  async function poll(
    request: IncomingMessage,
    json: (status: number, body: unknown) => void,
    origin: string,
  ) {
    const token = new URLSearchParams(await text(request)).get('token') ?? '';
    if (flows.get(token)?.granted !== true) return json(404, []);
    // It is told once.
    flows.delete(token);
    const password = `app-Password-${token}-c4nary`;
    made.push(password);
    return json(200, { server: origin, loginName: 'alice', appPassword: password });
  }

  function grant(login: string): void {
    const flow = flows.get(`poll-token-${login.split('/').at(-1)}`);
    if (flow !== undefined) flow.granted = true;
  }

  function page(request: IncomingMessage, response: ServerResponse, pathname: string): void {
    if (request.method === 'POST') grant(pathname);
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(
        request.method === 'POST'
          ? '<!doctype html><html lang="en"><title>Nextcloud</title><h1>Account connected</h1></html>'
          : '<!doctype html><html lang="en"><title>Nextcloud</title><h1>Connect to your account</h1><form method="post"><button>Grant access</button></form></html>',
      );
  }

  function passwordIn({ headers }: IncomingMessage): string {
    const [, secret = ''] = headers.authorization?.split(' ') ?? [];
    return Buffer.from(secret, 'base64')
      .toString()
      .replace(/^[^:]*:/, '');
  }

  function isIn(request: IncomingMessage): boolean {
    const password = passwordIn(request);
    return made.includes(password) && !deleted.includes(password);
  }

  function forward(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '/').replace(/^\/remote\.php\/dav\//, '/');
    passOn(request, response, behind, { authorization, path });
  }

  return {
    url: `https://127.0.0.1:${server.port}/`,
    port: server.port,
    ca: own.cert,
    made,
    deleted,
    grant,
    lie(answer) {
      lied = answer;
    },
    close: server.close,
  };
}
