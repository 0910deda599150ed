import { parseDate } from './date.ts';
import { addOnce, note } from './draft.ts';
import { type JsonCard, type JsonMeaning, keep, objectOf, objectsOf, textOf } from './json-reader.ts';
import type { Json, JsonObject } from './json-records.ts';
import { labelOf } from './labels.ts';
import { photoFromUri } from './photo.ts';

/** Whether the object is a folder of contacts: it has a name, and neither a version nor anything that only contacts have. */
export function isFolder(value: JsonObject): boolean {
  if (!value.has('displayName') || value.has('@odata.etag')) return false;
  return ![...value.keys()].some((name) => FIELDS.has(name) && name !== 'displayName');
}

/** A folder of contacts is nobody; its name is remembered for the contacts that follow. */
export function graphFolder(folder: JsonObject, card: JsonCard, folders: Map<string, string>): JsonMeaning {
  const id = textOf(card, folder.get('id'), 'id');
  const name = textOf(card, folder.get('displayName'), 'displayName');
  if (folders.size < 10_000 && name !== '') folders.set(id, name);
  return 'around';
}

/**
 * Fills the card from a contact of Microsoft Graph, v1.0 or beta
 * (https://learn.microsoft.com/en-us/graph/api/resources/contact).
 *
 * `folders` holds the names of folders by id.
 */
export function graphContact(
  contact: JsonObject,
  card: JsonCard,
  folders: ReadonlyMap<string, string>,
): JsonMeaning {
  if (![...contact.keys()].some((name) => FIELDS.has(name))) return 'foreign';
  for (const [name, value] of contact) {
    const take = FIELDS.get(name);
    if (take !== undefined) take(card, value, name);
    else if (!IGNORED.has(name) && !name.includes('@odata.')) keep(card, value, name);
  }
  card.one.uid = textOf(card, contact.get('id'), 'id') || undefined;
  const changed = textOf(card, contact.get('lastModifiedDateTime'), 'lastModifiedDateTime');
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(changed)) card.one.revised = changed;
  const folder = folders.get(textOf(card, contact.get('parentFolderId'), 'parentFolderId'));
  if (folder !== undefined) addOnce(card.one.categories, folder);
  const company = textOf(card, contact.get('companyName'), 'companyName');
  const department = textOf(card, contact.get('department'), 'department');
  if (company !== '' || department !== '')
    card.one.organisations.push({
      ...(company === '' ? {} : { name: company }),
      ...(department === '' ? {} : { department }),
    });
  return 'contact';
}

type Take = (card: JsonCard, value: Json, name: string) => void;

/** About the record, or taken together with others. */
const IGNORED = new Set([
  'id',
  'lastModifiedDateTime',
  'createdDateTime',
  'changeKey',
  'parentFolderId',
  'extensions',
  'flag',
]);

function text(keepIt: (card: JsonCard, value: string) => void): Take {
  return (card, value, name) => {
    const found = textOf(card, value, name);
    if (found !== '') keepIt(card, found);
  };
}

function texts(keepIt: (card: JsonCard, value: string) => void): Take {
  const one = text(keepIt);
  return (card, value, name) => {
    for (const member of Array.isArray(value) ? value : []) one(card, member, name);
  };
}

type NamePart =
  | 'full'
  | 'prefix'
  | 'given'
  | 'middle'
  | 'family'
  | 'suffix'
  | 'phoneticGiven'
  | 'phoneticFamily';

function part(of: NamePart): Take {
  return text(({ one }, value) => {
    one[of] = value;
  });
}

function phone(label: string): (card: JsonCard, value: string) => void {
  return (card, value) => void card.one.phones.push({ value, label });
}

function relation(label: string): (card: JsonCard, value: string) => void {
  return (card, value) => void card.one.relations.push({ value, label });
}

function address(label: string): Take {
  return (card, value, name) => {
    const line = (key: string) => textOf(card, objectOf(value).get(key), name);
    const found = {
      street: line('street'),
      city: line('city'),
      region: line('state'),
      postcode: line('postalCode'),
      country: line('countryOrRegion'),
      poBox: line('postOfficeBox'),
    };
    const said = Object.fromEntries(Object.entries(found).filter(([, one]) => one !== ''));
    const kind = label === '' ? labelOf(line('type')) : label;
    if (Object.keys(said).length > 0)
      card.one.addresses.push({ ...said, ...(kind === undefined ? {} : { label: kind }) });
  };
}

