import type { ProblemCode } from '../contact.ts';
import { blocks, joined } from './blocks.ts';
import { crc32 } from './crc32.ts';
import { type Inflate, inflate } from './inflate.ts';
import type { Limits } from './limits.ts';
import { zipName } from './zip-name.ts';

/** How much may still be unpacked, of an archive and all that is in it. */
export interface Budget {
  bytes: number;
  entries: number;
}

/** What the limits allow one file. */
export function budgetOf(limits: Limits): Budget {
  return { bytes: limits.unpacked, entries: limits.entries };
}

/** What is wanted of an entry: its content, its bytes as they stand (`packed`), or nothing. */
export type Wanted = 'content' | 'packed' | 'nothing';

/** What stands in an archive, one after the other. */
export type ZipToken =
  | { readonly kind: 'entry'; readonly name: string; readonly packing: Packing }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The entry is over; `whole` is false where it was cut, damaged or given up, which a problem has said. */
  | { readonly kind: 'over'; readonly whole: boolean }
  /** Concerns the open entry, or the whole archive where none is open. */
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly found?: string };

/** How an entry is packed: as it is, or by DEFLATE. */
export type Packing = 'stored' | 'deflated';

/** Goes through an archive. */
export interface ZipEntries {
  write(chunk: Uint8Array): Generator<ZipToken, void, undefined>;
  end(): Generator<ZipToken, void, undefined>;
  /** Call while the token `entry` is looked at, or later with `nothing`; the content is wanted when nobody says so. */
  want(wanted: Wanted): void;
}

interface Entry {
  wanted: Wanted;
  readonly packing: Packing;
  /** Packed bytes still to come; `undefined` where only the end of the packing tells. */
  left: number | undefined;
  readonly crc: number | undefined;
  unpacker: Inflate | undefined;
  packed: number;
  unpacked: number;
  checked: number;
  intact: boolean;
}

const LOCAL = 0x04034b50;
const SIGNATURES: ReadonlySet<number> = new Set([0x02014b50, 0x06054b50, 0x06064b50, 0x08064b50]);
/** Marks of an archive that was, or could have been, cut into several files; the first entry follows. */
const SPANNED: ReadonlySet<number> = new Set([0x30304b50, 0x08074b50]);
/** Unpacked bytes below which no ratio is a bomb. */
const HARMLESS = 8 * 1024 * 1024;

/**
 * Reads a ZIP archive (PKWARE APPNOTE 6.3.10) from its start to its end by the local headers, so that it need not be there
 * as a whole: with data descriptors, ZIP64, stored and deflated entries.
 */
