import { CORRESPONDENCE } from '../contact.ts';
import { addressText } from './address-text.ts';
import { date } from './date.ts';
import { addOnce } from './draft.ts';
import { type JsonCard, type JsonMeaning, keep, objectOf, objectsOf, textOf } from './json-reader.ts';
import type { Json, JsonObject } from './json-records.ts';
import { labelOf } from './labels.ts';
import { parseWrittenDate } from './written-date.ts';

/**
 * Fills the card from a Person of the People API (https://developers.google.com/people/api/rest/v1/people).
 *
 * `groups` holds the names of contact groups by resource name.
 */
export function googlePerson(
  person: JsonObject,
  card: JsonCard,
  groups: ReadonlyMap<string, string>,
): JsonMeaning {
  if (![...person.keys()].some((name) => FIELDS.has(name) || name === 'resourceName')) return 'foreign';
  for (const [name, value] of person) {
    const take = FIELDS.get(name);
    if (name === 'memberships') for (const one of objectsOf(value)) membership(card, one, groups);
    else if (name === 'metadata') card.one.revised = changed(value);
    else if (name === 'resourceName') identity(card, textOf(card, value, name));
    else if (take !== undefined) for (const one of primaryFirst(value)) take(card, one);
    else if (!IGNORED.has(name)) unknown(card, value, name);
  }
  return 'contact';
}

/** A contact group of the owner's own becomes a group; its name is remembered for the memberships that follow. */
export function googleGroup(group: JsonObject, card: JsonCard, groups: Map<string, string>): JsonMeaning {
  const id = textOf(card, group.get('resourceName'), 'resourceName');
  const name = textOf(card, group.get('formattedName') ?? group.get('name'), 'name');
  if (groups.size < 10_000 && name !== '') groups.set(id, name);
  if (group.get('groupType') === 'SYSTEM_CONTACT_GROUP') return 'around';
  card.one.kind = 'group';
  card.one.full = name;
  card.one.uid = id;
  card.one.revised = time(objectOf(group.get('metadata')).get('updateTime'));
  const members = group.get('memberResourceNames');
  for (const member of Array.isArray(members) ? members : []) {
    const value = textOf(card, member, 'memberResourceNames');
    if (value !== '') card.one.relations.push({ value, label: 'member' });
  }
  return 'contact';
}

/** `otherContacts` are those whom Google collected from mail by itself. */
function identity({ one }: JsonCard, resourceName: string): void {
  one.uid = resourceName || undefined;
  if (resourceName.startsWith('otherContacts/'))
    one.other.push({ value: 'collected', label: CORRESPONDENCE });
}

type Take = (card: JsonCard, one: JsonObject) => void;

/** About the record, not about the person. */
const IGNORED = new Set([
  'etag',
  'ageRange',
  'ageRanges',
  'coverPhotos',
  'clientData',
  'relationshipStatuses',
]);

/** Google's order, with the value first that the owner marked (`metadata.primary`). */
function primaryFirst(value: Json): JsonObject[] {
  const objects = objectsOf(value);
  const rank = (one: JsonObject): number => (objectOf(one.get('metadata')).get('primary') === true ? 0 : 1);
  return objects.length < 2 ? objects : objects.toSorted((first, second) => rank(first) - rank(second));
}

/** `type` is one of Google's words or the owner's own; `formattedType` is the same in the owner's language. */
function labelled(card: JsonCard, one: JsonObject): { label?: string } {
  const type = textOf(card, one.get('type'), 'type');
  let label = labelOf(type === '' ? textOf(card, one.get('formattedType'), 'type') : type);
  if (label === type && /^[a-z]+[A-Z][a-z]+$/.test(type))
    label = type.replace(/[A-Z]/, (letter) => ` ${letter.toLowerCase()}`);
  return label === undefined ? {} : { label };
}

function text(name: string, keepIt: (card: JsonCard, value: string, one: JsonObject) => void): Take {
  return (card, one) => {
    const value = textOf(card, one.get('value'), name);
    if (value !== '') keepIt(card, value, one);
  };
}

