import type { Card, Labelled, Organisation, Photo, PostalAddress, Problem } from '../contact.ts';
import { joinName } from './draft.ts';
import { problem } from './events.ts';
import type { Limits } from './limits.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A postal address while it is read. */
export type AddressParts = Mutable<PostalAddress>;

/** A card while its row is read; one for the whole file, emptied row by row, with lists only where there is something. */
export interface Making {
  full: string;
  given: string;
  middle: string;
  family: string;
  prefix: string;
  suffix: string;
  phoneticGiven: string;
  phoneticMiddle: string;
  phoneticFamily: string;
  phonetic: string;
  nicknames: string[] | undefined;
  emails: Labelled[] | undefined;
  phones: Labelled[] | undefined;
  /** How many at the start of each list are preferred ones. */
  preferredEmails: number;
  preferredPhones: number;
  urls: Labelled[] | undefined;
  ims: Labelled[] | undefined;
  relations: Labelled[] | undefined;
  organisations: Organisation[] | undefined;
  titles: string[] | undefined;
  notes: string[] | undefined;
  categories: readonly string[] | undefined;
  addresses: AddressParts[] | undefined;
  birthday: string | undefined;
  anniversary: string | undefined;
  birthYear: string;
  birthMonth: string;
  birthDay: string;
  gender: string | undefined;
  photo: Photo | undefined;
  uid: string | undefined;
  other: Labelled[] | undefined;
  problems: Problem[] | undefined;
  line: number;
}

/** An empty card. */
export function making(): Making {
  return {
    full: '',
    given: '',
    middle: '',
    family: '',
    prefix: '',
    suffix: '',
    phoneticGiven: '',
    phoneticMiddle: '',
    phoneticFamily: '',
    phonetic: '',
    nicknames: undefined,
    emails: undefined,
    phones: undefined,
    preferredEmails: 0,
    preferredPhones: 0,
    urls: undefined,
    ims: undefined,
    relations: undefined,
    organisations: undefined,
    titles: undefined,
    notes: undefined,
    categories: undefined,
    addresses: undefined,
    birthday: undefined,
    anniversary: undefined,
    birthYear: '',
    birthMonth: '',
    birthDay: '',
    gender: undefined,
    photo: undefined,
    uid: undefined,
    other: undefined,
    problems: undefined,
    line: 1,
  };
}

/** Empties it for the row that starts at this line. */
export function reset(one: Making, line: number): void {
  one.full = '';
  one.given = '';
  one.middle = '';
  one.family = '';
  one.prefix = '';
  one.suffix = '';
  one.phoneticGiven = '';
  one.phoneticMiddle = '';
  one.phoneticFamily = '';
  one.phonetic = '';
  one.nicknames = undefined;
  one.emails = undefined;
  one.phones = undefined;
  one.preferredEmails = 0;
  one.preferredPhones = 0;
  one.urls = undefined;
  one.ims = undefined;
  one.relations = undefined;
  one.organisations = undefined;
  one.titles = undefined;
  one.notes = undefined;
  one.categories = undefined;
  one.addresses = undefined;
  one.birthday = undefined;
  one.anniversary = undefined;
  one.birthYear = '';
  one.birthMonth = '';
  one.birthDay = '';
  one.gender = undefined;
  one.photo = undefined;
  one.uid = undefined;
  one.other = undefined;
  one.problems = undefined;
  one.line = line;
}

/** Adds a value once: a preferred one after the `first` that are so too, any other at the end. */
export function addValue(
  list: Labelled[] | undefined,
  value: string,
  label: string | undefined,
  first = -1,
): Labelled[] {
  const one = label === undefined ? { value } : { value, label };
  if (list === undefined) return [one];
  for (let at = 0; at < list.length; at++) {
    if (list[at]?.value !== value) continue;
    if (at <= first || first < 0) return list;
    list.splice(at, 1);
    break;
  }
  const [only] = list;
  // A list that grows gets room for sixteen more, and most have two.
  if (list.length === 1 && only !== undefined) return first < 0 || first > 0 ? [only, one] : [one, only];
  if (first < 0) list.push(one);
  else list.splice(first, 0, one);
  return list;
}

/** Keeps a cell that has no field of its own. */
export function keep(one: Making, value: string, label: string): void {
  if (one.other === undefined) one.other = [{ value, label }];
  else one.other.push({ value, label });
}

/** Adds a problem, up to the limit of problems for one card. */
export function note(
  one: Making,
  limits: Limits,
  code: Problem['code'],
  field?: string,
  found?: string,
): void {
  one.problems ??= [];
  if (one.problems.length < limits.problems) one.problems.push(problem(code, one.line, field, found));
}

