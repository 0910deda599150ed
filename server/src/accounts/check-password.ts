import { KithError } from '../platform/errors.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { spend } from '../platform/rate.ts';
import { limits } from './limits.ts';
import { verifyPassword } from './password.ts';
import { passwordOf } from './store.ts';

/**
 * Asks a member who is signed in for the password once more. Each try counts.
 *
 * @throws {KithError} `sign_in.refused`
 */
export async function checkPassword(platform: Platform, memberId: MemberId, password: string): Promise<void> {
  await spend(platform, limits.passwordAddress, memberId);
  const stored = await platform.database.asMember(memberId, (tx) => passwordOf(tx, memberId));
  if (!(await verifyPassword(stored, password)))
    throw new KithError('sign_in.refused', 'The password is not right.');
}
