import { createHash } from 'node:crypto';
import { KithError } from '../platform/errors.ts';
import { withoutMetadata } from './photo-metadata.ts';

export const photoTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type PhotoType = (typeof photoTypes)[number];
export const photoLimit = 1024 * 1024;

/**
 * Judges a photo by its first bytes, whatever it was said to be, and leaves out where and when it was taken.
 *
 * @throws {KithError} `photo.invalid`
 */
export function parsePhoto(upload: Buffer): { mediaType: PhotoType; bytes: Buffer; etag: string } {
  const mediaType = typeOf(upload);
  const bytes = mediaType && withoutMetadata(upload, mediaType);
  if (mediaType === undefined || bytes === undefined)
    throw new KithError('photo.invalid', 'This is no JPEG, PNG or WebP image of at most 1 MB.');
  return { mediaType, bytes, etag: createHash('sha256').update(bytes).digest('hex').slice(0, 16) };
}

function typeOf(bytes: Buffer): PhotoType | undefined {
  if (bytes.length > photoLimit) return undefined;
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])))
    return 'image/png';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP')
    return 'image/webp';
  return undefined;
}
