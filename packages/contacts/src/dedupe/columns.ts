/** Lists of numbers, one for each record, end to end. */
export interface Lists {
  readonly starts: Int32Array;
  readonly values: Int32Array;
}

/** Lists that grow: the values of a record are pushed, then it ends. */
export class Column implements Lists {
  starts = new Int32Array(1024);
  values = new Int32Array(1024);
  #records = 0;
  #count = 0;

  push(value: number): void {
    if (this.#count === this.values.length) this.values = doubled(this.values);
    this.values[this.#count++] = value;
  }

  /** The first value of a record, 0 where it has none. */
  firstOf(record: number): number {
    const at = this.starts[record] ?? 0;
    return at < (this.starts[record + 1] ?? 0) ? (this.values[at] ?? 0) : 0;
  }

  end(): void {
    if (++this.#records === this.starts.length) this.starts = doubled(this.starts);
    this.starts[this.#records] = this.#count;
  }
}

/** The same numbers with as much room again. */
export function doubled(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
