import type { Labelled, PostalAddress } from '../contact.ts';
import { addressText } from './address-text.ts';
import { parseDate } from './date.ts';
import { addOnce, note, type Preferred } from './draft.ts';
import {
  type Handler,
  label,
  list,
  type Property,
  type Reading,
  structured,
  text,
} from './vcard-property.ts';

/** N: family, given, middle names, prefixes, suffixes (RFC 6350, section 6.2.2). */
export function name(reading: Reading, property: Property): void {
  const { one } = reading;
  const parts = structured(reading, property, ' ');
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = parts;
  // RFC 9554, section 4.6: this one tells how the other is spoken.
  if (property.header.parameters.has('PHONETIC')) {
    if (one.phonetic === '') one.phonetic = [family, middle, given].filter(Boolean).join(' ');
    return;
  }
  // A second N is the same name in another language (RFC 6350, section 5.4, ALTID): the first one stands.
  if (one.family !== '' || one.given !== '') return;
  one.family = family;
  one.given = given;
  one.middle = middle;
  one.prefix = prefix;
  one.suffix = suffix;
  const sort = property.header.parameters.get('SORT-AS');
  keep(one.other, sort ?? '', 'SORT-AS');
}

/** FN; one that is made of other properties (RFC 9554, section 4.4) says nothing new. */
export function fullName(reading: Reading, property: Property): void {
  if (reading.one.full !== '' || property.header.parameters.has('DERIVED')) return;
  reading.one.full = text(reading, property);
}

/** A text that is kept where it comes first, as SORT-STRING. */
export function first(
  field: 'phoneticGiven' | 'phoneticMiddle' | 'phoneticFamily' | 'phonetic' | 'uid',
): Handler {
  return (reading, property) => {
    reading.one[field] ||= text(reading, property);
  };
}

/** SOUND;X-IRMC-N of Japanese phones: half-width kana in the shape of N. */
export function sound(reading: Reading, property: Property): void {
  const { one } = reading;
  if (!property.header.types.some((type) => /^x-irmc-n$/i.test(type)) || one.phonetic !== '') return;
  one.phonetic = list(reading, property, ';').filter(Boolean).join(' ').normalize('NFKC');
}

/** EMAIL, which may hold a name and brackets. */
export function email(reading: Reading, property: Property): void {
  const { one } = reading;
  const { address: value, name: written } = addressText(text(reading, property));
  if (value === '') return;
  one.emails.push(labelled(value, reading, property));
  if (written !== '' && one.full === '' && one.given === '' && one.family === '') one.full = written;
}

/** TEL, where some phones put internet telephony too. */
export function phone(reading: Reading, property: Property): void {
  const value = text(reading, property);
  if (value === '') return;
  if (/^sips?:/i.test(value)) keep(reading.one.ims, value, 'sip');
  else reading.one.phones.push(labelled(value, reading, property));
}

/** URL and its like. */
export function url(reading: Reading, property: Property): void {
  const value = text(reading, property);
  if (value !== '') reading.one.urls.push(labelled(value, reading, property));
}

/** X-SOCIALPROFILE of Apple, SOCIALPROFILE of RFC 9554, section 3.5: named after its service. */
export function social(reading: Reading, property: Property): void {
  const { parameters } = property.header;
  const service = parameters.get('SERVICE-TYPE')?.toLowerCase();
  keep(reading.one.urls, text(reading, property), service ?? label(reading, property));
}

/** IMPP (RFC 4770); the service is Apple's parameter or that of RFC 9554, section 4.9. */
export function messenger(reading: Reading, property: Property): void {
  const { parameters } = property.header;
  const service = parameters.get('X-SERVICE-TYPE') ?? parameters.get('SERVICE-TYPE');
  keep(reading.one.ims, text(reading, property), service?.toLowerCase() ?? label(reading, property));
}

/** The properties that name a messenger, as X-SKYPE. */
export function messengerOf(service: string): Handler {
  return (reading, property) => keep(reading.one.ims, text(reading, property), service);
}

