import { type RawBuilder, sql } from 'kysely';
import type { Later, Standing, Way } from '../consent/index.ts';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import type {
  BatchId,
  ContactId,
  ImportId,
  InvitationId,
  MemberId,
  PermitId,
  ReportId,
  RequestId,
} from '../platform/ids.ts';
import { jsonRows, keyArray } from '../platform/rows.ts';
import type { InvitationMessage } from './messages/invitation.ts';
import type { ReportOutcome } from './reports.ts';

export interface InvitationRow {
  id: InvitationId;
  batch_id: BatchId;
  inviter_id: MemberId;
  contact_id: ContactId | null;
  recipient_key: Buffer;
  channel: 'email' | 'text';
  /** `self`: a personal link that the inviter hands over; it holds neither address nor name. */
  way: Way;
  address: string | null;
  recipient_name: string | null;
  note: string | null;
  locale: string;
  token_hash: Buffer;
  created_at: Date;
  expires_at: Date;
  sent_at: Date | null;
  accepted_at: Date | null;
  accepted_by: MemberId | null;
  declined_at: Date | null;
  withdrawn_at: Date | null;
  expired_at: Date | null;
  waits_until: Date | null;
  taken_at: Date | null;
  taken_by: TakenBy | null;
  joined_at: Date | null;
  /** When the word of the member behind the address on who may invite them kept the inviter out, who never learns of it. */
  kept_out_at: Date | null;
  /** When it was found that the words in the queue were not those that its inviter agreed to: nothing went, and they are told. */
  words_changed_at: Date | null;
}

export interface Reminder {
  readonly sequence: Later['sequence'];
  readonly days: number;
  readonly message: InvitationMessage;
}

/** By what an inviter took a personal link to hand it over. */
export type TakenBy = 'mail' | 'text' | 'share' | 'copy' | 'qr';

export interface BatchRow {
  id: BatchId;
  inviter_id: MemberId;
  import_id: ImportId | null;
  idempotency_key: string | null;
  count: number;
  message: InvitationMessage;
  /** Later messages, each so many days after. */
  reminders: readonly Reminder[];
  created_at: Date;
  undo_until: Date;
  undone_at: Date | null;
  withdrawn_at: Date | null;
  sender_until: Date | null;
}

export interface DeliveryRow {
  id: string;
  permit_id: PermitId;
  message_id: string;
  body_hash: Buffer;
  attempt: number;
  intended_at: Date;
  handed_at: Date | null;
  rejected_at: Date | null;
  deferred_until: Date | null;
  unknown_at: Date | null;
  response_code: number | null;
  bounced_at: Date | null;
  bounce_status: string | null;
  complained_at: Date | null;
  lacks: 'smtputf8' | null;
  overtaken_at: Date | null;
  awaited_until: Date | null;
}

declare module '../platform/database.ts' {
  interface Tables {
    invitations: InvitationRow;
    invitation_batches: BatchRow;
    deliveries: DeliveryRow;
    sending_pauses: {
      id: string;
      reason: 'complaints' | 'bounces' | 'operator';
      began_at: Date;
      ended_at: Date | null;
      /** When operators were written to about it. */
      told_at: Date | null;
    };
    abuse_reports: {
      id: ReportId;
      /** What is reported: an invitation, or a connection request. */
      invitation_id: InvitationId | null;
      request_id: RequestId | null;
      inviter_id: MemberId;
      text: string | null;
      reported_at: Date;
      withdrawn_at: Date | null;
      settled_at: Date | null;
      outcome: ReportOutcome | null;
      told_at: Date | null;
    };
  }
}

export async function insertBatch(
  tx: Transaction,
  batch: Omit<BatchRow, 'undone_at' | 'withdrawn_at' | 'sender_until'>,
): Promise<void> {
  await tx
    .insertInto('invitation_batches')
    .values({
      ...batch,
      message: sql`${JSON.stringify(batch.message)}::jsonb`,
      reminders: sql`${JSON.stringify(batch.reminders)}::jsonb`,
      undone_at: null,
      withdrawn_at: null,
      sender_until: null,
    })
    .execute();
}

