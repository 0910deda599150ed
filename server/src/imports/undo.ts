import { contentOf } from '@kith/contacts';
import { contactsOfCards, deleteCards, lockBook, rebuildContacts, updateCards } from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import { digestOf } from '../platform/digest.ts';
import { KithError } from '../platform/errors.ts';
import type { ImportId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { refreshCandidates, twins } from '../review/index.ts';
import { type EditedContact, editedSince, keepEdited } from './edited-store.ts';
import {
  deleteChunks,
  forgetCards,
  lockImport,
  passOn,
  undoPlan,
  unmarkVanished,
  updateImport,
} from './store.ts';

/**
 * Leaves the address book as it was before an import: its new cards go, those it changed are what they were. Cards that
 * a later import brought or changed again keep their later state, and contacts that their owner edited since stay. Undone
 * twice is undone once.
 *
 * @returns the contacts that stay as they were edited.
 * @throws {KithError} `request.not_found`
 */
export function undoImport(
  platform: Platform,
  owner: MemberId,
  id: ImportId,
): Promise<readonly EditedContact[]> {
  return platform.database.asMember(owner, async (tx) => {
    await lockBook(tx, owner);
    const row = await lockImport(tx, owner, id);
    if (row === undefined) throw new KithError('request.not_found', 'There is no such import.');
    if (row.undone_at !== null) return [];
    const edited = await stays(tx, owner, id);
    await takeBack(platform, tx, owner, id);
    await updateImport(tx, owner, id, { undone_at: platform.clock.now() });
    await deleteChunks(tx, owner, id);
    return edited;
  });
}

/** The contacts that stay as their owner edited them when an import is undone. */
export async function stays(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
): Promise<readonly EditedContact[]> {
  const { deleted } = await undoPlan(tx, owner, id);
  return editedSince(tx, owner, id, deleted);
}

/** Takes what an import brought out of the book, which is locked: its new cards go, those it changed are what they were. */
export async function takeBack(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
): Promise<void> {
  const now = platform.clock.now();
  const plan = await undoPlan(tx, owner, id);
  await passOn(tx, owner, id);
  const own = await keepEdited(tx, owner, plan.deleted, platform);
  await forgetCards(tx, owner, own);
  const deleted = own.length === 0 ? plan.deleted : plan.deleted.filter((card) => !own.includes(card));
  const touched = await contactsOfCards(
    tx,
    owner,
    plan.restored.map((card) => card.id),
  );
  await updateCards(
    tx,
    owner,
    plan.restored.map(({ id, data }) => {
      const content = contentOf(data);
      return { id, content, digest: digestOf(content) };
    }),
    now,
  );
  const left = await deleteCards(tx, owner, deleted);
  await forgetCards(tx, owner, deleted);
  const contacts = [...new Set([...left, ...touched.map((one) => one.contact_id)])];
  for (let from = 0; from < contacts.length; from += 1000)
    await rebuildContacts(platform, tx, owner, contacts.slice(from, from + 1000));
  await refreshCandidates(platform, tx, owner, [...contacts, ...(await twins(tx, owner))]);
  await unmarkVanished(tx, owner, id);
}