/** Whether nothing at all was said about the contact. */
export function isBlank(one: Making): boolean {
  return (
    one.emails === undefined &&
    one.phones === undefined &&
    one.full === '' &&
    one.given === '' &&
    one.family === '' &&
    one.middle === '' &&
    one.organisations === undefined &&
    one.nicknames === undefined &&
    one.urls === undefined &&
    one.ims === undefined &&
    one.addresses === undefined &&
    one.notes === undefined &&
    one.phonetic === '' &&
    one.phoneticFamily === '' &&
    one.phoneticGiven === '' &&
    one.birthday === undefined
  );
}

/** The one empty list of all cards. */
const NONE: readonly never[] = Object.freeze([]);

/** The finished card. */
export function made(one: Making, lines: readonly [number, number], limits: Limits): Card {
  const names = namesOf(one);
  const firm =
    one.organisations !== undefined &&
    one.full === '' &&
    one.given === '' &&
    one.family === '' &&
    one.middle === '' &&
    one.nicknames === undefined;
  const card: Mutable<Card> = {
    kind: firm ? 'organisation' : 'person',
    names,
    emails: one.emails === undefined ? NONE : capped(one, one.emails, 'emails', limits),
    phones: one.phones === undefined ? NONE : capped(one, one.phones, 'phones', limits),
    urls: one.urls === undefined ? NONE : capped(one, one.urls, 'urls', limits),
    ims: one.ims === undefined ? NONE : capped(one, one.ims, 'ims', limits),
    addresses: one.addresses === undefined ? NONE : capped(one, one.addresses, 'addresses', limits),
    organisations:
      one.organisations === undefined ? NONE : capped(one, one.organisations, 'organisations', limits),
    titles: one.titles === undefined ? NONE : capped(one, one.titles, 'titles', limits),
    notes: one.notes === undefined ? NONE : capped(one, one.notes, 'notes', limits),
    categories: one.categories === undefined ? NONE : capped(one, one.categories, 'categories', limits),
    relations: one.relations === undefined ? NONE : capped(one, one.relations, 'relations', limits),
    source: one.uid === undefined ? { format: 'csv', lines } : { format: 'csv', lines, uid: one.uid },
    problems: NONE,
  };
  if (firm && names.full === '') card.names = { ...names, full: one.organisations?.[0]?.name ?? '' };
  if (one.birthday !== undefined) card.birthday = one.birthday;
  if (one.anniversary !== undefined) card.anniversary = one.anniversary;
  if (one.gender !== undefined) card.gender = one.gender;
  if (one.photo !== undefined) card.photo = one.photo;
  if (one.other !== undefined) card.other = capped(one, one.other, 'other', limits);
  if (one.problems !== undefined) card.problems = one.problems;
  return card;
}

function capped<T>(one: Making, list: readonly T[], field: string, limits: Limits): readonly T[] {
  if (list.length <= limits.values) return list;
  note(one, limits, 'field.too_many', field, String(list.length));
  return list.slice(0, limits.values);
}

function namesOf(one: Making): Card['names'] {
  // "Other contacts" of Google and some phones put the address where the name belongs.
  const { emails } = one;
  if (emails !== undefined) {
    if (one.full.includes('@') && has(emails, one.full)) one.full = '';
    if (one.given.includes('@') && has(emails, one.given)) one.given = '';
    if (one.family.includes('@') && has(emails, one.family)) one.family = '';
  }
  const { given, family } = one;
  if (
    given !== '' &&
    family !== '' &&
    one.full === '' &&
    one.middle === '' &&
    one.prefix === '' &&
    one.suffix === '' &&
    one.nicknames === undefined &&
    one.phonetic === '' &&
    one.phoneticFamily === '' &&
    one.phoneticGiven === '' &&
    one.phoneticMiddle === '' &&
    family.charCodeAt(0) < 0x3000
  )
    return { full: `${given} ${family}`, given, family };
  const names: Mutable<Card['names']> = { full: one.full };
  if (one.given !== '') names.given = one.given;
  if (one.middle !== '') names.middle = one.middle;
  if (one.family !== '') names.family = one.family;
  if (one.prefix !== '') names.prefix = one.prefix;
  if (one.suffix !== '') names.suffix = one.suffix;
  if (one.nicknames !== undefined) names.nicknames = one.nicknames;
  let phonetic = one.phonetic;
  if (phonetic === '') {
    phonetic = one.phoneticFamily;
    for (const part of [one.phoneticMiddle, one.phoneticGiven])
      if (part !== '') phonetic = phonetic === '' ? part : `${phonetic} ${part}`;
  }
  if (phonetic !== '') names.phonetic = phonetic;
  if (names.full === '') names.full = joinName(one);
  return names;
}

function has(list: readonly Labelled[], value: string): boolean {
  return list.some((known) => known.value === value);
}
