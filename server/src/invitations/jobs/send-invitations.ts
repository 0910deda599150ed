import { Type } from 'typebox';
import { takenBackFor } from '../../connections/index.ts';
import { wayTo } from '../../consent/index.ts';
import { lockBook } from '../../contacts/index.ts';
import { tell } from '../../live/index.ts';
import { after } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database.ts';
import type { BatchId, MemberId } from '../../platform/ids.ts';
import { causeOf } from '../../platform/log.ts';
import type { MailMessage, MailOutcome } from '../../platform/mail.ts';
import { composeMail, mailTemplate } from '../../platform/mail-compose.ts';
import type { Platform } from '../../platform/platform.ts';
import { segmentsOf } from '../../platform/text-segments.ts';
import { markEnded } from '../../review/index.ts';
import { giveBack } from '../../texts/index.ts';
import { longestHold } from '../batch.ts';
import { pauseNow } from '../brake.ts';
import { lockInvitations, type Settled, settleAll, updateInvitations } from '../delivery-store.ts';
import { eraseDeleted, forgetProofs } from '../held-store.ts';
import { type Intended, writeIntents } from '../intents.ts';
import { part } from '../joining-store.ts';
import { holdingContacts, releaseContacts } from '../link-store.ts';
import { type InvitationMessage, tokenPlaceholder, withOthers, withToken } from '../messages/invitation.ts';
import { writeReminders } from '../reminder.ts';
import { dueReminders, remindingBatches, returnReminder } from '../reminder-store.ts';
import {
  dueInvitations,
  expire,
  leaseBatch,
  markUnknown,
  reopenWindows,
  updateBatch,
  waitingBatches,
} from '../store.ts';
import { wipeWithdrawn } from '../withdrawal-store.ts';
import { takeBackChanged } from '../words-changed.ts';

/** One run sends for so long, then queues the next: a job must not outlive its lease. */
const turn = 45;
const lease = 20;
const mostAttempts = 5;
const firstRetry = 60;
/** An answer that has not come after so many seconds is unknown. */
const longestAnswer = 300;
/**
 * An intent that is older, for the process stood still or its transaction waited, does not go: it would soon be taken for
 * unknown, and nobody who says no waits for what is unknown.
 */
const longestIntent = 60;
/** Invitations that are looked up at once, and of which so many are intended at once at most. */
const page = 1000;
const mostTogether = 50;
/** Milliseconds: no more are intended at once than the wire takes in this time. What a crash leaves unknown stays few. */
const wireTime = 100;

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
  const { database, clock, jobs } = platform;
  const began = clock.now();
  const batch = await database.asSystem((tx) => leaseBatch(tx, id, began, after(began, lease)));
  if (batch === undefined) {
    // Another sender has it, or died with it: look again when its lease is over.
    await jobs.enqueue('invitations.send', { batchId: id }, { startAfter: after(began, lease) });
    return;
  }
  if (batch.undone_at !== null) return;
  const isOpen = batch.undo_until > began;
  if (!isOpen) await takeBackChanged(platform, batch);
  const again = isOpen ? batch.undo_until : await sendDue(platform, batch, renewal(platform, id));
  await database.asSystem((tx) => updateBatch(tx, id, { sender_until: null }));
  if (again !== undefined) await jobs.enqueue('invitations.send', { batchId: id }, { startAfter: again });
}

/**
 * Sends what is due for one turn; @returns when to go on, undefined when nothing more is due. What has its turn later, and
 * what is held back, the sweep finds: one job for a batch is enough.
 */
