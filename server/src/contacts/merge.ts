import { hash } from 'node:crypto';
import { displayName, emailKey, foldForSearch, type Labelled, parseEmail, sortKey } from '@kith/contacts';
import type { ContactId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { jsonText } from '../platform/rows.ts';
import type { CardData, ContactRow, Identifier } from './store.ts';

/** A card's content as JSON, the same text for the same content whatever the order of its properties was. */
export function contentOf(data: CardData): string {
  return jsonText(inOrder(data));
}

/** SHA-256 of a card's content. */
export function digestOf(content: string): Buffer {
  return hash('sha256', content, 'buffer');
}

/** The database does not keep the order of properties. A card is three levels deep. */
function inOrder<T extends object>(value: T): T {
  if (Array.isArray(value))
    return value.map((one) => (typeof one === 'object' ? inOrder(one) : one)) as T & unknown[];
  const sorted: Record<string, unknown> = {};
  for (const name of Object.keys(value).sort()) {
    const one: unknown = Reflect.get(value, name);
    sorted[name] = typeof one === 'object' && one !== null ? inOrder(one) : one;
  }
  // Safe: the same properties with the same values.
  return sorted as T;
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

/** What a contact looks like in lists and to searches, and the values it may be found by; identifiers are not keyed yet. */
export interface Looks {
  readonly name: string;
  readonly sortKey: string;
  readonly search: string;
  readonly organisation: string | undefined;
  readonly values: readonly {
    readonly kind: Identifier['kind'];
    /** What is keyed: addresses and numbers that reach the same person are the same here. */
    readonly comparison: string;
    readonly value: string;
    readonly label: string | undefined;
  }[];
}

/** Works out how a contact looks; needs no secret, so that it can be done away from the database. */
export function looksOf(data: CardData): Looks {
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
    name: name.slice(0, 500),
    // A B-tree entry holds at most 2,700 bytes.
    sortKey: (sortKey(data.names) || foldForSearch(name)).slice(0, 200),
    search: foldForSearch(said.filter((part) => part !== undefined).join(' ')).slice(0, 4000),
    organisation: organisation?.slice(0, 500),
    values: valuesOf(data),
  };
}

/** The addresses and numbers of a card, e-mails first. */
function valuesOf(data: CardData): Looks['values'] {
  const values: Looks['values'][number][] = [];
  for (const { value, label } of data.emails) {
    const email = parseEmail(value);
    if (email !== undefined) values.push({ kind: 'email', comparison: emailKey(email), value, label });
  }
  for (const { value, label } of data.phones)
    if (value.startsWith('+')) values.push({ kind: 'phone', comparison: value, value, label });
  return values;
}

/** A contact's row, its identifiers keyed, each key once. */
export function contactRow(platform: Platform, id: ContactId, data: CardData, looks: Looks): ContactRow {
  const { values, ...rest } = looks;
  const identifiers = new Map<string, Identifier>();
  for (const { kind, comparison, value, label } of values) {
    const key = platform.secrets.keyed(`identifier.${kind}`, comparison);
    const id = key.toString('latin1');
    if (!identifiers.has(id)) identifiers.set(id, { kind, key, value, label });
  }
  return { id, data, ...rest, identifiers: [...identifiers.values()] };
}
