import { type Random, random } from '@kith/contacts/testing';
import type { Row } from './public-sets.ts';

/**
 * Stand-ins for the public sets, for machines without their files. They follow what is published of the generators, not
 * their data: a figure on them is a figure on a stand-in.
 */
export const STAND_INS = { febrl3: febrlLike, historical_50k: historicalLike } as const;

/** How many of FEBRL 3's 2,000 originals have so many duplicates. */
const DUPLICATES = [835, 368, 256, 212, 161, 168];

const GIVEN_NAMES = (
  'joshua sophie jack isabella lachlan emma william jessica thomas georgia benjamin chloe samuel olivia nicholas ' +
  'hannah daniel charlotte james lily matthew ella jacob emily alexander madison mitchell samantha jayden alexandra ' +
  'dylan jasmine connor holly liam amy luke ruby kyle erin harrison tahlia oliver caitlin zachary bianca jordan ' +
  'lauren tyler mia ethan brooke hayden sarah angus zoe riley natalia adam kayla blake stephanie charlie grace finn ' +
  'rachel toby bethany patrick imogen joel amelia michael tara bailey jade callum lucy jake paige harry eliza max ' +
  'kate oscar taylah dominic keely flynn shelby aidan molly xavier anneliese declan tayla cooper maddison noah ' +
  'phoebe jackson claire kieran nikki brodie tiana timothy layla marcus teagan christian abbey archie jenna hugo ' +
  'victoria kai gabrielle jamie mikayla david isobel'
).split(' ');
const COMMON_SURNAMES = (
  'white clarke ryan nguyen green campbell webb reid morrison coleman matthews bishop mccarthy shepherd blake dixon ' +
  'vincent berry mason hyland stanley weller'
).split(' ');
const FIRST_HALVES =
  'black green white wood hart mill stan brad clark ash holl wal kings pres nor sut east west hill lang rich hamp crom whit thorn bram ever stock dun wind'.split(
    ' ',
  );
const LAST_HALVES =
  'ton ley ford field worth well wood man son burn by ham land more shaw stone ridge brook bury ing'.split(
    ' ',
  );
const STREET_KINDS = ['street', 'place', 'crescent', 'circuit', 'avenue', 'close', 'court', 'drive'];
const ESTATES = [
  'village',
  'lodge',
  'medical centre',
  'park',
  'estate',
  'shopping centre',
  'caravn park',
  '',
];
const STATES = ['nsw', 'nsw', 'nsw', 'vic', 'vic', 'qld', 'qld', 'wa', 'sa', 'tas', 'act', 'nt'];

type Draft = Record<string, string>;

/**
 * How the duplicates of FEBRL 3 differ from their originals: how often a field is changed, and of these how often it is lost
 * or has another value; the rest are slips. As counted on some 240 rows of the public file.
 */
const CHANGES = [
  { field: 'given_name', often: 26, lost: 0.05, other: 0.47 },
  { field: 'surname', often: 24, lost: 0.08, other: 0.27 },
  { field: 'street_number', often: 12, lost: 0.15, other: 0.3 },
  { field: 'address_1', often: 30, lost: 0.03, other: 0.12 },
  { field: 'address_2', often: 30, lost: 0.3, other: 0.05 },
  { field: 'suburb', often: 23, lost: 0.09, other: 0.28 },
  { field: 'postcode', often: 19, lost: 0, other: 0.03 },
  { field: 'state', often: 7, lost: 0.2, other: 0.2 },
  { field: 'date_of_birth', often: 8, lost: 0.08, other: 0.77 },
  { field: 'soc_sec_id', often: 12, lost: 0, other: 0.67 },
] as const;
const CHANGED_IN_ALL = CHANGES.reduce((sum, { often }) => sum + often, 0);

