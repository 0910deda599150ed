import type { Card, Labelled, Photo, PostalAddress } from '../contact.ts';
import { isKept } from '../formats/vcard-table.ts';
import { escaped } from '../formats/vcard-value.ts';
import { displayName } from '../normalise/names.ts';

/** The versions that are written: RFC 2426 and RFC 6350. */
export type VcardVersion = '3.0' | '4.0';

/**
 * A card as one vCard with CR LF line ends, folded at 75 bytes between characters.
 *
 * A label that is no type of the version stands in Apple's X-ABLabel, which most programs read. A photo of which only
 * the size is known is left out.
 *
 * @example writeVcard(card, '4.0') // 'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ana Ruiz\r\nEND:VCARD\r\n'
 */
export function writeVcard(card: Card, version: VcardVersion): string {
  const lines: string[] = ['BEGIN:VCARD', `VERSION:${version}`, 'PRODID:-//Kith//Kith//EN'];
  const four = version === '4.0';
  let group = 0;
  const put = (name: string, value: string): void => {
    lines.push(`${name}:${value}`);
  };
  /** A property whose label is one of the version's types, or else stands in a group with it. */
  const putLabelled = (name: string, parameters: string, label: string | undefined, value: string): void => {
    const types = label === undefined ? [] : typesOf(name, label, four);
    if (types !== undefined) {
      put(`${name}${typeParameter(name, types, four)}${parameters}`, value);
      return;
    }
    group++;
    put(`item${group}.${name}${typeParameter(name, [], four)}${parameters}`, value);
    put(`item${group}.X-ABLabel`, escaped(APPLE.get(label ?? '') ?? label ?? ''));
  };

  if (card.source.uid !== undefined) put('UID', uri(card.source.uid));
  const { names } = card;
  if (names.full !== '') put('FN', escaped(names.full));
  // It must be there; RFC 9554, section 4.4 has a word for one that says nothing of its own.
  else put('FN;DERIVED=TRUE', escaped(displayName(card)));
  const parts = [names.family, names.given, names.middle, names.prefix, names.suffix];
  if (!four || parts.some((part) => part !== undefined)) put('N', structured(parts));
  if (names.nicknames !== undefined) put('NICKNAME', names.nicknames.map(escaped).join(','));
  if (names.phonetic !== undefined) {
    const space = names.phonetic.indexOf(' ');
    const [family, given] = [names.phonetic.slice(0, Math.max(0, space)), names.phonetic.slice(space + 1)];
    if (family !== '') put('X-PHONETIC-LAST-NAME', escaped(family));
    put('X-PHONETIC-FIRST-NAME', escaped(given));
  }
  if (card.kind === 'organisation') put(four ? 'KIND' : 'X-ABShowAs', four ? 'org' : 'COMPANY');
  if (card.kind === 'group') put(four ? 'KIND' : 'X-ADDRESSBOOKSERVER-KIND', 'group');

  card.emails.forEach(({ value, label }, at) => {
    putLabelled('EMAIL', preference(card.emails, at, four), label, escaped(value));
  });
  card.phones.forEach(({ value, label }, at) => {
    putLabelled('TEL', preference(card.phones, at, four), label, escaped(value));
  });
  for (const { value, label } of card.urls) putLabelled('URL', '', label, uri(value));
  for (const { value, label } of card.ims) {
    if (label === undefined || label !== label.toLowerCase()) putLabelled('IMPP', '', label, uri(value));
    else put(`IMPP;X-SERVICE-TYPE=${parameter(label)}`, uri(value));
  }
  for (const address of card.addresses) {
    const { formatted, label } = address;
    // A parameter of 4.0 cannot tell a backslash before an n from a line break.
    if (formatted === undefined || (four && !formatted.includes('\\n'))) {
      const shown = formatted === undefined ? '' : `;LABEL=${parameter(formatted)}`;
      putLabelled('ADR', shown, label, addressParts(address));
      continue;
    }
    // Version 3.0 has a property of its own; the group says which address it belongs to.
    group++;
    const types = label === undefined ? [] : typesOf('ADR', label, four);
    const type = typeParameter('ADR', types ?? [], four);
    if (addressParts(address) !== ';;;;;;') put(`item${group}.ADR${type}`, addressParts(address));
    put(`item${group}.LABEL${type}`, escaped(formatted));
    if (types === undefined) put(`item${group}.X-ABLabel`, escaped(label ?? ''));
  }
  if (card.birthday !== undefined) putDate('BDAY', card.birthday);
  if (card.anniversary !== undefined) putDate('ANNIVERSARY', card.anniversary);
  if (card.gender !== undefined) {
    const letter = GENDERS.get(card.gender);
    if (four) put('GENDER', letter ?? `;${escaped(card.gender)}`);
    else put('X-GENDER', letter === undefined ? escaped(card.gender) : capital(card.gender));
  }
  for (const { name, department } of card.organisations)
    put('ORG', structured(department === undefined ? [name] : [name, department]));
  for (const title of card.titles) put('TITLE', escaped(title));
  for (const note of card.notes) put('NOTE', escaped(note));
  if (card.categories.length > 0) put('CATEGORIES', card.categories.map(escaped).join(','));
  for (const relation of card.relations) putRelation(relation);
  if (card.photo !== undefined) putPhoto(card.photo);
  for (const { value, label } of card.other ?? []) {
    if (label === 'BDAY' || label === 'ANNIVERSARY') put(`${label};VALUE=text`, escaped(value));
    else if (label !== undefined && isKept(label)) put(label, escaped(value));
    else put(`X-KITH-OTHER${label === undefined ? '' : `;X-LABEL=${parameter(label)}`}`, escaped(value));
  }
  const { revised } = card.source;
  if (revised !== undefined) put('REV', four ? basic(revised) : revised);
  lines.push('END:VCARD');
  // Whatever a source may have hidden in it, a property stays one line.
  return lines.map((line) => `${folded(line.replace(/[\r\n]+/g, ' ').toWellFormed())}\r\n`).join('');

  function putDate(name: 'BDAY' | 'ANNIVERSARY', date: string): void {
    const partial = date.startsWith('--');
    if (four) {
      put(name, partial ? `--${date.slice(2).replace('-', '')}` : date.replaceAll('-', ''));
      return;
    }
    const value = partial ? `1604-${date.slice(2)}` : date;
    const omitted = partial ? ';X-APPLE-OMIT-YEAR=1604' : '';
    if (name === 'BDAY') put(`${name}${omitted}`, value);
    else putLabelled('X-ABDATE', omitted, 'anniversary', value);
  }

  function putRelation({ value, label }: Labelled): void {
    if (label === 'member') put(four ? 'MEMBER' : 'X-ADDRESSBOOKSERVER-MEMBER', uri(value));
    else if (four)
      putLabelled('RELATED', isUri(value) ? '' : ';VALUE=text', label, isUri(value) ? value : escaped(value));
    else putLabelled('X-ABRELATEDNAMES', '', label, escaped(value));
  }

  function putPhoto(photo: Photo): void {
    if (photo.kind === 'url') {
      put(four ? 'PHOTO' : 'PHOTO;VALUE=uri', uri(photo.url));
      return;
    }
    if (photo.data === undefined) return;
    let bytes = '';
    for (const byte of photo.data) bytes += String.fromCharCode(byte);
    const type = photo.type ?? '';
    const short = /^image\/(?:jpeg|png|gif|webp|bmp)$/.test(type) ? type.slice(6).toUpperCase() : type;
    if (four) put('PHOTO', `data:${type};base64,${btoa(bytes)}`);
    else put(`PHOTO;ENCODING=b${short === '' ? '' : `;TYPE=${short}`}`, btoa(bytes));
  }
}

