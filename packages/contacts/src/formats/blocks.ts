/** Bytes that a reader looks at together. */
export const BLOCK = 64 * 1024;

/**
 * Cuts a stream into blocks of `BLOCK` bytes, or as many as asked for, whatever the size of its chunks: what is read
 * can then not depend on how the bytes came.
 */
export interface Blocks {
  /** The blocks that are full now; valid until the next call. */
  push(chunk: Uint8Array): Generator<Uint8Array, void, undefined>;
  /** What is left, maybe nothing. */
  rest(): Uint8Array;
}

/** An empty `Blocks`; a reader of smaller blocks needs less memory. */
export function blocks(size = BLOCK): Blocks {
  const held = new Uint8Array(size);
  let length = 0;
  return {
    *push(chunk) {
      let at = 0;
      if (length > 0) {
        at = Math.min(size - length, chunk.length);
        held.set(chunk.subarray(0, at), length);
        length += at;
        if (length < size) return;
        length = 0;
        yield held.slice();
      }
      for (; chunk.length - at >= size; at += size) yield chunk.subarray(at, at + size);
      held.set(chunk.subarray(at));
      length = chunk.length - at;
    },
    rest() {
      const rest = held.slice(0, length);
      length = 0;
      return rest;
    },
  };
}

/** Two byte arrays in one. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Any number of byte arrays in one. */
export function concatenated(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of pieces) {
    all.set(one, at);
    at += one.length;
  }
  return all;
}
