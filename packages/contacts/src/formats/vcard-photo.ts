import type { Photo } from '../contact.ts';
import { note } from './draft.ts';
import type { Property, Reading } from './vcard-property.ts';
import { base64, base64Size, unescaped } from './vcard-value.ts';

/** PHOTO: base64, a `data:` URI (RFC 2397) in any of the ways it is written, or a URL, which is never fetched. */
export function photo(reading: Reading, property: Property): void {
  const { one, limits } = reading;
  if (one.photo?.kind === 'embedded') return;
  const { header, line } = property;
  let value = property.value.trim();
  if (value === '') return;
  let type =
    header.types.map(mediaType).find((found) => found !== undefined) ??
    mediaType(header.parameters.get('MEDIATYPE') ?? '');
  const invalid = (found: string): void =>
    note(one, limits, 'photo.invalid', line, 'PHOTO', found.slice(0, 60));
  if (/^data:/i.test(value)) {
    // Written as in 3.0, with its commas and semicolons escaped, or as in 4.0.
    const plain = value.slice(0, 200).replaceAll('\\', '');
    const comma = plain.indexOf(',');
    type = mediaType(plain.slice(5, Math.max(5, plain.search(/[;,]/)))) ?? type;
    if (comma < 0) {
      invalid(plain);
      return;
    }
    value = value.slice(value.indexOf(',') + 1);
  } else if (/^https?\\?:\/\/[^\s/]/i.test(value)) {
    one.photo = { kind: 'url', url: unescaped(value, 'all') };
    return;
  } else if (header.value === 'uri' || header.value === 'url' || /^https?\\?:/i.test(value)) {
    invalid(value);
    return;
  }
  const size = base64Size(value);
  if (size > limits.photo) {
    note(one, limits, 'photo.too_large', line, 'PHOTO', String(size));
    return;
  }
  const data = reading.photos ? base64(value) : undefined;
  if (size < 4 || (reading.photos && data === undefined)) {
    invalid(value);
    return;
  }
  const kept: Photo = {
    kind: 'embedded',
    size: data?.length ?? size,
    ...(type === undefined ? {} : { type }),
    ...(data === undefined ? {} : { data }),
  };
  one.photo = kept;
}

function mediaType(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (/^image\/[a-z0-9.+-]{2,30}$/.test(lower)) return lower;
  if (lower === 'jpg') return 'image/jpeg';
  return /^(?:jpeg|png|gif|webp|bmp)$/.test(lower) ? `image/${lower}` : undefined;
}
