/** An object of JSON that a server sent: nothing about it is known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** How servers name contacts and groups in JMAP. */
export interface Dialect {
  /** Of the session (RFC 8620, 2): who has it speaks this dialect. */
  readonly capability: string;
  /** What contacts are called: `ContactCard` for `ContactCard/get`. */
  readonly contact: string;
  /** Books that contacts stand in, where they can be asked for one by one. */
  readonly book?: { readonly name: string; readonly filter: (id: string) => JsonObject };
  readonly group: { readonly name: string; readonly filter?: JsonObject };
  /** The name of a group, and what `keyOf` says of its members. */
  membersOf(group: JsonObject): { readonly name: string; readonly members: readonly string[] };
  keyOf(contact: JsonObject): string;
  /** A contact as JSContact (RFC 9553). */
  cardOf(contact: JsonObject): JsonObject;
}

/** RFC 9610: cards are JSContact already, and groups are cards of their own kind. */
const ietf: Dialect = {
  capability: 'urn:ietf:params:jmap:contacts',
  contact: 'ContactCard',
  book: { name: 'AddressBook', filter: (id) => ({ inAddressBook: id }) },
  group: { name: 'ContactCard', filter: { kind: 'group' } },
  membersOf: (group) => ({
    name: textOf(objectOf(group.name).full),
    members: Object.keys(objectOf(group.members)),
  }),
  keyOf: ({ uid }) => textOf(uid),
  cardOf: (contact) => contact,
};

/** Cyrus before RFC 9610 (`imap/jmap_contact.c` of 3.6): vCards in fields of its own, and no name as a whole. */
const cyrus: Dialect = {
  capability: 'https://cyrusimap.org/ns/jmap/contacts',
  contact: 'Contact',
  group: { name: 'ContactGroup' },
  membersOf: ({ name, contactIds }) => ({ name: textOf(name), members: textsOf(contactIds) }),
  keyOf: ({ id }) => textOf(id),
  cardOf: cardOfCyrus,
};

/** The dialects of JMAP for contacts, the better one first. */
export const dialects: readonly Dialect[] = [ietf, cyrus];

/** Words of Cyrus for places, as contexts (RFC 9553, 1.5.1). */
const contexts: Readonly<Record<string, string>> = { home: 'private', personal: 'private', work: 'work' };

function cardOfCyrus(contact: JsonObject): JsonObject {
  const text = (name: string): string => textOf(contact[name]);
  const online = objectsOf(contact.online);
  const avatar = objectOf(contact.avatar);
  return {
    uid: text('uid'),
    name: {
      components: [
        ['title', 'prefix'],
        ['given', 'firstName'],
        ['surname', 'lastName'],
        ['credential', 'suffix'],
      ].flatMap(([kind, field = '']) => (text(field) === '' ? [] : [{ kind, value: text(field) }])),
    },
    ...numbered('nicknames', text('nickname') === '' ? [] : [{ name: text('nickname') }]),
    ...numbered('organizations', organisationOf(text('company'), text('department'))),
    ...numbered('titles', text('jobTitle') === '' ? [] : [{ name: text('jobTitle') }]),
    ...numbered(
      'emails',
      objectsOf(contact.emails).map((one) => ({
        address: textOf(one.value),
        ...labelOf(one),
        ...(one.isDefault === true ? { pref: 1 } : {}),
      })),
    ),
    ...numbered(
      'phones',
      objectsOf(contact.phones).map((one) => ({ number: textOf(one.value), ...labelOf(one) })),
    ),
    ...numbered('addresses', objectsOf(contact.addresses).map(addressOf)),
    ...numbered(
      'links',
      online
        .filter(({ type }) => type === 'uri')
        .map((one) => ({ uri: textOf(one.value), ...labelOf({ label: one.label }) })),
    ),
    ...numbered(
      'onlineServices',
      online
        .filter(({ type }) => type !== 'uri')
        .map((one) => ({ user: textOf(one.value), service: textOf(one.label) })),
    ),
    ...numbered('notes', text('notes') === '' ? [] : [{ note: text('notes') }]),
    ...numbered('anniversaries', [
      ...dateOf('birth', text('birthday')),
      ...dateOf('wedding', text('anniversary')),
    ]),
    ...numbered(
      'media',
      textOf(avatar.blobId) === ''
        ? []
        : [{ kind: 'photo', blobId: avatar.blobId, mediaType: avatar.type, size: avatar.size }],
    ),
  };
}

/** Values by ids of our own, as JSContact has them. */
function numbered(name: string, values: readonly JsonObject[]): JsonObject {
  return values.length === 0
    ? {}
    : { [name]: Object.fromEntries(values.map((value, at) => [String(at + 1), value])) };
}

function labelOf({ type, label }: JsonObject): JsonObject {
  const own = textOf(label);
  const kind = textOf(type);
  if (own !== '') return { label: own };
  const context = Object.hasOwn(contexts, kind) ? contexts[kind] : undefined;
  if (context !== undefined) return { contexts: { [context]: true } };
  return kind === '' || kind === 'other' ? {} : { label: kind };
}

function organisationOf(name: string, department: string): readonly JsonObject[] {
  if (name === '' && department === '') return [];
  return [{ name, ...(department === '' ? {} : { units: [{ name: department }] }) }];
}

function addressOf(one: JsonObject): JsonObject {
  const components = [
    ['name', 'street'],
    ['locality', 'locality'],
    ['region', 'region'],
    ['postcode', 'postcode'],
    ['country', 'country'],
  ].flatMap(([kind, field = '']) => {
    const value = textOf(one[field]).trim();
    return value === '' ? [] : [{ kind, value }];
  });
  return { components, ...labelOf(one) };
}

/** Zeros stand for what is not known: `0000-04-12`, and `0000-00-00` for no date at all. */
function dateOf(kind: string, text: string): readonly JsonObject[] {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text) ?? [];
  const parts = Object.entries({ year, month, day }).flatMap(([name, digits]) =>
    Number(digits) === 0 ? [] : [[name, Number(digits)]],
  );
  return parts.length === 0 ? [] : [{ kind, date: Object.fromEntries(parts) }];
}

/** A member that is a text; the empty one where it is anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A member that is an object; an empty one where it is anything else. */
export function objectOf(value: unknown): JsonObject {
  // Safe: an object of JSON has members by name, and nothing is said about them.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** The objects of a member that is an array. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value)
    ? value.filter((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
    : [];
}

/** The texts of a member that is an array. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
