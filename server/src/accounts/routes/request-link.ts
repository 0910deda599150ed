import { Type } from 'typebox';
import type { App } from '../../app.ts';
import type { Platform } from '../../platform/platform.ts';
import { localeOf } from '../locale.ts';
import { requestLink } from '../sign-in-link.ts';

/** POST /api/sign-in/link: the same answer whether the address has an account or not. */
export function requestLinkRoute(app: App, platform: Platform): void {
  const schema = {
    tags: ['accounts'],
    summary: 'Ask for a sign-in link by e-mail',
    body: Type.Object({ email: Type.String({ maxLength: 320 }) }),
    response: { 202: Type.Object({}) },
  };
  app.post('/api/sign-in/link', { schema }, async (request, reply) => {
    await requestLink(platform, {
      email: request.body.email,
      client: request.ip,
      locale: localeOf(request),
    });
    return reply.code(202).send({});
  });
}
