import { createHash } from 'node:crypto';
import { displayName, emailKey, foldForSearch, type Labelled, parseEmail, sortKey } from '@kith/contacts';
import type { ContactId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import type { CardData, ContactRow, Identifier } from './store.ts';

/** SHA-256 of a card's content, the same for the same content whatever the order of its properties was. */
export function digestOf(data: CardData): Buffer {
  return createHash('sha256').update(JSON.stringify(data, inOrder)).digest();
}

/** A JSON replacer that sorts the properties of objects: the database does not keep their order. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The contact behind cards of the same person: the first card's names, and of the rest what each adds. */
export function mergedCards(cards: readonly [CardData, ...CardData[]]): CardData {
  const [first, ...rest] = cards;
  if (rest.length === 0) return first;
  const each = <T>(pick: (card: CardData) => readonly T[], key: (value: T) => string): T[] => {
    const seen = new Map<string, T>();
    for (const value of cards.flatMap(pick)) if (!seen.has(key(value))) seen.set(key(value), value);
    return [...seen.values()];
  };
  const labelled = (pick: (card: CardData) => readonly Labelled[]) =>
    each(pick, ({ value }) => value.toLowerCase());
  const text = (pick: (card: CardData) => readonly string[]) => each(pick, (value) => value);
  const whole = <T extends object>(pick: (card: CardData) => readonly T[]) =>
    each(pick, (value) => JSON.stringify(value));
  const found = <T>(pick: (card: CardData) => T | undefined): T | undefined =>
    cards.map(pick).find((value) => value !== undefined);
  const birthday = found((card) => card.birthday);
  const anniversary = found((card) => card.anniversary);
  const gender = found((card) => card.gender);
  const photo = found((card) => card.photo);
  return {
    ...first,
    names:
      cards.find((card) => card.names.given !== undefined && card.names.family !== undefined)?.names ??
      first.names,
    emails: labelled((card) => card.emails),
    phones: labelled((card) => card.phones),
    urls: labelled((card) => card.urls),
    ims: labelled((card) => card.ims),
    addresses: whole((card) => card.addresses),
    organisations: whole((card) => card.organisations),
    titles: text((card) => card.titles),
    notes: text((card) => card.notes),
    categories: text((card) => card.categories),
    relations: labelled((card) => card.relations),
    ...(birthday === undefined ? {} : { birthday }),
    ...(anniversary === undefined ? {} : { anniversary }),
    ...(gender === undefined ? {} : { gender }),
    ...(photo === undefined ? {} : { photo }),
  };
}

/** A contact's row: names, search text and identifiers with their keys. */
export function contactRow(platform: Platform, id: ContactId, data: CardData): ContactRow {
  const name = displayName(data);
  const organisation = data.organisations.find((one) => one.name !== undefined)?.name;
  const said = [
    name,
    ...(data.names.nicknames ?? []),
    data.names.phonetic,
    organisation,
    ...data.titles,
    ...data.emails.map((one) => one.value),
    ...data.phones.map((one) => one.value),
    ...data.categories,
    ...data.addresses.map((one) => one.city),
  ];
  return {
    id,
    name: name.slice(0, 500),
    // A B-tree entry holds at most 2,700 bytes.
    sortKey: (sortKey(data.names) || foldForSearch(name)).slice(0, 200),
    search: foldForSearch(said.filter((part) => part !== undefined).join(' ')).slice(0, 4000),
    organisation: organisation?.slice(0, 500),
    data,
    identifiers: identifiersOf(platform, data),
  };
}

/** The keyed identifiers of a card, e-mails first, each key once. */
function identifiersOf(platform: Platform, data: CardData): Identifier[] {
  const found = new Map<string, Identifier>();
  const add = (identifier: Identifier) => {
    const id = identifier.key.toString('latin1');
    if (!found.has(id)) found.set(id, identifier);
  };
  for (const { value, label } of data.emails) {
    const email = parseEmail(value);
    if (email !== undefined)
      add({ kind: 'email', key: platform.secrets.keyed('identifier.email', emailKey(email)), value, label });
  }
  for (const { value, label } of data.phones) {
    if (value.startsWith('+'))
      add({ kind: 'phone', key: platform.secrets.keyed('identifier.phone', value), value, label });
  }
  return [...found.values()];
}
