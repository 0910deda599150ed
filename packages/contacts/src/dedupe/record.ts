import type { Card } from '../contact.ts';
import { emailKey, parseEmail } from '../identifiers/email.ts';
import { wordsOf } from './letters.ts';

/** What is compared of one contact; every list may be empty. Words are folded and in Latin letters. */
export interface DedupeRecord {
  readonly kind: 'person' | 'organisation';
  readonly given: readonly string[];
  readonly family: readonly string[];
  /** `jr`, `sr`, `ii` …: of two who differ only here, one is the other's child. */
  readonly generation?: string;
  /** E-mail addresses by their comparison key. */
  readonly emails: readonly string[];
  /** E.164, or digits where the country is not known. */
  readonly phones: readonly string[];
  /** `YYYY-MM-DD`, or `--MM-DD` without the year. */
  readonly birthday?: string;
  readonly gender?: string;
  readonly organisations: readonly string[];
  readonly titles: readonly string[];
  readonly addresses: readonly {
    readonly street: string;
    readonly number: string;
    readonly city: string;
    readonly postcode: string;
  }[];
  /** Numbers given to one person alone; no address book has them, public sets do. */
  readonly ids?: readonly string[];
}

const TITLES = new Set(
  wordsOf(
    'mr mrs ms miss dr prof professor sir lord lady dame rev fr herr frau dipl ing mag med phd md don dona sig sra mme mlle',
  ),
);
/** Little words of family names that some leave out. */
const PARTICLES = new Set(
  wordsOf(
    'von van der den de del della di da dos du la le el al bin ibn ter ten zu zum zur of the y e und and',
  ),
);
const GENERATIONS = new Set(['jr', 'sr', 'junior', 'senior', 'jun', 'sen', 'ii', 'iii', 'iv']);
const LEGAL_FORMS = new Set(
  wordsOf(
    'gmbh ag kg ohg ug ev inc llc ltd limited plc corp corporation co company sa sas sarl srl spa bv nv oy ab as',
  ),
);

/**
 * What is compared of a card: its names in words, its identifiers, places and the like.
 *
 * @example dedupeRecordOf(card).family // ['ruiz']
 */
export function dedupeRecordOf(card: Omit<Card, 'source' | 'problems'>): DedupeRecord {
  const named = card.kind === 'organisation' ? organisationNames(card) : personNames(card.names);
  return {
    kind: card.kind === 'organisation' ? 'organisation' : 'person',
    ...named,
    emails: card.emails.flatMap(({ value }) => {
      const email = parseEmail(value);
      return email === undefined ? [] : [emailKey(email)];
    }),
    phones: card.phones.map(({ value }) => value.replace(/[^\d+]/g, '')).filter(({ length }) => length >= 6),
    ...(card.birthday === undefined ? {} : { birthday: card.birthday }),
    ...(card.gender === undefined ? {} : { gender: card.gender }),
    organisations: card.organisations.flatMap(({ name }) => (name === undefined ? [] : [companyOf(name)])),
    titles: card.titles.map((title) => wordsOf(title).join('')),
    addresses: card.addresses.map((address) => placeOf(address)),
  };
}

/** Street and house number apart, for a number is no spelling; each as one word, since blanks come and go. */
export function placeOf(address: {
  readonly street?: string;
  readonly extended?: string;
  readonly city?: string;
  readonly postcode?: string;
}): DedupeRecord['addresses'][number] {
  const words = wordsOf(`${address.street ?? ''} ${address.extended ?? ''}`);
  const number = words.find((word) => /^\d/.test(word)) ?? '';
  return {
    street: words.filter((word) => word !== number && !STREET_WORDS.has(word)).join(''),
    number,
    city: wordsOf(address.city ?? '').join(''),
    postcode: wordsOf(address.postcode ?? '').join(''),
  };
}

const STREET_WORDS = new Set(
  wordsOf(
    'street st str strasse avenue ave av road rd place pl crescent cres drive dr lane ln close court ct circuit',
  ),
);

function companyOf(name: string): string {
  const words = wordsOf(name);
  const telling = words.filter((word) => !LEGAL_FORMS.has(word));
  return (telling.length === 0 ? words : telling).join('');
}

function organisationNames(card: Omit<Card, 'source' | 'problems'>): Pick<DedupeRecord, 'given' | 'family'> {
  const name = companyOf(card.names.full === '' ? (card.organisations[0]?.name ?? '') : card.names.full);
  return { given: [], family: name === '' ? [] : [name] };
}

/** Given and family names in words; where the source has only the whole, the last word is the family's. */
export function personNames(names: Card['names']): Pick<DedupeRecord, 'given' | 'family' | 'generation'> {
  let generation = wordsOf(names.suffix ?? '').find((word) => GENERATIONS.has(word));
  const telling = (text: string | undefined): string[] => {
    const words = wordsOf(text ?? '');
    const kept: string[] = [];
    for (const word of words) {
      if (GENERATIONS.has(word) && words.length > 1) generation ??= word;
      else if (!TITLES.has(word) && !PARTICLES.has(word)) kept.push(word);
    }
    return kept.length === 0 ? words : kept;
  };
  let given = [...telling(names.given), ...telling(names.middle)];
  let family = telling(names.family);
  if (given.length === 0 && family.length === 0 && !names.full.includes('@')) {
    const [before = '', after] = names.full.split(',', 2);
    if (after !== undefined && wordsOf(after).length > 0) {
      family = telling(before);
      given = telling(after);
    } else ({ given, family } = parted(telling(names.full)));
  }
  given.push(...(names.nicknames ?? []).flatMap((nickname) => telling(nickname).slice(0, 1)));
  return {
    given: [...new Set(given)].slice(0, 6),
    family: [...new Set(family)].slice(0, 4),
    ...(generation === undefined
      ? {}
      : { generation: generation.slice(0, 1) === 'i' ? generation : generation.slice(0, 1) }),
  };
}

function parted(words: readonly string[]): { given: string[]; family: string[] } {
  const [only] = words;
  // A Chinese, Japanese or Korean name is written in one: the family's letters come first.
  if (words.length === 1 && only !== undefined && /^[\p{sc=Han}\p{sc=Hangul}]{2,4}$/u.test(only)) {
    const at = only.length === 4 ? 2 : 1;
    return { given: [only.slice(at)], family: [only.slice(0, at)] };
  }
  return { given: words.slice(0, Math.max(1, words.length - 1)), family: words.slice(1).slice(-1) };
}