export function zipEntries(limits: Limits, budget: Budget): ZipEntries {
  const source = blocks();
  let held: Uint8Array = new Uint8Array();
  let mode: 'header' | 'data' | 'descriptor' | 'lost' | 'directory' | 'stopped' = 'header';
  let entry: Entry | undefined;

  const open = (flags: number, method: number, fields: LocalHeader): Entry | ZipToken => {
    if (budget.entries-- <= 0) return { kind: 'problem', code: 'archive.too_many' };
    if ((flags & 1) !== 0) return { kind: 'problem', code: 'archive.encrypted' };
    if (method !== 0 && method !== 8)
      return { kind: 'problem', code: 'archive.method', found: METHODS.get(method) ?? String(method) };
    // A size of nothing beside a flag says that the sizes follow the data.
    const described = (flags & 8) !== 0;
    const left = described && fields.packed === 0 ? undefined : fields.packed;
    if (left === undefined && method === 0)
      return { kind: 'problem', code: 'archive.method', found: 'stored without its size' };
    return {
      wanted: 'content',
      packing: method === 0 ? 'stored' : 'deflated',
      left,
      crc: described ? undefined : fields.crc,
      unpacker: undefined,
      packed: 0,
      unpacked: 0,
      checked: 0,
      intact: true,
    };
  };

  /** A local header at `at` (section 4.3.7); gives the place after it, or -1. */
  function* header(bytes: Uint8Array, at: number): Generator<ZipToken, number> {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at);
    if (view.byteLength < 4) return -1;
    const signature = view.getUint32(0, true);
    if (SIGNATURES.has(signature)) {
      mode = 'directory';
      return bytes.length;
    }
    if (SPANNED.has(signature)) return at + 4;
    if (signature !== LOCAL) {
      yield { kind: 'problem', code: 'archive.damaged' };
      mode = 'lost';
      return at;
    }
    if (view.byteLength < 30) return -1;
    const nameSize = view.getUint16(26, true);
    const length = 30 + nameSize + view.getUint16(28, true);
    if (view.byteLength < length) return -1;
    const flags = view.getUint16(6, true);
    const extra = bytes.subarray(at + 30 + nameSize, at + length);
    const name = zipName(bytes.subarray(at + 30, at + 30 + nameSize));
    const fields = localHeader(view, extra);
    const opened = open(flags, view.getUint16(8, true), fields);
    const packing = 'kind' in opened ? 'stored' : opened.packing;
    entry = 'kind' in opened ? undefined : opened;
    yield { kind: 'entry', name, packing };
    if ('kind' in opened) {
      yield opened;
      yield { kind: 'over', whole: false };
      if (opened.kind === 'problem' && opened.code === 'archive.too_many') mode = 'stopped';
      else if ((flags & 8) !== 0 && fields.packed === 0) mode = 'lost';
      else {
        // Passed over by its size.
        entry = { ...PASSED, left: fields.packed };
        mode = 'data';
      }
      return at + length;
    }
    mode = 'data';
    return at + length;
  }

  /** Says what is wrong, and passes over the rest of the entry. */
  function* give(one: Entry, code: ProblemCode, found?: string): Generator<ZipToken> {
    yield { kind: 'problem', code, ...(found === undefined ? {} : { found }) };
    yield { kind: 'over', whole: false };
    one.wanted = 'nothing';
    one.intact = false;
    if (one.left !== undefined) return;
    entry = undefined;
    mode = 'lost';
  }

  function* content(one: Entry, bytes: Uint8Array): Generator<ZipToken> {
    for (const piece of one.packing === 'stored' ? [bytes] : unpack(one, bytes)) {
      one.unpacked += piece.length;
      budget.bytes -= piece.length;
      if (budget.bytes < 0 || (one.unpacked > HARMLESS && one.unpacked > one.packed * limits.ratio)) {
        yield* give(one, 'archive.too_large', `${one.unpacked} bytes of ${one.packed}`);
        return;
      }
      one.checked = crc32(piece, one.checked);
      if (one.wanted === 'content') yield { kind: 'bytes', bytes: piece };
    }
    if (one.unpacker?.state === 'broken') yield* give(one, 'archive.damaged');
  }

  function* data(one: Entry, bytes: Uint8Array, at: number): Generator<ZipToken, number> {
    const piece = one.left === undefined ? bytes.subarray(at) : bytes.subarray(at, at + one.left);
    const known = one.left !== undefined;
    if (one.left !== undefined) one.left -= piece.length;
    one.packed += piece.length;
    let next = at + piece.length;
    if (!known || one.wanted === 'content') yield* content(one, piece);
    // Where it ends nobody knows: the next header is looked for from here.
    if (mode === 'lost') return at;
    const ended = one.left === undefined ? one.unpacker?.state === 'ended' : one.left === 0;
    if (!known && ended) {
      const rest = one.unpacker?.rest.length ?? 0;
      next -= rest;
      one.packed -= rest;
    }
    if (one.wanted === 'packed') yield { kind: 'bytes', bytes: bytes.slice(at, next) };
    if (!ended) return next;
    mode = 'descriptor';
    return next;
  }

  /** What follows the data where its header did not know the sizes (section 4.3.9); -1 where it is not all there. */
  function* descriptor(
    one: Entry,
    bytes: Uint8Array,
    at: number,
    last: boolean,
  ): Generator<ZipToken, number> {
    if (one.crc === undefined && one.wanted !== 'nothing' && bytes.length - at < 24 && !last) return -1;
    let end = at;
    let crc = one.crc;
    if (one.crc === undefined) {
      const found = descriptorAt(bytes, at, one.packed);
      if (found !== undefined) {
        end = found.end;
        crc = found.crc;
      } else if (one.wanted === 'nothing') mode = 'lost';
    }
    if (mode !== 'lost') mode = 'header';
    entry = undefined;
    if (!one.intact) return end;
    const damaged =
      one.wanted === 'content' &&
      ((one.packing === 'deflated' && one.unpacker?.state !== 'ended' && one.packed > 0) ||
        (crc !== undefined && crc !== one.checked));
    if (damaged) yield { kind: 'problem', code: 'archive.damaged' };
    yield { kind: 'over', whole: !damaged };
    return end;
  }

  /** The place of the next header, where one is lost. */
  const found = (bytes: Uint8Array, from: number, last: boolean): number => {
    for (let at = bytes.indexOf(0x50, from); at >= 0; at = bytes.indexOf(0x50, at + 1)) {
      if (at + 4 > bytes.length) return last ? bytes.length : at;
      if (bytes[at + 1] !== 0x4b) continue;
      const kind = (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
      if (kind !== 0x0304 && kind !== 0x0102 && kind !== 0x0506) continue;
      mode = 'header';
      return at;
    }
    return bytes.length;
  };

  function* take(bytes: Uint8Array, last: boolean): Generator<ZipToken> {
    const all = joined(held, bytes);
    held = new Uint8Array();
    for (let at = 0; at < all.length || (entry !== undefined && mode === 'descriptor'); ) {
      let next = all.length;
      if (mode === 'header') next = yield* header(all, at);
      else if (mode === 'lost') {
        next = found(all, at, last);
        if (mode === 'lost' && next < all.length) {
          held = all.slice(next);
          return;
        }
      } else if (entry !== undefined && mode === 'data') next = yield* data(entry, all, at);
      else if (entry !== undefined && mode === 'descriptor') next = yield* descriptor(entry, all, at, last);
      if (next < 0) {
        held = all.slice(at);
        return;
      }
      at = next;
      if (entry !== undefined && mode === 'data' && entry.left === 0) mode = 'descriptor';
    }
  }

  return {
    *write(chunk) {
      for (const block of source.push(chunk)) yield* take(block, false);
    },
    *end() {
      yield* take(source.rest(), true);
      if (mode === 'directory' || mode === 'stopped') return;
      yield { kind: 'problem', code: 'file.truncated' };
      if (entry?.intact === true) yield { kind: 'over', whole: false };
    },
    want(wanted) {
      if (entry !== undefined) entry.wanted = wanted;
    },
  };
}

