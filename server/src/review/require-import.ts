import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { ImportId, MemberId } from '../platform/ids.ts';
import { importExists } from './store.ts';

/** @throws {KithError} `request.not_found` when the owner has no such import. */
export async function requireImport(tx: Transaction, owner: MemberId, id: ImportId): Promise<void> {
  if (!(await importExists(tx, owner, id)))
    throw new KithError('request.not_found', 'There is no such import.');
}
