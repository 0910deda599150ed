import { sql } from 'kysely';
import type { Permit } from '../consent/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { InvitationId, MemberId, PermitId } from '../platform/ids.ts';
import { idArray, keyArray } from '../platform/rows.ts';
import type { InvitationRow } from './store.ts';

declare module '../platform/database.ts' {
  interface Tables {
    mentions: { permit_id: PermitId; named_permit_id: PermitId; name: string };
  }
}

/**
 * Locks what others than this inviter wait to send to the recipients of messages: their undo windows are over, and no message of
 * theirs was ever about to go. Those that another sender has in hand are left to it, so that two senders never wait for
 * each other. Who was named in an earlier try of the same message may be named again. Whether a member keeps them out by now
 * is for the caller to ask: what was said when they were made may not hold any more.
 */
export async function lockJoinable(
  tx: Transaction,
  inviter: MemberId,
  permits: readonly Pick<Permit, 'id' | 'recipientKey'>[],
  now: Date,
): Promise<InvitationId[]> {
  const { rows } = await sql<{ id: InvitationId }>`
    select i.id from invitations i join invitation_batches b on b.id = i.batch_id
    where i.recipient_key = any(${keyArray(permits.map(({ recipientKey }) => recipientKey))}::bytea[]) and i.inviter_id <> ${inviter}
      and i.address is not null
      and i.accepted_at is null and i.declined_at is null and i.withdrawn_at is null and i.expired_at is null
      and (i.sent_at is null or exists (select from permits p join mentions m on m.named_permit_id = p.id
        where p.invitation_id = i.id and m.permit_id = any(${idArray(permits.map(({ id }) => id))}::uuid[])))
      and not exists (select from permits p join deliveries d on d.permit_id = p.id where p.invitation_id = i.id)
      and b.undone_at is null and b.undo_until <= ${now}
    order by i.id for update of i skip locked`.execute(tx);
  return rows.map((row) => row.id);
}

/** Somebody who is named in a message. */
export interface Mention {
  readonly permit: PermitId;
  readonly named: PermitId;
  readonly invitation: InvitationId;
  readonly name: string;
}

/** Writes who is named in messages, in place of an earlier try's, and gives their invitations their turn. */
export async function mention(
  tx: Transaction,
  permits: readonly PermitId[],
  mentions: readonly Mention[],
  now: Date,
): Promise<void> {
  await sql`delete from mentions where permit_id = any(${idArray(permits)}::uuid[])`.execute(tx);
  if (mentions.length === 0) return;
  await tx
    .insertInto('mentions')
    .values(mentions.map(({ permit, named, name }) => ({ permit_id: permit, named_permit_id: named, name })))
    .execute();
  await sql`update invitations set sent_at = coalesce(sent_at, ${now}::timestamptz),
      joined_at = coalesce(joined_at, ${now}::timestamptz), kept_out_at = null
    where id = any(${idArray(mentions.map(({ invitation }) => invitation))}::uuid[])`.execute(tx);
}

/**
 * Gives those who had joined a message that was refused a turn of their own again, whenever that is noticed.
 *
 * @param days How long before they joined a message may have gone, to count as the one that they joined.
 */
export async function part(tx: Transaction, days: number): Promise<void> {
  const since = sql`i.joined_at - make_interval(days => ${days}::integer)`;
  await sql`update invitations set sent_at = null, joined_at = null where id in (select i.id from invitations i
    where i.joined_at is not null and i.address is not null
      and i.accepted_at is null and i.declined_at is null and i.withdrawn_at is null and i.expired_at is null
      and not exists (select from permits p join deliveries d on d.permit_id = p.id
        where p.recipient_key = i.recipient_key and d.rejected_at is null and d.intended_at > ${since})
      and not exists (select from invitations t where t.recipient_key = i.recipient_key and t.taken_at > ${since})
    order by i.id for update)`.execute(tx);
}

/** Invitations to these recipients that had their turn, or whose link was taken, and that wait for an answer; the oldest first. */
export async function openTo(
  tx: Transaction,
  recipients: readonly Buffer[],
  now: Date,
): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`
    select * from invitations
    where recipient_key = any(${keyArray(recipients)}::bytea[]) and (sent_at is not null and address is not null or taken_at is not null) and expires_at > ${now}
      and kept_out_at is null and accepted_at is null and declined_at is null and withdrawn_at is null and expired_at is null
    order by id`.execute(tx);
  return rows;
}

/** A message of ours brought the invitation, its own or one that it joined; its inviter has never seen the link. */
export async function cameByUs(tx: Transaction, { id, joined_at }: InvitationRow): Promise<boolean> {
  if (joined_at !== null) return true;
  const { rows } = await sql`
    select 1 from permits p join deliveries d on d.permit_id = p.id where p.invitation_id = ${id} limit 1`.execute(
    tx,
  );
  return rows.length > 0;
}
