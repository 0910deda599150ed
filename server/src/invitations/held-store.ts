import { sql } from 'kysely';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import { lockedInOrder } from './store.ts';

export interface HeldProofRow {
  token_hash: Buffer;
  /** What the address is written to and suppressed by. */
  recipient_key: Buffer;
  /** What the address is found by in address books. */
  identifier_key: Buffer;
  code_hash: Buffer;
  attempts: number;
  expires_at: Date;
  proved_at: Date | null;
}

export interface HeldDeletionRow {
  recipient_key: Buffer;
  until: Date;
  silenced_at: Date | null;
}

declare module '../platform/database.ts' {
  interface Tables {
    held_proofs: HeldProofRow;
    held_deletions: HeldDeletionRow;
  }
}

export async function keepProof(
  tx: Transaction,
  proof: Omit<HeldProofRow, 'attempts' | 'proved_at'>,
): Promise<void> {
  await tx
    .insertInto('held_proofs')
    .values({ ...proof, attempts: 0, proved_at: null })
    .execute();
}

/** Counts a try and gives what to compare with; undefined when there is no code that may still be tried. */
export function countTry(tx: Transaction, tokenHash: Buffer, most: number, now: Date) {
  return tx
    .updateTable('held_proofs')
    .set((set) => ({ attempts: set('attempts', '+', 1) }))
    .where('token_hash', '=', tokenHash)
    .where('attempts', '<', most)
    .where('proved_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
}

export async function markProved(tx: Transaction, tokenHash: Buffer, now: Date, until: Date): Promise<void> {
  await tx
    .updateTable('held_proofs')
    .set({ proved_at: now, expires_at: until })
    .where('token_hash', '=', tokenHash)
    .execute();
}

export function provedBy(tx: Transaction, tokenHash: Buffer, now: Date) {
  return tx
    .selectFrom('held_proofs')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('proved_at', 'is not', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

export async function forgetProofs(tx: Transaction, now: Date): Promise<void> {
  await tx.deleteFrom('held_proofs').where('expires_at', '<', now).execute();
}

export interface HoldingRow {
  inviter_id: MemberId;
  /** The message was handed over, so that the recipient knows who it is from. */
  came: boolean;
  created_at: Date;
  expires_at: Date;
}

/** Invitations that still hold the recipient's address, the newest first. */
export async function invitationsHolding(tx: Transaction, recipient: Buffer): Promise<HoldingRow[]> {
  const { rows } = await sql<HoldingRow>`
    select i.inviter_id, i.created_at, i.expires_at,
      exists (select from permits p join deliveries d on d.permit_id = p.id
        where p.invitation_id = i.id and d.handed_at is not null) as came
    from invitations i where i.recipient_key = ${recipient} and i.address is not null
    order by i.created_at desc, i.id desc`.execute(tx);
  return rows;
}

/** Seconds for which a deletion can be taken back. */
export const undoSeconds = 30 * 60;

/** A deletion that can be taken back. One that could be for longer than any was made before the clock was set back. */
function isOpen(now: Date) {
  return sql<boolean>`until > ${now} and until <= ${after(now, 2 * undoSeconds)}`;
}

/**
 * Wipes the recipient's address and name from every invitation, and ends those that came. One that waits for its turn
 * looks sent when that comes, like any other. What is wiped is set aside for the undo, where nothing else reads it; the
 * recipient is locked, and proofs of the address last as long.
 *
 * @param silences Whether the deletion also keeps everybody from writing, who could before.
 */
export async function wipeRecipient(
  tx: Transaction,
  recipient: Buffer,
  now: Date,
  silences: boolean,
): Promise<void> {
  const until = after(now, undoSeconds);
  await sql`
    insert into held_deletions (recipient_key, until, silenced_at)
    values (${recipient}, ${until}, ${silences ? now : null}::timestamptz)
    on conflict (recipient_key) do update
      set until = excluded.until, silenced_at = coalesce(excluded.silenced_at, held_deletions.silenced_at)`.execute(
    tx,
  );
  await sql`
    with held as (
      select id, address, recipient_name,
        case when sent_at is not null and accepted_at is null and declined_at is null then ${now}::timestamptz end as ended_at
      from invitations
      where id in (${lockedInOrder(sql`recipient_key = ${recipient} and (address is not null or recipient_name is not null)`)})),
    set_aside as (
      insert into deleted_recipients (invitation_id, recipient_key, address, recipient_name, ended_at)
      select id, ${recipient}, address, recipient_name, ended_at from held)
    update invitations i set address = null, recipient_name = null, declined_at = coalesce(i.declined_at, held.ended_at)
    from held where held.id = i.id`.execute(tx);
  await sql`
    update held_proofs set expires_at = greatest(expires_at, ${until})
    where recipient_key = ${recipient} and proved_at is not null and expires_at > ${now}`.execute(tx);
}

/** The deletion that the recipient can still take back. */
export function deletionOf(tx: Transaction, recipient: Buffer, now: Date) {
  return tx
    .selectFrom('held_deletions')
    .selectAll()
    .where('recipient_key', '=', recipient)
    .where(isOpen(now))
    .executeTakeFirst();
}

/**
 * Puts back what {@link wipeRecipient} set aside, except into invitations that have expired since: those hold nothing.
 *
 * @param reopens Whether those that it ended are open again, but for the ones whose recipient has said no since, or was
 *   invited again.
 */
export async function restoreRecipient(tx: Transaction, recipient: Buffer, reopens: boolean): Promise<void> {
  await lockedInOrder(
    sql`id in (select invitation_id from deleted_recipients where recipient_key = ${recipient})`,
  ).execute(tx);
  await sql`
    update invitations i set address = d.address, recipient_name = d.recipient_name,
      declined_at = case when ${reopens} and i.declined_at = d.ended_at
          and not exists (select from invitations o where o.inviter_id = i.inviter_id and o.recipient_key = i.recipient_key
            and o.accepted_at is null and o.declined_at is null and o.withdrawn_at is null and o.expired_at is null)
        then null else i.declined_at end
    from deleted_recipients d
    where d.recipient_key = ${recipient} and d.invitation_id = i.id and i.expired_at is null`.execute(tx);
  await tx.deleteFrom('held_deletions').where('recipient_key', '=', recipient).execute();
}

/** Erases what was set aside, once it cannot be taken back any more. */
export async function eraseDeleted(tx: Transaction, now: Date): Promise<void> {
  await sql`delete from held_deletions where (${isOpen(now)}) is not true`.execute(tx);
}
