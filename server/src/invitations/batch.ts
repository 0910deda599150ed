import { type Static, Type } from 'typebox';
import { keptOutKeys } from '../connections/index.ts';
import {
  authorise,
  type Place,
  placeOf,
  quotaOf,
  suppressionKey,
  judge as verdictOn,
  wayTo,
} from '../consent/index.ts';
import { tell } from '../live/index.ts';
import { after } from '../platform/clock.ts';
import { onCommit, type Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { Session } from '../platform/http/session.ts';
import type { BatchId, ContactId, ImportId, InvitationId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { tokenHash } from '../platform/secrets.ts';
import {
  countSelected,
  markInvited,
  reopen,
  type SelectedInvitee,
  selectedInvitees,
} from '../review/index.ts';
import { resting } from './again.ts';
import { askedSince } from './asked-store.ts';
import { draft, tokenOf } from './draft.ts';
import type { Locale } from './languages.ts';
import { messageHash } from './messages/invitation.ts';
import { insertReminders } from './reminder-store.ts';
import { statementIn } from './statement.ts';
import {
  type BatchCounts,
  type BatchRow,
  batchByKey,
  countBatch,
  deleteInvitations,
  findBatch,
  hasBegun,
  insertBatch,
  insertInvitations,
  lockBatch,
  type NewInvitation,
  openRecipients,
  type Reminder,
  standingOf,
  updateBatch,
  withdrawUnsent,
} from './store.ts';

/** The undo window can be held open, as by a member who reads with the button in focus, for so long. */
export const longestHold = 300;
const pageSize = 5000;

export const Batch = Type.Object({
  id: Type.String(),
  count: Type.Integer(),
  createdAt: Type.String(),
  undoUntil: Type.String(),
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('sending'),
    Type.Literal('sent'),
    Type.Literal('made'),
    Type.Literal('undone'),
    Type.Literal('withdrawn'),
  ]),
  queued: Type.Integer(),
  sent: Type.Integer(),
  withdrawn: Type.Integer(),
  links: Type.Integer({
    description: 'Personal links that the member hands over; Kith sends nothing for them',
  }),
});
export type Batch = Static<typeof Batch>;

export interface SendRequest {
  readonly note?: string;
  readonly locale?: Locale;
  readonly expected: number;
  readonly confirmLarge?: boolean;
  readonly reminders?: readonly Reminder['sequence'][];
  readonly messageHash: string;
  /** What the member states of those whose law asks for their own consent first; without it they get links. */
  readonly statement?: string;
  readonly idempotencyKey?: string;
}

type Recipient = NewInvitation & { readonly place: Place };

/**
 * The member pressed Send: records the permission, makes the invitations and queues them behind the undo window, all
 * in one transaction. Nothing has left when it ends.
 *
 * @throws {KithError} `selection.empty`, `selection.changed`, `selection.large_unconfirmed`, `send.quota`, `send.law`, `invitation.too_soon`,
 *   `send.paused`, `send.closed`, `send.reminder_refused`, `note.refused`
 */
