import { type Book, PLACE } from './book.ts';
import type { Lists } from './columns.ts';
import { isOneSlip } from './similarity.ts';
import { ALIAS, CLOSE, DIFFERENT, EXACT, PART, type Terms, UNKNOWN, UNLIKE } from './terms.ts';

/** What is compared, each at a level of its own. */
export const FIELDS = [
  'given',
  'family',
  'birthday',
  'id',
  'email',
  'phone',
  'street',
  'number',
  'city',
  'postcode',
  'organisation',
  'title',
  'gender',
] as const;

/** The first of the fields that a household, an employer or half the world shares. */
export const SHARED = 4;

export const LEVELS = DIFFERENT + 1;

/** One comparison of two records: the level of each field, and how rare a value is that both have. */
export class Comparison {
  readonly levels = new Uint8Array(FIELDS.length);
  /** In bits. */
  readonly rarities = new Float64Array(FIELDS.length);
  /** The given name of one agrees with the family name of the other, and the other way round. */
  swapped = false;
  /** Names of two persons, whatever else a household shares. */
  conflict = false;
  /** A father and his son of the same name, or a person and a company: never one. */
  apart = false;
  #level = UNKNOWN;
  #rarity = 0;

  /** Names, birthday and what is given to one person alone: most pairs are settled by these. */
  own(book: Book, a: number, b: number): void {
    const { levels, rarities } = this;
    const { birthdays, ids } = book.rarities;
    this.#names(book, a, b);
    const birthday = book.birthday[a] ?? 0;
    const level = birthdayLevel(birthday, book.birthday[b] ?? 0);
    levels[2] = level;
    rarities[2] = level === EXACT ? (birthdays.get(birthday) ?? 0) : 0;
    this.#identifiers(3, book.id, book.ids, ids, a, b);
  }

  /** What several may share. */
  shared(book: Book, a: number, b: number): void {
    const { emails, phones, organisations, titles } = book.rarities;
    this.#identifiers(4, book.email, book.emails, emails, a, b);
    this.#identifiers(5, book.phone, book.phones, phones, a, b);
    this.#places(book, a, b);
    this.#words(10, book.organisation, book.organisations, organisations, a, b);
    this.#words(11, book.title, book.titles, titles, a, b);
    const gender = book.gender[a] ?? 0;
    const other = book.gender[b] ?? 0;
    this.levels[12] = gender === 0 || other === 0 ? UNKNOWN : gender === other ? EXACT : DIFFERENT;
    this.rarities[12] = 1;
  }

