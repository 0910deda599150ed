import { deleteCards, lockBook, rebuildContacts } from '../contacts/index.ts';
import { onCommit, type Transaction } from '../platform/database.ts';
import type { ImportId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { refreshCandidates } from '../review/index.ts';
import { deleteImportsWhole, endAll, importedCards, remaining } from './erase-store.ts';
import { importTopic } from './import.ts';
import { forgetCards } from './store.ts';

/** Ends whatever an owner's imports still bring; when this is committed, no page of theirs comes any more. */
export async function endImports(platform: Platform, tx: Transaction, owner: MemberId): Promise<void> {
  await lockBook(tx, owner);
  const ended = await endAll(tx, owner, platform.clock.now());
  onCommit(tx, () => {
    for (const id of ended) platform.events.publish(importTopic(id));
  });
}

/**
 * Deletes some of what an owner's imports brought. Contacts that were also added by hand stay with what was said there.
 *
 * @returns how many cards, of which no more are left when there are none, and how many contacts went with them.
 */
export async function eraseSomeImported(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  limit: number,
): Promise<{ cards: number; contacts: number }> {
  await lockBook(tx, owner);
  const cards = await importedCards(tx, owner, limit);
  const contacts = await deleteCards(tx, owner, cards);
  await forgetCards(tx, owner, cards);
  await rebuildContacts(platform, tx, owner, contacts);
  const left = await remaining(tx, owner, contacts);
  await refreshCandidates(platform, tx, owner, left);
  return { cards: cards.length, contacts: contacts.length - left.length };
}

/** Deletes an owner's imports themselves, or one, with the problems, files and selections of each. @returns how many */
export async function eraseImports(tx: Transaction, owner: MemberId, only?: ImportId): Promise<number> {
  await lockBook(tx, owner);
  return deleteImportsWhole(tx, owner, only);
}