/** ADR: post office box, extended address, street, city, region, postcode, country (RFC 6350, section 6.3.1). */
export function address(reading: Reading, property: Property): void {
  const parts = structured(reading, property, ', ');
  const found: { -readonly [K in keyof PostalAddress]: PostalAddress[K] } = {};
  let any = false;
  for (const [at, field] of ADDRESS.entries()) {
    const part = parts[at];
    if (!part) continue;
    found[field] = part;
    any = true;
  }
  const formatted = property.header.parameters.get('LABEL')?.replaceAll('\\n', '\n').trim();
  if (formatted) found.formatted = formatted;
  else if (!any) return;
  const kind = label(reading, property);
  if (kind !== undefined) found.label = kind;
  reading.one.addresses.push(found);
  reading.addressGroup = property.header.group;
}

const ADDRESS = ['poBox', 'extended', 'street', 'city', 'region', 'postcode', 'country'] as const;

/** LABEL of 2.1 and 3.0: how an address is printed; it belongs to the one of its group, else of its kind. */
export function addressLabel(reading: Reading, property: Property): void {
  const { addresses } = reading.one;
  const formatted = text(reading, property);
  if (formatted === '') return;
  const kind = label(reading, property);
  const { group } = property.header;
  const at =
    group === undefined
      ? addresses.findIndex((known) => known.label === kind && known.formatted === undefined)
      : group === reading.addressGroup
        ? addresses.length - 1
        : -1;
  const known = addresses[at];
  if (known === undefined) addresses.push(kind === undefined ? { formatted } : { formatted, label: kind });
  else addresses[at] = { ...known, formatted };
}

/** ORG: name, then units from the largest to the smallest. */
export function organisation(reading: Reading, property: Property): void {
  const [of = '', ...units] = list(reading, property, ';');
  const department = units.filter(Boolean).join(', ');
  if (department !== '')
    reading.one.organisations.push(of === '' ? { department } : { name: of, department });
  else if (of !== '') reading.one.organisations.push({ name: of });
}

/** A text among several of its kind, each once. */
export function among(field: 'titles' | 'notes'): Handler {
  return (reading, property) => addOnce(reading.one[field], text(reading, property));
}

/** A list of texts, each once. */
export function listed(field: 'nicknames' | 'categories'): Handler {
  return (reading, property) => {
    for (const one of list(reading, property, ',')) {
      // The group that every Google contact is in.
      if (one.toLowerCase() !== 'mycontacts') addOnce(reading.one[field], one);
    }
  };
}

/** A date that is kept where it comes first; what is none is kept as it stands. */
export function dated(field: 'birthday' | 'anniversary'): Handler {
  return (reading, property) => {
    const { one, limits } = reading;
    const value = text(reading, property);
    const { header, line } = property;
    const omitted = header.parameters.get('X-APPLE-OMIT-YEAR');
    const words = header.value === 'text';
    const parsed = words ? undefined : parseDate(value);
    if (parsed === undefined) {
      if (!words && !/^[0\s/.-]*$/.test(value)) note(one, limits, 'date.invalid', line, header.name, value);
      keep(one.other, value, header.name);
    } else
      one[field] ??= omitted !== undefined && parsed.startsWith(omitted) ? `-${parsed.slice(4)}` : parsed;
  };
}

/** X-ABDATE of Apple and Google: a date by the name of its label. */
export function appleDate(reading: Reading, property: Property): void {
  const kind = label(reading, property);
  if (kind === 'anniversary') dated(kind)(reading, property);
  else keep(reading.one.other, text(reading, property), kind ?? 'X-ABDATE');
}

/** GENDER (RFC 6350, section 6.2.7): one letter, then maybe words; or a word, as in X-GENDER. */
export function gender(reading: Reading, property: Property): void {
  const [sex = '', words = ''] = list(reading, property, ';');
  const lower = sex.toLowerCase();
  const known = GENDERS.find((word) => word === lower || word.charAt(0) === lower);
  const found = words || (known ?? (lower === 'u' ? '' : sex));
  if (found !== '') reading.one.gender ??= found;
}

