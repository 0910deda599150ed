import type { ProblemCode } from '../contact.ts';
import { joined } from './blocks.ts';
import { crc32 } from './crc32.ts';
import { type Inflate, inflate } from './inflate.ts';
import type { Limits } from './limits.ts';
import type { Budget } from './zip-entries.ts';

/** Unpacks a file; what it gives is a piece of the content, or what is wrong. */
export interface Gunzip {
  write(bytes: Uint8Array): Generator<Uint8Array | ProblemCode, void, undefined>;
  end(): ProblemCode | undefined;
}

/** Whether the bytes begin as gzip does, packed by DEFLATE (RFC 1952, section 2.3). */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/** The most that a header with a name and a comment may take. */
const HEADER = 64 * 1024;
const HARMLESS = 8 * 1024 * 1024;

/** Unpacks gzip of one or more members (RFC 1952) as its bytes come. */
export function gunzip(limits: Limits, budget: Budget): Gunzip {
  let held: Uint8Array = new Uint8Array();
  let unpacker: Inflate | undefined;
  let packed = 0;
  let size = 0;
  let crc = 0;
  let mode: 'header' | 'data' | 'trailer' | 'over' | 'between' = 'header';

  function* step(bytes: Uint8Array): Generator<Uint8Array | ProblemCode, Uint8Array | undefined> {
    if (mode === 'header' || mode === 'between') {
      // Zeros may follow the last member, as on a tape.
      if (mode === 'between' && bytes[0] === 0) return bytes.subarray(1);
      const length = headerLength(bytes);
      if (length < 0 && bytes.length < HEADER) return undefined;
      if (!isGzip(bytes) || length < 0) {
        if (mode === 'header') yield 'archive.damaged';
        mode = 'over';
        return new Uint8Array();
      }
      unpacker = inflate();
      crc = 0;
      mode = 'data';
      return bytes.subarray(length);
    }
    if (mode === 'data' && unpacker !== undefined) {
      packed += bytes.length;
      for (const piece of unpacker.push(bytes)) {
        size += piece.length;
        budget.bytes -= piece.length;
        if (budget.bytes < 0 || (size > HARMLESS && size > packed * limits.ratio)) {
          yield 'archive.too_large';
          mode = 'over';
          return new Uint8Array();
        }
        crc = crc32(piece, crc);
        yield piece;
      }
      if (unpacker.state === 'open') return new Uint8Array();
      if (unpacker.state === 'broken') {
        yield 'archive.damaged';
        mode = 'over';
        return new Uint8Array();
      }
      mode = 'trailer';
      return unpacker.rest;
    }
    if (mode === 'over') return new Uint8Array();
    if (bytes.length < 8) return undefined;
    if (new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) !== crc) yield 'archive.damaged';
    mode = 'between';
    return bytes.subarray(8);
  }

  return {
    *write(bytes) {
      let rest: Uint8Array | undefined = joined(held, bytes);
      held = new Uint8Array();
      while (rest !== undefined && rest.length > 0) {
        const at: Uint8Array = rest;
        rest = yield* step(at);
        if (rest === undefined) held = at.slice();
      }
    },
    end: () => (mode === 'over' || mode === 'between' ? undefined : 'file.truncated'),
  };
}

/** The bytes of a header (RFC 1952, section 2.3.1); -1 where it is not all there. */
function headerLength(bytes: Uint8Array): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if ((flags & 4) !== 0) {
    if (bytes.length < at + 2) return -1;
    at += 2 + (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256;
  }
  for (const text of [8, 16]) {
    if ((flags & text) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return -1;
    at = end + 1;
  }
  if ((flags & 2) !== 0) at += 2;
  return at <= bytes.length ? at : -1;
}
