import { correspondenceOf, type Labelled, type Looks, WRITTEN_ON } from '@kith/contacts';
import type { ContactId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import type { CardData, ContactRow, Identifier } from './store.ts';

/** The contact behind cards of the same person: the first card's names, and of the rest what each adds. */
export function mergedCards(given: readonly [CardData, ...CardData[]]): CardData {
  const [only, ...rest] = given;
  if (rest.length === 0) return only;
  // Whoever stands in an address book too, or was written to, is more than somebody who wrote.
  const cards = given.toSorted((a, b) => Number(isStranger(a)) - Number(isStranger(b)));
  const [first = only] = cards;
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
  const other = othersOf(first, cards);
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
    ...(other.length === 0 ? {} : { other }),
  };
}

/** What the first card says besides, and the day on which its owner last wrote to any of them. */
function othersOf(first: CardData, cards: readonly CardData[]): readonly Labelled[] {
  const days = cards.flatMap(({ other = [] }) => other.filter(({ label }) => label === WRITTEN_ON));
  const [newest] = days.toSorted((a, b) => (a.value > b.value ? -1 : 1));
  const rest = (first.other ?? []).filter(({ label }) => label !== WRITTEN_ON);
  return newest === undefined ? rest : [...rest, newest];
}

function isStranger(card: CardData): boolean {
  const letters = correspondenceOf(card);
  return letters === 'received' || letters === 'collected';
}

/** Whether two birthdays may be one: nobody is born twice, and a day without its year may be of any. */
export function canBeOneDay(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return true;
  return (one.startsWith('--') || other.startsWith('--')) && one.slice(-5) === other.slice(-5);
}

/** A contact's row, its identifiers keyed, each key once. */
export function contactRow(
  platform: Platform,
  id: ContactId,
  looks: Looks,
  triage: ContactRow['triage'],
): ContactRow {
  const { values, ...rest } = looks;
  const identifiers = new Map<string, Identifier>();
  for (const { kind, comparison, value, label } of values) {
    const key = platform.secrets.keyed(`identifier.${kind}`, comparison);
    const id = key.toString('latin1');
    if (!identifiers.has(id)) identifiers.set(id, { kind, key, value, label });
  }
  return { id, ...rest, triage, identifiers: [...identifiers.values()] };
}
