import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { tell } from '../../live/index.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { forgetAnswers, keepAnswer } from '../store.ts';

const tags = ['suggestions'];
const params = Type.Object({ memberId: Type.Unsafe<MemberId>(Type.String({ format: 'uuid' })) });
const response = { 204: Type.Null() };

/**
 * POST and DELETE /api/suggestions/:memberId: not now, never, and that it was not meant so. An id that is no member's is
 * answered like any other.
 */
export function answerSuggestion(app: App, platform: Platform): void {
  const answering = {
    tags,
    summary: 'Not now, or never',
    description:
      '`notNow` brings the person back after 90 days. After `never` neither of the two is suggested to the other.',
    params,
    body: Type.Object({ act: Type.Union([Type.Literal('notNow'), Type.Literal('never')]) }),
    response,
  };
  app.post('/api/suggestions/:memberId', { schema: answering }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const answer = request.body.act === 'never' ? 'never' : 'not_now';
    await platform.database.asMember(memberId, (tx) =>
      keepAnswer(tx, memberId, request.params.memberId, answer, platform.clock.now()),
    );
    tell(platform.events, memberId, 'suggestions');
    return reply.code(204).send(null);
  });

  const takingBack = { tags, summary: 'Take back what was said of one person', params, response };
  app.delete('/api/suggestions/:memberId', { schema: takingBack }, async (request, reply) => {
    const { memberId } = signedIn(request);
    await platform.database.asMember(memberId, (tx) => forgetAnswers(tx, memberId, request.params.memberId));
    tell(platform.events, memberId, 'suggestions');
    return reply.code(204).send(null);
  });

  const forgetting = { tags, summary: 'Take back every “not now” and “never”', response };
  app.delete('/api/suggestions', { schema: forgetting }, async (request, reply) => {
    const { memberId } = signedIn(request);
    await platform.database.asMember(memberId, (tx) => forgetAnswers(tx, memberId));
    tell(platform.events, memberId, 'suggestions');
    return reply.code(204).send(null);
  });
}
