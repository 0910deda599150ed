import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { RequestId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { decideRequests } from '../connection.ts';

const Decision = Type.Union([
  Type.Literal('accept'),
  Type.Literal('ignore'),
  Type.Literal('withdraw'),
  Type.Literal('block'),
]);

/** Answers to requests, one or many. The sender never learns of an ignored request or a block. */
export function decideRequest(app: App, platform: Platform): void {
  const one = {
    tags: ['connections'],
    summary: 'Accept, ignore or withdraw a request, or block its sender',
    params: Type.Object({
      id: Type.Unsafe<RequestId>(Type.String({ format: 'uuid' })),
      decision: Decision,
    }),
    response: { 204: Type.Null() },
  };
  app.post('/api/connection-requests/:id/:decision', { schema: one }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { id, decision } = request.params;
    if ((await decideRequests(platform, memberId, [id], decision)) === 0)
      throw new KithError('request.not_found', 'This request is not open, or not yours to decide.');
    return reply.code(204).send(null);
  });

  const many = {
    tags: ['connections'],
    summary: 'The same for many requests; those that are not open any more are passed over',
    body: Type.Object({
      ids: Type.Array(Type.Unsafe<RequestId>(Type.String({ format: 'uuid' })), { maxItems: 1000 }),
      decision: Decision,
    }),
    response: { 200: Type.Object({ decided: Type.Integer() }) },
  };
  app.post('/api/connection-requests/decisions', { schema: many }, async (request) => {
    const { ids, decision } = request.body;
    return { decided: await decideRequests(platform, signedIn(request).memberId, ids, decision) };
  });
}
