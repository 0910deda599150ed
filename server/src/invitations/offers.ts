import { blockMembers, hiddenFrom, unblockMembers } from '../connections/index.ts';
import { everyone, lift, lockRecipients, suppress, suppressionKeys } from '../consent/index.ts';
import { memberById, ownIdentifiers } from '../members/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { InvitationId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { waitingFor, withInviters } from './joining.ts';
import { takeNo } from './last-word.ts';
import { accept, answer } from './recipient.ts';
import { type InvitationRow, lockInvitation } from './store.ts';

/** What a member says no with, to an invitation that went to an address of theirs. */
export type Refusal = 'decline' | 'not-from' | 'never' | 'report';

/** Invitations that wait for the member's answer, from nobody whom they blocked, in the order of ids. */
export async function offersOf(
  platform: Platform,
  tx: Transaction,
  member: MemberId,
): Promise<InvitationRow[]> {
  const keys = suppressionKeys(platform.secrets, await ownIdentifiers(tx, member));
  const rows = (await waitingFor(platform, tx, keys)).filter(({ inviter_id: id }) => id !== member);
  const hidden = await hiddenFrom(
    tx,
    member,
    rows.map(({ inviter_id: id }) => id),
  );
  return rows.filter(({ inviter_id: id }) => !hidden.has(id));
}

/** Connects the member with whoever invited them; @returns whether there was such an invitation. */
export async function acceptOffer(
  platform: Platform,
  tx: Transaction,
  member: MemberId,
  id: InvitationId,
): Promise<boolean> {
  await lockRecipients(tx, suppressionKeys(platform.secrets, await ownIdentifiers(tx, member)));
  if ((await lockInvitation(tx, id)) === undefined) return false;
  const offer = await offerTo(platform, tx, member, id);
  if (offer === undefined) return false;
  await accept(platform, tx, { ...offer, open: true, late: false, proven: true }, { memberId: member });
  return true;
}

/**
 * The member's no. One that is about the inviter or the network holds for each of the member's addresses; an inviter who is
 * refused is blocked, too, and learns of neither.
 *
 * @returns whether there was such an invitation
 */
export async function refuseOffer(
  platform: Platform,
  member: MemberId,
  id: InvitationId,
  what: Refusal,
  text: string | undefined,
): Promise<boolean> {
  const keysOf = async (tx: Transaction) =>
    suppressionKeys(platform.secrets, await ownIdentifiers(tx, member));
  const isDone = await takeNo(platform, keysOf, async (tx, late) => {
    const offer = await offerTo(platform, tx, member, id);
    if (offer === undefined) return false;
    const row = (await lockInvitation(tx, id)) ?? offer.row;
    const now = platform.clock.now();
    await answer(platform, tx, { ...offer, row, open: true, late, proven: true }, what, false, text);
    if (what === 'never')
      for (const key of await keysOf(tx)) await suppress(tx, key, everyone, 'never_again', now);
    if (what === 'not-from' || what === 'report')
      await blockMembers(platform, tx, member, [row.inviter_id], now);
    return true;
  });
  return isDone === true;
}

/** Takes {@link refuseOffer} back; @returns whether there was such an invitation. */
export async function reopenOffer(
  platform: Platform,
  tx: Transaction,
  member: MemberId,
  id: InvitationId,
  what: Refusal,
): Promise<boolean> {
  const keys = suppressionKeys(platform.secrets, await ownIdentifiers(tx, member));
  await lockRecipients(tx, keys);
  const row = await lockInvitation(tx, id);
  const inviter = row === undefined ? undefined : await memberById(tx, row.inviter_id);
  if (row === undefined || inviter === undefined || row.declined_at === null) return false;
  if (!keys.some((key) => key.equals(row.recipient_key))) return false;
  await answer(platform, tx, { row, inviter, open: true, late: false, proven: true }, what, true);
  if (what === 'never') for (const key of keys) await lift(tx, key, everyone, 'never_again');
  if (what === 'not-from' || what === 'report') await unblockMembers(platform, tx, member, [row.inviter_id]);
  return true;
}

async function offerTo(platform: Platform, tx: Transaction, member: MemberId, id: InvitationId) {
  const rows = await offersOf(platform, tx, member);
  const [offer] = await withInviters(
    tx,
    rows.filter((row) => row.id === id),
  );
  return offer;
}
