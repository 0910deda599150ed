import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { matches } from '../password.ts';
import { takeAnswer } from '../take-answer.ts';
import { readReport, type Service, services } from '../webhooks.ts';

const Params = Type.Object({
  service: Type.Unsafe<Service>(Type.Union(services.map((service) => Type.Literal(service)))),
});

/**
 * POST /api/answers/:service: a mail service reports bounces, complaints and what arrived.
 *
 * It shows the operator's password by HTTP Basic authentication, which all of them can; and a report still has to name our message.
 */
export function takeReport(app: App, platform: Platform): void {
  const { password } = platform.config.answers;
  if (password === undefined) return;
  app.register(async (hooks) => {
    // SNS sends its JSON as text.
    hooks.removeAllContentTypeParsers();
    hooks.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
      try {
        done(null, JSON.parse(String(body)));
      } catch {
        done(new KithError('request.invalid', 'The report is no JSON.'));
      }
    });
    const schema = {
      tags: ['answers'],
      summary:
        'Take reports of a mail service about messages that came back; HTTP Basic with the operator’s password',
      params: Params,
      response: { 204: Type.Null() },
    };
    hooks.post<{ Params: { service: Service } }>(
      '/api/answers/:service',
      { schema, config: { anyOrigin: true } },
      async (request, reply) => {
        if (!matches(request.headers.authorization, password))
          throw new KithError('sign_in.refused', 'The password of the reports is wrong.');
        for (const answer of await readReport(request.params.service, request.body))
          await takeAnswer(platform, answer, request.params.service);
        return reply.code(204).send(null);
      },
    );
  });
}
