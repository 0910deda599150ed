import { sql } from 'kysely';
import type { Later } from '../consent/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { BatchId, InvitationId, MemberId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';
import { type Due, type InvitationRow, lockedInOrder } from './store.ts';

export interface ReminderRow {
  invitation_id: InvitationId;
  sequence: Later['sequence'];
  due_at: Date;
  turned_at: Date | null;
  withdrawn_at: Date | null;
}

declare module '../platform/database.ts' {
  interface Tables {
    reminders: ReminderRow;
  }
}

export async function insertReminders(
  tx: Transaction,
  invitations: readonly InvitationId[],
  later: readonly Later[],
): Promise<void> {
  for (const { sequence, due } of later)
    await sql`insert into reminders (invitation_id, sequence, due_at)
      select id, ${sequence}::integer, ${due}::timestamptz from unnest(${invitations}::uuid[]) as id`.execute(
      tx,
    );
}

/**
 * A reminder has its turn when it is due, unless something ended it that its inviter sees as well. What the inviter is not
 * told is judged at the turn.
 */
const due = (now: Date) => sql<boolean>`r.turned_at is null and r.withdrawn_at is null and r.due_at <= ${now}
  and i.sent_at is not null and i.accepted_at is null and i.withdrawn_at is null and i.expired_at is null`;

export type DueReminder = Due & Pick<ReminderRow, 'sequence'>;

export async function dueReminders(
  tx: Transaction,
  batch: BatchId,
  now: Date,
  limit: number,
): Promise<DueReminder[]> {
  const { rows } = await sql<DueReminder>`
    select i.id, i.recipient_key, i.channel, r.sequence from reminders r join invitations i on i.id = r.invitation_id
    where i.batch_id = ${batch} and ${due(now)}
      and not exists (select from permits p join deliveries d on d.permit_id = p.id
        where p.invitation_id = i.id and p.kind = 'reminder' and p.sequence = r.sequence and d.deferred_until > ${now})
    order by r.due_at, r.invitation_id limit ${limit}`.execute(tx);
  return rows;
}

/** Batches with a reminder to send and nobody who sends it; see `leaseBatch` for `longest`. */
export async function remindingBatches(tx: Transaction, now: Date, longest: Date): Promise<BatchId[]> {
  const { rows } = await sql<{ id: BatchId }>`
    select distinct b.id from reminders r join invitations i on i.id = r.invitation_id join invitation_batches b on b.id = i.batch_id
    where ${due(now)} and (b.sender_until is null or b.sender_until < ${now} or b.sender_until > ${longest})`.execute(
    tx,
  );
  return rows.map((row) => row.id);
}

/** Locks invitations whose reminder is still due, and gives it its turn. */
export async function turnReminders(
  tx: Transaction,
  ids: readonly InvitationId[],
  sequence: ReminderRow['sequence'],
  now: Date,
): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`
    select i.* from reminders r join invitations i on i.id = r.invitation_id
    where i.id = any(${idArray(ids)}::uuid[]) and r.sequence = ${sequence} and ${due(now)}
    order by i.id for update`.execute(tx);
  await sql`update reminders set turned_at = ${now} where sequence = ${sequence}
    and invitation_id = any(${idArray(rows.map(({ id }) => id))}::uuid[])`.execute(tx);
  return rows;
}

/** A reminder that was put off has its turn again. */
export async function returnReminder(
  tx: Transaction,
  invitation: InvitationId,
  sequence: ReminderRow['sequence'],
): Promise<void> {
  await tx
    .updateTable('reminders')
    .set({ turned_at: null })
    .where('invitation_id', '=', invitation)
    .where('sequence', '=', sequence)
    .execute();
}

/** When the next reminder of each invitation is due, where one waits. */
export async function nextReminders(
  tx: Transaction,
  ids: readonly InvitationId[],
): Promise<ReadonlyMap<InvitationId, Date>> {
  const { rows } = await sql<{ id: InvitationId; due: Date }>`
    select invitation_id as id, min(due_at) as due from reminders
    where invitation_id = any(${idArray(ids)}::uuid[]) and turned_at is null and withdrawn_at is null group by 1`.execute(
    tx,
  );
  return new Map(rows.map(({ id, due }) => [id, due]));
}

/** No reminder after all, for the inviter's invitations among `ids`. */
export async function withdrawReminders(
  tx: Transaction,
  inviter: MemberId,
  ids: readonly InvitationId[],
  now: Date,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update reminders set withdrawn_at = ${now}
    where invitation_id in (${lockedInOrder(sql`inviter_id = ${inviter} and id = any(${ids}::uuid[])`)})
      and turned_at is null and withdrawn_at is null`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** No reminder of these after all, for anybody in a batch; @returns how many there were. */
export async function withdrawAllReminders(
  tx: Transaction,
  batch: BatchId,
  sequences: readonly ReminderRow['sequence'][],
  now: Date,
): Promise<number> {
  if (sequences.length === 0) return 0;
  const { numAffectedRows } = await sql`
    update reminders set withdrawn_at = ${now} where invitation_id in (${lockedInOrder(sql`batch_id = ${batch}`)})
      and sequence = any(${sequences}::integer[]) and turned_at is null and withdrawn_at is null`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Of invitations, those that a reminder may follow: their own message came, and nothing came back of it. */
export async function arrived(
  tx: Transaction,
  ids: readonly InvitationId[],
): Promise<ReadonlySet<InvitationId>> {
  const { rows } = await sql<{ id: InvitationId }>`
    select p.invitation_id as id from permits p join deliveries d on d.permit_id = p.id
    where p.invitation_id = any(${idArray(ids)}::uuid[])
    group by p.invitation_id
    having bool_and(d.bounced_at is null and d.complained_at is null and d.rejected_at is null)
      and bool_or(d.handed_at is not null and p.kind = 'invitation')`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}
