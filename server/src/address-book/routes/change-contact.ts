import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { EDITABLE } from '../../contacts/index.ts';
import { tell } from '../../live/index.ts';
import { regionOf } from '../../members/index.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { actOnContacts } from '../bulk.ts';
import { ContactDetail, contactDetail } from '../detail.ts';
import { addContact, editContact } from '../edit.ts';
import { Said } from '../said.ts';
import { ContactParams } from './read-contact.ts';

/** POST /api/contacts adds one by hand; PATCH and DELETE /api/contacts/:id change it, and put it into the trash. */
export function changeContacts(app: App, platform: Platform): void {
  const { database, events } = platform;
  const add = {
    tags: ['contacts'],
    summary: 'Add a contact by hand',
    body: Type.Object({ fields: Said }, { additionalProperties: false }),
    response: { 201: ContactDetail },
  };
  app.post('/api/contacts', { schema: add }, async (request, reply) => {
    const { memberId: owner } = signedIn(request);
    const region = await regionOf(platform, owner);
    const id = await database.asMember(owner, (tx) =>
      addContact(platform, tx, owner, request.body.fields, region),
    );
    tell(events, owner, 'contacts');
    return reply
      .code(201)
      .send(await database.asMember(owner, (tx) => contactDetail(platform, tx, owner, id)));
  });

  const change = {
    tags: ['contacts'],
    summary: 'Change a contact: the owner’s word over what its sources say',
    description:
      'Labels and the star are put on and taken off by POST /api/contacts/bulk, each by itself: two who do so never undo what the other did.',
    params: ContactParams,
    body: Type.Object(
      {
        version: Type.Integer({ description: 'The version that was read.' }),
        fields: Type.Optional(Said),
        revert: Type.Optional(
          Type.Array(Type.Union(EDITABLE.map((field) => Type.Literal(field))), {
            maxItems: EDITABLE.length,
            description: 'Fields that are to be what the sources say again.',
          }),
        ),
      },
      { additionalProperties: false },
    ),
    response: {
      200: ContactDetail,
      409: Type.Object(
        {
          type: Type.String(),
          title: Type.String(),
          status: Type.Integer(),
          code: Type.Literal('contact.changed'),
          request: Type.String(),
          changed: Type.Array(Type.String(), {
            description:
              'Fields that were edited since, or on which a source has another word; none where the trash changed it.',
          }),
          current: ContactDetail,
        },
        { description: 'Changed elsewhere since it was read; nothing was written.' },
      ),
    },
  };
  app.patch('/api/contacts/:id', { schema: change }, async (request, reply) => {
    const { memberId: owner } = signedIn(request);
    const { id } = request.params;
    const region = await regionOf(platform, owner);
    const outcome = await database.asMember(owner, (tx) =>
      editContact(platform, tx, owner, id, request.body, region),
    );
    const current = await database.asMember(owner, (tx) => contactDetail(platform, tx, owner, id));
    if (outcome.kind === 'stale')
      return reply
        .code(409)
        .type('application/problem+json')
        .send({
          type: 'urn:kith:contact.changed',
          title: 'This contact was changed elsewhere since you opened it. Nothing was written.',
          status: 409,
          code: 'contact.changed' as const,
          request: request.id,
          changed: [...outcome.changed],
          current,
        });
    tell(events, owner, 'contacts');
    return current;
  });

  const remove = {
    tags: ['contacts'],
    summary: 'Put a contact into the trash, where it stays for 30 days',
    params: ContactParams,
    response: {
      200: Type.Object({ undo: Type.Optional(Type.String({ format: 'uuid' })) }),
    },
  };
  app.delete('/api/contacts/:id', { schema: remove }, async (request) => {
    const { memberId: owner } = signedIn(request);
    const { id } = request.params;
    const { row } = await database.asMember(owner, async (tx) => {
      // Whoever is not there is said to be so, and not that nobody was chosen.
      await contactDetail(platform, tx, owner, id);
      return actOnContacts(platform, tx, owner, { ids: [id] }, 'trash', undefined);
    });
    tell(events, owner, 'contacts');
    return row === undefined ? {} : { undo: row.id };
  });
}
