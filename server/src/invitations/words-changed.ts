import { sql } from 'kysely';
import { agreedTo } from '../consent/index.ts';
import { lockBook } from '../contacts/index.ts';
import { tell } from '../live/index.ts';
import { onCommit, type Transaction } from '../platform/database.ts';
import type { ContactId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { reopen } from '../review/index.ts';
import { messageHash } from './messages/invitation.ts';
import { withdrawAllReminders } from './reminder-store.ts';
import { type BatchRow, lockBatch, lockedInOrder, updateBatch } from './store.ts';

/**
 * Where the words in a batch's queue are not those that its inviter agreed to, as after an update of Kith that writes
 * messages in another form, nothing of it goes: what waits is taken back, whatever its recipients said, so that it tells
 * nothing of them. Its people are on the list again, and the inviter is told. A reminder of other words is taken back alone.
 */
export async function takeBackChanged(
  platform: Platform,
  { id, inviter_id, message, reminders }: BatchRow,
): Promise<void> {
  const { clock, database, events, log } = platform;
  const own = messageHash(message);
  const later = reminders.map((one) => ({ sequence: one.sequence, hash: messageHash(one.message) }));
  const agreed = await database.asSystem((tx) =>
    agreedTo(tx, inviter_id, [own, ...later.map(({ hash }) => hash)]),
  );
  const isChanged = (hash: Buffer) => !agreed.has(hash.toString('hex'));
  const changed = later.filter(({ hash }) => isChanged(hash)).map(({ sequence }) => sequence);
  if (!isChanged(own) && changed.length === 0) return;
  await database.asSystem(async (tx) => {
    await lockBook(tx, inviter_id);
    await lockBatch(tx, id, 'update');
    const now = clock.now();
    const messages = isChanged(own) ? await takeBack(platform, tx, { id, inviter_id }, now) : 0;
    const withdrawn = await withdrawAllReminders(tx, id, changed, now);
    if (messages + withdrawn === 0) return;
    log.error('invitations.words_changed', { batch: id, messages, reminders: withdrawn });
    onCommit(tx, () => {
      events.publish(`batch:${id}`);
      tell(events, inviter_id, 'invitations', 'contacts');
    });
  });
}

async function takeBack(
  platform: Platform,
  tx: Transaction,
  { id, inviter_id }: Pick<BatchRow, 'id' | 'inviter_id'>,
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ contact_id: ContactId | null }>`
    update invitations set withdrawn_at = ${now}, words_changed_at = ${now}, address = null
    where id in (${lockedInOrder(sql`batch_id = ${id} and way = 'relay' and sent_at is null and withdrawn_at is null and expired_at is null`)})
    returning contact_id`.execute(tx);
  if (rows.length === 0) return 0;
  await updateBatch(tx, id, { withdrawn_at: now });
  const contacts = rows.flatMap(({ contact_id }) => (contact_id === null ? [] : [contact_id]));
  await reopen(platform, tx, inviter_id, contacts);
  return rows.length;
}
