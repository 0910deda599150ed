import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { takeForms } from '../../platform/http/forms.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { ImportId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { requireImport } from '../../review/index.ts';
import { Draft, draft } from '../draft.ts';

/** What the message may do in its frame: show itself. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox";

/**
 * POST /api/imports/:id/preview.html: the HTML part as a page of its own, for a frame of the review. The policy of our
 * screens lets no script draw HTML, so a form asks for it; the note stays out of the address that way.
 */
export function drawPreview(app: App, platform: Platform): void {
  const schema = {
    hide: true,
    params: Type.Object({ id: Type.Unsafe<ImportId>(Type.String({ format: 'uuid' })) }),
    body: Type.Object({
      ...Draft,
      /** A form has no lists. */
      reminders: Type.Optional(Type.String({ pattern: '^[12](,[12])?$' })),
      /** Which of them to draw; without it the invitation. */
      reminder: Type.Optional(Type.String({ pattern: '^[12]$' })),
    }),
  };
  app.register(async (scope) => {
    takeForms(scope);
    scope
      .withTypeProvider<TypeBoxTypeProvider>()
      .post('/api/imports/:id/preview.html', { schema }, async (request, reply) => {
        const { memberId } = signedIn(request);
        const { reminders = '', reminder, ...rest } = request.body;
        const asked = ([1, 2] as const).filter((sequence) => reminders.includes(`${sequence}`));
        const { html } = await platform.database.asMember(memberId, async (tx) => {
          await requireImport(tx, memberId, request.params.id);
          const drafted = await draft(platform, tx, memberId, { ...rest, reminders: asked });
          const later = drafted.reminders.find(({ sequence }) => `${sequence}` === reminder);
          return (later ?? drafted).message;
        });
        return reply
          .headers({
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy': policy,
            'x-frame-options': 'SAMEORIGIN',
          })
          .send(html);
      });
  });
}
