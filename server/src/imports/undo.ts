import { contentOf } from '@kith/contacts';
import { contactsOfCards, deleteCards, lockBook, rebuildContacts, updateCards } from '../contacts/index.ts';
import { tell } from '../live/index.ts';
import type { Transaction } from '../platform/database.ts';
import { digestOf } from '../platform/digest.ts';
import { KithError } from '../platform/errors.ts';
import type { CardId, ImportId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { refreshCandidates, twins } from '../review/index.ts';
import { cardsSaidOf, type EditedContact, editedSince, keepEdited } from './edited-store.ts';
import { importTopic } from './import.ts';
import { deleteChunks, forgetCards, lockImport, unmarkVanished, updateImport } from './store.ts';
import { cardsAfter, countCards, passOn, undoPlan } from './undo-store.ts';

/** Cards that are taken back in one transaction. */
const atOnce = 1000;
/** An import of so many cards is taken back before the answer; of more, a job does it. */
const fewCards = 2000;

/**
 * Leaves the address book as it was before an import: its new cards go, those it changed are what they were. Cards that
 * a later import brought or changed again keep their later state, and contacts that their owner edited since stay. A large
 * import counts as undone at once, and its cards follow by page. Undone twice is undone once.
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
    const total = await countCards(tx, owner, id);
    await updateImport(tx, owner, id, { undone_at: platform.clock.now(), undo_total: total });
    await deleteChunks(tx, owner, id);
    await takeBackCards(platform, tx, owner, id, await cardsSaidOf(tx, owner, id));
    if (total > fewCards)
      await platform.jobs.enqueue('imports.undo', { ownerId: owner, importId: id }, { tx });
    else while (await takeBackPage(platform, tx, owner, id));
    return edited;
  });
}

/** The contacts that stay as their owner edited them when an import is undone. */
export async function stays(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
): Promise<readonly EditedContact[]> {
  const { deleted } = await undoPlan(tx, owner, id, await cardsSaidOf(tx, owner, id));
  return editedSince(tx, owner, id, deleted);
}

/** Takes back what is left of an undone import, page by page; `counted` is told in each page's transaction of how many cards. */
export async function finishUndo(
  platform: Platform,
  owner: MemberId,
  id: ImportId,
  counted: (tx: Transaction, cards: number) => Promise<void> = async () => undefined,
): Promise<void> {
  for (let cards = 1; cards > 0; ) {
    cards = await platform.database.asMember(owner, async (tx) => {
      await lockBook(tx, owner);
      const taken = await takeBackPage(platform, tx, owner, id);
      await counted(tx, taken);
      return taken;
    });
    platform.events.publish(importTopic(id));
    tell(platform.events, owner, 'imports', 'contacts');
  }
}

/** @returns how many cards were taken back; none when the last one was. */
async function takeBackPage(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
): Promise<number> {
  const row = await lockImport(tx, owner, id);
  if (row === undefined || row.undone_at === null || row.taken_back_at !== null) return 0;
  const cards = await takeBackAfter(platform, tx, owner, id, row.undo_after);
  const last = cards.at(-1);
  const done = Math.min(row.undo_total, row.undo_done + cards.length);
  await updateImport(
    tx,
    owner,
    id,
    last === undefined
      ? { taken_back_at: platform.clock.now(), undo_done: row.undo_total }
      : { undo_after: last, undo_done: done },
  );
  return cards.length;
}

/** Takes all that an import brought out of the book, which is locked, in this transaction. */
export async function takeBack(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
): Promise<void> {
  await takeBackCards(platform, tx, owner, id, await cardsSaidOf(tx, owner, id));
  for (let after: CardId | null | undefined = null; after !== undefined; )
    after = (await takeBackAfter(platform, tx, owner, id, after)).at(-1);
}

/** Takes back the next cards of an import; once there are none, sets right what is about the whole book. @returns which */
async function takeBackAfter(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  after: CardId | null,
): Promise<readonly CardId[]> {
  const cards = await cardsAfter(tx, owner, id, after, atOnce);
  await takeBackCards(platform, tx, owner, id, cards);
  if (cards.length > 0) return cards;
  await refreshCandidates(platform, tx, owner, await twins(tx, owner));
  await unmarkVanished(tx, owner, id);
  return cards;
}

/**
 * Takes some cards of an import out of the book, which is locked: new ones go, those it changed are what they were. Those
 * of contacts that their owner said something of are taken back together, before others: a contact keeps all of its cards or none.
 */
async function takeBackCards(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  cards: readonly CardId[],
): Promise<void> {
  if (cards.length === 0) return;
  const now = platform.clock.now();
  const plan = await undoPlan(tx, owner, id, cards);
  await passOn(tx, owner, id, cards);
  const own = await keepEdited(tx, owner, plan.deleted, platform);
  await forgetCards(tx, owner, own);
  const kept = new Set(own);
  const deleted = plan.deleted.filter((card) => !kept.has(card));
  const touched = await contactsOfCards(
    tx,
    owner,
    plan.restored.map((card) => card.id),
  );
  await updateCards(
    tx,
    owner,
    plan.restored.map((card) => {
      const content = contentOf(card.data);
      return { id: card.id, content, digest: digestOf(content) };
    }),
    now,
  );
  const left = await deleteCards(tx, owner, deleted);
  await forgetCards(tx, owner, deleted);
  const contacts = [...new Set([...left, ...touched.map((one) => one.contact_id)])];
  await rebuildContacts(platform, tx, owner, contacts);
  await refreshCandidates(platform, tx, owner, contacts);
}
