import { sql } from 'kysely';
import { type CardData, changedBetween } from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import { idArray, jsonRows } from '../platform/rows.ts';

/** Two contacts that are likely one. */
export interface LikelyOne {
  readonly a: ContactId;
  readonly b: ContactId;
  readonly probability: number;
}

interface ProposalRow extends LikelyOne {
  readonly certain: boolean;
}

/** From this probability on, two that share an address or number as well, and have no two birthdays, are one for certain. */
const certainFrom = 0.99;

/** How far a book is, and how far it was looked through. */
export interface BookState {
  readonly revision: number;
  readonly searched: number | undefined;
  readonly searchedAt: Date | undefined;
  /** How far the search is that runs, from 0 to 1. */
  readonly looked: number | undefined;
}

export async function bookState(tx: Transaction, owner: MemberId): Promise<BookState> {
  const { rows } = await sql<{
    revision: number | null;
    searched: number | null;
    searched_at: Date | null;
    looked: number | null;
  }>`
    select b.revision::float8 as revision, s.revision::float8 as searched, s.searched_at, s.looked
    from books b left join duplicate_searches s on s.owner_id = b.owner_id where b.owner_id = ${owner}`.execute(
    tx,
  );
  const revision = rows[0]?.revision ?? 0;
  const searched = rows[0]?.searched ?? undefined;
  const searchedAt = rows[0]?.searched_at ?? undefined;
  const looked = rows[0]?.looked ?? undefined;
  return { revision, searched, searchedAt, looked };
}

/** Contacts that changed since a book was looked through; undefined where it may be any. Of a large import they are many. */
export async function changedSince(
  tx: Transaction,
  owner: MemberId,
  { revision, searched }: BookState,
): Promise<ReadonlySet<ContactId> | undefined> {
  return searched === undefined ? undefined : changedBetween(tx, owner, searched, revision);
}

/** A page of the book after a contact, without the trash; the data as JSON, for it is read elsewhere. */
export function bookPage(tx: Transaction, owner: MemberId, after: ContactId | undefined, size: number) {
  return tx
    .selectFrom('contacts')
    .select(['id', sql<string>`data::text`.as('text')])
    .where('owner_id', '=', owner)
    .where('trashed_at', 'is', null)
    .where((where) => (after === undefined ? where.lit(true) : where('id', '>', after)))
    .orderBy('id')
    .limit(size)
    .execute();
}

/** How many contacts a book has, without the trash. */
export async function bookSize(tx: Transaction, owner: MemberId): Promise<number> {
  const { rows } = await sql<{ size: number }>`
    select count(*)::int as size from contacts where owner_id = ${owner} and trashed_at is null`.execute(tx);
  return rows[0]?.size ?? 0;
}

/** Pairs of contacts that their owner has said are not the same. */
export async function distinctPairs(
  tx: Transaction,
  owner: MemberId,
): Promise<{ a: ContactId; b: ContactId }[]> {
  const { rows } = await sql<{ a: ContactId; b: ContactId }>`
    select distinct a.contact_id as a, b.contact_id as b from distinct_contacts d
    join cards a on a.owner_id = d.owner_id and a.source_id = d.source_a and a.key = d.key_a
    join cards b on b.owner_id = d.owner_id and b.source_id = d.source_b and b.key = d.key_b
    where d.owner_id = ${owner} and a.contact_id <> b.contact_id`.execute(tx);
  return rows;
}

/** Remembers for all cards of two contacts, ten of each at most, that they are not the same. */
export async function insertDistinct(
  tx: Transaction,
  owner: MemberId,
  a: ContactId,
  b: ContactId,
  now: Date,
): Promise<void> {
  await sql`
    insert into distinct_contacts (owner_id, source_a, key_a, source_b, key_b, said_at)
    select ${owner}::uuid, x.source_id, x.key, y.source_id, y.key, ${now}
    from (select source_id, key from cards where owner_id = ${owner} and contact_id = ${a} order by id limit 10) x,
      (select source_id, key from cards where owner_id = ${owner} and contact_id = ${b} order by id limit 10) y
    on conflict do nothing`.execute(tx);
}

/** Takes back that cards of one contact, or of these two, are not the same. */
export async function forgetDistinct(
  tx: Transaction,
  owner: MemberId,
  a: ContactId,
  b: ContactId = a,
): Promise<void> {
  await sql`
    delete from distinct_contacts d using cards x, cards y
    where d.owner_id = ${owner} and x.owner_id = d.owner_id and y.owner_id = d.owner_id
      and x.source_id = d.source_a and x.key = d.key_a and y.source_id = d.source_b and y.key = d.key_b
      and ((x.contact_id = ${a} and y.contact_id = ${b}) or (x.contact_id = ${b} and y.contact_id = ${a}))`.execute(
    tx,
  );
}

/**
 * Writes what a search found in place of what was proposed of the contacts that it looked at; contacts that went meanwhile
 * are left out.
 */
