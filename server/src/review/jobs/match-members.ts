import { Type } from 'typebox';
import { lockBook, ownersHolding } from '../../contacts/index.ts';
import { tell } from '../../live/index.ts';
import { ownIdentifiers } from '../../members/index.ts';
import type { Transaction } from '../../platform/database.ts';
import type { ContactId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { refreshCandidates } from '../candidates.ts';
import { candidatesOf, matchedWith, notLookedUp, ownersWithBudget } from '../store.ts';

/** Somebody joined, proved or gave up an identifier, or changed who may find them: the books that hold them follow. Nobody is told. */
export function matchAppeared(platform: Platform) {
  return {
    name: 'review.member-appeared',
    payload: Type.Object({ memberId: Type.Unsafe<MemberId>(Type.String()) }),
    run: ({ memberId }: { memberId: MemberId }) => rematch(platform, memberId),
  };
}

/** Looks again who of the owners that hold a member's addresses or numbers may find the member. */
export async function rematch(platform: Platform, memberId: MemberId): Promise<void> {
  const holders = await platform.database.asSystem(async (tx) => {
    const keys = (await ownIdentifiers(tx, memberId)).map(({ key }) => key);
    // Those who found them before may find them no more.
    return [...(await ownersHolding(tx, keys)), ...(await matchedWith(tx, memberId))];
  });
  for (const [owner, rows] of Map.groupBy(holders, (row): MemberId => row.owner_id)) {
    if (owner === memberId) continue;
    const contacts = rows.map((row): ContactId => row.contact_id);
    const changed = await platform.database.asMember(owner, async (tx) => {
      await lockBook(tx, owner);
      const before = await offered(tx, owner, contacts);
      await refreshCandidates(platform, tx, owner, contacts);
      return (await offered(tx, owner, contacts)) !== before;
    });
    // A word about somebody who hides would say that they are here.
    if (changed) tell(platform.events, owner, 'imports', 'contacts');
  }
}

/** What an owner sees of these contacts, to tell whether it changed. */
async function offered(tx: Transaction, owner: MemberId, contacts: readonly ContactId[]): Promise<string> {
  const rows = await candidatesOf(tx, owner, contacts);
  return JSON.stringify(rows.map((row) => [row.contact_id, row.step, row.member_id]).sort());
}

/** Once a day: look up what an account's budget held back, as far as it has come back. */
export function matchHeldBack(platform: Platform) {
  return {
    name: 'review.held-back',
    payload: Type.Object({}),
    schedule: '17 4 * * *',
    run: async () => {
      for (const owner of await platform.database.asSystem(ownersWithBudget)) {
        await platform.database.asMember(owner, async (tx) => {
          await lockBook(tx, owner);
          await refreshCandidates(
            platform,
            tx,
            owner,
            await notLookedUp(tx, owner, platform.config.matching.refillPerDay),
          );
        });
      }
    },
  };
}
