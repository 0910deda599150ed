import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { EDITABLE } from '../../contacts/index.ts';
import { tell } from '../../live/index.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { ContactId, MergeId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { mergeContacts, undoMerge } from '../merge.ts';
import { mergeCertain } from '../proposal.ts';
import { mergesOf } from '../store.ts';

const Id = Type.Unsafe<ContactId>(Type.String({ format: 'uuid' }));
const Choices = Type.Partial(
  // Safe: one entry for each field, all of one schema.
  Type.Object(
    Object.fromEntries(EDITABLE.map((field) => [field, Id])) as Record<(typeof EDITABLE)[number], typeof Id>,
  ),
);

/** GET and POST /api/merges, POST /api/merges/certain, POST /api/merges/:id/undo. */
export function merges(app: App, platform: Platform): void {
  const { database, events } = platform;
  const list = {
    tags: ['contacts'],
    summary: 'Merges that stand, the latest first; each can be undone',
    response: {
      200: Type.Object({
        items: Type.Array(
          Type.Object({
            id: Type.String(),
            name: Type.String(),
            contacts: Type.Integer(),
            mergedAt: Type.String({ format: 'date-time' }),
          }),
        ),
      }),
    },
  };
  app.get('/api/merges', { schema: list }, async (request) => {
    const { memberId: owner } = signedIn(request);
    const rows = await database.asMember(owner, (tx) => mergesOf(tx, owner, 200));
    return {
      items: rows.map(({ id, name, contacts, merged_at: at }) => ({
        id,
        name,
        contacts,
        mergedAt: at.toISOString(),
      })),
    };
  });

  const create = {
    tags: ['contacts'],
    summary: 'Make one contact of several',
    body: Type.Object(
      {
        contactIds: Type.Array(Id, { minItems: 2, maxItems: 10_000 }),
        keep: Type.Unsafe<ContactId>(
          Type.String({
            format: 'uuid',
            description: 'Which of them stays; it has the names unless `fields` says otherwise.',
          }),
        ),
        fields: Type.Optional(Choices),
      },
      { additionalProperties: false },
    ),
    response: { 201: Type.Object({ id: Type.String() }) },
  };
  app.post('/api/merges', { schema: create }, async (request, reply) => {
    const { memberId: owner } = signedIn(request);
    const { contactIds, keep, fields = {} } = request.body;
    const id = await database.asMember(owner, (tx) =>
      mergeContacts(platform, tx, owner, [{ contactIds, keep, fields }]),
    );
    tell(events, owner, 'contacts');
    return reply.code(201).send({ id });
  });

  const certain = {
    tags: ['contacts'],
    summary: 'Merge the proposals that are certain, at most 200 by one press',
    response: {
      200: Type.Object({
        id: Type.Optional(Type.String({ description: 'Undoes them all.' })),
        merged: Type.Integer(),
        left: Type.Integer(),
      }),
    },
  };
  app.post('/api/merges/certain', { schema: certain }, async (request) => {
    const { memberId: owner } = signedIn(request);
    const done = await database.asMember(owner, (tx) => mergeCertain(platform, tx, owner));
    tell(events, owner, 'contacts');
    return done;
  });

  const undo = {
    tags: ['contacts'],
    summary: 'Part what a merge, or one press, made one',
    params: Type.Object({ id: Type.Unsafe<MergeId>(Type.String({ format: 'uuid' })) }),
    response: { 204: Type.Null() },
  };
  app.post('/api/merges/:id/undo', { schema: undo }, async (request, reply) => {
    const { memberId: owner } = signedIn(request);
    await database.asMember(owner, (tx) => undoMerge(platform, tx, owner, request.params.id));
    tell(events, owner, 'contacts');
    return reply.code(204).send(null);
  });
}
