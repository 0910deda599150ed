import { Type } from 'typebox';
import { type Permit, permitToSend } from '../../consent/index.ts';
import { after } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database.ts';
import type { BatchId, InvitationId, MemberId } from '../../platform/ids.ts';
import type { MailOutcome } from '../../platform/mail.ts';
import { composeMail } from '../../platform/mail-compose.ts';
import type { Platform } from '../../platform/platform.ts';
import {
  giveBack,
  mayInviteByText,
  segmentsLeft,
  segmentsOf,
  spendSegments,
  textTurn,
} from '../../texts/index.ts';
import { pauseNow } from '../brake.ts';
import { messageIdOf } from '../came-back.ts';
import { tokenOf } from '../draft.ts';
import { forgetProofs } from '../held-store.ts';
import { type InvitationMessage, messageHash, withToken } from '../messages/invitation.ts';
import {
  countBatch,
  deliveryOf,
  dueInvitations,
  expire,
  intend,
  leaseBatch,
  lockBatch,
  lockInvitation,
  markUnknown,
  settle,
  updateBatch,
  updateInvitation,
  waitingBatches,
  writtenSince,
} from '../store.ts';

/** One run sends for so long, then queues the next: a job must not outlive its lease. */
const turn = 45;
const lease = 20;
const mostAttempts = 5;
const firstRetry = 60;
const pausedFor = 60;

/** What is about to go over the wire: the intent is committed. */
interface Intended {
  readonly permit: Permit;
  readonly address: string;
  readonly channel: 'email' | 'text';
  readonly message: InvitationMessage;
  readonly messageId: string;
  readonly attempt: number;
}

/** Sends a batch at the network's pace, one sender at a time. */
export function sendInvitations(platform: Platform) {
  return {
    name: 'invitations.send',
    payload: Type.Object({ batchId: Type.Unsafe<BatchId>(Type.String()) }),
    concurrency: 4,
    run: ({ batchId }: { batchId: BatchId }) => sendBatch(platform, batchId),
  };
}

async function sendBatch(platform: Platform, id: BatchId): Promise<void> {
  const { database, clock, config, jobs, events } = platform;
  const began = clock.now();
  const batch = await database.asSystem((tx) => leaseBatch(tx, id, began, after(began, lease)));
  if (batch === undefined) {
    // Another sender has it, or died with it: look again when its lease is over.
    await jobs.enqueue('invitations.send', { batchId: id }, { startAfter: after(began, lease) });
    return;
  }
  if (batch.undone_at !== null) return;
  let again = batch.undo_until > began ? batch.undo_until : undefined;
  const gap = 60_000 / config.sendPerMinute;
  while (again === undefined) {
    const now = clock.now();
    if (now > after(began, turn)) {
      again = now;
      break;
    }
    if ((await database.asSystem(pauseNow)) !== undefined) {
      again = after(now, pausedFor);
      break;
    }
    const due = await database.asSystem((tx) => dueInvitations(tx, id, now, 20));
    if (due.length === 0) {
      const { queued } = await database.asSystem((tx) => countBatch(tx, id));
      if (queued > 0) again = after(now, firstRetry);
      break;
    }
    for (const invitation of due) {
      const started = performance.now();
      await sendOne(platform, id, invitation);
      await database.asSystem((tx) => updateBatch(tx, id, { sender_until: after(clock.now(), lease) }));
      events.publish(`member:${batch.inviter_id}`);
      const rest = gap - (performance.now() - started);
      if (rest > 1) await new Promise((resolve) => setTimeout(resolve, rest));
      if (clock.now() > after(began, turn)) break;
    }
  }
  await database.asSystem((tx) => updateBatch(tx, id, { sender_until: null }));
  if (again !== undefined) await jobs.enqueue('invitations.send', { batchId: id }, { startAfter: again });
}

async function sendOne(platform: Platform, batch: BatchId, id: InvitationId): Promise<void> {
  const intended = await writeIntent(platform, batch, id);
  if (intended === undefined) return;
  const outcome = await deliver(platform, intended);
  await platform.database.asSystem(async (tx) => {
    const now = platform.clock.now();
    const code = outcome.kind === 'unknown' ? null : (outcome.code ?? null);
    if (intended.channel === 'text' && outcome.kind !== 'handed') {
      platform.log.warn('texts.not_handed', { outcome: outcome.kind, code: code ?? undefined });
      if (outcome.kind !== 'unknown') await giveBack(platform, tx, segmentsOf(intended.message.short));
    }
    if (outcome.kind === 'handed')
      await settle(tx, intended.permit.id, { handed_at: now, response_code: code });
    else if (outcome.kind === 'unknown') await settle(tx, intended.permit.id, { unknown_at: now });
    else if (outcome.kind === 'rejected' || intended.attempt >= mostAttempts)
      await settle(tx, intended.permit.id, { rejected_at: now, response_code: code });
    else {
      await settle(tx, intended.permit.id, {
        deferred_until: after(now, firstRetry * 4 ** (intended.attempt - 1)),
        response_code: code,
      });
      await updateInvitation(tx, id, { sent_at: null });
    }
  });
}

