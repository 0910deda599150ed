import { csvTable, writeJscontact, writeVcard } from '@kith/contacts';
import { sql } from 'kysely';
import type { CardData } from '../contacts/index.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { idArray } from '../platform/rows.ts';
import type { Book, Entry } from './book.ts';
import { labelsOfEntry } from './find.ts';

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
  book: Book,
  selected: readonly Entry[],
  format: ExportFormat,
): AsyncGenerator<string> {
  return writtenAs(format, () => cardsOf(platform, owner, book, selected));
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

/** A contact as files have it: under the labels it bears, whoever gave them. */
export function exportedCard(book: Book, id: ContactId, data: CardData): ExportedCard {
  const entry = book.entries.get(id);
  const borne = entry === undefined ? [] : labelsOfEntry(book, entry);
  const categories = book.labels.flatMap((label) => (borne.includes(label.id) ? [label.name] : []));
  return {
    ...data,
    // Whoever came since the book was opened has what the sources say.
    categories: entry === undefined ? data.categories : categories,
    source: { format: 'vcard', lines: [1, 1], uid: `urn:uuid:${id}` },
    problems: [],
  };
}

async function* cardsOf(
  { database }: Platform,
  owner: MemberId,
  book: Book,
  selected: readonly Entry[],
): AsyncGenerator<ExportedCard> {
  for (let from = 0; from < selected.length; from += part) {
    const page = selected.slice(from, from + part);
    const data = await database.asMember(owner, async (tx) => {
      const { rows } = await sql<{ id: ContactId; data: CardData }>`
        select id, data from contacts
        where owner_id = ${owner} and id = any(${idArray(page.map(({ id }) => id))}::uuid[])`.execute(tx);
      return new Map(rows.map((row) => [row.id, row.data]));
    });
    for (const { id } of page) {
      const one = data.get(id);
      if (one !== undefined) yield exportedCard(book, id, one);
    }
  }
}
