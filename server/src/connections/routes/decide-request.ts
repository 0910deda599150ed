import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { RequestId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { decideRequests, undoDecisions } from '../connection.ts';

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
    const { decided } = await decideRequests(platform, memberId, { ids: [id] }, decision);
    if (decided === 0)
      throw new KithError('request.not_found', 'This request is not open, or not yours to decide.');
    return reply.code(204).send(null);
  });

  const Ids = Type.Array(Type.Unsafe<RequestId>(Type.String({ format: 'uuid' })), { maxItems: 1000 });
  const many = {
    tags: ['connections'],
    summary: 'The same for many requests; those that are not open any more are passed over',
    body: Type.Union([
      Type.Object({ ids: Ids, decision: Decision }),
      Type.Object({ all: Type.Literal(true), except: Ids, decision: Decision }),
    ]),
    response: {
      200: Type.Object({
        decided: Type.Integer(),
        decidedAt: Type.String({ description: 'Names these decisions for their undo' }),
        more: Type.Boolean({ description: 'There were more than fit: ask once more' }),
      }),
    },
  };
  app.post('/api/connection-requests/decisions', { schema: many }, async (request) => {
    const { body } = request;
    const { memberId } = signedIn(request);
    const done = await decideRequests(platform, memberId, body, body.decision);
    return { ...done, decidedAt: done.decidedAt.toISOString() };
  });

  const undo = {
    tags: ['connections'],
    summary: 'Take back what was ignored, blocked or withdrawn, within a minute',
    body: Type.Object({ decidedAt: Type.String({ format: 'date-time' }) }),
    response: { 200: Type.Object({ restored: Type.Integer() }) },
  };
  app.post('/api/connection-requests/decisions/undo', { schema: undo }, async (request) => {
    const { memberId } = signedIn(request);
    const restored = await undoDecisions(platform, memberId, new Date(request.body.decidedAt));
    if (restored === undefined)
      throw new KithError('request.not_found', 'There is nothing to take back: it was too long ago.');
    return { restored };
  });
}
