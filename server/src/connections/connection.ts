import { sql } from 'kysely';
import { tell } from '../live/index.ts';
import { after } from '../platform/clock.ts';
import { onCommit, type Transaction } from '../platform/database.ts';
import type { MemberId, RequestId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { blockMembers, lockAsRecipient, unblockMembers } from './blocking.ts';
import {
  acceptFrom,
  askable,
  closeRequests,
  insertConnections,
  insertRequests,
  openRequests,
  reopenIgnored,
  reopenRequests,
  seenRequests,
} from './store.ts';
import { keptOutBy } from './welcome.ts';

/** How another member stands to the viewer. A block shows as `none` to the blocked one. */
export type Relation =
  | { readonly kind: 'self' }
  | { readonly kind: 'connected' }
  /** The viewer asked. */
  | { readonly kind: 'requested'; readonly requestId: RequestId }
  /** The other one asked the viewer. */
  | { readonly kind: 'asked'; readonly requestId: RequestId }
  | { readonly kind: 'none' };

/**
 * Asks members for a connection, all in a handful of statements. Whoever has asked the sender before is connected at
 * once; members who are connected or asked already, and the sender, are passed over. Who keeps the sender out never sees
 * the request, and the sender sees it as any other.
 *
 * @returns whom this call asked or connected
 */
export async function requestConnections(
  platform: Platform,
  tx: Transaction,
  sender: MemberId,
  memberIds: readonly MemberId[],
): Promise<MemberId[]> {
  const asked = await askable(tx, sender, memberIds);
  if (asked.length === 0) return [];
  await insertRequests(platform, tx, sender, asked, await keptOutBy(tx, sender, asked));
  const now = platform.clock.now();
  await insertConnections(tx, sender, await acceptFrom(tx, sender, asked, now), now);
  onCommit(tx, () => {
    for (const id of [sender, ...asked]) tell(platform.events, id, 'requests', 'connections');
  });
  return asked;
}

/** Connects two members; open requests between them are accepted. */
export async function connect(tx: Transaction, a: MemberId, b: MemberId, now: Date): Promise<void> {
  if (a === b) return;
  await acceptFrom(tx, a, [b], now);
  await acceptFrom(tx, b, [a], now);
  await insertConnections(tx, a, [b], now);
}

/** What becomes of an open request: its recipient accepts or ignores it or blocks its sender, or the sender withdraws it. */
export type Decision = 'accept' | 'ignore' | 'withdraw' | 'block';

/** Which requests are decided: these, or all that the member sees but for some. */
export type Decided = { readonly ids: readonly RequestId[] } | { readonly except: readonly RequestId[] };

/** So many are decided in one transaction. */
const mostAtOnce = 5000;
/** So many seconds what was decided, withdrawn or removed can be taken back: the button shows for some of them. */
export const takenBackFor = 60;

/** Decides those of the requests that are open and the member's to decide; @returns how many, and whether there are more. */
export async function decideRequests(
  platform: Platform,
  member: MemberId,
  which: Decided,
  decision: Decision,
): Promise<{ readonly decided: number; readonly decidedAt: Date; readonly more: boolean }> {
  const now = platform.clock.now();
  const as = decision === 'withdraw' ? 'sender' : 'recipient';
  const { found, more } = await platform.database.asMember(member, async (tx) => {
    if (decision === 'block') await lockAsRecipient(platform, tx, member);
    const ids = 'ids' in which ? which.ids : await seenRequests(tx, member, as, which.except, mostAtOnce + 1);
    const open = await openRequests(tx, ids.slice(0, mostAtOnce), member, as);
    const senders = open.map(({ sender }) => sender);
    if (decision === 'accept')
      await insertConnections(tx, member, await acceptFrom(tx, member, senders, now), now);
    else
      await closeRequests(
        tx,
        open.map(({ id }) => id),
        decision === 'withdraw' ? { withdrawn_at: now } : { ignored_at: now },
      );
    if (decision === 'block') await blockMembers(platform, tx, member, senders, now);
    return { found: open, more: ids.length > mostAtOnce };
  });
  tell(platform.events, member, 'requests', 'connections');
  if (decision === 'accept' || decision === 'withdraw')
    for (const { sender, recipient } of found)
      tell(platform.events, sender === member ? recipient : sender, 'requests', 'connections');
  return { decided: found.length, decidedAt: now, more };
}

/**
 * Takes back what the member ignored, blocked or withdrew at that instant: the requests are open again as they were. One
 * that was asked anew since stays as it is.
 *
 * @returns how many; undefined when it was too long ago
 */
export async function undoDecisions(
  platform: Platform,
  member: MemberId,
  decidedAt: Date,
): Promise<number | undefined> {
  if (decidedAt <= after(platform.clock.now(), -takenBackFor)) return undefined;
  const { received, asked } = await platform.database.asMember(member, async (tx) => {
    await lockAsRecipient(platform, tx, member);
    const reopened = await reopenRequests(tx, member, decidedAt);
    await unblockMembers(platform, tx, member, reopened.blocked);
    return reopened;
  });
  tell(platform.events, member, 'requests', 'connections');
  for (const id of asked) tell(platform.events, id, 'requests');
  return received + asked.length;
}

/** Ignores an open request and blocks its sender, who learns of neither; @returns who that is. */
export async function refuseSender(
  platform: Platform,
  tx: Transaction,
  member: MemberId,
  id: RequestId,
): Promise<MemberId | undefined> {
  await lockAsRecipient(platform, tx, member);
  const [open] = await openRequests(tx, [id], member, 'recipient');
  if (open === undefined) return undefined;
  const now = platform.clock.now();
  await closeRequests(tx, [id], { ignored_at: now });
  await blockMembers(platform, tx, member, [open.sender], now);
  return open.sender;
}

/** Takes {@link refuseSender} back; @returns whether there was something to take back */
export async function hearSender(
  platform: Platform,
  tx: Transaction,
  member: MemberId,
  id: RequestId,
): Promise<boolean> {
  await lockAsRecipient(platform, tx, member);
  const sender = await reopenIgnored(tx, member, id);
  if (sender !== undefined) await unblockMembers(platform, tx, member, [sender]);
  return sender !== undefined;
}

export async function relationOf(tx: Transaction, viewer: MemberId, other: MemberId): Promise<Relation> {
  if (viewer === other) return { kind: 'self' };
  const connected = await tx
    .selectFrom('connections')
    .select('connected_at')
    .where('member_id', '=', viewer)
    .where('other_id', '=', other)
    .executeTakeFirst();
  if (connected !== undefined) return { kind: 'connected' };
  const { rows } = await sql<{ id: RequestId; sender_id: MemberId }>`
    select id, sender_id from connection_requests r
    where accepted_at is null and withdrawn_at is null
      and (sender_id, recipient_id) in ((${viewer}::uuid, ${other}::uuid), (${other}::uuid, ${viewer}::uuid))
      and not (recipient_id = ${viewer} and (ignored_at is not null or kept_out_at is not null or exists
        (select 1 from blocks b where b.member_id = ${viewer} and b.blocked_id = r.sender_id)))`.execute(tx);
  const request = rows[0];
  if (request === undefined) return { kind: 'none' };
  return { kind: request.sender_id === viewer ? 'requested' : 'asked', requestId: request.id };
}

/** Members whom the owner needs not be offered: connected, or asked by the owner. */
export async function connectedOrRequested(tx: Transaction, owner: MemberId): Promise<MemberId[]> {
  const { rows } = await sql<{ id: MemberId }>`
    select other_id as id from connections where member_id = ${owner}
    union
    select recipient_id from connection_requests
    where sender_id = ${owner} and accepted_at is null and withdrawn_at is null`.execute(tx);
  return rows.map((row) => row.id);
}

/** Those of `members` that the viewer shall not find: one of the two has blocked the other. */
export async function hiddenFrom(
  tx: Transaction,
  viewer: MemberId,
  members: readonly MemberId[],
): Promise<Set<MemberId>> {
  const { rows } = await sql<{ id: MemberId }>`
    select member_id as id from blocks where blocked_id = ${viewer} and member_id = any(${members}::uuid[])
    union
    select blocked_id from blocks where member_id = ${viewer} and blocked_id = any(${members}::uuid[])`.execute(
    tx,
  );
  return new Set(rows.map((row) => row.id));
}
