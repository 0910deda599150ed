import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { SessionId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { forgetCookie } from '../session.ts';
import { endSessions } from '../store.ts';

/** DELETE /api/sessions/:id: one of the own. DELETE /api/sessions: everywhere, here too. */
export function endSessionsRoute(app: App, { database, clock }: Platform): void {
  const one = {
    tags: ['accounts'],
    summary: 'Sign out there',
    params: Type.Object({ id: Type.Unsafe<SessionId>(Type.String({ format: 'uuid' })) }),
    response: { 204: Type.Null() },
  };
  app.delete('/api/sessions/:id', { schema: one }, async (request, reply) => {
    const { memberId } = signedIn(request);
    await database.asMember(memberId, (tx) =>
      endSessions(tx, memberId, clock.now(), { only: request.params.id }),
    );
    return reply.code(204).send(null);
  });
  const all = { tags: ['accounts'], summary: 'Sign out everywhere', response: { 204: Type.Null() } };
  app.delete('/api/sessions', { schema: all }, async (request, reply) => {
    const { memberId } = signedIn(request);
    await database.asMember(memberId, (tx) => endSessions(tx, memberId, clock.now()));
    forgetCookie(reply);
    return reply.code(204).send(null);
  });
}
