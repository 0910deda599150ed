import { hostOf } from '@kith/sources';
import { ImapFlow } from 'imapflow';
import { Type } from 'typebox';
import { causeOf } from '../../platform/log.ts';
import type { Platform } from '../../platform/platform.ts';
import { lookUp } from '../look-up.ts';
import { keepTaken, lastTaken } from '../mailbox-store.ts';
import { bytesRead } from '../read-answer.ts';
import { takeMail } from '../take-answer.ts';

/** Messages of one look; the next goes on. */
const most = 1000;
/** Milliseconds for a connection, and of silence. */
const connectLimit = 10_000;
const silenceLimit = 60_000;

/**
 * Job `answers.read-mailbox`, each minute: takes what came to a mailbox since the last look, the oldest first (RFC 9051), and looks
 * there for messages of which nobody knows whether they arrived.
 *
 * The mailbox is opened read-only, and how far it was read is kept here: who looks at it too, or tidies it, changes
 * nothing. A message may be taken twice, as after a crash, which is no more than a report that came twice.
 */
export function readMailbox(platform: Platform, mailbox: string): void {
  const at = new URL(mailbox);
  platform.jobs.define({
    name: 'answers.read-mailbox',
    payload: Type.Object({}),
    schedule: '* * * * *',
    async run() {
      try {
        await look(platform, at);
      } catch (error) {
        // The next minute tries again; until then answers wait in the mailbox.
        const refused = error instanceof Error && 'authenticationFailed' in error;
        platform.log.error('answers.mailbox_failed', {
          host: at.hostname,
          ...(refused ? { reason: 'password' } : causeOf(error)),
        });
      }
    },
  });
}

async function look(platform: Platform, at: URL): Promise<void> {
  const { database, log } = platform;
  const user = decodeURIComponent(at.username);
  const folder = decodeURIComponent(at.pathname.slice(1)) || 'INBOX';
  const name = `${user}@${at.host}/${folder}`;
  const client = new ImapFlow({
    host: hostOf(at),
    port: at.port === '' ? 993 : Number(at.port),
    secure: true,
    auth: { user, pass: decodeURIComponent(at.password) },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: connectLimit,
    greetingTimeout: connectLimit,
    socketTimeout: silenceLimit,
  });
  // What breaks the connection is thrown where it is waited for.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const validity = Number((await client.mailboxOpen(folder, { readOnly: true })).uidValidity);
    const last = await database.asSystem((tx) => lastTaken(tx, name, validity));
    // The range n:* always holds the newest message, also one that was taken.
    const found = (await client.search({ uid: `${last + 1}:*` }, { uid: true })) || [];
    const fresh = found.filter((uid) => uid > last).sort((a, b) => a - b);
    for (const uid of fresh.slice(0, most)) {
      const message = await client.fetchOne(`${uid}`, { source: { maxLength: bytesRead } }, { uid: true });
      if (message !== false && message.source !== undefined)
        await takeMail(platform, message.source, [], 'imap');
      await database.asSystem((tx) => keepTaken(tx, name, validity, uid));
    }
    if (fresh.length > 0) log.info('answers.mailbox_read', { messages: Math.min(most, fresh.length) });
    await lookUp(platform, client, folder);
    await client.logout();
  } finally {
    client.close();
  }
}
