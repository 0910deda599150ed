import { foldForSearch } from '@kith/contacts';
import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, LabelId, MemberId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';
import { type LabelRow, labelsOfOwner } from './label-store.ts';

/** Labels that a list is offered to be narrowed by. */
const mostOffered = 50;

interface BehindRow {
  readonly member_id: MemberId;
  readonly id: ContactId;
  readonly name: string;
  /** The groups of the contact's sources. */
  readonly groups: readonly string[];
  readonly put: readonly LabelId[];
  readonly taken: readonly LabelId[];
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
  const own = (removed: boolean) => sql`array(
    select b.label_id from contact_labels b
    where b.owner_id = c.owner_id and b.contact_id = c.id and b.removed = ${removed})`;
  const { rows } = await sql<BehindRow>`
    select k.member_id, c.id, k.name, c.labels as groups, ${own(false)} as put, ${own(true)} as taken
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

/** What the labels of a contact are called; a group that no label stands for yet is called as its source does. */
function namesOf(labels: readonly LabelRow[], { groups, put, taken }: BehindRow): string[] {
  if (groups.length === 0 && put.length === 0) return [];
  const keys = new Map(groups.map((name) => [foldForSearch(name), name]));
  const names = labels
    .filter(({ deleted_at }) => deleted_at === null)
    .filter(
      ({ id, key, source_key: group }) => put.includes(id) || (keys.has(group ?? key) && !taken.includes(id)),
    )
    .map(({ name }) => name);
  for (const { key, source_key: group } of labels) {
    keys.delete(key);
    if (group !== null) keys.delete(group);
  }
  return [...names, ...keys.values()];
}
