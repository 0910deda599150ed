import { createServer, type Socket } from 'node:net';

export interface RawSink {
  readonly url: string;
  /** Every line a client said outside of messages, as bytes read as UTF-8. */
  readonly commands: string[];
  /** Messages as they came over the wire, dots unstuffed. */
  readonly messages: string[];
  close(): Promise<void>;
}

/** A mail server that shows what came over the wire, and offers what it is told. */
export async function rawSink(offers: readonly string[]): Promise<RawSink> {
  const commands: string[] = [];
  const messages: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    let rest = Buffer.alloc(0);
    let inMessage = false;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write('220 sink ESMTP\r\n');
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (;;) {
        const mark = inMessage ? '\r\n.\r\n' : '\r\n';
        const end = rest.indexOf(mark);
        if (end === -1) break;
        const said = rest.toString('utf8', 0, end);
        rest = rest.subarray(end + mark.length);
        (inMessage ? messages : commands).push(inMessage ? said.replaceAll('\r\n..', '\r\n.') : said);
        const verb = inMessage ? '' : said.slice(0, 4).toUpperCase();
        inMessage = verb === 'DATA';
        const greeting = ['sink', ...offers].map((one, at) => `250${at === offers.length ? ' ' : '-'}${one}`);
        socket.write(
          verb === 'EHLO' ? `${greeting.join('\r\n')}\r\n` : verb === 'DATA' ? '354 go on\r\n' : '250 ok\r\n',
        );
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    commands,
    messages,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
