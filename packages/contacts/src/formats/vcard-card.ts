import type { Card, Photo, PostalAddress } from '../contact.ts';
import { addressText } from './address-text.ts';
import { type Charsets, fromByteString, isAscii } from './charset.ts';
import { parseDate } from './date.ts';
import { type Draft, draft, finished, isBlank, note } from './draft.ts';
import { labelOf, labelOfTypes } from './labels.ts';
import type { Limits } from './limits.ts';
import type { Header } from './vcard-header.ts';
import type { Property } from './vcard-lines.ts';
import { base64, base64Size, components, type Escaping, quotedPrintable, unescaped } from './vcard-value.ts';

/** A property with its header understood. */
export interface Read extends Property {
  readonly parsed: Header;
}

/** What one card is made of. */
export interface Collected {
  readonly properties: readonly Read[];
  readonly first: number;
  readonly last: number;
  readonly truncated: boolean;
  readonly nested: number;
  readonly dropped: number;
  readonly stray: readonly { readonly line: number; readonly text: string }[];
}

interface Context {
  readonly one: Draft;
  readonly limits: Limits;
  readonly charsets: Charsets;
  readonly escaping: Escaping;
  readonly photos: boolean;
  /** X-ABLabel by group. */
  readonly labels: ReadonlyMap<string, string>;
}

/** Makes a card of its properties; `undefined` where they say nothing about anyone. */
export function vcardCard(
  from: Collected,
  options: { limits: Limits; charsets: Charsets; photos: boolean },
): { readonly card: Card; readonly blank: boolean } {
  const one = draft();
  const { limits, charsets } = options;
  let version = '';
  const labels = new Map<string, string>();
  for (const { parsed, value } of from.properties) {
    if (parsed.name === 'VERSION') version = value.trim();
  }
  const escaping: Escaping = version.startsWith('2') ? 'semicolon' : 'all';
  const context: Context = {
    one,
    limits,
    charsets,
    escaping,
    photos: options.photos,
    labels,
  };
  for (const property of from.properties) {
    if (property.parsed.name !== 'X-ABLABEL' || property.parsed.group === undefined) continue;
    labels.set(property.parsed.group, text(context, property));
  }
  for (const property of from.properties) {
    if (property.cut || (property.value.length > limits.field && !LARGE.has(property.parsed.name))) {
      const code = LARGE.has(property.parsed.name) ? 'photo.too_large' : 'field.too_large';
      note(one, limits, code, property.line, property.parsed.name);
      continue;
    }
    interpret(context, property);
  }
  for (const { line, text: found } of from.stray)
    note(one, limits, 'line.not_understood', line, undefined, found);
  if (from.dropped > 0) note(one, limits, 'field.too_many', from.last, undefined, String(from.dropped));
  if (from.nested > 0) note(one, limits, 'card.nested', from.nested);
  if (from.truncated) note(one, limits, 'card.truncated', from.last);
  return { blank: isBlank(one), card: finished(one, 'vcard', [from.first, from.last], limits) };
}

const LARGE = new Set(['PHOTO', 'LOGO', 'SOUND', 'KEY']);

/** The value as text, still escaped. */
function decoded(context: Context, property: Read): string {
  const { parsed } = property;
  let bytes: Uint8Array;
  if (parsed.encoding === 'quoted-printable') {
    bytes = property.bytes ? quotedPrintableBytes(property.value) : quotedPrintable(property.value);
  } else if (parsed.encoding === 'base64') {
    bytes = base64(property.value) ?? new Uint8Array();
  } else if (property.bytes) {
    bytes = fromByteString(property.value);
  } else if (
    parsed.charset !== undefined &&
    parsed.charset !== 'utf-8' &&
    (!isAscii(property.value) || parsed.charset.startsWith('iso-2022'))
  ) {
    bytes = new TextEncoder().encode(property.value);
  } else {
    return property.value;
  }
  const { text: value, lost } = context.charsets.decode(bytes, parsed.charset);
  if (lost) note(context.one, context.limits, 'text.undecodable', property.line, parsed.name, value);
  return value;
}