const GENDERS = ['male', 'female', 'other', 'none'];

/** Somebody else, by the kind of the relation where the property names it, else by its label. */
export function relation(kind?: string): Handler {
  return (reading, property) =>
    keep(reading.one.relations, text(reading, property), kind ?? label(reading, property));
}

/** REV as an RFC 3339 instant, or as a date where it has no time. */
export function revision(reading: Reading, property: Property): void {
  reading.one.revised ??= instant(text(reading, property));
}

function instant(value: string): string | undefined {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return value;
  const found =
    /^(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d(?:\.\d+)?)(?:Z|([+-]\d\d):?(\d\d)?)?)?$/.exec(value);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, zone, past = '00'] = found;
  const on = `${year}-${month}-${day}`;
  if (hour === undefined) return on;
  return `${on}T${hour}:${minute}:${second}${zone === undefined ? 'Z' : `${zone}:${past}`}`;
}

/** KIND (RFC 6350, section 6.1.4) and Apple's form of it. */
export function kind(reading: Reading, property: Property): void {
  const value = property.value.trim().toLowerCase();
  const { one } = reading;
  if (value === 'group') one.kind = 'group';
  else if ((value === 'org' || value === 'organization') && one.kind === 'person') one.kind = 'organisation';
}

/** X-ABShowAs:COMPANY. */
export function showAs({ one }: Reading, { value }: Property): void {
  if (/^\s*company\s*$/i.test(value) && one.kind === 'person') one.kind = 'organisation';
}

/** `vnd.android.cursor.item/nickname;Nick;1;;;` of Android's own exporter. */
export function android(reading: Reading, property: Property): void {
  const [of = '', value = '', type = '', custom = ''] = list(reading, property, ';');
  const { one } = reading;
  if (value === '') return;
  if (of.endsWith('/nickname')) addOnce(one.nicknames, value);
  else if (of.endsWith('/relation')) keep(one.relations, value, type === '0' ? custom : '');
  else if (of.endsWith('/contact_event') && type === '1') one.anniversary ??= parseDate(value);
  else if (of.endsWith('/contact_event') && type === '3') one.birthday ??= parseDate(value);
  else keep(one.other, value, (type === '0' && custom) || of || 'X-ANDROID-CUSTOM');
}

/** AGENT with a value: a person of another card. An empty one is told by the card that follows inside. */
export function agent(reading: Reading, property: Property): void {
  if (property.value.trim() !== '') note(reading.one, reading.limits, 'card.nested', property.line, 'AGENT');
}

/** What Kith has no field for, as it stands. */
export function other(reading: Reading, property: Property): void {
  keep(reading.one.other, text(reading, property), property.header.name);
}

/** X-KITH-OTHER: what our own writer has no other property for, by the name that it had. */
export function named(reading: Reading, property: Property): void {
  keep(reading.one.other, text(reading, property), property.header.parameters.get('X-LABEL'));
}

/** Kept where it is short enough to be a link: the bytes of a logo, a key or a sound are left out. */
export function linked(reading: Reading, property: Property): void {
  if (property.header.encoding === undefined && /^(?!data:)[a-z][a-z0-9+.-]*\\?:/i.test(property.value))
    other(reading, property);
}

/** Adds a value that is not empty, with its label where it has one. */
function keep(values: Labelled[], value: string, label: string | undefined): void {
  if (value !== '') values.push(label ? { value, label } : { value });
}

function labelled(value: string, reading: Reading, property: Property): Preferred {
  const of = label(reading, property);
  const { preferred } = property.header;
  if (preferred !== undefined)
    return of === undefined ? { value, preferred } : { value, label: of, preferred };
  return of === undefined ? { value } : { value, label: of };
}
