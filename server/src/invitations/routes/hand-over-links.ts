import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { tell } from '../../live/index.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { BatchId, InvitationId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { tokenOf } from '../draft.ts';
import { openLinks, takeLink } from '../link-store.ts';
import { withToken } from '../messages/invitation.ts';
import { addressesInBook } from './list-invitations.ts';

const pageSize = 100;

const TakenBy = Type.Union([
  Type.Literal('mail'),
  Type.Literal('text'),
  Type.Literal('share'),
  Type.Literal('copy'),
  Type.Literal('qr'),
]);
const Link = Type.Object({
  id: Type.String(),
  name: Type.String(),
  value: Type.Optional(
    Type.String({ description: 'The address or number, where the address book still has it' }),
  ),
  channel: Type.Union([Type.Literal('email'), Type.Literal('text')]),
  state: Type.Union([Type.Literal('made'), Type.Literal('taken')]),
  link: Type.String({ description: 'For this person alone' }),
  subject: Type.String(),
  text: Type.String({
    description: 'The message as it was permitted, with the link: short where it goes to a number',
  }),
  takenBy: Type.Optional(TakenBy),
  createdAt: Type.String(),
});

/**
 * Personal links, which the member sends by their own mail program, phone or mouth. Kith learns that a link was taken, never
 * that it was sent.
 */
export function handOverLinks(app: App, platform: Platform): void {
  const list = {
    tags: ['invitations'],
    summary: 'Personal links that work, with what to send, in the order they were made',
    querystring: Type.Object({
      batch: Type.Optional(Type.Unsafe<BatchId>(Type.String({ format: 'uuid' }))),
      cursor: Type.Optional(Type.Unsafe<InvitationId>(Type.String({ format: 'uuid' }))),
    }),
    response: {
      200: Type.Object({
        items: Type.Array(Link),
        total: Type.Integer(),
        next: Type.Optional(Type.String()),
      }),
    },
  };
  app.get('/api/links', { schema: list }, (request) => {
    const { memberId } = signedIn(request);
    const { batch, cursor } = request.query;
    return platform.database.asMember(memberId, async (tx) => {
      const { rows, total } = await openLinks(tx, memberId, batch, cursor, pageSize + 1);
      const page = rows.slice(0, pageSize);
      const last = page.at(-1);
      const values = await addressesInBook(platform, tx, memberId, page);
      const items = page.flatMap((row) => {
        const message = withToken(row.message, tokenOf(platform, row.id));
        const value = values.get(row.id);
        if (message.own === undefined) return [];
        return {
          id: row.id,
          name: row.name ?? '',
          ...(value === undefined ? {} : { value }),
          channel: row.channel,
          state: row.taken_at === null ? ('made' as const) : ('taken' as const),
          link: message.link,
          subject: message.own.subject,
          text: row.channel === 'text' ? message.own.short : message.own.text,
          ...(row.taken_by === null ? {} : { takenBy: row.taken_by }),
          createdAt: row.created_at.toISOString(),
        };
      });
      return { items, total, ...(rows.length > pageSize && last !== undefined ? { next: last.id } : {}) };
    });
  });

  const take = {
    tags: ['invitations'],
    summary: 'The member took a personal link to hand it over; again is the same',
    params: Type.Object({ id: Type.Unsafe<InvitationId>(Type.String({ format: 'uuid' })) }),
    body: Type.Object({ by: TakenBy }),
  };
  app.post('/api/links/:id/taken', { schema: take }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { clock, database } = platform;
    const taken = await database.asMember(memberId, (tx) =>
      takeLink(tx, memberId, request.params.id, request.body.by, clock.now()),
    );
    if (!taken) throw new KithError('request.not_found', 'There is no such link, or it works no more.');
    tell(platform.events, memberId, 'invitations');
    return reply.code(204).send();
  });
}
