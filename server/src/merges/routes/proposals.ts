import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { tell } from '../../live/index.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { ContactId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { expectSome } from '../merge.ts';
import { besideEachOther, Proposal, proposalsOf, sayDistinct } from '../proposal.ts';

const Id = Type.Unsafe<ContactId>(Type.String({ format: 'uuid' }));

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** GET /api/proposals and /api/merges/beside; POST /api/proposals/not-same, which `undo` takes back. */
export function proposals(app: App, platform: Platform): void {
  const list = {
    tags: ['contacts'],
    summary: 'Contacts that are likely one, side by side, the surest first',
    querystring: Type.Object({
      contact: Type.Optional(
        Type.Unsafe<ContactId>(Type.String({ format: 'uuid', description: 'Those of this contact.' })),
      ),
      offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 5000 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
    }),
    response: {
      200: Type.Object({
        items: Type.Array(Proposal),
        total: Type.Integer(),
        certain: Type.Integer({ description: 'Of all, those that may be merged in one press.' }),
        searching: Type.Boolean({ description: 'The book changed, and is being looked through.' }),
        looked: Type.Optional(Type.Number({ description: 'How far that is, from 0 to 1.' })),
      }),
    },
  };
  app.get('/api/proposals', { schema: list }, (request) => {
    const { contact, offset = 0, limit = 20 } = request.query;
    return proposalsOf(platform, signedIn(request).memberId, {
      ...(contact === undefined ? {} : { of: contact }),
      offset,
      limit,
    });
  });

  const beside = {
    tags: ['contacts'],
    summary: 'Contacts of one’s choice side by side, to be merged',
    querystring: Type.Object({
      contacts: Type.String({ description: 'Their ids, joined by commas: at most 50.' }),
    }),
    response: { 200: Proposal },
  };
  app.get('/api/merges/beside', { schema: beside }, (request) => {
    const { memberId: owner } = signedIn(request);
    // Safe: an id that is no contact's finds none.
    const ids = [...new Set(request.query.contacts.split(','))].filter((id) => uuid.test(id)) as ContactId[];
    expectSome(ids);
    return platform.database.asMember(owner, (tx) => besideEachOther(tx, owner, ids));
  });

  const notSame = {
    tags: ['contacts'],
    summary: 'Say that two contacts are not the same, also when they are imported again',
    body: Type.Object({
      contactIds: Type.Array(Id, { minItems: 2, maxItems: 2 }),
      undo: Type.Optional(Type.Boolean({ description: 'Take it back.' })),
    }),
    response: { 204: Type.Null() },
  };
  app.post('/api/proposals/not-same', { schema: notSame }, async (request, reply) => {
    const { memberId: owner } = signedIn(request);
    const [a, b] = request.body.contactIds;
    if (a === undefined || b === undefined || a === b)
      throw new KithError('request.invalid', 'Name two contacts.');
    await platform.database.asMember(owner, (tx) =>
      sayDistinct(platform, tx, owner, [a, b], request.body.undo !== true),
    );
    tell(platform.events, owner, 'contacts');
    return reply.code(204).send(null);
  });
}
