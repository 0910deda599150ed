import {
  canBeOneName,
  contentOf,
  displayName,
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
import { canBeOneDay, contactRow, mergedCards } from './merge.ts';
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
  /** Of what that key was made which may be somebody else's another time: an address or number, or the number of a row. */
  readonly keyFrom?: 'value' | 'row';
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
  readonly keyFrom: PreparedCard['keyFrom'];
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
    keyFrom: card.keyFrom,
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
 * alone is a household, and so is a father who named his son after himself: another birthday makes a contact of its own.
 *
 * @returns what became of each card, in order, and the contacts that are new or look different now.
 */
export async function keepCards(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  source: SourceId,
  brought: readonly NewcomerCard[],
): Promise<{ kept: Kept[]; changed: ContactRow[] }> {
  const now = platform.clock.now();
  const known = await knownCards(tx, owner, source, brought);
  const page = brought.map((card) => {
    const before = known.get(card.key.toString('hex'));
    return before !== undefined && isSomebodyElse(before, card) ? withOwnKey(card) : card;
  });
  const apart = page.filter((card, at) => card !== brought[at]);
  for (const [key, row] of await knownCards(tx, owner, source, apart)) known.set(key, row);
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

type KnownCard = Awaited<ReturnType<typeof cardsByKey>>[number];

async function knownCards(
  tx: Transaction,
  owner: MemberId,
  source: SourceId,
  cards: readonly NewcomerCard[],
): Promise<Map<string, KnownCard>> {
  if (cards.length === 0) return new Map();
  const keys = cards.map(({ key }) => key);
  return new Map((await cardsByKey(tx, owner, source, keys)).map((row) => [row.key.toString('hex'), row]));
}

/**
 * Whether a card bears the key of another person's: of two who share an address, a file has one today and the other
 * tomorrow, and each table counts its rows from one. A program's own ids are one person's.
 */
function isSomebodyElse(before: KnownCard, { keyFrom, digest, content }: NewcomerCard): boolean {
  if (keyFrom === undefined || before.digest.equals(digest) || before.mended_from?.equals(digest) === true)
    return false;
  // Safe: the content was written of a card's data.
  const data = JSON.parse(content) as CardData;
  if (keyFrom === 'value') return !canBeOneName(before.data.names.full, data.names.full);
  if (canBeOneName(displayName(before.data), displayName(data))) return false;
  const values = new Set(looksOf(before.data).values.map(({ comparison }) => comparison));
  return !looksOf(data).values.some(({ comparison }) => values.has(comparison));
}

/** The card under a key that its name is part of. */
function withOwnKey(card: NewcomerCard): NewcomerCard {
  const key = digestOf(`${card.key.toString('hex')} ${foldForSearch(card.row.name)}`).subarray(0, 16);
  return { ...card, key };
}

/** For each new contact that is one already known, or one earlier on the page: which. */
async function homesOf(
  tx: Transaction,
  owner: MemberId,
  rows: readonly ContactRow[],
): Promise<Map<ContactId, ContactId>> {
  const keys = rows.flatMap((row) => row.identifiers.map(({ key }) => key));
  const byPerson = new Map<string, Set<Holder>>();
  const person = (key: Buffer, folded: string) => `${key.toString('latin1')} ${folded}`;
  const add = (one: string, holder: Holder) => {
    const those = byPerson.get(one);
    if (those === undefined) byPerson.set(one, new Set([holder]));
    else those.add(holder);
  };
  const known = new Map<ContactId, Holder>();
  if (keys.length > 0)
    for (const { key, id, name, birthday } of await holdersOf(tx, owner, keys)) {
      const holder = known.get(id) ?? { id, birthday: birthday ?? undefined };
      known.set(id, holder);
      add(person(key, foldForSearch(name)), holder);
    }
  const homes = new Map<ContactId, ContactId>();
  for (const { id, name, birthday, identifiers } of rows) {
    const folded = foldForSearch(name);
    const people = identifiers.map(({ key }) => person(key, folded));
    const home = people
      .flatMap((one) => [...(byPerson.get(one) ?? [])])
      .find((one) => canBeOneDay(one.birthday, birthday));
    if (home !== undefined) {
      homes.set(id, home.id);
      home.birthday ??= birthday;
    }
    const holder = home ?? { id, birthday };
    for (const one of people) add(one, holder);
  }
  return homes;
}

/** A contact, and its birthday once one of its cards told. */
interface Holder {
  readonly id: ContactId;
  birthday: string | undefined;
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
