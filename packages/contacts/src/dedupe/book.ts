import { Column } from './columns.ts';
import type { DedupeRecord } from './record.ts';
import { CODES, EMAILS, NAMES, PHONES, rarityOf, Terms, WORDS } from './terms.ts';

/** Numbers that stand for one place: street, house number, city and postcode, 0 where unknown. */
export const PLACE = 4;

/** An address book in columns of numbers, as it is compared: no text is touched twice. */
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
  readonly given = new Column();
  readonly family = new Column();
  readonly email = new Column();
  readonly phone = new Column();
  readonly id = new Column();
  readonly place = new Column();
  readonly organisation = new Column();
  readonly title = new Column();
  /** `YYYYMMDD`; with the year 0 where it is unknown, 0 where all is. */
  readonly birthday: number[] = [];
  /** Some birthdays have no year. */
  hasYearless = false;
  readonly gender: number[] = [];
  readonly generation: number[] = [];
  readonly isOrganisation: boolean[] = [];
  /** A number for each pair of first given and family name, 0 where both are missing; how often each was met. */
  readonly fullName: number[] = [];
  readonly fullNameCounts: number[] = [0];
  readonly #fullNames = new Map<number, number>();
  #rarities: Rarities | undefined;

  add(record: DedupeRecord): void {
    this.size++;
    this.#rarities = undefined;
    for (const word of record.given) this.given.push(this.names.take(word));
    this.given.end();
    for (const word of record.family) {
      const number = this.names.take(word);
      this.familyCounts[number] = (this.familyCounts[number] ?? 0) + 1;
      this.familyTotal++;
      this.family.push(number);
    }
    this.family.end();
    for (const value of record.emails) this.email.push(this.emails.take(value));
    this.email.end();
    for (const value of record.phones) this.phone.push(this.phones.take(value));
    this.phone.end();
    if (record.ids !== undefined) for (const value of record.ids) this.id.push(this.ids.take(value));
    this.id.end();
    for (const { street, number, city, postcode } of record.addresses) {
      this.place.push(street === '' ? 0 : this.streets.take(street));
      this.place.push(number === '' ? 0 : this.numbers.take(number));
      this.place.push(city === '' ? 0 : this.cities.take(city));
      this.place.push(postcode === '' ? 0 : this.postcodes.take(postcode));
    }
    this.place.end();
    for (const name of record.organisations) this.organisation.push(this.organisations.take(name));
    this.organisation.end();
    for (const title of record.titles) this.title.push(this.titles.take(title));
    this.title.end();
    const birthday = dayOf(record.birthday);
    if (birthday > 0 && birthday < 10_000) this.hasYearless = true;
    this.birthday.push(birthday);
    this.gender.push(genderOf(record.gender));
    this.generation.push(record.generation === undefined ? 0 : this.generations.take(record.generation));
    this.isOrganisation.push(record.kind === 'organisation');
    this.fullName.push(this.#fullNameOf(this.size - 1));
  }

  /** How much each value says, once the book is whole. */
  get rarities(): Rarities {
    this.#rarities ??= raritiesOf(this);
    return this.#rarities;
  }

  #fullNameOf(record: number): number {
    const given = this.given.firstOf(record);
    const family = this.family.firstOf(record);
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
    birthdays: raritiesOfDays(book.birthday),
  };
}

/** A day of some 55 years; days that more have, as the first of January where only the year was known, say less. */
function raritiesOfDays(birthdays: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const day of birthdays) counts.set(day, (counts.get(day) ?? 0) + 1);
  const rarities = new Map<number, number>();
  for (const [day, count] of counts)
    rarities.set(day, Math.min(Math.log2(20_000), rarityOf(Math.max(0, count - sources), birthdays.length)));
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
