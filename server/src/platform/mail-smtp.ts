import { Readable } from 'node:stream';
import nodemailer from 'nodemailer';
import type { MailOutcome, MailTransport } from './mail.ts';

/** With what mail is signed (RFC 6376). */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM, RSA. */
  readonly privateKey: string;
}

/** The headers that are signed where they are there: those of RFC 6376, 5.4.1, and what one-click unsubscribing needs (RFC 8058, 4). */
const signedHeaders =
  'from:reply-to:subject:date:message-id:to:cc:mime-version:content-type:content-transfer-encoding:in-reply-to:references:list-unsubscribe:list-unsubscribe-post';

/**
 * Sends over SMTP, a few connections at a time, TLS verified (STARTTLS where the server offers it).
 *
 * The pool may not requeue a message whose connection broke: only the sender of invitations knows whether it may go again.
 */
export function smtpTransport(url: string, dkim?: DkimKey): MailTransport {
  const target = new URL(url);
  const secure = target.protocol === 'smtps:';
  const transport = nodemailer.createTransport({
    pool: true,
    host: target.hostname.replace(/^\[|\]$/g, ''),
    port: target.port === '' ? (secure ? 465 : 587) : Number(target.port),
    secure,
    // A password never travels in the clear.
    requireTLS: target.username !== '',
    ...(target.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(target.username), pass: decodeURIComponent(target.password) } }),
    ...(dkim === undefined
      ? {}
      : {
          dkim: {
            domainName: dkim.domain,
            keySelector: dkim.selector,
            privateKey: dkim.privateKey,
            headerFieldNames: signedHeaders,
          },
        }),
    maxConnections: 5,
    maxMessages: 200,
    maxRequeues: 0,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(message) {
      const raw = Readable.from([message.raw]);
      try {
        const sent = await transport.sendMail({
          envelope: { from: addressOf(message.from), to: [message.to] },
          raw,
        });
        return { kind: 'handed', code: codeOf(sent.response) };
      } catch (error) {
        return outcomeOf(error, raw.readableDidRead);
      }
    },
    async close() {
      transport.close();
    },
  };
}

/** The address in `Name <address>`. */
function addressOf(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

function codeOf(response: string): number {
  return Number(/^\d{3}/.exec(response)?.[0] ?? 250);
}

/**
 * A reply of the server decides, even one after the message. Without a reply, a message of which no byte was read
 * cannot have arrived; of any other we do not know.
 */
function outcomeOf(error: unknown, begun: boolean): MailOutcome {
  // Safe: nodemailer's errors carry these, and both are checked.
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  // A wrong password is our fault, not the recipient's: it may be put right.
  if (code === 'EAUTH') return { kind: 'deferred', code: responseCode };
  if (responseCode !== undefined && responseCode >= 500) return { kind: 'rejected', code: responseCode };
  if (responseCode !== undefined && responseCode >= 400) return { kind: 'deferred', code: responseCode };
  return begun ? { kind: 'unknown' } : { kind: 'deferred', code: undefined };
}
