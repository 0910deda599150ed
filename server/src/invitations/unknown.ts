import { lockBook } from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { Platform } from '../platform/platform.ts';
import { reopen } from '../review/index.ts';
import { unknownDeliveries } from './delivery-store.ts';
import { deliveryByMessageId, lockInvitation, markArrived, settle, updateInvitation } from './store.ts';

/** Messages of which nobody knows whether they arrived, the newest first: what to look for in the log of the mail server. */
export function unknownMessages(
  tx: Transaction,
): Promise<readonly { readonly messageId: string; readonly intendedAt: Date }[]> {
  return unknownDeliveries(tx, 1000);
}

/**
 * What the log of the mail server says of such a message. One that arrived counts as sent; one that was lost is withdrawn,
 * and its contact can be invited again by the member, never by itself.
 *
 * @returns false when no message of that name is unknown.
 */
export async function resolveUnknown(
  platform: Platform,
  tx: Transaction,
  messageId: string,
  what: 'arrived' | 'lost',
): Promise<boolean> {
  const delivery = await deliveryByMessageId(tx, messageId);
  if (delivery === undefined) return false;
  if (what === 'lost') await lockBook(tx, delivery.inviter_id);
  const invitation = await lockInvitation(tx, delivery.id);
  // Looked at again under the lock: it may have been answered in the meantime.
  const isUnknown = (await deliveryByMessageId(tx, messageId))?.unknown_at != null;
  if (invitation === undefined || !isUnknown) return false;
  const now = platform.clock.now();
  if (what === 'arrived') {
    await markArrived(tx, invitation.id, now);
    return true;
  }
  await settle(tx, delivery.permit_id, { rejected_at: now, unknown_at: null });
  if (invitation.accepted_at === null && invitation.withdrawn_at === null && invitation.expired_at === null) {
    await updateInvitation(tx, invitation.id, { withdrawn_at: now, address: null });
    if (invitation.contact_id !== null)
      await reopen(platform, tx, invitation.inviter_id, [invitation.contact_id]);
  }
  return true;
}
