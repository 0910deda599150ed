import { sql } from 'kysely';
import { allowInviting, type Stop, stopInviting } from '../consent/index.ts';
import { tell } from '../live/index.ts';
import { plainWords } from '../members/index.ts';
import { after } from '../platform/clock.ts';
import { onCommit, type Transaction } from '../platform/database.ts';
import type { ConsentId, InvitationId, MemberId, ReportId, RequestId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { lockedInOrder } from './store.ts';

/** What an operator made of a report. */
export type ReportOutcome = 'dismissed' | Stop;

/** A report of abuse with what is needed to act on it, and nothing of who reported but their own words. */
export interface Report {
  readonly id: ReportId;
  readonly memberId: MemberId;
  readonly reportedAt: Date;
  /** What the recipient wrote about it. */
  readonly text: string | null;
  readonly outcome: ReportOutcome | null;
  readonly channel: 'email' | 'text' | 'request';
  /** The entry of the ledger that permitted the message, and to how many people it went; null for one that never left. */
  readonly consentId: ConsentId | null;
  readonly consentedAt: Date | null;
  readonly recipients: number;
  readonly messageVersion: string | null;
  readonly note: string | null;
  /** The message as every recipient had it, a placeholder for the own key; null for a connection request, which has none. */
  readonly message: string | null;
  readonly stop: Stop | null;
  /** Of all that this member sent: what became of it. */
  readonly sent: number;
  readonly accepted: number;
  readonly declined: number;
  /** Other reports about this member that were not dismissed. */
  readonly others: number;
}

/** Keeps what somebody reported about a member, and tells operators soon. */
export async function keepReport(
  platform: Platform,
  tx: Transaction,
  about: MemberId,
  what: { readonly invitation_id: InvitationId } | { readonly request_id: RequestId },
  text: string | undefined,
): Promise<void> {
  const now = platform.clock.now();
  await tx
    .insertInto('abuse_reports')
    .values({
      id: platform.ids.next<ReportId>(),
      invitation_id: null,
      request_id: null,
      ...what,
      inviter_id: about,
      text: plainWords(text ?? '', 1000) || null,
      reported_at: now,
      withdrawn_at: null,
      settled_at: null,
      outcome: null,
      told_at: null,
    })
    .execute();
  // A minute in which it can be taken back, and others may say the same.
  await platform.jobs.enqueue(
    'invitations.tell-reports',
    { memberId: about },
    { startAfter: after(now, 60), tx },
  );
}

/** Takes reports back that no operator has settled: what they have stays. */
export async function withdrawReport(
  tx: Transaction,
  what: { readonly invitation_id: InvitationId } | { readonly request_id: RequestId },
): Promise<void> {
  const [column, id] =
    'request_id' in what
      ? (['request_id', what.request_id] as const)
      : (['invitation_id', what.invitation_id] as const);
  await tx.deleteFrom('abuse_reports').where(column, '=', id).where('settled_at', 'is', null).execute();
}

/** Reports, the newest first: those that wait for an operator, or those that were settled. */
export async function listReports(
  tx: Transaction,
  state: 'open' | 'settled',
  before: ReportId | undefined,
  limit: number,
): Promise<Report[]> {
  const { rows } = await sql<Report>`
    select r.id, r.inviter_id as "memberId", r.reported_at as "reportedAt", r.text, r.outcome, coalesce(i.channel, 'request') as channel,
      c.id as "consentId", c.created_at as "consentedAt", coalesce(cardinality(c.recipients), 0) as recipients,
      c.message_version as "messageVersion", i.note, b.message ->> case i.channel when 'text' then 'short' else 'text' end as message,
      s.kind as stop, t.sent, t.accepted, t.declined,
      (select count(*) from abuse_reports o
        where o.inviter_id = r.inviter_id and o.id <> r.id and o.outcome is distinct from 'dismissed') as others
    from abuse_reports r left join invitations i on i.id = r.invitation_id left join invitation_batches b on b.id = i.batch_id
      left join permits p on p.invitation_id = i.id and p.kind = 'invitation' left join consents c on c.id = p.consent_id
      left join inviting_stops s on s.member_id = r.inviter_id and s.ended_at is null
      cross join lateral (
        select count(*) filter (where sent_at is not null) as sent, count(*) filter (where accepted_at is not null) as accepted,
          count(*) filter (where declined_at is not null) as declined
        from invitations where inviter_id = r.inviter_id
      ) t
    where r.settled_at is ${sql.raw(state === 'open' ? '' : 'not')} null ${before === undefined ? sql`` : sql`and r.id < ${before}`}
    order by r.id desc limit ${limit}`.execute(tx);
  return rows;
}

/**
 * Settles a report. Pausing and closing stop the member at once and settle all that wait about them; closing also
 * withdraws what was not sent yet.
 *
 * @returns the member and the reports that are settled by it; undefined when the report is gone or was settled before.
 */
export async function settleReport(
  platform: Platform,
  tx: Transaction,
  id: ReportId,
  outcome: ReportOutcome,
): Promise<{ readonly memberId: MemberId; readonly reports: readonly ReportId[] } | undefined> {
  const now = platform.clock.now();
  const open = tx
    .selectFrom('abuse_reports')
    .select('inviter_id')
    .where('id', '=', id)
    .where('settled_at', 'is', null);
  const about = (await open.executeTakeFirst())?.inviter_id;
  if (about === undefined) return undefined;
  // Invitations before reports: whoever reports once more holds theirs.
  if (outcome === 'closed') await waitingOf(about).execute(tx);
  if ((await open.forUpdate().executeTakeFirst()) === undefined) return undefined;
  if (outcome !== 'dismissed')
    return { memberId: about, reports: await stopMember(platform, tx, about, outcome) };
  await tx.updateTable('abuse_reports').set({ settled_at: now, outcome }).where('id', '=', id).execute();
  return { memberId: about, reports: [id] };
}

/** What a member has not sent yet, and links that they made. */
function waitingOf(member: MemberId) {
  return lockedInOrder(sql`inviter_id = ${member} and sent_at is null and withdrawn_at is null`);
}

/** Stops a member at once; @returns the reports that are settled by it. */
export async function stopMember(
  platform: Platform,
  tx: Transaction,
  memberId: MemberId,
  stop: Stop,
): Promise<readonly ReportId[]> {
  const now = platform.clock.now();
  if (stop === 'closed')
    await sql`update invitations set withdrawn_at = ${now}, address = null where id in (${waitingOf(memberId)})`.execute(
      tx,
    );
  const settled = await tx
    .updateTable('abuse_reports')
    .set({ settled_at: now, outcome: stop })
    .where('inviter_id', '=', memberId)
    .where('settled_at', 'is', null)
    .returning('id')
    .execute();
  await stopInviting(platform, tx, memberId, stop);
  onCommit(tx, () => tell(platform.events, memberId, 'invitations'));
  return settled.map((row) => row.id);
}

/** Ends a pause or a closing. */
export async function reopenInviting(platform: Platform, tx: Transaction, memberId: MemberId): Promise<void> {
  await allowInviting(platform, tx, memberId);
  onCommit(tx, () => tell(platform.events, memberId, 'invitations'));
}

/** Marks that operators are being told, once for each report; @returns how many reports there are to tell of. */
export async function takeUntold(tx: Transaction, memberId: MemberId, now: Date): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('abuse_reports')
    .set({ told_at: now })
    .where('inviter_id', '=', memberId)
    .where('told_at', 'is', null)
    .where('settled_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Takes {@link takeUntold} back: nobody could be told. */
export async function untell(tx: Transaction, memberId: MemberId, toldAt: Date): Promise<void> {
  await tx
    .updateTable('abuse_reports')
    .set({ told_at: null })
    .where('inviter_id', '=', memberId)
    .where('told_at', '=', toldAt)
    .execute();
}
