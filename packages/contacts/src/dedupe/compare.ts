import { type Book, type Lists, PLACE } from './book.ts';
import { isOneSlip } from './similarity.ts';
import { ALIAS, CLOSE, DIFFERENT, EXACT, PART, shareOf, type Terms, UNKNOWN, UNLIKE } from './terms.ts';

/** What is compared, each at a level of its own. */
export const FIELDS = [
  'given',
  'family',
  'birthday',
  'email',
  'phone',
  'street',
  'number',
  'city',
  'postcode',
  'organisation',
  'title',
  'gender',
  'id',
] as const;

export const LEVELS = DIFFERENT + 1;

/** One comparison of two records: the level of each field, and how common a value is that both have. */
export class Comparison {
  readonly levels = new Uint8Array(FIELDS.length);
  readonly shares = new Float64Array(FIELDS.length);
  /** The given name of one agrees with the family name of the other, and the other way round. */
  swapped = false;
  /** Names of two persons, whatever else a household shares. */
  conflict = false;
  /** A father and his son of the same name, or a person and a company: never one. */
  apart = false;
  #level = UNKNOWN;
  #share = 1;

  /** With `whole` false the rest is left out where names and birthday have settled it. */
  of(book: Book, a: number, b: number, whole: boolean): void {
    const { levels, shares } = this;
    this.#names(book, a, b);
    levels[2] = birthdayLevel(book.birthday[a] ?? 0, book.birthday[b] ?? 0);
    shares[2] = 1 / 20_000;
    if (!whole && this.conflict && levels[2] !== EXACT && book.ids.total === 0) {
      levels.fill(UNKNOWN, 3);
      return;
    }
    this.#lists(book.email, book.emails, a, b, true);
    levels[3] = this.#level;
    shares[3] = this.#share;
    this.#lists(book.phone, book.phones, a, b, true);
    levels[4] = this.#level;
    shares[4] = this.#share;
    this.#places(book, a, b);
    this.#lists(book.organisation, book.organisations, a, b, false);
    levels[9] = this.#level;
    shares[9] = this.#share;
    this.#lists(book.title, book.titles, a, b, false);
    levels[10] = this.#level;
    shares[10] = this.#share;
    const gender = book.gender[a] ?? 0;
    const other = book.gender[b] ?? 0;
    levels[11] = gender === 0 || other === 0 ? UNKNOWN : gender === other ? EXACT : DIFFERENT;
    shares[11] = 0.5;
    this.#lists(book.id, book.ids, a, b, true);
    levels[12] = this.#level;
    shares[12] = this.#share;
  }

  #names(book: Book, a: number, b: number): void {
    const { levels, shares } = this;
    this.#words(book, book.given, book.given, a, b, false);
    let given = this.#level;
    let givenShare = this.#share;
    this.#words(book, book.family, book.family, a, b, true);
    let family = this.#level;
    let familyShare = this.#share;
    this.swapped = false;
    if ((given > CLOSE || given === UNKNOWN) && (family > CLOSE || family === UNKNOWN)) {
      this.#words(book, book.given, book.family, a, b, false);
      const crossed = this.#level;
      const crossedShare = this.#share;
      this.#words(book, book.family, book.given, a, b, true);
      const other = this.#level;
      if (agreement(crossed) + agreement(other) > agreement(given) + agreement(family) + 1) {
        this.swapped = true;
        given = crossed;
        givenShare = crossedShare;
        family = other;
        familyShare = this.#share;
      }
    }
    levels[0] = Math.min(given, DIFFERENT);
    shares[0] = givenShare;
    levels[1] = Math.min(family, DIFFERENT);
    shares[1] = familyShare;
    const generation = book.generation[a] ?? 0;
    const its = book.generation[b] ?? 0;
    this.conflict = given === UNLIKE;
    this.apart =
      (generation !== 0 && its !== 0 && generation !== its) ||
      book.isOrganisation[a] !== book.isOrganisation[b];
  }

  /** The best level among the words of two names; initials stand for first words only. */
  #words(book: Book, ofA: Lists, ofB: Lists, a: number, b: number, family: boolean): void {
    const { names } = book;
    const startA = ofA.starts[a] ?? 0;
    const endA = ofA.starts[a + 1] ?? 0;
    const startB = ofB.starts[b] ?? 0;
    const endB = ofB.starts[b + 1] ?? 0;
    this.#level = startA === endA || startB === endB ? UNKNOWN : UNLIKE;
    this.#share = 1;
    for (let i = startA; i < endA; i++) {
      const one = ofA.values[i] ?? 0;
      for (let j = startB; j < endB; j++) {
        const other = ofB.values[j] ?? 0;
        const level = names.level(one, other);
        if (level > this.#level || (level === PART && (i > startA || j > startB))) continue;
        if (level === EXACT) {
          const inFamilies = book.familyCounts[one] ?? 0;
          const share = family
            ? shareOf(inFamilies, book.familyTotal)
            : shareOf((names.counts[one] ?? 1) - inFamilies, names.total - book.familyTotal);
          if (this.#level !== EXACT || share < this.#share) this.#share = share;
        }
        this.#level = level;
      }
    }
  }

  #lists(lists: Lists, terms: Terms, a: number, b: number, identifiers: boolean): void {
    const startA = lists.starts[a] ?? 0;
    const endA = lists.starts[a + 1] ?? 0;
    const startB = lists.starts[b] ?? 0;
    const endB = lists.starts[b + 1] ?? 0;
    this.#level = startA === endA || startB === endB ? UNKNOWN : DIFFERENT;
    this.#share = 1;
    for (let i = startA; i < endA; i++) {
      const one = lists.values[i] ?? 0;
      for (let j = startB; j < endB; j++) {
        const other = lists.values[j] ?? 0;
        const level = identifiers ? terms.levelOnce(one, other) : terms.level(one, other);
        if (level > this.#level) continue;
        if (level === EXACT)
          this.#share = Math.min(this.#share, identifiers ? terms.shareOfIdentifier(one) : terms.share(one));
        this.#level = level;
      }
    }
  }

  /** The pair of places that agrees best, as a whole. */
  #places({ place, streets, numbers, cities, postcodes }: Book, a: number, b: number): void {
    const { levels, shares } = this;
    let best = -1;
    levels.fill(UNKNOWN, 5, 9);
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
        levels[5] = street;
        levels[6] = number;
        levels[7] = city;
        levels[8] = postcode;
        shares[5] = streets.share(place.values[i] ?? 0);
        shares[6] = numbers.share(place.values[i + 1] ?? 0);
        shares[7] = cities.share(place.values[i + 2] ?? 0);
        shares[8] = postcodes.share(place.values[i + 3] ?? 0);
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
