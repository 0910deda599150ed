import { parseEmail } from '@kith/contacts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { localeOf } from '../../accounts/index.ts';
import type { App } from '../../app.ts';
import { type Identifier, parseIdentifier } from '../../members/index.ts';
import { KithError } from '../../platform/errors.ts';
import { takeForms } from '../../platform/http/forms.ts';
import type { Platform } from '../../platform/platform.ts';
import { actOnHeld, askProof, prove } from '../held.ts';
import { askPage, codePage, heldPage, tooManyPage } from '../pages/held-page.ts';
import { masked } from '../pages/invitation-page.ts';
import { receive } from '../recipient.ts';

const Params = Type.Object({ token: Type.String({ maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' }) });
const limit = { rateLimit: { max: 120, timeWindow: '1 minute' } };

type Form = Readonly<Partial<Record<'address' | 'code' | 'proof' | 'locale', string>>> | undefined;

/**
 * What is held about an address, and its end: for whoever can read a code that goes there, without account, script or
 * cookie. From an invitation, or by typing the address. A GET changes nothing.
 */
export function seeHeld(app: App, platform: Platform): void {
  const { network } = platform.config;

  app.register(async (pages) => {
    takeForms(pages);
    const hidden = { hide: true };
    const show = (reply: FastifyReply, body: string, status = 200) =>
      reply.code(status).header('content-type', 'text/html; charset=utf-8').send(body);

    /** Sends the code and asks for it, or asks to wait. */
    const askFor = async (
      request: FastifyRequest,
      reply: FastifyReply,
      identifier: Identifier,
      locale: string,
    ): Promise<FastifyReply> => {
      try {
        const proof = await askProof(platform, identifier, { client: request.ip, locale });
        return show(reply, codePage({ network, locale }, { proof, refused: false }));
      } catch (error) {
        if (!(error instanceof KithError) || error.code !== 'request.too_many') throw error;
        const seconds = error.retryAfter ?? 60;
        reply.header('retry-after', String(seconds));
        return show(reply, tooManyPage({ network, locale }, Math.ceil(seconds / 60)), 429);
      }
    };

    /** Where the invitation of a token went, while it still holds that. */
    const sentTo = async (token: string): Promise<{ identifier: Identifier; locale: string } | undefined> => {
      const row = (await platform.database.asSystem((tx) => receive(platform, tx, token, 'look')))?.row;
      // A text message goes to a number in full, so that no region is asked for.
      const kind = row?.channel === 'text' ? 'phone' : 'email';
      // For an inviter's own link nobody is written to: whoever opens it types the address.
      return row === undefined || row.address === null
        ? undefined
        : { identifier: parseIdentifier(kind, row.address, 'US'), locale: row.locale };
    };

    pages.get('/held', { schema: hidden, config: limit }, (request, reply) =>
      show(reply, askPage({ network, locale: localeOf(request) }, {})),
    );

    pages.post<{ Body: Form }>('/held', { schema: hidden, config: limit }, async (request, reply) => {
      const locale = localeOf(request);
      const typed = request.body?.address?.trim() ?? '';
      const email = parseEmail(typed);
      if (email === undefined) return show(reply, askPage({ network, locale }, { refused: true }), 400);
      return askFor(request, reply, { kind: 'email', value: email }, locale);
    });

    pages.get<{ Params: { token: string } }>(
      '/i/:token/held',
      { schema: { ...hidden, params: Params }, config: limit },
      async (request, reply) => {
        const { token } = request.params;
        const to = await sentTo(token);
        if (to === undefined) return reply.redirect('/held', 303);
        const state = { to: { token, masked: masked(to.identifier.value) } };
        return show(reply, askPage({ network, locale: to.locale }, state));
      },
    );

    pages.post<{ Params: { token: string } }>(
      '/i/:token/held',
      { schema: { ...hidden, params: Params }, config: limit },
      async (request, reply) => {
        const to = await sentTo(request.params.token);
        if (to === undefined) return reply.redirect('/held', 303);
        return askFor(request, reply, to.identifier, to.locale);
      },
    );

    pages.post<{ Body: Form }>('/held/look', { schema: hidden, config: limit }, async (request, reply) => {
      const locale = request.body?.locale ?? localeOf(request);
      const { proof = '', code = '' } = request.body ?? {};
      const held = (await prove(platform, proof, code.replace(/\s/g, '')))
        ? await actOnHeld(platform, proof, 'look')
        : undefined;
      return held === undefined
        ? show(reply, codePage({ network, locale }, { proof, refused: true }), 400)
        : show(reply, heldPage({ network, locale }, held, { proof, done: undefined }));
    });

    for (const [act, done] of [
      ['delete', 'deleted'],
      ['delete-forever', 'forever'],
      ['undo', 'undone'],
      ['allow', 'allowed'],
    ] as const)
      pages.post<{ Body: Form }>(
        `/held/${act}`,
        { schema: hidden, config: limit },
        async (request, reply) => {
          const locale = request.body?.locale ?? localeOf(request);
          const { proof = '' } = request.body ?? {};
          const held = await actOnHeld(platform, proof, act);
          // The half hour is over.
          return held === undefined
            ? show(reply, askPage({ network, locale }, {}), 410)
            : show(reply, heldPage({ network, locale }, held, { proof, done }));
        },
      );
  });
}
