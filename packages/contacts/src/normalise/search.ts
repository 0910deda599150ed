import type { Card } from '../contact.ts';
import { latinWord } from '../dedupe/letters.ts';
import { foldForSearch } from './names.ts';
import { romaji } from './romaji.ts';

/** Longest text that is kept to search through, in characters. */
const longest = 4000;
/** Words of a search that count. */
const mostWords = 10;

/** A way in which a word may be written where it is looked for. */
export interface SearchWay {
  readonly text: string;
  /** Counts at the start of a word alone: too short, or too loose, to be told from what stands within one. */
  readonly begins: boolean;
}

/** What is looked for: every word. */
export interface SearchQuery {
  readonly words: readonly string[];
  /** Ways of each word, the likeliest first. */
  readonly ways: readonly (readonly SearchWay[])[];
}

/**
 * What a search looks through: all that is said of a contact, folded, each word after a space. What the contact is called
 * comes first, up to a line break; notes come last, so that long ones push nothing out.
 *
 * Forms of words follow them: `muller` of Mueller, `obrien` of O'Brien. Of letters that are not Latin there are Latin
 * ones, so loose that they are kept apart by a mark: `~` before sounds, `^` before consonants where vowels are not written.
 *
 * @example searchText(card, { name: 'Ana Ruiz', sortKey: 'ruiz ana' }) // ' ana ruiz\n ra ar ana@x.example'
 */
export function searchText(
  data: Omit<Card, 'source' | 'problems'>,
  { name, sortKey }: { readonly name: string; readonly sortKey: string },
): string {
  const { names } = data;
  const called = [name];
  for (const part of [names.given, names.middle, names.family, names.prefix, names.suffix])
    if (part !== undefined && !name.includes(part)) called.push(part);
  if (names.nicknames !== undefined) called.push(...names.nicknames);
  if (names.phonetic !== undefined) called.push(names.phonetic);
  const first = spaced(searchFold(called.join(' ')));
  const places: string[] = [];
  for (const { name: organisation = '', department = '' } of data.organisations)
    places.push(organisation, department);
  for (const { city = '' } of data.addresses) places.push(city);
  const where = places.join(' ');
  const forms = hasForms.test(where) ? otherForms(searchFold(where)) : '';
  const rest = spaced(searchFold(besides(data).join(' ')));
  return ` ${first}${otherForms(first)}\n${initials(sortKey)}${forms} ${rest}`.slice(0, longest);
}

/** What is said of a contact besides its names. */
function besides(data: Omit<Card, 'source' | 'problems'>): readonly string[] {
  const said: string[] = [];
  const add = (...parts: readonly (string | undefined)[]) => {
    for (const part of parts) if (part !== undefined) said.push(part);
  };
  for (const { name, department } of data.organisations) add(name, department);
  add(...data.titles);
  for (const { value } of data.emails) add(value);
  for (const { value } of data.phones) add(...digitsOf(value));
  add(...data.categories);
  for (const { street, postcode, city, region, country, formatted } of data.addresses)
    if (street === undefined && city === undefined) add(formatted);
    else add(street, postcode, city, region, country);
  for (const { value } of [...data.urls, ...data.ims, ...data.relations]) add(value);
  add(data.birthday, ...data.notes);
  return said;
}