/**
 * Decides in one transaction whether this invitation's message goes now, and commits that it will before the wire is
 * touched. Whoever said no, or was written to in the last days, is passed over in silence: the invitation looks sent.
 */
function writeIntent(platform: Platform, batchId: BatchId, id: InvitationId): Promise<Intended | undefined> {
  const { clock, config, ids, secrets } = platform;
  return platform.database.asSystem(async (tx) => {
    const now = clock.now();
    const batch = await lockBatch(tx, batchId, 'share');
    if (batch === undefined || batch.undone_at !== null || batch.undo_until > now) return undefined;
    const row = await lockInvitation(tx, id);
    if (row === undefined || row.sent_at !== null || row.withdrawn_at !== null || row.expired_at !== null)
      return undefined;
    const message = withToken(batch.message, tokenOf(platform, id));
    const segments = row.channel === 'text' ? segmentsOf(message.short) : 0;
    // Before anything that depends on the recipient's word, so that waiting tells nothing of it.
    const turn =
      segments === 0 || row.address === null ? now : await textTime(platform, tx, row.address, segments);
    if (turn > now) {
      await updateInvitation(tx, id, { waits_until: turn });
      return undefined;
    }
    await updateInvitation(tx, id, { sent_at: now });
    // The recipient had it deleted.
    if (row.address === null) return undefined;
    const permit = await permitToSend(tx, { id, inviterId: row.inviter_id, recipientKey: row.recipient_key });
    if (permit === undefined) {
      // Nothing will ever be sent there: there is no use for the address any more.
      await updateInvitation(tx, id, { address: null, recipient_name: null });
      return undefined;
    }
    if (!permit.messageHash.equals(messageHash(batch.message))) return undefined;
    const before = await deliveryOf(tx, permit.id);
    // An intent without an answer may have gone out: it is never sent again.
    if (before !== undefined && before.deferred_until === null) return undefined;
    if (await writtenSince(tx, row.recipient_key, id, after(now, -config.recipientIntervalDays * 86_400)))
      return undefined;
    if (segments > 0 && !(await spendSegments(platform, tx, segments))) {
      await updateInvitation(tx, id, { sent_at: null, waits_until: after(now, firstRetry) });
      return undefined;
    }
    const messageId = messageIdOf(platform, secrets.keyed('message.id', permit.id).toString('hex'));
    await intend(tx, {
      id: ids.next<MemberId>(),
      permit_id: permit.id,
      message_id: messageId,
      body_hash: permit.messageHash,
      intended_at: now,
    });
    return {
      permit,
      address: row.address,
      channel: row.channel,
      message,
      messageId,
      attempt: (before?.attempt ?? 0) + 1,
    };
  });
}

/** When a text message may go: now, or when it is day where the recipient lives and the day's limit holds it. */
async function textTime(
  platform: Platform,
  tx: Transaction,
  number: string,
  segments: number,
): Promise<Date> {
  const now = platform.clock.now();
  const { left, tomorrow } = await segmentsLeft(platform, tx);
  // A number that may not be written to any more has its turn now, and is refused in `deliver`.
  const awake = textTurn(platform, number) ?? now;
  return awake > now || left >= segments ? awake : tomorrow;
}

/** Takes nothing but a permitted, intended message. */
async function deliver(
  platform: Platform,
  { address, channel, message, messageId }: Intended,
): Promise<MailOutcome> {
  if (channel === 'text') {
    if (platform.texts === undefined || !mayInviteByText(platform, address))
      return { kind: 'rejected', code: 0 };
    return platform.texts.send({ to: address, text: message.short });
  }
  const mail = await composeMail({
    returnPath: returnPathOf(platform.config.bounceAddress, messageId),
    from: { name: message.fromName, address: message.fromAddress },
    to: address,
    subject: message.subject,
    text: message.text,
    html: message.html,
    messageId,
    date: platform.clock.now(),
    // RFC 8058: one press in the mail program ends it, without a visit.
    headers: {
      'List-Unsubscribe': `<${message.unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  });
  return platform.mail.send(mail);
}

/** Where reports come back to: an address that names the message (VERP); undefined where none was set up. */
function returnPathOf(address: string | undefined, messageId: string): string | undefined {
  const at = address?.lastIndexOf('@') ?? -1;
  if (address === undefined || at === -1) return undefined;
  return `${address.slice(0, at)}+${messageId.split('@')[0]}${address.slice(at)}`;
}

/** Every minute: batches whose sender died go on, answers that never came are unknown, old invitations end. */
export function sweepInvitations(platform: Platform) {
  return {
    name: 'invitations.sweep',
    payload: Type.Object({}),
    schedule: '* * * * *',
    run: async () => {
      const now = platform.clock.now();
      const waiting = await platform.database.asSystem(async (tx) => {
        await markUnknown(tx, after(now, -300), now);
        await expire(tx, now);
        await forgetProofs(tx, now);
        return waitingBatches(tx, now);
      });
      for (const batchId of waiting) await platform.jobs.enqueue('invitations.send', { batchId });
    },
  };
}
