import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { takenBackFor } from '../../connections/index.ts';
import { suppressionKey } from '../../consent/index.ts';
import { contactsWithIdentifiers, lockBook } from '../../contacts/index.ts';
import { tell } from '../../live/index.ts';
import { after } from '../../platform/clock.ts';
import { onCommit, type Transaction } from '../../platform/database.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { ContactId, InvitationId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { markInvited, reopen } from '../../review/index.ts';
import { againAt } from '../again.ts';
import { reachesAsciiAlone } from '../delivery-store.ts';
import { nextReminders, withdrawReminders } from '../reminder-store.ts';
import { type InvitationRow, listInvitations } from '../store.ts';
import { openOf, restoreWithdrawn, withdrawSome } from '../withdrawal-store.ts';

const State = Type.Union([
  Type.Literal('queued'),
  Type.Literal('sent'),
  Type.Literal('unknown'),
  Type.Literal('made'),
  Type.Literal('taken'),
  Type.Literal('accepted'),
  Type.Literal('withdrawn'),
  Type.Literal('expired'),
]);
const Invitation = Type.Object({
  id: Type.String(),
  name: Type.String(),
  value: Type.Optional(
    Type.String({
      description: 'The address, where the address book still has it; not shown once the invitation ended',
    }),
  ),
  channel: Type.Union([Type.Literal('email'), Type.Literal('text')]),
  way: Type.Union([Type.Literal('relay'), Type.Literal('self')]),
  state: State,
  unreachable: Type.Optional(
    Type.Boolean({ description: 'The mail server of this network cannot reach addresses like this one' }),
  ),
  wordsChanged: Type.Optional(
    Type.Boolean({
      description: 'Never sent: the message in the queue was not the one that was agreed to any more',
    }),
  ),
  createdAt: Type.String(),
  againAt: Type.Optional(
    Type.String({ description: 'From when the same address can be invited again; there once it was sent' }),
  ),
  reminderDue: Type.Optional(Type.String({ description: 'When the next reminder goes, if nobody answers' })),
});

/** So many are withdrawn in one transaction. */
const mostAtOnce = 5000;

/**
 * Invitations sent, and links made. The inviter learns Queued, Sent, Accepted, Withdrawn and Expired, of a message whose wire broke
 * that it may not have arrived, of a link whether it was made or taken, and nothing else.
 */
