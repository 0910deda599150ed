import type { ImapFlow } from 'imapflow';
import { resolveUnknown, unknownMessages } from '../invitations/index.ts';
import { after } from '../platform/clock.ts';
import type { Platform } from '../platform/platform.ts';

/** Days for which a message is looked for, and how many are at most, the newest first. */
const days = 3;
const most = 100;
/** Message-IDs that one search asks for: servers limit how long a command may be. */
const together = 20;

/**
 * Looks for messages of which nobody knows whether they arrived by their Message-ID, in the mailbox that answers come to and in its
 * folder for sent mail (RFC 6154): where a mail server keeps a copy of what it takes from us, it has taken what is there.
 *
 * @param folder The one that is open.
 */
export async function lookUp(platform: Platform, client: ImapFlow, folder: string): Promise<void> {
  const { clock, database, log } = platform;
  const since = after(clock.now(), -days * 86_400);
  const unknown = (await database.asSystem(unknownMessages)).filter(({ intendedAt }) => intendedAt > since);
  const missing = new Set(unknown.slice(0, most).map(({ messageId }) => messageId));
  if (missing.size === 0) return;
  const sent = (await client.list()).find(({ specialUse }) => specialUse === '\\Sent')?.path;
  let messages = 0;
  for (const place of new Set([folder, sent ?? folder])) {
    await client.mailboxOpen(place, { readOnly: true });
    for (const id of await found(client, missing)) {
      missing.delete(id);
      if (await database.asSystem((tx) => resolveUnknown(platform, tx, id, 'arrived'))) messages += 1;
    }
  }
  if (messages > 0) log.info('answers.found', { messages });
}

/** Those that are in the open folder. The search finds what holds a text, so each is compared. */
async function found(client: ImapFlow, missing: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const all = [...missing];
  for (let at = 0; at < all.length; at += together) {
    const or = all.slice(at, at + together).map((id) => ({ header: { 'message-id': id } }));
    const uids = (await client.search({ or }, { uid: true })) || [];
    if (uids.length === 0) continue;
    for (const { envelope } of await client.fetchAll(uids, { envelope: true }, { uid: true })) {
      const id = envelope?.messageId?.replace(/^<|>$/g, '');
      if (id !== undefined && missing.has(id)) ids.add(id);
    }
  }
  return ids;
}
