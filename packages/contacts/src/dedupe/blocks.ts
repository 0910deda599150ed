import { type Book, type Lists, PLACE } from './book.ts';
import { rootsOf } from './nicknames.ts';

/** Contacts in one block that are all compared with each other; a larger block is parted further. */
const largest = 20;
/** Contacts between two rests. */
const slice = 2000;

/** Pairs of contacts that may be one, each once, the lower number first. */
export interface Candidates {
  readonly count: number;
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/**
 * Finds the pairs worth comparing: those that share one of several keys, each of which a mistake in one field leaves whole.
 *
 * The work is bounded whatever the book holds: a thousand contacts with the number of one switchboard are not half a
 * million pairs.
 *
 * @param isFresh where given, only pairs with one of these at least.
 */
export function* candidates(
  book: Book,
  isFresh?: (record: number) => boolean,
): Generator<undefined, Candidates> {
  const keys = new Keys(book.size * 16);
  const roots: (readonly number[])[] = [];
  for (let number = 1; number < book.names.texts.length; number++)
    roots[number] = rootsOf(book.names.texts[number] ?? '').map((root) => hashText(root));
  const sounds: number[] = [];
  for (let number = 1; number < book.names.texts.length; number++)
    sounds[number] = hashText(book.names.soundOf(number));
  for (let record = 0; record < book.size; record++) {
    keysOf(book, record, keys, roots, sounds);
    if (record % slice === 0) yield;
  }
  return yield* paired(book, keys.sorted(), isFresh);
}

function keysOf(
  book: Book,
  record: number,
  keys: Keys,
  roots: readonly (readonly number[])[],
  sounds: readonly number[],
): void {
  each(book.email, record, (email) => keys.push(record, mix(1, email)));
  each(book.phone, record, (phone) =>
    keys.push(record, mix(2, hashText((book.phones.texts[phone] ?? '').slice(-8)))),
  );
  each(book.id, record, (id) => keys.push(record, mix(3, id)));
  const birthday = book.birthday[record] ?? 0;
  const year = Math.floor(birthday / 10_000);
  if (birthday > 0) {
    if (year > 0) keys.push(record, mix(4, birthday));
    if (book.hasYearless) keys.push(record, mix(5, birthday % 10_000, firstSound(book, record, sounds)));
  }
  const givenStart = book.given.starts[record] ?? 0;
  const givenEnd = Math.min(book.given.starts[record + 1] ?? 0, givenStart + 3);
  const familyStart = book.family.starts[record] ?? 0;
  const familyEnd = Math.min(book.family.starts[record + 1] ?? 0, familyStart + 2);
  for (let i = givenStart; i < givenEnd; i++) {
    const given = book.given.values[i] ?? 0;
    for (let j = familyStart; j < familyEnd; j++) {
      const family = book.family.values[j] ?? 0;
      // The order of the two does not count: some write the family's name first.
      for (const root of roots[given] ?? []) {
        const other = roots[family]?.[0] ?? 0;
        keys.push(record, mix(6, root ^ other, Math.imul(root, other)));
      }
      const one = sounds[given] ?? 0;
      const other = sounds[family] ?? 0;
      if (i === givenStart) keys.push(record, mix(7, one ^ other, Math.imul(one, other)));
    }
    if (year > 0) keys.push(record, mix(8, sounds[given] ?? 0, year));
  }
  for (let j = familyStart; j < familyEnd; j++) {
    const family = book.family.values[j] ?? 0;
    if (year > 0) keys.push(record, mix(8, sounds[family] ?? 0, year));
    each(book.organisation, record, (name) => keys.push(record, mix(10, name, sounds[family] ?? 0)));
  }
  const placeEnd = book.place.starts[record + 1] ?? 0;
  for (let at = book.place.starts[record] ?? 0; at < placeEnd; at += PLACE) {
    const [street = 0, number = 0, city = 0, postcode = 0] = [
      book.place.values[at],
      book.place.values[at + 1],
      book.place.values[at + 2],
      book.place.values[at + 3],
    ];
    if (street > 0) keys.push(record, mix(9, street));
    if (postcode > 0) {
      keys.push(record, mix(11, postcode));
      keys.push(record, mix(12, postcode, firstSound(book, record, sounds)));
    }
    if (city > 0) {
      if (familyStart < familyEnd)
        keys.push(record, mix(13, city, sounds[book.family.values[familyStart] ?? 0] ?? 0));
      if (number > 0) keys.push(record, mix(14, city, number));
    }
  }
}

function firstSound(book: Book, record: number, sounds: readonly number[]): number {
  const start = book.given.starts[record] ?? 0;
  if (start < (book.given.starts[record + 1] ?? 0)) return sounds[book.given.values[start] ?? 0] ?? 0;
  const family = book.family.starts[record] ?? 0;
  return family < (book.family.starts[record + 1] ?? 0) ? (sounds[book.family.values[family] ?? 0] ?? 0) : 0;
}

function each(lists: Lists, record: number, take: (value: number) => void): void {
  const end = lists.starts[record + 1] ?? 0;
  for (let at = lists.starts[record] ?? 0; at < end; at++) take(lists.values[at] ?? 0);
}

function mix(kind: number, one: number, other = 0): number {
  let hash = Math.imul(kind * 0x10001 + one, 0x9e3779b1) ^ (other + 0x7f4a7c15);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** A number below 2 to the 21st stands beside a key of 32 bits in one double. */
const room = 0x200000;

class Keys {
  #values: Float64Array;
  #count = 0;

  constructor(expected: number) {
    this.#values = new Float64Array(Math.max(64, expected));
  }

  push(record: number, key: number): void {
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count++] = key * room + record;
  }

  sorted(): Float64Array {
    return this.#values.subarray(0, this.#count).sort();
  }
}

function* paired(
  book: Book,
  keys: Float64Array,
  isFresh: ((record: number) => boolean) | undefined,
): Generator<undefined, Candidates> {
  const pairs = new Pairs(Math.max(1024, book.size * 8));
  const block: number[] = [];
  const take = (one: number, other: number): void => {
    if (one === other || (isFresh !== undefined && !isFresh(one) && !isFresh(other))) return;
    if (one < other) pairs.take(one, other);
    else pairs.take(other, one);
  };
  const close = (): void => {
    if (block.length > largest) part(book, block, take);
    else
      for (let i = 0; i < block.length; i++) for (let j = 0; j < i; j++) take(block[j] ?? 0, block[i] ?? 0);
    block.length = 0;
  };
  let last = -1;
  for (let at = 0; at < keys.length; at++) {
    if (at % (8 * slice) === 0) yield;
    const one = keys[at] ?? 0;
    const key = Math.floor(one / room);
    if (key !== last) {
      close();
      last = key;
    }
    const record = one - key * room;
    if (block[block.length - 1] !== record) block.push(record);
  }
  close();
  return pairs.all();
}

/** A block of many is parted by what else they have: birthday, place, names; and within the parts only neighbours are compared. */
function part(book: Book, block: readonly number[], take: (one: number, other: number) => void): void {
  const first = (lists: Lists, record: number, offset = 0): number => {
    const at = (lists.starts[record] ?? 0) + offset;
    return at < (lists.starts[record + 1] ?? 0) ? (lists.values[at] ?? 0) : 0;
  };
  const ways: readonly ((record: number) => number)[] = [
    (record) => book.birthday[record] ?? 0,
    (record) => first(book.place, record, 3),
    (record) => first(book.place, record, 2),
    (record) => (first(book.given, record) * 8192 + first(book.family, record)) % 2 ** 32,
    (record) => first(book.organisation, record),
  ];
  for (const way of ways) {
    const keys = new Keys(block.length);
    for (const record of block) {
      const key = way(record);
      if (key > 0) keys.push(record, key);
    }
    const keyed = keys.sorted();
    for (let i = 0; i < keyed.length; i++) {
      const one = keyed[i] ?? 0;
      const key = Math.floor(one / room);
      for (let j = i + 1; j < keyed.length && j <= i + largest; j++) {
        const other = keyed[j] ?? 0;
        if (Math.floor(other / room) !== key) break;
        take(one - key * room, other - key * room);
      }
    }
  }
}

/** Pairs in the order they come, each once: an open table of numbers. */
class Pairs {
  #table: Float64Array;
  #a: Int32Array;
  #b: Int32Array;
  #count = 0;

