import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as a gateway got it. */
export interface Posted {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** What the gateway does next: answers, or takes the message and says nothing, or hangs up. */
export type Next =
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | 'silence'
  | 'cut'
  | 'cut in the answer';

export interface TextGatewayDouble {
  readonly url: string;
  readonly posted: Posted[];
  /** Does this with the requests to come. */
  will(next: Next): void;
  close(): Promise<void>;
}

/** A gateway for text messages on a port of its own, which also misbehaves. */
export async function textGateway(first: Next): Promise<TextGatewayDouble> {
  let next = first;
  const posted: Posted[] = [];
  const server = createServer(async (request, response) => {
    posted.push({
      path: request.url ?? '',
      authorization: request.headers.authorization,
      body: await bodyOf(request),
    });
    if (next === 'silence') return;
    if (next === 'cut') {
      request.socket.destroy();
      return;
    }
    if (next === 'cut in the answer') {
      response.writeHead(201, { 'content-length': '500' });
      response.write('{"sid":', () => request.socket.destroy());
      return;
    }
    response.writeHead(next.status, { 'content-type': 'application/json', ...next.headers }).end(next.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Safe: a server that listens on TCP has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    posted,
    will: (what) => {
      next = what;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}
