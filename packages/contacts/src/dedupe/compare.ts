import type { Book } from './book.ts';
import {
  BIRTHDAY,
  DAY,
  EMAIL,
  FAMILY,
  FULL_NAME,
  GENDER,
  GENERATION,
  GIVEN,
  ID,
  KIND,
  ORGANISATION,
  PHONE,
  PLACE,
  PLACE_PARTS,
  TITLE,
} from './facts.ts';
import {
  ALIAS,
  CLOSE,
  DIFFERENT,
  EXACT,
  levelOfCodes,
  levelOfEmails,
  levelOfNames,
  levelOfPhones,
  levelOfWords,
  PART,
  type Terms,
  UNKNOWN,
  UNLIKE,
} from './terms.ts';

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
  /** In bits; of a field whose level is exact. */
  readonly rarities = new Float64Array(FIELDS.length);
  /** The given name of one agrees with the family name of the other, and the other way round. */
  swapped = false;
  /** Names of two persons, or of one family in two generations, whatever else a household shares. */
  conflict = false;
  /** A father and his son of the same name, or a person and a company: never one. */
  apart = false;
  #level = UNKNOWN;
  #rarity = 0;
  /** Where the two records begin. */
  #a = 0;
  #b = 0;

  /** Names, birthday and what is given to one person alone: most pairs are settled by these. */
  own(book: Book, a: number, b: number): void {
    const { levels, rarities } = this;
    const { heads, values } = book.facts;
    const { days, ids } = book.rarities;
    this.#a = heads[a] ?? 0;
    this.#b = heads[b] ?? 0;
    this.#names(book);
    const birthday = values[this.#a + BIRTHDAY] ?? 0;
    const other = values[this.#b + BIRTHDAY] ?? 0;
    const level = birthdayLevel(birthday, other);
    levels[2] = level;
    rarities[2] = level === EXACT ? (days[values[this.#a + DAY] ?? 0] ?? 0) : 0;
    this.#list(3, ID, values, levelOfCodes, book.ids, ids);
    if (level === DIFFERENT && levels[3] === UNKNOWN && isGenerationBetween(birthday, other))
      this.conflict = true;
  }

  /** What several may share; of the two that `own` was asked of. */
  shared(book: Book): void {
    const { values } = book.facts;
    const { emails, phones, organisations, titles } = book.rarities;
    this.#list(4, EMAIL, values, levelOfEmails, book.emails, emails);
    this.#list(5, PHONE, values, levelOfPhones, book.phones, phones);
    this.#places(book);
    this.#list(10, ORGANISATION, values, levelOfWords, book.organisations, organisations);
    this.#list(11, TITLE, values, levelOfWords, book.titles, titles);
    const gender = values[this.#a + GENDER] ?? 0;
    const other = values[this.#b + GENDER] ?? 0;
    this.levels[12] = gender === 0 || other === 0 ? UNKNOWN : gender === other ? EXACT : DIFFERENT;
    this.rarities[12] = 1;
  }

  #names(book: Book): void {
    const { levels, rarities } = this;
    const { values } = book.facts;
    const { given: ofGiven, family: ofFamily, fullName } = book.rarities;
    this.#namesOf(book, GIVEN, GIVEN, ofGiven);
    let given = this.#level;
    let givenRarity = this.#rarity;
    this.#namesOf(book, FAMILY, FAMILY, ofFamily);
    let family = this.#level;
    let familyRarity = this.#rarity;
    this.swapped = false;
    if ((given > CLOSE || given === UNKNOWN) && (family > CLOSE || family === UNKNOWN)) {
      this.#namesOf(book, GIVEN, FAMILY, ofGiven);
      const crossed = this.#level;
      const crossedRarity = this.#rarity;
      this.#namesOf(book, FAMILY, GIVEN, ofFamily);
      const other = this.#level;
      if (agreement(crossed) + agreement(other) > agreement(given) + agreement(family) + 1) {
        this.swapped = true;
        given = crossed;
        givenRarity = crossedRarity;
        family = other;
        familyRarity = this.#rarity;
      }
    }
    const whole = values[this.#a + FULL_NAME] ?? 0;
    if (whole !== 0 && whole === values[this.#b + FULL_NAME]) {
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
    const generation = values[this.#a + GENERATION] ?? 0;
    const its = values[this.#b + GENERATION] ?? 0;
    this.conflict = given === UNLIKE;
    this.apart =
      (generation !== 0 && its !== 0 && generation !== its) ||
      values[this.#a + KIND] !== values[this.#b + KIND];
  }

  /** The best level among the words of two names; initials stand for first words only. */
  #namesOf({ names, facts: { values } }: Book, ofA: number, ofB: number, rarity: Float64Array): void {
    const startA = values[this.#a + ofA] ?? 0;
    const endA = values[this.#a + ofA + 1] ?? 0;
    const startB = values[this.#b + ofB] ?? 0;
    const endB = values[this.#b + ofB + 1] ?? 0;
    this.#level = startA === endA || startB === endB ? UNKNOWN : UNLIKE;
    this.#rarity = 0;
    for (let i = startA; i < endA; i++) {
      const one = values[i] ?? 0;
      for (let j = startB; j < endB; j++) {
        const other = values[j] ?? 0;
        // Two who share a second name alone may be sister and brother: of many, it is the name of the family.
        if (ofA === GIVEN && ofB === GIVEN && i > startA && j > startB) break;
        if (one === other) {
          if (this.#level !== EXACT || this.#rarity < (rarity[one] ?? 0)) this.#rarity = rarity[one] ?? 0;
          this.#level = EXACT;
        } else if (this.#level !== EXACT) {
          const level = levelOfNames(names, one, other);
          if (level < this.#level && (level !== PART || (i === startA && j === startB))) this.#level = level;
        }
      }
    }
  }

  /** The best level among the values of two lists. */
  #list(
    field: number,
    list: number,
    values: Int32Array,
    levelOf: LevelOf,
    terms: Terms,
    rarity: Float64Array,
  ): void {
    // Of what the whole book has not, it is unknown from the start.
    if (terms.total === 0) return;
    this.levels[field] = UNKNOWN;
    const startA = values[this.#a + list] ?? 0;
    const endA = values[this.#a + list + 1] ?? 0;
    if (startA === endA) return;
    const startB = values[this.#b + list] ?? 0;
    const endB = values[this.#b + list + 1] ?? 0;
    if (startB === endB) return;
    let best = DIFFERENT;
    let bits = 0;
    for (let i = startA; i < endA; i++) {
      const one = values[i] ?? 0;
      for (let j = startB; j < endB; j++) {
        const level = levelOf(terms, one, values[j] ?? 0);
        if (level > best) continue;
        if (level === EXACT) bits = Math.max(bits, rarity[one] ?? 0);
        best = level;
      }
    }
    this.levels[field] = best;
    this.rarities[field] = bits;
  }

  /** The pair of places that agrees best, as a whole. */
  #places({ facts: { values }, streets, numbers, cities, postcodes, rarities: rarity }: Book): void {
    const { levels, rarities } = this;
    let best = -1;
    levels[6] = UNKNOWN;
    levels[7] = UNKNOWN;
    levels[8] = UNKNOWN;
    levels[9] = UNKNOWN;
    const startB = values[this.#b + PLACE] ?? 0;
    const endB = values[this.#b + PLACE + 1] ?? 0;
    const endA = values[this.#a + PLACE + 1] ?? 0;
    for (let i = values[this.#a + PLACE] ?? 0; i < endA; i += PLACE_PARTS)
      for (let j = startB; j < endB; j += PLACE_PARTS) {
        const street = partLevel(levelOfWords, streets, values[i] ?? 0, values[j] ?? 0);
        const number = partLevel(levelOfCodes, numbers, values[i + 1] ?? 0, values[j + 1] ?? 0);
        const city = partLevel(levelOfWords, cities, values[i + 2] ?? 0, values[j + 2] ?? 0);
        const postcode = partLevel(levelOfCodes, postcodes, values[i + 3] ?? 0, values[j + 3] ?? 0);
        const sum = 2 * agreement(street) + agreement(number) + agreement(city) + 2 * agreement(postcode);
        if (sum <= best) continue;
        best = sum;
        levels[6] = street;
        levels[7] = number;
        levels[8] = city;
        levels[9] = postcode;
        rarities[6] = rarity.streets[values[i] ?? 0] ?? 0;
        rarities[7] = rarity.numbers[values[i + 1] ?? 0] ?? 0;
        rarities[8] = rarity.cities[values[i + 2] ?? 0] ?? 0;
        rarities[9] = rarity.postcodes[values[i + 3] ?? 0] ?? 0;
      }
  }
}

type LevelOf = (terms: Terms, a: number, b: number) => number;

function partLevel(levelOf: LevelOf, terms: Terms, a: number, b: number): number {
  return a === 0 || b === 0 ? UNKNOWN : levelOf(terms, a, b);
}

function agreement(level: number): number {
  return level === UNKNOWN ? 1 : Math.max(0, DIFFERENT - level);
}

/** Exact; without a year on one side, the day the same; day and month in each other's place or a slip; the same year. */
function birthdayLevel(a: number, b: number): number {
  if (a === 0 || b === 0) return UNKNOWN;
  if (a === b) return EXACT;
  const yearA = wholes(a, 10_000);
  const yearB = wholes(b, 10_000);
  const dayA = a % 10_000;
  const dayB = b % 10_000;
  if (yearA === 0 || yearB === 0) return dayA === dayB ? ALIAS : DIFFERENT;
  const isTurned = wholes(dayA, 100) === dayB % 100 && dayA % 100 === wholes(dayB, 100);
  if (yearA === yearB && isTurned) return CLOSE;
  if (isOneDigit(a, b)) return CLOSE;
  return yearA === yearB || dayA === dayB ? PART : DIFFERENT;
}

/** True where a mother or father and a child may have been born; not where only a year was known, or a form asked for a day. */
function isGenerationBetween(a: number, b: number): boolean {
  const years = Math.abs(wholes(a, 10_000) - wholes(b, 10_000));
  return years >= 14 && years < 100 && a % 10_000 !== 101 && b % 10_000 !== 101;
}

/** One digit other, or two neighbours in each other's place. */
function isOneDigit(a: number, b: number): boolean {
  let one = a;
  let other = b;
  let others = 0;
  let lowA = 0;
  let lowB = 0;
  let before = 0;
  for (let place = 1; one !== other; place++) {
    const digitA = one % 10;
    const digitB = other % 10;
    if (digitA !== digitB) {
      others++;
      if (others > 2) return false;
      if (others === 2 && (before !== place - 1 || digitA !== lowB || digitB !== lowA)) return false;
      lowA = digitA;
      lowB = digitB;
      before = place;
    }
    one = wholes(one, 10);
    other = wholes(other, 10);
  }
  return true;
}

/** A whole number by another, without the rest; `| 0` keeps the processor at whole numbers. */
function wholes(value: number, by: number): number {
  return (value / by) | 0;
}
