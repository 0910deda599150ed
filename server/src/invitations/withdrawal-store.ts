import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, InvitationId, MemberId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';
import { lockedInOrder } from './store.ts';

/**
 * Withdraws the inviter's open invitations among `ids`; those not sent yet, and links not taken, give their contacts back. The
 * addresses stay until the withdrawal cannot be taken back any more.
 */
export async function withdrawSome(
  tx: Transaction,
  inviter: MemberId,
  ids: readonly InvitationId[],
  now: Date,
): Promise<{ withdrawn: number; unsent: ContactId[] }> {
  const { rows } = await sql<{ contact_id: ContactId | null; unsent: boolean }>`
    update invitations set withdrawn_at = ${now}
    where id in (${lockedInOrder(sql`inviter_id = ${inviter} and id = any(${ids}::uuid[])
      and accepted_at is null and withdrawn_at is null and expired_at is null`)})
    returning contact_id, sent_at is null and taken_at is null as unsent`.execute(tx);
  return {
    withdrawn: rows.length,
    unsent: rows.flatMap((row) => (row.unsent && row.contact_id !== null ? [row.contact_id] : [])),
  };
}

/** The inviter's open invitations, but for some; so many at once. */
export async function openOf(
  tx: Transaction,
  inviter: MemberId,
  except: readonly InvitationId[],
  limit: number,
): Promise<InvitationId[]> {
  const { rows } = await sql<{ id: InvitationId }>`
    select id from invitations where inviter_id = ${inviter} and id <> all(${idArray(except)}::uuid[])
      and accepted_at is null and withdrawn_at is null and expired_at is null order by id limit ${limit}`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}

/**
 * Takes back what the inviter withdrew at that instant: the invitations are open again as they were. One whose recipient was
 * invited again since, or whose time has come, stays withdrawn.
 *
 * @returns how many, and the contacts of those not sent yet.
 */
export async function restoreWithdrawn(
  tx: Transaction,
  inviter: MemberId,
  withdrawnAt: Date,
  now: Date,
): Promise<{ restored: number; unsent: ContactId[] }> {
  const { rows } = await sql<{ contact_id: ContactId | null; unsent: boolean }>`
    update invitations set withdrawn_at = null
    where id in (${lockedInOrder(sql`inviter_id = ${inviter} and withdrawn_at = ${withdrawnAt}::timestamptz
      and accepted_at is null and expired_at is null and expires_at > ${now}
      and not exists (select from invitations o where o.inviter_id = ${inviter} and o.recipient_key = invitations.recipient_key
        and o.accepted_at is null and o.declined_at is null and o.withdrawn_at is null and o.expired_at is null)`)})
    returning contact_id, sent_at is null and taken_at is null as unsent`.execute(tx);
  return {
    restored: rows.length,
    unsent: rows.flatMap((row) => (row.unsent && row.contact_id !== null ? [row.contact_id] : [])),
  };
}

/** Wipes the addresses of what was withdrawn before that instant. */
export async function wipeWithdrawn(tx: Transaction, before: Date): Promise<void> {
  await sql`update invitations set address = null
    where id in (${lockedInOrder(sql`withdrawn_at < ${before} and address is not null`)})`.execute(tx);
}