  constructor(expected: number) {
    this.#a = new Int32Array(expected);
    this.#b = new Int32Array(expected);
    this.#table = new Float64Array(tableFor(expected)).fill(-1);
  }

  take(a: number, b: number): void {
    if (this.#count === this.#a.length) this.#grow();
    if (!this.#insert(a * room + b, a, b)) return;
    this.#a[this.#count] = a;
    this.#b[this.#count++] = b;
  }

  all(): Candidates {
    return { count: this.#count, a: this.#a, b: this.#b };
  }

  #insert(key: number, a: number, b: number): boolean {
    const table = this.#table;
    const mask = table.length - 1;
    let slot = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) & mask;
    slot = (slot ^ (slot >>> 7)) & mask;
    while (table[slot] !== -1) {
      if (table[slot] === key) return false;
      slot = (slot + 1) & mask;
    }
    table[slot] = key;
    return true;
  }

  #grow(): void {
    const [a, b] = [this.#a, this.#b];
    this.#a = new Int32Array(a.length * 2);
    this.#b = new Int32Array(b.length * 2);
    this.#a.set(a);
    this.#b.set(b);
    this.#table = new Float64Array(tableFor(this.#a.length)).fill(-1);
    for (let at = 0; at < this.#count; at++) {
      const one = this.#a[at] ?? 0;
      const other = this.#b[at] ?? 0;
      this.#insert(one * room + other, one, other);
    }
  }
}

function tableFor(pairs: number): number {
  let size = 1024;
  while (size < pairs * 2) size *= 2;
  return size;
}