export function findBatch(tx: Transaction, id: BatchId, inviter?: MemberId) {
  const query = tx.selectFrom('invitation_batches').selectAll().where('id', '=', id);
  return (inviter === undefined ? query : query.where('inviter_id', '=', inviter)).executeTakeFirst();
}

export function batchByKey(tx: Transaction, inviter: MemberId, key: string) {
  return tx
    .selectFrom('invitation_batches')
    .selectAll()
    .where('inviter_id', '=', inviter)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
}

/**
 * The batch, locked: undo, hold, withdrawal and the sender's intents take turns. Intents share it with the renewal of the
 * lease, so that what became of other messages is written down while they wait for a recipient.
 */
export function lockBatch(tx: Transaction, id: BatchId, how: 'update' | 'share') {
  const query = tx.selectFrom('invitation_batches').selectAll().where('id', '=', id);
  return (how === 'update' ? query.forUpdate() : query.forKeyShare()).executeTakeFirst();
}

export async function updateBatch(
  tx: Transaction,
  id: BatchId,
  set: Partial<Pick<BatchRow, 'undo_until' | 'undone_at' | 'withdrawn_at' | 'sender_until'>>,
): Promise<void> {
  await tx.updateTable('invitation_batches').set(set).where('id', '=', id).execute();
}

/**
 * Takes the batch for one sender until `until`, unless another has it. A lease that would end later than any given now was
 * given by a clock that has been set back since.
 */
export async function leaseBatch(
  tx: Transaction,
  id: BatchId,
  now: Date,
  until: Date,
): Promise<BatchRow | undefined> {
  return tx
    .updateTable('invitation_batches')
    .set({ sender_until: until })
    .where('id', '=', id)
    .where((on) =>
      on.or([on('sender_until', 'is', null), on('sender_until', '<', now), on('sender_until', '>', until)]),
    )
    .returningAll()
    .executeTakeFirst();
}

export interface BatchCounts {
  readonly queued: number;
  readonly sent: number;
  readonly withdrawn: number;
  /** Of those sent, messages of which nobody knows whether they arrived. */
  readonly unknown: number;
  /** Of those withdrawn, whose words were not those agreed to any more. */
  readonly changed: number;
  /** Personal links, which nobody sends for the inviter. */
  readonly links: number;
}

export async function countBatch(tx: Transaction, id: BatchId): Promise<BatchCounts> {
  const { rows } = await sql<BatchCounts>`
    select count(*) filter (where way = 'relay' and sent_at is null and withdrawn_at is null and expired_at is null) as queued,
      count(*) filter (where sent_at is not null) as sent,
      count(*) filter (where sent_at is null and taken_at is null and withdrawn_at is not null) as withdrawn,
      count(words_changed_at) as changed,
      count(*) filter (where way = 'self') as links,
      count(*) filter (where exists (select from permits p join deliveries d on d.permit_id = p.id
        where p.invitation_id = invitations.id and p.kind = 'invitation' and d.unknown_at is not null)) as unknown
    from invitations where batch_id = ${id}`.execute(tx);
  return rows[0] ?? { queued: 0, sent: 0, withdrawn: 0, unknown: 0, changed: 0, links: 0 };
}

/** Recipients of the inviter's own open invitations among `keys`. */
export async function openRecipients(
  tx: Transaction,
  inviter: MemberId,
  keys: readonly Buffer[],
): Promise<Set<string>> {
  const { rows } = await sql<{ recipient_key: Buffer }>`
    select recipient_key from invitations where inviter_id = ${inviter} and recipient_key = any(${keyArray(keys)}::bytea[])
      and accepted_at is null and declined_at is null and withdrawn_at is null and expired_at is null`.execute(
    tx,
  );
  return new Set(rows.map((row) => row.recipient_key.toString('hex')));
}

export type NewInvitation = Pick<
  InvitationRow,
  | 'id'
  | 'contact_id'
  | 'recipient_key'
  | 'channel'
  | 'way'
  | 'address'
  | 'recipient_name'
  | 'token_hash'
  | 'kept_out_at'
>;

