import type { PostalAddress } from '../contact.ts';
import { addressText } from './address-text.ts';
import { date, parseDate } from './date.ts';
import { addOnce, note } from './draft.ts';
import { type JsonCard, type JsonMeaning, keep, objectOf, objectsOf, textOf } from './json-reader.ts';
import type { Json, JsonObject } from './json-records.ts';
import { labelOf, labelOfTypes } from './labels.ts';
import { photoFromUri } from './photo.ts';

/** Fills the card from a Card object (RFC 9553), with the meaning that RFC 9555 gives each property in vCard. */
export function jscontactCard(value: JsonObject, card: JsonCard): JsonMeaning {
  const type = value.get('@type');
  if (typeof type === 'string' && type !== 'Card' && type !== 'CardGroup') return 'foreign';
  if (type === undefined && (Array.isArray(value.get('list')) || Array.isArray(value.get('cards'))))
    return 'around';
  if (value.has('methodResponses')) return 'around';
  if (type === 'CardGroup') card.one.kind = 'group';
  for (const [name, member] of value) {
    const handler = HANDLERS.get(name);
    if (handler !== undefined) handler(card, member);
    else if (!IGNORED.has(name)) keep(card, member, name);
  }
  return 'contact';
}

type Handler = (card: JsonCard, value: Json) => void;

/** Told by the file about itself, not about the contact; `id` and the next three are JMAP's (RFC 9610, section 3). */
const IGNORED = new Set(['@type', 'version', 'prodId', 'id', 'addressBookIds', 'blobId', 'vCardParams']);

const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  [
    'uid',
    (card, value) => {
      card.one.uid = textOf(card, value, 'uid') || undefined;
    },
  ],
  [
    'updated',
    (card, value) => {
      card.one.revised = instant(textOf(card, value, 'updated'));
    },
  ],
  ['kind', kind],
  ['name', name],
  [
    // Before RFC 9553 the whole name stood here.
    'fullName',
    (card, value) => {
      card.one.full ||= textOf(card, value, 'fullName');
    },
  ],
  ['nicknames', each((card, one) => addOnce(card.one.nicknames, textOf(card, one.get('name'), 'nicknames')))],
  ['organizations', each(organisation)],
  ['titles', each((card, one) => addOnce(card.one.titles, textOf(card, one.get('name'), 'titles')))],
  ['emails', each(email)],
  ['phones', each(phone)],
  ['onlineServices', each(service)],
  [
    'links',
    each((card, one) => {
      const uri = textOf(card, one.get('uri'), 'links');
      if (uri !== '') card.one.urls.push({ value: uri, ...labelled(card, one) });
    }),
  ],
  ['addresses', each(address)],
  ['anniversaries', each(anniversary)],
  [
    'keywords',
    (card, value) => {
      for (const word of flags(value)) addOnce(card.one.categories, word.trim());
    },
  ],
  ['notes', each((card, one) => addOnce(card.one.notes, textOf(card, one.get('note'), 'notes')))],
  ['media', each(media)],
  ['members', members],
  ['relatedTo', related],
  ['speakToAs', speakToAs],
  ['vCardProps', vcardProperties],
]);

/** The objects of a map by id, the preferred ones first (RFC 9553, section 1.5.3); the order of the file otherwise. */
function each(take: (card: JsonCard, one: JsonObject) => void): Handler {
  return (card, value) => {
    const all = value instanceof Map ? [...value.values()] : Array.isArray(value) ? value : [];
    const objects = all.filter((one): one is JsonObject => one instanceof Map);
    const rank = (one: JsonObject): number => {
      const pref = one.get('pref');
      return typeof pref === 'number' && pref >= 1 ? pref : 101;
    };
    for (const one of objects.toSorted((first, second) => rank(first) - rank(second))) take(card, one);
  };
}

