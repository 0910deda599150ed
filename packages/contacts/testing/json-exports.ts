import type { Person } from './people.ts';

/** Indented, so that each person stands on lines of their own. */
function file(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/**
 * JSContact (RFC 9553) as a JMAP server lists it.
 *
 * @example jscontactList(generatePeople({ seed: 1, count: 10 }))
 */
export function jscontactList(people: readonly Person[]): string {
  return file({
    list: people.map((person, at) => ({
      '@type': 'Card',
      version: '1.0',
      uid: `urn:example:${at}`,
      name: {
        full: person.names.full,
        components: [
          { kind: 'given', value: person.names.given },
          { kind: 'surname', value: person.names.family },
        ],
      },
      emails: byId(person.emails, ({ value, label }) => ({ address: value, ...labelled(label) })),
      phones: byId(person.phones, ({ value, label }) => ({
        number: value,
        ...(label === 'mobile' ? { features: { mobile: true } } : labelled(label)),
      })),
      ...(person.organisation === undefined ? {} : { organizations: { o1: { name: person.organisation } } }),
      ...(person.title === undefined ? {} : { titles: { t1: { name: person.title } } }),
      ...(person.note === undefined ? {} : { notes: { n1: { note: person.note } } }),
      ...(person.photo === undefined ? {} : { media: { m1: { kind: 'photo', uri: person.photo } } }),
      ...(person.city === undefined
        ? {}
        : { addresses: { a1: { components: [{ kind: 'locality', value: person.city }] } } }),
      ...(person.birthday === undefined
        ? {}
        : {
            anniversaries: {
              b1: { kind: 'birth', date: { '@type': 'PartialDate', ...dateOf(person.birthday) } },
            },
          }),
    })),
  });
}

function byId<T>(values: readonly T[], write: (value: T) => object): object {
  return Object.fromEntries(values.map((value, at) => [`k${at}`, write(value)]));
}

function labelled(label: string): object {
  return label === 'other' ? { label } : { contexts: { [label === 'home' ? 'private' : label]: true } };
}

function dateOf(birthday: string): object {
  const [day = '', month = '', year = ''] = birthday.split('-').reverse();
  return { ...(year === '' ? {} : { year: Number(year) }), month: Number(month), day: Number(day) };
}

/**
 * A page of the People API's `connections`.
 *
 * @example googlePeople(generatePeople({ seed: 1, count: 10 }))
 */
export function googlePeople(people: readonly Person[]): string {
  return file({
    connections: people.map((person, at) => googlePersonOf(person, `people/c${at}`)),
    totalItems: people.length,
  });
}

/** A person as the People API gives it; without the memberships. */
export function googlePersonOf(person: Person, resourceName: string): Readonly<Record<string, unknown>> {
  return {
    resourceName,
    metadata: { sources: [{ type: 'CONTACT', updateTime: '2025-03-18T09:12:44Z' }] },
    names: [
      {
        displayName: person.names.full,
        givenName: person.names.given,
        familyName: person.names.family,
      },
    ],
    emailAddresses: person.emails.map(({ value, label }) => ({ value, type: label })),
    phoneNumbers: person.phones.map(({ value, label }) => ({ value, canonicalForm: value, type: label })),
    organizations: [{ name: person.organisation, title: person.title, current: true }],
    addresses: person.city === undefined ? [] : [{ city: person.city, type: 'home' }],
    birthdays: person.birthday === undefined ? [] : [{ date: dateOf(person.birthday) }],
    biographies: person.note === undefined ? [] : [{ value: person.note, contentType: 'TEXT_PLAIN' }],
    genders: [{ value: person.gender }],
    ...(person.photo === undefined ? {} : { photos: [{ url: person.photo, metadata: { primary: true } }] }),
  };
}

/**
 * A page of Microsoft Graph's `me/contacts`.
 *
 * @example graphContacts(generatePeople({ seed: 1, count: 10 }))
 */
export function graphContacts(people: readonly Person[]): string {
  return file({
    '@odata.context': "https://graph.microsoft.com/v1.0/$metadata#users('me')/contacts",
    value: people.map((person, at) => graphContactOf(person, `AAMk${at}`)),
  });
}

/** A person as Microsoft Graph gives a contact. */
export function graphContactOf(person: Person, id: string): Readonly<Record<string, unknown>> {
  const numbers = (kind: string) =>
    person.phones.filter(({ label }) => label === kind).map(({ value }) => value);
  const [, month = '', day = ''] = /(\d\d)-(\d\d)$/.exec(person.birthday ?? '') ?? [];
  const year = person.birthday?.startsWith('--') === true ? '1604' : person.birthday?.slice(0, 4);
  return {
    '@odata.etag': `W/"${id}"`,
    id,
    createdDateTime: '2024-03-18T09:12:44Z',
    lastModifiedDateTime: '2025-03-18T09:12:44Z',
    changeKey: 'EQAAABYAAAA',
    categories: person.groups ?? [],
    birthday: year === undefined ? null : `${year}-${month}-${day}T11:59:00Z`,
    displayName: person.names.full,
    givenName: person.names.given,
    surname: person.names.family,
    jobTitle: person.title ?? null,
    companyName: person.organisation ?? null,
    personalNotes: person.note ?? '',
    mobilePhone: numbers('mobile')[0] ?? null,
    homePhones: numbers('home'),
    businessPhones: numbers('work'),
    emailAddresses: person.emails.map(({ value }) => ({ name: value, address: value })),
    homeAddress: person.city === undefined ? {} : { city: person.city, countryOrRegion: person.country },
  };
}

/**
 * Facebook's address book, with its UTF-8 written byte by byte as characters.
 *
 * @example facebookBook(generatePeople({ seed: 1, count: 10 }))
 */
export function facebookBook(people: readonly Person[]): string {
  const encoder = new TextEncoder();
  const bytes = (text: string): string => String.fromCharCode(...encoder.encode(text));
  const text = file({
    address_book_v2: {
      address_book: people.map((person) => ({
        name: bytes(person.names.full),
        details: [...person.phones, ...person.emails].map(({ value }) => ({ contact_point: value })),
        created_timestamp: 1530429889,
        updated_timestamp: 1533839699,
      })),
    },
  });
  return text.replace(
    /[\u0080-\u00ff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