export async function insertInvitations(
  tx: Transaction,
  shared: Pick<InvitationRow, 'batch_id' | 'inviter_id' | 'note' | 'locale' | 'created_at' | 'expires_at'>,
  rows: readonly NewInvitation[],
): Promise<void> {
  const text = jsonRows(
    rows.map((row) => ({
      ...row,
      recipient_key: row.recipient_key.toString('hex'),
      token_hash: row.token_hash.toString('hex'),
    })),
  );
  await sql`
    insert into invitations (id, batch_id, inviter_id, contact_id, recipient_key, channel, way, address, recipient_name, note, locale, token_hash, created_at, expires_at, kept_out_at)
    select id, ${shared.batch_id}::uuid, ${shared.inviter_id}::uuid, contact_id, decode(recipient_key, 'hex'), channel, way, address, recipient_name,
      ${shared.note}, ${shared.locale}, decode(token_hash, 'hex'), ${shared.created_at}::timestamptz, ${shared.expires_at}::timestamptz, kept_out_at
    from json_to_recordset(${text}::json) as r (id uuid, contact_id uuid, recipient_key text, channel text, way text, address text, recipient_name text, token_hash text, kept_out_at timestamptz)`.execute(
    tx,
  );
}

/** Takes a batch back as if it had never been; @returns the contacts it would have gone to. */
export async function deleteInvitations(tx: Transaction, batch: BatchId): Promise<ContactId[]> {
  const { rows } = await sql<{ contact_id: ContactId | null }>`
    delete from invitations where id in (${lockedInOrder(sql`batch_id = ${batch}`)}) returning contact_id`.execute(
    tx,
  );
  return rows.flatMap((row) => (row.contact_id === null ? [] : [row.contact_id]));
}

export async function withdrawUnsent(tx: Transaction, batch: BatchId, now: Date): Promise<ContactId[]> {
  const { rows } = await sql<{ contact_id: ContactId | null }>`
    update invitations set withdrawn_at = ${now}, address = null
    where id in (${lockedInOrder(sql`batch_id = ${batch} and sent_at is null and taken_at is null and withdrawn_at is null`)})
    returning contact_id`.execute(tx);
  return rows.flatMap((row) => (row.contact_id === null ? [] : [row.contact_id]));
}

/** An invitation whose turn it is. */
export type Due = Pick<InvitationRow, 'id' | 'recipient_key' | 'channel'>;

/** Nothing waits for so long, unless the clock was set back since. */
const longestWait = 2 * 86_400;

/** An invitation `i` that waits, and whose turn it is; one that was declined meanwhile has it too, and looks sent then. */
function isDue(now: Date) {
  const latest = after(now, longestWait);
  return sql<boolean>`i.way = 'relay' and i.sent_at is null and i.withdrawn_at is null and i.expired_at is null
    and (i.waits_until is null or i.waits_until <= ${now} or i.waits_until > ${latest})
    and (select bool_or(d.deferred_until > ${now} and d.deferred_until <= ${latest})
      from permits p join deliveries d on d.permit_id = p.id where p.invitation_id = i.id) is not true`;
}

/** The next invitations of a batch whose turn it is. */
export async function dueInvitations(
  tx: Transaction,
  batch: BatchId,
  now: Date,
  limit: number,
): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select i.id, i.recipient_key, i.channel from invitations i
    where i.batch_id = ${batch} and ${isDue(now)} order by i.id limit ${limit}`.execute(tx);
  return rows;
}

/**
 * Ids of invitations, each locked, in one order for everybody who changes several. Who locks more than invitations locks
 * whatever of these it needs in this order, so that nobody waits in a circle: the inviter's book (`lockBook`, for whoever
 * takes people off the list or puts them back), the batch, the recipients, the invitations, what hangs on them (deliveries,
 * reminders, reports of abuse), connection requests and blocks. A reminder is changed under the lock of its invitation.
 */
export function lockedInOrder(condition: RawBuilder<unknown>): RawBuilder<InvitationId> {
  return sql`select id from invitations where ${condition} order by id for update`;
}

export function lockInvitation(tx: Transaction, id: InvitationId) {
  return tx.selectFrom('invitations').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export async function updateInvitation(
  tx: Transaction,
  id: InvitationId,
  set: Partial<InvitationRow>,
): Promise<void> {
  await tx.updateTable('invitations').set(set).where('id', '=', id).execute();
}

/** What this recipient was sent and has not answered counts as declined. */
export async function declineSent(tx: Transaction, recipient: Buffer, now: Date): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    with declined as (
      update invitations set declined_at = ${now} where id in (${lockedInOrder(sql`recipient_key = ${recipient}
        and sent_at is not null and accepted_at is null and declined_at is null and withdrawn_at is null and expired_at is null`)}))
    select exists (select from invitations where recipient_key = ${recipient} and sent_at is not null) as known`.execute(
    tx,
  );
  return rows[0]?.known === true;
}