/** `{name, address}`; Exchange gives X.500 names (`/o=ExchangeLabs/…`) to people of one's own organisation. */
const email: Take = (card, value, name) => {
  const found = textOf(card, objectOf(value).get('address'), name);
  const label = labelOf(textOf(card, objectOf(value).get('type'), name));
  if (!found.includes('@')) keep(card, found, 'email');
  else
    card.one.emails.push(
      label === undefined || label === 'unknown' ? { value: found } : { value: found, label },
    );
};

/** Graph's own `photo` says no more than type and size; `$value` is the picture in base64, as `@kith/sources` puts it in. */
const photo: Take = (card, value) => {
  const bytes = objectOf(value).get('$value');
  if (typeof bytes !== 'string' || bytes === '') return;
  const type = textOf(card, objectOf(value).get('@odata.mediaContentType'), 'photo');
  const { limits, line, one, photos } = card;
  const found = photoFromUri(`data:;base64,${bytes}`, { limits, photos, type });
  if ('photo' in found) one.photo = found.photo;
  else note(one, limits, found.problem, line, 'photo');
};

function each(take: Take): Take {
  return (card, value, name) => {
    for (const one of objectsOf(value)) take(card, one, name);
  };
}

/** Outlook writes noon of the day in UTC (`1974-07-22T11:59:00Z`); the beta writes the day alone. */
function day(card: JsonCard, value: Json, name: string): string | undefined {
  const written = textOf(card, value, name);
  const found = parseDate(written.slice(0, 10));
  // Midnight of year 1 or 4501: Exchange's way to say that there is none.
  if (found === undefined && !/^(?:0001|4501)-/.test(written)) keep(card, written, name);
  return found;
}

const FIELDS: ReadonlyMap<string, Take> = new Map<string, Take>([
  ['displayName', part('full')],
  ['title', part('prefix')],
  ['givenName', part('given')],
  ['middleName', part('middle')],
  ['surname', part('family')],
  ['generation', part('suffix')],
  ['yomiGivenName', part('phoneticGiven')],
  ['yomiSurname', part('phoneticFamily')],
  ['nickName', text(({ one }, value) => addOnce(one.nicknames, value))],
  ['emailAddresses', each(email)],
  ['primaryEmailAddress', email],
  ['secondaryEmailAddress', email],
  ['tertiaryEmailAddress', email],
  ['mobilePhone', text(phone('mobile'))],
  ['homePhones', texts(phone('home'))],
  ['businessPhones', texts(phone('work'))],
  [
    'phones',
    each((card, value, name) => {
      const number = textOf(card, objectOf(value).get('number'), name);
      const label = labelOf(textOf(card, objectOf(value).get('type'), name));
      if (number !== '') card.one.phones.push({ value: number, ...(label === undefined ? {} : { label }) });
    }),
  ],
  ['imAddresses', texts(({ one }, value) => void one.ims.push({ value }))],
  ['businessHomePage', text(({ one }, value) => void one.urls.push({ value, label: 'work' }))],
  [
    'websites',
    each((card, value, name) => {
      const url = textOf(card, objectOf(value).get('address'), name);
      const label = labelOf(textOf(card, objectOf(value).get('type'), name));
      if (url !== '') card.one.urls.push({ value: url, ...(label === undefined ? {} : { label }) });
    }),
  ],
  [
    'birthday',
    (card, value, name) => {
      card.one.birthday = day(card, value, name);
    },
  ],
  [
    'weddingAnniversary',
    (card, value, name) => {
      card.one.anniversary = day(card, value, name);
    },
  ],
  [
    'gender',
    text(({ one }, value) => {
      if (value !== 'unspecified') one.gender = value;
    }),
  ],
  ['homeAddress', address('home')],
  ['businessAddress', address('work')],
  ['otherAddress', address('other')],
  ['postalAddresses', each(address(''))],
  // Both make one organisation.
  ['companyName', () => undefined],
  ['department', () => undefined],
  ['jobTitle', text(({ one }, value) => addOnce(one.titles, value))],
  ['profession', text(({ one }, value) => addOnce(one.titles, value))],
  ['personalNotes', text(({ one }, value) => addOnce(one.notes, value))],
  ['categories', texts(({ one }, value) => addOnce(one.categories, value))],
  ['photo', photo],
  ['spouseName', text(relation('spouse'))],
  ['manager', text(relation('manager'))],
  ['assistantName', text(relation('assistant'))],
  ['children', texts(relation('child'))],
]);
