import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { idArray } from '../platform/rows.ts';
import { refreshCandidates } from './candidates.ts';
import './store.ts';

/** Takes contacts that went to the trash out of the review; where they stood is remembered. */
export async function trashCandidates(
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
): Promise<void> {
  await sql`
    update candidates set step = 'trash', step_before = step
    where owner_id = ${owner} and contact_id = any(${idArray(contacts)}::uuid[]) and step <> 'trash'`.execute(
    tx,
  );
}

/** Puts contacts that left the trash back to where they stood. */
export async function restoreCandidates(
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
): Promise<void> {
  await sql`
    update candidates set step = step_before, step_before = null
    where owner_id = ${owner} and contact_id = any(${idArray(contacts)}::uuid[]) and step = 'trash'`.execute(
    tx,
  );
}

/**
 * Looks anew at those who stand in the review for one of these contacts, or behind one, after these went to the trash or
 * left it; then at these, of whom something may have changed meanwhile.
 */
export async function placeAround(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
): Promise<void> {
  const { rows } = await sql<{ contact_id: ContactId }>`
    select distinct o.contact_id from contact_identifiers i
    join contact_identifiers o on o.key = i.key and o.owner_id = i.owner_id
    where i.owner_id = ${owner} and i.contact_id = any(${idArray(contacts)}::uuid[])
    union
    select o.contact_id from candidates c
    join candidates o on o.owner_id = c.owner_id and o.member_id = c.member_id
    where c.owner_id = ${owner} and c.contact_id = any(${idArray(contacts)}::uuid[])`.execute(tx);
  const own = new Set(contacts);
  const others = rows.flatMap(({ contact_id: id }) => (own.has(id) ? [] : [id]));
  await refreshCandidates(platform, tx, owner, others);
  await refreshCandidates(platform, tx, owner, contacts);
}
