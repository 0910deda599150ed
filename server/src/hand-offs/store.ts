import type { Selectable } from 'kysely';
import type { Tables, Transaction } from '../platform/database.ts';
import type { HandOffId, ImportId, MemberId } from '../platform/ids.ts';

declare module '../platform/database.ts' {
  interface Tables {
    hand_offs: {
      owner_id: MemberId;
      id: HandOffId;
      code_hash: Buffer;
      pass_hash: Buffer | null;
      created_at: Date;
      expires_at: Date;
      opened_at: Date | null;
      used_at: Date | null;
      import_id: ImportId | null;
    };
  }
}

export type HandOffRow = Selectable<Tables['hand_offs']>;

/** Makes a hand-off; a member has one at a time, so an older code ends. */
export async function insertHandOff(
  tx: Transaction,
  row: Pick<HandOffRow, 'owner_id' | 'id' | 'code_hash' | 'created_at' | 'expires_at'>,
): Promise<void> {
  await tx
    .updateTable('hand_offs')
    .set({ expires_at: row.created_at })
    .where('owner_id', '=', row.owner_id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', row.created_at)
    .execute();
  await tx
    .insertInto('hand_offs')
    .values({ ...row, pass_hash: null, opened_at: null, used_at: null, import_id: null })
    .execute();
}

export function findHandOff(tx: Transaction, owner: MemberId, id: HandOffId) {
  return tx
    .selectFrom('hand_offs')
    .selectAll()
    .where('owner_id', '=', owner)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Gives the hand-off of a code to the phone that was first to enter it. */
export function openHandOff(tx: Transaction, code: Buffer, pass: Buffer, now: Date) {
  return tx
    .updateTable('hand_offs')
    .set({ opened_at: now, pass_hash: pass })
    .where('code_hash', '=', code)
    .where('opened_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
}

/** Claims a hand-off for one sending of contacts; nobody else can claim it until it is released. */
export function claimHandOff(tx: Transaction, pass: Buffer, now: Date) {
  return tx
    .updateTable('hand_offs')
    .set({ used_at: now })
    .where('pass_hash', '=', pass)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
}

/** What was claimed came to an import, or to nothing: then the phone may try again. */
export async function settleHandOff(
  tx: Transaction,
  owner: MemberId,
  id: HandOffId,
  to: { import_id: ImportId } | { used_at: null },
): Promise<void> {
  await tx.updateTable('hand_offs').set(to).where('owner_id', '=', owner).where('id', '=', id).execute();
}

export async function deleteOldHandOffs(tx: Transaction, before: Date): Promise<void> {
  await tx.deleteFrom('hand_offs').where('expires_at', '<', before).execute();
}