const GENDERS: ReadonlyMap<string, string> = new Map([
  ['male', 'M'],
  ['female', 'F'],
  ['other', 'O'],
  ['none', 'N'],
]);

/** Our labels as types of RFC 2426 and RFC 6350. */
const PHONE_TYPES: ReadonlyMap<string, readonly string[]> = new Map([
  ['mobile', ['cell']],
  ['work mobile', ['work', 'cell']],
  ['fax', ['fax']],
  ['home fax', ['home', 'fax']],
  ['work fax', ['work', 'fax']],
  ['pager', ['pager']],
  ['video', ['video']],
]);

/** RFC 6350, section 6.6.6. */
const RELATIONS = new Set(
  'contact acquaintance friend met co-worker colleague co-resident neighbor child parent sibling spouse kin muse crush date sweetheart me agent emergency'.split(
    ' ',
  ),
);

/** Words that Apple's programs show in the language of the person. */
const APPLE: ReadonlyMap<string, string> = new Map(
  'HomePage Other Anniversary Mother Father Parent Brother Sister Child Friend Spouse Partner Assistant Manager'
    .split(' ')
    .map((word) => [word.toLowerCase(), `_$!<${word}>!$_`]),
);

function typesOf(name: string, label: string, four: boolean): readonly string[] | undefined {
  if (name === 'RELATED') return RELATIONS.has(label) ? [label] : undefined;
  if (name.startsWith('X-')) return undefined;
  if (label === 'home' || label === 'work') return [label];
  if (name !== 'TEL' || (label === 'main' && four)) return undefined;
  return label === 'main' ? [label] : PHONE_TYPES.get(label);
}

