import type { Card, FormatName, Labelled, Organisation, Photo, PostalAddress, Problem } from '../contact.ts';
import { problem } from './events.ts';
import type { CardLimits } from './limits.ts';

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
  /** 1, or `true`, is the most preferred (RFC 6350, section 5.3). */
  readonly preferred?: boolean | number;
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
  return !(
    one.full ||
    one.given ||
    one.family ||
    one.emails.length ||
    one.phones.length ||
    one.organisations.length ||
    one.nicknames.length ||
    one.urls.length ||
    one.ims.length ||
    one.addresses.length ||
    one.notes.length ||
    one.phonetic ||
    one.phoneticFamily ||
    one.phoneticGiven ||
    one.middle ||
    one.birthday
  );
}

/** Adds a problem, up to the limit of problems for one card. */
export function note(one: Draft, limits: CardLimits, ...args: Parameters<typeof problem>): void {
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
  limits: CardLimits,
): Card {
  const capped = <T>(list: T[], field: string): T[] => {
    if (list.length > limits.values) {
      note(one, limits, 'field.too_many', lines[0], field, String(list.length));
      list.length = limits.values;
    }
    return list;
  };
  const card: Mutable<Card> = {
    kind: one.kind,
    names: namesOf(one),
    emails: labelled(capped(one.emails, 'emails')),
    phones: labelled(capped(one.phones, 'phones')),
    urls: labelled(capped(one.urls, 'urls')),
    ims: capped(one.ims, 'ims'),
    addresses: capped(one.addresses, 'addresses'),
    organisations: capped(one.organisations, 'organisations'),
    titles: capped(one.titles, 'titles'),
    notes: capped(one.notes, 'notes'),
    categories: capped(one.categories, 'categories'),
    relations: distinct(capped(one.relations, 'relations')),
    source: sourceOf(one, format, lines),
    problems: one.problems,
  };
  if (one.birthday !== undefined) card.birthday = one.birthday;
  if (one.anniversary !== undefined) card.anniversary = one.anniversary;
  if (one.gender) card.gender = one.gender;
  if (one.photo !== undefined) card.photo = one.photo;
  if (one.other.length > 0) card.other = capped(one.other, 'other');
  return card;
}

/** Each value once with the same label. */
function distinct(values: readonly Labelled[]): readonly Labelled[] {
  if (values.length < 2) return values;
  return values.filter(
    ({ value, label }, at) =>
      values.findIndex((other) => other.value === value && other.label === label) === at,
  );
}

function sourceOf(one: Draft, format: FormatName, lines: readonly [number, number]): Card['source'] {
  const { uid, revised } = one;
  const source: Mutable<Card['source']> = { format, lines };
  if (uid) source.uid = uid;
  if (revised) source.revised = revised;
  return source;
}

const CJK = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]/;

/** The parts of a name in the order of their script: family name first, without a space, in Chinese, Japanese and Korean. */
export function joinName(parts: {
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
  for (const { value } of one.emails) {
    if (!value.includes('@')) continue;
    if (one.full === value) one.full = '';
    if (one.given === value) one.given = '';
    if (one.family === value) one.family = '';
  }
  const names: Mutable<Card['names']> = { full: one.full };
  if (one.given !== '') names.given = one.given;
  if (one.middle !== '') names.middle = one.middle;
  if (one.family !== '') names.family = one.family;
  if (one.prefix !== '') names.prefix = one.prefix;
  if (one.suffix !== '') names.suffix = one.suffix;
  if (one.nicknames.length > 0) names.nicknames = one.nicknames;
  const phonetic = one.phonetic !== '' ? one.phonetic : spoken(one);
  if (phonetic !== '') names.phonetic = phonetic;
  if (names.full === '') names.full = joinName(one);
  if (names.full === '' && one.kind === 'organisation') names.full = one.organisations[0]?.name ?? '';
  return names;
}

function spoken({ phoneticFamily, phoneticMiddle, phoneticGiven }: Draft): string {
  if (phoneticFamily === '' && phoneticGiven === '') return phoneticMiddle;
  return [phoneticFamily, phoneticMiddle, phoneticGiven].filter(Boolean).join(' ');
}

/** Preferred ones first, otherwise in the order of the source, each value once. */
function labelled(values: readonly Preferred[]): readonly Labelled[] {
  if (isOrdered(values)) return values;
  const ranked = values.length > 1 ? [...values].sort((a, b) => rankOf(a) - rankOf(b)) : values;
  const list: Labelled[] = [];
  for (const { value, label } of ranked) {
    if (list.some((known) => known.value === value)) continue;
    list.push(label === undefined ? { value } : { value, label });
  }
  return list;
}

function rankOf({ preferred = false }: Preferred): number {
  return typeof preferred === 'number' ? preferred : preferred ? 1 : 1000;
}

/** Whether the values can stand as they are. */
function isOrdered(values: readonly Preferred[]): boolean {
  for (let at = 0; at < values.length; at++) {
    const one = values[at];
    if (one === undefined || 'preferred' in one) return false;
    for (let before = 0; before < at; before++) if (values[before]?.value === one.value) return false;
  }
  return true;
}
