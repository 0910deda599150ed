import { parseEmail } from '@kith/contacts';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { identifierKey, memberByKey } from '../../members/index.ts';
import { KithError } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { spend } from '../../platform/rate.ts';
import { limits } from '../limits.ts';
import { verifyPassword } from '../password.ts';
import { openSession } from '../session.ts';
import { SignedIn } from '../signed-in.ts';
import { passwordOf } from '../store.ts';

/** POST /api/sign-in/password: an unknown address is refused in the same time and words as a wrong password. */
export function signInByPassword(app: App, platform: Platform): void {
  const { database, secrets } = platform;
  const schema = {
    tags: ['accounts'],
    summary: 'Sign in by address and password',
    body: Type.Object({
      email: Type.String({ maxLength: 320 }),
      password: Type.String({ maxLength: 500 }),
    }),
    response: { 200: SignedIn },
  };
  app.post('/api/sign-in/password', { schema }, async (request, reply) => {
    const email = parseEmail(request.body.email);
    if (email === undefined) throw new KithError('identifier.invalid', 'This is no e-mail address.');
    const key = identifierKey(secrets, { kind: 'email', value: email });
    await spend(platform, limits.passwordClient, request.ip);
    await spend(platform, limits.passwordAddress, key.toString('hex'));
    const found = await database.asSystem(async (tx) => {
      const memberId = await memberByKey(tx, key);
      return memberId && { memberId, hash: await passwordOf(tx, memberId) };
    });
    const right = await verifyPassword(found?.hash, request.body.password);
    if (found === undefined || !right)
      throw new KithError('sign_in.refused', 'Address and password do not belong together.');
    const { memberId } = found;
    await database.asSystem((tx) => openSession(platform, tx, request, reply, memberId));
    return { memberId };
  });
}
