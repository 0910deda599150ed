import { sql } from 'kysely';
import { Type } from 'typebox';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';
import type { Book, Entry } from './book.ts';
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
    member_id: MemberId | null;
  }>`
    select c.id, c.name, c.data -> 'emails' -> 0 ->> 'value' as email, c.data -> 'phones' -> 0 ->> 'value' as phone, c.trashed_at,
      c.version, b.member_id
    from contacts c left join candidates b on b.owner_id = c.owner_id and b.contact_id = c.id
    where c.owner_id = ${owner} and c.id = any(${idArray(page.map(({ id }) => id))}::uuid[])`.execute(tx);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return page.flatMap((entry) => {
    const row = byId.get(entry.id);
    if (row === undefined) return [];
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
        ...(row.member_id === null ? {} : { memberId: row.member_id }),
        ...(row.trashed_at === null ? {} : { trashedAt: row.trashed_at.toISOString() }),
        version: row.version,
      },
    ];
  });
}
