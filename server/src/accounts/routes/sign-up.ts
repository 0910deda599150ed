import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { parseName } from '../../members/index.ts';
import { KithError } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { Locale, localeOf } from '../locale.ts';
import { requestLink } from '../sign-in-link.ts';

/** POST /api/sign-up: the same answer whether the address has an account or not. */
export function signUp(app: App, platform: Platform): void {
  const schema = {
    tags: ['accounts'],
    summary: 'Ask for an account; a link comes by e-mail',
    body: Type.Object({
      name: Type.String({ maxLength: 400 }),
      email: Type.String({ maxLength: 320 }),
      locale: Type.Optional(Locale),
    }),
    response: { 202: Type.Object({}) },
  };
  app.post('/api/sign-up', { schema }, async (request, reply) => {
    const { email, locale } = request.body;
    const name = parseName(request.body.name);
    if (name === undefined)
      throw new KithError('request.invalid', 'A name has 1 to 80 characters and no address in it.');
    await requestLink(platform, { name, email, client: request.ip, locale: locale ?? localeOf(request) });
    return reply.code(202).send({});
  });
}