export async function createBatch(
  platform: Platform,
  session: Session,
  importId: ImportId,
  request: SendRequest,
): Promise<Batch> {
  const { memberId: inviter } = session;
  return platform.database.asMember(inviter, async (tx) => {
    const before =
      request.idempotencyKey === undefined
        ? undefined
        : await batchByKey(tx, inviter, request.idempotencyKey);
    if (before !== undefined) return describe(platform, tx, before);
    const { message, reminders, note, locale, hash } = await draft(platform, tx, inviter, request);
    const { count } = await countSelected(platform, tx, inviter, importId);
    judge(platform, count, request);
    if (hash.toString('hex') !== request.messageHash) {
      throw new KithError(
        'selection.changed',
        'The message changed since you saw it. Look at it again before you send.',
      );
    }
    const now = platform.clock.now();
    const id = platform.ids.next<BatchId>();
    const later = reminders.map(({ sequence, days, message }) => ({
      sequence,
      messageHash: messageHash(message),
      due: after(now, days * 86_400),
    }));
    const stated = statementIn(request);
    const made = await recipientsOf(platform, tx, inviter, importId, { count, stated: stated !== undefined });
    const standing = await standingOf(tx, inviter, now);
    const refused = new Set<InvitationId>();
    const held = new Set<InvitationId>();
    const asked = await askedSince(tx, inviter, undefined);
    const actOf = (one: Recipient) => (asked.has(one.recipient_key.toString('hex')) ? 'resend' : 'invite');
    const kinds = (['email', 'text', 'self_email', 'self_text'] as const).flatMap((channel) =>
      (['invite', 'resend'] as const).map((act) => ({ channel, act })),
    );
    for (const { channel, act } of kinds) {
      const recipients = made
        .filter((one) => (one.way === 'self' ? (`self_${one.channel}` as const) : one.channel) === channel)
        .filter((one) => actOf(one) === act)
        .map((one) => ({ invitationId: one.id, key: one.recipient_key, place: one.place }));
      if (recipients.length === 0) continue;
      const answers = await authorise(platform, tx, {
        memberId: inviter,
        sessionId: session.id,
        act,
        channel,
        recipients,
        stated,
        standing,
        messageVersion: message.version,
        messageHash: messageHash(message),
        note,
        locale,
        mention: channel === 'email' ? message.mention : undefined,
        later: channel === 'email' ? later : [],
      });
      for (const { kind, invitationId } of answers) {
        switch (kind) {
          case 'quota':
          case 'stopped':
            throw await tooMany(platform, tx, inviter);
          case 'stated':
          case 'self':
          case 'never':
            held.add(invitationId);
            break;
          case 'same_recipient':
            refused.add(invitationId);
            break;
          // A suppressed recipient's invitation has no permit: it looks sent at its turn, and no message can be made of it.
          // A link to one is like any other; the inviter, who can open it, would learn the rest.
          case 'suppressed':
          case 'permit':
            break;
        }
      }
    }
    const going = made.filter((one) => !held.has(one.id));
    if (going.length === 0 && held.size > 0)
      throw new KithError(
        'send.law',
        'Where these people live, the law lets a network write only to people who asked for it.',
      );
    const kept = going.filter((one) => !refused.has(one.id));
    await insertBatch(tx, {
      id,
      inviter_id: inviter,
      import_id: importId,
      idempotency_key: request.idempotencyKey ?? null,
      count: kept.length,
      message,
      reminders,
      created_at: now,
      undo_until: after(now, platform.config.undoSeconds),
    });
    await insertInvitations(
      tx,
      {
        batch_id: id,
        inviter_id: inviter,
        note: note ?? null,
        locale,
        created_at: now,
        expires_at: after(now, platform.config.invitationDays * 86_400),
      },
      kept,
    );
    await insertReminders(
      tx,
      kept
        .filter(
          ({ way, channel, place }) =>
            way === 'relay' && verdictOn(platform, 'remind', channel, place) === 'yes',
        )
        .map((one) => one.id),
      later,
    );
    await markInvited(
      tx,
      inviter,
      going.flatMap((one): ContactId[] => (one.contact_id === null ? [] : [one.contact_id])),
    );
    const row = await findBatch(tx, id, inviter);
    if (row === undefined) throw new TypeError('a batch vanished in its own transaction');
    const afterwards = { startAfter: row.undo_until, tx };
    if (going.some(({ way }) => way === 'relay'))
      await platform.jobs.enqueue('invitations.send', { batchId: id }, afterwards);
    if (platform.config.forgetContacts)
      await platform.jobs.enqueue('invitations.review-ended', { batchId: id }, afterwards);
    onCommit(tx, () => tell(platform.events, inviter, 'invitations', 'contacts'));
    return describe(platform, tx, row);
  });
}

function changed(count: number): KithError {
  return new KithError(
    'selection.changed',
    `The selection changed: it is ${count} people now. Look at it again before you send.`,
  );
}

function judge({ config }: Platform, count: number, request: SendRequest): void {
  if (count === 0) throw new KithError('selection.empty', 'Nobody is selected. Choose at least one person.');
  if (count !== request.expected) throw changed(count);
  if (count > config.largeSend && request.confirmLarge !== true)
    throw new KithError(
      'selection.large_unconfirmed',
      `This goes to ${count} people. Confirm that you mean all of them.`,
    );
}

/** Why the permit maker gave none to this member, for the member to read. */
async function tooMany(platform: Platform, tx: Transaction, inviter: MemberId): Promise<KithError> {
  const { left, level } = await quotaOf(
    platform,
    tx,
    inviter,
    await standingOf(tx, inviter, platform.clock.now()),
  );
  if (level === 'paused')
    return new KithError('send.paused', 'The operator of this network paused your sending.');
  if (level === 'closed')
    return new KithError('send.closed', 'The operator of this network closed inviting for your account.');
  return new KithError(
    'send.quota',
    `You can send ${left} more invitations today. Choose fewer people, or send the rest tomorrow.`,
  );
}

