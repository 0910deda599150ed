import { joined } from './blocks.ts';

/** Unpacks one stream of DEFLATE (RFC 1951), in pieces of any size. */
export interface Inflate {
  /** What the bytes unpack to, in pieces of at most 96 KB; nothing more once `state` is not `open`. */
  push(bytes: Uint8Array): Generator<Uint8Array, void, undefined>;
  /** `ended` after the last block of the stream, `broken` where the bytes are no DEFLATE. */
  readonly state: 'open' | 'ended' | 'broken';
  /** The bytes of the last `push` that are not part of the stream, once it has ended. */
  readonly rest: Uint8Array;
}

/** How far back a copy may reach (RFC 1951, section 2). */
const WINDOW = 32 * 1024;
const OUT = 3 * WINDOW;
const LONGEST = 258;
/** Codes of up to so many bits are found in a table at once. */
const FAST = 9;
const LONGEST_CODE = 15;

const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115];
const LENGTH_BASE = Uint16Array.of(...LENGTHS, 131, 163, 195, 227, 258);
const LENGTH_BITS = Uint8Array.from(LENGTH_BASE, (_, at) => (at < 8 || at === 28 ? 0 : (at >> 2) - 1));
const DISTANCE_BITS = Uint8Array.from({ length: 30 }, (_, at) => (at < 4 ? 0 : (at >> 1) - 1));
const DISTANCE_BASE = Uint16Array.from({ length: 30 }, (_, at) =>
  at < 4 ? at + 1 : ((2 + (at & 1)) << ((at >> 1) - 1)) + 1,
);
/** The order in which the lengths of code lengths stand (RFC 1951, section 3.2.7). */
const ORDER = Uint8Array.of(16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15);

