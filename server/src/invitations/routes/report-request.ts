import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { hearSender, refuseSender } from '../../connections/index.ts';
import { tell } from '../../live/index.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { RequestId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { keepReport, withdrawReport } from '../reports.ts';

/** POST /api/connection-requests/:id/report: the sender is blocked and an operator looks at it; the sender learns of neither. DELETE takes it back. */
export function reportRequest(app: App, platform: Platform): void {
  const params = Type.Object({ id: Type.Unsafe<RequestId>(Type.String({ format: 'uuid' })) });
  const schema = {
    tags: ['connections'],
    summary: 'Report a connection request to the operator, and block its sender',
    params,
    body: Type.Object({
      text: Type.Optional(Type.String({ maxLength: 1000, description: 'What is wrong with it' })),
    }),
    response: { 204: Type.Null() },
  };
  app.post('/api/connection-requests/:id/report', { schema }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    await platform.database.asMember(memberId, async (tx) => {
      const sender = await refuseSender(platform, tx, memberId, id);
      if (sender === undefined)
        throw new KithError('request.not_found', 'This request is not open, or not yours to decide.');
      await keepReport(platform, tx, sender, { request_id: id }, request.body.text);
    });
    tell(platform.events, memberId, 'requests');
    return reply.code(204).send(null);
  });

  const undo = {
    tags: ['connections'],
    summary: 'Take the report of a connection request back: it waits for an answer again',
    params,
    response: { 204: Type.Null() },
  };
  app.delete('/api/connection-requests/:id/report', { schema: undo }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    await platform.database.asMember(memberId, async (tx) => {
      if (!(await hearSender(platform, tx, memberId, id)))
        throw new KithError('request.not_found', 'There is nothing to take back.');
      await withdrawReport(tx, { request_id: id });
    });
    tell(platform.events, memberId, 'requests');
    return reply.code(204).send(null);
  });
}
