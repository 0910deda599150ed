import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { identifiersOf } from './store.ts';

/** Whether a member runs this network: one of their verified addresses stands in `KITH_OPERATORS`. */
export async function isOperator(
  { config }: Pick<Platform, 'config'>,
  tx: Transaction,
  id: MemberId,
): Promise<boolean> {
  if (config.operators.length === 0) return false;
  const own = await identifiersOf(tx, id);
  return own.some(({ kind, value }) => kind === 'email' && config.operators.includes(value.toLowerCase()));
}

/**
 * For others than operators there is nothing.
 *
 * @throws {KithError} `request.not_found`
 */
export async function requireOperator(
  platform: Pick<Platform, 'config'>,
  tx: Transaction,
  id: MemberId,
): Promise<void> {
  if (!(await isOperator(platform, tx, id)))
    throw new KithError('request.not_found', 'There is nothing here.');
}
