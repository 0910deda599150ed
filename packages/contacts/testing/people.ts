import { CULTURES, type Culture, type WrittenName } from './cultures.ts';
import { type Random, random } from './random.ts';

/** The parts of an invented person's name. */
export interface PersonNames {
  readonly given: string;
  readonly family: string;
  /** As the person writes it: family name first where that is the custom. */
  readonly full: string;
  /** In kana, family name first; Japanese only. */
  readonly phonetic?: string;
}

/** An invented person; every address lies in a reserved domain (RFC 2606, RFC 6761). */
export interface Person {
  readonly names: PersonNames;
  /** One to three addresses, unique within one call of `generatePeople`. */
  readonly emails: readonly { readonly value: string; readonly label: 'home' | 'work' | 'other' }[];
  /** E.164, valid in the person's country, unique within one call. */
  readonly phones: readonly { readonly value: string; readonly label: 'mobile' | 'home' | 'work' }[];
  readonly organisation?: string;
  readonly title?: string;
  readonly city?: string;
  /** ISO 3166-1, two letters. */
  readonly country: string;
  /** `YYYY-MM-DD`, or `--MM-DD` without the year. */
  readonly birthday?: string;
  readonly note?: string;
  /** The groups or labels that the book's owner keeps this person in; `generatePeople` leaves it out. */
  readonly groups?: readonly string[];
  /** Address of a photo, as Google and Apple export it; `generatePeople` leaves it out. */
  readonly photo?: string;
  /** The id of the culture, a BCP 47 tag. */
  readonly culture: string;
  readonly gender: 'female' | 'male';
}

const MAIL_HOSTS = [
  'mail.example',
  'post.example',
  'inbox.example',
  'letters.example',
  'brief.test',
  'web.test',
];
const COMPANIES = [
  'Nordlicht',
  'Bluebird',
  'Kestrel',
  'Aurora',
  'Palisade',
  'Meridian',
  'Tallow',
  'Harbour',
  'Quarry',
  'Juniper',
  'Copper',
  'Lantern',
];
const TRADES = [
  'Labs',
  'Studio',
  'Foods',
  'Logistics',
  'Health',
  'Energy',
  'Press',
  'Architects',
  'Robotics',
  'Textiles',
];
const TITLES = [
  'Engineer',
  'Designer',
  'Head of Sales',
  'Teacher',
  'Nurse',
  'Product Manager',
  'Accountant',
  'Researcher',
  'Founder',
  'Editor',
  'Architect',
  'Baker',
];
const NOTES = [
  'Met at the conference in June',
  'Plays in the Thursday choir\nlikes early mornings',
  'Neighbour; has our spare key',
  'Old school friend, "the tall one"',
];

/**
 * So many invented people, the same for the same seed.
 *
 * @example generatePeople({ seed: 1, count: 5000, cultures: ['de', 'ja'] })
 */
export function generatePeople(options: {
  readonly seed: number;
  readonly count: number;
  /** Ids out of `CULTURES`; all of them by default. */
  readonly cultures?: readonly string[];
}): Person[] {
  const chosen = options.cultures;
  const cultures = chosen === undefined ? CULTURES : CULTURES.filter((one) => chosen.includes(one.id));
  if (cultures.length === 0) throw new TypeError('generatePeople: no such culture');
  const chance = random(options.seed);
  const taken = new Set<string>();
  const people: Person[] = [];
  for (let at = 0; at < options.count; at++) people.push(person(chance, chance.pick(cultures), taken));
  return people;
}

function person(chance: Random, culture: Culture, taken: Set<string>): Person {
  const gender = chance.chance(0.5) ? 'female' : 'male';
  const given = chance.pick(gender === 'female' ? culture.female : culture.male);
  const familyNames = gender === 'female' ? (culture.familyFemale ?? culture.family) : culture.family;
  const family = chance.pick(familyNames);
  const company = chance.chance(0.6) ? `${chance.pick(COMPANIES)} ${chance.pick(TRADES)}` : undefined;
  const emails: { value: string; label: 'home' | 'work' | 'other' }[] = [
    { value: address(chance, given, family, chance.pick(MAIL_HOSTS), taken), label: 'home' },
  ];
  if (company !== undefined && chance.chance(0.6)) {
    const host = `${company.toLowerCase().replaceAll(' ', '-')}.example`;
    emails.push({ value: address(chance, given, family, host, taken), label: 'work' });
  }
  if (chance.chance(0.05))
    emails.push({ value: address(chance, given, family, 'old.test', taken), label: 'other' });
  const phones: { value: string; label: 'mobile' | 'home' | 'work' }[] = [];
  if (chance.chance(0.75)) phones.push({ value: number(chance, culture, taken), label: 'mobile' });
  if (chance.chance(0.15)) phones.push({ value: number(chance, culture, taken), label: 'work' });
  const birthday = chance.chance(0.4) ? date(chance) : undefined;
  return {
    names: fullName(culture, given, family),
    emails,
    phones,
    country: culture.country,
    culture: culture.id,
    gender,
    ...(company === undefined ? {} : { organisation: company }),
    ...(company !== undefined && chance.chance(0.7) ? { title: chance.pick(TITLES) } : {}),
    ...(chance.chance(0.6) ? { city: chance.pick(culture.cities) } : {}),
    ...(birthday === undefined ? {} : { birthday }),
    ...(chance.chance(0.08) ? { note: chance.pick(NOTES) } : {}),
  };
}

function fullName(culture: Culture, given: WrittenName, family: WrittenName): PersonNames {
  const parts = culture.familyFirst ? [family.written, given.written] : [given.written, family.written];
  const kana =
    given.kana !== undefined && family.kana !== undefined ? `${family.kana} ${given.kana}` : undefined;
  return {
    given: given.written,
    family: family.written,
    full: parts.join(culture.joint),
    ...(kana === undefined ? {} : { phonetic: kana }),
  };
}

function address(
  chance: Random,
  given: WrittenName,
  family: WrittenName,
  host: string,
  taken: Set<string>,
): string {
  const forms = [
    `${given.latin}.${family.latin}`,
    `${given.latin[0]}${family.latin}`,
    `${given.latin}${family.latin}`,
    `${family.latin}.${given.latin}`,
  ];
  const local = chance.pick(forms);
  let value = `${local}@${host}`;
  for (let digits = 2; taken.has(value); digits++)
    value = `${local}${chance.digits(Math.min(digits, 6))}@${host}`;
  taken.add(value);
  return value;
}

function number(chance: Random, culture: Culture, taken: Set<string>): string {
  const [code, start, digits] = culture.phone;
  let value: string;
  // The first free digit stays in 2..5: every range listed in cultures.ts is assigned there.
  do value = `+${code}${start}${chance.int(2, 5)}${chance.digits(digits - 1)}`;
  while (taken.has(value));
  taken.add(value);
  return value;
}

function date(chance: Random): string {
  const month = String(chance.int(1, 12)).padStart(2, '0');
  const day = String(chance.int(1, 28)).padStart(2, '0');
  return chance.chance(0.15) ? `--${month}-${day}` : `${chance.int(1940, 2006)}-${month}-${day}`;
}
