import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { contactsWithIdentifiers } from '../../contacts/index.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { InvitationId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { againAt, askAgain } from '../again.ts';
import { askedOf, type OwnInvitation } from '../asked-store.ts';
import { addressesInBook } from './list-invitations.ts';

const Params = Type.Object({ id: Type.Unsafe<InvitationId>(Type.String({ format: 'uuid' })) });
const Step = Type.Object({
  what: Type.Union([
    Type.Literal('agreed'),
    Type.Literal('sent'),
    Type.Literal('reminder_due'),
    Type.Literal('reminder_turn'),
    Type.Literal('reminder_withdrawn'),
    Type.Literal('accepted'),
    Type.Literal('withdrawn'),
    Type.Literal('expired'),
  ]),
  at: Type.String(),
  reminder: Type.Optional(Type.Integer()),
});
const Asked = Type.Object({
  id: Type.String(),
  channel: Type.Union([Type.Literal('email'), Type.Literal('text')]),
  message: Type.Object({
    version: Type.String(),
    subject: Type.String(),
    text: Type.String({ description: 'As it was agreed to, with a placeholder for the recipient’s own key' }),
  }),
  steps: Type.Array(Step, { description: 'In the order of time' }),
});

/** What the inviter may know of one recipient, and the way to ask once more. */
export function readInvitation(app: App, platform: Platform): void {
  const read = {
    tags: ['invitations'],
    summary: 'What you agreed to and what became of it, for the recipient of an invitation',
    params: Params,
    response: {
      200: Type.Object({
        id: Type.String(),
        name: Type.String(),
        value: Type.Optional(Type.String()),
        againAt: Type.Optional(
          Type.String({ description: 'From when the same address can be invited again' }),
        ),
        others: Type.Array(Type.Object({ position: Type.Integer(), value: Type.String() }), {
          description: 'Other addresses and numbers of the contact, to which an invitation can go at once',
        }),
        asked: Type.Array(Asked, { description: 'Every invitation to this recipient, the newest first' }),
      }),
    },
  };
  app.get('/api/invitations/:id', { schema: read }, (request) => {
    const { memberId } = signedIn(request);
    return platform.database.asMember(memberId, async (tx) => {
      const rows = await askedOf(tx, memberId, request.params.id);
      const row = rows.find(({ id }) => id === request.params.id);
      const [newest] = rows;
      if (row === undefined || newest === undefined)
        throw new KithError('request.not_found', 'There is no such invitation.');
      const value = (await addressesInBook(platform, tx, memberId, [row])).get(row.id);
      const [contact] = await contactsWithIdentifiers(
        tx,
        memberId,
        row.contact_id === null ? [] : [row.contact_id],
      );
      const canAsk = newest.sent_at !== null && newest.accepted_at === null && contact !== undefined;
      return {
        id: row.id,
        name: contact?.name ?? row.recipient_name ?? '',
        ...(value === undefined ? {} : { value }),
        ...(canAsk && newest.sent_at !== null
          ? { againAt: againAt(platform, newest.sent_at).toISOString() }
          : {}),
        others: canAsk
          ? contact.identifiers.flatMap((one, position) =>
              one.value === value ? [] : [{ position, value: one.value }],
            )
          : [],
        asked: rows.map((one) => ({
          id: one.id,
          channel: one.channel,
          message: {
            version: one.message.version,
            subject: one.message.subject,
            text: one.channel === 'text' ? one.message.short : one.message.text,
          },
          steps: stepsOf(one),
        })),
      };
    });
  });

  const again = {
    tags: ['invitations'],
    summary: 'Prepare a new invitation to the same contact; the review asks for a new permission',
    params: Params,
    body: Type.Object({
      position: Type.Optional(
        Type.Integer({ minimum: 0, description: 'Of the contact’s addresses; the same without it' }),
      ),
    }),
    response: { 200: Type.Object({ importId: Type.String() }) },
  };
  app.post('/api/invitations/:id/again', { schema: again }, (request) => {
    const { memberId } = signedIn(request);
    const { position } = request.body;
    return platform.database.asMember(memberId, async (tx) => ({
      importId: await askAgain(platform, tx, memberId, request.params.id, position),
    }));
  });
}

/** Nothing of a recipient's no, of a message that came back, or of others who invite: a turn looks the same whatever came of it. */
function stepsOf(row: OwnInvitation) {
  const ended = row.accepted_at ?? row.withdrawn_at ?? row.expired_at;
  const steps = [
    { what: 'agreed' as const, at: row.created_at },
    { what: 'sent' as const, at: row.sent_at },
    ...row.reminder_turns.map(({ sequence, due_at, turned_at, withdrawn_at }) =>
      withdrawn_at !== null
        ? { what: 'reminder_withdrawn' as const, at: withdrawn_at, reminder: sequence }
        : turned_at !== null
          ? { what: 'reminder_turn' as const, at: turned_at, reminder: sequence }
          : { what: 'reminder_due' as const, at: ended === null ? due_at : null, reminder: sequence },
    ),
    { what: 'accepted' as const, at: row.accepted_at },
    { what: 'withdrawn' as const, at: row.withdrawn_at },
    { what: 'expired' as const, at: row.expired_at },
  ];
  return steps
    .flatMap(({ at, ...step }) => (at === null ? [] : [{ ...step, at: at.toISOString() }]))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
