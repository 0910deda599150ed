import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ConsentRow } from './store.ts';

declare module '../platform/database.ts' {
  interface Tables {
    ledger_head: { id: number; entries: number; hash: Buffer };
  }
}

const beginning = Buffer.alloc(32);

/** Where the ledger ends: how many entries there are, and the hash of the newest, which vouches for all. */
export interface LedgerHead {
  readonly entries: number;
  readonly hash: Buffer;
}

/** A head as it is printed and logged, `12:` and 64 hexadecimal digits; undefined where the text is none. */
export function parseHead(text: string): LedgerHead | undefined {
  const [, entries, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text.trim()) ?? [];
  if (entries === undefined || hash === undefined) return undefined;
  return { entries: Number(entries), hash: Buffer.from(hash, 'hex') };
}

export function printedHead({ entries, hash }: LedgerHead): string {
  return `${entries}:${hash.toString('hex')}`;
}

/** The head as it was noted beside the ledger; undefined while nothing is in it. */
export async function notedHead(tx: Transaction): Promise<LedgerHead | undefined> {
  return tx.selectFrom('ledger_head').select(['entries', 'hash']).executeTakeFirst();
}

/**
 * Appends an entry; its hash covers it and the entry before. One writer at a time. It goes on from the noted head: what was cut
 * off leaves a gap that nothing closes.
 */
export async function append(
  tx: Transaction,
  facts: Omit<ConsentRow, 'sequence' | 'previous_hash' | 'hash' | 'redacted_at'>,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('kith.consents', 0))`.execute(tx);
  const last = await notedHead(tx);
  const entry = { ...facts, sequence: (last?.entries ?? 0) + 1, previous_hash: last?.hash ?? beginning };
  const hash = hashOf(entry);
  await tx
    .insertInto('consents')
    .values({ ...entry, redacted_at: null, later: sql`${JSON.stringify(entry.later)}::jsonb`, hash })
    .execute();
  const head = { entries: entry.sequence, hash };
  await tx
    .insertInto('ledger_head')
    .values({ id: 1, ...head })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(head))
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
  /** Where the ledger ends now. */
  readonly head: LedgerHead;
  /** The entry that an earlier head names and that is not there any more, or is another: the end was cut off. */
  readonly cutOffAt: number | undefined;
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
 * Recomputes the chain, looks for the head that was noted beside it and for one that was kept elsewhere, and joins every delivery and every personal link to its consent; times are not compared, for a clock that was set back would
 * raise a false alarm, and the foreign key of a permit keeps the order. An auditor reads the tables of other slices as they
 * are, so that a mistake in their code cannot hide.
 */
export async function verifyLedger(tx: Transaction, kept?: LedgerHead): Promise<LedgerReport> {
  // Before the entries: what is appended meanwhile comes after it.
  const noted = await notedHead(tx);
  const heads = [noted, kept].filter((head) => head !== undefined && head.entries > 0);
  const missing = new Set(heads);
  let entries = 0;
  let previous: Buffer = beginning;
  let brokenAt: number | undefined;
  for (;;) {
    const rows = await tx
      .selectFrom('consents')
      .selectAll()
      .select(sql<boolean>`exists (select from members m where m.id = consents.member_id)`.as('isHere'))
      .where('sequence', '>', entries)
      .orderBy('sequence')
      .limit(page)
      .execute();
    for (const row of rows) {
      const sound =
        row.sequence === entries + 1 &&
        row.previous_hash.equals(previous) &&
        // Without the member's own words the hash cannot be worked out again; the entry after it still vouches for it. That
        // is so of members who are gone, and of whose messages nothing is left to explain.
        (row.redacted_at === null ? hashOf(row).equals(row.hash) : !row.isHere);
      if (!sound) brokenAt ??= row.sequence;
      entries = row.sequence;
      previous = row.hash;
      for (const head of missing)
        if (head?.entries === row.sequence && head.hash.equals(row.hash)) missing.delete(head);
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
  const lost = [...missing].flatMap((head) => head?.entries ?? []);
  // Whoever cuts the head off as well leaves entries without one.
  if (noted === undefined && entries > 0) lost.push(entries);
  return {
    entries,
    brokenAt,
    head: { entries, hash: previous },
    cutOffAt: lost.length === 0 ? undefined : Math.min(...lost),
    deliveries: rows[0]?.deliveries ?? 0,
    unexplained: rows[0]?.unexplained ?? 0,
    links: handed[0]?.links ?? 0,
    unexplainedLinks: handed[0]?.unexplained ?? 0,
  };
}
