import { sql } from 'kysely';
import { Type } from 'typebox';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';
import type { Book, Entry } from './book.ts';
import { membersBehind } from './book-store.ts';
import { labelsOfEntry } from './find.ts';

/** A contact in a list. */
export const ContactSummary = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  organisation: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
  city: Type.Optional(Type.String()),
  favourite: Type.Boolean(),
  labels: Type.Array(Type.String({ format: 'uuid' })),
  memberId: Type.Optional(
    Type.String({ format: 'uuid', description: 'The member of the network they are.' }),
  ),
  trashedAt: Type.Optional(Type.String({ format: 'date-time' })),
  version: Type.Integer(),
});

/** These contacts as a list shows them, in their order; what was deleted meanwhile is left out. */
export async function contactSummaries(tx: Transaction, owner: MemberId, book: Book, page: readonly Entry[]) {
  if (page.length === 0) return [];
  const { rows } = await sql<{
    id: ContactId;
    name: string;
    email: string | null;
    phone: string | null;
    trashed_at: Date | null;
    version: number;
  }>`
    select id, name, data -> 'emails' -> 0 ->> 'value' as email, data -> 'phones' -> 0 ->> 'value' as phone, trashed_at, version
    from contacts where owner_id = ${owner} and id = any(${idArray(page.map(({ id }) => id))}::uuid[])`.execute(
    tx,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const members = await membersBehind(tx, owner);
  return page.flatMap((entry) => {
    const row = byId.get(entry.id);
    if (row === undefined) return [];
    const memberId = members.get(entry.id);
    return [
      {
        id: entry.id,
        name: row.name,
        ...(entry.organisation === undefined ? {} : { organisation: entry.organisation }),
        ...(row.email === null ? {} : { email: row.email }),
        ...(row.phone === null ? {} : { phone: row.phone }),
        ...(entry.city === undefined ? {} : { city: entry.city }),
        favourite: entry.favourite,
        labels: labelsOfEntry(book, entry),
        ...(memberId === undefined ? {} : { memberId }),
        ...(row.trashed_at === null ? {} : { trashedAt: row.trashed_at.toISOString() }),
        version: row.version,
      },
    ];
  });
}
