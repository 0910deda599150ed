import { type Static, Type } from 'typebox';
import { keptOutKeys } from '../connections/index.ts';
import { mayBeReminded, placeOf, suppressionKey, wayTo } from '../consent/index.ts';
import { lockBook } from '../contacts/index.ts';
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
import { draft, tokenOf } from './draft.ts';
import type { Locale } from './languages.ts';
import { messageHash } from './messages/invitation.ts';
import { channelOf, permitted, type Recipient } from './permission.ts';
import { recipientsHash } from './recipients-hash.ts';
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
  openRecipients,
  type Reminder,
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
  unknown: Type.Integer({
    description: 'Of those sent, messages that may have arrived or not; nothing sends them again by itself',
  }),
  changed: Type.Integer({
    description:
      'Of those withdrawn, invitations whose message in the queue was not the one agreed to any more: none of them was sent',
  }),
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
  /** Who was shown, as the review named them; where it is missing their number alone is compared. */
  readonly recipientsHash?: string;
  /** What the member states of those whose law asks for their own consent first; without it they get links. */
  readonly statement?: string;
  readonly idempotencyKey?: string;
}

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
    // Before all else, for it takes people off the list.
    await lockBook(tx, inviter);
    const before =
      request.idempotencyKey === undefined
        ? undefined
        : await batchByKey(tx, inviter, request.idempotencyKey);
    if (before !== undefined) return describe(platform, tx, before);
    const agreed = await draft(platform, tx, inviter, request);
    const { count } = await countSelected(platform, tx, inviter, importId);
    judge(platform, { count, hash: agreed.hash }, request);
    const now = platform.clock.now();
    const later = agreed.reminders.map(({ sequence, days, message }) => ({
      sequence,
      messageHash: messageHash(message),
      due: after(now, days * 86_400),
    }));
    const stated = statementIn(request);
    const made = await recipientsOf(platform, tx, inviter, importId, {
      count,
      stated: stated !== undefined,
      shown: request.recipientsHash,
    });
    const { going, kept } = await permitted(platform, tx, session, made, { ...agreed, stated, later, now });
    const id = platform.ids.next<BatchId>();
    const undoUntil = after(now, platform.config.undoSeconds);
    await insertBatch(tx, {
      id,
      inviter_id: inviter,
      import_id: importId,
      idempotency_key: request.idempotencyKey ?? null,
      count: kept.length,
      message: agreed.message,
      reminders: agreed.reminders,
      created_at: now,
      undo_until: undoUntil,
    });
    await insertInvitations(
      tx,
      {
        batch_id: id,
        inviter_id: inviter,
        note: agreed.note ?? null,
        locale: agreed.locale,
        created_at: now,
        expires_at: after(now, platform.config.invitationDays * 86_400),
      },
      kept,
    );
    const reminded = kept.filter((one) => mayBeReminded(platform, channelOf(one), one.place));
    await insertReminders(
      tx,
      reminded.map((one) => one.id),
      later,
    );
    await markInvited(
      tx,
      inviter,
      going.flatMap((one): ContactId[] => (one.contact_id === null ? [] : [one.contact_id])),
    );
    await queue(platform, tx, id, going, undoUntil);
    onCommit(tx, () => tell(platform.events, inviter, 'invitations', 'contacts'));
    const row = await findBatch(tx, id, inviter);
    if (row === undefined) throw new TypeError('a batch vanished in its own transaction');
    return describe(platform, tx, row);
  });
}

/** What happens once the undo window is over. */
async function queue(
  { config, jobs }: Platform,
  tx: Transaction,
  batchId: BatchId,
  going: readonly Recipient[],
  undoUntil: Date,
): Promise<void> {
  const afterwards = { startAfter: undoUntil, tx };
  if (going.some(({ way }) => way === 'relay'))
    await jobs.enqueue('invitations.send', { batchId }, afterwards);
  if (config.forgetContacts) await jobs.enqueue('invitations.review-ended', { batchId }, afterwards);
}

function changed(count: number): KithError {
  return new KithError(
    'selection.changed',
    `The selection changed: it is ${count} people now. Look at it again before you send.`,
  );
}

/** The press is of what was shown: so many people, and these words. */
function judge(
  { config }: Platform,
  { count, hash }: { readonly count: number; readonly hash: Buffer },
  request: SendRequest,
): void {
  if (count === 0) throw new KithError('selection.empty', 'Nobody is selected. Choose at least one person.');
  if (count !== request.expected) throw changed(count);
  if (count > config.largeSend && request.confirmLarge !== true)
    throw new KithError(
      'selection.large_unconfirmed',
      `This goes to ${count} people. Confirm that you mean all of them.`,
    );
  if (hash.toString('hex') !== request.messageHash)
    throw new KithError(
      'selection.changed',
      'The message changed since you saw it. Look at it again before you send.',
    );
}

async function recipientsOf(
  platform: Platform,
  tx: Transaction,
  inviter: MemberId,
  importId: ImportId,
  {
    count,
    stated,
    shown,
  }: { readonly count: number; readonly stated: boolean; readonly shown: string | undefined },
): Promise<Recipient[]> {
  const made: Recipient[] = [];
  const hash = recipientsHash();
  let found = 0;
  for (let offset = 0; offset < count; offset += pageSize) {
    const page = await selectedInvitees(platform, tx, inviter, importId, { offset, limit: pageSize });
    found += page.length;
    hash.add(page);
    const keptOut = await keptOutKeys(
      tx,
      inviter,
      page.map(({ key }) => key),
    );
    made.push(...page.flatMap((one) => invitationTo(platform, one, stated, keptOut)));
  }
  // Somebody came onto the list, or left it, since they were counted: the button said another number.
  if (found !== count) throw changed(found);
  if (shown !== undefined && shown !== hash.end())
    throw new KithError(
      'selection.changed',
      'The people chosen are others than those you saw. Look at the list again before you send.',
    );
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
    // Before all else, for it puts people back on the list: whoever takes an import back locks the book first.
    await lockBook(tx, inviter);
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