export function listSent(app: App, platform: Platform): void {
  const list = {
    tags: ['invitations'],
    summary: 'Invitations sent, the newest first',
    querystring: Type.Object({
      state: Type.Optional(
        Type.Union([State, Type.Literal('pending')], {
          description: '`pending`: those that wait for an answer, whatever their state',
        }),
      ),
      cursor: Type.Optional(Type.Unsafe<InvitationId>(Type.String({ format: 'uuid' }))),
    }),
    response: { 200: Type.Object({ items: Type.Array(Invitation), next: Type.Optional(Type.String()) }) },
  };
  app.get('/api/invitations', { schema: list }, (request) => {
    const { memberId } = signedIn(request);
    const { state, cursor } = request.query;
    return platform.database.asMember(memberId, async (tx) => {
      const rows = await listInvitations(tx, memberId, state, cursor, 101);
      const page = rows.slice(0, 100);
      const last = page.at(-1);
      const written = await addressesInBook(platform, tx, memberId, page);
      const reminders = await nextReminders(
        tx,
        page.map(({ id }) => id),
      );
      const ascii = await reachesAsciiAlone(tx, platform.clock.now());
      const items = page.map((row) => ({
        id: row.id,
        name: row.kept_name ?? '',
        ...(written.has(row.id) && row.state !== 'withdrawn' && row.state !== 'expired'
          ? { value: written.get(row.id) }
          : {}),
        channel: row.channel,
        way: row.way,
        state: row.state,
        // By the address alone, so that it tells nothing of the recipient.
        ...(ascii && row.state === 'sent' && /[^\0-\x7f]/.test(written.get(row.id) ?? '')
          ? { unreachable: true }
          : {}),
        ...(row.words_changed_at === null ? {} : { wordsChanged: true }),
        createdAt: row.created_at.toISOString(),
        ...(row.sent_at === null || row.accepted_at !== null
          ? {}
          : { againAt: againAt(platform, row.sent_at).toISOString() }),
        ...(reminders.has(row.id) && (row.state === 'sent' || row.state === 'queued')
          ? { reminderDue: reminders.get(row.id)?.toISOString() }
          : {}),
      }));
      return { items, ...(rows.length > 100 && last !== undefined ? { next: last.id } : {}) };
    });
  });

  const Ids = Type.Object({
    ids: Type.Array(Type.Unsafe<InvitationId>(Type.String({ format: 'uuid' })), { maxItems: 1000 }),
  });
  const withdraw = {
    tags: ['invitations'],
    summary: 'Withdraw invitations that were not accepted',
    body: Type.Union([Ids, Type.Object({ allPending: Type.Literal(true), except: Ids.properties.ids })]),
    response: {
      200: Type.Object({
        withdrawn: Type.Integer(),
        withdrawnAt: Type.String({ description: 'Names this withdrawal for its undo' }),
        more: Type.Boolean({ description: 'There were more than fit: ask once more' }),
      }),
    },
  };
  app.post('/api/invitations/withdraw', { schema: withdraw }, (request) => {
    const { memberId } = signedIn(request);
    return platform.database.asMember(memberId, async (tx) => {
      await lockBook(tx, memberId);
      const now = platform.clock.now();
      const { body } = request;
      const ids = 'ids' in body ? body.ids : await openOf(tx, memberId, body.except, mostAtOnce + 1);
      const { withdrawn, unsent } = await withdrawSome(tx, memberId, ids.slice(0, mostAtOnce), now);
      await reopen(platform, tx, memberId, unsent);
      onCommit(tx, () => tell(platform.events, memberId, 'invitations', 'contacts'));
      return { withdrawn, withdrawnAt: now.toISOString(), more: ids.length > mostAtOnce };
    });
  });

  const undo = {
    tags: ['invitations'],
    summary: 'Take a withdrawal back, within a minute',
    body: Type.Object({ withdrawnAt: Type.String({ format: 'date-time' }) }),
    response: { 200: Type.Object({ restored: Type.Integer() }) },
  };
  app.post('/api/invitations/withdraw/undo', { schema: undo }, (request) => {
    const { memberId } = signedIn(request);
    return platform.database.asMember(memberId, async (tx) => {
      const now = platform.clock.now();
      const withdrawnAt = new Date(request.body.withdrawnAt);
      if (withdrawnAt <= after(now, -takenBackFor))
        throw new KithError('send.undo_over', 'That was too long ago. Invite them anew.');
      await lockBook(tx, memberId);
      const { restored, unsent } = await restoreWithdrawn(tx, memberId, withdrawnAt, now);
      await markInvited(tx, memberId, unsent);
      onCommit(tx, () => tell(platform.events, memberId, 'invitations', 'contacts'));
      return { restored };
    });
  });

  const noReminders = {
    tags: ['invitations'],
    summary: 'No reminder after all; the invitations stay',
    body: Ids,
    response: { 200: Type.Object({ withdrawn: Type.Integer() }) },
  };
  app.post('/api/invitations/withdraw-reminders', { schema: noReminders }, (request) => {
    const { memberId } = signedIn(request);
    return platform.database.asMember(memberId, async (tx) => ({
      withdrawn: await withdrawReminders(tx, memberId, request.body.ids, platform.clock.now()),
    }));
  });
}

/**
 * Where each invitation went, as the inviter's own address book says: an invitation whose recipient had the address deleted
 * looks like any other.
 */
export async function addressesInBook(
  { secrets }: Platform,
  tx: Transaction,
  inviter: MemberId,
  rows: readonly InvitationRow[],
): Promise<ReadonlyMap<InvitationId, string>> {
  const ids = rows.flatMap((row): ContactId[] => (row.contact_id === null ? [] : [row.contact_id]));
  const contacts = await contactsWithIdentifiers(tx, inviter, ids);
  const identifiers = new Map(contacts.map((contact) => [contact.id, contact.identifiers]));
  return new Map(
    rows.flatMap((row): [InvitationId, string][] => {
      const ofContact = row.contact_id === null ? [] : (identifiers.get(row.contact_id) ?? []);
      const found = ofContact.find(({ kind, value }) =>
        suppressionKey(secrets, kind, value)?.equals(row.recipient_key),
      );
      return found === undefined ? [] : [[row.id, found.value]];
    }),
  );
}
