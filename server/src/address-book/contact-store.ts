import { sql } from 'kysely';
import type { CardData } from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, ImportId, MemberId, SourceId } from '../platform/ids.ts';

export function contactById(tx: Transaction, owner: MemberId, id: ContactId) {
  return tx
    .selectFrom('contacts')
    .select(['id', 'name', 'data', 'version', 'favourite_at', 'trashed_at', 'created_at', 'updated_at'])
    .where('owner_id', '=', owner)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** A contact's cards, the oldest first, with the sources they came from. */
export async function cardsOfContact(tx: Transaction, owner: MemberId, id: ContactId) {
  const { rows } = await sql<{
    data: CardData;
    updated_at: Date;
    source_id: SourceId;
    kind: string;
    label: string;
  }>`
    select c.data, c.updated_at, c.source_id, s.kind, s.label from cards c
    join sources s on s.owner_id = c.owner_id and s.id = c.source_id
    where c.owner_id = ${owner} and c.contact_id = ${id} order by c.id`.execute(tx);
  return rows.map(({ data, updated_at: at, source_id, kind, label }) => ({
    data,
    at,
    source: { id: source_id, kind, label },
  }));
}

/** The imports that brought a contact or saw it again, the latest first. */
export async function importsOfContact(tx: Transaction, owner: MemberId, id: ContactId) {
  const { rows } = await sql<{ id: ImportId; kind: string; received_at: Date; label: string | null }>`
    select distinct i.id, i.kind, i.received_at,
      coalesce(a.address, (select min(f.name) from import_files f where f.owner_id = i.owner_id and f.import_id = i.id)) as label
    from cards c
    join import_cards ic on ic.owner_id = c.owner_id and ic.card_id = c.id
    join imports i on i.owner_id = ic.owner_id and i.id = ic.import_id and i.undone_at is null
    left join import_accounts a on a.owner_id = i.owner_id and a.import_id = i.id
    where c.owner_id = ${owner} and c.contact_id = ${id} order by i.received_at desc limit 50`.execute(tx);
  return rows;
}

/** The member behind a contact. */
export async function memberBehind(
  tx: Transaction,
  owner: MemberId,
  id: ContactId,
): Promise<MemberId | undefined> {
  const row = await tx
    .selectFrom('candidates')
    .select('member_id')
    .where('owner_id', '=', owner)
    .where('contact_id', '=', id)
    .executeTakeFirst();
  return row?.member_id ?? undefined;
}

/** A contact, so that nobody else changes it meanwhile. */
export function lockContact(tx: Transaction, owner: MemberId, id: ContactId) {
  return tx
    .selectFrom('contacts')
    .select(['version', 'field_versions', 'data'])
    .where('owner_id', '=', owner)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}
