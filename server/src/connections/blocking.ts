import { liftFrom, lockRecipients, suppressFrom, suppressionKeys } from '../consent/index.ts';
import { ownIdentifiers } from '../members/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { block, unblock } from './store.ts';

/**
 * Locks the member as a recipient, at each of their addresses: before requests and blocks, for whoever answers an invitation locks
 * in this order.
 */
export async function lockAsRecipient(platform: Platform, tx: Transaction, member: MemberId): Promise<void> {
  await lockRecipients(tx, suppressionKeys(platform.secrets, await ownIdentifiers(tx, member)));
}

/**
 * Blocks members: they neither find the member nor are found, and neither their requests nor their invitations reach any of
 * the member's addresses, what waits to be sent included. They learn of nothing.
 */
export async function blockMembers(
  platform: Platform,
  tx: Transaction,
  member: MemberId,
  others: readonly MemberId[],
  now: Date,
): Promise<void> {
  if (others.length === 0) return;
  const keys = suppressionKeys(platform.secrets, await ownIdentifiers(tx, member));
  await suppressFrom(tx, keys, others, 'not_from_inviter', now);
  await block(tx, member, others, now);
}

/** Whoever was blocked may ask and invite the member again. */
export async function unblockMembers(
  platform: Platform,
  tx: Transaction,
  member: MemberId,
  others: readonly MemberId[],
): Promise<void> {
  if (others.length === 0) return;
  await liftFrom(tx, suppressionKeys(platform.secrets, await ownIdentifiers(tx, member)), others);
  await unblock(tx, member, others);
}
