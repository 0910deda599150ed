import {
  BIRTHDAY,
  EMAIL,
  END,
  FAMILY,
  Facts,
  FULL_NAME,
  GENDER,
  GENERATION,
  GIVEN,
  ID,
  KIND,
  ORGANISATION,
  PHONE,
  PLACE,
  TITLE,
} from './facts.ts';
import type { DedupeRecord } from './record.ts';
import { raritiesBy, rarityOf, Terms } from './terms.ts';

/** An address book in numbers, as it is compared: no text is touched twice. */
export class Book {
  size = 0;
  readonly names = new Terms({ areNames: true });
  readonly emails = new Terms();
  readonly phones = new Terms();
  readonly ids = new Terms();
  readonly streets = new Terms();
  readonly numbers = new Terms();
  readonly cities = new Terms();
  readonly postcodes = new Terms();
  readonly organisations = new Terms();
  readonly titles = new Terms();
  readonly generations = new Terms();
  readonly facts = new Facts();
  /** Some birthdays have no year. */
  hasYearless = false;
  /** How often each pair of first given and family name was met, by its number. */
  readonly fullNameCounts: number[] = [0];
  readonly #fullNames = new Map<number, number>();
  #rarities: Rarities | undefined;

  add(record: DedupeRecord): void {
    this.#rarities = undefined;
    const { facts } = this;
    facts.begin();
    const birthday = dayOf(record.birthday);
    if (birthday > 0 && birthday < 10_000) this.hasYearless = true;
    facts.set(BIRTHDAY, birthday);
    facts.set(GENDER, genderOf(record.gender));
    facts.set(GENERATION, this.generations.takeKnown(record.generation ?? ''));
    facts.set(KIND, record.kind === 'organisation' ? 1 : 0);
    this.#list(GIVEN, record.given, this.names);
    this.#list(FAMILY, record.family, this.names);
    this.#list(ID, record.ids ?? [], this.ids);
    this.#list(EMAIL, record.emails, this.emails);
    this.#list(PHONE, record.phones, this.phones);
    facts.open(PLACE);
    for (const { street, number, city, postcode } of record.addresses) {
      facts.push(this.streets.takeKnown(street));
      facts.push(this.numbers.takeKnown(number));
      facts.push(this.cities.takeKnown(city));
      facts.push(this.postcodes.takeKnown(postcode));
    }
    this.#list(ORGANISATION, record.organisations, this.organisations);
    this.#list(TITLE, record.titles, this.titles);
    facts.open(END);
    const place = this.size++;
    facts.set(FULL_NAME, this.#fullNameOf(facts.firstOf(place, GIVEN), facts.firstOf(place, FAMILY)));
  }

  #list(list: number, texts: readonly string[], terms: Terms): void {
    this.facts.open(list);
    for (const text of texts) this.facts.push(terms.take(text));
  }

  /** How much each value says, once the book is whole. */
  get rarities(): Rarities {
    this.#rarities ??= raritiesOf(this);
    return this.#rarities;
  }

  /** 0 where both are missing. */
  #fullNameOf(given: number, family: number): number {
    if (given === 0 && family === 0) return 0;
    const key = given * 2 ** 26 + family;
    const number = this.#fullNames.get(key) ?? this.fullNameCounts.length;
    if (number === this.fullNameCounts.length) this.#fullNames.set(key, number);
    this.fullNameCounts[number] = (this.fullNameCounts[number] ?? 0) + 1;
    return number;
  }
}

/** For each value how rare it is in the book, in bits: what it says that two have it. */
interface Rarities {
  readonly given: Float64Array;
  readonly family: Float64Array;
  readonly fullName: Float64Array;
  readonly emails: Float64Array;
  readonly phones: Float64Array;
  readonly ids: Float64Array;
  readonly streets: Float64Array;
  readonly numbers: Float64Array;
  readonly cities: Float64Array;
  readonly postcodes: Float64Array;
  readonly organisations: Float64Array;
  readonly titles: Float64Array;
  readonly birthdays: ReadonlyMap<number, number>;
}

/** Cards of one name or birthday that may well be one person's: of more, some are others'. */
const sources = 4;

function raritiesOf(book: Book): Rarities {
  const { names, size } = book;
  const [familyCounts, familyTotal] = familyNamesOf(book);
  return {
    given: raritiesBy(names.counts, (count, number) =>
      rarityOf(Math.max(1, count - (familyCounts[number] ?? 0)), names.total - familyTotal + 50),
    ),
    family: raritiesBy(familyCounts, (count) => rarityOf(Math.max(1, count), familyTotal + 50)),
    fullName: raritiesBy(book.fullNameCounts, (count) => rarityOf(Math.max(0, count - sources), size)),
    emails: book.emails.raritiesOfIdentifiers(),
    phones: book.phones.raritiesOfIdentifiers(),
    ids: book.ids.raritiesOfIdentifiers(),
    streets: book.streets.rarities(),
    numbers: book.numbers.rarities(),
    cities: book.cities.rarities(),
    postcodes: book.postcodes.rarities(),
    organisations: book.organisations.rarities(),
    titles: book.titles.rarities(),
    birthdays: raritiesOfDays(book),
  };
}

/** How often each name is a family's, and all of them together; of the rest it is a given one. */
function familyNamesOf({ facts: { heads, values }, names, size }: Book): [counts: Int32Array, total: number] {
  const counts = new Int32Array(names.texts.length);
  let total = 0;
  for (let record = 0; record < size; record++) {
    const head = heads[record] ?? 0;
    const end = values[head + FAMILY + 1] ?? 0;
    for (let at = values[head + FAMILY] ?? 0; at < end; at++, total++) {
      const name = values[at] ?? 0;
      counts[name] = (counts[name] ?? 0) + 1;
    }
  }
  return [counts, total];
}

/** A day of some 55 years; days that more have, as the first of January where only the year was known, say less. */
function raritiesOfDays({ facts, size }: Book): Map<number, number> {
  const counts = new Map<number, number>();
  for (let record = 0; record < size; record++) {
    const day = facts.of(record, BIRTHDAY);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  const rarities = new Map<number, number>();
  for (const [day, count] of counts)
    rarities.set(day, Math.min(Math.log2(20_000), rarityOf(Math.max(0, count - sources), size)));
  return rarities;
}

function dayOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const [, year, month, day] = /^(\d{4}|-)-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (month === undefined || day === undefined) return 0;
  return (year === '-' ? 0 : Number(year) * 10_000) + Number(month) * 100 + Number(day);
}

function genderOf(text: string | undefined): number {
  const first = text?.slice(0, 1).toLowerCase();
  return first === 'm' ? 1 : first === 'f' || first === 'w' ? 2 : 0;
}
