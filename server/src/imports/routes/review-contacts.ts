import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { ContactId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { openBookReview } from '../book-review.ts';

const summaries = {
  connect: 'Open a review of contacts, to connect with those who are here',
  invite: 'Open a review of contacts, to invite those who are not here',
};

/**
 * POST /api/contacts/invite and /api/contacts/connect: a review of contacts of whatever import, or of none. Nothing is sent: the
 * review's own steps, message and press come first, as after an import.
 */
export function reviewContacts(app: App, platform: Platform): void {
  for (const act of ['connect', 'invite'] as const) {
    const schema = {
      tags: ['contacts'],
      summary: summaries[act],
      body: Type.Object({
        selection: Type.Object({
          ids: Type.Array(Type.Unsafe<ContactId>(Type.String({ format: 'uuid' })), { maxItems: 10_000 }),
        }),
      }),
      response: {
        201: Type.Object({
          importId: Type.String({ description: 'Of the review: it goes on at /imports/{importId}' }),
          here: Type.Integer({ description: 'Are members: step 1' }),
          invite: Type.Integer({ description: 'Can be invited: step 2' }),
          other: Type.Integer({ description: 'Stand apart, each with its reason' }),
          done: Type.Integer({ description: 'Are connected, asked or invited already' }),
        }),
      },
    };
    app.post(`/api/contacts/${act}`, { schema }, async (request, reply) => {
      const { memberId: owner } = signedIn(request);
      const { ids } = request.body.selection;
      const { id, ...counts } = await platform.database.asMember(owner, async (tx) => {
        const review = await openBookReview(platform, tx, owner, ids, act);
        if (review.here + review.invite + review.other + review.done === 0)
          throw new KithError('selection.empty', 'None of these contacts is in your address book.');
        return review;
      });
      return reply.code(201).send({ importId: id, ...counts });
    });
  }
}
