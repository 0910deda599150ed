import { lockRecipients, permitsToSend, stopOf } from '../consent/index.ts';
import { identifierKey, memberByKey, parseIdentifier } from '../members/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { BatchId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { pauseNow } from './brake.ts';
import { deliveriesOf, endPutOff, writtenSince } from './delivery-store.ts';
import { type Going, type Intended, intendAll } from './intents.ts';
import { messageHash } from './messages/invitation.ts';
import { arrived, type DueReminder, turnReminders } from './reminder-store.ts';
import { type BatchRow, lockBatch, type Reminder } from './store.ts';
import { takeVolume } from './volume.ts';

/**
 * Gives reminders of a batch their turn in one transaction, and commits which of them will go. Nothing goes when the recipient
 * has answered, refused or joined, when the invitation did not arrive, or when another message went there in the last
 * days. The inviter is told of none of these, so the turn looks the same.
 *
 * @returns undefined where nothing of the batch may go at all, now or ever.
 */
export function writeReminders(
  platform: Platform,
  batchId: BatchId,
  due: readonly DueReminder[],
): Promise<readonly Intended[] | undefined> {
  return platform.database.asSystem(async (tx) => {
    const now = platform.clock.now();
    const batch = await lockBatch(tx, batchId, 'share');
    if (batch === undefined || batch.undone_at !== null) return undefined;
    if ((await pauseNow(tx)) !== undefined || (await stopOf(tx, batch.inviter_id)) !== undefined)
      return undefined;
    // Recipients before their invitations, as their answers do, and before the volume, as invitations do.
    await lockRecipients(
      tx,
      due.map(({ recipient_key }) => recipient_key),
    );
    const room = await takeVolume(platform, tx, batch.inviter_id, due.length);
    if (room.now === 0) return undefined;
    const intended: Intended[] = [];
    for (const reminder of batch.reminders) {
      const its = due.slice(0, room.now).filter(({ sequence }) => sequence === reminder.sequence);
      const going = await goingOf(platform, tx, batch, reminder, its, now);
      // Written before the next are judged: after a long stop both of a recipient may be due, and one goes.
      intended.push(...(await intendAll(platform, tx, going, now)));
    }
    return intended;
  });
}

async function goingOf(
  platform: Platform,
  tx: Transaction,
  batch: BatchRow,
  { sequence, message }: Reminder,
  due: readonly DueReminder[],
  now: Date,
): Promise<Going[]> {
  const permits = await permitsToSend(
    tx,
    batch.inviter_id,
    due.map(({ id, recipient_key }) => ({ id, recipientKey: recipient_key })),
    sequence,
  );
  const rows = await turnReminders(
    tx,
    due.map(({ id }) => id),
    sequence,
    now,
  );
  const came = await arrived(
    tx,
    rows.map(({ id }) => id),
  );
  const own = [...permits.values()];
  const before = await deliveriesOf(
    tx,
    own.map(({ id }) => id),
  );
  const written = await writtenSince(
    tx,
    rows.map(({ recipient_key }) => recipient_key),
    own,
    now,
    platform.config.recipientIntervalDays,
  );
  const hash = messageHash(message);
  const going: Going[] = [];
  for (const { id, address, channel, declined_at } of rows) {
    const permit = permits.get(id);
    if (permit === undefined || address === null || declined_at !== null) continue;
    if (!permit.messageHash.equals(hash) || !came.has(id)) continue;
    if (written.has(permit.recipientKey.toString('hex'))) continue;
    const earlier = before.get(permit.id);
    // An intent without an answer may have gone out: it is never sent again.
    if (earlier !== undefined && earlier.deferred_until === null) continue;
    if (await hasJoined(platform, tx, address)) continue;
    going.push({
      permit,
      address,
      channel,
      message,
      attempt: (earlier?.attempt ?? 0) + 1,
      reminder: sequence,
    });
  }
  const allowed = new Set(going.map(({ permit }) => permit.invitationId));
  const refused = rows.map(({ id }) => id).filter((id) => !allowed.has(id));
  await endPutOff(tx, refused, 'reminder', sequence, now);
  return going;
}

/** Somebody has an account with the address now, by whatever way they came. */
async function hasJoined({ secrets }: Platform, tx: Transaction, address: string): Promise<boolean> {
  const identifier = parseIdentifier('email', address, 'US');
  return (await memberByKey(tx, identifierKey(secrets, identifier))) !== undefined;
}
