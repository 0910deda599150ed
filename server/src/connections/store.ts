import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { MemberId, RequestId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { idArray } from '../platform/rows.ts';

declare module '../platform/database.ts' {
  interface Tables {
    connection_requests: {
      id: RequestId;
      sender_id: MemberId;
      recipient_id: MemberId;
      created_at: Date;
      accepted_at: Date | null;
      ignored_at: Date | null;
      /** When the recipient's word on who may ask kept it out; only the sender sees it. */
      kept_out_at: Date | null;
      withdrawn_at: Date | null;
    };
    connections: { member_id: MemberId; other_id: MemberId; connected_at: Date };
    blocks: { member_id: MemberId; blocked_id: MemberId; blocked_at: Date };
    /** What a member removed a moment ago, as it was. */
    connection_removals: {
      member_id: MemberId;
      other_id: MemberId;
      connected_at: Date;
      removed_at: Date;
    };
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
  keptOut: ReadonlySet<MemberId>,
): Promise<void> {
  const ids = recipients.map(() => platform.ids.next<RequestId>());
  const now = platform.clock.now();
  await sql`
    insert into connection_requests (id, sender_id, recipient_id, created_at, kept_out_at)
    select id, ${sender}, recipient, ${now}::timestamptz, case when kept_out then ${now}::timestamptz end
    from unnest(${ids}::uuid[], ${recipients}::uuid[], ${recipients.map((id) => keptOut.has(id))}::boolean[]) as t (id, recipient, kept_out)
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

/** Those of the requests that are open, and that the member sent or received, locked in order. */
export async function openRequests(
  tx: Transaction,
  ids: readonly RequestId[],
  member: MemberId,
  as: 'sender' | 'recipient',
): Promise<{ id: RequestId; sender: MemberId; recipient: MemberId }[]> {
  return tx
    .selectFrom('connection_requests')
    .select(['id', 'sender_id as sender', 'recipient_id as recipient'])
    .where(sql<boolean>`id = any(${idArray(ids)}::uuid[])`)
    .where(as === 'sender' ? 'sender_id' : 'recipient_id', '=', member)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
}

export async function closeRequests(
  tx: Transaction,
  ids: readonly RequestId[],
  fact: { readonly ignored_at: Date } | { readonly withdrawn_at: Date },
): Promise<void> {
  await tx
    .updateTable('connection_requests')
    .set(fact)
    .where(sql<boolean>`id = any(${idArray(ids)}::uuid[])`)
    .execute();
}

/** The open requests that the member sees in one direction, but for some; so many at once. */
export async function seenRequests(
  tx: Transaction,
  member: MemberId,
  as: 'sender' | 'recipient',
  except: readonly RequestId[],
  limit: number,
): Promise<RequestId[]> {
  const { rows } = await sql<{ id: RequestId }>`
    select r.id from connection_requests r
    where ${sql.ref(as === 'sender' ? 'r.sender_id' : 'r.recipient_id')} = ${member} and r.id <> all(${idArray(except)}::uuid[])
      and r.accepted_at is null and r.withdrawn_at is null ${as === 'recipient' ? visible(member) : sql``}
    order by r.id limit ${limit}`.execute(tx);
  return rows.map(({ id }) => id);
}

/**
 * Opens what the member decided at that instant, unless the two are connected or one has asked anew since.
 *
 * @returns how many the member had received, whom the others had asked, and who was blocked then
 */
export async function reopenRequests(
  tx: Transaction,
  member: MemberId,
  decidedAt: Date,
): Promise<{ received: number; asked: MemberId[]; blocked: MemberId[] }> {
  const blocked = await tx
    .selectFrom('blocks')
    .select('blocked_id')
    .where('member_id', '=', member)
    .where('blocked_at', '=', decidedAt)
    .execute();
  const { numUpdatedRows } = await tx
    .updateTable('connection_requests')
    .set({ ignored_at: null })
    .where('recipient_id', '=', member)
    .where('ignored_at', '=', decidedAt)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  const { rows } = await sql<{ recipient_id: MemberId }>`
    update connection_requests r set withdrawn_at = null
    where sender_id = ${member} and withdrawn_at = ${decidedAt}::timestamptz
      and not exists (select 1 from connections c where c.member_id = ${member} and c.other_id = r.recipient_id)
      and not exists (select 1 from connection_requests o where least(o.sender_id, o.recipient_id) = least(r.sender_id, r.recipient_id)
        and greatest(o.sender_id, o.recipient_id) = greatest(r.sender_id, r.recipient_id)
        and o.accepted_at is null and o.withdrawn_at is null)
    returning recipient_id`.execute(tx);
  return {
    received: Number(numUpdatedRows),
    asked: rows.map((row) => row.recipient_id),
    blocked: blocked.map((row) => row.blocked_id),
  };
}

/** Opens a request that its recipient ignored; @returns who sent it */
export async function reopenIgnored(
  tx: Transaction,
  recipient: MemberId,
  id: RequestId,
): Promise<MemberId | undefined> {
  const row = await tx
    .updateTable('connection_requests')
    .set({ ignored_at: null })
    .where('id', '=', id)
    .where('recipient_id', '=', recipient)
    .where('ignored_at', 'is not', null)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning('sender_id')
    .executeTakeFirst();
  return row?.sender_id;
}

export async function unblock(
  tx: Transaction,
  member: MemberId,
  blocked: readonly MemberId[],
): Promise<void> {
  await sql`delete from blocks where member_id = ${member} and blocked_id = any(${idArray(blocked)}::uuid[])`.execute(
    tx,
  );
}

/** Those of `members` who have blocked somebody. */
export async function blockersOf(
  tx: Transaction,
  blocked: MemberId,
  members: readonly MemberId[],
): Promise<ReadonlySet<MemberId>> {
  const { rows } = await sql<{ member_id: MemberId }>`
    select member_id from blocks where blocked_id = ${blocked} and member_id = any(${idArray(members)}::uuid[])`.execute(
    tx,
  );
  return new Set(rows.map((row) => row.member_id));
}

/** Whom a member has blocked, the last first; `after` is the last one of the page before. */
export async function listBlocked(
  tx: Transaction,
  member: MemberId,
  after: MemberId | undefined,
  limit: number,
): Promise<(MemberRow & { blocked_at: Date })[]> {
  const { rows } = await sql<MemberRow & { blocked_at: Date }>`
    select b.blocked_at, m.id, m.name, m.headline, m.location, m.photo_etag
    from blocks b join members m on m.id = b.blocked_id
    where b.member_id = ${member}
      ${
        after === undefined
          ? sql``
          : sql`and (b.blocked_at, m.id) < (select l.blocked_at, l.blocked_id from blocks l where l.member_id = ${member} and l.blocked_id = ${after})`
      }
    order by b.blocked_at desc, m.id desc limit ${limit}`.execute(tx);
  return rows;
}

export async function block(
  tx: Transaction,
  member: MemberId,
  blocked: readonly MemberId[],
  now: Date,
): Promise<void> {
  await sql`
    insert into blocks (member_id, blocked_id, blocked_at)
    select ${member}::uuid, blocked, ${now}::timestamptz from unnest(${idArray(blocked)}::uuid[]) as blocked
    on conflict do nothing`.execute(tx);
}

export interface RequestRow extends MemberRow {
  readonly request_id: RequestId;
  readonly created_at: Date;
}

/** Open requests, newest first; `after` is the last one of the page before. What its recipient ignored or a block hides, only the sender still sees. */
export async function listRequests(
  tx: Transaction,
  member: MemberId,
  direction: 'received' | 'sent',
  after: RequestId | undefined,
  limit: number,
): Promise<RequestRow[]> {
  const other = direction === 'received' ? sql.ref('r.sender_id') : sql.ref('r.recipient_id');
  const own = direction === 'received' ? sql.ref('r.recipient_id') : sql.ref('r.sender_id');
  const { rows } = await sql<RequestRow>`
    select r.id as request_id, r.created_at, m.id, m.name, m.headline, m.location, m.photo_etag
    from connection_requests r join members m on m.id = ${other}
    where ${own} = ${member} and r.accepted_at is null and r.withdrawn_at is null
      ${direction === 'received' ? visible(member) : sql``}
      ${
        after === undefined
          ? sql``
          : sql`and (r.created_at, r.id) < (select l.created_at, l.id from connection_requests l where l.id = ${after} and ${member} in (l.sender_id, l.recipient_id))`
      }
    order by r.created_at desc, r.id desc limit ${limit}`.execute(tx);
  return rows;
}

/** Shows a recipient neither what they ignored nor what came from somebody they blocked or keep out. */
function visible(member: MemberId) {
  return sql`and r.ignored_at is null and r.kept_out_at is null and not exists
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

/** What narrows and orders a list of connections. */
export interface ConnectionsAsked {
  /** Folded words that all occur in name, headline and place. */
  readonly words: readonly string[];
  /** Nobody but these, where the list is narrowed by what the address book says of them. */
  readonly only: readonly MemberId[] | undefined;
  readonly sort: 'name' | 'newest';
  /** The last one of the page before. */
  readonly after: MemberId | undefined;
  readonly limit: number;
}

/** How {@link foldedWords} folds, said to PostgreSQL. */
const folded = sql`regexp_replace(normalize(lower(concat_ws(' ', m.name, m.headline, m.location)), nfd), '[\u0300-\u036f]', '', 'g')`;

/** The words of a search without case and accents. */
export function foldedWords(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 10);
}

export async function listConnections(
  tx: Transaction,
  member: MemberId,
  { words, only, sort, after, limit }: ConnectionsAsked,
): Promise<{ rows: ConnectionRow[]; total: number }> {
  const matching = sql`
    from connections c join members m on m.id = c.other_id
    where c.member_id = ${member} ${only === undefined ? sql`` : sql`and c.other_id = any(${idArray(only)}::uuid[])`}
      ${words.length === 0 ? sql`` : sql`and not exists (select 1 from unnest(${words}::text[]) as word where strpos(${folded}, word) = 0)`}`;
  // The last one itself says where the page begins; where it was removed since, its member still has a name.
  const begins =
    after === undefined
      ? sql``
      : sort === 'name'
        ? sql`and (m.name, m.id) > (select l.name, l.id from members l where l.id = ${after})`
        : sql`and (c.connected_at, m.id) < (select l.connected_at, l.other_id from connections l where l.member_id = ${member} and l.other_id = ${after})`;
  const { rows } = await sql<ConnectionRow>`
    select c.connected_at, m.id, m.name, m.headline, m.location, m.photo_etag ${matching} ${begins}
    order by ${sort === 'name' ? sql`m.name, m.id` : sql`c.connected_at desc, m.id desc`} limit ${limit}`.execute(
    tx,
  );
  const counted = await sql<{ total: number }>`select count(*) as total ${matching}`.execute(tx);
  return { rows, total: counted.rows[0]?.total ?? 0 };
}

export async function connectedWith(tx: Transaction, member: MemberId): Promise<MemberId[]> {
  const rows = await tx
    .selectFrom('connections')
    .select('other_id')
    .where('member_id', '=', member)
    .execute();
  return rows.map((row) => row.other_id);
}

/** Ends a connection for both sides, and notes for the member who did it what it was. */
export async function removeConnection(
  tx: Transaction,
  member: MemberId,
  other: MemberId,
  now: Date,
): Promise<void> {
  await sql`
    with gone as (
      delete from connections where (member_id, other_id) in ((${member}::uuid, ${other}::uuid), (${other}::uuid, ${member}::uuid))
      returning member_id, other_id, connected_at)
    insert into connection_removals (member_id, other_id, connected_at, removed_at)
    select member_id, other_id, connected_at, ${now}::timestamptz from gone where member_id = ${member}
    on conflict (member_id, other_id) do update set connected_at = excluded.connected_at, removed_at = excluded.removed_at`.execute(
    tx,
  );
}

/** Takes a removal back that is younger than `since`, unless one of the two has blocked the other; @returns whether there was one. */
export async function restoreConnection(
  tx: Transaction,
  member: MemberId,
  other: MemberId,
  since: Date,
): Promise<boolean> {
  const { rows } = await sql<{ connected_at: Date }>`
    delete from connection_removals r where member_id = ${member} and other_id = ${other} and removed_at > ${since}
      and not exists (select from blocks b
        where (b.member_id, b.blocked_id) in ((${member}::uuid, ${other}::uuid), (${other}::uuid, ${member}::uuid)))
    returning connected_at`.execute(tx);
  const [was] = rows;
  if (was === undefined) return false;
  await insertConnections(tx, member, [other], was.connected_at);
  return true;
}

/** What nobody can take back any more. */
export async function forgetRemovals(tx: Transaction, before: Date): Promise<void> {
  await tx.deleteFrom('connection_removals').where('removed_at', '<', before).execute();
}

/** How many of today's connections there were at the end of each stretch of time, in UTC. */
export async function growthOf(
  tx: Transaction,
  member: MemberId,
  now: Date,
): Promise<{ unit: GrowthUnit; points: { from: Date; connections: number }[] }> {
  const first = await tx
    .selectFrom('connections')
    .select(sql<Date | null>`min(connected_at)`.as('at'))
    .where('member_id', '=', member)
    .executeTakeFirst();
  if (!first?.at) return { unit: 'month', points: [] };
  const days = (now.getTime() - first.at.getTime()) / 86_400_000;
  const unit = units.find(({ upTo }) => days <= upTo)?.unit ?? 'year';
  const { rows } = await sql<{ from: Date; connections: number }>`
    with steps as (select generate_series(
      date_trunc(${unit}, least(${first.at}::timestamptz, ${now}::timestamptz - 6 * ${sql.lit(steps[unit])}::interval) at time zone 'UTC'),
      ${now}::timestamptz at time zone 'UTC', ${sql.lit(steps[unit])}::interval) as at)
    select s.at at time zone 'UTC' as from, (sum(count(c.other_id)) over (order by s.at))::integer as connections
    from steps s left join connections c on c.member_id = ${member} and date_trunc(${unit}, c.connected_at at time zone 'UTC') = s.at
    group by s.at order by s.at`.execute(tx);
  return { unit, points: rows };
}

export type GrowthUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** So fine that there are at most 40 stretches of time. */
const units: readonly { readonly unit: GrowthUnit; readonly upTo: number }[] = [
  { unit: 'day', upTo: 21 },
  { unit: 'week', upTo: 180 },
  { unit: 'month', upTo: 1100 },
  { unit: 'quarter', upTo: 3600 },
];
const steps: Readonly<Record<GrowthUnit, string>> = {
  day: '1 day',
  week: '1 week',
  month: '1 month',
  quarter: '3 months',
  year: '1 year',
};
