import { type Card, labelsOf, type Triage, type TriageFacts, triage } from '@kith/contacts';
import { type Generated, type RawBuilder, sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { CardId, ContactId, MemberId, SourceId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { idArray, jsonRows, keyArray } from '../platform/rows.ts';
import { noteChanges } from './changes.ts';

/** A card as it is stored: without what only its file knew (lines, problems). */
export type CardData = Omit<Card, 'source' | 'problems'>;

export interface Identifier {
  readonly kind: 'email' | 'phone';
  /** HMAC of the comparison key. */
  readonly key: Buffer;
  readonly value: string;
  readonly label?: string | undefined;
}

/** What a contact looks like in lists and to searches, worked out from its cards. */
export interface ContactRow {
  readonly id: ContactId;
  readonly name: string;
  readonly sortKey: string;
  readonly search: string;
  readonly organisation: string | undefined;
  readonly identifiers: readonly Identifier[];
  readonly labels: readonly string[];
  readonly city: string | undefined;
  readonly birthday: string | undefined;
  readonly hasEmail: boolean;
  readonly hasPhone: boolean;
  readonly writtenOn: string | undefined;
  /** Whether it is a person one may invite, by what is known of the owner. */
  readonly triage: (facts: TriageFacts) => Triage;
}

declare module '../platform/database.ts' {
  interface Tables {
    sources: {
      owner_id: MemberId;
      id: SourceId;
      kind: 'file' | 'paste' | 'account' | 'own';
      label: string;
      created_at: Date;
    };
    contacts: {
      owner_id: MemberId;
      id: ContactId;
      name: string;
      sort_key: string;
      search: string;
      /** Written by an earlier Kith. */
      search_is_old: Generated<boolean>;
      organisation: string | null;
      data: CardData;
      created_at: Date;
      updated_at: Date;
      version: number;
      favourite_at: Date | null;
      trashed_at: Date | null;
      labels: string[];
      city: string | null;
      birthday: string | null;
      has_email: boolean;
      has_phone: boolean;
      written_on: string | null;
      /** At which version each field last became another; a field that never did is not in it. */
      field_versions: Readonly<Record<string, number>>;
    };
    cards: {
      owner_id: MemberId;
      id: CardId;
      source_id: SourceId;
      key: Buffer;
      contact_id: ContactId;
      digest: Buffer;
      /** The digest of what the source said, where the owner has mended the card. */
      mended_from: Buffer | null;
      data: CardData;
      created_at: Date;
      updated_at: Date;
    };
    contact_identifiers: {
      owner_id: MemberId;
      contact_id: ContactId;
      position: number;
      kind: 'email' | 'phone';
      key: Buffer;
      value: string;
      label: string | null;
    };
  }
}

/** The source of an owner with this label, made when it is new. */
export async function sourceOf(
  tx: Transaction,
  source: {
    owner_id: MemberId;
    id: SourceId;
    kind: 'file' | 'paste' | 'account' | 'own';
    label: string;
    created_at: Date;
  },
): Promise<SourceId> {
  await tx
    .insertInto('sources')
    .values(source)
    .onConflict((oc) => oc.columns(['owner_id', 'kind', 'label']).doNothing())
    .execute();
  const row = await tx
    .selectFrom('sources')
    .select('id')
    .where('owner_id', '=', source.owner_id)
    .where('kind', '=', source.kind)
    .where('label', '=', source.label)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The source of what an owner adds by hand. */
export function ownSource(
  { clock, ids }: Pick<Platform, 'clock' | 'ids'>,
  tx: Transaction,
  owner: MemberId,
): Promise<SourceId> {
  return sourceOf(tx, {
    owner_id: owner,
    id: ids.next<SourceId>(),
    kind: 'own',
    label: 'own',
    created_at: clock.now(),
  });
}

export function cardsByKey(tx: Transaction, owner: MemberId, source: SourceId, keys: readonly Buffer[]) {
  return tx
    .selectFrom('cards')
    .select(['id', 'key', 'digest', 'mended_from', 'contact_id', 'data'])
    .where('owner_id', '=', owner)
    .where('source_id', '=', source)
    .where(sql<boolean>`key = any(${keyArray(keys)}::bytea[])`)
    .execute();
}

export function cardsOfContacts(tx: Transaction, owner: MemberId, contacts: readonly ContactId[]) {
  return tx
    .selectFrom('cards')
    .select(['contact_id', 'data'])
    .where('owner_id', '=', owner)
    .where(sql<boolean>`contact_id = any(${idArray(contacts)}::uuid[])`)
    .orderBy('id')
    .execute();
}

/** New contacts and the one card of each, in the same order: their content, most of what is written, crosses once. */
export async function insertContacts(
  tx: Transaction,
  owner: MemberId,
  source: SourceId,
  contacts: readonly ContactRow[],
  cards: readonly NewCard[],
  now: Date,
): Promise<void> {
  if (contacts.length === 0) return;
  const rows = cards.map((card, index) => ({ ...shown(contacts[index]), ...stored(card) }));
  const written = sql`
    with r as materialized (
      select * from ${recordsWithData(rows, cards, `${shownTypes}, id uuid, key text, contact_id uuid, digest text`)}
        as r (${sql.raw(shownColumns)}, id, key, contact_id, digest, data)
    ), contact as (
      insert into contacts (owner_id, id, ${sql.raw(shownColumns)}, data, created_at, updated_at)
      select ${owner}::uuid, contact_id, ${sql.raw(shownColumns)}, data::json, ${now}, ${now} from r
    )
    insert into cards (owner_id, id, source_id, key, contact_id, digest, data, created_at, updated_at)
    select ${owner}::uuid, id, ${source}::uuid, decode(key, 'hex'), contact_id, decode(digest, 'hex'), data::json, ${now}, ${now} from r`.execute(
    tx,
  );
  // The second is put together while the database works on the first.
  await Promise.all([written, insertIdentifiers(tx, owner, contacts)]);
}

function shown(row: ContactRow | undefined) {
  return {
    name: row?.name,
    sort_key: row?.sortKey,
    search: row?.search,
    organisation: row?.organisation ?? null,
    labels: row?.labels ?? [],
    city: row?.city ?? null,
    birthday: row?.birthday ?? null,
    has_email: row?.hasEmail ?? false,
    has_phone: row?.hasPhone ?? false,
    written_on: row?.writtenOn ?? null,
  };
}

/** The columns of `shown`, and their types as a record of JSON has them. */
const shownColumns =
  'name, sort_key, search, organisation, labels, city, birthday, has_email, has_phone, written_on';
const shownTypes =
  'name text, sort_key text, search text, organisation text, labels text[], city text, birthday text, has_email boolean, has_phone boolean, written_on text';

function stored(card: NewCard) {
  return {
    id: card.id,
    key: card.key.toString('hex'),
    contact_id: card.contactId,
    digest: card.digest.toString('hex'),
  };
}

/** Rows to select from: their columns, and the content of each as one line of text, which JSON never breaks. */
function recordsWithData(
  rows: readonly object[],
  of: readonly { readonly content: string }[],
  columns: string,
): RawBuilder<unknown> {
  const lines = of.map(({ content }) => content).join('\n');
  return sql`rows from (jsonb_to_recordset(${jsonRows(rows)}::jsonb) as (${sql.raw(columns)}), unnest(string_to_array(${lines}, E'\n')))`;
}

async function insertIdentifiers(
  tx: Transaction,
  owner: MemberId,
  rows: readonly ContactRow[],
): Promise<void> {
  const identifiers = rows.flatMap((row) =>
    row.identifiers.map((one, position) => ({
      contact_id: row.id,
      position,
      kind: one.kind,
      key: one.key.toString('hex'),
      value: one.value,
      label: one.label ?? null,
    })),
  );
  if (identifiers.length === 0) return;
  await sql`
    insert into contact_identifiers (owner_id, contact_id, position, kind, key, value, label)
    select ${owner}::uuid, contact_id, position, kind, decode(key, 'hex'), value, label
    from jsonb_to_recordset(${jsonRows(identifiers)}::jsonb) as r (contact_id uuid, position integer, kind text, key text, value text, label text)`.execute(
    tx,
  );
}

/** Writes contacts anew whose cards changed; @returns those of them that are in the trash. */
export async function rewriteContacts(
  tx: Transaction,
  owner: MemberId,
  rows: readonly (ContactRow & { readonly data: CardData })[],
  now: Date,
): Promise<Set<ContactId>> {
  if (rows.length === 0) return new Set();
  const ids = rows.map(({ id }) => id);
  const contacts = jsonRows(rows.map((row) => ({ id: row.id, ...shown(row), data: row.data })));
  const written = await sql<{ id: ContactId; trashed: boolean }>`
    update contacts set (${sql.raw(shownColumns)}) = row(${sql.raw(shownColumns.replaceAll(/\w+/g, 'r.$&'))}),
      data = r.data, updated_at = ${now}, version = contacts.version + 1,
      field_versions = contacts.field_versions || coalesce((
        select jsonb_object_agg(field, contacts.version + 1)
        -- Each is parsed once, and not for every field.
        from (select contacts.data::jsonb as before, r.data::jsonb as after offset 0) states
        cross join lateral jsonb_object_keys(before || after) field
        where before -> field is distinct from after -> field), '{}')
    from jsonb_to_recordset(${contacts}::jsonb) as r (id uuid, ${sql.raw(shownTypes)}, data json)
    where contacts.owner_id = ${owner} and contacts.id = any(${idArray(ids)}::uuid[]) and contacts.id = r.id
    returning contacts.id, contacts.trashed_at is not null as trashed`.execute(tx);
  await sql`delete from contact_identifiers where owner_id = ${owner} and contact_id = any(${idArray(ids)}::uuid[])`.execute(
    tx,
  );
  await insertIdentifiers(tx, owner, rows);
  return new Set(written.rows.flatMap(({ id, trashed }) => (trashed ? [id] : [])));
}

export interface NewCard {
  readonly id: CardId;
  readonly key: Buffer;
  readonly contactId: ContactId;
  readonly digest: Buffer;
  /** The card's data as JSON, from `contentOf`. */
  readonly content: string;
}

export async function insertCards(
  tx: Transaction,
  owner: MemberId,
  source: SourceId,
  cards: readonly NewCard[],
  now: Date,
): Promise<void> {
  if (cards.length === 0) return;
  await sql`
    insert into cards (owner_id, id, source_id, key, contact_id, digest, data, created_at, updated_at)
    select ${owner}::uuid, id, ${source}::uuid, decode(key, 'hex'), contact_id, decode(digest, 'hex'), data::json, ${now}, ${now}
    from ${recordsWithData(cards.map(stored), cards, 'id uuid, key text, contact_id uuid, digest text')}
      as r (id, key, contact_id, digest, data)`.execute(tx);
}

/** Gives cards the content that their source, or an earlier state, says. */
export async function updateCards(
  tx: Transaction,
  owner: MemberId,
  cards: readonly { id: CardId; digest: Buffer; content: string }[],
  now: Date,
): Promise<void> {
  if (cards.length === 0) return;
  const rows = cards.map(({ id, digest }) => ({ id, digest: digest.toString('hex') }));
  await sql`
    update cards set digest = decode(r.digest, 'hex'), data = r.data::json, mended_from = null, updated_at = ${now}
    from ${recordsWithData(rows, cards, 'id uuid, digest text')} as r (id, digest, data)
    where cards.owner_id = ${owner} and cards.id = any(${idArray(cards.map(({ id }) => id))}::uuid[]) and cards.id = r.id`.execute(
    tx,
  );
}

export function cardsById(tx: Transaction, owner: MemberId, ids: readonly CardId[]) {
  return tx
    .selectFrom('cards')
    .select(['id', 'digest', 'contact_id', 'data'])
    .where('owner_id', '=', owner)
    .where(sql<boolean>`id = any(${idArray(ids)}::uuid[])`)
    .execute();
}

/** Gives a card the content that its owner says; what its source said of it is remembered by its digest. */
export async function rewriteCard(
  tx: Transaction,
  owner: MemberId,
  { id, digest, content }: { id: CardId; digest: Buffer; content: string },
  now: Date,
): Promise<void> {
  await sql`
    update cards set mended_from = coalesce(mended_from, digest), digest = ${digest}, data = ${content}::json, updated_at = ${now}
    where owner_id = ${owner} and id = ${id}`.execute(tx);
}

/** Deletes cards; @returns the contacts they belonged to. */
export async function deleteCards(
  tx: Transaction,
  owner: MemberId,
  cards: readonly CardId[],
): Promise<ContactId[]> {
  const rows = await tx
    .deleteFrom('cards')
    .where('owner_id', '=', owner)
    .where(sql<boolean>`id = any(${idArray(cards)}::uuid[])`)
    .returning('contact_id')
    .execute();
  return [...new Set(rows.map((row) => row.contact_id))];
}

export function contactsOfCards(tx: Transaction, owner: MemberId, cards: readonly CardId[]) {
  return tx
    .selectFrom('cards')
    .select('contact_id')
    .distinct()
    .where('owner_id', '=', owner)
    .where(sql<boolean>`id = any(${idArray(cards)}::uuid[])`)
    .execute();
}

export async function deleteContacts(
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
): Promise<void> {
  if (contacts.length === 0) return;
  // No foreign key does this: two or three identifiers a contact, its checks were a tenth of an import's time.
  for (const table of ['contact_identifiers', 'contact_labels', 'contact_edits'])
    await sql`delete from ${sql.table(table)} where owner_id = ${owner} and contact_id = any(${idArray(contacts)}::uuid[])`.execute(
      tx,
    );
  await tx
    .deleteFrom('contacts')
    .where('owner_id', '=', owner)
    .where(sql<boolean>`id = any(${idArray(contacts)}::uuid[])`)
    .execute();
}

/** Deletes contacts with all their cards; @returns the cards. */
export async function deleteContactsWhole(
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
): Promise<CardId[]> {
  const cards = await tx
    .deleteFrom('cards')
    .where('owner_id', '=', owner)
    .where(sql<boolean>`contact_id = any(${idArray(contacts)}::uuid[])`)
    .returning('id')
    .execute();
  await deleteContacts(tx, owner, contacts);
  // What they were merged from is kept to part them again; there is nothing to part any more.
  await sql`delete from merges where owner_id = ${owner} and kept_id = any(${idArray(contacts)}::uuid[])`.execute(
    tx,
  );
  await noteChanges(tx, owner, contacts);
  return cards.map(({ id }) => id);
}

/** Contacts with their identifiers in order, as the review needs them; what is in the trash is not among them. */
export async function contactsWithIdentifiers(
  tx: Transaction,
  owner: MemberId,
  ids: readonly ContactId[],
): Promise<ContactRow[]> {
  const contacts = await tx
    .selectFrom('contacts')
    .select(['id', 'name', 'sort_key', 'search', 'organisation', 'data'])
    .select(['city', 'birthday', 'has_email', 'has_phone', 'written_on'])
    .where('owner_id', '=', owner)
    .where('trashed_at', 'is', null)
    .where(sql<boolean>`id = any(${idArray(ids)}::uuid[])`)
    .orderBy('id')
    .execute();
  const identifiers = await tx
    .selectFrom('contact_identifiers')
    .selectAll()
    .where('owner_id', '=', owner)
    .where(sql<boolean>`contact_id = any(${idArray(ids)}::uuid[])`)
    .orderBy('contact_id')
    .orderBy('position')
    .execute();
  const of = Map.groupBy(identifiers, (row) => row.contact_id);
  return contacts.map((row) => ({
    id: row.id,
    name: row.name,
    sortKey: row.sort_key,
    search: row.search,
    organisation: row.organisation ?? undefined,
    labels: labelsOf(row.data),
    city: row.city ?? undefined,
    birthday: row.birthday ?? undefined,
    hasEmail: row.has_email,
    hasPhone: row.has_phone,
    writtenOn: row.written_on ?? undefined,
    triage: (facts) => triage(row.data, facts),
    identifiers: (of.get(row.id) ?? []).map(({ kind, key, value, label }) => ({
      kind,
      key,
      value,
      label: label ?? undefined,
    })),
  }));
}
