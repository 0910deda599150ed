import {
  BIRTHDAY,
  EMAIL,
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
import { CODES, EMAILS, NAMES, PHONES, rarityOf, Terms, WORDS } from './terms.ts';

/** An address book in numbers, as it is compared: no text is touched twice. */
export class Book {
  size = 0;
  readonly names = new Terms(NAMES);
  /** How often a name is a family's; of the rest it is a given one. */
  readonly familyCounts: number[] = [];
  familyTotal = 0;
  readonly emails = new Terms(EMAILS);
  readonly phones = new Terms(PHONES);
  readonly ids = new Terms(CODES);
  readonly streets = new Terms(WORDS);
  readonly numbers = new Terms(CODES);
  readonly cities = new Terms(WORDS);
  readonly postcodes = new Terms(CODES);
  readonly organisations = new Terms(WORDS);
  readonly titles = new Terms(WORDS);
  readonly generations = new Terms(WORDS);
  readonly facts = new Facts();
  /** Some birthdays have no year. */
  hasYearless = false;
  /** How often each pair of first given and family name was met, by its number. */
  readonly fullNameCounts: number[] = [0];
  readonly #fullNames = new Map<number, number>();
  #rarities: Rarities | undefined;

  add(record: DedupeRecord): void {
    this.size++;
    this.#rarities = undefined;
    const { facts } = this;
    facts.begin();
    const birthday = dayOf(record.birthday);
    if (birthday > 0 && birthday < 10_000) this.hasYearless = true;
    facts.set(BIRTHDAY, birthday);
    facts.set(GENDER, genderOf(record.gender));
    facts.set(GENERATION, record.generation === undefined ? 0 : this.generations.take(record.generation));
    facts.set(KIND, record.kind === 'organisation' ? 1 : 0);
    const given = record.given.map((word) => this.names.take(word));
    const family = record.family.map((word) => this.names.take(word));
    for (const number of family) this.familyCounts[number] = (this.familyCounts[number] ?? 0) + 1;
    this.familyTotal += family.length;
    facts.set(FULL_NAME, this.#fullNameOf(given[0] ?? 0, family[0] ?? 0));
    facts.list(GIVEN, given);
    facts.list(FAMILY, family);
    facts.list(ID, record.ids?.map((value) => this.ids.take(value)) ?? []);
    facts.list(
      EMAIL,
      record.emails.map((value) => this.emails.take(value)),
    );
    facts.list(
      PHONE,
      record.phones.map((value) => this.phones.take(value)),
    );
    const places: number[] = [];
    for (const { street, number, city, postcode } of record.addresses)
      places.push(
        street === '' ? 0 : this.streets.take(street),
        number === '' ? 0 : this.numbers.take(number),
        city === '' ? 0 : this.cities.take(city),
        postcode === '' ? 0 : this.postcodes.take(postcode),
      );
    facts.list(PLACE, places);
    facts.list(
      ORGANISATION,
      record.organisations.map((name) => this.organisations.take(name)),
    );
    facts.list(
      TITLE,
      record.titles.map((title) => this.titles.take(title)),
    );
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
  const { names, familyCounts, familyTotal, size } = book;
  return {
    given: Float64Array.from(names.counts, (count, number) =>
      rarityOf(Math.max(1, count - (familyCounts[number] ?? 0)), names.total - familyTotal + 50),
    ),
    family: Float64Array.from(names.counts, (_, number) =>
      rarityOf(Math.max(1, familyCounts[number] ?? 0), familyTotal + 50),
    ),
    fullName: Float64Array.from(book.fullNameCounts, (count) => rarityOf(Math.max(0, count - sources), size)),
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
  const [, year, month, day] = /^(\d{4}|-)-(\d\d)-(\d\d)$/.exec(text ?? '') ?? [];
  if (month === undefined || day === undefined) return 0;
  return (year === '-' ? 0 : Number(year) * 10_000) + Number(month) * 100 + Number(day);
}

function genderOf(text: string | undefined): number {
  const first = text?.slice(0, 1).toLowerCase();
  return first === 'm' ? 1 : first === 'f' || first === 'w' ? 2 : 0;
}
