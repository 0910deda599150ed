import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
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
