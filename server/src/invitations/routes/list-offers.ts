import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { suppressionKey } from '../../consent/index.ts';
import { tell } from '../../live/index.ts';
import { ownIdentifiers, photoPath } from '../../members/index.ts';
import type { Transaction } from '../../platform/database.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { InvitationId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { type Offer, offersTo } from '../joining.ts';
import { lastWord } from '../last-word.ts';
import { accept, answer } from '../recipient.ts';

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

/**
 * Invitations that went to an address of the member's own and wait for an answer. Whoever joined by one link is connected with
 * that inviter alone; the others stand here, and are not told before the member accepts.
 */
export function listOffers(app: App, platform: Platform): void {
  const { database, secrets } = platform;
  const offersOf = async (tx: Transaction, memberId: MemberId): Promise<Offer[]> => {
    const own = await ownIdentifiers(tx, memberId);
    const keys = own.flatMap(({ kind, value }) => suppressionKey(secrets, kind, value) ?? []);
    return (await offersTo(platform, tx, keys)).filter(({ inviter }) => inviter.id !== memberId);
  };

  const list = {
    tags: ['invitations'],
    summary: 'Invitations you received and have not answered',
    response: { 200: Type.Object({ items: Type.Array(OfferItem) }) },
  };
  app.get('/api/invitations/received', { schema: list }, (request) => {
    const { memberId } = signedIn(request);
    return database.asSystem(async (tx) => {
      const offers = await offersOf(tx, memberId);
      return {
        items: offers.map(({ row, inviter }) => ({
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

  const summaries = {
    accept: 'Accept an invitation you received: you are connected',
    decline: 'Say no to an invitation you received; its inviter is not told',
  };
  for (const act of ['accept', 'decline'] as const)
    app.post(
      `/api/invitations/received/:id/${act}`,
      {
        schema: {
          tags: ['invitations'],
          summary: summaries[act],
          params: Params,
          response: { 204: Type.Null() },
        },
      },
      async (request, reply) => {
        const { memberId } = signedIn(request);
        await database.asSystem(async (tx) => {
          const offer = (await offersOf(tx, memberId)).find(({ row }) => row.id === request.params.id);
          if (offer === undefined)
            throw new KithError('invitation.gone', 'This invitation is no longer open.');
          const late = act === 'decline' && !(await lastWord(platform, tx, offer.row.recipient_key));
          const received = { ...offer, open: true, late };
          if (act === 'accept') await accept(platform, tx, received, { memberId });
          else await answer(platform, tx, received, 'decline', false);
        });
        tell(platform.events, memberId, 'invitations');
        return reply.code(204).send(null);
      },
    );
}
