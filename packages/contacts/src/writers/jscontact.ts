import type { Card, Labelled, Names, PostalAddress } from '../contact.ts';

/**
 * A card as one line of JSContact (RFC 9553), by the mapping of RFC 9555.
 *
 * What JSContact has no property for goes to `vCardProps`. A card without a uid is given one made of what it says, so
 * that the same card always has the same. A photo of which only the size is known is left out.
 *
 * @example writeJscontact(card) // '{"@type":"Card","version":"1.0","uid":"urn:uuid:…","name":{"full":"Ana Ruiz"}}'
 */
export function writeJscontact(card: Card): string {
  const members = new Map<string, unknown>([
    ['@type', 'Card'],
    ['version', '1.0'],
    ['uid', card.source.uid],
  ]);
  const properties: unknown[] = [];
  const set = (name: string, value: unknown): void => {
    if (value !== undefined) members.set(name, value);
  };
  const { revised } = card.source;
  if (revised?.endsWith('Z')) set('updated', revised);
  else if (revised !== undefined) properties.push(['rev', {}, 'text', revised]);
  set('kind', KINDS[card.kind]);
  set('name', nameOf(card.names));
  if (hasNoPart(card.names) && card.names.phonetic !== undefined)
    properties.push(['sort-string', {}, 'text', card.names.phonetic]);
  set(
    'nicknames',
    numbered('N', card.names.nicknames, (name) => ({ name })),
  );
  set(
    'organizations',
    numbered('O', card.organisations, ({ name, department }) => ({
      name,
      units: department === undefined ? undefined : [{ name: department }],
    })),
  );
  set(
    'titles',
    numbered('T', card.titles, (name) => ({ kind: 'title', name })),
  );
  set(
    'emails',
    numbered('E', card.emails, ({ value, label }, at) => ({
      address: value,
      ...labelled(label),
      pref: preferred(card.emails, at),
    })),
  );
  set(
    'phones',
    numbered('P', card.phones, ({ value, label }, at) => ({
      number: value,
      ...(PHONES.get(label ?? '') ?? labelled(label)),
      pref: preferred(card.phones, at),
    })),
  );
  set(
    'links',
    numbered('L', card.urls, ({ value, label }, at) => ({
      uri: value,
      ...labelled(label),
      pref: preferred(card.urls, at),
    })),
  );
  set(
    'onlineServices',
    numbered('S', card.ims, ({ value, label }) => ({
      // The names of services are read without regard to case.
      [label === label?.toLowerCase() ? 'service' : 'label']: label,
      [/^[a-z][a-z0-9+.-]*:/i.test(value) ? 'uri' : 'user']: value,
      // Otherwise a service at a web address reads as a page.
      vCardName: 'impp',
    })),
  );
  set('addresses', numbered('A', card.addresses, addressOf));
  set(
    'anniversaries',
    numbered(
      'D',
      [
        { kind: 'birth', on: card.birthday },
        { kind: 'wedding', on: card.anniversary },
      ].filter(({ on }) => on !== undefined),
      ({ kind, on }) => ({ kind, date: partialDate(on ?? '') }),
    ),
  );
  set('keywords', setOf(card.categories));
  set(
    'notes',
    numbered('N', card.notes, (note) => ({ note })),
  );
  set('media', photoOf(card));
  relate(card, set);
  if (card.gender !== undefined)
    properties.push(['gender', {}, 'text', GENDERS.get(card.gender) ?? ['', card.gender]]);
  for (const one of card.other ?? []) {
    const own = ownProperty(one, members);
    if (own !== undefined) members.set(own.name, own.value);
    else properties.push(vcardProperty(one));
  }
  set('vCardProps', properties.length === 0 ? undefined : properties);
  if (card.source.uid === undefined) members.set('uid', uuidOf(json(members)));
  return json(members);
}

const KINDS: Readonly<Record<Card['kind'], string>> = {
  person: 'individual',
  organisation: 'org',
  group: 'group',
};

const GENDERS: ReadonlyMap<string, string> = new Map([
  ['male', 'M'],
  ['female', 'F'],
  ['other', 'O'],
  ['none', 'N'],
]);

const AT_HOME = { contexts: { private: true } };
const AT_WORK = { contexts: { work: true } };

/** Our labels of numbers by features (RFC 9553, section 2.3.3). */
const PHONES: ReadonlyMap<string, object> = new Map<string, object>([
  ['mobile', { features: { mobile: true } }],
  ['work mobile', { ...AT_WORK, features: { mobile: true } }],
  ['fax', { features: { fax: true } }],
  ['home fax', { ...AT_HOME, features: { fax: true } }],
  ['work fax', { ...AT_WORK, features: { fax: true } }],
  ['pager', { features: { pager: true } }],
  ['video', { features: { video: true } }],
  ['main', { features: { 'main-number': true } }],
]);

function json(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    member instanceof Map ? Object.fromEntries(member) : member,
  );
}

/** A map by ids of our own; `undefined` where there is nothing. */
function numbered<T>(
  letter: string,
  values: readonly T[] | undefined,
  write: (value: T, at: number) => object,
): ReadonlyMap<string, object> | undefined {
  if (values === undefined || values.length === 0) return undefined;
  return new Map(values.map((value, at) => [`${letter}${at + 1}`, write(value, at)]));
}

function setOf(values: readonly string[]): ReadonlyMap<string, true> | undefined {
  return values.length === 0 ? undefined : new Map(values.map((value) => [value, true]));
}

function labelled(label: string | undefined): object {
  if (label === undefined) return {};
  return label === 'home' ? AT_HOME : label === 'work' ? AT_WORK : { label };
}

