import { sql } from 'kysely';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { requestConnections } from '../../connections/index.ts';
import { lockBook } from '../../contacts/index.ts';
import { memberCards } from '../../members/index.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { ContactId, ImportId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { requireImport } from '../require-import.ts';
import { countView, matches, noteSkipped, viewOf } from '../selection.ts';
import { setStep } from '../store.ts';

export const ReviewParams = Type.Object({ id: Type.Unsafe<ImportId>(Type.String({ format: 'uuid' })) });
export const Range = {
  offset: Type.Optional(Type.Integer({ minimum: 0, description: 'Default 0' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: 'Default 100' })),
};

const Person = Type.Object({
  contactId: Type.String(),
  memberId: Type.String(),
  name: Type.String(),
  headline: Type.Union([Type.String(), Type.Null()]),
  location: Type.Union([Type.String(), Type.Null()]),
  photo: Type.Union([Type.String(), Type.Null()]),
  contactName: Type.String(),
  selected: Type.Boolean(),
});

/** Step 1, people who are already here: the list, Add connections, Skip. */
export function listPeople(app: App, platform: Platform): void {
  const list = {
    tags: ['review'],
    summary: 'Step 1: the owner’s contacts who are members',
    params: ReviewParams,
    querystring: Type.Object({ q: Type.Optional(Type.String({ maxLength: 200 })), ...Range }),
    response: {
      200: Type.Object({
        total: Type.Integer(),
        matching: Type.Integer(),
        selected: Type.Integer(),
        matchingSelected: Type.Integer(),
        items: Type.Array(Person),
      }),
    },
  };
  app.get('/api/imports/:id/people', { schema: list }, (request) => {
    const { memberId: owner } = signedIn(request);
    const { id } = request.params;
    const { q, offset = 0, limit = 100 } = request.query;
    return platform.database.asMember(owner, async (tx) => {
      await requireImport(tx, owner, id);
      const filter = q === undefined ? {} : { q };
      const view = await viewOf(platform, tx, owner, id, 'here');
      const { byChannel: _, ...counts } = await countView(tx, view, filter);
      const { rows } = await sql<{
        contact_id: ContactId;
        member_id: MemberId;
        name: string;
        selected: boolean;
      }>`
        select c.contact_id, c.member_id, c.name, ${view.selected} as selected from ${view.from} and ${matches(filter)}
        order by c.sort_key, c.contact_id offset ${offset} limit ${limit}`.execute(tx);
      const members = await memberCards(
        tx,
        rows.map((row) => row.member_id),
      );
      const items = rows.flatMap((row) => {
        const member = members.get(row.member_id);
        return member === undefined
          ? []
          : [
              {
                contactId: row.contact_id,
                memberId: row.member_id,
                name: member.name,
                headline: member.headline,
                location: member.location,
                photo: member.photo,
                contactName: row.name,
                selected: row.selected,
              },
            ];
      });
      return { ...counts, items };
    });
  });

  const connect = {
    tags: ['review'],
    summary: 'Ask the selected members for a connection',
    params: ReviewParams,
    body: Type.Union([
      Type.Object({
        expected: Type.Optional(
          Type.Integer({
            minimum: 0,
            description: 'The number on the button; refused when it is another by now.',
          }),
        ),
      }),
      Type.Null(),
    ]),
    response: { 200: Type.Object({ requested: Type.Integer() }) },
  };
  app.post('/api/imports/:id/connect', { schema: connect }, async (request) => {
    const { memberId: owner } = signedIn(request);
    const { id } = request.params;
    return platform.database.asMember(owner, async (tx) => {
      // Before all else, for it takes people off the list, on which others set steps meanwhile.
      await lockBook(tx, owner);
      await requireImport(tx, owner, id);
      const view = await viewOf(platform, tx, owner, id, 'here');
      const { rows } = await sql<{
        contact_id: ContactId;
        member_id: MemberId;
      }>`select c.contact_id, c.member_id from ${view.from} and ${view.selected}`.execute(tx);
      const expected = request.body?.expected;
      if (expected !== undefined && expected !== rows.length)
        throw new KithError(
          'selection.changed',
          `There are ${rows.length} selected by now, not ${expected}.`,
        );
      const requested = await requestConnections(
        platform,
        tx,
        owner,
        rows.map((row) => row.member_id),
      );
      await setStep(
        tx,
        owner,
        rows.map((row) => row.contact_id),
        'done',
        'connected',
      );
      return { requested: requested.length };
    });
  });

  const skip = {
    tags: ['review'],
    summary: 'Leave a step without doing anything; all of it can be taken up later',
    params: ReviewParams,
    body: Type.Object({ step: Type.Union([Type.Literal('here'), Type.Literal('invite')]) }),
  };
  app.post('/api/imports/:id/skip', { schema: skip }, async (request, reply) => {
    const { memberId: owner } = signedIn(request);
    await platform.database.asMember(owner, async (tx) => {
      await requireImport(tx, owner, request.params.id);
      const { id } = request.params;
      await noteSkipped(tx, owner, id, request.body.step, platform.clock.now());
      if (request.body.step === 'invite' && platform.config.forgetContacts)
        await platform.jobs.enqueue('imports.forget', { ownerId: owner, importId: id }, { tx });
    });
    return reply.code(204).send();
  });
}
