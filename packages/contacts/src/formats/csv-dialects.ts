import type { Field } from './csv-dictionary.ts';
import type { HeaderWord } from './csv-language.ts';

/**
 * The programs that must be known because they use a word in their own way; named for people.
 *
 * `normal` is the normalised header, `words` what the dictionary made of it.
 */
export function dialectOf(
  normal: readonly string[],
  words: readonly (HeaderWord | undefined)[],
  language: string | undefined,
): string {
  const seen = new Set(normal);
  const has = (...all: string[]): boolean => all.every((word) => seen.has(word));
  if (normal.some((word) => /^e mail \d+ value$/.test(word)) || has('given name', 'group membership'))
    return 'Google CSV';
  if (has('connected on') && (has('first name') || has('company'))) return 'LinkedIn CSV';
  if (has('yahoo phone') || has('messenger id', 'distribution lists')) return 'Yahoo CSV';
  if (has('member rating') || has('optin time') || has('euid') || has('leid')) return 'Mailchimp CSV';
  if (has('record id') && has('email')) return 'HubSpot CSV';
  if (has('cal uri') || has('wants html')) return 'Evolution CSV';
  const count = (field: Field, label?: string): number =>
    words.filter((one) => one?.field === field && (label === undefined || one.label === label)).length;
  if (count('skip', 'outlook') > 0 || has('e mail type') || has('imaddress')) return 'Outlook CSV';
  const parts = count('birthYear') + count('birthMonth');
  if (has('primary email') || (parts >= 1 && count('email') >= 2 && count('url') >= 2))
    return 'Thunderbird CSV';
  // Every Outlook has three addresses of each kind, whatever its language calls the rest.
  if (count('email') >= 3 && count('street', 'other') > 0 && count('phone') >= 8) return 'Outlook CSV';
  if (
    count('nickname') === 1 &&
    count('email') === 1 &&
    count('birthday') === 0 &&
    count('street') === 2 &&
    count('url') === 2 &&
    normal.length <= 40
  )
    return 'Windows Mail CSV';
  if (language === 'en' && has('name', 'e mail address', 'home street', 'middle name'))
    return 'Windows Mail CSV';
  return 'CSV';
}

/** `field`, `field/label` or, for the second of two columns, `field/label/2`. */
type Meaning = Field | `${Field}/${string}`;

function wordOf(meaning: Meaning): HeaderWord {
  const [field, label, number = 1] = meaning.split('/');
  // Safe: a meaning starts with its field.
  const word = { field: field as Field, number: Number(number) };
  return label === undefined ? word : { ...word, label };
}

/**
 * The columns of every export of Thunderbird, whatever its language calls them (AddrBookUtils.sys.mjs, exportAttributes).
 * Its oldest versions had no screen name.
 */
const THUNDERBIRD: readonly Meaning[] = [
  'given',
  'family',
  'full',
  'nickname',
  'email',
  'email',
  'im',
  'phone/work',
  'phone/home',
  'phone/fax',
  'phone/pager',
  'phone/mobile',
  'street/home',
  'street/home/2',
  'city/home',
  'region/home',
  'postcode/home',
  'country/home',
  'street/work',
  'street/work/2',
  'city/work',
  'region/work',
  'postcode/work',
  'country/work',
  'jobTitle',
  'department',
  'organisation',
  'url',
  'url',
  'birthYear',
  'birthMonth',
  'birthDay',
  'other',
  'other',
  'other',
  'other',
  'note',
];

/** What words may mean in it that the other columns of a file settle. */
const MAY_MEAN: Readonly<Partial<Record<Field, readonly Field[]>>> = {
  name: ['given', 'family', 'full'],
  full: ['im'],
  title: ['jobTitle'],
  profession: ['jobTitle'],
  address: ['street'],
  birthday: ['birthDay'],
};

/**
 * What each column means where they stand in the order of Thunderbird's export, `undefined` where they do not. The numbers
 * that its second lines and its own columns bear tell, and as many words as are understood.
 */
export function thunderbirdOrder(
  normal: readonly string[],
  words: readonly (HeaderWord | undefined)[],
): readonly HeaderWord[] | undefined {
  const width = normal.findLastIndex((header) => header !== '') + 1;
  if (width < 36 || width > 37) return undefined;
  const order = THUNDERBIRD.map(wordOf).filter(({ field }) => width === 37 || field !== 'im');
  let agreed = 0;
  let numbered = 0;
  for (const [at, { field, number }] of order.entries()) {
    const said = words[at]?.field;
    if (said === field || (said !== undefined && MAY_MEAN[said]?.includes(field) === true)) agreed++;
    if ((number === 2 || field === 'url' || field === 'other') && / [1-4]$/.test(normal[at] ?? ''))
      numbered++;
  }
  if (numbered < 7 && agreed + numbered < 16) return undefined;
  // Some versions write day, month and year in another order.
  const born = (field: Field | undefined): Field | undefined =>
    field === 'birthday' ? 'birthDay' : field?.startsWith('birth') === true ? field : undefined;
  return order.map((word, at) => {
    const said = born(word.field) === undefined ? undefined : born(words[at]?.field);
    return said === undefined ? word : { field: said, number: 1 };
  });
}

/** Headers that mean something else in one program than everywhere; the key is normalised. */
const OWN: Readonly<Record<string, Readonly<Record<string, Meaning>>>> = {
  'Yahoo CSV': {
    title: 'jobTitle',
    home: 'phone/home',
    work: 'phone/work',
    other: 'phone/other',
    primary: 'phone/main',
    'yahoo phone': 'phone/yahoo',
    'messenger id': 'im/yahoo',
    'work zip': 'postcode/work',
    'home zip': 'postcode/home',
    'skype id': 'im/skype',
    'irc id': 'im/irc',
    'icq id': 'im/icq',
    'google id': 'im/google talk',
    'msn id': 'im/msn',
    'aim id': 'im/aim',
    'qq id': 'im/qq',
  },
  'Thunderbird CSV': {
    // French: state and country are the other way round than their words say.
    'pays etat': 'region',
    region: 'country',
    'annee de naissance': 'birthYear',
    'screen name': 'im',
    profession: 'jobTitle',
  },
  'Google CSV': {
    name: 'full',
    location: 'other',
    occupation: 'other',
    subject: 'other',
    initials: 'other',
    title: 'prefix',
  },
  'Outlook CSV': {
    location: 'other',
    office: 'other',
    bureau: 'other',
    buro: 'other',
    service: 'department',
    // Hungarian: the word for an address is also the one for a title.
    cim: 'prefix',
    국가: 'other',
    'home address': 'formatted/home',
    'business address': 'formatted/work',
    'other address': 'formatted/other',
    'adresse geschaftlich': 'formatted/work',
    'adresse privat': 'formatted/home',
    'adresse professionnelle': 'formatted/work',
    'adresse personnelle': 'formatted/home',
    'direccion trabajo': 'formatted/work',
    'direccion particular': 'formatted/home',
  },
  'Evolution CSV': { office: 'other', id: 'uid' },
  'HubSpot CSV': { 'record id': 'uid', 'contact owner': 'other' },
  'LinkedIn CSV': { position: 'jobTitle', 'connected on': 'other', url: 'url/profile' },
  'Mailchimp CSV': { address: 'formatted' },
};

/** What a header means in one program alone. */
export function ownWord(dialect: string, normal: string): HeaderWord | undefined {
  const words = OWN[dialect];
  if (words === undefined || !Object.hasOwn(words, normal)) return undefined;
  return wordOf(words[normal] ?? 'other');
}