/** The first of several is the preferred one: members of a JSON object have no order. */
function preferred(values: readonly unknown[], at: number): 1 | undefined {
  return at === 0 && values.length > 1 ? 1 : undefined;
}

const SPOKEN = ['family', 'middle', 'given'] as const;

function hasNoPart(names: Names): boolean {
  return SPOKEN.every((part) => names[part] === undefined);
}

function nameOf(names: Names): object | undefined {
  const phonetic = phonetics(names);
  const components = (
    [
      ['title', 'prefix'],
      ['given', 'given'],
      ['given2', 'middle'],
      ['surname', 'family'],
      ['credential', 'suffix'],
    ] as const
  ).flatMap(([kind, part]) =>
    names[part] === undefined ? [] : [{ kind, value: names[part], phonetic: phonetic.get(part) }],
  );
  if (components.length === 0) return names.full === '' ? undefined : { full: names.full };
  return {
    full: names.full === '' ? undefined : names.full,
    components,
    // One of script and system must be there (RFC 9553, section 2.2.1).
    phoneticScript: phonetic.size === 0 ? undefined : scriptOf(names.phonetic ?? ''),
  };
}

/** Each word to the part it belongs to where their numbers agree, else the whole to the first part. */
function phonetics(names: Names): ReadonlyMap<string, string> {
  const parts = SPOKEN.filter((part) => names[part] !== undefined);
  const [first] = parts;
  if (names.phonetic === undefined || first === undefined) return new Map();
  const words = names.phonetic.split(' ');
  if (words.length !== parts.length) return new Map([[first, names.phonetic]]);
  return new Map(parts.map((part, at) => [part, words[at] ?? '']));
}

function scriptOf(text: string): string {
  return /[\u30a0-\u30ff]/.test(text) ? 'Kana' : /[\u3040-\u309f]/.test(text) ? 'Hira' : 'Latn';
}

function addressOf({ formatted, label, ...parts }: PostalAddress): object {
  const components = (
    [
      ['postOfficeBox', 'poBox'],
      ['apartment', 'extended'],
      ['name', 'street'],
      ['locality', 'city'],
      ['region', 'region'],
      ['postcode', 'postcode'],
      ['country', 'country'],
    ] as const
  ).flatMap(([kind, part]) => (parts[part] === undefined ? [] : [{ kind, value: parts[part] }]));
  return {
    full: formatted,
    components: components.length === 0 ? undefined : components,
    ...labelled(label),
  };
}

function partialDate(on: string): object {
  const year = on.startsWith('--') ? undefined : Number(on.slice(0, 4));
  return { '@type': 'PartialDate', year, month: Number(on.slice(-5, -3)), day: Number(on.slice(-2)) };
}

function photoOf({ photo }: Card): object | undefined {
  if (photo?.kind === 'url') return { M1: { kind: 'photo', uri: photo.url } };
  if (photo?.data === undefined) return undefined;
  let bytes = '';
  for (const byte of photo.data) bytes += String.fromCharCode(byte);
  return {
    M1: {
      kind: 'photo',
      uri: `data:${photo.type ?? ''};base64,${btoa(bytes)}`,
      mediaType: photo.type,
    },
  };
}

function relate(card: Card, set: (name: string, value: unknown) => void): void {
  const members: string[] = [];
  const related = new Map<string, Map<string, true>>();
  for (const { value, label } of card.relations) {
    if (card.kind === 'group' && label === 'member') {
      members.push(value);
      continue;
    }
    const relation = related.get(value) ?? new Map<string, true>();
    if (label !== undefined) relation.set(label, true);
    related.set(value, relation);
  }
  set('members', setOf(members));
  if (related.size > 0)
    set(
      'relatedTo',
      new Map([...related].map(([who, relation]) => [who, new Map([['relation', relation]])])),
    );
}

/** Properties that Kith keeps as they are, and those of other makers (RFC 9553, section 1.8.1). */
const KEPT =
  /^(?:personalInfo|preferredLanguages|speakToAs|calendars|schedulingAddresses|cryptoKeys|directories|localizations|created|language|[a-z0-9-]+(?:\.[a-z0-9-]+)+:.+)$/;

function ownProperty(
  { value, label }: Labelled,
  taken: ReadonlyMap<string, unknown>,
): { name: string; value: unknown } | undefined {
  if (label === undefined || taken.has(label) || !KEPT.test(label)) return undefined;
  if (!/^[{[]/.test(value)) return { name: label, value };
  try {
    const parsed: unknown = JSON.parse(value);
    return JSON.stringify(parsed) === value ? { name: label, value: parsed } : undefined;
  } catch {
    // Not JSON, or nested beyond all bounds: it is kept as text.
    return undefined;
  }
}

const TAKEN = new Set(['GENDER', 'REV', 'SORT-STRING', 'X-KITH-OTHER']);

/** A vCard property in the shape of jCard; one with a name of another kind carries it as a parameter. */
function vcardProperty({ value, label }: Labelled): unknown[] {
  if (label !== undefined && /^[A-Z][A-Z0-9-]*$/.test(label) && !TAKEN.has(label))
    return [label.toLowerCase(), {}, 'unknown', value];
  return ['x-kith-other', label === undefined ? {} : { 'x-label': label }, 'text', value];
}

/** A UUID of version 8 (RFC 9562, section 5.8) from the FNV-1a hash of the text. */
function uuidOf(text: string): string {
  let hash = 0x6c62272e07bb014262b821756295c58dn;
  for (const byte of new TextEncoder().encode(text))
    hash = ((hash ^ BigInt(byte)) * 0x1000000000000000000013bn) & 0xffffffffffffffffffffffffffffffffn;
  const digits = hash.toString(16).padStart(32, '0');
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 3) | 8).toString(16);
  return `urn:uuid:${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
}
