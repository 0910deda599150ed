import type { Card } from '../contact.ts';

/**
 * What to call a contact on a screen: its name, else nickname, organisation, e-mail address or number; `''` where
 * there is nothing.
 *
 * @example displayName(card) // 'Ana Ruiz'
 */
export function displayName(card: Pick<Card, 'names' | 'organisations' | 'emails' | 'phones'>): string {
  const { names } = card;
  const candidates = [
    names.full,
    names.nicknames?.[0],
    card.organisations[0]?.name,
    card.emails[0]?.value,
    card.phones[0]?.value,
  ];
  for (const candidate of candidates) {
    const text = candidate === undefined ? '' : oneLine(candidate);
    if (text !== '') return text;
  }
  return '';
}

/** Control characters and marks of direction out, white space to single spaces. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ς: 'σ',
  ё: 'е',
  й: 'и',
  ї: 'і',
  ґ: 'г',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ى: 'ي',
  ة: 'ه',
};

/**
 * A text as a search compares it: without case, marks, width and the difference between look-alike letters.
 *
 * @example foldForSearch('Größler, Åsa') // 'grossler, asa'
 */
export function foldForSearch(text: string): string {
  const lower = text.toLowerCase();
  if (isPlain(lower)) return lower;
  // Marks of Indic and Thai vowels (Mc, and Mn in those scripts) carry meaning and stay.
  const bare = plainLetters(lower.normalize('NFKC').toLowerCase())
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u0652\u0670]/g, '')
    .normalize('NFC');
  // Without its mark a letter may be one of the table's, as \u01e3 is \u00e6 then.
  return plainLetters(bare);
}

const ANY_LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

function plainLetters(text: string): string {
  return text.replace(ANY_LETTER, (letter) => LETTERS[letter] ?? letter);
}

function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/**
 * A key that sorts contacts by family name, else by the name as a whole; Japanese by how it is spoken.
 *
 * @example sortKey({ full: 'Ana Ruiz', given: 'Ana', family: 'Ruiz' }) // 'ruiz ana'
 */
export function sortKey(names: Card['names']): string {
  const spoken = names.phonetic;
  if (spoken !== undefined && spoken !== '') return foldForSearch(spoken);
  const { family = '', given = '', middle = '' } = names;
  const text = family !== '' ? [family, given, middle].filter((part) => part !== '').join(' ') : names.full;
  return foldForSearch(text).trim();
}

/**
 * Whether one name can be a short form of the other: no name, the given name alone, or words of it in any order, some as initials.
 *
 * @example canBeOneName('Bo L.', 'Bo Lund') // true; of 'Anna Lund' and 'Bo Lund' it is false
 */
export function canBeOneName(short: string, long: string): boolean {
  const words = (name: string) =>
    foldForSearch(name)
      .split(/[\s.,'’-]+/)
      .filter(Boolean);
  const [few, many] = [words(short), words(long)].sort((a, b) => a.length - b.length);
  if (few === undefined || many === undefined || few.length === 0) return true;
  if (few.length === 1) return few[0] === many[0];
  const left = [...many];
  return few.every((word) => {
    const at = left.findIndex(
      (other) =>
        other === word ||
        (word.length === 1 && other.startsWith(word)) ||
        (other.length === 1 && word.startsWith(other)),
    );
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}