function quotedPrintableBytes(value: string): Uint8Array {
  // One character per byte here: the bytes above 0x7F must not be encoded again.
  const plain = value.replace(
    /[\x80-\xff]/g,
    (letter) => `=${letter.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return quotedPrintable(plain);
}

function text(context: Context, property: Read): string {
  let value = unescaped(decoded(context, property), context.escaping);
  if (value.includes('\0')) value = value.replaceAll('\0', '');
  return (value.includes('\r') ? value.replace(/\r\n?/g, '\n') : value).trim();
}

function list(context: Context, property: Read, separator: ';' | ','): string[] {
  return components(decoded(context, property).replaceAll('\0', ''), separator, context.escaping).map(
    (part) => part.trim(),
  );
}

function label(context: Context, property: Read): string | undefined {
  const { group, types } = property.parsed;
  const own = group === undefined ? undefined : context.labels.get(group);
  if (own !== undefined) return labelOf(own);
  return labelOfTypes(types);
}

function labelledValue(
  value: string,
  name: string | undefined,
  preferred: boolean,
): { value: string; label?: string; preferred: boolean } {
  return name === undefined ? { value, preferred } : { value, label: name, preferred };
}

function interpret(context: Context, property: Read): void {
  const { name } = property.parsed;
  const handler = HANDLERS.get(name);
  if (handler !== undefined) {
    handler(context, property);
    return;
  }
  const service = SERVICES.get(name);
  const value = text(context, property);
  if (value === '') return;
  if (service !== undefined) context.one.ims.push({ value, label: service });
  else if (!IGNORED.has(name)) context.one.other.push({ value, label: name });
}

type Handler = (context: Context, property: Read) => void;

/** Told by the file about itself, not about the contact. */
const IGNORED = new Set([
  'VERSION',
  'PRODID',
  'X-ABLABEL',
  'X-ABCROP-RECTANGLE',
  'CLIENTPIDMAP',
  'X-ABUID',
  'X-ABADR',
  'LOGO',
  'KEY',
  'SOURCE',
  'BEGIN',
  'END',
  'MAILER',
  'CLASS',
  'X-IMAGETYPE',
  'X-IMAGEHASH',
]);

const SERVICES: ReadonlyMap<string, string> = new Map([
  ['X-AIM', 'aim'],
  ['X-ICQ', 'icq'],
  ['X-JABBER', 'jabber'],
  ['X-XMPP', 'jabber'],
  ['X-MSN', 'msn'],
  ['X-YAHOO', 'yahoo'],
  ['X-SKYPE', 'skype'],
  ['X-SKYPE-USERNAME', 'skype'],
  ['X-GOOGLE-TALK', 'google talk'],
  ['X-GTALK', 'google talk'],
  ['X-QQ', 'qq'],
  ['X-GADUGADU', 'gadu-gadu'],
  ['X-GROUPWISE', 'groupwise'],
  ['X-TELEGRAM', 'telegram'],
  ['X-WHATSAPP', 'whatsapp'],
  ['X-MATRIX', 'matrix'],
  ['X-SIP', 'sip'],
  ['X-MS-IMADDRESS', 'im'],
  ['X-EVOLUTION-VIDEO-URL', 'video'],
  ['X-TWITTER', 'twitter'],
  ['X-SIGNAL', 'signal'],
]);

const RELATIONS: ReadonlyMap<string, string> = new Map([
  ['X-SPOUSE', 'spouse'],
  ['X-EVOLUTION-SPOUSE', 'spouse'],
  ['X-KADDRESSBOOK-X-SPOUSESNAME', 'spouse'],
  ['X-MANAGER', 'manager'],
  ['X-EVOLUTION-MANAGER', 'manager'],
  ['X-KADDRESSBOOK-X-MANAGERSNAME', 'manager'],
  ['X-ASSISTANT', 'assistant'],
  ['X-EVOLUTION-ASSISTANT', 'assistant'],
  ['X-KADDRESSBOOK-X-ASSISTANTSNAME', 'assistant'],
  ['X-MS-SPOUSE', 'spouse'],
  ['X-MS-MANAGER', 'manager'],
  ['X-MS-ASSISTANT', 'assistant'],
  ['X-MS-CHILD', 'child'],
]);

function relation(context: Context, property: Read, kind: string | undefined): void {
  const value = text(context, property);
  if (value !== '') context.one.relations.push(kind === undefined ? { value } : { value, label: kind });
}

function names(context: Context, property: Read): void {
  const { one } = context;
  // A second N is the same name in another language (RFC 6350, section 5.4, ALTID): the first one stands.
  if (one.family !== '' || one.given !== '') return;
  const parts = list(context, property, ';');
  const at = (index: number): string => {
    const part = parts[index] ?? '';
    return context.escaping === 'all' && part.includes(',')
      ? part
          .split(',')
          .map((piece) => piece.trim())
          .filter(Boolean)
          .join(' ')
      : part;
  };
  [one.family, one.given, one.middle, one.prefix, one.suffix] = [at(0), at(1), at(2), at(3), at(4)];
  const sort = property.parsed.parameters.get('SORT-AS');
  if (sort !== undefined && sort !== '') one.other.push({ value: sort, label: 'SORT-AS' });
}

function address(context: Context, property: Read): void {
  const [poBox, extended, street, city, region, postcode, country] = list(context, property, ';');
  const formatted = property.parsed.parameters.get('LABEL')?.replaceAll('\\n', '\n');
  const name = label(context, property);
  const found: PostalAddress = {
    ...(street ? { street } : {}),
    ...(extended ? { extended } : {}),
    ...(poBox ? { poBox } : {}),
    ...(city ? { city } : {}),
    ...(region ? { region } : {}),
    ...(postcode ? { postcode } : {}),
    ...(country ? { country } : {}),
    ...(formatted ? { formatted } : {}),
  };
  if (Object.keys(found).length > 0)
    context.one.addresses.push(name === undefined ? found : { ...found, label: name });
}

function dated(context: Context, property: Read, keep: (value: string) => void): void {
  const value = text(context, property);
  if (value === '') return;
  const omitted = property.parsed.parameters.get('X-APPLE-OMIT-YEAR');
  const parsed = property.parsed.value === 'text' ? undefined : parseDate(value);
  if (parsed === undefined) {
    if (!/^[0\s/.-]+$/.test(value))
      note(context.one, context.limits, 'date.invalid', property.line, property.parsed.name, value);
    context.one.other.push({ value, label: property.parsed.name });
  } else keep(omitted !== undefined && parsed.startsWith(omitted) ? `-${parsed.slice(4)}` : parsed);
}

function photo(context: Context, property: Read): void {
  const { one, limits } = context;
  if (one.photo?.kind === 'embedded') return;
  const { parsed, line } = property;
  let value = property.value.trim();
  if (value === '') return;
  let type =
    parsed.types.map(mediaType).find((found) => found !== undefined) ??
    mediaType(parsed.parameters.get('MEDIATYPE') ?? '');
  if (/^data:/i.test(value)) {
    // Written as in 3.0, with its commas and semicolons escaped, or as in 4.0.
    const plain = value.slice(0, 200).replaceAll('\\', '');
    const comma = plain.indexOf(',');
    type = mediaType(plain.slice(5, Math.max(5, plain.search(/[;,]/)))) ?? type;
    if (comma < 0) return void note(one, limits, 'photo.invalid', line, 'PHOTO', plain.slice(0, 60));
    value = value.slice(value.indexOf(',') + 1);
  } else if (/^https?\\?:/i.test(value)) {
    one.photo = { kind: 'url', url: unescaped(value, 'all') };
    return;
  } else if (parsed.value === 'uri' || parsed.value === 'url') {
    return void note(one, limits, 'photo.invalid', line, 'PHOTO', value.slice(0, 60));
  }
  const size = base64Size(value);
  if (size > limits.photo) return void note(one, limits, 'photo.too_large', line, 'PHOTO', String(size));
  const data = context.photos ? base64(value) : undefined;
  if (size < 4 || (context.photos && data === undefined))
    return void note(one, limits, 'photo.invalid', line, 'PHOTO', value.slice(0, 60));
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
  return lower === 'jpeg' || lower === 'png' || lower === 'gif' || lower === 'webp' || lower === 'bmp'
    ? `image/${lower}`
    : undefined;
}

/** `vnd.android.cursor.item/nickname;Nick;1;;;` of Android's own exporter. */
function android(context: Context, property: Read): void {
  const [kind = '', value = '', type = '', custom = ''] = list(context, property, ';');
  const { one } = context;
  if (value === '') return;
  if (kind.endsWith('/nickname')) one.nicknames.push(value);
  else if (kind.endsWith('/relation'))
    one.relations.push(type === '0' && custom !== '' ? { value, label: custom } : { value });
  else if (kind.endsWith('/contact_event') && type === '1')
    one.anniversary = parseDate(value) ?? one.anniversary;
  else one.other.push({ value, label: kind });
}

function only(field: 'full' | 'phoneticGiven' | 'phoneticMiddle' | 'phoneticFamily' | 'phonetic'): Handler {
  return (context, property) => {
    if (context.one[field] === '') context.one[field] = text(context, property);
  };
}

function instant(value: string): string | undefined {
  const found =
    /^(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})(?:[.,]\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(value);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, zone = 'Z'] = found;
  const on = `${year}-${month}-${day}`;
  return hour === undefined
    ? on
    : `${on}T${hour}:${minute}:${second}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`;
}

function organisationKind(context: Context): void {
  if (context.one.kind === 'person') context.one.kind = 'organisation';
}

const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['FN', only('full')],
  ['N', names],
  [
    'EMAIL',
    (context, property) => {
      const { address: value, name } = addressText(text(context, property));
      if (value === '') return;
      context.one.emails.push(labelledValue(value, label(context, property), property.parsed.preferred));
      if (name !== '' && context.one.full === '' && context.one.given === '' && context.one.family === '')
        context.one.full = name;
    },
  ],
  [
    'TEL',
    (context, property) => {
      const value = text(context, property);
      if (value === '') return;
      if (/^sips?:/i.test(value)) context.one.ims.push({ value, label: 'sip' });
      else context.one.phones.push(labelledValue(value, label(context, property), property.parsed.preferred));
    },
  ],
  ['ADR', address],
  [
    'LABEL',
    (context, property) => {
      const formatted = text(context, property);
      const name = label(context, property);
      if (formatted === '') return;
      const at = context.one.addresses.findIndex(
        (known) => known.label === name && known.formatted === undefined,
      );
      const known = context.one.addresses[at];
      if (known === undefined)
        context.one.addresses.push(name === undefined ? { formatted } : { formatted, label: name });
      else context.one.addresses[at] = { ...known, formatted };
    },
  ],
  [
    'ORG',
    (context, property) => {
      const [name = '', ...rest] = list(context, property, ';');
      const department = rest.filter(Boolean).join(', ');
      if (name !== '' || department !== '')
        context.one.organisations.push({ ...(name ? { name } : {}), ...(department ? { department } : {}) });
    },
  ],
  ['TITLE', (context, property) => add(context.one.titles, text(context, property))],
  ['ROLE', (context, property) => add(context.one.titles, text(context, property))],
  [
    'NICKNAME',
    (context, property) => {
      for (const name of list(context, property, ',')) add(context.one.nicknames, name);
    },
  ],
  [
    'CATEGORIES',
    (context, property) => {
      for (const name of list(context, property, ',')) {
        // The group that every Google contact is in.
        if (name.toLowerCase() !== 'mycontacts') add(context.one.categories, name);
      }
    },
  ],
  ['NOTE', (context, property) => add(context.one.notes, text(context, property))],
  [
    'URL',
    (context, property) => {
      const value = text(context, property);
      if (value !== '')
        context.one.urls.push(labelledValue(value, label(context, property), property.parsed.preferred));
    },
  ],
  [
    'X-SOCIALPROFILE',
    (context, property) => {
      const value = text(context, property);
      if (value !== '') context.one.urls.push(labelledValue(value, property.parsed.types[0], false));
    },
  ],
  [
    'IMPP',
    (context, property) => {
      const value = text(context, property);
      const service =
        property.parsed.parameters.get('X-SERVICE-TYPE')?.toLowerCase() ?? label(context, property);
      if (value !== '') context.one.ims.push(service === undefined ? { value } : { value, label: service });
    },
  ],
  [
    'BDAY',
    (context, property) =>
      dated(context, property, (value) => {
        context.one.birthday ??= value;
      }),
  ],
  [
    'ANNIVERSARY',
    (context, property) =>
      dated(context, property, (value) => {
        context.one.anniversary ??= value;
      }),
  ],
  [
    'X-ANNIVERSARY',
    (context, property) =>
      dated(context, property, (value) => {
        context.one.anniversary ??= value;
      }),
  ],
  [
    'X-EVOLUTION-ANNIVERSARY',
    (context, property) =>
      dated(context, property, (value) => {
        context.one.anniversary ??= value;
      }),
  ],
  [
    'X-MS-ANNIVERSARY',
    (context, property) =>
      dated(context, property, (value) => {
        context.one.anniversary ??= value;
      }),
  ],
  [
    'X-ABDATE',
    (context, property) => {
      const what = label(context, property);
      if (what?.toLowerCase() === 'anniversary')
        dated(context, property, (value) => {
          context.one.anniversary ??= value;
        });
      else context.one.other.push({ value: text(context, property), label: what ?? 'X-ABDATE' });
    },
  ],
  [
    'GENDER',
    (context, property) => {
      context.one.gender ??= gender(text(context, property));
    },
  ],
  [
    'X-GENDER',
    (context, property) => {
      context.one.gender ??= gender(text(context, property));
    },
  ],
  [
    'SEX',
    (context, property) => {
      context.one.gender ??= gender(text(context, property));
    },
  ],
  ['RELATED', (context, property) => relation(context, property, label(context, property))],
  [
    'X-ABRELATEDNAMES',
    (context, property) => relation(context, property, label(context, property)?.toLowerCase()),
  ],
  ['PHOTO', photo],
  [
    'UID',
    (context, property) => {
      context.one.uid ??= text(context, property);
    },
  ],
  [
    'REV',
    (context, property) => {
      context.one.revised ??= instant(text(context, property));
    },
  ],
  ['KIND', kind],
  ['X-ADDRESSBOOKSERVER-KIND', kind],
  [
    'X-ABSHOWAS',
    (context, property) => {
      if (/^company$/i.test(property.value.trim())) organisationKind(context);
    },
  ],
  [
    'MEMBER',
    (context, property) => {
      context.one.relations.push({ value: text(context, property), label: 'member' });
    },
  ],
  [
    'X-ADDRESSBOOKSERVER-MEMBER',
    (context, property) => {
      context.one.relations.push({ value: text(context, property), label: 'member' });
    },
  ],
  ['X-PHONETIC-FIRST-NAME', only('phoneticGiven')],
  ['X-PHONETIC-MIDDLE-NAME', only('phoneticMiddle')],
  ['X-PHONETIC-LAST-NAME', only('phoneticFamily')],
  ['SORT-STRING', only('phonetic')],
  [
    'SOUND',
    (context, property) => {
      // DoCoMo: half-width kana in the shape of N.
      if (!property.parsed.types.includes('x-irmc-n') || context.one.phonetic !== '') return;
      context.one.phonetic = list(context, property, ';').filter(Boolean).join(' ').normalize('NFKC');
    },
  ],
  ['X-ANDROID-CUSTOM', android],
  [
    'AGENT',
    (context, property) => {
      // An empty one is told by the card that follows inside.
      if (property.value.trim() !== '')
        note(context.one, context.limits, 'card.nested', property.line, 'AGENT');
    },
  ],
  ...[...RELATIONS].map(([name, word]): [string, Handler] => [
    name,
    (context, property) => relation(context, property, word),
  ]),
]);

function kind(context: Context, property: Read): void {
  const value = property.value.trim().toLowerCase();
  if (value === 'group') context.one.kind = 'group';
  else if (value === 'org' || value === 'organization') organisationKind(context);
}

function add(values: string[], value: string): void {
  if (value !== '' && !values.includes(value)) values.push(value);
}

/** RFC 6350, section 6.2.7: one letter, then maybe words. */
function gender(value: string): string | undefined {
  const [letter = '', words = ''] = value.split(';');
  const known = { M: 'male', F: 'female', O: 'other', N: 'none' }[letter.trim().toUpperCase()];
  return (
    words.trim() ||
    known ||
    (letter.trim().toUpperCase() === 'U' ? undefined : letter.trim().toLowerCase() || undefined)
  );
}
