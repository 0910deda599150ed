import type { PhotoType } from './photo.ts';

/**
 * A photo without what the camera wrote beside the picture (place, time, device, comments); `undefined` where its
 * parts do not fit together. Colour profiles stay. Orientation goes too: our screens turn a photo before they send it.
 */
export function withoutMetadata(bytes: Buffer, mediaType: PhotoType): Buffer | undefined {
  try {
    if (mediaType === 'image/jpeg') return Buffer.concat(jpegParts(bytes));
    if (mediaType === 'image/png') return Buffer.concat(pngParts(bytes));
    return webp(bytes);
  } catch (error) {
    // A length that points past the end: the buffer's own check.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Segments up to the scan (ITU-T T.81, annex B). APP2 holds the colour profile, APP14 how colours are coded. */
function jpegParts(bytes: Buffer): Buffer[] {
  const parts = [bytes.subarray(0, 2)];
  for (let at = 2; ; ) {
    const marker = bytes.readUInt8(at + 1);
    if (bytes.readUInt8(at) !== 0xff) throw new RangeError('no marker');
    if (marker === 0xda) return [...parts, bytes.subarray(at)];
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    const kept = marker === 0xe0 || marker === 0xe2 || marker === 0xee || marker < 0xe0;
    if (kept) parts.push(slice(bytes, at, end));
    at = end;
  }
}

const pngMetadata = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME']);

/** Chunks: length, name, data, checksum (PNG, third edition, section 5.3). */
function pngParts(bytes: Buffer): Buffer[] {
  const parts = [bytes.subarray(0, 8)];
  for (let at = 8; ; ) {
    const name = bytes.toString('latin1', at + 4, at + 8);
    const end = at + 12 + bytes.readUInt32BE(at);
    const chunk = slice(bytes, at, end);
    if (!pngMetadata.has(name)) parts.push(chunk);
    if (name === 'IEND') return parts;
    at = end;
  }
}

/** RIFF chunks, padded to even lengths (RFC 9649, section 2.3); VP8X says in two bits whether metadata follows. */
function webp(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 12; at < bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    const chunk = Buffer.from(slice(bytes, at, end));
    if (name === 'VP8X') chunk.writeUInt8(chunk.readUInt8(8) & ~0x0c, 8);
    if (name !== 'EXIF' && name !== 'XMP ') parts.push(chunk);
    at = end;
  }
  if (parts.length === 0) throw new RangeError('no chunk');
  const body = Buffer.concat(parts);
  const head = Buffer.from(bytes.subarray(0, 12));
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}

function slice(bytes: Buffer, from: number, to: number): Buffer {
  if (to > bytes.length) throw new RangeError('cut off');
  return bytes.subarray(from, to);
}