async function sendDue(
  platform: Platform,
  { id, inviter_id, message }: { id: BatchId; inviter_id: MemberId; message: InvitationMessage },
  renew: Renew,
): Promise<Date | undefined> {
  const { database, clock, stopwatch, pause, config, events } = platform;
  const most = Math.min(mostTogether, Math.max(1, Math.floor(config.pace.perMinute / 60)));
  // Where the pace allows it, some are decided while others are on the wire.
  const lanes = most === mostTogether ? 3 : 1;
  const gap = (lanes * 60_000) / config.pace.perMinute;
  const deliver = deliverer(platform, message);
  // By a clock that nobody sets: a day put back would make the turn a day long.
  const turnEnds = stopwatch() + turn * 1000;
  let together = 1;
  for (;;) {
    const now = clock.now();
    if (stopwatch() > turnEnds) return now;
    const invitations = await database.asSystem((tx) => dueInvitations(tx, id, now, page));
    const reminders =
      invitations.length === 0 ? await database.asSystem((tx) => dueReminders(tx, id, now, page)) : [];
    const count = invitations.length + reminders.length;
    if (count === 0) return undefined;
    let at = 0;
    let held = false;
    const stops = (error: unknown) => {
      held = true;
      throw error;
    };
    const lane = async () => {
      while (!held && at < count && stopwatch() <= turnEnds) {
        const started = stopwatch();
        const from = at;
        const to = Math.min(count, from + together);
        at = to;
        const some = invitations.slice(from, to);
        const intended =
          reminders.length === 0
            ? await writeIntents(platform, id, some)
            : await writeReminders(platform, id, reminders.slice(from, to));
        if (intended === undefined) {
          held = true;
          return;
        }
        const written = stopwatch();
        const isOld = written - started > longestIntent * 1000;
        const outcomes = await Promise.all(isOld ? intended.map(() => putOff) : intended.map(deliver));
        const onWire = stopwatch() - written;
        await settle(platform, renew, intended, outcomes);
        tell(events, inviter_id, 'invitations');
        const rest = gap * (to - from) - (stopwatch() - started);
        if (rest > 1) await pause(rest);
        together = onWire > wireTime ? Math.max(1, together >> 1) : Math.min(most, together * 2);
      }
    };
    // The job is over when each is: what fails stops the others after what they have on the wire, so that none sends on
    // beside the job's next run.
    const ends = await Promise.allSettled(Array.from({ length: lanes }, () => lane().catch(stops)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    if (held) return undefined;
  }
}

const putOff: MailOutcome = { kind: 'deferred', code: undefined };

type Renew = (tx: Transaction, now: Date) => Promise<void>;

/**
 * Keeps the lease of a batch that was taken a moment ago, every few seconds: each renewal waits for the intents that are being
 * written, which look at the same row.
 */
function renewal({ stopwatch }: Platform, id: BatchId): Renew {
  let renewed = stopwatch();
  return async (tx, now) => {
    if (stopwatch() - renewed < (lease * 1000) / 4) return;
    renewed = stopwatch();
    await updateBatch(tx, id, { sender_until: after(now, lease) });
  };
}

async function settle(
  platform: Platform,
  renew: Renew,
  intended: readonly Intended[],
  outcomes: readonly MailOutcome[],
): Promise<void> {
  const { clock, database, log } = platform;
  await database.asSystem(async (tx) => {
    await renew(tx, clock.now());
    await lockInvitations(
      tx,
      intended.map(({ permit }) => permit.invitationId),
    );
    const now = clock.now();
    const settled: Settled[] = [];
    for (const [index, outcome] of outcomes.entries()) {
      const one = intended[index];
      if (one === undefined) throw new TypeError('an outcome of nothing');
      const result = settledBy(outcome, one, now);
      settled.push(result);
      if (one.channel === 'text' && outcome.kind !== 'handed') {
        log.warn('texts.not_handed', { outcome: outcome.kind, code: result.response_code ?? undefined });
        if (outcome.kind !== 'unknown')
          await giveBack(platform, tx, segmentsOf(withToken(one.message, one.token).short));
      }
      if (outcome.kind === 'unable') log.warn('mail.unable', { lacks: outcome.lacks });
    }
    await settleAll(tx, settled);
    const later = intended.filter((_, index) => settled[index]?.deferred_until !== undefined);
    await updateInvitations(
      tx,
      later.filter(({ reminder }) => reminder === undefined).map(({ permit }) => permit.invitationId),
      { sent_at: null },
    );
    for (const { permit, reminder } of later)
      if (reminder !== undefined) await returnReminder(tx, permit.invitationId, reminder);
  });
}

function settledBy(outcome: MailOutcome, { permit, attempt }: Intended, now: Date): Settled {
  const permit_id = permit.id;
  switch (outcome.kind) {
    case 'handed':
      return { permit_id, handed_at: now, response_code: outcome.code };
    case 'unknown':
      return { permit_id, unknown_at: now };
    case 'unable':
      return { permit_id, rejected_at: now, lacks: outcome.lacks };
    case 'rejected':
      return { permit_id, rejected_at: now, response_code: outcome.code };
    case 'deferred': {
      const response_code = outcome.code ?? null;
      return attempt >= mostAttempts
        ? { permit_id, rejected_at: now, response_code }
        : { permit_id, deferred_until: after(now, firstRetry * 4 ** (attempt - 1)), response_code };
    }
  }
}

/** Takes nothing but permitted, intended messages, all of one batch. */
function deliverer(platform: Platform, batchMessage: InvitationMessage) {
  const { config, clock, log, mail, texts } = platform;
  const { fromName, fromAddress, subject, text, html, unsubscribe } = batchMessage;
  const shared = {
    from: { name: fromName, address: fromAddress },
    subject,
    text,
    html,
    // RFC 8058: one press in the mail program ends it, without a visit.
    headers: {
      'List-Unsubscribe': `<${unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
  const template = mailTemplate(shared, tokenPlaceholder);
  const mailTo = async ({
    address,
    token,
    messageId,
    message,
    reminder,
    others = [],
  }: Intended): Promise<MailMessage> => {
    const returnPath = returnPathOf(config.bounceAddress, messageId);
    const own = { to: address, messageId, returnPath, date: clock.now() };
    const fill = await template;
    if (fill !== undefined && reminder === undefined && others.length === 0)
      return fill({ ...own, mark: token });
    const { subject, text, html, unsubscribe } = withOthers(withToken(message, token), others);
    const headers = { ...shared.headers, 'List-Unsubscribe': `<${unsubscribe}>` };
    return composeMail({ ...shared, ...own, headers, subject, text, html });
  };
  const handOver = async (one: Intended): Promise<MailOutcome> => {
    // The policy of the network may have changed since the member pressed Send.
    const way = wayTo(platform, one.channel === 'text' ? 'phone' : 'email', one.address, true);
    if (way !== 'relay') return { kind: 'rejected', code: 0 };
    if (one.channel === 'email') return mail.send(await mailTo(one));
    if (texts === undefined) return { kind: 'rejected', code: 0 };
    return texts.send({ to: one.address, text: withToken(one.message, one.token).short });
  };
  // What breaks in the middle may have left: it is unknown by itself, and what is on the wire beside it is not.
  return (one: Intended) =>
    handOver(one).catch((error): MailOutcome => {
      log.error('sending.broke', causeOf(error));
      return { kind: 'unknown' };
    });
}

/** Where reports come back to: an address that names the message (VERP); undefined where none was set up. */
function returnPathOf(address: string | undefined, messageId: string): string | undefined {
  const at = address?.lastIndexOf('@') ?? -1;
  if (address === undefined || at === -1) return undefined;
  return `${address.slice(0, at)}+${messageId.split('@')[0]}${address.slice(at)}`;
}

/** Where contacts are forgotten, an invited one stays in the book for a day longer than the last invitation to them. */
async function forgetInvited({ database }: Platform, now: Date): Promise<void> {
  const before = after(now, -86_400);
  for (const inviter of await database.asSystem((tx) => holdingContacts(tx, before)))
    await database.asSystem(async (tx) => {
      await lockBook(tx, inviter);
      await markEnded(tx, inviter, await releaseContacts(tx, inviter, before));
    });
}

/** Every minute: batches whose sender died go on, answers that never came are unknown, old invitations end. */
export function sweepInvitations(platform: Platform) {
  return {
    name: 'invitations.sweep',
    payload: Type.Object({}),
    schedule: '* * * * *',
    run: async () => {
      const { database, config } = platform;
      const now = platform.clock.now();
      // Each by itself, so that none holds deliveries while it waits for invitations.
      await database.asSystem((tx) => markUnknown(tx, now, longestAnswer));
      await database.asSystem((tx) => expire(tx, now));
      await database.asSystem((tx) => wipeWithdrawn(tx, after(now, -takenBackFor)));
      await database.asSystem((tx) => forgetProofs(tx, now));
      await database.asSystem((tx) => eraseDeleted(tx, now));
      await database.asSystem((tx) => part(tx, config.recipientIntervalDays));
      if (config.forgetContacts) await forgetInvited(platform, now);
      const waiting = await database.asSystem(async (tx) => {
        await reopenWindows(tx, after(now, longestHold), after(now, config.undoSeconds));
        if ((await pauseNow(tx)) !== undefined) return [];
        const longest = after(now, lease);
        return new Set([
          ...(await waitingBatches(tx, now, longest)),
          ...(await remindingBatches(tx, now, longest)),
        ]);
      });
      for (const batchId of waiting) await platform.jobs.enqueue('invitations.send', { batchId });
    },
  };
}
