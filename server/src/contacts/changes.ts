import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';

declare module '../platform/database.ts' {
  interface Tables {
    books: { owner_id: MemberId; revision: number };
    book_changes: { owner_id: MemberId; revision: number; contact_ids: ContactId[] | null };
  }
}

/** Changes that are kept by name; a copy of the book that is further behind is made anew. */
const kept = 200;
/** Contacts that one change names. */
const mostNamed = 5000;

/** Whoever writes to an owner's book takes turns: two imports of the same people find each other. Falls with the transaction. */
export async function lockBook(tx: Transaction, owner: MemberId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`book:${owner}`}, 0))`.execute(tx);
}

/** The state of an owner's book, which grows with each change; 0 where nothing was ever in it. */
export async function revisionOf(tx: Transaction, owner: MemberId): Promise<number> {
  const row = await tx
    .selectFrom('books')
    .select('revision')
    .where('owner_id', '=', owner)
    .executeTakeFirst();
  return row?.revision ?? 0;
}

/** The contacts that changed between two states of a book; undefined where it may be any. */
export async function changedBetween(
  tx: Transaction,
  owner: MemberId,
  since: number,
  until: number,
): Promise<ReadonlySet<ContactId> | undefined> {
  const changes = await tx
    .selectFrom('book_changes')
    .select('contact_ids')
    .where('owner_id', '=', owner)
    .where('revision', '>', since)
    .where('revision', '<=', until)
    .execute();
  if (changes.length !== until - since) return undefined;
  const changed = new Set<ContactId>();
  for (const { contact_ids: ids } of changes) {
    if (ids === null) return undefined;
    for (const id of ids) changed.add(id);
  }
  return changed;
}

/**
 * Notes that these contacts are new, different or gone, so that copies of the book in memory follow. The book's row is held until the transaction ends, so that revisions appear in their order.
 *
 * @returns the book's revision, once this is committed
 */
export async function noteChanges(
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
): Promise<number | undefined> {
  if (contacts.length === 0) return undefined;
  const named = contacts.length > mostNamed ? null : idArray(contacts);
  const { rows } = await sql<{ revision: number }>`
    with book as (
      insert into books (owner_id, revision) values (${owner}, 1)
      on conflict (owner_id) do update set revision = books.revision + 1 returning revision
    ), old as (
      delete from book_changes where owner_id = ${owner} and revision <= (select revision from book) - ${kept}::bigint
    )
    insert into book_changes (owner_id, revision, contact_ids)
    select ${owner}::uuid, revision, ${named}::uuid[] from book returning revision`.execute(tx);
  return rows[0]?.revision;
}
