import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { tell } from '../../live/index.ts';
import { photoPath } from '../../members/index.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { InvitationId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { withInviters } from '../joining.ts';
import { acceptOffer, offersOf, type Refusal, refuseOffer, reopenOffer } from '../offers.ts';

const page = 50;

const Params = Type.Object({ id: Type.Unsafe<InvitationId>(Type.String({ format: 'uuid' })) });
const OfferItem = Type.Object({
  id: Type.String(),
  inviter: Type.Object({
    name: Type.String(),
    headline: Type.Union([Type.String(), Type.Null()]),
    photo: Type.Union([Type.String(), Type.Null()]),
  }),
  note: Type.Optional(Type.String()),
  createdAt: Type.String(),
});

const refusals: readonly { readonly what: Refusal; readonly summary: string }[] = [
  { what: 'decline', summary: 'Say no to an invitation you received' },
  { what: 'not-from', summary: 'Never hear from whoever sent an invitation you received: they are blocked' },
  { what: 'never', summary: 'Never get an invitation of this network again, at any of your addresses' },
  { what: 'report', summary: 'Report an invitation you received to the operator, and block its inviter' },
];

/**
 * Invitations that went to an address of the member's own and wait for an answer. Whoever joined by one link is connected with
 * that inviter alone; the others stand here, and are not told before the member accepts. What a recipient may say anywhere
 * can be said here, and taken back.
 */
export function listOffers(app: App, platform: Platform): void {
  const { database } = platform;
  const list = {
    tags: ['invitations'],
    summary: 'Invitations you received and have not answered, the oldest first',
    querystring: Type.Object({
      cursor: Type.Optional(Type.Unsafe<InvitationId>(Type.String({ format: 'uuid' }))),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: page })),
    }),
    response: {
      200: Type.Object({
        items: Type.Array(OfferItem),
        next: Type.Optional(Type.String()),
        total: Type.Integer(),
      }),
    },
  };
  app.get('/api/invitations/received', { schema: list }, (request) => {
    const { memberId } = signedIn(request);
    const { cursor = '', limit = page } = request.query;
    return database.asSystem(async (tx) => {
      const offers = await offersOf(platform, tx, memberId);
      const rest = offers.filter(({ id }) => id > cursor);
      const shown = rest.slice(0, limit);
      const last = rest.length > limit ? shown.at(-1) : undefined;
      return {
        ...(last === undefined ? {} : { next: last.id }),
        total: offers.length,
        items: (await withInviters(tx, shown)).map(({ row, inviter }) => ({
          id: row.id,
          inviter: {
            name: inviter.name,
            headline: inviter.headline,
            photo: photoPath(inviter.id, inviter.photo_etag),
          },
          ...(row.note === null ? {} : { note: row.note }),
          createdAt: row.created_at.toISOString(),
        })),
      };
    });
  });

  const gone = () => new KithError('invitation.gone', 'This invitation is no longer open.');
  const changed = ['invitations', 'requests', 'suggestions'] as const;
  const accepting = {
    tags: ['invitations'],
    summary: 'Accept an invitation you received: you are connected',
    params: Params,
    response: { 204: Type.Null() },
  };
  app.post('/api/invitations/received/:id/accept', { schema: accepting }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const isDone = await database.asSystem((tx) => acceptOffer(platform, tx, memberId, request.params.id));
    if (!isDone) throw gone();
    tell(platform.events, memberId, ...changed);
    return reply.code(204).send(null);
  });

  for (const { what, summary } of refusals) {
    const path = `/api/invitations/received/:id/${what}`;
    const refusing = {
      tags: ['invitations'],
      summary,
      description: 'Its inviter is not told.',
      params: Params,
      ...(what === 'report'
        ? { body: Type.Object({ text: Type.Optional(Type.String({ maxLength: 1000 })) }) }
        : {}),
      response: { 204: Type.Null() },
    };
    app.post(path, { schema: refusing }, async (request, reply) => {
      const { memberId } = signedIn(request);
      // Safe: the schema above lets nothing else in, and other refusals have no body.
      const { text } = (request.body ?? {}) as { readonly text?: string };
      const isDone = await refuseOffer(platform, memberId, request.params.id, what, text);
      if (!isDone) throw gone();
      tell(platform.events, memberId, ...changed);
      return reply.code(204).send(null);
    });

    const undoing = {
      tags: ['invitations'],
      summary: `Take back: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}`,
      params: Params,
      response: { 204: Type.Null() },
    };
    app.delete(path, { schema: undoing }, async (request, reply) => {
      const { memberId } = signedIn(request);
      const isDone = await database.asSystem((tx) =>
        reopenOffer(platform, tx, memberId, request.params.id, what),
      );
      if (!isDone) throw gone();
      tell(platform.events, memberId, ...changed);
      return reply.code(204).send(null);
    });
  }
}