  #names(book: Book, a: number, b: number): void {
    const { levels, rarities } = this;
    const { given: ofGiven, family: ofFamily, fullName } = book.rarities;
    this.#namesOf(book, book.given, book.given, a, b, ofGiven);
    let given = this.#level;
    let givenRarity = this.#rarity;
    this.#namesOf(book, book.family, book.family, a, b, ofFamily);
    let family = this.#level;
    let familyRarity = this.#rarity;
    this.swapped = false;
    if ((given > CLOSE || given === UNKNOWN) && (family > CLOSE || family === UNKNOWN)) {
      this.#namesOf(book, book.given, book.family, a, b, ofGiven);
      const crossed = this.#level;
      const crossedRarity = this.#rarity;
      this.#namesOf(book, book.family, book.given, a, b, ofFamily);
      const other = this.#level;
      if (agreement(crossed) + agreement(other) > agreement(given) + agreement(family) + 1) {
        this.swapped = true;
        given = crossed;
        givenRarity = crossedRarity;
        family = other;
        familyRarity = this.#rarity;
      }
    }
    const whole = book.fullName[a] ?? 0;
    if (whole !== 0 && whole === book.fullName[b]) {
      // Of thirty namesakes the name says no more than that they are thirty, however rare its parts.
      const most = fullName[whole] ?? 0;
      const sum = givenRarity + familyRarity;
      if (sum > most) {
        givenRarity *= most / sum;
        familyRarity *= most / sum;
      }
    }
    levels[0] = Math.min(given, DIFFERENT);
    rarities[0] = givenRarity;
    levels[1] = Math.min(family, DIFFERENT);
    rarities[1] = familyRarity;
    const generation = book.generation[a] ?? 0;
    const its = book.generation[b] ?? 0;
    this.conflict = given === UNLIKE;
    this.apart =
      (generation !== 0 && its !== 0 && generation !== its) ||
      book.isOrganisation[a] !== book.isOrganisation[b];
  }

  /** The best level among the words of two names; initials stand for first words only. */
  #namesOf({ names }: Book, ofA: Lists, ofB: Lists, a: number, b: number, rarity: Float64Array): void {
    const startA = ofA.starts[a] ?? 0;
    const endA = ofA.starts[a + 1] ?? 0;
    const startB = ofB.starts[b] ?? 0;
    const endB = ofB.starts[b + 1] ?? 0;
    this.#level = startA === endA || startB === endB ? UNKNOWN : UNLIKE;
    this.#rarity = 0;
    for (let i = startA; i < endA; i++) {
      const one = ofA.values[i] ?? 0;
      for (let j = startB; j < endB; j++) {
        const other = ofB.values[j] ?? 0;
        if (one === other) {
          if (this.#level !== EXACT || this.#rarity < (rarity[one] ?? 0)) this.#rarity = rarity[one] ?? 0;
          this.#level = EXACT;
        } else if (this.#level !== EXACT) {
          const level = names.level(one, other);
          if (level < this.#level && (level !== PART || (i === startA && j === startB))) this.#level = level;
        }
      }
    }
  }

  #identifiers(field: number, lists: Lists, terms: Terms, rarity: Float64Array, a: number, b: number): void {
    const startA = lists.starts[a] ?? 0;
    const endA = lists.starts[a + 1] ?? 0;
    const startB = lists.starts[b] ?? 0;
    const endB = lists.starts[b + 1] ?? 0;
    let best = startA === endA || startB === endB ? UNKNOWN : DIFFERENT;
    let bits = 0;
    for (let i = startA; i < endA; i++) {
      const one = lists.values[i] ?? 0;
      for (let j = startB; j < endB; j++) {
        const level = terms.levelOnce(one, lists.values[j] ?? 0);
        if (level > best) continue;
        if (level === EXACT) bits = Math.max(bits, rarity[one] ?? 0);
        best = level;
      }
    }
    this.levels[field] = best;
    this.rarities[field] = bits;
  }

  #words(field: number, lists: Lists, terms: Terms, rarity: Float64Array, a: number, b: number): void {
    const startA = lists.starts[a] ?? 0;
    const endA = lists.starts[a + 1] ?? 0;
    const startB = lists.starts[b] ?? 0;
    const endB = lists.starts[b + 1] ?? 0;
    let best = startA === endA || startB === endB ? UNKNOWN : DIFFERENT;
    let bits = 0;
    for (let i = startA; i < endA; i++) {
      const one = lists.values[i] ?? 0;
      for (let j = startB; j < endB; j++) {
        const level = terms.level(one, lists.values[j] ?? 0);
        if (level > best) continue;
        if (level === EXACT) bits = Math.max(bits, rarity[one] ?? 0);
        best = level;
      }
    }
    this.levels[field] = best;
    this.rarities[field] = bits;
  }

  /** The pair of places that agrees best, as a whole. */
  #places(
    { place, streets, numbers, cities, postcodes, rarities: rarity }: Book,
    a: number,
    b: number,
  ): void {
    const { levels, rarities } = this;
    let best = -1;
    levels.fill(UNKNOWN, 6, 10);
    const startB = place.starts[b] ?? 0;
    const endB = place.starts[b + 1] ?? 0;
    const endA = place.starts[a + 1] ?? 0;
    for (let i = place.starts[a] ?? 0; i < endA; i += PLACE)
      for (let j = startB; j < endB; j += PLACE) {
        const street = partLevel(streets, place.values[i] ?? 0, place.values[j] ?? 0);
        const number = partLevel(numbers, place.values[i + 1] ?? 0, place.values[j + 1] ?? 0);
        const city = partLevel(cities, place.values[i + 2] ?? 0, place.values[j + 2] ?? 0);
        const postcode = partLevel(postcodes, place.values[i + 3] ?? 0, place.values[j + 3] ?? 0);
        const sum = 2 * agreement(street) + agreement(number) + agreement(city) + 2 * agreement(postcode);
        if (sum <= best) continue;
        best = sum;
        levels[6] = street;
        levels[7] = number;
        levels[8] = city;
        levels[9] = postcode;
        rarities[6] = rarity.streets[place.values[i] ?? 0] ?? 0;
        rarities[7] = rarity.numbers[place.values[i + 1] ?? 0] ?? 0;
        rarities[8] = rarity.cities[place.values[i + 2] ?? 0] ?? 0;
        rarities[9] = rarity.postcodes[place.values[i + 3] ?? 0] ?? 0;
      }
  }
}

function partLevel(terms: Terms, a: number, b: number): number {
  return a === 0 || b === 0 ? UNKNOWN : terms.level(a, b);
}

function agreement(level: number): number {
  return level === UNKNOWN ? 1 : Math.max(0, DIFFERENT - level);
}

/** Exact; without a year on one side, the day the same; day and month in each other's place or a slip; the same year. */
function birthdayLevel(a: number, b: number): number {
  if (a === 0 || b === 0) return UNKNOWN;
  if (a === b) return EXACT;
  const yearA = Math.floor(a / 10_000);
  const yearB = Math.floor(b / 10_000);
  const dayA = a % 10_000;
  const dayB = b % 10_000;
  if (yearA === 0 || yearB === 0) return dayA === dayB ? ALIAS : DIFFERENT;
  const isTurned = Math.floor(dayA / 100) === dayB % 100 && dayA % 100 === Math.floor(dayB / 100);
  if (yearA === yearB && isTurned) return CLOSE;
  if (isOneSlip(`${a}`, `${b}`)) return CLOSE;
  return yearA === yearB || dayA === dayB ? PART : DIFFERENT;
}
