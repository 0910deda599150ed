import type { AddressInfo, Socket } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { SinkRecord } from './auditor.ts';

export interface SmtpSink {
  readonly url: string;
  /** What it took, in order: all that was answered by 250, or whose answer was kept back. */
  readonly taken: SinkRecord[];
  /** Cuts every connection, as when the wire breaks. */
  cut(): void;
  close(): Promise<void>;
}

/** What a test asks of a message that a sink took. */
export interface Letter {
  readonly messageId: string;
  readonly to: string;
  readonly text: string;
  /** The recipient's own key, where the message invites. */
  readonly token: string | undefined;
}

export async function readLetter(message: SinkRecord['message']): Promise<Letter> {
  const { messageId = '', to, text = '' } = await PostalMime.parse(message);
  const token = /\/i\/([\w-]{22})/.exec(text)?.[1];
  return { messageId: messageId.replace(/^<|>$/g, ''), to: to?.[0]?.address ?? '', text, token };
}

/** A mail server that takes everything for anybody and keeps it. */
export async function smtpSink(
  options: {
    /** Asked when a message is whole; what it answers stands beside the message. */
    readonly intended?: (message: Buffer) => Promise<boolean>;
    /** Called when a message was taken, before it is answered; without an answer from here the wire is cut. */
    readonly answered?: (record: SinkRecord) => Promise<boolean>;
  } = {},
): Promise<SmtpSink> {
  const taken: SinkRecord[] = [];
  const sockets = new Set<Socket>();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const onData: SMTPServerOptions['onData'] = (stream, session, done) => {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', async () => {
      const takenAt = new Date();
      const message = Buffer.concat(parts);
      const intended = await options.intended?.(message);
      const records = session.envelope.rcptTo.map(
        ({ address }): SinkRecord => ({
          channel: 'email',
          recipient: address,
          message,
          takenAt,
          ...(intended === undefined ? {} : { intended }),
        }),
      );
      taken.push(...records);
      for (const record of records) if ((await options.answered?.(record)) === false) return cut();
      done();
    });
  };
  const server = new SMTPServer({ authOptional: true, hideSTARTTLS: true, logger: false, onData });
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await new Promise<number>((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () =>
      // Safe: a server that listens on TCP has an address with a port.
      resolve((listening.address() as AddressInfo).port),
    );
  });
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
