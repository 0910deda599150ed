import { Readable } from 'node:stream';
import { hostOf } from '@kith/sources';
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import { type DkimKey, dkimSigner } from './dkim.ts';
import type { MailMessage, MailOutcome, MailTransport } from './mail.ts';

/** Connections at once, and messages over each; beyond these numbers public relays begin to refuse. */
const mostConnections = 5;
const mostMessages = 200;
/** Milliseconds after which a connection that nobody uses is given back. */
const idleFor = 10_000;

/** Milliseconds to wait for a mail server: for the connection, its greeting, each reply, and a message's whole way. */
interface Patience {
  readonly connect: number;
  readonly greeting: number;
  readonly reply: number;
  /** A reply may come in many lines, each in time. */
  readonly message: number;
}
const usual: Patience = { connect: 15_000, greeting: 15_000, reply: 60_000, message: 120_000 };

/**
 * Sends over SMTP, a few connections at a time, TLS verified (STARTTLS where the server offers it).
 *
 * No message goes over a second connection once a byte of it may have been read: only the sender of invitations knows
 * whether it may go again.
 */
export function smtpTransport(url: string, dkim?: DkimKey, patience = usual): MailTransport {
  const connect = connector(new URL(url), patience);
  const sign = dkim === undefined ? async (raw: Buffer) => raw : dkimSigner(dkim);
  const idle: Session[] = [];
  const queue: (() => void)[] = [];
  let busy = 0;

  async function overSome(message: MailMessage, raw: Buffer): Promise<MailOutcome> {
    for (;;) {
      const kept = idle.pop();
      let session = kept;
      try {
        session ??= await connect();
      } catch (error) {
        return notLetIn(error);
      }
      session.rest();
      const { outcome, begun } = await session.send(message, raw);
      if (session.isOpen()) {
        session.rest(idleFor);
        idle.push(session);
      }
      // The server had ended a connection that was kept: the message has not been asked for yet.
      if (kept !== undefined && !begun && outcome.kind === 'deferred' && outcome.code === undefined) continue;
      return outcome;
    }
  }

  return {
    async send(message) {
      const raw = await sign(message.raw);
      if (busy >= mostConnections) await new Promise<void>((resolve) => queue.push(resolve));
      else busy++;
      try {
        return await overSome(message, raw);
      } finally {
        const next = queue.shift();
        if (next === undefined) busy--;
        else next();
      }
    },
    async close() {
      for (const session of idle.splice(0)) session.close();
    },
  };
}

interface Session {
  isOpen(): boolean;
  send(message: MailMessage, raw: Buffer): Promise<{ outcome: MailOutcome; begun: boolean }>;
  /** Ends by itself after so many milliseconds; without them it does not. */
  rest(milliseconds?: number): void;
  close(): void;
}

function connector(target: URL, patience: Patience): () => Promise<Session> {
  const secure = target.protocol === 'smtps:';
  const credentials =
    target.username === ''
      ? undefined
      : { user: decodeURIComponent(target.username), pass: decodeURIComponent(target.password) };
  return () =>
    new Promise((resolve, reject) => {
      const connection = new SMTPConnection({
        host: hostOf(target),
        port: target.port === '' ? (secure ? 465 : 587) : Number(target.port),
        secure,
        // A password never travels in the clear.
        requireTLS: credentials !== undefined,
        connectionTimeout: patience.connect,
        greetingTimeout: patience.greeting,
        socketTimeout: patience.reply,
      });
      connection.on('error', reject);
      connection.once('end', () => reject(new Error('the mail server ended the connection')));
      connection.connect((failed) => {
        if (failed) return reject(failed);
        const session = sessionOver(connection, patience.message);
        if (credentials === undefined) return resolve(session);
        connection.login({ credentials }, (refused) => {
          if (!refused) return resolve(session);
          session.close();
          reject(refused);
        });
      });
    });
}

/** Of a connection that has just been greeted. */
function sessionOver(connection: SMTPConnection, longest: number): Session {
  const takesUtf8 = /[ -]SMTPUTF8\b/i.test(connection.lastServerResponse || '');
  let open = true;
  let messages = 0;
  let resting: NodeJS.Timeout | undefined;
  const close = () => {
    open = false;
    clearTimeout(resting);
    connection.close();
  };
  connection.once('end', close);
  connection.on('error', close);

  function pass(message: MailMessage, raw: Buffer): Promise<{ outcome: MailOutcome; begun: boolean }> {
    const body = Readable.from([raw]);
    return new Promise((resolve) => {
      const told = (outcome: (begun: boolean) => MailOutcome) => {
        clearTimeout(tooLong);
        resolve({ outcome: outcome(body.readableDidRead), begun: body.readableDidRead });
      };
      const tooLong = setTimeout(() => {
        told(withoutReply);
        close();
      }, longest);
      connection.send({ from: addressOf(message.from), to: [message.to] }, body, (error, info) =>
        told((begun) => (error ? outcomeOf(error, begun) : accepted(info.response))),
      );
    });
  }

  /** After a refusal, which says nothing against the connection. */
  function reset(): Promise<void> {
    return new Promise((resolve) => {
      connection.once('end', () => resolve());
      connection.reset((failed) => {
        if (failed) close();
        resolve();
      });
    });
  }

  return {
    isOpen: () => open,
    close,
    rest(milliseconds) {
      clearTimeout(resting);
      if (milliseconds !== undefined) resting = setTimeout(close, milliseconds).unref();
    },
    async send(message, raw) {
      if (!takesUtf8 && !isAscii(message.to) && open)
        return { outcome: { kind: 'unable', lacks: 'smtputf8' }, begun: false };
      const { outcome, begun } = await pass(message, raw);
      messages++;
      if (outcome.kind === 'unknown' || messages >= mostMessages) close();
      else if (outcome.kind === 'deferred' && (outcome.code === undefined || outcome.code === 421)) close();
      else if (outcome.kind !== 'handed' && open) await reset();
      return { outcome, begun };
    },
  };
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

/** The address in `Name <address>`. */
function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

/** The lines of one reply have one code (RFC 5321, 4.2.1); a server that says yes and no leaves it open. */
function accepted(response: string): MailOutcome {
  const codes = response.split('\n').map((line) => /^\d{3}/.exec(line)?.[0]);
  return codes.every((code) => code === codes[0])
    ? { kind: 'handed', code: Number(codes[0] ?? 250) }
    : { kind: 'unknown' };
}

/** Without a reply, a message of which no byte was read cannot have arrived; of any other we do not know. */
function withoutReply(begun: boolean): MailOutcome {
  return begun ? { kind: 'unknown' } : { kind: 'deferred', code: undefined };
}

/** What a server says to whoever it does not let in (RFC 4954, 6): nothing about the recipient. */
const strangers = new Set([530, 534, 535, 538]);

/** A reply of the server decides, even one after the message. */
function outcomeOf(error: unknown, begun: boolean): MailOutcome {
  // Safe: nodemailer's errors carry it, and it is checked.
  const { responseCode } = error as { responseCode?: number };
  if (responseCode === undefined || responseCode < 400) return withoutReply(begun);
  if (responseCode >= 500 && !strangers.has(responseCode)) return { kind: 'rejected', code: responseCode };
  return { kind: 'deferred', code: responseCode };
}

/** Before anybody was named, a refusal is of us, and may be put right: a wrong password, a list that we stand on. */
function notLetIn(error: unknown): MailOutcome {
  const outcome = outcomeOf(error, false);
  return outcome.kind === 'rejected' ? { kind: 'deferred', code: outcome.code } : outcome;
}
