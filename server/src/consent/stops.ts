import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import './store.ts';

/** `paused`: what waits goes on waiting. `closed`: this account invites nobody any more. */
export type Stop = 'paused' | 'closed';

/** What an operator stopped a member from; undefined when nothing. */
export async function stopOf(tx: Transaction, memberId: MemberId): Promise<Stop | undefined> {
  const row = await tx
    .selectFrom('inviting_stops')
    .select('kind')
    .where('member_id', '=', memberId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row?.kind;
}

/** Stops a member from inviting, from this transaction on; a pause becomes a closing and the other way round. */
export async function stopInviting(
  platform: Platform,
  tx: Transaction,
  memberId: MemberId,
  kind: Stop,
): Promise<void> {
  await allowInviting(platform, tx, memberId);
  await tx
    .insertInto('inviting_stops')
    .values({
      id: platform.ids.next<MemberId>(),
      member_id: memberId,
      kind,
      began_at: platform.clock.now(),
      ended_at: null,
    })
    .execute();
}

/** The member may invite again. */
export async function allowInviting(platform: Platform, tx: Transaction, memberId: MemberId): Promise<void> {
  await tx
    .updateTable('inviting_stops')
    .set({ ended_at: platform.clock.now() })
    .where('member_id', '=', memberId)
    .where('ended_at', 'is', null)
    .execute();
}
