import { sql } from 'kysely';
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

declare module '../platform/database.ts' {
  interface Tables {
    held_proofs: HeldProofRow;
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

/**
 * Wipes the recipient's address and name from every invitation, and ends those that came. One that waits for its turn
 * looks sent when that comes, like any other.
 */
export async function wipeRecipient(tx: Transaction, recipient: Buffer, now: Date): Promise<void> {
  await sql`update invitations set address = null, recipient_name = null,
      declined_at = case when sent_at is null or accepted_at is not null then declined_at else coalesce(declined_at, ${now}::timestamptz) end
    where id in (${lockedInOrder(sql`recipient_key = ${recipient} and (address is not null or recipient_name is not null)`)})`.execute(
    tx,
  );
}
