import type { IncomingMessage, ServerResponse } from 'node:http';
import { request as ask } from 'node:https';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { httpsServer } from './tls.ts';

/** An HTTPS server in front of another, which passes on what it is asked unless it is told to answer itself. */
export interface Front {
  readonly port: number;
  /** What to answer; `pass` passes this one on. */
  answer: ((request: IncomingMessage, response: ServerResponse) => 'pass' | undefined) | undefined;
  close(): void;
}

export async function startFront(
  own: { key: string; cert: string },
  { port, ca }: { readonly port: number; readonly ca: string },
): Promise<Front> {
  let answer: Front['answer'];
  const server = await httpsServer(own, (incoming, response) => {
    if (answer !== undefined && answer(incoming, response) !== 'pass') {
      incoming.resume();
      return;
    }
    passOn(incoming, response, { port, ca });
  });
  return {
    port: server.port,
    get answer() {
      return answer;
    },
    set answer(next) {
      answer = next;
    },
    close: server.close,
  };
}

/** Passes a request on to another HTTPS server of this machine; `authorization` and `path` take the place of its own. */
export function passOn(
  incoming: IncomingMessage,
  response: ServerResponse,
  { port, ca }: { readonly port: number; readonly ca: string },
  change: { readonly authorization?: string; readonly path?: string } = {},
): void {
  const { method = 'GET', url = '/' } = incoming;
  const { authorization = incoming.headers.authorization, path = url } = change;
  const headers = { ...incoming.headers, ...(authorization === undefined ? {} : { authorization }) };
  const outgoing = ask({ host: '127.0.0.1', port, ca, method, path, headers, servername: '' }, (come) => {
    response.writeHead(come.statusCode ?? 502, come.headers);
    come.pipe(response);
  });
  outgoing.once('error', () => response.destroy());
  incoming.pipe(outgoing);
}

/** How name and password go to a server of this kind. */
export function basic({ user, password }: { readonly user: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** A line to a server of this machine that can be cut. */
export interface Cutter {
  readonly port: number;
  /** Ends every connection, and those to come. */
  cut(): void;
  mend(): void;
  close(): void;
}

export async function startCutter(target: number): Promise<Cutter> {
  const lines = new Set<Socket>();
  let isCut = false;
  const server = createServer((incoming) => {
    const outgoing = connect(target, '127.0.0.1');
    for (const end of [incoming, outgoing]) {
      lines.add(end);
      end.on('error', () => undefined);
      end.once('close', () => {
        lines.delete(end);
        incoming.destroy();
        outgoing.destroy();
      });
    }
    if (isCut) incoming.destroy();
    else incoming.pipe(outgoing).pipe(incoming);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const cut = () => {
    isCut = true;
    for (const end of lines) end.destroy();
  };
  return {
    // Safe: a server that listens on TCP has such an address.
    port: (server.address() as AddressInfo).port,
    cut,
    mend() {
      isCut = false;
    },
    close() {
      cut();
      server.close();
    },
  };
}
