import assert from 'node:assert/strict';
import ICAL from 'ical.js';
import papa from 'papaparse';
import { type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';

/** Contacts of a vCard 4.0 file as ical.js, which is not ours, reads them: uid and formatted name. */
export function readVcards(text: string): readonly { readonly uid: string; readonly name: string }[] {
  const parsed: unknown = ICAL.parse(text);
  assert.ok(Array.isArray(parsed));
  // A file of one card is that card, not a list of one.
  const cards: unknown[] = parsed[0] === 'vcard' ? [parsed] : parsed;
  return cards.map((one) => {
    // Safe: the constructor takes what the parser gives.
    const card = new ICAL.Component(one as ConstructorParameters<typeof ICAL.Component>[0]);
    assert.equal(card.getFirstPropertyValue('version'), '4.0');
    return {
      uid: String(card.getFirstPropertyValue('uid')),
      name: String(card.getFirstPropertyValue('fn')),
    };
  });
}

/** The rows of a table as papaparse reads them, which must find nothing wrong. */
export function readTable(text: string): readonly Readonly<Record<string, string>>[] {
  const { data, errors, meta } = papa.parse(text, { header: true, skipEmptyLines: true });
  assert.deepEqual(errors, []);
  assert.equal(new Set(meta.fields).size, meta.fields?.length, 'a column stands twice');
  return data;
}

/** Cards of JSContact by the letter of RFC 9553; a property or a type that it does not have is a fault. */
export function readJscontact(text: string): readonly { readonly uid: string }[] {
  const cards: unknown = JSON.parse(text);
  assert.ok(Array.isArray(cards));
  for (const card of cards)
    assert.ok(Value.Check(Card, card), JSON.stringify([Value.Errors(Card, card).slice(0, 2), card]));
  // Safe: each was checked.
  return cards as readonly { readonly uid: string }[];
}

/** Section 1.4.1: keys of maps are ids. */
const map = (value: TSchema) =>
  Type.Object({}, { patternProperties: { '^[A-Za-z0-9_-]{1,255}$': value }, additionalProperties: false });
const setOf = Type.Record(Type.String(), Type.Literal(true));
const strict = { additionalProperties: false };
/** Section 1.5: contexts, how much something is preferred, and a label. */
const common = {
  '@type': Type.Optional(Type.String()),
  contexts: Type.Optional(setOf),
  pref: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  label: Type.Optional(Type.String()),
  vCardName: Type.Optional(Type.String()),
  vCardParams: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
};
const text = Type.Optional(Type.String());
const uint = Type.Optional(Type.Integer({ minimum: 0 }));
const object = (properties: Record<string, TSchema>) => Type.Object({ ...common, ...properties }, strict);
const resource = (more: Record<string, TSchema> = {}) =>
  object({ kind: text, uri: Type.String({ minLength: 1 }), mediaType: text, ...more });
const components = (kinds: readonly string[]) =>
  Type.Optional(Type.Array(object({ kind: Type.Enum([...kinds]), value: Type.String(), phonetic: text })));
const nameKinds = [
  'title',
  'given',
  'given2',
  'surname',
  'surname2',
  'credential',
  'generation',
  'separator',
];
const placeKinds = [
  ...['room', 'apartment', 'floor', 'building', 'number', 'name', 'block', 'subdistrict', 'district'],
  ...['locality', 'region', 'postcode', 'country', 'direction', 'landmark', 'postOfficeBox', 'separator'],
];
const partialDate = Type.Union([
  Type.Object(
    {
      '@type': Type.Optional(Type.Literal('PartialDate')),
      year: uint,
      month: uint,
      day: uint,
      calendarScale: text,
    },
    { ...strict, minProperties: 1 },
  ),
  Type.Object({ '@type': Type.Literal('Timestamp'), utc: Type.String() }, strict),
]);

const Card = Type.Object(
  {
    '@type': Type.Literal('Card'),
    version: Type.Literal('1.0'),
    uid: Type.String({ minLength: 1 }),
    created: text,
    updated: Type.Optional(
      Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$' }),
    ),
    prodId: text,
    language: text,
    kind: Type.Optional(Type.Enum(['individual', 'group', 'org', 'location', 'device', 'application'])),
    members: Type.Optional(setOf),
    relatedTo: Type.Optional(Type.Record(Type.String(), object({ relation: Type.Optional(setOf) }))),
    name: Type.Optional(
      object({
        full: text,
        components: components(nameKinds),
        isOrdered: Type.Optional(Type.Boolean()),
        defaultSeparator: text,
        sortAs: Type.Optional(Type.Record(Type.String(), Type.String())),
        phoneticSystem: text,
        phoneticScript: text,
      }),
    ),
    nicknames: Type.Optional(map(object({ name: Type.String() }))),
    organizations: Type.Optional(
      map(
        object({
          name: text,
          sortAs: text,
          units: Type.Optional(Type.Array(object({ name: Type.String() }))),
        }),
      ),
    ),
    speakToAs: Type.Optional(object({ grammaticalGender: text, pronouns: Type.Optional(Type.Unknown()) })),
    titles: Type.Optional(
      map(
        object({
          name: Type.String(),
          kind: Type.Optional(Type.Enum(['title', 'role'])),
          organizationId: text,
        }),
      ),
    ),
    emails: Type.Optional(map(object({ address: Type.String({ minLength: 1 }) }))),
    onlineServices: Type.Optional(map(object({ service: text, uri: text, user: text }))),
    phones: Type.Optional(
      map(object({ number: Type.String({ minLength: 1 }), features: Type.Optional(setOf) })),
    ),
    preferredLanguages: Type.Optional(map(object({ language: Type.String() }))),
    calendars: Type.Optional(map(resource())),
    schedulingAddresses: Type.Optional(map(object({ uri: Type.String() }))),
    addresses: Type.Optional(
      map(
        object({
          components: components(placeKinds),
          isOrdered: Type.Optional(Type.Boolean()),
          defaultSeparator: text,
          full: text,
          countryCode: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2}$' })),
          coordinates: text,
          timeZone: text,
        }),
      ),
    ),
    cryptoKeys: Type.Optional(map(resource())),
    directories: Type.Optional(map(resource({ listAs: uint }))),
    links: Type.Optional(map(resource())),
    media: Type.Optional(map(resource())),
    localizations: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    anniversaries: Type.Optional(
      map(
        object({
          kind: Type.Enum(['birth', 'death', 'wedding']),
          date: partialDate,
          place: Type.Optional(Type.Unknown()),
        }),
      ),
    ),
    keywords: Type.Optional(setOf),
    notes: Type.Optional(
      map(object({ note: Type.String(), created: text, author: Type.Optional(Type.Unknown()) })),
    ),
    personalInfo: Type.Optional(map(object({ kind: text, value: Type.String(), level: text, listAs: uint }))),
    // RFC 9555, section 2.15: what has no property of its own.
    vCardProps: Type.Optional(Type.Array(Type.Array(Type.Unknown(), { minItems: 4 }))),
  },
  strict,
);
