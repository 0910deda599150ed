import type { Photo, ProblemCode } from '../contact.ts';
import type { Limits } from './limits.ts';
import { base64, base64Size } from './vcard-value.ts';

/** A photo, or why there is none. */
export type PhotoFound = { readonly photo: Photo } | { readonly problem: ProblemCode };

/**
 * The photo that a URI stands for: a `data:` URI (RFC 2397) is embedded, a web address is kept and never fetched.
 *
 * @example photoFromUri('https://x.example/ana.jpg', { limits: LIMITS, photos: false })
 */
export function photoFromUri(
  uri: string,
  options: { readonly limits: Limits; readonly photos: boolean; readonly type?: string | undefined },
): PhotoFound {
  if (/^https?:\/\/[^\s/]/i.test(uri)) return { photo: { kind: 'url', url: uri } };
  const comma = uri.slice(0, 200).indexOf(',');
  if (!/^data:/i.test(uri) || comma < 0) return { problem: 'photo.invalid' };
  const head = uri.slice(5, comma);
  if (!/;base64$/i.test(head)) return { problem: 'photo.invalid' };
  const text = uri.slice(comma + 1);
  const size = base64Size(text);
  if (size > options.limits.photo) return { problem: 'photo.too_large' };
  const data = options.photos ? base64(text) : undefined;
  if (size < 4 || (options.photos && data === undefined)) return { problem: 'photo.invalid' };
  return embedded(data ?? size, imageType(head.slice(0, -7)) ?? imageType(options.type ?? ''));
}

/** A photo of the bytes given, or of their number where they are not to be kept; `type` is a media type. */
export function embedded(data: Uint8Array | number, type: string | undefined): { readonly photo: Photo } {
  const size = typeof data === 'number' ? data : data.length;
  return {
    photo: {
      kind: 'embedded',
      size,
      ...(type === undefined ? {} : { type }),
      ...(typeof data === 'number' ? {} : { data }),
    },
  };
}

/** The media type of an image, in lower case; `undefined` for anything else. */
function imageType(text: string): string | undefined {
  const lower = text.trim().toLowerCase();
  if (lower === 'image/jpg') return 'image/jpeg';
  return /^image\/[a-z0-9.+-]{2,30}$/.test(lower) ? lower : undefined;
}
