import { contentOf } from '@kith/contacts';
import type { Transaction } from '../platform/database.ts';
import { digestOf } from '../platform/digest.ts';
import type { CardId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { type Kept, rebuildContacts } from './keep-cards.ts';
import { type CardData, type ContactRow, cardsById, rewriteCard } from './store.ts';

/**
 * Gives a card the content that its owner says, until its source says something new of it.
 *
 * @returns what became of it, and how its contact looks now; `undefined` when there is no such card.
 */
export async function mendCard(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: CardId,
  mend: (data: CardData) => CardData,
): Promise<{ kept: Kept; changed: ContactRow[] } | undefined> {
  const [before] = await cardsById(tx, owner, [id]);
  if (before === undefined) return undefined;
  const content = contentOf(mend(before.data));
  const digest = digestOf(content);
  if (before.digest.equals(digest))
    return { kept: { cardId: id, outcome: 'same', previous: undefined }, changed: [] };
  await rewriteCard(tx, owner, { id, digest, content }, platform.clock.now());
  return {
    kept: { cardId: id, outcome: 'updated', previous: before.data },
    changed: await rebuildContacts(platform, tx, owner, [before.contact_id]),
  };
}
