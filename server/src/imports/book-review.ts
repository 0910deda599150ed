import type { Transaction } from '../platform/database.ts';
import type { ContactId, ImportId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { reviewOnly } from '../review/index.ts';
import { insertImport, updateImport } from './store.ts';

/** Where the contacts of a review stand: on the lists of step 1 and step 2, apart, or done with before. */
export interface BookReview {
  readonly id: ImportId;
  readonly here: number;
  readonly invite: number;
  readonly other: number;
  readonly done: number;
}

/**
 * Opens a review of contacts that the book has already: its steps show them and nobody else, the selection of no other review
 * changes, and nothing is sent but from there. It stands as an import that reads nothing, and is deleted after a day.
 *
 * @param act What the owner chose them for: who is on the list of that step is selected, of the other step as the network has it.
 */
export async function openBookReview(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
  act: 'connect' | 'invite',
): Promise<BookReview> {
  const id = platform.ids.next<ImportId>();
  const now = platform.clock.now();
  const { region } = platform.config;
  await insertImport(tx, { owner_id: owner, id, kind: 'book', received_at: now, region });
  await updateImport(tx, owner, id, { started_at: now, read_at: now });
  return { id, ...(await reviewOnly(platform, tx, owner, id, contacts, act)) };
}