/** As FEBRL's generator makes data set 3: 5,000 records, zipf-like duplicates, one to four changes each, two a field at most. */
function febrlLike(seed: number): Row[] {
  const chance = random(seed);
  const rows: Draft[] = [];
  let original = 0;
  DUPLICATES.forEach((originals, duplicates) => {
    for (let at = 0; at < originals; at++, original++) {
      const first = australian(chance);
      rows.push({ ...first, rec_id: `rec-${original}-org` });
      for (let copy = 0; copy < duplicates; copy++)
        rows.push({ ...changed(first, chance), rec_id: `rec-${original}-dup-${copy}` });
    }
  });
  return shuffled(rows, chance);
}

function australian(chance: Random): Draft {
  return {
    given_name: chance.chance(0.03) ? '' : (GIVEN_NAMES[skewed(GIVEN_NAMES.length, chance)] ?? ''),
    surname: chance.chance(0.02) ? '' : surname(chance),
    street_number: chance.chance(0.04) ? '' : `${1 + skewed(chance.chance(0.8) ? 90 : 700, chance)}`,
    address_1: chance.chance(0.02) ? '' : `${madeUp(chance)} ${chance.pick(STREET_KINDS)}`,
    address_2: chance.chance(0.2) ? '' : `${madeUp(chance)} ${chance.pick(ESTATES)}`.trim(),
    suburb: chance.chance(0.01) ? '' : `${madeUp(chance)}${chance.chance(0.3) ? ' park' : ''}`,
    postcode: `${chance.int(2, 7)}${chance.digits(3)}`,
    state: chance.chance(0.03) ? '' : chance.pick(STATES),
    date_of_birth: chance.chance(0.04) ? '' : day(chance, 1900, 1999),
    soc_sec_id: `${chance.int(1, 9)}${chance.digits(6)}`,
  };
}

/** One of so many, the first ones the likeliest. */
function skewed(many: number, chance: Random): number {
  return Math.floor(many * chance.next() ** 1.8);
}

/** A third bear common names, the others one of many thousand. */
function surname(chance: Random): string {
  if (chance.chance(0.3)) return COMMON_SURNAMES[skewed(COMMON_SURNAMES.length, chance)] ?? '';
  return chance.chance(0.5) ? madeUp(chance) : chance.pick(FIRST_HALVES) + madeUp(chance);
}

function madeUp(chance: Random): string {
  return chance.pick(FIRST_HALVES) + chance.pick(LAST_HALVES);
}

function day(chance: Random, from: number, to: number): string {
  const two = (value: number) => `${value}`.padStart(2, '0');
  return `${chance.int(from, to)}${two(chance.int(1, 12))}${two(chance.int(1, 28))}`;
}

function changed(first: Draft, chance: Random): Draft {
  const row = { ...first };
  const touched = new Map<string, number>();
  for (let left = chance.int(1, 4); left > 0; left--) {
    const change = anyChange(chance);
    const { field, lost, other } = change;
    const times = touched.get(field) ?? 0;
    if (times === 2) continue;
    touched.set(field, times + 1);
    const roll = chance.next();
    if (row[field] === '') row[field] = chance.chance(0.3) ? (australian(chance)[field] ?? '') : '';
    else if (roll < lost) row[field] = '';
    else if (roll < lost + other) row[field] = australian(chance)[field] ?? '';
    else row[field] = slipped(row[field] ?? '', chance);
  }
  if (chance.chance(0.06)) [row.given_name, row.surname] = [row.surname ?? '', row.given_name ?? ''];
  if (chance.chance(0.06)) [row.address_1, row.address_2] = [row.address_2 ?? '', row.address_1 ?? ''];
  return row;
}

function anyChange(chance: Random): (typeof CHANGES)[number] {
  let at = chance.next() * CHANGED_IN_ALL;
  for (const change of CHANGES) {
    at -= change.often;
    if (at < 0) return change;
  }
  return CHANGES[0];
}

const letters = 'abcdefghijklmnopqrstuvwxyz';
const KEYS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890'];

