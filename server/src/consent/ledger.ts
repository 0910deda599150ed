import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ConsentRow } from './store.ts';

const beginning = Buffer.alloc(32);

/** Appends an entry; its hash covers it and the entry before. One writer at a time. */
export async function append(
  tx: Transaction,
  facts: Omit<ConsentRow, 'sequence' | 'previous_hash' | 'hash' | 'redacted_at'>,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('kith.consents', 0))`.execute(tx);
  const { rows } = await sql<{ sequence: number; hash: Buffer }>`select * from ledger_end()`.execute(tx);
  const last = rows[0];
  const entry = { ...facts, sequence: (last?.sequence ?? 0) + 1, previous_hash: last?.hash ?? beginning };
  await tx
    .insertInto('consents')
    .values({
      ...entry,
      redacted_at: null,
      later: sql`${JSON.stringify(entry.later)}::jsonb`,
      hash: hashOf(entry),
    })
    .execute();
}

/** SHA-256 over the hash before and the entry as JSON, its fields in this order. */
function hashOf(entry: Omit<ConsentRow, 'hash' | 'redacted_at'>): Buffer {
  const { mention, later } = entry;
  const more = [mention, later.map(({ sequence, hash, due }) => [sequence, hash, due])];
  const text = JSON.stringify([
    entry.sequence,
    entry.id,
    entry.member_id,
    entry.session_id,
    entry.channel,
    entry.message_version,
    entry.message_hash.toString('hex'),
    entry.note,
    entry.locale,
    entry.reminders,
    entry.recipients.map((key) => key.toString('hex')),
    entry.created_at.toISOString(),
    // Entries from before there were these keep their hash.
    ...(entry.stated === null ? [] : [entry.stated]),
    ...(mention === null && later.length === 0 ? [] : [more]),
  ]);
  return createHash('sha256').update(entry.previous_hash).update(text).digest();
}

export interface LedgerReport {
  readonly entries: number;
  /** The first entry whose hash or place is wrong. */
  readonly brokenAt: number | undefined;
  readonly deliveries: number;
  /**
   * Deliveries that no consent explains: none names the recipient, or the message was another than the one shown, or came
   * before its day, or named somebody who had not agreed to be named to this recipient.
   */
  readonly unexplained: number;
  /** Personal links, and how many of them no consent of their inviter to a link names the recipient of. */
  readonly links: number;
  readonly unexplainedLinks: number;
}

const page = 500;

/**
 * Recomputes the chain and joins every delivery and every personal link to its consent; times are not compared, for a clock that was set back would
 * raise a false alarm, and the foreign key of a permit keeps the order. An auditor reads the tables of other slices as they
 * are, so that a mistake in their code cannot hide.
 */
export async function verifyLedger(tx: Transaction): Promise<LedgerReport> {
  let entries = 0;
  let previous: Buffer = beginning;
  let brokenAt: number | undefined;
  for (;;) {
    const rows = await tx
      .selectFrom('consents')
      .selectAll()
      .where('sequence', '>', entries)
      .orderBy('sequence')
      .limit(page)
      .execute();
    for (const row of rows) {
      const sound =
        row.sequence === entries + 1 &&
        row.previous_hash.equals(previous) &&
        // Without the member's own words the hash cannot be worked out again; the entry after it still vouches for it.
        (row.redacted_at !== null || hashOf(row).equals(row.hash));
      if (!sound) brokenAt ??= row.sequence;
      entries = row.sequence;
      previous = row.hash;
    }
    if (rows.length < page) break;
  }
  const { rows } = await sql<{ deliveries: number; unexplained: number }>`
    select count(*) as deliveries, count(*) filter (where c.id is null or p.recipient_key <> all(c.recipients)
      or d.body_hash is distinct from shown.hash or d.intended_at < shown.due
      or i.inviter_id <> c.member_id or i.recipient_key <> p.recipient_key
      or exists (select from mentions m left join permits n on n.id = m.named_permit_id left join consents agreed on agreed.id = n.consent_id
        where m.permit_id = d.permit_id and (agreed.id is null or n.recipient_key <> p.recipient_key
          or n.recipient_key <> all(agreed.recipients) or m.name is distinct from agreed.mention))) as unexplained
    from deliveries d left join permits p on p.id = d.permit_id
      left join invitations i on i.id = p.invitation_id left join consents c on c.id = p.consent_id
      left join lateral (
        select c.message_hash as hash, null::timestamptz as due where p.kind = 'invitation'
        union all
        select decode(one ->> 'hash', 'hex'), (one ->> 'due')::timestamptz from jsonb_array_elements(c.later) as messages (one)
        where p.kind = 'reminder' and (one ->> 'sequence')::integer = p.sequence
      ) as shown on true`.execute(tx);
  // The link of somebody who had said no has no permit, and a consent like any other.
  const { rows: handed } = await sql<{ links: number; unexplained: number }>`
    select count(*) as links, count(*) filter (where named.channel is distinct from 'self_' || i.channel
      or p.id is not null and p.consent_id <> all(named.ids) or p.recipient_key <> i.recipient_key) as unexplained
    from invitations i left join permits p on p.invitation_id = i.id and p.kind = 'link'
      left join lateral (
        select c.channel, array_agg(c.id) as ids from consents c
        where c.member_id = i.inviter_id and c.channel = 'self_' || i.channel and i.recipient_key = any(c.recipients) group by 1
      ) as named on true
    where i.way = 'self'`.execute(tx);
  return {
    entries,
    brokenAt,
    deliveries: rows[0]?.deliveries ?? 0,
    unexplained: rows[0]?.unexplained ?? 0,
    links: handed[0]?.links ?? 0,
    unexplainedLinks: handed[0]?.unexplained ?? 0,
  };
}