/** The keys of a set, which JSContact writes as `{ "key": true }`. */
function flags(value: Json | undefined): string[] {
  return [...objectOf(value)].flatMap(([key, on]) => (on === true ? [key] : []));
}

/** The source's own label, else what its contexts and features say; that one can talk or write there is no label. */
function labelled(card: JsonCard, one: JsonObject): { label?: string } {
  const own = textOf(card, one.get('label'), 'label');
  const features = flags(one.get('features'))
    .filter((feature) => feature !== 'voice' && feature !== 'text')
    .map((feature) => (feature === 'main-number' ? 'main' : feature));
  const label = own === '' ? labelOfTypes([...flags(one.get('contexts')), ...features]) : labelOf(own);
  return label === undefined ? {} : { label };
}

function kind(card: JsonCard, value: Json): void {
  const found = textOf(card, value, 'kind');
  if (found === 'group') card.one.kind = 'group';
  else if (found === 'org') card.one.kind = 'organisation';
  else if (found !== 'individual' && found !== '') {
    // An application, a device, a place: nobody to write to.
    card.one.kind = 'organisation';
    keep(card, found, 'kind');
  }
}

/** RFC 9553, section 2.2.1, and the words of the drafts before it. */
const NAME_PARTS: ReadonlyMap<string, 'prefix' | 'given' | 'middle' | 'family' | 'suffix'> = new Map([
  ['title', 'prefix'],
  ['prefix', 'prefix'],
  ['given', 'given'],
  ['personal', 'given'],
  ['given2', 'middle'],
  ['middle', 'middle'],
  ['additional', 'middle'],
  ['surname', 'family'],
  ['surname2', 'family'],
  ['generation', 'suffix'],
  ['credential', 'suffix'],
  ['suffix', 'suffix'],
]);

const SPOKEN = { given: 'phoneticGiven', middle: 'phoneticMiddle', family: 'phoneticFamily' } as const;

function name(card: JsonCard, value: Json): void {
  const { one } = card;
  if (typeof value === 'string') {
    one.full = textOf(card, value, 'name');
    return;
  }
  const object = objectOf(value);
  const components = objectsOf(object.get('components'));
  for (const component of components) {
    const part = NAME_PARTS.get(kindOf(card, component));
    const text = textOf(card, component.get('value'), 'name');
    if (part === undefined || text === '') continue;
    one[part] = one[part] === '' ? text : `${one[part]} ${text}`;
    const spoken = textOf(card, component.get('phonetic'), 'name');
    if (spoken === '' || part === 'prefix' || part === 'suffix') continue;
    const field = SPOKEN[part];
    one[field] = one[field] === '' ? spoken : `${one[field]} ${spoken}`;
  }
  one.full = textOf(card, object.get('full'), 'name');
  if (one.full === '' && object.get('isOrdered') === true)
    one.full = joined(card, components, object.get('defaultSeparator'), ' ');
  const sortAs = objectOf(object.get('sortAs'));
  const sorted = [textOf(card, sortAs.get('surname'), 'name'), textOf(card, sortAs.get('given'), 'name')];
  keep(card, sorted.filter(Boolean).join(','), 'SORT-AS');
}

function kindOf(card: JsonCard, component: JsonObject): string {
  return textOf(card, component.get('kind') ?? component.get('type'), 'kind');
}

/** Components in their order, each with the separator written before it or the one that stands for all. */
function joined(
  card: JsonCard,
  components: readonly JsonObject[],
  separator: Json | undefined,
  fallback: string,
): string {
  let text = '';
  let between: string | undefined;
  for (const component of components) {
    const value = component.get('value');
    if (typeof value !== 'string' || value.length > card.limits.field) continue;
    if (kindOf(card, component) === 'separator') between = (between ?? '') + value;
    else {
      const before = between ?? (typeof separator === 'string' ? separator : fallback);
      text = text === '' ? value : text + before + value;
      between = undefined;
    }
  }
  return text.trim();
}

