import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ImportId, InvitationId, MemberId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';
import type { InvitationMessage } from './messages/invitation.ts';
import type { ReminderRow } from './reminder-store.ts';
import type { InvitationRow } from './store.ts';

/** Whom the inviter asked, by recipient key as hex, and when last: their invitation had its turn, whatever became of it. */
export async function askedSince(
  tx: Transaction,
  inviter: MemberId,
  since: Date | undefined,
): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ recipient_key: Buffer; sent_at: Date }>`
    select recipient_key, max(sent_at) as sent_at from invitations
    where inviter_id = ${inviter} and sent_at > ${since ?? '-infinity'}::timestamptz group by recipient_key`.execute(
    tx,
  );
  return new Map(rows.map(({ recipient_key, sent_at }) => [recipient_key.toString('hex'), sent_at]));
}

/** One of the inviter's own invitations, locked. */
export function lockOwn(tx: Transaction, inviter: MemberId, id: InvitationId) {
  return tx
    .selectFrom('invitations as i')
    .innerJoin('invitation_batches as b', 'b.id', 'i.batch_id')
    .select(['i.id', 'i.contact_id', 'i.recipient_key', 'i.sent_at', 'i.accepted_at', 'b.import_id'])
    .where('i.inviter_id', '=', inviter)
    .where('i.id', '=', id)
    .forUpdate('i')
    .executeTakeFirst();
}

export type OwnInvitation = InvitationRow & {
  readonly message: InvitationMessage;
  readonly reminder_turns: readonly Pick<ReminderRow, 'sequence' | 'due_at' | 'turned_at' | 'withdrawn_at'>[];
};

/** All of the inviter's invitations to the recipient of one, the newest first. */
export async function askedOf(
  tx: Transaction,
  inviter: MemberId,
  id: InvitationId,
): Promise<OwnInvitation[]> {
  const { rows } = await sql<Omit<OwnInvitation, 'reminder_turns'>>`
    select i.*, b.message from invitations i join invitation_batches b on b.id = i.batch_id
    where i.inviter_id = ${inviter} and b.undone_at is null and i.recipient_key = (
      select recipient_key from invitations where inviter_id = ${inviter} and id = ${id})
    order by i.id desc limit 50`.execute(tx);
  const turns = await tx
    .selectFrom('reminders')
    .selectAll()
    .where(sql<boolean>`invitation_id = any(${idArray(rows.map((row) => row.id))}::uuid[])`)
    .orderBy('sequence')
    .execute();
  return rows.map((row) => ({
    ...row,
    reminder_turns: turns.filter(({ invitation_id }) => invitation_id === row.id),
  }));
}

/** How many of the inviter's invitations are open, by the import that they came of. */
export async function openByImport(
  tx: Transaction,
  inviter: MemberId,
): Promise<{ readonly importId: ImportId; readonly open: number; readonly invited: number }[]> {
  const { rows } = await sql<{ importId: ImportId; open: number; invited: number }>`
    select b.import_id as "importId", count(*) as invited,
      count(*) filter (where i.accepted_at is null and i.withdrawn_at is null and i.expired_at is null) as open
    from invitation_batches b join invitations i on i.batch_id = b.id
    where b.inviter_id = ${inviter} and b.import_id is not null
    group by b.import_id`.execute(tx);
  return rows;
}

/** The inviter's open invitations of an import. */
export async function openOfImport(
  tx: Transaction,
  inviter: MemberId,
  importId: ImportId,
): Promise<InvitationId[]> {
  const { rows } = await sql<{ id: InvitationId }>`
    select i.id from invitations i join invitation_batches b on b.id = i.batch_id
    where i.inviter_id = ${inviter} and b.import_id = ${importId} and i.accepted_at is null and i.withdrawn_at is null and i.expired_at is null
    order by i.id`.execute(tx);
  return rows.map(({ id }) => id);
}
