import type { Card, Labelled, Organisation, Photo, PostalAddress, Problem } from '../contact.ts';
import { joinName } from './draft.ts';
import { problem } from './events.ts';
import type { Limits } from './limits.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A postal address while it is read. */
export type AddressParts = Mutable<PostalAddress>;

/** Labelled values with the preferred ones first. */
export interface Values {
  readonly list: Labelled[];
  preferred: number;
}

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
  emails: Values | undefined;
  phones: Values | undefined;
  urls: Values | undefined;
  ims: Values | undefined;
  relations: Values | undefined;
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

/** Adds a value once; the preferred ones come first, the others in the order of the row. */
export function addValue(
  values: Values | undefined,
  value: string,
  label: string | undefined,
  preferred: boolean,
): Values {
  const one = label === undefined ? { value } : { value, label };
  if (values === undefined) return { list: [one], preferred: preferred ? 1 : 0 };
  const { list } = values;
  for (let at = 0; at < list.length; at++) {
    if (list[at]?.value !== value) continue;
    if (!preferred || at < values.preferred) return values;
    list.splice(at, 1);
    break;
  }
  if (preferred) list.splice(values.preferred++, 0, one);
  else list.push(one);
  return values;
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
    emails: capped(one, one.emails?.list, 'emails', limits),
    phones: capped(one, one.phones?.list, 'phones', limits),
    urls: capped(one, one.urls?.list, 'urls', limits),
    ims: capped(one, one.ims?.list, 'ims', limits),
    addresses: capped(one, one.addresses, 'addresses', limits),
    organisations: capped(one, one.organisations, 'organisations', limits),
    titles: capped(one, one.titles, 'titles', limits),
    notes: capped(one, one.notes, 'notes', limits),
    categories: capped(one, one.categories, 'categories', limits),
    relations: capped(one, one.relations?.list, 'relations', limits),
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

function capped<T>(one: Making, list: readonly T[] | undefined, field: string, limits: Limits): readonly T[] {
  if (list === undefined) return NONE;
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

function has({ list }: Values, value: string): boolean {
  return list.some((known) => known.value === value);
}
