import type { Card, FormatName, Labelled, Organisation, Photo, PostalAddress, Problem } from '../contact.ts';
import { problem } from './events.ts';
import type { Limits } from './limits.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A card while it is read. */
export interface Draft {
  kind: Card['kind'];
  full: string;
  given: string;
  middle: string;
  family: string;
  prefix: string;
  suffix: string;
  nicknames: string[];
  phoneticGiven: string;
  phoneticMiddle: string;
  phoneticFamily: string;
  phonetic: string;
  emails: Preferred[];
  phones: Preferred[];
  urls: Preferred[];
  ims: Labelled[];
  birthday: string | undefined;
  anniversary: string | undefined;
  gender: string | undefined;
  addresses: PostalAddress[];
  organisations: Organisation[];
  titles: string[];
  notes: string[];
  categories: string[];
  relations: Labelled[];
  photo: Photo | undefined;
  other: Labelled[];
  uid: string | undefined;
  revised: string | undefined;
  problems: Problem[];
}

/** A value that its source may have marked as the preferred one of its kind. */
export interface Preferred {
  readonly value: string;
  readonly label?: string;
  readonly preferred?: boolean;
}

/** An empty draft. */
export function draft(): Draft {
  return {
    kind: 'person',
    full: '',
    given: '',
    middle: '',
    family: '',
    prefix: '',
    suffix: '',
    nicknames: [],
    phoneticGiven: '',
    phoneticMiddle: '',
    phoneticFamily: '',
    phonetic: '',
    emails: [],
    phones: [],
    urls: [],
    ims: [],
    birthday: undefined,
    anniversary: undefined,
    gender: undefined,
    addresses: [],
    organisations: [],
    titles: [],
    notes: [],
    categories: [],
    relations: [],
    photo: undefined,
    other: [],
    uid: undefined,
    revised: undefined,
    problems: [],
  };
}

/** Whether nothing at all was said about the contact. */
export function isBlank(one: Draft): boolean {
  return (
    one.full === '' &&
    one.given === '' &&
    one.family === '' &&
    one.emails.length === 0 &&
    one.phones.length === 0 &&
    one.organisations.length === 0 &&
    one.nicknames.length === 0 &&
    one.urls.length === 0 &&
    one.ims.length === 0 &&
    one.addresses.length === 0 &&
    one.notes.length === 0 &&
    one.phonetic === '' &&
    one.phoneticFamily === '' &&
    one.phoneticGiven === '' &&
    one.middle === '' &&
    one.birthday === undefined
  );
}

/** Adds a problem, up to the limit of problems for one card. */
export function note(one: Draft, limits: Limits, ...args: Parameters<typeof problem>): void {
  if (one.problems.length < limits.problems) one.problems.push(problem(...args));
}

/** Adds a text that is neither empty nor there already. */
export function addOnce(values: string[], value: string): void {
  if (value !== '' && !values.includes(value)) values.push(value);
}

/** The finished card. */
export function finished(
  one: Draft,
  format: FormatName,
  lines: readonly [number, number],
  limits: Limits,
): Card {
  const cap = <T>(list: T[], field: string): T[] => {
    if (list.length <= limits.values) return list;
    note(one, limits, 'field.too_many', lines[0], field, String(list.length));
    return list.slice(0, limits.values);
  };
  const card: Mutable<Card> = {
    kind: one.kind,
    names: namesOf(one),
    emails: labelled(cap(one.emails, 'emails')),
    phones: labelled(cap(one.phones, 'phones')),
    urls: labelled(cap(one.urls, 'urls')),
    ims: cap(one.ims, 'ims'),
    addresses: cap(one.addresses, 'addresses'),
    organisations: cap(one.organisations, 'organisations'),
    titles: cap(one.titles, 'titles'),
    notes: cap(one.notes, 'notes'),
    categories: cap(one.categories, 'categories'),
    relations: cap(one.relations, 'relations'),
    source: {
      format,
      lines,
      ...(one.uid ? { uid: one.uid } : {}),
      ...(one.revised ? { revised: one.revised } : {}),
    },
    problems: one.problems,
  };
  if (one.birthday !== undefined) card.birthday = one.birthday;
  if (one.anniversary !== undefined) card.anniversary = one.anniversary;
  if (one.gender) card.gender = one.gender;
  if (one.photo !== undefined) card.photo = one.photo;
  if (one.other.length > 0) card.other = cap(one.other, 'other');
  return card;
}

const CJK = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]/;

/** The parts of a name in the order of their script: family name first, without a space, in Chinese, Japanese and Korean. */
function joinName(parts: {
  prefix?: string;
  given?: string;
  middle?: string;
  family?: string;
  suffix?: string;
}): string {
  const { prefix = '', given = '', middle = '', family = '', suffix = '' } = parts;
  if (CJK.test(family) && (given === '' || CJK.test(given))) return `${family}${given}${middle}${suffix}`;
  let text = prefix;
  for (const part of [given, middle, family]) if (part !== '') text = text === '' ? part : `${text} ${part}`;
  if (suffix === '') return text;
  return text === '' ? suffix : `${text}, ${suffix}`;
}

function namesOf(one: Draft): Card['names'] {
  // "Other contacts" of Google and some phones put the address where the name belongs.
  for (const field of ['full', 'given', 'family'] as const) {
    if (one[field].includes('@') && one.emails.some((email) => email.value === one[field])) one[field] = '';
  }
  const names: Mutable<Card['names']> = { full: one.full };
  if (one.given !== '') names.given = one.given;
  if (one.middle !== '') names.middle = one.middle;
  if (one.family !== '') names.family = one.family;
  if (one.prefix !== '') names.prefix = one.prefix;
  if (one.suffix !== '') names.suffix = one.suffix;
  if (one.nicknames.length > 0) names.nicknames = one.nicknames;
  const spoken = [one.phoneticFamily, one.phoneticMiddle, one.phoneticGiven]
    .filter((part) => part !== '')
    .join(' ');
  const phonetic = one.phonetic !== '' ? one.phonetic : spoken;
  if (phonetic !== '') names.phonetic = phonetic;
  if (names.full === '') names.full = joinName(one);
  if (names.full === '' && one.kind === 'organisation') names.full = one.organisations[0]?.name ?? '';
  return names;
}

/** Preferred ones first, otherwise in the order of the source, each value once. */
function labelled(values: readonly Preferred[]): Labelled[] {
  const list: Labelled[] = [];
  const one = values[0];
  if (values.length === 1 && one !== undefined) {
    list.push(one.label === undefined ? { value: one.value } : { value: one.value, label: one.label });
    return list;
  }
  for (const wanted of [true, false]) {
    for (const { value, label, preferred = false } of values) {
      if (preferred !== wanted || list.some((known) => known.value === value)) continue;
      list.push(label === undefined ? { value } : { value, label });
    }
  }
  return list;
}
