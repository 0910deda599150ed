import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { deleteIdentifier } from '../own-identifier.ts';

/** DELETE /api/me/identifiers/:id */
export function deleteIdentifierRoute(app: App, platform: Platform): void {
  const schema = {
    tags: ['members'],
    summary: 'Give up an address or number',
    params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
    response: { 204: Type.Null() },
  };
  app.delete('/api/me/identifiers/:id', { schema }, async (request, reply) => {
    const { memberId } = signedIn(request);
    await platform.database.asMember(memberId, (tx) =>
      deleteIdentifier(platform, tx, memberId, request.params.id),
    );
    return reply.code(204).send(null);
  });
}
