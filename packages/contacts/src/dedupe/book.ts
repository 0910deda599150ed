import { Couples } from './couples.ts';
import {
  BIRTHDAY,
  DAY,
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
  /** First given and family names. */
  readonly fullNames = new Couples();
  /** Birthdays, beside nothing. */
  readonly days = new Couples();
  #rarities: Rarities | undefined;

  add(record: DedupeRecord): void {
    this.#rarities = undefined;
    const { facts } = this;
    facts.begin();
    const birthday = dayOf(record.birthday);
    if (birthday > 0 && birthday < 10_000) this.hasYearless = true;
    facts.set(BIRTHDAY, birthday);
    facts.set(DAY, birthday === 0 ? 0 : this.days.take(birthday, 0));
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
    const given = facts.firstOf(place, GIVEN);
    const family = facts.firstOf(place, FAMILY);
    facts.set(FULL_NAME, given === 0 && family === 0 ? 0 : this.fullNames.take(given, family));
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
  readonly days: Float64Array;
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
    fullName: raritiesBy(book.fullNames.counts, (count) => rarityOf(Math.max(0, count - sources), size)),
    emails: book.emails.raritiesOfIdentifiers(),
    phones: book.phones.raritiesOfIdentifiers(),
    ids: book.ids.raritiesOfIdentifiers(),
    streets: book.streets.rarities(),
    numbers: book.numbers.rarities(),
    cities: book.cities.rarities(),
    postcodes: book.postcodes.rarities(),
    organisations: book.organisations.rarities(),
    titles: book.titles.rarities(),
    // A day of some 55 years; days that more have, as the first of January where only the year was known, say less.
    days: raritiesBy(book.days.counts, (count) =>
      Math.min(Math.log2(20_000), rarityOf(Math.max(0, count - sources), size)),
    ),
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

function dayOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const isYearless = text.startsWith('--');
  const start = isYearless ? 2 : 5;
  if (text.length !== start + 5 || text.charAt(start - 1) !== '-' || text.charAt(start + 2) !== '-') return 0;
  const year = isYearless ? 0 : digitsOf(text, 0, 4);
  const month = digitsOf(text, start, 2);
  const day = digitsOf(text, start + 3, 2);
  return year < 0 || month < 0 || day < 0 ? 0 : year * 10_000 + month * 100 + day;
}

/** So many digits of a text as a number; -1 where one is none. */
function digitsOf(text: string, start: number, length: number): number {
  let number = 0;
  for (let at = start; at < start + length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

function genderOf(text: string | undefined): number {
  switch (text?.charAt(0)) {
    case 'm':
    case 'M':
      return 1;
    case 'f':
    case 'F':
    case 'w':
    case 'W':
      return 2;
    default:
      return 0;
  }
}
