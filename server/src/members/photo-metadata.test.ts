import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { withoutMetadata } from './photo-metadata.ts';

const canary = Buffer.from('GPS 59.91 N 10.75 E');
const sized16 = (marker: number, data: Buffer) => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
};
const pngChunk = (name: string, data: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(name), data, Buffer.alloc(4)]);
};
const riff = (name: string, data: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(data.length);
  return Buffer.concat([Buffer.from(name), length, data, Buffer.alloc(data.length % 2)]);
};
const webpOf = (...chunks: Buffer[]) => riff('RIFF', Buffer.concat([Buffer.from('WEBP'), ...chunks]));

const scan = Buffer.from('ffda0002aabbffd9', 'hex');
const start = Buffer.from('ffd8', 'hex');
const jfif = sized16(0xe0, Buffer.from('JFIF'));
const profile = sized16(0xe2, Buffer.from('ICC_PROFILE'));
const signature = Buffer.from('89504e470d0a1a0a', 'hex');
const [header, pixels, end] = [
  pngChunk('IHDR', Buffer.alloc(13)),
  pngChunk('IDAT', Buffer.alloc(3)),
  pngChunk('IEND', Buffer.alloc(0)),
];

test('a JPEG keeps picture and colours, and loses Exif, XMP and comments', () => {
  const photo = Buffer.concat([start, jfif, sized16(0xe1, canary), profile, sized16(0xfe, canary), scan]);
  assert.deepEqual(withoutMetadata(photo, 'image/jpeg'), Buffer.concat([start, jfif, profile, scan]));
});

test('a PNG loses Exif, texts and time', () => {
  const facts = ['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME'].map((name) => pngChunk(name, canary));
  const photo = Buffer.concat([signature, header, ...facts, pixels, end, canary]);
  assert.deepEqual(withoutMetadata(photo, 'image/png'), Buffer.concat([signature, header, pixels, end]));
});

test('a WebP loses Exif and XMP, and says so in its header', () => {
  const vp8x = (flags: number) => riff('VP8X', Buffer.from([flags, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  const lossy = riff('VP8 ', Buffer.from('odd'));
  const photo = webpOf(vp8x(0x1c), lossy, riff('EXIF', canary), riff('XMP ', canary));
  assert.deepEqual(withoutMetadata(photo, 'image/webp'), webpOf(vp8x(0x10), lossy));
});

test('whatever is cut or random is refused or read, never a fault', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom('image/jpeg' as const, 'image/png' as const, 'image/webp' as const),
      (bytes, mediaType) => {
        const left = withoutMetadata(Buffer.from(bytes), mediaType);
        assert.ok(left === undefined || left.length <= Math.max(bytes.length, 12));
      },
    ),
  );
});
