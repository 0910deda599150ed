import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import type { Grants } from '../grants.ts';
import { answerPage, doneScript } from '../pages/answer-page.ts';

/**
 * GET /oauth/:client: where an authorization server sends the browser back to. The answer is used once and leaves the
 * address at once: a window of its own goes to a page that closes it, others go back to Add Contacts.
 *
 * These pages keep their opener (`unsafe-none`): between them and it lies the provider's page, and with our usual policy
 * the browser would cut the two apart.
 */
export function answerGrant(app: App, grants: Grants): void {
  const hidden = { hide: true };
  const limit = { rateLimit: { max: 60, timeWindow: '1 minute' } };
  const params = Type.Object({ client: Type.String({ maxLength: 40 }) });
  // A look without an answer (HEAD) uses no state up.
  const exposeHeadRoute = false;
  app.get(
    '/oauth/:client',
    { schema: { ...hidden, params }, config: limit, exposeHeadRoute },
    async (request, reply) => {
      const { session, params: asked, url } = request;
      const parameters = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : '');
      const grant =
        session === undefined ? undefined : await grants.answer(session, asked.client, parameters);
      reply.header('cross-origin-opener-policy', 'unsafe-none');
      if (grant === undefined) return page(request, reply, 'lost');
      return reply.redirect(grant.popup ? '/oauth/done' : `/add/account?grant=${grant.id}`, 303);
    },
  );

  app.get('/oauth/done', { schema: hidden }, async (request, reply) => {
    reply.header('cross-origin-opener-policy', 'unsafe-none');
    return page(request, reply, 'done');
  });

  app.get('/oauth/done.js', { schema: hidden }, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(doneScript),
  );
}

function page(request: FastifyRequest, reply: FastifyReply, kind: 'done' | 'lost'): FastifyReply {
  const german = request.headers['accept-language']?.toLowerCase().startsWith('de') === true;
  return reply
    .code(kind === 'done' ? 200 : 400)
    .type('text/html; charset=utf-8')
    .send(answerPage(kind, german ? 'de' : 'en'));
}
