import {
  contentOf,
  foldForSearch,
  type Looks,
  looksOf,
  type Triage,
  type TriageFacts,
  triage,
} from '@kith/contacts';
import type { Transaction } from '../platform/database.ts';
import { digestOf } from '../platform/digest.ts';
import type { CardId, ContactId, MemberId, SourceId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { noteChanges } from './changes.ts';
import { edited, editsOf } from './edits.ts';
import { holdersOf } from './holders-store.ts';
import { contactRow, mergedCards } from './merge.ts';
import {
  type CardData,
  type ContactRow,
  cardsByKey,
  cardsOfContacts,
  deleteContacts,
  insertCards,
  insertContacts,
  type NewCard,
  rewriteContacts,
  updateCards,
} from './store.ts';

/** A card as its file's reader prepares it. */
export interface PreparedCard {
  /** Its key in its source, 16 bytes in hexadecimal. */
  readonly key: string;
  /** SHA-256 of the content, in hexadecimal. */
  readonly digest: string;
  /** Its data as JSON, from `contentOf`. */
  readonly content: string;
  readonly looks: Looks;
  readonly triage: Triage;
}

/** What a reader would say of a card with this data. */
export function preparedCard(key: string, data: CardData, facts: TriageFacts): PreparedCard {
  const content = contentOf(data);
  return {
    key,
    digest: digestOf(content).toString('hex'),
    content,
    looks: looksOf(data),
    triage: triage(data, facts),
  };
}

/** A card ready to be kept, with the contact that it is unless the book has it already. */
export interface NewcomerCard extends NewCard {
  readonly row: ContactRow;
}

/** Keys a card's identifiers and gives it its ids; needs no database, so that it can be done ahead. */
export function newcomer(platform: Platform, card: PreparedCard): NewcomerCard {
  const contactId = platform.ids.next<ContactId>();
  return {
    id: platform.ids.next<CardId>(),
    key: Buffer.from(card.key, 'hex'),
    digest: Buffer.from(card.digest, 'hex'),
    contactId,
    content: card.content,
    row: contactRow(platform, contactId, card.looks, () => card.triage),
  };
}

/** What became of a card that an import brought. */
export interface Kept {
  readonly cardId: CardId;
  readonly outcome: 'new' | 'updated' | 'same';
  /** What an update replaced. */
  readonly previous: CardData | undefined;
}

/**
 * Keeps a page of cards of one source: new ones, those whose content changed, and those that are the same.
 *
 * A new card joins a contact that shares an address or number with it *and* bears the same name. A shared address
 * alone is a household, and makes a contact of its own.
 *
 * @returns what became of each card, in order, and the contacts that are new or look different now.
 */
export async function keepCards(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  source: SourceId,
  page: readonly NewcomerCard[],
): Promise<{ kept: Kept[]; changed: ContactRow[] }> {
  const now = platform.clock.now();
  const known = new Map(
    (
      await cardsByKey(
        tx,
        owner,
        source,
        page.map(({ key }) => key),
      )
    ).map((row) => [row.key.toString('hex'), row]),
  );
  const kept: Kept[] = [];
  const fresh: NewcomerCard[] = [];
  const updates: { id: CardId; digest: Buffer; content: string }[] = [];
  const dirty = new Set<ContactId>();
  for (const card of page) {
    const { key, digest, content } = card;
    const before = known.get(key.toString('hex'));
    if (before === undefined) {
      fresh.push(card);
      kept.push({ cardId: card.id, outcome: 'new', previous: undefined });
    } else if (before.digest.equals(digest) || before.mended_from?.equals(digest) === true) {
      kept.push({ cardId: before.id, outcome: 'same', previous: undefined });
    } else {
      updates.push({ id: before.id, digest, content });
      dirty.add(before.contact_id);
      kept.push({ cardId: before.id, outcome: 'updated', previous: before.data });
    }
  }
  const homes = await homesOf(
    tx,
    owner,
    fresh.map(({ row }) => row),
  );
  const contacts: ContactRow[] = [];
  const own: NewCard[] = [];
  const joining: NewCard[] = [];
  for (const card of fresh) {
    const home = homes.get(card.contactId);
    if (home === undefined) {
      contacts.push(card.row);
      own.push(card);
    } else {
      dirty.add(home);
      joining.push({ ...card, contactId: home });
    }
  }
  await insertContacts(tx, owner, source, contacts, own, now);
  await noteChanges(
    tx,
    owner,
    contacts.map(({ id }) => id),
  );
  await insertCards(tx, owner, source, joining, now);
  await updateCards(tx, owner, updates, now);
  const rebuilt = await rebuildContacts(platform, tx, owner, [...dirty]);
  return { kept, changed: [...contacts.filter(({ id }) => !dirty.has(id)), ...rebuilt] };
}

/** For each new contact that is one already known, or one earlier on the page: which. */
async function homesOf(
  tx: Transaction,
  owner: MemberId,
  rows: readonly ContactRow[],
): Promise<Map<ContactId, ContactId>> {
  const keys = rows.flatMap((row) => row.identifiers.map(({ key }) => key));
  const byPerson = new Map<string, ContactId>();
  const person = (key: Buffer, folded: string) => `${key.toString('latin1')} ${folded}`;
  if (keys.length > 0)
    for (const holder of await holdersOf(tx, owner, keys))
      byPerson.set(person(holder.key, foldForSearch(holder.name)), holder.id);
  const homes = new Map<ContactId, ContactId>();
  for (const row of rows) {
    const folded = foldForSearch(row.name);
    const people = row.identifiers.map(({ key }) => person(key, folded));
    const home = people.map((one) => byPerson.get(one)).find((id) => id !== undefined);
    if (home !== undefined) homes.set(row.id, home);
    for (const one of people) if (!byPerson.has(one)) byPerson.set(one, home ?? row.id);
  }
  return homes;
}

/**
 * Works contacts out anew from their cards and what their owner says of them; those without a card left are deleted.
 *
 * @returns those that stay, without the trash
 */
export async function rebuildContacts(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
): Promise<ContactRow[]> {
  if (contacts.length === 0) return [];
  const cards = Map.groupBy(await cardsOfContacts(tx, owner, contacts), (row) => row.contact_id);
  const edits = Map.groupBy(await editsOf(tx, owner, contacts), (row) => row.contact_id);
  const rows: (ContactRow & { data: CardData })[] = [];
  const gone: ContactId[] = [];
  for (const id of contacts) {
    const [first, ...rest] = (cards.get(id) ?? []).map(({ data }) => data);
    if (first === undefined) gone.push(id);
    else {
      const data = edited(mergedCards([first, ...rest]), edits.get(id) ?? []);
      rows.push({ ...contactRow(platform, id, looksOf(data), (facts) => triage(data, facts)), data });
    }
  }
  await deleteContacts(tx, owner, gone);
  const trashed = await rewriteContacts(tx, owner, rows, platform.clock.now());
  await noteChanges(tx, owner, contacts);
  return rows.filter(({ id }) => !trashed.has(id));
}
