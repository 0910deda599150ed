import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { takeForms } from '../../platform/http/forms.ts';
import type { Platform } from '../../platform/platform.ts';
import { matches } from '../password.ts';
import { takeTextMessage } from '../take-text.ts';
import { isSigned } from '../twilio-signature.ts';

const Words = Type.String({ maxLength: 5000 });
const Message = Type.Object({ from: Words, text: Words });
const Form = Type.Record(Type.String(), Type.String());
const TwilioMessage = Type.Object({ From: Words, Body: Words, OptOutType: Type.Optional(Words) });

/** Text messages that people send us: by Twilio, which signs, and by any gateway that shows the operator's password. */
export function takeText(app: App, platform: Platform): void {
  const { gateway } = platform.config.texts;
  const { password } = platform.config.answers;
  app.register(async (hooks) => {
    takeForms(hooks);
    if (gateway?.kind === 'twilio') {
      const schema = {
        tags: ['answers'],
        summary: 'Take a text message that somebody sent to our number at Twilio; signed by Twilio',
      };
      hooks.post('/api/answers/twilio', { schema, config: { anyOrigin: true } }, async (request, reply) => {
        const fields = request.body;
        if (!Value.Check(Form, fields)) throw new KithError('request.invalid', 'This is no form.');
        const signature = request.headers['x-twilio-signature'];
        const url = `${platform.publicUrl}${request.url}`;
        if (!isSigned(gateway.secret, url, fields, typeof signature === 'string' ? signature : undefined))
          throw new KithError('sign_in.refused', 'The signature of this request is not Twilio’s.');
        if (!Value.Check(TwilioMessage, fields))
          throw new KithError('request.invalid', 'This is no message as Twilio sends them.');
        // Where Twilio answers HELP itself it says so, and one answer is enough.
        if (fields.OptOutType !== 'HELP')
          await takeTextMessage(
            platform,
            { from: fields.From, text: fields.OptOutType ?? fields.Body },
            'twilio',
          );
        return reply.type('text/xml').send('<Response/>');
      });
    }
    if (password === undefined) return;
    const schema = {
      tags: ['answers'],
      summary:
        'Take a text message that somebody sent us, from a gateway; HTTP Basic with the operator’s password',
      body: Message,
      response: { 204: Type.Null() },
    };
    hooks.post<{ Body: Static<typeof Message> }>(
      '/api/answers/texts',
      { schema, config: { anyOrigin: true } },
      async (request, reply) => {
        if (!matches(request.headers.authorization, password))
          throw new KithError('sign_in.refused', 'The password of the reports is wrong.');
        await takeTextMessage(platform, request.body, 'gateway');
        return reply.code(204).send(null);
      },
    );
  });
}
