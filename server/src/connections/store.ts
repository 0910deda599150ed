import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { MemberId, RequestId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';

declare module '../platform/database.ts' {
  interface Tables {
    connection_requests: {
      id: RequestId;
      sender_id: MemberId;
      recipient_id: MemberId;
      created_at: Date;
      accepted_at: Date | null;
      ignored_at: Date | null;
      withdrawn_at: Date | null;
    };
    connections: { member_id: MemberId; other_id: MemberId; connected_at: Date };
    blocks: { member_id: MemberId; blocked_id: MemberId; blocked_at: Date };
  }
}

/** A member as others see them in a list. */
export interface MemberRow {
  readonly id: MemberId;
  readonly name: string;
  readonly headline: string | null;
  readonly location: string | null;
  readonly photo_etag: string | null;
}

/** Stores both directions of connections of one member with others; who is connected already stays as they are. */
export async function insertConnections(
  tx: Transaction,
  member: MemberId,
  others: readonly MemberId[],
  now: Date,
): Promise<void> {
  if (others.length === 0) return;
  await sql`
    insert into connections (member_id, other_id, connected_at)
    select a, b, ${now}::timestamptz
    from (select ${member}::uuid as a, other as b from unnest(${others}::uuid[]) as other
          union all select other, ${member}::uuid from unnest(${others}::uuid[]) as other) as pairs
    order by least(a, b), greatest(a, b), a
    on conflict do nothing`.execute(tx);
}

/**
 * Of `asked`, those who may be asked at all: members, not the sender, not connected with or blocked by the sender,
 * and without an open request of the sender's.
 */
export async function askable(
  tx: Transaction,
  sender: MemberId,
  asked: readonly MemberId[],
): Promise<MemberId[]> {
  const { rows } = await sql<{ id: MemberId }>`
    select m.id from members m
    where m.id = any(${asked}::uuid[]) and m.id <> ${sender}
      and not exists (select 1 from connections c where c.member_id = ${sender} and c.other_id = m.id)
      and not exists (select 1 from blocks b where b.member_id = ${sender} and b.blocked_id = m.id)
      and not exists (select 1 from connection_requests r
                      where r.sender_id = ${sender} and r.recipient_id = m.id
                        and r.accepted_at is null and r.withdrawn_at is null)
    order by m.id`.execute(tx);
  return rows.map((row) => row.id);
}

/** Opens requests; where one between the two is open already, nothing happens. */
export async function insertRequests(
  platform: Platform,
  tx: Transaction,
  sender: MemberId,
  recipients: readonly MemberId[],
): Promise<void> {
  const ids = recipients.map(() => platform.ids.next<RequestId>());
  await sql`
    insert into connection_requests (id, sender_id, recipient_id, created_at)
    select id, ${sender}, recipient, ${platform.clock.now()}::timestamptz
    from unnest(${ids}::uuid[], ${recipients}::uuid[]) as t (id, recipient)
    order by least(recipient, ${sender}), greatest(recipient, ${sender})
    on conflict do nothing`.execute(tx);
}

/** Accepts the open requests that `senders` sent to `recipient`; whose they were comes back. */
export async function acceptFrom(
  tx: Transaction,
  recipient: MemberId,
  senders: readonly MemberId[],
  now: Date,
): Promise<MemberId[]> {
  const rows = await tx
    .updateTable('connection_requests')
    .set({ accepted_at: now })
    .where('recipient_id', '=', recipient)
    .where(sql<boolean>`sender_id = any(${senders}::uuid[])`)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning('sender_id')
    .execute();
  return rows.map((row) => row.sender_id);
}

/** Which of these open requests was sent or received by the member. */
export async function openRequest(
  tx: Transaction,
  id: RequestId,
  member: MemberId,
  as: 'sender' | 'recipient',
): Promise<{ sender: MemberId; recipient: MemberId } | undefined> {
  const row = await tx
    .selectFrom('connection_requests')
    .select(['sender_id', 'recipient_id'])
    .where('id', '=', id)
    .where(as === 'sender' ? 'sender_id' : 'recipient_id', '=', member)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row && { sender: row.sender_id, recipient: row.recipient_id };
}

export interface RequestRow extends MemberRow {
  readonly request_id: RequestId;
  readonly created_at: Date;
}

/** Open requests, newest first. What its recipient ignored or a block hides, only the sender still sees. */
export async function listRequests(
  tx: Transaction,
  member: MemberId,
  direction: 'received' | 'sent',
  limit: number,
): Promise<RequestRow[]> {
  const other = direction === 'received' ? sql.ref('r.sender_id') : sql.ref('r.recipient_id');
  const own = direction === 'received' ? sql.ref('r.recipient_id') : sql.ref('r.sender_id');
  const { rows } = await sql<RequestRow>`
    select r.id as request_id, r.created_at, m.id, m.name, m.headline, m.location, m.photo_etag
    from connection_requests r join members m on m.id = ${other}
    where ${own} = ${member} and r.accepted_at is null and r.withdrawn_at is null
      ${direction === 'received' ? visible(member) : sql``}
    order by r.created_at desc, r.id desc limit ${limit}`.execute(tx);
  return rows;
}

/** Shows a recipient neither what they ignored nor what came from somebody they blocked. */
function visible(member: MemberId) {
  return sql`and r.ignored_at is null and not exists
    (select 1 from blocks b where b.member_id = ${member} and b.blocked_id = r.sender_id)`;
}

export async function countRequests(
  tx: Transaction,
  member: MemberId,
): Promise<{ received: number; sent: number; connections: number }> {
  const { rows } = await sql<{ received: number; sent: number; connections: number }>`
    select
      (select count(*) from connection_requests r where r.recipient_id = ${member}
         and r.accepted_at is null and r.withdrawn_at is null ${visible(member)}) as received,
      (select count(*) from connection_requests r where r.sender_id = ${member}
         and r.accepted_at is null and r.withdrawn_at is null) as sent,
      (select count(*) from connections where member_id = ${member}) as connections`.execute(tx);
  return rows[0] ?? { received: 0, sent: 0, connections: 0 };
}

export interface ConnectionRow extends MemberRow {
  readonly connected_at: Date;
}

/** Connections by name; `from` is the last one of the page before. */
export async function listConnections(
  tx: Transaction,
  member: MemberId,
  words: readonly string[],
  from: { name: string; id: string } | undefined,
  limit: number,
): Promise<{ rows: ConnectionRow[]; total: number }> {
  const matching = sql`
    from connections c join members m on m.id = c.other_id
    where c.member_id = ${member}
      and not exists (select 1 from unnest(${words}::text[]) as word
                      where strpos(lower(concat_ws(' ', m.name, m.headline, m.location)), word) = 0)`;
  const { rows } = await sql<ConnectionRow>`
    select c.connected_at, m.id, m.name, m.headline, m.location, m.photo_etag ${matching}
      ${from === undefined ? sql`` : sql`and (m.name, m.id) > (${from.name}, ${from.id}::uuid)`}
    order by m.name, m.id limit ${limit}`.execute(tx);
  const counted = await sql<{ total: number }>`select count(*) as total ${matching}`.execute(tx);
  return { rows, total: counted.rows[0]?.total ?? 0 };
}
