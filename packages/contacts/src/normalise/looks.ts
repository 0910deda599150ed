import { type Card, WRITTEN_ON } from '../contact.ts';
import { emailKey, parseEmail } from '../identifiers/email.ts';
import { displayName, foldForSearch, sortKey } from './names.ts';
import { searchText } from './search.ts';

/** What a contact looks like in lists and to searches, and the values it may be found by; identifiers are not keyed yet. */
export interface Looks {
  readonly name: string;
  readonly sortKey: string;
  readonly search: string;
  readonly organisation: string | undefined;
  /** Its first categories, to filter a list by. */
  readonly labels: readonly string[];
  readonly city: string | undefined;
  readonly birthday: string | undefined;
  readonly hasEmail: boolean;
  readonly hasPhone: boolean;
  /** The day on which the owner last wrote to them, where a mailbox told. */
  readonly writtenOn: string | undefined;
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
  const city = data.addresses.find((one) => one.city !== undefined && one.city !== '')?.city;
  // A B-tree entry holds at most 2,700 bytes.
  const sorted = (sortKey(data.names) || foldForSearch(name)).slice(0, 200);
  return {
    name: name.slice(0, 500),
    sortKey: sorted,
    search: searchText(data, { name, sortKey: sorted }),
    organisation: organisation?.slice(0, 500),
    labels: labelsOf(data),
    city: city?.slice(0, 200),
    birthday: data.birthday,
    hasEmail: data.emails.length > 0,
    hasPhone: data.phones.length > 0,
    writtenOn: data.other?.find(({ label }) => label === WRITTEN_ON)?.value,
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
