import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';
import { type Labelled, labelledColumns, labelsOfOwner, namesOf } from './label-store.ts';

/** Labels that a list is offered to be narrowed by. */
const mostOffered = 50;

interface BehindRow extends Labelled {
  readonly member_id: MemberId;
  readonly id: ContactId;
  readonly name: string;
}

/** The owner's contacts that these members stand behind, with the names of the labels they bear. */
export async function contactsBehind(
  tx: Transaction,
  owner: MemberId,
  members: readonly MemberId[],
): Promise<ReadonlyMap<MemberId, { id: ContactId; name: string; labels: string[] }>> {
  const found = new Map<MemberId, { id: ContactId; name: string; labels: string[] }>();
  for (const { member, ...contact } of await behind(tx, owner, members))
    if (!found.has(member)) found.set(member, contact);
  return found;
}

/** The labels of the owner's contacts that these members stand behind, the commonest first. */
export async function labelsBehind(
  tx: Transaction,
  owner: MemberId,
  members: readonly MemberId[],
): Promise<{ label: string; count: number }[]> {
  const bearers = new Map<string, Set<MemberId>>();
  for (const { member, labels } of await behind(tx, owner, members))
    for (const label of labels) bearers.set(label, (bearers.get(label) ?? new Set()).add(member));
  return [...bearers]
    .map(([label, { size: count }]) => ({ label, count }))
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label))
    .slice(0, mostOffered);
}

/** The members behind the owner's contacts with a label. */
export async function membersUnder(tx: Transaction, owner: MemberId, label: string): Promise<MemberId[]> {
  const rows = await behind(tx, owner, 'all');
  return [...new Set(rows.flatMap(({ member, labels }) => (labels.includes(label) ? [member] : [])))];
}

/** Contacts with members behind them, of each member the one that lists show first; read apart from the book, which may be large. */
async function behind(tx: Transaction, owner: MemberId, members: readonly MemberId[] | 'all') {
  const those = members === 'all' ? sql`is not null` : sql`= any(${idArray(members)}::uuid[])`;
  const { rows } = await sql<BehindRow>`
    select k.member_id, c.id, k.name, ${labelledColumns}
    from candidates k join contacts c on c.owner_id = k.owner_id and c.id = k.contact_id
    where k.owner_id = ${owner} and k.member_id ${those} and k.step <> 'trash'
    order by k.member_id, k.step = 'other', c.id`.execute(tx);
  const labels = await labelsOfOwner(tx, owner);
  return rows.map((row) => ({
    member: row.member_id,
    id: row.id,
    name: row.name,
    labels: namesOf(labels, row),
  }));
}