async function recipientsOf(
  platform: Platform,
  tx: Transaction,
  inviter: MemberId,
  importId: ImportId,
  { count, stated }: { readonly count: number; readonly stated: boolean },
): Promise<Recipient[]> {
  const made: Recipient[] = [];
  let found = 0;
  for (let offset = 0; offset < count; offset += pageSize) {
    const page = await selectedInvitees(platform, tx, inviter, importId, { offset, limit: pageSize });
    found += page.length;
    const keptOut = await keptOutKeys(
      tx,
      inviter,
      page.map(({ key }) => key),
    );
    made.push(...page.flatMap((one) => invitationTo(platform, one, stated, keptOut)));
  }
  // Somebody came onto the list, or left it, since they were counted: the button said another number.
  if (found !== count) throw changed(found);
  const open = await openRecipients(
    tx,
    inviter,
    made.map((one) => one.recipient_key),
  );
  // The review said so.
  const rest = await resting(platform, tx, inviter);
  const isFree = ({ recipient_key }: Recipient) => {
    const key = recipient_key.toString('hex');
    return !open.has(key) && !rest.has(key);
  };
  if (made.length > 0 && !made.some(isFree))
    throw new KithError(
      'invitation.too_soon',
      'You invited all of these a short while ago. Choose others, or wait.',
    );
  return made.filter(isFree);
}

function invitationTo(
  platform: Platform,
  one: SelectedInvitee,
  stated: boolean,
  keptOut: ReadonlySet<string>,
): Recipient[] {
  const key = suppressionKey(platform.secrets, one.kind, one.value);
  const way = wayTo(platform, one.kind, one.value, stated);
  if (key === undefined || way === undefined) return [];
  const id = platform.ids.next<InvitationId>();
  return [
    {
      id,
      contact_id: one.contactId,
      recipient_key: key,
      channel: one.channel,
      way,
      // Kith writes to nobody for a link, so it needs neither.
      address: way === 'self' ? null : one.value,
      recipient_name: way === 'self' ? null : one.name.slice(0, 200),
      token_hash: tokenHash(tokenOf(platform, id)),
      place: placeOf(one.kind, one.value),
      kept_out_at: keptOut.has(one.key.toString('hex')) ? platform.clock.now() : null,
    },
  ];
}

async function describe(platform: Platform, tx: Transaction, row: BatchRow): Promise<Batch> {
  const counts = await countBatch(tx, row.id);
  return {
    id: row.id,
    count: row.count,
    createdAt: row.created_at.toISOString(),
    undoUntil: row.undo_until.toISOString(),
    state: stateOf(row, counts, platform.clock.now()),
    ...counts,
  };
}

function stateOf(row: BatchRow, { queued, sent, links }: BatchCounts, now: Date): Batch['state'] {
  if (row.undone_at !== null) return 'undone';
  if (now < row.undo_until && queued > 0) return 'waiting';
  if (queued > 0) return 'sending';
  if (row.withdrawn_at !== null) return 'withdrawn';
  return links > 0 && sent === 0 ? 'made' : 'sent';
}

/** @throws {KithError} `request.not_found` */
export function readBatch(platform: Platform, inviter: MemberId, id: BatchId): Promise<Batch> {
  return platform.database.asMember(inviter, async (tx) => {
    const row = await findBatch(tx, id, inviter);
    if (row === undefined) throw new KithError('request.not_found', 'There is no such sending.');
    return describe(platform, tx, row);
  });
}

/**
 * Undo within the window: the invitations are as if they had never been; the permission stays in the ledger, used by
 * nothing. Hold: the window stays open a while longer. Withdraw: what has not been sent yet will not be.
 *
 * @throws {KithError} `request.not_found`, `send.undo_over`
 */
export async function changeBatch(
  platform: Platform,
  inviter: MemberId,
  id: BatchId,
  act: 'undo' | 'hold' | 'withdraw',
): Promise<Batch> {
  await platform.database.asMember(inviter, async (tx) => {
    const row = await lockBatch(tx, id, 'update');
    if (row === undefined || row.inviter_id !== inviter)
      throw new KithError('request.not_found', 'There is no such sending.');
    if (row.undone_at !== null) return;
    const now = platform.clock.now();
    if (act === 'withdraw') {
      const contacts = await withdrawUnsent(tx, id, now);
      await updateBatch(tx, id, { withdrawn_at: now });
      await reopen(platform, tx, inviter, contacts);
      return;
    }
    // Where the clock was set back, the window may seem open after messages have gone.
    if (now >= row.undo_until || (await hasBegun(tx, id)))
      throw new KithError(
        'send.undo_over',
        'Sending has begun. You can withdraw what has not been sent yet.',
      );
    if (act === 'undo') {
      const contacts = await deleteInvitations(tx, id);
      await updateBatch(tx, id, { undone_at: now });
      await reopen(platform, tx, inviter, contacts);
    } else {
      const latest = after(row.created_at, longestHold).getTime();
      const wished = after(now, platform.config.undoSeconds).getTime();
      await updateBatch(tx, id, { undo_until: new Date(Math.min(wished, latest)) });
    }
  });
  platform.events.publish(`batch:${id}`);
  tell(platform.events, inviter, 'invitations');
  return readBatch(platform, inviter, id);
}