/** An entry that was refused: nothing of it is looked at. */
const PASSED: Omit<Entry, 'left'> = {
  wanted: 'nothing',
  packing: 'stored',
  crc: undefined,
  unpacker: undefined,
  packed: 0,
  unpacked: 0,
  checked: 0,
  intact: false,
};

/** Methods of packing (section 4.4.5) that we do not unpack. */
const METHODS: ReadonlyMap<number, string> = new Map([
  [1, 'Shrink'],
  [6, 'Implode'],
  [9, 'Deflate64'],
  [12, 'bzip2'],
  [14, 'LZMA'],
  [93, 'Zstandard'],
  [95, 'XZ'],
  [98, 'PPMd'],
]);

function unpack(one: Entry, bytes: Uint8Array): Generator<Uint8Array> {
  one.unpacker ??= inflate();
  return one.unpacker.push(bytes);
}

/** All that a packed entry unpacks to, within the budget; one that is cut gives what there is of it. */
export function* unpacked(
  pieces: readonly Uint8Array[],
  packing: Packing,
  limits: Limits,
  budget: Budget,
): Generator<Uint8Array, 'whole' | 'too_large' | 'damaged'> {
  const unpacker = inflate();
  let packed = 0;
  let size = 0;
  for (const piece of pieces) {
    packed += piece.length;
    for (const bytes of packing === 'stored' ? [piece] : unpacker.push(piece)) {
      size += bytes.length;
      budget.bytes -= bytes.length;
      if (budget.bytes < 0 || (size > HARMLESS && size > packed * limits.ratio)) return 'too_large';
      yield bytes;
    }
  }
  return packing === 'stored' || unpacker.state === 'ended' ? 'whole' : 'damaged';
}

interface LocalHeader {
  readonly crc: number;
  readonly packed: number;
}

function localHeader(view: DataView, extra: Uint8Array): LocalHeader {
  const packed = view.getUint32(18, true);
  const size = view.getUint32(22, true);
  const fields = extraField(extra, 1);
  if (fields === undefined || packed !== 0xffffffff) return { crc: view.getUint32(14, true), packed };
  // ZIP64 (section 4.5.3): the sizes that had no room, in this order.
  const at = size === 0xffffffff ? 8 : 0;
  const field = new DataView(fields.buffer, fields.byteOffset, fields.length);
  return {
    crc: view.getUint32(14, true),
    packed: fields.length >= at + 8 ? Number(field.getBigUint64(at, true)) : packed,
  };
}

/** The content of an extra field (section 4.5.1). */
function extraField(extra: Uint8Array, id: number): Uint8Array | undefined {
  for (let at = 0; at + 4 <= extra.length; ) {
    const size = (extra[at + 2] ?? 0) + (extra[at + 3] ?? 0) * 256;
    if ((extra[at] ?? 0) + (extra[at + 1] ?? 0) * 256 === id) return extra.subarray(at + 4, at + 4 + size);
    at += 4 + size;
  }
  return undefined;
}

/** With or without a signature, with sizes of four or eight bytes: whichever names the size that was read. */
function descriptorAt(
  bytes: Uint8Array,
  at: number,
  packed: number,
): { readonly end: number; readonly crc: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at);
  for (const signed of [4, 0]) {
    if (view.byteLength < signed + 12 || (signed === 4 && view.getUint32(0, true) !== 0x08074b50)) continue;
    const crc = view.getUint32(signed, true);
    if (view.getUint32(signed + 4, true) !== packed % 2 ** 32) continue;
    const wide = view.byteLength >= signed + 20 && Number(view.getBigUint64(signed + 4, true)) === packed;
    // Four bytes of a size above are zero only where the content is empty, or where they belong to eight.
    const eight = wide && packed > 0 && view.getUint32(signed + 8, true) === 0;
    return { end: at + signed + (eight ? 20 : 12), crc };
  }
  return undefined;
}

/** The names of the entries that begin in these bytes, without unpacking any. */
export function entryNames(head: Uint8Array): string[] {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const names: string[] = [];
  for (let at = head.indexOf(0x50); at >= 0 && at + 30 <= head.length; at = head.indexOf(0x50, at + 1)) {
    if (view.getUint32(at, true) !== LOCAL) continue;
    const data = at + 30 + view.getUint16(at + 26, true);
    names.push(zipName(head.subarray(at + 30, data)));
    // What is inside an entry is not looked at where its size is known.
    at = data + view.getUint16(at + 28, true) + view.getUint32(at + 18, true) - 1;
  }
  return names;
}