/** One letter more, less or another that lies beside it, two turned, or a blank that came or went: about the middle, as typists err. */
function slipped(text: string, chance: Random): string {
  const isNumber = /^\d+$/.test(text);
  const middle = text.length / 2 + chance.next() * 3 - 1;
  const at = Math.max(0, Math.min(text.length - 1, Math.floor(middle)));
  switch (chance.int(0, isNumber ? 3 : 5)) {
    case 0:
      return text.slice(0, at) + beside(text.charAt(at), chance, isNumber) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
    case 2:
      if (isNumber && text.length > 3) return slipped(text, chance);
      return text.slice(0, at) + beside(text.charAt(at), chance, isNumber) + text.slice(at);
    case 3:
      if (isNumber && text.length > 3) return slipped(text, chance);
      return text.length > 1 ? text.slice(0, at) + text.slice(at + 1) : text;
    case 4:
      return `${text.slice(0, at)} ${text.slice(at)}`;
    default:
      return text.replace(' ', '');
  }
}

/** A letter or digit typed for another. */
function beside(letter: string, chance: Random, isNumber: boolean): string {
  const row = KEYS.find((keys) => keys.includes(letter));
  if (row === undefined || chance.chance(0.3)) return isNumber ? chance.digits(1) : chance.pick([...letters]);
  const at = row.indexOf(letter);
  return row.charAt(at === 0 ? 1 : at - 1);
}

const OTHER_FORMS: Readonly<Record<string, readonly string[]>> = {
  william: ['bill', 'will', 'willie', 'wm'],
  thomas: ['tom', 'tommy', 'thos'],
  robert: ['bob', 'rob', 'bert'],
  john: ['jack', 'johnny', 'jon'],
  james: ['jim', 'jamie'],
  henry: ['harry', 'hal'],
  edward: ['ted', 'ned', 'eddie'],
  richard: ['dick', 'rick'],
  elizabeth: ['lizzie', 'beth', 'eliza'],
  margaret: ['maggie', 'peggy', 'meg'],
  mary: ['molly', 'polly', 'may'],
  charles: ['charlie', 'chas'],
  frederick: ['fred', 'freddie'],
  george: ['georgie', 'geo'],
  joseph: ['joe', 'jos'],
  samuel: ['sam'],
  alfred: ['alf', 'fred'],
  arthur: ['art'],
  francis: ['frank'],
  catherine: ['kate', 'kitty'],
};
const GIVEN = Object.keys(OTHER_FORMS);
const MIDDLE = [
  ...GIVEN,
  'augustus',
  'percy',
  'herbert',
  'ernest',
  'walter',
  'harold',
  'stanley',
  'cecil',
  'hugh',
  'spencer',
];
const OCCUPATIONS = [
  'politician',
  'writer',
  'painter',
  'cricketer',
  'footballer',
  'actor',
  'priest',
  'botanist',
  'architect',
  'military officer',
  'rower',
  'engineer',
];

/**
 * As Splink's historical figures are made: some 5,000 people, nine or ten records each, the later ones the worse: names in
 * other forms or without parts, mistyped or moved birthdays, postcodes near by, fields left out. Families keep to their places.
 */
