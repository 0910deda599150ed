import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';

type Listener = (tx: Transaction, memberId: MemberId) => Promise<void>;

const listeners = new WeakMap<Platform, Listener[]>();

/** Calls `listener` when a member joins, or who finds them by what has changed, in that transaction. */
export function onMemberAppeared(platform: Platform, listener: Listener): void {
  listeners.set(platform, [...(listeners.get(platform) ?? []), listener]);
}

export async function memberAppeared(platform: Platform, tx: Transaction, memberId: MemberId): Promise<void> {
  for (const listener of listeners.get(platform) ?? []) await listener(tx, memberId);
}
