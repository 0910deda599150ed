import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { deletePasskey } from '../store.ts';

/** DELETE /api/account/passkeys/:id */
export function deletePasskeyRoute(app: App, { database }: Platform): void {
  const schema = {
    tags: ['accounts'],
    summary: 'Delete a passkey',
    params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
    response: { 204: Type.Null() },
  };
  app.delete('/api/account/passkeys/:id', { schema }, async (request, reply) => {
    const { memberId } = signedIn(request);
    if (!(await database.asMember(memberId, (tx) => deletePasskey(tx, memberId, request.params.id))))
      throw new KithError('request.not_found', 'You have no such passkey.');
    return reply.code(204).send(null);
  });
}