function organisation(card: JsonCard, one: JsonObject): void {
  const title = textOf(card, one.get('name'), 'organizations');
  const department = objectsOf(one.get('units'))
    .map((unit) => textOf(card, unit.get('name'), 'organizations'))
    .filter(Boolean)
    .join(', ');
  if (title !== '' || department !== '')
    card.one.organisations.push({ ...(title ? { name: title } : {}), ...(department ? { department } : {}) });
}

function email(card: JsonCard, one: JsonObject): void {
  const { address: value } = addressText(textOf(card, one.get('address'), 'emails'));
  if (value !== '') card.one.emails.push({ value, ...labelled(card, one) });
}

function phone(card: JsonCard, one: JsonObject): void {
  const value = textOf(card, one.get('number'), 'phones');
  if (value === '') return;
  if (/^sips?:/i.test(value)) card.one.ims.push({ value, label: 'sip' });
  else card.one.phones.push({ value, ...labelled(card, one) });
}

/** A profile with a web address is a page; anything else is a name on a service (RFC 9555, section 2.3.4). */
function service(card: JsonCard, one: JsonObject): void {
  const uri = textOf(card, one.get('uri'), 'onlineServices');
  const value = uri === '' ? textOf(card, one.get('user'), 'onlineServices') : uri;
  if (value === '') return;
  const named = textOf(card, one.get('service'), 'onlineServices').toLowerCase();
  const label = named === '' ? labelled(card, one) : { label: named };
  const page = /^https?:/i.test(value) && one.get('vCardName') !== 'impp';
  if (page) card.one.urls.push({ value, ...label });
  else card.one.ims.push({ value, ...label });
}

/** RFC 9553, section 2.5.1; street and extended address hold what RFC 9554, section 2.1 says they should. */
const ADDRESS_PARTS: ReadonlyMap<
  string,
  'street' | 'extended' | 'poBox' | 'city' | 'region' | 'postcode' | 'country'
> = new Map([
  ['number', 'street'],
  ['name', 'street'],
  ['block', 'street'],
  ['direction', 'street'],
  ['room', 'extended'],
  ['apartment', 'extended'],
  ['floor', 'extended'],
  ['building', 'extended'],
  ['landmark', 'extended'],
  ['subdistrict', 'extended'],
  ['district', 'extended'],
  ['postOfficeBox', 'poBox'],
  ['locality', 'city'],
  ['region', 'region'],
  ['postcode', 'postcode'],
  ['country', 'country'],
]);

function address(card: JsonCard, one: JsonObject): void {
  const found: { -readonly [K in keyof PostalAddress]: PostalAddress[K] } = {};
  const components = objectsOf(one.get('components'));
  for (const component of components) {
    const part = ADDRESS_PARTS.get(kindOf(card, component));
    const text = textOf(card, component.get('value'), 'addresses');
    if (part === undefined || text === '') continue;
    const before = found[part];
    found[part] = before === undefined ? text : `${before}${part === 'extended' ? ', ' : ' '}${text}`;
  }
  const code = textOf(card, one.get('countryCode'), 'addresses');
  if (found.country === undefined && code !== '') found.country = code;
  const formatted =
    textOf(card, one.get('full'), 'addresses') ||
    (one.get('isOrdered') === true ? joined(card, components, one.get('defaultSeparator'), ' ') : '');
  if (formatted !== '') found.formatted = formatted;
  if (Object.keys(found).length > 0) card.one.addresses.push({ ...found, ...labelled(card, one) });
  keep(card, one.get('coordinates'), 'GEO');
  keep(card, one.get('timeZone'), 'TZ');
}

function anniversary(card: JsonCard, one: JsonObject): void {
  const what = textOf(card, one.get('kind'), 'anniversaries');
  const on = one.get('date');
  const found = dateOf(on);
  if (found !== undefined && what === 'birth' && card.one.birthday === undefined) card.one.birthday = found;
  else if (found !== undefined && what === 'wedding' && card.one.anniversary === undefined)
    card.one.anniversary = found;
  else keep(card, found ?? on, what || 'anniversary');
}