/** A Huffman code (RFC 1951, section 3.2.2); an entry is `symbol << 4 | bits`, 0 where there is none. */
interface Code {
  readonly fast: Uint16Array;
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

const FIXED_LITERALS = emptyCode(288);
const FIXED_DISTANCES = emptyCode(30);
define(
  FIXED_LITERALS,
  Uint8Array.from({ length: 288 }, (_, at) => (at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8)),
);
define(FIXED_DISTANCES, new Uint8Array(30).fill(5));

/**
 * Unpacks DEFLATE synchronously, in 130 KB of memory; a browser's `DecompressionStream` cannot be waited for by a
 * generator.
 *
 * @example
 * const unpacked = inflate();
 * for (const bytes of unpacked.push(chunk)) take(bytes);
 */
export function inflate(): Inflate {
  const out = new Uint8Array(OUT);
  const lengths = new Uint8Array(320);
  const own = { literals: emptyCode(288), distances: emptyCode(32), lengths: emptyCode(19) };
  let literals = FIXED_LITERALS;
  let distances = FIXED_DISTANCES;
  let input: Uint8Array = new Uint8Array();
  let at = 0;
  let bits = 0;
  let count = 0;
  let filled = 0;
  let given = 0;
  let mode: 'block' | 'stored' | 'codes' | 'ended' | 'broken' = 'block';
  let final = false;
  let stored = 0;

  /** The next bits as a number, lowest first; below 0 where they are not there yet. */
  const take = (wanted: number): number => {
    while (count < wanted) {
      if (at >= input.length) return -1;
      bits |= (input[at++] ?? 0) << count;
      count += 8;
    }
    const value = bits & ((1 << wanted) - 1);
    bits >>>= wanted;
    count -= wanted;
    return value;
  };
  /** The next symbol; -1 where it is not there yet, -2 where no symbol has these bits. */
  const symbol = (code: Code): number => {
    while (count <= 24 && at < input.length) {
      bits |= (input[at++] ?? 0) << count;
      count += 8;
    }
    const entry = code.fast[bits & ((1 << FAST) - 1)] || longCode(code, bits);
    const used = entry & 15;
    if (entry === 0) return count < LONGEST_CODE ? -1 : -2;
    if (used > count) return -1;
    bits >>>= used;
    count -= used;
    return entry >>> 4;
  };

  /** The header of a block; false where it is not all there. */
  const header = (): boolean => {
    const last = take(1);
    const kind = take(2);
    if (last < 0 || kind < 0) return false;
    if (kind === 0) {
      const spare = count & 7;
      take(spare);
      const size = take(16);
      const inverse = take(16);
      if (size < 0 || inverse < 0) return false;
      mode = (size ^ inverse) === 0xffff ? 'stored' : 'broken';
      stored = size;
    } else if (kind === 1) {
      literals = FIXED_LITERALS;
      distances = FIXED_DISTANCES;
      mode = 'codes';
    } else if (kind === 2) {
      const read = codeLengths();
      if (read < 0) return read === -2;
    } else mode = 'broken';
    final = last === 1;
    return true;
  };
  /** The codes of a block; -1 where they are not all there, -2 where they are wrong. */
  const codeLengths = (): number => {
    const wrong = (): number => {
      mode = 'broken';
      return -2;
    };
    const literal = take(5);
    const distance = take(5);
    const length = take(4);
    if (literal < 0 || distance < 0 || length < 0) return -1;
    lengths.fill(0);
    for (let next = 0; next < length + 4; next++) {
      const bitLength = take(3);
      if (bitLength < 0) return -1;
      lengths[ORDER[next] ?? 0] = bitLength;
    }
    if (!define(own.lengths, lengths.subarray(0, 19))) return wrong();
    const all = literal + 257 + distance + 1;
    lengths.fill(0);
    for (let next = 0; next < all; ) {
      const one = symbol(own.lengths);
      if (one === -1) return -1;
      if (one < 0 || (one === 16 && next === 0)) return wrong();
      if (one < 16) {
        lengths[next++] = one;
        continue;
      }
      const repeat = one === 16 ? take(2) : one === 17 ? take(3) : take(7);
      if (repeat < 0) return -1;
      const end = next + repeat + (one === 18 ? 11 : 3);
      if (end > all) return wrong();
      lengths.fill(one === 16 ? (lengths[next - 1] ?? 0) : 0, next, end);
      next = end;
    }
    if (
      literal > 29 ||
      !define(own.literals, lengths.subarray(0, literal + 257)) ||
      !define(own.distances, lengths.subarray(literal + 257, all))
    )
      return wrong();
    literals = own.literals;
    distances = own.distances;
    mode = 'codes';
    return 0;
  };

  /** Symbols up to the end of the block, of the room or of the input; false at the last. */
  const symbols = (): boolean => {
    while (filled <= OUT - LONGEST) {
      const before = at;
      const bitsBefore = bits;
      const countBefore = count;
      const one = symbol(literals);
      if (one >= 0 && one < 256) {
        out[filled++] = one;
        continue;
      }
      if (one === 256) {
        mode = final ? 'ended' : 'block';
        return true;
      }
      let short = one === -1;
      if (one >= 257 && one < 286) {
        const extra = take(LENGTH_BITS[one - 257] ?? 0);
        const place = extra < 0 ? -1 : symbol(distances);
        const further = place < 0 || place > 29 ? place : take(DISTANCE_BITS[place] ?? 0);
        short = extra < 0 || place === -1 || (place >= 0 && further < 0);
        const distance = (DISTANCE_BASE[place] ?? 0) + further;
        if (!short && place >= 0 && place < 30 && distance <= filled) {
          const end = filled + (LENGTH_BASE[one - 257] ?? 0) + extra;
          for (; filled < end; filled++) out[filled] = out[filled - distance] ?? 0;
          continue;
        }
      }
      if (!short) {
        mode = 'broken';
        return true;
      }
      at = before;
      bits = bitsBefore;
      count = countBefore;
      return false;
    }
    return true;
  };

  const copyStored = (): boolean => {
    // Whole bytes that stand in the bits already go back to the input.
    at -= count >> 3;
    bits = 0;
    count = 0;
    const size = Math.min(stored, input.length - at, OUT - filled);
    out.set(input.subarray(at, at + size), filled);
    at += size;
    filled += size;
    stored -= size;
    if (stored === 0) mode = final ? 'ended' : 'block';
    return stored === 0 || at < input.length;
  };

  /** One block header, or what there is of a block; false where more input is needed. */
  const step = (): boolean => {
    if (mode === 'stored') return copyStored();
    if (mode === 'codes') return symbols();
    const before = at;
    const bitsBefore = bits;
    const countBefore = count;
    if (header()) return true;
    at = before;
    bits = bitsBefore;
    count = countBefore;
    return false;
  };

  return {
    *push(bytes) {
      input = joined(input.subarray(at), bytes);
      at = 0;
      for (let more = true; more; ) {
        more = mode !== 'ended' && mode !== 'broken' && step();
        if (more && filled <= OUT - LONGEST) continue;
        if (filled > given) yield out.slice(given, filled);
        if (filled > OUT - LONGEST) {
          out.copyWithin(0, filled - WINDOW, filled);
          filled = WINDOW;
        }
        given = filled;
      }
    },
    get state() {
      return mode === 'ended' || mode === 'broken' ? mode : 'open';
    },
    get rest() {
      return input.subarray(at - (count >> 3));
    },
  };
}

function emptyCode(size: number): Code {
  return {
    fast: new Uint16Array(1 << FAST),
    counts: new Uint16Array(LONGEST_CODE + 1),
    symbols: new Uint16Array(size),
  };
}

/** Makes the code in which each symbol has so many bits; false where there are more symbols than bits for them. */
function define({ fast, counts, symbols }: Code, lengths: Uint8Array): boolean {
  counts.fill(0);
  fast.fill(0);
  for (const length of lengths) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
  const places = new Uint16Array(LONGEST_CODE + 2);
  const codes = new Uint32Array(LONGEST_CODE + 2);
  let left = 1;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    const of = counts[length] ?? 0;
    left = 2 * left - of;
    if (left < 0) return false;
    places[length + 1] = (places[length] ?? 0) + of;
    codes[length + 1] = ((codes[length] ?? 0) + of) << 1;
  }
  for (let one = 0; one < lengths.length; one++) {
    const length = lengths[one] ?? 0;
    if (length === 0) continue;
    const place = places[length] ?? 0;
    places[length] = place + 1;
    symbols[place] = one;
    const code = codes[length] ?? 0;
    codes[length] = code + 1;
    if (length > FAST) continue;
    // Codes come highest bit first, everything else lowest bit first.
    let reversed = 0;
    for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
    for (let entry = reversed; entry < 1 << FAST; entry += 1 << length) fast[entry] = (one << 4) | length;
  }
  return true;
}

/** The entry of a code that may be longer than the table knows; 0 where there is none. */
function longCode({ counts, symbols }: Code, bits: number): number {
  let code = 0;
  let first = 0;
  let place = 0;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    code |= (bits >>> (length - 1)) & 1;
    const of = counts[length] ?? 0;
    if (code - of < first) return ((symbols[place + code - first] ?? 0) << 4) | length;
    place += of;
    first = (first + of) << 1;
    code <<= 1;
  }
  return 0;
}
