import type { Phone } from '@kith/contacts';
import { everyone, lift, lockRecipients, suppress, suppressionKey } from '../consent/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { Platform } from '../platform/platform.ts';
import { brakeIfNeeded } from './brake.ts';
import { takeNo } from './last-word.ts';
import {
  declineSent,
  deliveryByMessageId,
  lockInvitation,
  markArrived,
  settle,
  updateInvitation,
} from './store.ts';

/** What came back about a message: see `Said` of the answers; `later` and `nothing` change nothing and do not come here. */
export type CameBack = 'gone' | 'refused' | 'delivered' | 'complaint' | 'stop';

/** The name of our mail in its Message-ID. */
export function messageIdOf(platform: Platform, token: string): string {
  return `${token}@${new URL(platform.publicUrl).hostname}`;
}

/**
 * Takes an answer to a message of ours. The inviter sees nothing of it.
 *
 * @param token What stands before the @ of the Message-ID; whoever does not know it can answer for nobody.
 * @returns false when no message of ours has that name.
 */
export async function cameBack(
  platform: Platform,
  token: string,
  what: CameBack,
  status?: string,
): Promise<boolean> {
  const find = (tx: Transaction) => deliveryByMessageId(tx, messageIdOf(platform, token));
  const take = async (tx: Transaction): Promise<boolean> => {
    const delivery = await find(tx);
    if (delivery === undefined) return false;
    const now = platform.clock.now();
    // Recipient, invitation, delivery: the sender locks in this order.
    await lockRecipients(tx, [delivery.recipient_key]);
    const invitation = await lockInvitation(tx, delivery.id);
    if (invitation === undefined) return false;
    const open = invitation.accepted_at === null && invitation.declined_at === null;
    switch (what) {
      case 'delivered':
        await markArrived(tx, delivery.id, now);
        return true;
      case 'gone':
        // Whoever has accepted was there to do so; the report is of a later time or of somebody else's making.
        if (invitation.accepted_at === null)
          await suppress(tx, invitation.recipient_key, everyone, 'bounced', now);
        break;
      case 'refused':
        break;
      case 'complaint':
        await suppress(tx, invitation.recipient_key, everyone, 'complained', now);
        if (open) await updateInvitation(tx, delivery.id, { declined_at: now });
        await markArrived(tx, delivery.id, now);
        await settle(tx, delivery.permit_id, { complained_at: now });
        await brakeIfNeeded(platform, tx);
        return true;
      case 'stop':
        await suppress(tx, invitation.recipient_key, everyone, 'unsubscribed', now);
        await markArrived(tx, delivery.id, now);
        if (open) await updateInvitation(tx, delivery.id, { declined_at: now });
        return true;
    }
    // A report of the message shows that it was handed over.
    await markArrived(tx, delivery.id, now);
    if (delivery.bounced_at === null) {
      await settle(tx, delivery.permit_id, { bounced_at: now, bounce_status: status ?? null });
      await brakeIfNeeded(platform, tx);
    }
    return true;
  };
  if (what === 'delivered' || what === 'refused') return platform.database.asSystem(take);
  const recipients = async (tx: Transaction) => {
    const delivery = await find(tx);
    return delivery === undefined ? [] : [delivery.recipient_key];
  };
  return (await takeNo(platform, recipients, take)) ?? false;
}

/**
 * Takes a stop that came from a number, for every member from this transaction on, or takes it back: a text message
 * comes from whoever holds the number. What was said by a link stays said.
 *
 * @returns false when nothing of ours went to that number.
 */
export async function textCameBack(
  platform: Platform,
  phone: Phone,
  what: 'stop' | 'start',
): Promise<boolean> {
  const key = suppressionKey(platform.secrets, 'phone', phone);
  if (key === undefined) return false;
  if (what === 'start') {
    await platform.database.asSystem((tx) => lift(tx, key, everyone, 'unsubscribed'));
    return true;
  }
  const known = await takeNo(
    platform,
    async () => [key],
    async (tx) => {
      const now = platform.clock.now();
      await suppress(tx, key, everyone, 'unsubscribed', now);
      return declineSent(tx, key, now);
    },
  );
  return known === true;
}
