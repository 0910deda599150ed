import { type Later, type Permit, permitsToSend, stopOf } from '../consent/index.ts';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import type { BatchId, InvitationId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { segmentsOf } from '../platform/text-segments.ts';
import { segmentsLeft, spendSegments, textTurn } from '../texts/index.ts';
import { pauseNow } from './brake.ts';
import { messageIdOf } from './came-back.ts';
import {
  declinedBefore,
  deliveriesOf,
  endPutOff,
  intend,
  lockUnsent,
  settleAll,
  updateInvitations,
  writtenSince,
} from './delivery-store.ts';
import { tokenOf } from './draft.ts';
import { joinOthers } from './joining.ts';
import { keptOutNow } from './kept-out.ts';
import { type InvitationMessage, messageHash, withToken } from './messages/invitation.ts';
import { type Due, type InvitationRow, lockBatch, updateInvitation } from './store.ts';
import { takeVolume } from './volume.ts';

/** What is about to go over the wire: the intent is committed. */
export interface Intended {
  readonly permit: Permit;
  readonly address: string;
  readonly channel: 'email' | 'text';
  /** The message to everybody, and what stands in it for this recipient. */
  readonly message: InvitationMessage;
  readonly token: string;
  readonly messageId: string;
  readonly attempt: number;
  /** Which reminder it is; undefined for the invitation itself. */
  readonly reminder?: Later['sequence'];
  /** Others who invite the recipient, as they agreed to be named. */
  readonly others?: readonly string[];
}

/** A message that may go, before its intent is written. */
export type Going = Pick<Intended, 'permit' | 'address' | 'channel' | 'message' | 'attempt' | 'reminder'>;

/** Seconds after which a message that the day's limit held back by a hair is looked at again. */
const again = 60;

/**
 * Decides in one transaction which of a batch's invitations go now, and commits that they will before the wire is
 * touched. Whoever said no, or keeps the inviter out, is passed over in silence: the invitation looks sent. Where the recipient was written to in the
 * last days it joins that message, whose page shows both.
 *
 * @returns undefined where nothing of the batch may go at all, now or ever; `takeBackChanged` sees to words that nobody agreed to.
 */
export function writeIntents(
  platform: Platform,
  batchId: BatchId,
  due: readonly Due[],
): Promise<readonly Intended[] | undefined> {
  const { clock, config } = platform;
  return platform.database.asSystem(async (tx) => {
    const now = clock.now();
    const batch = await lockBatch(tx, batchId, 'share');
    if (batch === undefined || batch.undone_at !== null || batch.undo_until > now) return undefined;
    if ((await pauseNow(tx)) !== undefined) return undefined;
    if ((await stopOf(tx, batch.inviter_id)) !== undefined) return undefined;
    // Recipients before their invitations, as their answers do: two that wait for each other would end one of them.
    const permits = await permitsToSend(
      tx,
      batch.inviter_id,
      due.map(({ id, recipient_key }) => ({ id, recipientKey: recipient_key })),
    );
    const hash = messageHash(batch.message);
    for (const permit of permits.values()) if (!permit.messageHash.equals(hash)) return undefined;
    const rows = await withRoom(
      platform,
      tx,
      batch.inviter_id,
      await awake(platform, tx, batch.message, await lockUnsent(tx, due.map(idOf)), now),
    );
    await updateInvitations(tx, rows.map(idOf), { sent_at: now });
    const declined = await declinedBefore(tx, rows.map(idOf));
    const keptOut = await keptOutNow(platform, tx, batch.inviter_id, rows);
    const isKeptOut = ({ address }: InvitationRow) => address !== null && keptOut.has(address);
    const turned = rows.filter((row) => isKeptOut(row) !== (row.kept_out_at !== null));
    for (const [out, some] of Map.groupBy(turned, isKeptOut))
      await updateInvitations(tx, some.map(idOf), { kept_out_at: out ? now : null });
    const permitted = rows.flatMap((row) => {
      const { id, address, channel } = row;
      const permit = permits.get(id);
      // The recipient had the address deleted.
      if (permit === undefined || address === null) return [];
      if (row.declined_at !== null || declined.has(id) || isKeptOut(row)) return [];
      return [{ permit, address, channel }];
    });
    const allowed = new Set(permitted.map(({ permit }) => permit.invitationId));
    const refused = rows.filter(({ id }) => !allowed.has(id));
    // Nothing will ever be sent there: there is no use for the address any more. Who declined this very invitation has its
    // link, and may still take that back.
    const unseen = refused.filter(({ declined_at }) => declined_at === null);
    await updateInvitations(tx, unseen.map(idOf), { address: null, recipient_name: null });
    await endPutOff(tx, refused.map(idOf), 'invitation', 1, now);

    const before = await deliveriesOf(
      tx,
      permitted.map(({ permit }) => permit.id),
    );
    const written = await writtenSince(
      tx,
      permitted.map(({ permit }) => permit.recipientKey),
      permitted.map(({ permit }) => permit),
      now,
      config.recipientIntervalDays,
    );
    const going: Going[] = [];
    const joining: Going[] = [];
    for (const { permit, address, channel } of permitted) {
      const earlier = before.get(permit.id);
      // An intent without an answer may have gone out: it is never sent again.
      if (earlier !== undefined && earlier.deferred_until === null) continue;
      const one = { permit, address, channel, message: batch.message, attempt: (earlier?.attempt ?? 0) + 1 };
      if (written.has(permit.recipientKey.toString('hex'))) {
        joining.push(one);
        continue;
      }
      if (channel === 'text') {
        const segments = segmentsOf(withToken(batch.message, tokenOf(platform, permit.invitationId)).short);
        if (!(await spendSegments(platform, tx, segments))) {
          await updateInvitation(tx, permit.invitationId, { sent_at: null, waits_until: after(now, again) });
          continue;
        }
      }
      going.push(one);
    }
    await updateInvitations(
      tx,
      joining.map(({ permit }) => permit.invitationId),
      { joined_at: now },
    );
    // A try that was put off is over with that.
    const putOff = joining.filter(({ attempt }) => attempt > 1);
    await settleAll(
      tx,
      putOff.map(({ permit }) => ({ permit_id: permit.id, rejected_at: now })),
    );
    const intended = await intendAll(platform, tx, going, now);
    return joinOthers(platform, tx, batch, intended, now);
  });
}

/** Writes the intents of messages that may go, at the moment by which that was judged. */
export async function intendAll(
  platform: Platform,
  tx: Transaction,
  going: readonly Going[],
  now: Date,
): Promise<Intended[]> {
  const { ids, secrets } = platform;
  const intended = going.map((one) => ({
    ...one,
    token: tokenOf(platform, one.permit.invitationId),
    messageId: messageIdOf(platform, secrets.keyed('message.id', one.permit.id).toString('hex')),
  }));
  await intend(
    tx,
    intended.map(({ permit, messageId }) => ({
      id: ids.next<MemberId>(),
      permit_id: permit.id,
      message_id: messageId,
      body_hash: permit.messageHash,
    })),
    now,
  );
  return intended;
}

/**
 * Those that need not wait for the morning where their recipient lives, or for the next day's text messages. Looked at
 * before anything that depends on the recipient's word, so that waiting tells nothing of it.
 */
async function awake(
  platform: Platform,
  tx: Transaction,
  message: InvitationMessage,
  rows: readonly InvitationRow[],
  now: Date,
): Promise<readonly InvitationRow[]> {
  const up: InvitationRow[] = [];
  let spendable: { left: number; readonly tomorrow: Date } | undefined;
  for (const row of rows) {
    let turn = now;
    if (row.channel === 'text' && row.address !== null) {
      spendable ??= await segmentsLeft(platform, tx);
      const segments = segmentsOf(withToken(message, tokenOf(platform, row.id)).short);
      // A number that may not be written to any more has its turn now, and is refused when it is handed over.
      turn = textTurn(platform, row.address, now) ?? now;
      if (turn <= now && spendable.left < segments) turn = spendable.tomorrow;
      if (turn <= now) spendable.left -= segments;
    }
    if (turn > now) await updateInvitation(tx, row.id, { waits_until: turn });
    else up.push(row);
  }
  return up;
}

/** Those for which there is room in what may leave in this hour and on this day; told without a look at the recipient, too. */
async function withRoom(
  platform: Platform,
  tx: Transaction,
  inviter: MemberId,
  rows: readonly InvitationRow[],
): Promise<readonly InvitationRow[]> {
  const mails = rows.filter(({ channel }) => channel === 'email');
  if (mails.length === 0) return rows;
  const room = await takeVolume(platform, tx, inviter, mails.length);
  const later = new Set(mails.slice(room.now).map(idOf));
  await updateInvitations(tx, [...later], { waits_until: room.again });
  return rows.filter(({ id }) => !later.has(id));
}

function idOf({ id }: { readonly id: InvitationId }): InvitationId {
  return id;
}
