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

/** Takes it on oneself to revoke a grant, until an instant. @returns undefined when there is nothing to revoke, or another does it. */
export function leaseGrant(
  tx: Transaction,
  owner: MemberId,
  id: GrantId,
  now: Date,
  until: Date,
): Promise<GrantRow | undefined> {
  return (
    tx
      .updateTable('grants')
      .set({ revoking_until: until })
      .where('owner_id', '=', owner)
      .where('id', '=', id)
      .where('sealed', 'is not', null)
      // A lease that ends later than this one was made before the clock was set back.
      .where((row) =>
        row.or([
          row('revoking_until', 'is', null),
          row('revoking_until', '<', now),
          row('revoking_until', '>', until),
        ]),
      )
      .returningAll()
      .executeTakeFirst()
  );
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
