import type { Book } from './book.ts';
import {
  BIRTHDAY,
  doubled,
  EMAIL,
  FAMILY,
  type Facts,
  FULL_NAME,
  GIVEN,
  ID,
  ORGANISATION,
  PHONE,
  PLACE,
  PLACE_PARTS,
} from './facts.ts';
import { rootsOf } from './nicknames.ts';

/** Contacts of one block that each is compared with; a block of more is parted by what else they have. */
const largest = 14;

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
export function candidates(book: Book, isFresh?: (record: number) => boolean): Candidates {
  const keys = new Keys(book.size * 16);
  const codes = codesOf(book);
  for (let record = 0; record < book.size; record++) keysOf(book, record, codes, keys);
  return new Blocks(book, keys).pairs(isFresh);
}

/** What stands for each name and number in a key, so that no text is touched for each record. */
interface Codes {
  /** The forms of one name; the second where it is short for two, else 0. */
  readonly roots: Int32Array;
  readonly otherRoots: Int32Array;
  readonly sounds: Int32Array;
  readonly phones: Int32Array;
}

function codesOf({ names, phones }: Book): Codes {
  const roots = new Int32Array(names.texts.length);
  const otherRoots = new Int32Array(names.texts.length);
  const sounds = new Int32Array(names.texts.length);
  names.texts.forEach((text, name) => {
    const [root = text, other] = rootsOf(text);
    roots[name] = hashText(root);
    otherRoots[name] = other === undefined ? 0 : hashText(other);
    sounds[name] = hashText(names.soundOf(name));
  });
  const lastDigits = new Int32Array(phones.texts.length);
  phones.texts.forEach((text, phone) => {
    lastDigits[phone] = hashText(text.slice(-8));
  });
  return { roots, otherRoots, sounds, phones: lastDigits };
}

function keysOf({ facts, hasYearless }: Book, record: number, codes: Codes, keys: Keys): void {
  const { values } = facts;
  const { roots, otherRoots, sounds } = codes;
  const head = facts.heads[record] ?? 0;
  const startOf = (list: number): number => values[head + list] ?? 0;
  for (let at = startOf(EMAIL); at < startOf(EMAIL + 1); at++) keys.push(record, mix(1, values[at] ?? 0));
  for (let at = startOf(PHONE); at < startOf(PHONE + 1); at++)
    keys.push(record, mix(2, codes.phones[values[at] ?? 0] ?? 0));
  for (let at = startOf(ID); at < startOf(ID + 1); at++) keys.push(record, mix(3, values[at] ?? 0));
  const firstSound = sounds[facts.firstOf(record, GIVEN) || facts.firstOf(record, FAMILY)] ?? 0;
  const birthday = startOf(BIRTHDAY);
  const year = Math.trunc(birthday / 10_000);
  if (year > 0) keys.push(record, mix(4, birthday));
  if (birthday > 0 && hasYearless) keys.push(record, mix(5, birthday % 10_000, firstSound));
  const givenStart = startOf(GIVEN);
  const givenEnd = Math.min(startOf(GIVEN + 1), givenStart + 3);
  const familyStart = startOf(FAMILY);
  const familyEnd = Math.min(startOf(FAMILY + 1), familyStart + 2);
  for (let i = givenStart; i < givenEnd; i++) {
    const given = values[i] ?? 0;
    const sound = sounds[given] ?? 0;
    for (let j = familyStart; j < familyEnd; j++) {
      const family = values[j] ?? 0;
      const root = roots[family] ?? 0;
      keys.push(record, mixBoth(6, roots[given] ?? 0, root));
      const other = otherRoots[given] ?? 0;
      if (other !== 0) keys.push(record, mixBoth(6, other, root));
      if (i === givenStart) keys.push(record, mixBoth(7, sound, sounds[family] ?? 0));
    }
    if (year > 0) keys.push(record, mix(8, sound, year));
  }
  const organisationEnd = startOf(ORGANISATION + 1);
  for (let j = familyStart; j < familyEnd; j++) {
    const sound = sounds[values[j] ?? 0] ?? 0;
    if (year > 0) keys.push(record, mix(8, sound, year));
    for (let at = startOf(ORGANISATION); at < organisationEnd; at++)
      keys.push(record, mix(10, values[at] ?? 0, sound));
  }
  const familySound = familyStart < familyEnd ? (sounds[values[familyStart] ?? 0] ?? 0) : 0;
  const placeEnd = startOf(PLACE + 1);
  for (let at = startOf(PLACE); at < placeEnd; at += PLACE_PARTS) {
    const street = values[at] ?? 0;
    const number = values[at + 1] ?? 0;
    const city = values[at + 2] ?? 0;
    const postcode = values[at + 3] ?? 0;
    if (street > 0) keys.push(record, mix(9, street));
    if (postcode > 0) {
      keys.push(record, mix(11, postcode));
      keys.push(record, mix(12, postcode, firstSound));
    }
    if (city > 0 && familySound !== 0) keys.push(record, mix(13, city, familySound));
    if (city > 0 && number > 0) keys.push(record, mix(14, city, number));
  }
}