const FIELDS: ReadonlyMap<string, Take> = new Map<string, Take>([
  ['names', name],
  ['nicknames', text('nicknames', (card, value) => addOnce(card.one.nicknames, value))],
  [
    'emailAddresses',
    text('emailAddresses', (card, value, one) => {
      const { address: found } = addressText(value);
      if (found !== '') card.one.emails.push({ value: found, ...labelled(card, one) });
    }),
  ],
  [
    'phoneNumbers',
    (card, one) => {
      const canonical = textOf(card, one.get('canonicalForm'), 'phoneNumbers');
      const value = canonical || textOf(card, one.get('value'), 'phoneNumbers');
      if (value !== '') card.one.phones.push({ value, ...labelled(card, one) });
    },
  ],
  [
    'birthdays',
    (card, one) => {
      const found = dateOf(one.get('date')) ?? parseWrittenDate(textOf(card, one.get('text'), 'birthdays'));
      if (found === undefined) keep(card, one.get('text') ?? one.get('date'), 'birthday');
      else card.one.birthday ??= found;
    },
  ],
  [
    'events',
    (card, one) => {
      const found = dateOf(one.get('date'));
      const { label = 'event' } = labelled(card, one);
      if (found !== undefined && label === 'anniversary' && card.one.anniversary === undefined)
        card.one.anniversary = found;
      else keep(card, found ?? one.get('date'), label);
    },
  ],
  [
    'genders',
    text('genders', (card, value) => {
      if (value !== 'unspecified') card.one.gender ??= value;
    }),
  ],
  ['addresses', address],
  ['organizations', organisation],
  ['occupations', text('occupations', (card, value) => addOnce(card.one.titles, value))],
  [
    'urls',
    text('urls', (card, value, one) => {
      card.one.urls.push({ value, ...labelled(card, one) });
    }),
  ],
  [
    'imClients',
    (card, one) => {
      const value = textOf(card, one.get('username'), 'imClients');
      const service = textOf(card, one.get('protocol'), 'imClients').replace(
        /[A-Z]/g,
        (letter) => ` ${letter.toLowerCase()}`,
      );
      if (value !== '')
        card.one.ims.push({ value, ...(service === '' ? labelled(card, one) : { label: service }) });
    },
  ],
  ['sipAddresses', text('sipAddresses', (card, value) => void card.one.ims.push({ value, label: 'sip' }))],
  ['biographies', text('biographies', (card, value) => addOnce(card.one.notes, value))],
  [
    'relations',
    (card, one) => {
      const value = textOf(card, one.get('person'), 'relations');
      if (value !== '') card.one.relations.push({ value, ...labelled(card, one) });
    },
  ],
  [
    'userDefined',
    (card, one) => keep(card, one.get('value'), textOf(card, one.get('key'), 'userDefined') || 'userDefined'),
  ],
  ['fileAses', text('fileAses', (card, value) => keep(card, value, 'fileAs'))],
  [
    'photos',
    (card, one) => {
      // The grey letter that Google draws for people without a photo.
      if (one.get('default') === true) return;
      const url = textOf(card, one.get('url'), 'photos');
      if (/^https?:\/\/[^\s/]/i.test(url)) card.one.photo ??= { kind: 'url', url };
    },
  ],
]);

function name(card: JsonCard, one: JsonObject): void {
  const { one: into } = card;
  // The name of the contact stands first; a second one is the profile's own.
  if (into.full !== '' || into.given !== '' || into.family !== '') return;
  const part = (key: string): string => textOf(card, one.get(key), 'names');
  into.full = part('displayName') || part('unstructuredName');
  into.given = part('givenName');
  into.middle = part('middleName');
  into.family = part('familyName');
  into.prefix = part('honorificPrefix');
  into.suffix = part('honorificSuffix');
  into.phoneticGiven = part('phoneticGivenName');
  into.phoneticMiddle = part('phoneticMiddleName');
  into.phoneticFamily = part('phoneticFamilyName');
  if (into.phoneticGiven === '' && into.phoneticFamily === '') into.phonetic = part('phoneticFullName');
}

function address(card: JsonCard, one: JsonObject): void {
  const part = (key: string): string | undefined => textOf(card, one.get(key), 'addresses') || undefined;
  const found = {
    street: part('streetAddress'),
    extended: part('extendedAddress'),
    poBox: part('poBox'),
    city: part('city'),
    region: part('region'),
    postcode: part('postalCode'),
    country: part('country') ?? part('countryCode'),
    formatted: part('formattedValue'),
  };
  const said = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
  if (Object.keys(said).length > 0) card.one.addresses.push({ ...said, ...labelled(card, one) });
}

function organisation(card: JsonCard, one: JsonObject): void {
  const part = (key: string): string => textOf(card, one.get(key), 'organizations');
  const found = {
    ...(part('name') ? { name: part('name') } : {}),
    ...(part('department') ? { department: part('department') } : {}),
  };
  // One that is over says nothing about where somebody is now.
  if (one.get('current') === false) {
    keep(card, [part('title'), part('name')].filter(Boolean).join(', '), 'former organisation');
    return;
  }
  if (Object.keys(found).length > 0) card.one.organisations.push(found);
  addOnce(card.one.titles, part('title'));
  keep(card, one.get('jobDescription'), 'jobDescription');
}

/** Groups that Google keeps for everybody: only those that say something about the person are categories. */
const SYSTEM_GROUPS = new Set(['starred', 'friends', 'family', 'coworkers']);

function membership(card: JsonCard, one: JsonObject, groups: ReadonlyMap<string, string>): void {
  const found = objectOf(one.get('contactGroupMembership'));
  const short = textOf(card, found.get('contactGroupId'), 'memberships');
  const id = textOf(card, found.get('contactGroupResourceName'), 'memberships') || `contactGroups/${short}`;
  const own = id.slice(id.indexOf('/') + 1);
  if (own === '' || own === 'myContacts' || own === 'all') return;
  const known = groups.get(id);
  if (known !== undefined || SYSTEM_GROUPS.has(own)) addOnce(card.one.categories, known ?? own);
  else keep(card, id, 'contactGroup');
}

function unknown(card: JsonCard, value: Json, name: string): void {
  const objects = objectsOf(value);
  const plain = objects.length > 0 && objects.every((one) => typeof one.get('value') === 'string');
  if (!plain) keep(card, value, name);
  else for (const one of objects) keep(card, one.get('value'), name);
}

/** When the contact itself was changed last, else the newest time that any source gives. */
function changed(value: Json): string | undefined {
  const sources = objectsOf(objectOf(value).get('sources'));
  const own = sources.find((source) => source.get('type') === 'CONTACT');
  if (own !== undefined) return time(own.get('updateTime'));
  return sources
    .map((source) => time(source.get('updateTime')))
    .filter((found) => found !== undefined)
    .toSorted()
    .at(-1);
}

function time(value: Json | undefined): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) ? value : undefined;
}

/** A google.type.Date; a year of 0 means none. */
function dateOf(value: Json | undefined): string | undefined {
  const object = objectOf(value);
  const part = (key: string): number => Number(object.get(key) ?? 0);
  return date(part('year'), part('month'), part('day'));
}
