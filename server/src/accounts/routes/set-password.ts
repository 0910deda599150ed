import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { spend } from '../../platform/rate.ts';
import { limits } from '../limits.ts';
import { hashPassword, verifyPassword } from '../password.ts';
import { endSessions, keepPassword, passwordOf } from '../store.ts';

/** PUT /api/account/password: whoever took over another session is out by this. */
export function setPassword(app: App, platform: Platform): void {
  const { clock, database, random } = platform;
  const schema = {
    tags: ['accounts'],
    summary: 'Set or change the password; other sessions end',
    body: Type.Object({
      password: Type.String({ minLength: 10, maxLength: 500 }),
      current: Type.Optional(Type.String({ maxLength: 500, description: 'Needed when there is one' })),
    }),
    response: { 204: Type.Null() },
  };
  app.put('/api/account/password', { schema }, async (request, reply) => {
    const { id, memberId } = signedIn(request);
    const { password, current } = request.body;
    await spend(platform, limits.passwordAddress, memberId);
    const stored = await database.asMember(memberId, (tx) => passwordOf(tx, memberId));
    if (stored !== undefined && !(await verifyPassword(stored, current ?? '')))
      throw new KithError('sign_in.refused', 'The current password is not right.');
    const hash = await hashPassword(random, password);
    const now = clock.now();
    await database.asMember(memberId, async (tx) => {
      await keepPassword(tx, memberId, hash, now);
      await endSessions(tx, memberId, now, { except: id });
    });
    return reply.code(204).send(null);
  });
}