export async function replaceProposals(
  tx: Transaction,
  owner: MemberId,
  found: readonly LikelyOne[],
  looked: ReadonlySet<ContactId> | undefined,
): Promise<void> {
  if (looked === undefined) await sql`delete from proposals where owner_id = ${owner}`.execute(tx);
  else await dropProposals(tx, owner, [...looked]);
  await sql`
    insert into proposals (owner_id, a, b, probability, certain)
    select ${owner}::uuid, r.a, r.b, r.probability, r.probability >= ${certainFrom}::real
      and coalesce(born_a = born_b or born_a = '--' || right(born_b, 5) or born_b = '--' || right(born_a, 5), true)
      and exists (
        select from contact_identifiers x join contact_identifiers y on y.owner_id = x.owner_id and y.key = x.key
        where x.owner_id = ${owner} and x.contact_id = r.a and y.contact_id = r.b)
    from jsonb_to_recordset(${jsonRows(found)}::jsonb) as r (a uuid, b uuid, probability real)
    join contacts a on a.owner_id = ${owner} and a.id = r.a and a.trashed_at is null
    join contacts b on b.owner_id = ${owner} and b.id = r.b and b.trashed_at is null
    cross join lateral (select a.data->>'birthday' as born_a, b.data->>'birthday' as born_b) born
    on conflict do nothing`.execute(tx);
}

async function dropProposals(
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
): Promise<void> {
  const ids = idArray(contacts);
  await sql`delete from proposals where owner_id = ${owner} and (a = any(${ids}::uuid[]) or b = any(${ids}::uuid[]))`.execute(
    tx,
  );
}

/** No longer proposes two contacts, or does so again. */
export async function declineProposal(
  tx: Transaction,
  owner: MemberId,
  a: ContactId,
  b: ContactId,
  declined: boolean,
): Promise<void> {
  await sql`
    update proposals set declined = ${declined}
    where owner_id = ${owner} and ((a = ${a} and b = ${b}) or (a = ${b} and b = ${a}))`.execute(tx);
}

export async function markSearched(
  tx: Transaction,
  owner: MemberId,
  revision: number,
  now: Date,
): Promise<void> {
  await sql`
    insert into duplicate_searches (owner_id, revision, searched_at) values (${owner}, ${revision}, ${now})
    on conflict (owner_id) do update
      set revision = excluded.revision, searched_at = excluded.searched_at, looked = null`.execute(tx);
}

export async function markLooked(tx: Transaction, owner: MemberId, looked: number): Promise<void> {
  await sql`
    insert into duplicate_searches (owner_id, looked) values (${owner}, ${looked})
    on conflict (owner_id) do update set looked = excluded.looked`.execute(tx);
}

/** Proposals whose contacts are both there, the surest first. */
const standing = (owner: MemberId) => sql`
  from proposals p
  join contacts a on a.owner_id = p.owner_id and a.id = p.a and a.trashed_at is null
  join contacts b on b.owner_id = p.owner_id and b.id = p.b and b.trashed_at is null
  where p.owner_id = ${owner} and not p.declined`;

/** How many there are, of one contact or in all. */
export async function countProposals(
  tx: Transaction,
  owner: MemberId,
  of?: ContactId,
): Promise<{ total: number; certain: number }> {
  const { rows } = await sql<{ total: number; certain: number }>`
    select count(*)::int as total, (count(*) filter (where p.certain))::int as certain ${standing(owner)}
      ${of === undefined ? sql`` : sql`and ${of} in (p.a, p.b)`}`.execute(tx);
  return rows[0] ?? { total: 0, certain: 0 };
}

export async function listProposals(
  tx: Transaction,
  owner: MemberId,
  { certain, of, offset, limit }: { certain: boolean; of?: ContactId; offset: number; limit: number },
): Promise<ProposalRow[]> {
  const { rows } = await sql<ProposalRow>`
    select p.a, p.b, p.probability, p.certain ${standing(owner)} ${certain ? sql`and p.certain` : sql``}
      ${of === undefined ? sql`` : sql`and ${of} in (p.a, p.b)`}
    order by p.probability desc, p.a, p.b offset ${offset} limit ${limit}`.execute(tx);
  return rows;
}

/** What two contacts that stand side by side are, with where each came from. */
export async function contactsBeside(tx: Transaction, owner: MemberId, ids: readonly ContactId[]) {
  const { rows } = await sql<{
    id: ContactId;
    name: string;
    data: CardData;
    favourite: boolean;
    created_at: Date;
    sources: { kind: string; label: string }[] | null;
  }>`
    select c.id, c.name, c.data, c.favourite_at is not null as favourite, c.created_at,
      (select json_agg(distinct jsonb_build_object('kind', s.kind, 'label', s.label)) from cards k
        join sources s on s.owner_id = k.owner_id and s.id = k.source_id
        where k.owner_id = c.owner_id and k.contact_id = c.id) as sources
    from contacts c where c.owner_id = ${owner} and c.trashed_at is null and c.id = any(${idArray(ids)}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
