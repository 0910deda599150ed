/** Marks upon the places of a book, a bit for each. */
export type Marks = Uint32Array;

export function noMarks(places: number): Marks {
  return new Uint32Array(Math.ceil(places / 32));
}

export function mark(marks: Marks, place: number): void {
  marks[place >>> 5] = (marks[place >>> 5] ?? 0) | (1 << (place & 31));
}

export function isMarked(marks: Marks, place: number): boolean {
  return ((marks[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0;
}

/** What bears both marks. */
export function both(some: Marks, others: Marks): Marks {
  return some.map((marks, at) => marks & (others[at] ?? 0));
}

/** What bears one mark or the other; both are of the same places. */
export function either(some: Marks, others: Marks): Marks {
  return some.map((marks, at) => marks | (others[at] ?? 0));
}

/** What bears one mark and not the other. */
export function without(some: Marks, others: Marks): Marks {
  return some.map((marks, at) => marks & ~(others[at] ?? 0));
}

/** The places that are marked, in order. */
export function* placesOf(marks: Marks): Generator<number> {
  for (let column = 0; column < marks.length; column++)
    for (let left = marks[column] ?? 0; left !== 0; left &= left - 1)
      yield (column << 5) | (31 - Math.clz32(left & -left));
}
