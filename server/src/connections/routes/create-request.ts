import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { relationOf, requestConnections } from '../connection.ts';

/** POST /api/connection-requests: asks one member. Asked or connected before, it changes nothing. */
export function createRequest(app: App, platform: Platform): void {
  const schema = {
    tags: ['connections'],
    summary: 'Ask a member for a connection',
    body: Type.Object({ memberId: Type.String({ format: 'uuid' }) }),
    response: { 201: Type.Object({ id: Type.Optional(Type.String()) }) },
  };
  app.post('/api/connection-requests', { schema }, async (request, reply) => {
    const { memberId } = signedIn(request);
    // Safe: an id that is nobody's finds no member below.
    const other = request.body.memberId as MemberId;
    const relation = await platform.database.asMember(memberId, async (tx) => {
      await requestConnections(platform, tx, memberId, [other]);
      return relationOf(tx, memberId, other);
    });
    if (relation.kind === 'self' || relation.kind === 'none')
      throw new KithError('request.not_found', 'There is no such member to ask.');
    reply.code(201);
    return relation.kind === 'connected' ? {} : { id: relation.requestId };
  });
}
