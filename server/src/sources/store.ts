import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ErrorCode } from '../platform/errors.ts';
import type { GrantId, ImportId, MemberId, SessionId } from '../platform/ids.ts';

export interface GrantRow {
  owner_id: MemberId;
  id: GrantId;
  session_id: SessionId;
  client: string;
  provider_id: string;
  address: string;
  collected: boolean;
  popup: boolean;
  state_hash: Buffer;
  begun_at: Date;
  answered_at: Date | null;
  settled_at: Date | null;
  import_id: ImportId | null;
  fault: ErrorCode | null;
  sealed: Buffer | null;
  sealed_at: Date | null;
  alive_at: Date | null;
  revoking_until: Date | null;
  revoked_at: Date | null;
  ended_at: Date | null;
}

declare module '../platform/database.ts' {
  interface Tables {
    grants: GrantRow;
  }
}

export async function insertGrant(tx: Transaction, row: GrantRow): Promise<void> {
  await tx.insertInto('grants').values(row).execute();
}

export function findGrant(tx: Transaction, owner: MemberId, id: GrantId): Promise<GrantRow | undefined> {
  return tx
    .selectFrom('grants')
    .selectAll()
    .where('owner_id', '=', owner)
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function updateGrant(
  tx: Transaction,
  owner: MemberId,
  id: GrantId,
  set: Partial<GrantRow>,
): Promise<void> {
  await tx.updateTable('grants').set(set).where('owner_id', '=', owner).where('id', '=', id).execute();
}

/** Uses a state up. @returns the grant it was made for, the first time, and in the browser that asked alone. */
export function useState(
  tx: Transaction,
  key: { owner: MemberId; session: SessionId; client: string; state: Buffer },
  now: Date,
): Promise<GrantRow | undefined> {
  return tx
    .updateTable('grants')
    .set({ answered_at: now })
    .where('owner_id', '=', key.owner)
    .where('session_id', '=', key.session)
    .where('client', '=', key.client)
    .where('state_hash', '=', key.state)
    .where('answered_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
}

/**
 * Tells that whoever reads with a grant lives. Signs of life and leases go by the database's clock: processes share that
 * one, and theirs differ.
 */
export async function beatGrant(tx: Transaction, owner: MemberId, id: GrantId): Promise<void> {
  await sql`update grants set alive_at = clock_timestamp() where owner_id = ${owner} and id = ${id}`.execute(
    tx,
  );
}

/**
 * Takes it on oneself to revoke a grant, for so many seconds. @returns undefined when there is nothing to revoke, or
 * another does it.
 */
export async function leaseGrant(
  tx: Transaction,
  owner: MemberId,
  id: GrantId,
  seconds: number,
): Promise<GrantRow | undefined> {
  // One that ends later than this one would was made before the clock was set back.
  const { rows } = await sql<GrantRow>`
    update grants set revoking_until = clock_timestamp() + make_interval(secs => ${seconds})
    where owner_id = ${owner} and id = ${id} and sealed is not null and (revoking_until is null
      or revoking_until not between clock_timestamp() and clock_timestamp() + make_interval(secs => ${seconds}))
    returning *`.execute(tx);
  return rows[0];
}

/** Goes on revoking it for so many seconds. */
export async function renewLease(
  tx: Transaction,
  owner: MemberId,
  id: GrantId,
  seconds: number,
): Promise<void> {
  await sql`
    update grants set revoking_until = clock_timestamp() + make_interval(secs => ${seconds})
    where owner_id = ${owner} and id = ${id} and revoking_until is not null`.execute(tx);
}

/** Seconds after which whoever holds a grant, to read or to revoke it, is taken for dead; 0 when nobody does. */
export async function heldFor(
  tx: Transaction,
  owner: MemberId,
  id: GrantId,
  deadAfter: number,
): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select ceil(greatest(0, ${deadAfter} - abs(extract(epoch from alive_at - clock_timestamp())),
      case when revoking_until <= clock_timestamp() + make_interval(secs => ${deadAfter})
        then extract(epoch from revoking_until - clock_timestamp()) end))::int as seconds
    from grants where owner_id = ${owner} and id = ${id}`.execute(tx);
  return rows[0]?.seconds ?? 0;
}

/** @returns how many were deleted. */
export async function deleteOldGrants(tx: Transaction, before: Date): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('grants')
    .where('begun_at', '<', before)
    .where('sealed', 'is', null)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** An owner's grants whose access is not taken back yet. */
export async function grantsHeld(tx: Transaction, owner: MemberId): Promise<GrantId[]> {
  const rows = await tx
    .selectFrom('grants')
    .select('id')
    .where('owner_id', '=', owner)
    .where('sealed', 'is not', null)
    .execute();
  return rows.map(({ id }) => id);
}
