import { Type } from 'typebox';
import type { Tables, Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { memberAppeared } from './appearance.ts';
import { type Identifier, identifierKey } from './identifier.ts';
import {
  type Discoverability,
  forgetIdentifier,
  identifierByKey,
  identifiersOf,
  keepIdentifier,
  lockMember,
  makePrimary,
  setDiscoverability,
} from './store.ts';

export const Kind = Type.Union([Type.Literal('email'), Type.Literal('phone')]);
export const DiscoverabilitySetting = Type.Union([
  Type.Literal('everyone'),
  Type.Literal('mutual'),
  Type.Literal('nobody'),
]);

/** A verified identifier as its member sees it. */
export const OwnIdentifierItem = Type.Object({
  id: Type.String(),
  kind: Kind,
  value: Type.String(),
  primary: Type.Boolean({ description: 'Messages go to the primary e-mail address' }),
  discoverability: DiscoverabilitySetting,
  verifiedAt: Type.String({ format: 'date-time' }),
});
type Row = Tables['member_identifiers'];

export function shown(row: Row): Type.Static<typeof OwnIdentifierItem> {
  const { id, kind, value, is_primary, discoverability, verified_at } = row;
  return { id, kind, value, primary: is_primary, discoverability, verifiedAt: verified_at.toISOString() };
}

/**
 * Adds an identifier that its member has just shown to be theirs.
 *
 * @throws {KithError} `identifier.taken` when another member has it.
 */
export async function addIdentifier(
  platform: Platform,
  tx: Transaction,
  memberId: MemberId,
  identifier: Identifier,
): Promise<Row> {
  await lockMember(tx, memberId);
  const own = await identifiersOf(tx, memberId);
  const key = identifierKey(platform.secrets, identifier);
  const added = await keepIdentifier(tx, {
    key,
    id: platform.ids.next(),
    member_id: memberId,
    kind: identifier.kind,
    value: identifier.value,
    verified_at: platform.clock.now(),
    is_primary: own.every(({ kind }) => kind !== identifier.kind),
    discoverability: 'everyone',
  });
  if (added !== undefined) {
    await memberAppeared(platform, tx, memberId);
    return added;
  }
  const known = await identifierByKey(tx, key);
  if (known?.member_id === memberId) return known;
  throw new KithError('identifier.taken', 'Another account has this address or number.');
}

/** @throws {KithError} `request.not_found` when it is not the member's. */
export async function changeIdentifier(
  platform: Platform,
  tx: Transaction,
  memberId: MemberId,
  id: string,
  change: { discoverability?: Discoverability; primary?: boolean },
): Promise<Row> {
  await lockMember(tx, memberId);
  const found = mine(await identifiersOf(tx, memberId), id);
  if (change.primary === true) await makePrimary(tx, found);
  if (change.discoverability !== undefined && change.discoverability !== found.discoverability) {
    await setDiscoverability(tx, found.key, change.discoverability);
    await memberAppeared(platform, tx, memberId);
  }
  return mine(await identifiersOf(tx, memberId), id);
}

/** @throws {KithError} `identifier.last` for the last e-mail address: without one nobody can sign in or be told anything. */
export async function deleteIdentifier(
  platform: Platform,
  tx: Transaction,
  memberId: MemberId,
  id: string,
): Promise<void> {
  await lockMember(tx, memberId);
  const own = await identifiersOf(tx, memberId);
  const found = mine(own, id);
  const next = own.find((other) => other.kind === found.kind && other.id !== id);
  if (found.kind === 'email' && next === undefined)
    throw new KithError('identifier.last', 'An account needs one e-mail address. Add another one first.');
  await forgetIdentifier(tx, found.key);
  if (found.is_primary && next !== undefined) await makePrimary(tx, next);
  await memberAppeared(platform, tx, memberId);
}

function mine(own: readonly Row[], id: string): Row {
  const found = own.find((one) => one.id === id);
  if (found === undefined) throw new KithError('request.not_found', 'You have no such address or number.');
  return found;
}
