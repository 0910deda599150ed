import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ConsentId, InvitationId, MemberId, PermitId, SessionId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { idArray, keyArray } from '../platform/rows.ts';
import { append } from './ledger.ts';
import { type Act, type Place, type PolicyChannel, placeIn, type Verdict, verdictOf } from './policy.ts';
import { lockQuota, quotaOf, type Standing, useQuota } from './quota.ts';
import './store.ts';
import { everyone, lockRecipients, suppressedFor } from './suppression.ts';

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

/**
 * Why a recipient may not be written to: `stated`, `self` and `never` are what the policy says of where they live, and
 * `stopped` what an operator did. That somebody is suppressed is told to nobody.
 */
export interface Refusal {
  readonly kind: 'suppressed' | 'quota' | 'same_recipient' | 'stopped' | Exclude<Verdict, 'yes'>;
  readonly invitationId: InvitationId;
}

export interface ConsentRequest {
  readonly memberId: MemberId;
  readonly sessionId: SessionId;
  /** What kind of message; see the policy matrix. */
  readonly act: Exclude<Act, 'retain' | 'suggest' | 'reveal'>;
  readonly channel: PolicyChannel;
  readonly recipients: readonly {
    readonly invitationId: InvitationId;
    readonly key: Buffer;
    readonly place: Place;
  }[];
  /** What the member states of those whose law asks for their own consent, as it was shown. */
  readonly stated: string | undefined;
  readonly standing: Standing;
  readonly messageVersion: string;
  /** SHA-256 of the message as it was shown. */
  readonly messageHash: Buffer;
  readonly note: string | undefined;
  readonly locale: string;
  /** How the member agreed to be named in messages of others to these recipients. */
  readonly mention: string | undefined;
  /** Later messages, each agreed to by itself. */
  readonly later: readonly Later[];
}

/**
 * A later message to the same recipients, if they do not answer before it is due; to those alone whose law lets it be.
 */
export interface Later {
  readonly sequence: 1 | 2;
  readonly messageHash: Buffer;
  readonly due: Date;
}

/**
 * Records the member's permission in the ledger and gives a permit for each recipient who may be written to.
 *
 * The invitations are inserted afterwards in the same transaction; the foreign key is checked when it commits.
 */
export async function authorise(
  platform: Pick<Platform, 'clock' | 'config' | 'ids' | 'secrets'>,
  tx: Transaction,
  request: ConsentRequest,
): Promise<(Permit | Refusal)[]> {
  const { recipients, memberId } = request;
  const now = platform.clock.now();
  const consentId = platform.ids.next<ConsentId>();
  await lockQuota(tx, memberId);
  const { level, left } = await quotaOf(platform, tx, memberId, request.standing);
  const isStopped = level === 'paused' || level === 'closed';
  const suppressed = await suppressedFor(
    tx,
    memberId,
    recipients.map(({ key }) => key),
  );
  const seen = new Set<string>();
  const permits: Permit[] = [];
  const used: InvitationId[] = [];
  const answers = recipients.map(({ invitationId, key, place }): Permit | Refusal => {
    if (isStopped) return { kind: 'stopped', invitationId };
    const verdict = judge(platform, request.act, request.channel, place);
    if (verdict !== 'yes' && !(verdict === 'stated' && request.stated !== undefined))
      return { kind: verdict, invitationId };
    const hex = key.toString('hex');
    if (seen.has(hex)) return { kind: 'same_recipient', invitationId };
    seen.add(hex);
    // Whoever is suppressed counts as well: what is left must not tell.
    if (used.length >= left) return { kind: 'quota', invitationId };
    used.push(invitationId);
    if (suppressed.has(hex)) return { kind: 'suppressed', invitationId };
    const permit = permitOf(platform.ids.next<PermitId>(), invitationId, key, request.messageHash);
    permits.push(permit);
    return permit;
  });
  await useQuota(tx, memberId, used, now);
  await append(tx, {
    id: consentId,
    member_id: memberId,
    session_id: request.sessionId,
    channel: request.channel,
    message_version: request.messageVersion,
    message_hash: request.messageHash,
    note: request.note ?? null,
    locale: request.locale,
    reminders: request.later.length,
    recipients: recipients.map(({ key }) => key),
    stated: request.stated ?? null,
    created_at: now,
    mention: request.mention ?? null,
    later: request.later.map(({ sequence, messageHash, due }) => ({
      sequence,
      hash: messageHash.toString('hex'),
      due: due.toISOString(),
    })),
  });
  const remindable = new Set(
    recipients
      .filter(({ place }) => mayBeReminded(platform, request.channel, place))
      .map(({ invitationId }) => invitationId),
  );
  const rows = permits.flatMap(({ id, invitationId, recipientKey }) => [
    {
      id,
      invitationId,
      recipientKey,
      kind: permitKind(request),
      sequence: 1,
    },
    ...(remindable.has(invitationId) ? request.later : []).map(({ sequence }) => ({
      id: platform.ids.next<PermitId>(),
      invitationId,
      recipientKey,
      kind: 'reminder',
      sequence,
    })),
  ]);
  await sql`
    insert into permits (id, consent_id, invitation_id, recipient_key, kind, sequence, issued_at)
    select id, ${consentId}::uuid, invitation_id, key, kind, sequence, ${now}::timestamptz
    from unnest(${idArray(rows.map(({ id }) => id))}::uuid[], ${idArray(rows.map(({ invitationId }) => invitationId))}::uuid[],
      ${keyArray(rows.map(({ recipientKey }) => recipientKey))}::bytea[], ${rows.map(({ kind }) => kind)}::text[],
      ${rows.map(({ sequence }) => sequence)}::integer[]) as t (id, invitation_id, key, kind, sequence)`.execute(
    tx,
  );
  return answers;
}

