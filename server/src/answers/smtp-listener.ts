import { SMTPServer } from 'smtp-server';
import type { Platform } from '../platform/platform.ts';
import { takeMail } from './take-answer.ts';

/** Bytes of one message; reports return the message at most, and ours are small. */
const mostBytes = 2 * 1024 * 1024;

/** A mail server for what comes back. It takes mail for our own two addresses alone, and passes nothing on. */
export interface SmtpListener {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens at `address:port`; behind the mail exchanger of the domain, or as it. */
export async function listenForAnswers(platform: Platform, at: string): Promise<SmtpListener> {
  const { config, log } = platform;
  const ours = [config.mailFrom, config.bounceAddress ?? config.mailFrom].map((address) =>
    plain(address.toLowerCase()),
  );
  const server = new SMTPServer({
    banner: 'Kith',
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: mostBytes,
    maxClients: 50,
    socketTimeout: 60_000,
    closeTimeout: 1000,
    logger: false,
    onRcptTo({ address }, _session, done) {
      if (ours.includes(plain(address.toLowerCase()))) return done();
      done(Object.assign(new Error('No such mailbox here'), { responseCode: 550 }));
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      let size = 0;
      stream.on('data', (piece: Buffer) => {
        size += piece.length;
        if (size <= mostBytes) pieces.push(piece);
      });
      stream.on('end', () => {
        if (size > mostBytes)
          return done(Object.assign(new Error('Message too large'), { responseCode: 552 }));
        const mailboxes = session.envelope.rcptTo.map(({ address }) => address);
        takeMail(platform, Buffer.concat(pieces), mailboxes, 'smtp').then(
          () => done(),
          (error: unknown) => {
            log.error('answers.failed', {
              by: 'smtp',
              code: error instanceof Error ? error.name : 'unknown',
            });
            // The other side keeps it and comes again.
            done(Object.assign(new Error('Try again later'), { responseCode: 451 }));
          },
        );
      });
    },
  });
  // Callers that hang up in the middle are no matter of ours.
  server.on('error', () => undefined);
  const cut = at.lastIndexOf(':');
  const host = at.slice(0, cut).replace(/^\[|\]$/g, '');
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(Number(at.slice(cut + 1)), host, resolve);
  });
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  log.info('answers.listening', { port });
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** The address without the mark of one message. */
function plain(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at).split('+')[0]}${address.slice(at)}`;
}
