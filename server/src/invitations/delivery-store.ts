import { sql } from 'kysely';
import type { Permit } from '../consent/index.ts';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import type { InvitationId, PermitId } from '../platform/ids.ts';
import { idArray, jsonRows, keyArray } from '../platform/rows.ts';
import { isAwaited } from './last-word.ts';
import { type DeliveryRow, type InvitationRow, lockedInOrder } from './store.ts';

/** The deliveries of permits, by permit. */
export async function deliveriesOf(
  tx: Transaction,
  permits: readonly PermitId[],
): Promise<ReadonlyMap<PermitId, Pick<DeliveryRow, 'attempt' | 'deferred_until'>>> {
  const { rows } = await sql<Pick<DeliveryRow, 'permit_id' | 'attempt' | 'deferred_until'>>`
    select permit_id, attempt, deferred_until from deliveries where permit_id = any(${idArray(permits)}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.permit_id, row]));
}

/**
 * Those of `keys`, as hex, to whom a message of other permits than `except` went, or may have gone, in the last days: by Kith, or by
 * an inviter who took a link; and those who wait for one to say no. Key by key, as `offset 0` makes sure: of a table that has
 * just been filled PostgreSQL would read all.
 */
export async function writtenSince(
  tx: Transaction,
  keys: readonly Buffer[],
  except: readonly Pick<Permit, 'id' | 'invitationId'>[],
  now: Date,
  days: number,
): Promise<ReadonlySet<string>> {
  const since = after(now, -days * 86_400);
  const { rows } = await sql<{ recipient_key: Buffer }>`
    select t.key as recipient_key from unnest(${keyArray(keys)}::bytea[]) as t (key)
      cross join lateral (select p.id from permits p
        where p.recipient_key = t.key and p.id <> all(${idArray(except.map(({ id }) => id))}::uuid[]) offset 0) as other
      cross join lateral (select from deliveries d
        where d.permit_id = other.id and d.intended_at > ${since} and (d.rejected_at is null or ${isAwaited(now)}) offset 0) as went
    union
    select t.key from unnest(${keyArray(keys)}::bytea[]) as t (key)
      cross join lateral (select from invitations i where i.recipient_key = t.key
        and i.id <> all(${idArray(except.map(({ invitationId }) => invitationId))}::uuid[]) and i.taken_at > ${since} offset 0) as taken`.execute(
    tx,
  );
  return new Set(rows.map(({ recipient_key }) => recipient_key.toString('hex')));
}

/** Of invitations, those whose recipient said no to an earlier one of the same inviter, who was not told and asks again. */
export async function declinedBefore(
  tx: Transaction,
  ids: readonly InvitationId[],
): Promise<ReadonlySet<InvitationId>> {
  const { rows } = await sql<{ id: InvitationId }>`
    select i.id from invitations i where i.id = any(${idArray(ids)}::uuid[]) and exists (select from invitations e
      where e.recipient_key = i.recipient_key and e.inviter_id = i.inviter_id and e.id < i.id and e.declined_at is not null)`.execute(
    tx,
  );
  return new Set(rows.map(({ id }) => id));
}

type Intent = Pick<DeliveryRow, 'id' | 'permit_id' | 'message_id' | 'body_hash'>;

/** Writes that messages are about to go; a second try after a 4xx answer counts up. */
export async function intend(tx: Transaction, intents: readonly Intent[], now: Date): Promise<void> {
  const rows = jsonRows(intents.map((one) => ({ ...one, body_hash: one.body_hash.toString('hex') })));
  await sql`
    insert into deliveries (id, permit_id, message_id, body_hash, intended_at)
    select id, permit_id, message_id, decode(body_hash, 'hex'), ${now}::timestamptz
    from json_to_recordset(${rows}::json) as r (id uuid, permit_id uuid, message_id text, body_hash text)
    on conflict (permit_id) do update
      set attempt = deliveries.attempt + 1, intended_at = excluded.intended_at, deferred_until = null, overtaken_at = null, awaited_until = null`.execute(
    tx,
  );
}

/** What became of a message that was about to go. */
export type Settled = Pick<DeliveryRow, 'permit_id'> &
  Partial<
    Pick<
      DeliveryRow,
      'handed_at' | 'rejected_at' | 'unknown_at' | 'deferred_until' | 'response_code' | 'lacks'
    >
  >;

/** Writes what became of messages, once each. A report that came before the wire gave up stands. */
export async function settleAll(tx: Transaction, settled: readonly Settled[]): Promise<void> {
  await sql`
    update deliveries d set handed_at = r.handed_at, rejected_at = r.rejected_at, unknown_at = r.unknown_at,
      deferred_until = r.deferred_until, response_code = r.response_code, lacks = r.lacks
    from json_to_recordset(${jsonRows(settled)}::json) as r (permit_id uuid, handed_at timestamptz, rejected_at timestamptz,
      unknown_at timestamptz, deferred_until timestamptz, response_code integer, lacks text)
    where d.permit_id = r.permit_id and (r.unknown_at is null or d.handed_at is null)`.execute(tx);
}

/** Messages that were put off, and whose turn ends without another try: their recipients have said no since. */
export async function endPutOff(
  tx: Transaction,
  invitations: readonly InvitationId[],
  kind: 'invitation' | 'reminder',
  sequence: number,
  now: Date,
): Promise<void> {
  if (invitations.length === 0) return;
  await sql`
    update deliveries d set rejected_at = ${now}, deferred_until = null from permits p
    where p.id = d.permit_id and p.invitation_id = any(${idArray(invitations)}::uuid[]) and p.kind = ${kind}
      and p.sequence = ${sequence} and d.deferred_until is not null`.execute(tx);
}

/** Locks invitations, as whoever changes several of them does. */
export async function lockInvitations(tx: Transaction, ids: readonly InvitationId[]): Promise<void> {
  await lockedInOrder(sql`id = any(${idArray(ids)}::uuid[])`).execute(tx);
}

/** Locks invitations, and tells those whose turn has not come yet. */
export async function lockUnsent(
  tx: Transaction,
  ids: readonly InvitationId[],
): Promise<readonly InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`
    select * from invitations where id = any(${idArray(ids)}::uuid[])
      and sent_at is null and withdrawn_at is null and expired_at is null
    order by id for update`.execute(tx);
  return rows;
}

export async function updateInvitations(
  tx: Transaction,
  ids: readonly InvitationId[],
  set: Partial<InvitationRow>,
): Promise<void> {
  if (ids.length === 0) return;
  await tx.updateTable('invitations').set(set).where('id', 'in', ids).execute();
}

/** Seconds for which it is believed that the mail server lacks something: the next message after that asks it again. */
const believed = 86_400;

/** Whether the mail server we hand to took no address in another script when it was asked, in the day before `now`. */
export async function reachesAsciiAlone(tx: Transaction, now: Date): Promise<boolean> {
  const { rows } = await sql`
    select 1 from deliveries where lacks = 'smtputf8' and intended_at > ${after(now, -believed)} limit 1`.execute(
    tx,
  );
  return rows.length > 0;
}

/** Messages that may have arrived or not, the newest first. */
export async function unknownDeliveries(
  tx: Transaction,
  limit: number,
): Promise<{ messageId: string; intendedAt: Date }[]> {
  const { rows } = await sql<{ messageId: string; intendedAt: Date }>`
    select message_id as "messageId", intended_at as "intendedAt" from deliveries
    where unknown_at is not null order by intended_at desc limit ${limit}`.execute(tx);
  return rows;
}