export async function settle(tx: Transaction, permit: PermitId, set: Partial<DeliveryRow>): Promise<void> {
  await tx.updateTable('deliveries').set(set).where('permit_id', '=', permit).execute();
}

/** A message that is answered has arrived, whatever became of the answer of the wire. */
export async function markArrived(tx: Transaction, invitation: InvitationId, now: Date): Promise<void> {
  await sql`update deliveries d set handed_at = ${now}, unknown_at = null from permits p
    where p.id = d.permit_id and p.invitation_id = ${invitation}
      and d.handed_at is null and d.rejected_at is null and d.deferred_until is null`.execute(tx);
}

/**
 * What a crash left between intent and answer stays unknown, and is never sent again. An intent of a time to come was
 * written before the clock was set back.
 *
 * @param seconds How long an answer may take.
 */
export async function markUnknown(tx: Transaction, now: Date, seconds: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update deliveries set unknown_at = ${now} where id in (select id from deliveries
      where handed_at is null and rejected_at is null and unknown_at is null and deferred_until is null
        and intended_at not between ${after(now, -seconds)} and ${after(now, seconds)}
      -- Whoever has one is writing down what became of it.
      for update skip locked)`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Batches with something to send now whose sender is gone or never came; see {@link leaseBatch} for `longest`. */
export async function waitingBatches(tx: Transaction, now: Date, longest: Date): Promise<BatchId[]> {
  const { rows } = await sql<{ id: BatchId }>`
    select b.id from invitation_batches b
    where b.undone_at is null and b.undo_until <= ${now}
      and (b.sender_until is null or b.sender_until < ${now} or b.sender_until > ${longest})
      and exists (select from invitations i where i.batch_id = b.id and ${isDue(now)})`.execute(tx);
  return rows.map((row) => row.id);
}

/** After the clock was set back: an undo window that would stay open for longer than any may begins anew. */
export async function reopenWindows(tx: Transaction, latest: Date, until: Date): Promise<void> {
  await sql`update invitation_batches set undo_until = ${until}
    where undone_at is null and undo_until > ${latest}`.execute(tx);
}

/** Whether a message of the batch went, or may have gone. */
export async function hasBegun(tx: Transaction, batch: BatchId): Promise<boolean> {
  const { rows } = await sql`select 1 from invitations where batch_id = ${batch} and sent_at is not null
    union all select 1 from invitations i join permits p on p.invitation_id = i.id join deliveries d on d.permit_id = p.id
      where i.batch_id = ${batch} limit 1`.execute(tx);
  return rows.length > 0;
}

/** Ends invitations past their time and wipes the addresses. */
export async function expire(tx: Transaction, now: Date): Promise<void> {
  await sql`update invitations set expired_at = ${now}, address = null, recipient_name = null
    where id in (${lockedInOrder(sql`expires_at < ${now} and accepted_at is null and withdrawn_at is null
      and expired_at is null`)})`.execute(tx);
}

export function invitationByToken(tx: Transaction, tokenHash: Buffer) {
  return tx.selectFrom('invitations').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst();
}

export async function listInvitations(
  tx: Transaction,
  inviter: MemberId,
  state: InvitationState | 'pending' | undefined,
  before: InvitationId | undefined,
  limit: number,
) {
  const states = state === 'pending' ? pending : state === undefined ? null : [state];
  const { rows } = await sql<InvitationRow & { state: InvitationState; kept_name: string | null }>`
    select * from (select i.*, coalesce(i.recipient_name, c.name) as kept_name, case
        when i.accepted_at is not null then 'accepted' when i.withdrawn_at is not null then 'withdrawn'
        when i.expired_at is not null then 'expired' when i.taken_at is not null then 'taken' when i.way = 'self' then 'made' when i.sent_at is null then 'queued'
        when exists (select from permits p join deliveries d on d.permit_id = p.id
          where p.invitation_id = i.id and p.kind = 'invitation' and d.unknown_at is not null) then 'unknown' else 'sent' end as state
      from invitations i left join contacts c on c.owner_id = i.inviter_id and c.id = i.contact_id
      where i.inviter_id = ${inviter} ${before === undefined ? sql`` : sql`and i.id < ${before}`}) as rows
    where ${states}::text[] is null or state = any(${states}::text[])
    order by id desc limit ${limit}`.execute(tx);
  return rows;
}

/**
 * `unknown`: the message may have arrived, for its wire broke; nothing sends it again by itself. A link is `made` and `taken`, never
 * `sent`: what its inviter did with it nobody here knows.
 */
export type InvitationState =
  | 'queued'
  | 'sent'
  | 'unknown'
  | 'made'
  | 'taken'
  | 'accepted'
  | 'withdrawn'
  | 'expired';

/** Wait for an answer, and can be withdrawn. */
const pending: readonly InvitationState[] = ['queued', 'sent', 'unknown', 'made', 'taken'];

export async function countInvitations(
  tx: Transaction,
  inviter: MemberId,
): Promise<{ sent: number; accepted: number; pending: number }> {
  const { rows } = await sql<{ sent: number; accepted: number; pending: number }>`
    select count(*) filter (where sent_at is not null) as sent, count(*) filter (where accepted_at is not null) as accepted,
      count(*) filter (where accepted_at is null and withdrawn_at is null and expired_at is null) as pending
    from invitations where inviter_id = ${inviter}`.execute(tx);
  return rows[0] ?? { sent: 0, accepted: 0, pending: 0 };
}

/**
 * How the inviter's invitations were received in these months. An acceptance counts at once; what was said against them
 * counts from the next day (UTC), so that nobody learns from the quota who has just said no.
 */
export async function standingOf(tx: Transaction, inviter: MemberId, now: Date): Promise<Standing> {
  const today = sql`date_trunc('day', ${now}::timestamptz, 'UTC')`;
  const since = sql`${now}::timestamptz - interval '180 days'`;
  const { rows } = await sql<Standing>`
    select count(*) filter (where accepted_at is not null) as accepted,
      count(*) filter (where declined_at < ${today} and not is_bad) as declined, count(*) filter (where is_bad) as reported
    from (select i.accepted_at, i.declined_at,
        exists (select from abuse_reports r where r.invitation_id = i.id and r.reported_at < ${today} and r.outcome is distinct from 'dismissed')
        or exists (select from permits p join deliveries d on d.permit_id = p.id where p.invitation_id = i.id and d.complained_at < ${today}) as is_bad
      from invitations i where i.inviter_id = ${inviter} and i.created_at > ${since}) as received`.execute(
    tx,
  );
  return rows[0] ?? { accepted: 0, declined: 0, reported: 0 };
}

/** How many have joined by the invitations that came of each import. */
export async function joinedSince(
  tx: Transaction,
  inviter: MemberId,
  imports: readonly ImportId[],
): Promise<ReadonlyMap<ImportId, number>> {
  const { rows } = await sql<{ id: ImportId; joined: number }>`
    select b.import_id as id, count(*) as joined
    from invitation_batches b join invitations i on i.batch_id = b.id
    where b.inviter_id = ${inviter} and b.import_id = any(${imports}::uuid[]) and i.accepted_at is not null
    group by b.import_id`.execute(tx);
  return new Map(rows.map(({ id, joined }) => [id, joined]));
}

/** The delivery that a Message-ID names, and the invitation that it brought. */
export async function deliveryByMessageId(tx: Transaction, messageId: string) {
  return tx
    .selectFrom('deliveries as d')
    .innerJoin('permits as p', 'p.id', 'd.permit_id')
    .innerJoin('invitations as i', 'i.id', 'p.invitation_id')
    .select(['d.permit_id', 'd.bounced_at', 'd.unknown_at', 'i.id', 'i.inviter_id', 'i.recipient_key'])
    .where('d.message_id', '=', messageId)
    .executeTakeFirst();
}
