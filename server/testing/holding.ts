import { sql } from 'kysely';
import type { Transaction } from '../src/platform/database.ts';
import type { ContactId, MemberId } from '../src/platform/ids.ts';
import type { Platform } from '../src/platform/platform.ts';

/** Puts a member into somebody's address book, as the review leaves it: found by their address. */
export async function hold(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  member: MemberId,
): Promise<void> {
  const contact = platform.ids.next<ContactId>();
  const now = platform.clock.now();
  await sql`
    insert into contacts (owner_id, id, name, sort_key, search, data, created_at, updated_at)
    select ${owner}::uuid, ${contact}::uuid, name, name, name, '{}', ${now}::timestamptz, ${now}::timestamptz
    from members where id = ${member}`.execute(tx);
  await sql`
    insert into contact_identifiers (owner_id, contact_id, position, kind, key, value)
    select ${owner}::uuid, ${contact}::uuid, 0, kind, key, value from member_identifiers
    where member_id = ${member} and is_primary`.execute(tx);
  await sql`
    insert into candidates (owner_id, contact_id, step, member_id, name, sort_key, search)
    select ${owner}::uuid, ${contact}::uuid, 'here', id, name, name, name from members where id = ${member}`.execute(
    tx,
  );
}
