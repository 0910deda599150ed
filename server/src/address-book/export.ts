import { csvTable, writeJscontact, writeVcard } from '@kith/contacts';
import { type RawBuilder, sql } from 'kysely';
import type { CardData } from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { idArray } from '../platform/rows.ts';
import type { Entry } from './book.ts';
import { type Labelled, labelledColumns, labelsOfOwner, namesOf } from './label-store.ts';

/** What a selection can be written as. */
export const exportFormats = {
  vcard: { type: 'text/vcard; charset=utf-8', file: 'contacts.vcf' },
  csv: { type: 'text/csv; charset=utf-8', file: 'contacts.csv' },
  jscontact: { type: 'application/jscontact+json', file: 'contacts.json' },
} as const;
export type ExportFormat = keyof typeof exportFormats;

/** Contacts read at once. */
const part = 500;

type ExportedCard = Parameters<typeof writeVcard>[0];

/** Contacts as a file, piece by piece, so that a book of any size is written; who is deleted meanwhile is left out. */
export function exportContacts(
  platform: Platform,
  owner: MemberId,
  selected: readonly Entry[],
  format: ExportFormat,
): AsyncGenerator<string> {
  return writtenAs(format, () => cardsOf(platform, owner, selected));
}

/** A file of these contacts, piece by piece; a table goes through them twice. */
export async function* writtenAs(
  format: ExportFormat,
  cards: () => AsyncIterable<ExportedCard>,
): AsyncGenerator<string> {
  switch (format) {
    case 'vcard':
      for await (const card of cards()) yield writeVcard(card, '4.0');
      return;
    case 'csv': {
      const table = csvTable({ bom: true });
      for await (const card of cards()) table.measure(card);
      yield table.header();
      for await (const card of cards()) yield table.row(card);
      return;
    }
    case 'jscontact':
      yield* jsonList(cards(), (card) => writeJscontact(card));
  }
}

/** A JSON list, an element a line. */
export async function* jsonList<Element>(
  elements: AsyncIterable<Element>,
  write: (element: Element) => string,
): AsyncGenerator<string> {
  let before = '[\n';
  for await (const element of elements) {
    yield before + write(element);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** A contact as the database has it, with what is said of its labels. */
interface StoredContact extends Labelled {
  readonly id: ContactId;
  readonly data: CardData;
}

/** The question for contacts `c` of an owner; `those` says which, and in what order. */
export function storedContacts(owner: MemberId, those: RawBuilder<unknown>): RawBuilder<StoredContact> {
  return sql<StoredContact>`
    select c.id, c.data, ${labelledColumns} from contacts c where c.owner_id = ${owner} and ${those}`;
}

/** Makes a card for files of a contact. */
export type CardOf = (contact: StoredContact) => ExportedCard;

/** Contacts as files have them: under the labels they bear, whoever gave them. */
export async function cardOf(tx: Transaction, owner: MemberId): Promise<CardOf> {
  const labels = await labelsOfOwner(tx, owner);
  return ({ id, data, ...said }) => ({
    ...data,
    categories: namesOf(labels, said),
    source: { format: 'vcard', lines: [1, 1], uid: `urn:uuid:${id}` },
    problems: [],
  });
}

async function* cardsOf(
  { database }: Platform,
  owner: MemberId,
  selected: readonly Entry[],
): AsyncGenerator<ExportedCard> {
  const card = await database.asMember(owner, (tx) => cardOf(tx, owner));
  for (let from = 0; from < selected.length; from += part) {
    const page = selected.slice(from, from + part).map(({ id }) => id);
    const those = sql`c.id = any(${idArray(page)}::uuid[])`;
    const { rows } = await database.asMember(owner, (tx) => storedContacts(owner, those).execute(tx));
    const stored = new Map(rows.map((row) => [row.id, row]));
    for (const id of page) {
      const contact = stored.get(id);
      if (contact !== undefined) yield card(contact);
    }
  }
}