function historicalLike(seed: number, people = 5156): Row[] {
  const chance = random(seed);
  const places = Array.from({ length: 700 }, () => {
    const area = `${letters.charAt(chance.int(0, 25))}${letters.charAt(chance.int(0, 25))}${chance.int(1, 40)}`;
    return { town: madeUp(chance), area };
  });
  const rows: Draft[] = [];
  for (let person = 0; person < people; person++) {
    const place = places[Math.floor(places.length * chance.next() ** 2)] ?? places[0];
    if (place === undefined) break;
    const before = rows[rows.length - 1];
    const family = chance.chance(0.06) && before !== undefined ? (before.surname ?? '') : surname(chance);
    const names = [GIVEN[Math.floor(GIVEN.length * chance.next() ** 1.6)] ?? 'john'];
    while (chance.chance(0.4) && names.length < 4) names.push(chance.pick(MIDDLE));
    const first: Draft = {
      cluster: `Q${person}`,
      dob: isoDay(chance, 1700, 1920),
      birth_place: place.town,
      postcode_fake: `${place.area} ${chance.int(1, 9)}${letters.charAt(chance.int(0, 20))}${letters.charAt(chance.int(0, 20))}`,
      gender: ['elizabeth', 'margaret', 'mary', 'catherine'].includes(names[0] ?? '') ? 'female' : 'male',
      occupation: chance.pick(OCCUPATIONS),
    };
    const copies = chance.int(1, 18);
    for (let copy = 0; copy <= copies; copy++)
      rows.push(worse(first, [...names, family], copy / copies, copy, chance));
  }
  return shuffled(rows, chance);
}

/** `decay` from 0, the record as it was, to 1. */
function worse(first: Draft, names: readonly string[], decay: number, copy: number, chance: Random): Draft {
  const row = { ...first, unique_id: `${first.cluster}-${copy + 1}` } as Draft;
  const spoil = (start: number, end: number) => copy > 0 && chance.chance(start + (end - start) * decay);
  let words = [...names];
  if (spoil(0.1, 0.6))
    words = words.map((name) => (chance.chance(0.5) ? chance.pick(OTHER_FORMS[name] ?? [name]) : name));
  if (spoil(0.05, 0.25)) {
    const at = chance.int(0, words.length - 1);
    words[at] = slipped(words[at] ?? '', chance);
  }
  if (spoil(0, 0.5)) {
    const [one = '', ...rest] = words;
    const last = rest.pop() ?? '';
    const middle = rest.filter(() => chance.chance(0.5));
    words = [
      ...(chance.chance(0.25) && middle.length > 0 ? [] : [one]),
      ...middle,
      ...(chance.chance(0.25) ? [] : [last]),
    ];
  }
  row.full_name = words.join(' ');
  row.first_name = words[0] ?? '';
  row.surname = words.length > 1 ? (words[words.length - 1] ?? '') : '';
  if (spoil(0.1, 0.5)) row.dob = spoiltDay(row.dob ?? '', chance);
  if (spoil(0, 0.3)) row.dob = '';
  if (spoil(0.1, 0.6))
    row.postcode_fake = `${(row.postcode_fake ?? '').split(' ')[0]} ${chance.int(1, 9)}${letters.charAt(chance.int(0, 20))}${letters.charAt(chance.int(0, 20))}`;
  if (spoil(0, 0.35)) row.postcode_fake = '';
  if (spoil(0.05, 0.3)) row.birth_place = chance.chance(0.5) ? '' : slipped(row.birth_place ?? '', chance);
  if (spoil(0.05, 0.4)) row.occupation = chance.chance(0.5) ? '' : chance.pick(OCCUPATIONS);
  if (spoil(0, 0.4)) row.gender = '';
  return row;
}

function isoDay(chance: Random, from: number, to: number): string {
  return day(chance, from, to).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
}

function spoiltDay(text: string, chance: Random): string {
  if (text === '') return text;
  const roll = chance.next();
  if (roll < 0.35) return `${text.slice(0, 4)}-01-01`;
  if (roll < 0.7) return `${text.slice(0, 8)}${`${chance.int(1, 28)}`.padStart(2, '0')}`;
  const at = chance.pick([3, 5, 6, 8, 9]);
  return text.slice(0, at) + chance.int(0, at === 5 || at === 8 ? 1 : 9) + text.slice(at + 1);
}

function shuffled<T>(items: T[], chance: Random): T[] {
  for (let at = items.length - 1; at > 0; at--) {
    const other = chance.int(0, at);
    const [one, two] = [items[at], items[other]];
    if (one === undefined || two === undefined) continue;
    items[at] = two;
    items[other] = one;
  }
  return items;
}
