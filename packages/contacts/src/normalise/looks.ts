import type { Card } from '../contact.ts';
import { emailKey, parseEmail } from '../identifiers/email.ts';
import { displayName, foldForSearch, sortKey } from './names.ts';

/** What a contact looks like in lists and to searches, and the values it may be found by; identifiers are not keyed yet. */
export interface Looks {
  readonly name: string;
  readonly sortKey: string;
  readonly search: string;
  readonly organisation: string | undefined;
  /** Its first categories, to filter a list by. */
  readonly labels: readonly string[];
  readonly values: readonly {
    readonly kind: 'email' | 'phone';
    /** What is keyed: addresses and numbers that reach the same person are the same here. */
    readonly comparison: string;
    readonly value: string;
    readonly label: string | undefined;
  }[];
}

/**
 * Works out how a contact looks.
 *
 * @example looksOf(card).sortKey // 'ruiz ana'
 */
export function looksOf(data: Omit<Card, 'source' | 'problems'>): Looks {
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
    labels: labelsOf(data),
    values: valuesOf(data),
  };
}

/**
 * The categories that a list can be filtered by, fifty at most.
 *
 * @example labelsOf(card) // ['Choir', 'Family']
 */
export function labelsOf({ categories }: Pick<Card, 'categories'>): readonly string[] {
  return categories.slice(0, 50);
}

/** The addresses and numbers of a card, e-mails first. */
function valuesOf(data: Omit<Card, 'source' | 'problems'>): Looks['values'] {
  const values: Looks['values'][number][] = [];
  for (const { value, label } of data.emails) {
    const email = parseEmail(value);
    if (email !== undefined) values.push({ kind: 'email', comparison: emailKey(email), value, label });
  }
  for (const { value, label } of data.phones)
    if (value.startsWith('+')) values.push({ kind: 'phone', comparison: value, value, label });
  return values;
}