/** ITU-T E.164, annex D: codes of countries have one digit, two, or else three. */
const countryCode = /^\+(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;

/** A number as it may be typed: as it stands where that is more than digits, with its country, and without. */
function digitsOf(value: string): readonly string[] {
  const digits = value.replace(/\D/g, '');
  if (/[^+\d]/.test(value)) return [value, digits];
  const home = value.startsWith('+') ? value.replace(countryCode, '') : digits;
  return home === digits ? [digits] : [digits, home];
}

/** The initials of a name in both orders. */
function initials(sortKey: string): string {
  let letters = sortKey.charAt(0);
  for (let at = sortKey.indexOf(' '); at >= 0 && letters.length < 4; at = sortKey.indexOf(' ', at + 1))
    letters += sortKey.charAt(at + 1);
  return letters.length < 2 ? '' : ` ${letters} ${letters.slice(1)}${letters.charAt(0)}`;
}

function spaced(text: string): string {
  return /\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text;
}

const DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

/**
 * A text as searches compare it: folded, with one kind of kana, of Arabic letters that look alike, and of digits.
 *
 * @example searchFold('ヤマダ ٣٠') // 'やまだ 30'
 */
function searchFold(text: string): string {
  const folded = foldForSearch(text);
  if (!/[\u0600-\u06ff\u30a0-\u30ff]/.test(folded)) return folded;
  return folded
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(DIGITS, (digit) => String(digit.charCodeAt(0) & 15))
    .replaceAll('ی', 'ي')
    .replaceAll('ک', 'ك')
    .replaceAll('\u0640', '');
}

const foreign = /[\u0370-\u06ff\u3041-\u3096]/;

const hasForms = /['’`´ʼ.-]|[aou]e|aa|[\u0370-\u06ff\u3041-\u30ff]/i;
const joints = /['’`´ʼ.-]+/;

/** Other forms of the words of a folded text, each after a space. */
function otherForms(text: string): string {
  if (!hasForms.test(text)) return '';
  const forms = new Set<string>();
  for (const word of text.split(/\s+/)) {
    if (!hasForms.test(word)) continue;
    if (joints.test(word)) {
      const parts = word.split(joints).filter((part) => part !== '');
      if (parts.length > 1 && parts.length < 5)
        for (const form of [parts.join(''), ...parts.slice(1)]) forms.add(form);
    }
    const plain = withoutUmlauts(word);
    if (plain !== undefined) forms.add(plain);
    if (!foreign.test(word)) continue;
    const latin = loosely(inLatin(word));
    if (latin !== '') forms.add(`~${latin}`);
    if (/[\u0590-\u06ff]/.test(word)) {
      const consonants = consonantsOf(latin);
      if (consonants !== undefined) forms.add(`^${consonants}`);
    }
  }
  return forms.size === 0 ? '' : ` ${[...forms].join(' ')}`;
}

/** `muller` of `mueller`, `arhus` of `aarhus`: some write the umlaut or ring so. */
function withoutUmlauts(word: string): string | undefined {
  if (!/[aou]e|aa/.test(word)) return undefined;
  const plain = word.replace(/([aou])e|aa/g, (found, letter) => letter ?? found.slice(0, 1));
  return plain === word || plain.length < 4 ? undefined : plain;
}

function inLatin(word: string): string {
  return latinWord(/[\u3041-\u3096]/.test(word) ? romaji(word) : word.replaceAll('ου', 'u'));
}

/** Latin letters of a sound, of those that are used for it elsewhere. */
function loosely(latin: string): string {
  return latin
    .replace(/sch|shch/g, 'sh')
    .replace(/kh/g, 'h')
    .replace(/ph/g, 'f')
    .replace(/ou/g, 'u')
    .replace(/x/g, 'ks')
    .replace(/c(?!h)|q/g, 'k')
    .replace(/w/g, 'v')
    .replace(/[yj]/g, 'i')
    .replace(/(.)\1+/g, '$1');
}

/** The consonants of a word, without half-vowels; undefined where they are too few to tell it by. */
function consonantsOf(loose: string): string | undefined {
  const consonants = loose.replace(/[aeiouv]/g, '').replace(/(.)\1+/g, '$1');
  return consonants.length < 3 ? undefined : consonants;
}

/**
 * A search as it is typed, in words. Short forms as of titles (`Dr.`) are left out beside others.
 *
 * @example parseSearch('0171 23').ways[0]?.[0] // { text: '17123', begins: false }
 */
export function parseSearch(typed: string): SearchQuery {
  const folded = spaced(searchFold(typed)).trim();
  // Parts of a number as people group them stand together in the book.
  if (isNumber(folded)) return queryOf([folded]);
  const typedWords = folded.split(' ');
  const words = typedWords
    .filter((word) => typedWords.length === 1 || !/^\p{L}{2,4}\.$/u.test(word))
    .flatMap((word) => (isNumber(word) ? [word] : word.split(/(?<=\p{L})['’`´ʼ-](?=\p{L})/u)))
    .map((word) => (isNumber(word) ? word : withoutSigns(word)))
    .filter((word) => /[\p{L}\p{M}\p{N}@]/u.test(word))
    .slice(0, mostWords);
  // Signs alone are looked for as they stand: they do not mean everybody.
  return queryOf(words.length > 0 || folded === '' ? words : [folded]);
}

function queryOf(words: readonly string[]): SearchQuery {
  const ways = words.map((word) =>
    (isNumber(word) ? numberWays(word) : waysOf(word)).map((text) => ({ text, begins: loose.test(text) })),
  );
  return { words, ways };
}

const loose = /^[~^]|^[a-z\d]{1,2}$/;

/** A word without the signs around it. */
function withoutSigns(word: string): string {
  let from = 0;
  let to = word.length;
  while (from < to && signs.includes(word.charAt(from))) from++;
  while (to > from && signs.includes(word.charAt(to - 1))) to--;
  return word.slice(from, to);
}

const signs = '.,;:\'"()<>';

function isNumber(word: string): boolean {
  return /^[+\d()./\s-]+$/.test(word) && /\d/.test(word);
}

/** Ways of a number: without the zero that is dialled at home, or abroad before the country; as digits; as it was typed. */
function numberWays(typed: string): readonly string[] {
  const digits = typed.replace(/\(0\)/g, '').replace(/\D/g, '');
  const ways = [digits];
  if (digits.length >= 3 && /^0+[1-9]/.test(digits)) ways.unshift(digits.replace(/^0+/, ''));
  if (/^\d[\d./\s-]*$/.test(typed) && typed !== digits) ways.push(typed);
  return ways;
}

function waysOf(word: string): readonly string[] {
  const ways = [word];
  const plain = withoutUmlauts(word);
  if (plain !== undefined) ways.push(plain);
  if (/^[a-z]{2,}$/.test(word)) {
    const latin = loosely(latinWord(word));
    const consonants = consonantsOf(latin);
    ways.push(`~${latin}`);
    // A long o of Japanese.
    if (word.includes('ou')) ways.push(`~${loosely(latinWord(word.replaceAll('ou', 'o')))}`);
    if (consonants !== undefined) ways.push(`^${consonants}`);
  } else if (foreign.test(word)) ways.push(...inLatinWays(word));
  return ways;
}

/** How a word of other letters is written in Latin ones, as English, German and passports have it. */
function inLatinWays(word: string): readonly string[] {
  const latin = inLatin(word);
  const short = latin.replace(/ii/g, 'i');
  const ways = [latin, short];
  for (const half of ['y', 'j'])
    ways.push(latin.replace(/i(?=[aou])/g, half), short.replace(/^i(?=[aou])/, half));
  ways.push(...ways.map((way) => way.replace(/ii?$/, 'y')));
  if (/ks/.test(latin)) ways.push(latin.replace(/ks/g, 'x'));
  return [...new Set(ways)].filter((way) => way.length > 1);
}
