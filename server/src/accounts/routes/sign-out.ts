import { Type } from 'typebox';
import type { App } from '../../app.ts';
import type { Platform } from '../../platform/platform.ts';
import { forgetCookie } from '../session.ts';
import { endSessions } from '../store.ts';

/** POST /api/sign-out: ends this session; without one there is nothing to do. */
export function signOut(app: App, platform: Platform): void {
  const schema = { tags: ['accounts'], summary: 'End this session', response: { 204: Type.Null() } };
  app.post('/api/sign-out', { schema }, async (request, reply) => {
    const { session } = request;
    if (session !== undefined)
      await platform.database.asSystem((tx) =>
        endSessions(tx, session.memberId, platform.clock.now(), { only: session.id }),
      );
    forgetCookie(reply);
    return reply.code(204).send(null);
  });
}