/** A permit of the kind `link` lets the member hand a link over; nothing is ever sent by it. */
function permitKind({ act, channel }: ConsentRequest): 'invitation' | 'reminder' | 'link' {
  if (channel !== 'email' && channel !== 'text') return 'link';
  return act === 'remind' ? 'reminder' : 'invitation';
}

const strictest: readonly Verdict[] = ['yes', 'stated', 'self', 'never'];

/** What the matrix says of a recipient; an address that names no country may be anywhere, and in the network's own too. */
export function judge(
  { config }: Pick<Platform, 'config'>,
  act: Act,
  channel: PolicyChannel,
  place: Place,
): Verdict {
  const verdict = verdictOf(config.preset, act, channel, place);
  if (place !== 'unknown') return verdict;
  const atHome = verdictOf(config.preset, act, channel, placeIn(config.region));
  return strictest.indexOf(atHome) > strictest.indexOf(verdict) ? atHome : verdict;
}

/** Whether somebody there may get a reminder, where one was agreed to. */
export function mayBeReminded(
  platform: Pick<Platform, 'config'>,
  channel: PolicyChannel,
  place: Place,
): boolean {
  return judge(platform, 'remind', channel, place) === 'yes';
}

/** An invitation whose turn it is. */
export interface ToSend {
  readonly id: InvitationId;
  readonly recipientKey: Buffer;
}

/**
 * The permits of an inviter's invitations, or of one reminder of each, at the moment of sending, by invitation. One that is missing never was, or its
 * recipient has said no since. Locks the recipients, so that an opt-out waits until the intent is written, or the other
 * way round.
 */
export async function permitsToSend(
  tx: Transaction,
  inviter: MemberId,
  invitations: readonly ToSend[],
  reminder?: Later['sequence'],
): Promise<ReadonlyMap<InvitationId, Permit>> {
  const keys = invitations.map(({ recipientKey }) => recipientKey);
  await lockRecipients(tx, keys);
  const { rows } = await sql<{
    id: PermitId;
    invitation_id: InvitationId;
    recipient_key: Buffer;
    message_hash: Buffer;
  }>`
    select p.id, p.invitation_id, p.recipient_key, case p.kind when 'invitation' then c.message_hash else
      (select decode(one ->> 'hash', 'hex') from jsonb_array_elements(c.later) as messages (one)
        where (one ->> 'sequence')::integer = p.sequence) end as message_hash
    from unnest(${idArray(invitations.map(({ id }) => id))}::uuid[], ${keyArray(keys)}::bytea[]) as t (id, key)
      join permits p on p.invitation_id = t.id and p.recipient_key = t.key join consents c on c.id = p.consent_id
    where p.kind = ${reminder === undefined ? 'invitation' : 'reminder'} and p.sequence = ${reminder ?? 1}`.execute(
    tx,
  );
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

/**
 * Those of these digests, as hex, that are of words the member agreed to, in a message of its own or a later one. It asks
 * nothing of any recipient.
 */
export async function agreedTo(
  tx: Transaction,
  memberId: MemberId,
  messageHashes: readonly Buffer[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ hash: string }>`
    select encode(t.hash, 'hex') as hash from unnest(${keyArray(messageHashes)}::bytea[]) as t (hash)
    where exists (select from consents c where c.member_id = ${memberId} and (c.message_hash = t.hash
      or c.later @> jsonb_build_array(jsonb_build_object('hash', encode(t.hash, 'hex')))))`.execute(tx);
  return new Set(rows.map(({ hash }) => hash));
}

/** A permission of one of several inviters of a recipient, whom the recipient has not refused. */
export interface StandingPermit {
  readonly invitationId: InvitationId;
  readonly inviterId: MemberId;
  readonly permitId: PermitId;
  readonly recipientKey: Buffer;
  /** How the inviter agreed to be named in messages of others; null where that was not asked. */
  readonly mention: string | null;
  /** What the inviter stated of the recipient, whose law asks for that; null where they did not. */
  readonly stated: string | null;
}

/** Those of the invitations that have a permit, and whose inviters neither their recipients nor an operator refused, the oldest first. */
export async function standingPermits(
  tx: Transaction,
  invitations: readonly InvitationId[],
): Promise<StandingPermit[]> {
  const { rows } = await sql<StandingPermit>`
    select p.invitation_id as "invitationId", c.member_id as "inviterId", p.id as "permitId", p.recipient_key as "recipientKey", c.mention, c.stated
    from permits p join consents c on c.id = p.consent_id
    where p.invitation_id = any(${idArray(invitations)}::uuid[]) and p.kind in ('invitation', 'link') and p.recipient_key = any(c.recipients)
      and not exists (select from suppressions s where s.key = p.recipient_key and s.inviter_id in (c.member_id, ${everyone}::uuid))
      and not exists (select from inviting_stops t where t.member_id = c.member_id and t.ended_at is null)
    order by p.invitation_id`.execute(tx);
  return rows;
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