/** The kind stands in front, so that blocks of one kind lie together: the surest kinds first. */
function mix(kind: number, one: number, other = 0): number {
  let hash = Math.imul(kind * 0x10001 + one, 0x9e3779b1) ^ (other + 0x7f4a7c15);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((kind << 28) | ((hash ^ (hash >>> 16)) >>> 4)) >>> 0;
}

/** The same whichever of the two comes first: some write the family's name before the given one. */
function mixBoth(kind: number, one: number, other: number): number {
  return mix(kind, one ^ other, Math.imul(one, other));
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** Keys of records, to be sorted. */
class Keys {
  keys: Uint32Array<ArrayBuffer>;
  records: Int32Array<ArrayBuffer>;
  count = 0;

  constructor(expected: number) {
    this.keys = new Uint32Array(Math.max(64, expected));
    this.records = new Int32Array(this.keys.length);
  }

  push(record: number, key: number): void {
    if (this.count === this.keys.length) {
      const { keys, records } = this;
      this.keys = new Uint32Array(keys.length * 2);
      this.keys.set(keys);
      this.records = new Int32Array(keys.length * 2);
      this.records.set(records);
    }
    this.keys[this.count] = key;
    this.records[this.count++] = record;
  }

  /** By key, and those of one key in the order they came: a radix sort of eleven bits at a time. */
  sort(): void {
    const counts = new Uint32Array(3 * digit);
    for (let at = 0; at < this.count; at++) {
      const key = this.keys[at] ?? 0;
      for (let turn = 0; turn < 3; turn++) {
        const slot = turn * digit + ((key >>> (turn * 11)) & (digit - 1));
        counts[slot] = (counts[slot] ?? 0) + 1;
      }
    }
    let { keys, records } = this;
    let toKeys = new Uint32Array(keys.length);
    let toRecords = new Int32Array(keys.length);
    for (let turn = 0; turn < 3; turn++) {
      let sum = 0;
      for (let slot = turn * digit; slot < (turn + 1) * digit; slot++) {
        const own = counts[slot] ?? 0;
        counts[slot] = sum;
        sum += own;
      }
      for (let at = 0; at < this.count; at++) {
        const key = keys[at] ?? 0;
        const slot = turn * digit + ((key >>> (turn * 11)) & (digit - 1));
        const to = counts[slot] ?? 0;
        counts[slot] = to + 1;
        toKeys[to] = key;
        toRecords[to] = records[at] ?? 0;
      }
      [keys, toKeys] = [toKeys, keys];
      [records, toRecords] = [toRecords, records];
    }
    this.keys = keys;
    this.records = records;
  }
}

const digit = 2048;

/** Records that share a key, block after block, and for each record where it stands in them. */
class Blocks {
  #members = new Int32Array(1024);
  /** For each member where its block begins. */
  #begins = new Int32Array(1024);
  #count = 0;
  readonly #starts: Int32Array;
  /** Two numbers each: where a record stands, and where the first stands that it is compared with. */
  readonly #places: Int32Array;

  constructor(book: Book, keys: Keys) {
    const parts = new Keys(1024);
    this.#take(keys, (from, to, key) => part(book, keys.records.subarray(from, to), key, parts));
    this.#take(parts, undefined);
    this.#starts = new Int32Array(book.size + 1);
    for (let at = 0; at < this.#count; at++) {
      const next = (this.#members[at] ?? 0) + 1;
      this.#starts[next] = (this.#starts[next] ?? 0) + 2;
    }
    for (let record = 0; record < book.size; record++)
      this.#starts[record + 1] = (this.#starts[record + 1] ?? 0) + (this.#starts[record] ?? 0);
    const ends = this.#starts.slice();
    this.#places = new Int32Array(2 * this.#count);
    for (let at = 0; at < this.#count; at++) {
      const record = this.#members[at] ?? 0;
      const end = ends[record] ?? 0;
      this.#places[end] = at;
      this.#places[end + 1] = Math.max(this.#begins[at] ?? 0, at - largest);
      ends[record] = end + 2;
    }
  }

  /**
   * Each record with those that share a block with it, at most fourteen before it in each. One block's records come after
   * each other, for who is like the last is in the processor's cache.
   */
  pairs(isFresh: ((record: number) => boolean) | undefined): Candidates {
    const size = this.#starts.length - 1;
    let a = new Int32Array(Math.max(1024, size * 8));
    let b = new Int32Array(a.length);
    let count = 0;
    const seen = new Int32Array(size).fill(-1);
    const isDone = new Uint8Array(size);
    const members = this.#members;
    const places = this.#places;
    for (let next = 0; next < this.#count; next++) {
      const record = members[next] ?? 0;
      if (isDone[record] === 1) continue;
      isDone[record] = 1;
      if (isFresh?.(record) === false) continue;
      const end = this.#starts[record + 1] ?? 0;
      for (let at = this.#starts[record] ?? 0; at < end; at += 2) {
        const own = places[at] ?? 0;
        const last = isFresh === undefined ? own : this.#lastBeside(own);
        for (let place = places[at + 1] ?? 0; place < last; place++) {
          const other = members[place] ?? 0;
          if (seen[other] === record || other === record) continue;
          seen[other] = record;
          // Of two that are fresh the later one takes the pair.
          if (other > record && isFresh?.(other) === true) continue;
          if (count === a.length) {
            a = doubled(a);
            b = doubled(b);
          }
          a[count] = Math.min(record, other);
          b[count++] = Math.max(record, other);
        }
      }
    }
    return { count, a, b };
  }

  /** Where those end that share a block with a member and stand at most fourteen after it. */
  #lastBeside(own: number): number {
    const begin = this.#begins[own];
    const last = Math.min(this.#count, own + 1 + largest);
    let place = own + 1;
    while (place < last && this.#begins[place] === begin) place++;
    return place;
  }

  #take(keys: Keys, part: ((from: number, to: number, key: number) => void) | undefined): void {
    keys.sort();
    for (let from = 0, to = 0; from < keys.count; from = to) {
      const key = keys.keys[from] ?? 0;
      while (to < keys.count && keys.keys[to] === key) to++;
      if (to === from + 1) continue;
      if (part !== undefined && to - from > largest) part(from, to, key);
      else this.#push(keys.records, from, to);
    }
  }

  #push(records: Int32Array, from: number, to: number): void {
    while (this.#count + to - from > this.#members.length) {
      this.#members = doubled(this.#members);
      this.#begins = doubled(this.#begins);
    }
    const begin = this.#count;
    for (let at = from; at < to; at++) {
      const record = records[at] ?? 0;
      if (at > from && record === records[at - 1]) continue;
      this.#members[this.#count] = record;
      this.#begins[this.#count++] = begin;
    }
    if (this.#count === begin + 1) this.#count = begin;
  }
}

/** A block of many is parted by what else they have; not by what all of them have, which parts nothing. */
function part({ facts }: Book, block: Int32Array, key: number, into: Keys): void {
  let parting = 0;
  for (let at = 1; at < block.length && parting !== allWays; at++)
    for (let way = 1; way <= waysToPart; way++)
      if (partOf(facts, block[at] ?? 0, way) !== partOf(facts, block[0] ?? 0, way)) parting |= 1 << way;
  for (let at = 0; at < block.length; at++) {
    const record = block[at] ?? 0;
    for (let way = 1; way <= waysToPart; way++) {
      if ((parting & (1 << way)) === 0) continue;
      const value = partOf(facts, record, way);
      if (value > 0) into.push(record, mix(way, value, key));
    }
  }
}

const waysToPart = 5;
const allWays = 0b111110;

/** Birthday, postcode, city, names, organisation. */
function partOf(facts: Facts, record: number, way: number): number {
  switch (way) {
    case 1:
      return facts.of(record, BIRTHDAY);
    case 2:
      return facts.firstOf(record, PLACE, 3);
    case 3:
      return facts.firstOf(record, PLACE, 2);
    case 4:
      return facts.of(record, FULL_NAME);
    default:
      return facts.firstOf(record, ORGANISATION);
  }
}
