import { everyoneHolding } from '../contacts/index.ts';
import { discoverableMembers, memberById, ownIdentifiers } from '../members/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { countNotLookedUp, lockBudget, lookedUp, noteLookups, readBudget, saveBudget } from './store.ts';

const day = 24 * 3600 * 1000;
const youngFor = 7 * day;
/** So long a book of made-up contacts has the budget of a young account. */
const sweptFor = 90 * day;

/**
 * The members behind identifier keys, as far as this owner may learn of them.
 *
 * A member is found by an identifier of theirs if they let everyone find it, or people they also have and the owner
 * is one. Whoever may not be found is as if there were no such member. Keys beyond the owner's enumeration budget are
 * not looked up now.
 *
 * @returns member ids by the hex of the key
 */
export async function matchMembers(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  keys: readonly Buffer[],
): Promise<Map<string, MemberId>> {
  const allowed = await withinBudget(platform, tx, owner, keys);
  if (allowed.length === 0) return new Map();
  const own = (await ownIdentifiers(tx, owner)).map(({ key }) => key);
  const found = await discoverableMembers(tx, allowed, [...(await everyoneHolding(tx, own))]);
  return new Map(
    found
      .filter(({ memberId }) => memberId !== owner)
      .map(({ key, memberId }) => [key.toString('hex'), memberId]),
  );
}

/** Those of `keys` that were looked up before or fit into the budget now; the new ones are charged to it. */
async function withinBudget(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  keys: readonly Buffer[],
): Promise<Buffer[]> {
  const distinct = [...new Map(keys.map((key) => [key.toString('hex'), key])).values()];
  if (distinct.length === 0) return [];
  const now = platform.clock.now();
  const before = await lookedUp(tx, owner, distinct);
  const fresh = distinct.filter((key) => !before.has(key.toString('hex')));
  if (fresh.length === 0) return distinct;
  const budget = await lockBudget(tx, owner, now);
  const spent = leaked(platform, budget, now);
  const room = Math.max(0, Math.floor((await capacity(platform, tx, owner, budget, now)) - spent));
  const taken = fresh.slice(0, room);
  await noteLookups(tx, owner, taken, now);
  await saveBudget(tx, owner, spent + taken.length, now);
  const held = new Set(fresh.slice(room));
  return distinct.filter((key) => !held.has(key));
}

function leaked({ config }: Platform, budget: { spent: number; spent_at: Date }, now: Date): number {
  const days = (now.getTime() - budget.spent_at.getTime()) / day;
  return Math.max(0, budget.spent - days * config.matching.refillPerDay);
}

async function capacity(
  { config }: Platform,
  tx: Transaction,
  owner: MemberId,
  { swept_at }: { readonly swept_at: Date | null },
  now: Date,
): Promise<number> {
  const member = await memberById(tx, owner);
  const young = member === undefined || now.getTime() - member.created_at.getTime() < youngFor;
  const swept = swept_at !== null && now.getTime() - swept_at.getTime() < sweptFor;
  return config.matching.budget * (young || swept ? config.matching.youngFactor : 1);
}

/** How many identifiers of the owner's book wait for the budget; 0 while there is room. */
export async function heldBack(platform: Platform, tx: Transaction, owner: MemberId): Promise<number> {
  const budget = await readBudget(tx, owner);
  if (budget === undefined) return 0;
  const now = platform.clock.now();
  const room = (await capacity(platform, tx, owner, budget, now)) - leaked(platform, budget, now);
  return room >= 1 ? 0 : countNotLookedUp(tx, owner);
}
