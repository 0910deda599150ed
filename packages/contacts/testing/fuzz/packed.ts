import { crc32, inflateRawSync } from 'node:zlib';

interface Entry {
  readonly name: Uint8Array;
  readonly content: Uint8Array;
}

/**
 * The archive with one of its entries changed and everything else in order, so that the change is read and not refused
 * for its checksum; `undefined` where the bytes are no archive (APPNOTE.TXT, section 4.3).
 */
export function repacked(
  bytes: Uint8Array,
  change: (content: Uint8Array, at: number, of: number) => Uint8Array,
): Uint8Array | undefined {
  const entries = entriesOf(bytes);
  if (entries.length === 0) return undefined;
  return stored(
    entries.map(({ name, content }, at) => ({ name, content: change(content, at, entries.length) })),
  );
}

/** What the local headers tell; an entry whose size stands after it is found by the central directory alone and left out. */
function entriesOf(bytes: Uint8Array): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Entry[] = [];
  for (let at = 0; at + 46 <= bytes.length && entries.length < 100; at++) {
    if (view.getUint32(at, true) !== CENTRAL) continue;
    const local = view.getUint32(at + 42, true);
    const size = view.getUint32(at + 20, true);
    const nameLength = view.getUint16(at + 28, true);
    if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL) continue;
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const packed = bytes.subarray(start, start + size);
    try {
      const content =
        view.getUint16(at + 10, true) === 8 ? inflateRawSync(packed, { maxOutputLength: 1 << 20 }) : packed;
      entries.push({ name: bytes.slice(at + 46, at + 46 + nameLength), content });
    } catch {
      // A damaged entry is left as it is: nothing can be changed inside it.
    }
  }
  return entries;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** An archive without compression. */
function stored(entries: readonly Entry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const common = header(26, (view) => {
      view.setUint16(0, 20, true);
      view.setUint16(2, 0x0800, true);
      view.setUint32(10, crc32(content), true);
      view.setUint32(14, content.length, true);
      view.setUint32(18, content.length, true);
      view.setUint16(22, name.length, true);
    });
    parts.push(signature(LOCAL), common, name, content);
    directory.push(
      header(6, (view) => {
        view.setUint32(0, CENTRAL, true);
        view.setUint16(4, 20, true);
      }),
      common,
      header(14, (view) => view.setUint32(10, offset, true)),
      name,
    );
    offset += 30 + name.length + content.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = header(22, (view) => {
    view.setUint32(0, END, true);
    view.setUint16(8, entries.length, true);
    view.setUint16(10, entries.length, true);
    view.setUint32(12, size, true);
    view.setUint32(16, offset, true);
  });
  return Buffer.concat([...parts, ...directory, end]);
}

function signature(value: number): Uint8Array {
  return header(4, (view) => view.setUint32(0, value, true));
}

function header(length: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(length);
  write(new DataView(bytes.buffer));
  return bytes;
}
