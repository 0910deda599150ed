import { everyoneHolding, holdersOf } from '../contacts/index.ts';
import { membersBehind, ownIdentifiers, whoMayInvite } from '../members/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import { blockersOf } from './store.ts';

/**
 * Those of `members` who keep this asker out: by their word on who may invite them, or by a block. The asker must not learn
 * of it: whatever the members said, the same is looked up for each.
 */
export async function keptOutBy(
  tx: Transaction,
  asker: MemberId,
  members: readonly MemberId[],
): Promise<ReadonlySet<MemberId>> {
  const said = await whoMayInvite(tx, members);
  const own = (await ownIdentifiers(tx, asker)).map(({ key }) => key);
  const inTheirBook = await everyoneHolding(tx, own);
  const held = await holdersOf(
    tx,
    asker,
    said.flatMap(({ keys }) => keys),
  );
  const blockers = await blockersOf(tx, asker, members);
  const inOwnBook = new Set(held.map(({ key }) => key.toString('hex')));
  const isWelcome = ({ id, invitedBy, keys }: (typeof said)[number]): boolean => {
    switch (invitedBy) {
      case 'anyone':
        return true;
      case 'known':
        return inTheirBook.has(id) || keys.some((key) => inOwnBook.has(key.toString('hex')));
      case 'book':
        return inTheirBook.has(id);
    }
  };
  return new Set(said.filter((one) => blockers.has(one.id) || !isWelcome(one)).map(({ id }) => id));
}

/** Those of these identifier keys, as hex, behind which is a member who keeps this inviter out. */
export async function keptOutKeys(
  tx: Transaction,
  inviter: MemberId,
  keys: readonly Buffer[],
): Promise<ReadonlySet<string>> {
  const behind = await membersBehind(tx, keys);
  const keptOut = await keptOutBy(tx, inviter, [...new Set(behind.values())]);
  return new Set([...behind].filter(([, member]) => keptOut.has(member)).map(([key]) => key));
}
