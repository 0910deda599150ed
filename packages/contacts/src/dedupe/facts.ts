/** Where each number of a record stands, from its head; from `GIVEN` on it says where a list begins, which ends where the next one does. */
export const BIRTHDAY = 0;
export const GENDER = 1;
export const GENERATION = 2;
/** 1 for an organisation. */
export const KIND = 3;
export const FULL_NAME = 4;
/** The birthday by its number in the book. */
export const DAY = 5;
export const GIVEN = 6;
export const FAMILY = 7;
export const ID = 8;
export const EMAIL = 9;
export const PHONE = 10;
export const PLACE = 11;
export const ORGANISATION = 12;
export const TITLE = 13;
/** Where the last list ends. */
export const END = 14;
const head = END + 1;

/** Numbers that stand for one place: street, house number, city and postcode, 0 where unknown. */
export const PLACE_PARTS = 4;

/** What is known of each record in numbers, a record beside the other: to compare two is to read two places of memory. */
export class Facts {
  values = new Int32Array(1 << 14);
  /** For each record where it begins. */
  heads = new Int32Array(1 << 10);
  #records = 0;
  #count = 0;
  #head = 0;

  /** Begins a record; its lists follow in their order, then `END`. */
  begin(): void {
    if (this.#records === this.heads.length) this.heads = doubled(this.heads);
    while (this.#count + head > this.values.length) this.values = doubled(this.values);
    this.#head = this.#count;
    this.heads[this.#records++] = this.#head;
    this.#count += head;
  }

  set(what: number, value: number): void {
    this.values[this.#head + what] = value;
  }

  /** Begins a list, which is where the one before it ends; its numbers follow. */
  open(list: number): void {
    this.set(list, this.#count);
  }

  push(number: number): void {
    if (this.#count === this.values.length) this.values = doubled(this.values);
    this.values[this.#count++] = number;
  }

  /** The first number of a record's list, or the one `after` it; 0 where it has none. */
  firstOf(record: number, what: number, after = 0): number {
    const from = this.heads[record] ?? 0;
    const at = (this.values[from + what] ?? 0) + after;
    return at < (this.values[from + what + 1] ?? 0) ? (this.values[at] ?? 0) : 0;
  }

  of(record: number, what: number): number {
    return this.values[(this.heads[record] ?? 0) + what] ?? 0;
  }
}

/** The same numbers with as much room again. */
export function doubled(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
