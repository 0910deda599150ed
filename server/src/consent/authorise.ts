import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ConsentId, InvitationId, MemberId, PermitId, SessionId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { idArray, keyArray } from '../platform/rows.ts';
import { append } from './ledger.ts';
import './store.ts';
import { lockRecipients, suppressedFor } from './suppression.ts';

declare const made: unique symbol;

/** One authorised sending. Its mark is known to this file alone, so that nothing else can make one. */
export interface Permit {
  readonly kind: 'permit';
  readonly id: PermitId;
  readonly invitationId: InvitationId;
  readonly recipientKey: Buffer;
  readonly messageHash: Buffer;
  readonly [made]: true;
}

/** Why a recipient may not be written to. Nothing of it is told to the inviter, except the quota. */
export interface Refusal {
  readonly kind: 'suppressed' | 'quota' | 'same_recipient';
  readonly invitationId: InvitationId;
}

export interface ConsentRequest {
  readonly memberId: MemberId;
  readonly sessionId: SessionId;
  readonly channel: 'email' | 'text';
  readonly recipients: readonly { readonly invitationId: InvitationId; readonly key: Buffer }[];
  readonly messageVersion: string;
  /** SHA-256 of the message as it was shown. */
  readonly messageHash: Buffer;
  readonly note: string | undefined;
  readonly locale: string;
  readonly reminders: 0;
}

/**
 * Records the member's permission in the ledger and gives a permit for each recipient who may be written to.
 *
 * The invitations are inserted afterwards in the same transaction; the foreign key is checked when it commits.
 */
export async function authorise(
  platform: Platform,
  tx: Transaction,
  request: ConsentRequest,
): Promise<(Permit | Refusal)[]> {
  const { recipients, memberId } = request;
  const now = platform.clock.now();
  const consentId = platform.ids.next<ConsentId>();
  const left = await quotaLeft(platform, tx, memberId);
  const suppressed = await suppressedFor(
    tx,
    memberId,
    recipients.map(({ key }) => key),
  );
  const seen = new Set<string>();
  const permits: Permit[] = [];
  const answers = recipients.map(({ invitationId, key }): Permit | Refusal => {
    const hex = key.toString('hex');
    if (seen.has(hex)) return { kind: 'same_recipient', invitationId };
    seen.add(hex);
    if (suppressed.has(hex)) return { kind: 'suppressed', invitationId };
    if (permits.length >= left) return { kind: 'quota', invitationId };
    const permit = permitOf(platform.ids.next<PermitId>(), invitationId, key, request.messageHash);
    permits.push(permit);
    return permit;
  });
  await append(tx, {
    id: consentId,
    member_id: memberId,
    session_id: request.sessionId,
    channel: request.channel,
    message_version: request.messageVersion,
    message_hash: request.messageHash,
    note: request.note ?? null,
    locale: request.locale,
    reminders: request.reminders,
    recipients: recipients.map(({ key }) => key),
    created_at: now,
  });
  await sql`
    insert into permits (id, consent_id, invitation_id, recipient_key, kind, sequence, issued_at)
    select id, ${consentId}::uuid, invitation_id, key, 'invitation', 1, ${now}::timestamptz
    from unnest(${permits.map(({ id }) => id)}::uuid[], ${permits.map(({ invitationId }) => invitationId)}::uuid[],
      ${permits.map(({ recipientKey }) => recipientKey)}::bytea[]) as t (id, invitation_id, key)`.execute(tx);
  return answers;
}

/** How many invitations the member may still send in these 24 hours. */
export async function quotaLeft(platform: Platform, tx: Transaction, memberId: MemberId): Promise<number> {
  const since = new Date(platform.clock.now().getTime() - 24 * 3600 * 1000);
  const { rows } = await sql<{ count: number }>`
    select count(*) from permits p join consents c on c.id = p.consent_id
    where c.member_id = ${memberId} and p.issued_at > ${since}`.execute(tx);
  return Math.max(0, platform.config.invitationsPerDay - (rows[0]?.count ?? 0));
}

/** An invitation whose turn it is. */
export interface ToSend {
  readonly id: InvitationId;
  readonly recipientKey: Buffer;
}

/**
 * The permits of an inviter's invitations at the moment of sending, by invitation. One that is missing never was, or its
 * recipient has said no since. Locks the recipients, so that an opt-out waits until the intent is written, or the other
 * way round.
 */
export async function permitsToSend(
  tx: Transaction,
  inviter: MemberId,
  invitations: readonly ToSend[],
): Promise<ReadonlyMap<InvitationId, Permit>> {
  const keys = invitations.map(({ recipientKey }) => recipientKey);
  await lockRecipients(tx, keys);
  const { rows } = await sql<{
    id: PermitId;
    invitation_id: InvitationId;
    recipient_key: Buffer;
    message_hash: Buffer;
  }>`
    select p.id, p.invitation_id, p.recipient_key, c.message_hash
    from unnest(${idArray(invitations.map(({ id }) => id))}::uuid[], ${keyArray(keys)}::bytea[]) as t (id, key)
      join permits p on p.invitation_id = t.id and p.recipient_key = t.key join consents c on c.id = p.consent_id
    where p.kind = 'invitation' and p.recipient_key = any(c.recipients)`.execute(tx);
  const refused = await suppressedFor(tx, inviter, keys);
  return new Map(
    rows
      .filter((row) => !refused.has(row.recipient_key.toString('hex')))
      .map((row) => [
        row.invitation_id,
        permitOf(row.id, row.invitation_id, row.recipient_key, row.message_hash),
      ]),
  );
}

function permitOf(
  id: PermitId,
  invitationId: InvitationId,
  recipientKey: Buffer,
  messageHash: Buffer,
): Permit {
  // Safe: the mark exists in types alone, and this is the one place that sets it.
  return { kind: 'permit', id, invitationId, recipientKey, messageHash } as Permit;
}