/** A PartialDate or Timestamp (RFC 9553, section 2.8.1); `undefined` where day or month is missing. */
function dateOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return parseDate(value);
  const object = objectOf(value);
  const utc = object.get('utc');
  if (typeof utc === 'string') return parseDate(utc);
  const scale = object.get('calendarScale') ?? 'gregorian';
  if (scale !== 'gregorian') return undefined;
  const part = (key: string): number => Number(object.get(key) ?? 0);
  return date(part('year'), part('month'), part('day'));
}

function media(card: JsonCard, one: JsonObject): void {
  const uri = one.get('uri');
  if (typeof uri !== 'string' || uri === '') return;
  const what = textOf(card, one.get('kind'), 'media') || 'photo';
  if (what !== 'photo') {
    if (!/^data:/i.test(uri)) keep(card, uri, what);
    return;
  }
  if (card.one.photo?.kind === 'embedded') return;
  const type = textOf(card, one.get('mediaType'), 'media');
  const found = photoFromUri(uri, { limits: card.limits, photos: card.photos, type });
  if ('photo' in found) card.one.photo = found.photo;
  else note(card.one, card.limits, found.problem, card.line, 'media', uri.slice(0, 60));
}

function members(card: JsonCard, value: Json): void {
  for (const uid of flags(value)) if (uid !== '') card.one.relations.push({ value: uid, label: 'member' });
}

function related(card: JsonCard, value: Json): void {
  for (const [who, one] of objectOf(value)) {
    if (who === '') continue;
    const relations = flags(objectOf(one).get('relation')).filter((relation) => relation !== '');
    if (relations.length === 0) card.one.relations.push({ value: who });
    for (const relation of relations) card.one.relations.push({ value: who, label: relation });
  }
}

/** How to address somebody is kept whole; a masculine or feminine form tells the gender where nothing else does. */
function speakToAs(card: JsonCard, value: Json): void {
  keep(card, value, 'speakToAs');
  const form = objectOf(value).get('grammaticalGender');
  if (form === 'masculine') card.one.gender ??= 'male';
  if (form === 'feminine') card.one.gender ??= 'female';
}

const GENDERS: ReadonlyMap<string, string> = new Map([
  ['m', 'male'],
  ['f', 'female'],
  ['o', 'other'],
  ['n', 'none'],
]);

/** vCard properties without a JSContact one, in the shape of jCard (RFC 9555, section 2.16.2). */
function vcardProperties(card: JsonCard, value: Json): void {
  for (const property of Array.isArray(value) ? value : []) {
    if (!Array.isArray(property) || typeof property[0] !== 'string') continue;
    const label = property[0].toLowerCase();
    const parts: readonly Json[] = property.slice(3);
    if (label === 'gender') {
      const [letter, words] = parts.flat().map((part) => textOf(card, part, 'GENDER'));
      card.one.gender =
        words || (letter === undefined ? undefined : (GENDERS.get(letter.toLowerCase()) ?? letter));
    } else if (label === 'rev') card.one.revised ??= instant(textOf(card, parts[0], 'REV'));
    else if (label === 'sort-string') card.one.phonetic = textOf(card, parts[0], 'SORT-STRING');
    else {
      const named = textOf(card, objectOf(property[1]).get('x-label'), label);
      const own = label === 'x-kith-other';
      for (const part of parts) {
        const text = own ? textOf(card, part, label) : '';
        if (!own) keep(card, part, label.toUpperCase());
        else if (text !== '') card.one.other.push({ value: text, ...(named ? { label: named } : {}) });
      }
    }
  }
}

function instant(text: string): string | undefined {
  return /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text)
    ? text
    : undefined;
}