function typeParameter(name: string, types: readonly string[], four: boolean): string {
  if (four) {
    const list = types.join(',');
    return list === '' ? '' : types.length > 1 ? `;TYPE="${list}"` : `;TYPE=${list}`;
  }
  const list = (name === 'EMAIL' ? ['internet', ...types] : types).join(',').toUpperCase();
  return list === '' ? '' : `;TYPE=${list}`;
}

/** The first of several is the preferred one. */
function preference(values: readonly Labelled[], at: number, four: boolean): string {
  if (at > 0 || values.length < 2) return '';
  return four ? ';PREF=1' : ';TYPE=PREF';
}

function addressParts({ poBox, extended, street, city, region, postcode, country }: PostalAddress): string {
  return structured([poBox, extended, street, city, region, postcode, country]);
}

function structured(parts: readonly (string | undefined)[]): string {
  return parts.map((part) => escaped(part ?? '')).join(';');
}

function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[^\s\\]+$/i.test(text);
}

/** A URI stands as it is; other text where one belongs is escaped. */
function uri(text: string): string {
  return isUri(text) ? text : escaped(text);
}

/** A parameter's value in quotes, RFC 6868 for what may not stand in them. */
function parameter(text: string): string {
  const plain = text
    .replaceAll('^', '^^')
    .replaceAll('"', "^'")
    .replace(/\r\n?|\n/g, '^n');
  return /^[\w-]+$/.test(plain) ? plain : `"${plain}"`;
}

/** An RFC 3339 instant in the basic format of ISO 8601 (RFC 6350, section 4.3.5). */
function basic(instant: string): string {
  const date = instant.slice(0, 10);
  return date.replaceAll('-', '') + instant.slice(10).replaceAll(':', '');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const encoder = new TextEncoder();

/** RFC 6350, section 3.2: no line above 75 bytes, no character cut in two. */
function folded(line: string): string {
  if (line.length <= 25 || encoder.encode(line).length <= 75) return line;
  const lines: string[] = [];
  let start = 0;
  let at = 0;
  let size = 0;
  for (const letter of line) {
    const code = letter.codePointAt(0) ?? 0;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (size + bytes > 75) {
      lines.push(line.slice(start, at));
      start = at;
      // The space that a folded line begins with.
      size = 1;
    }
    size += bytes;
    at += letter.length;
  }
  lines.push(line.slice(start));
  return lines.join('\r\n ');
}
