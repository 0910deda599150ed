import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { BatchId, ContactId, InvitationId, MemberId } from '../platform/ids.ts';
import type { InvitationMessage } from './messages/invitation.ts';
import type { InvitationRow, TakenBy } from './store.ts';

export interface LinkRow extends InvitationRow {
  readonly message: InvitationMessage;
  readonly name: string | null;
}

const works = sql`i.way = 'self' and i.accepted_at is null and i.withdrawn_at is null and i.expired_at is null`;

/** The inviter's personal links that work, the oldest first. A recipient's no does not show. */
export async function openLinks(
  tx: Transaction,
  inviter: MemberId,
  batch: BatchId | undefined,
  after: InvitationId | undefined,
  limit: number,
): Promise<{ rows: LinkRow[]; total: number }> {
  const mine = sql`i.inviter_id = ${inviter} and ${works} ${batch === undefined ? sql`` : sql`and i.batch_id = ${batch}`}`;
  const { rows } = await sql<LinkRow>`
    select i.*, b.message, c.name from invitations i join invitation_batches b on b.id = i.batch_id
      left join contacts c on c.owner_id = i.inviter_id and c.id = i.contact_id
    where ${mine} ${after === undefined ? sql`` : sql`and i.id > ${after}`} order by i.id limit ${limit}`.execute(
    tx,
  );
  const { rows: counted } = await sql<{ total: number }>`
    select count(*) as total from invitations i where ${mine}`.execute(tx);
  return { rows, total: counted[0]?.total ?? 0 };
}

/** Notes that the inviter took a link that works; the first time counts. False where there is none. */
export async function takeLink(
  tx: Transaction,
  inviter: MemberId,
  id: InvitationId,
  by: TakenBy,
  now: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update invitations i set taken_at = coalesce(i.taken_at, ${now}), taken_by = coalesce(i.taken_by, ${by})
    where i.id = ${id} and i.inviter_id = ${inviter} and ${works}`.execute(tx);
  return numAffectedRows === 1n;
}

/** An invitation `i` of a contact all of whose invitations were withdrawn or expired before that instant. */
const isOver = (
  before: Date,
) => sql`i.contact_id is not null and coalesce(i.withdrawn_at, i.expired_at) < ${before}
  and not exists (select from invitations o where o.inviter_id = i.inviter_id and o.contact_id = i.contact_id
    and coalesce(o.withdrawn_at, o.expired_at, 'infinity') >= ${before})`;

/** Whose invitations hold contacts that can be let go of. */
export async function holdingContacts(tx: Transaction, before: Date): Promise<MemberId[]> {
  const { rows } = await sql<{ inviter_id: MemberId }>`
    select distinct i.inviter_id from invitations i where ${isOver(before)}`.execute(tx);
  return rows.map(({ inviter_id }) => inviter_id);
}

/** Lets go of an inviter's contacts all of whose invitations were withdrawn or expired before that instant. */
export async function releaseContacts(
  tx: Transaction,
  inviter: MemberId,
  before: Date,
): Promise<ContactId[]> {
  const { rows } = await sql<{ contact_id: ContactId }>`
    with ended as (
      select i.id, i.contact_id from invitations i where i.inviter_id = ${inviter} and ${isOver(before)}
      order by i.id for update of i
    )
    update invitations i set contact_id = null from ended where i.id = ended.id returning ended.contact_id`.execute(
    tx,
  );
  return rows.map(({ contact_id }) => contact_id);
}
