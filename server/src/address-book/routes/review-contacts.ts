import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { lockBook } from '../../contacts/index.ts';
import { openBookReview } from '../../imports/index.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { ContactSelection } from '../filter.ts';
import { selectedContacts } from '../find.ts';

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
      body: Type.Object({ selection: ContactSelection }),
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
      const { id, ...counts } = await platform.database.asMember(owner, async (tx) => {
        await lockBook(tx, owner);
        const { selected } = await selectedContacts(platform, tx, owner, request.body.selection);
        const ids = selected.map((entry) => entry.id);
        return openBookReview(platform, tx, owner, ids, act);
      });
      return reply.code(201).send({ importId: id, ...counts });
    });
  }
}
