import { keptOutKeys } from '../connections/index.ts';
import { identifierKey, identifierOf, membersBehind } from '../members/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import type { InvitationRow } from './store.ts';

/**
 * Those of these addresses and numbers that belong to a member who keeps the inviter out by now, whatever they said when the
 * invitation was made. It is asked at the invitation's turn, when nobody waits for an answer whose time could tell.
 */
export async function keptOutNow(
  { config, secrets }: Platform,
  tx: Transaction,
  inviter: MemberId,
  recipients: readonly Pick<InvitationRow, 'channel' | 'address'>[],
): Promise<ReadonlySet<string>> {
  const keyed = recipients.flatMap(({ channel, address }) => {
    if (address === null) return [];
    // Undefined for what an older Kith took for an address: no member has it.
    const identifier = identifierOf(channel === 'text' ? 'phone' : 'email', address, config.region);
    return identifier === undefined ? [] : [{ address, key: identifierKey(secrets, identifier) }];
  });
  const keys = keyed.map(({ key }) => key);
  // Hardly anybody who is invited has an account.
  if ((await membersBehind(tx, keys)).size === 0) return new Set();
  const keptOut = await keptOutKeys(tx, inviter, keys);
  return new Set(keyed.filter(({ key }) => keptOut.has(key.toString('hex'))).map(({ address }) => address));
}
