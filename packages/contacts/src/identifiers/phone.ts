import { internationalNumber, regionOf } from './dialled.ts';

/** A phone number in E.164: `+491512345678`. */
export type Phone = string & { readonly [phoneBrand]: true };

declare const phoneBrand: unique symbol;

/**
 * A number in E.164, or `undefined` where the text is no number that exists in its numbering plan.
 *
 * `region` (ISO 3166-1, two letters) is where a number without a country code is dialled from. Extensions, pauses and
 * wait signs are dropped. Two ways of writing that no library reads are repaired: `00CC` from a region with another
 * exit code, and `+CC (0)`.
 *
 * @example parsePhone('030 1234567', 'DE') // '+49301234567'
 */
export function parsePhone(text: string, region?: string): Phone | undefined {
  const plain = plainDigits(text);
  const dialled = plain ?? anyDigits(text);
  if (dialled === undefined) return undefined;
  const home = region?.length === 2 && region < 'a' ? region : region?.toUpperCase();
  const found = internationalNumber(dialled, home) ?? repaired(text, dialled, home);
  // Safe: this function is the one maker of a Phone.
  return found as Phone | undefined;
}

/**
 * The region (ISO 3166-1, two letters) that a number belongs to, or `undefined` where it belongs to none, as +800 does.
 *
 * @example phoneRegion(phone) // 'CA' for +15062345678, which shares its country code with 'US'
 */
export function phoneRegion(phone: Phone): string | undefined {
  return regionOf(phone);
}

/** "+49 (0) 30" means that the zero is dialled at home only; "0049" and "01149" that another exit code was meant. */
function repaired(text: string, dialled: string, home: string | undefined): string | undefined {
  const code = exitCode(dialled);
  const zero = text.includes('(') ? withoutZero(text) : undefined;
  if (zero !== undefined) {
    const found = internationalNumber(zero, home);
    if (found !== undefined) return found;
    const length = exitCode(zero);
    const abroad = length === 0 ? undefined : internationalNumber(`+${zero.slice(length)}`, home);
    if (abroad !== undefined) return abroad;
  }
  return code === 0 ? undefined : internationalNumber(`+${dialled.slice(code)}`, home);
}

function exitCode(dialled: string): number {
  if (dialled.startsWith('00')) return 2;
  return dialled.startsWith('011') && dialled.length > 11 ? 3 : 0;
}

function withoutZero(text: string): string | undefined {
  const found = /^[^\d+(]*(?:\+|00|011)[^(]{0,12}(\([\s\u00a0]*0[\s\u00a0]*\))/.exec(text);
  if (found === null) return undefined;
  const end = found[0].length;
  return anyDigits(text.slice(0, end - (found[1]?.length ?? 0)) + text.slice(end));
}

/** The digits of a number that is written with ASCII and the usual signs between them; `undefined` says nothing. */
function plainDigits(text: string): string | undefined {
  const { length } = text;
  if (length > 40) return undefined;
  let digits = '';
  let count = 0;
  let start = -1;
  for (let place = 0; place < length; place++) {
    const code = text.charCodeAt(place);
    if (code >= 0x30 && code <= 0x39) {
      if (start < 0) start = place;
      count++;
    } else if (code === PLUS) {
      if (count > 0 || start >= 0 || digits !== '') return undefined;
      start = place;
    } else if (code === 0x20 || (code >= 0x28 && code <= 0x2f && code !== COMMA && code !== STAR)) {
      if (start >= 0) digits += text.slice(start, place);
      start = -1;
    } else return undefined;
  }
  if (start === 0) digits = text;
  else if (start > 0) digits += text.slice(start);
  return count >= LEAST && count <= MOST ? digits : undefined;
}

const PLUS = 0x2b;
const COMMA = 0x2c;
const STAR = 0x2a;
/** The shortest national numbers have four digits; the longest are dialled with trunk and exit codes. */
const LEAST = 4;
const MOST = 24;

/** Digits after at most one plus, whatever script they are in; `undefined` where too few or too many are left. */
function anyDigits(text: string): string | undefined {
  if (text.length > 250) return undefined;
  const value = numberPart(text.normalize('NFKC').trim());
  if (value.includes('@')) return undefined;
  let digits = '';
  let letters = 0;
  for (const letter of value) {
    const code = letter.charCodeAt(0);
    const digit = code >= 0x30 && code <= 0x39 ? letter : digitOf(code);
    if (digit !== undefined) digits += digit;
    else if (letter === '+') {
      if (digits !== '') return undefined;
      digits = '+';
    } else if (/[a-z]/i.test(letter)) {
      letters++;
      digits += VANITY[letter.toLowerCase().charCodeAt(0) - 0x61] ?? '';
    } else if (!SIGN.test(letter)) return undefined;
  }
  const count = digits.startsWith('+') ? digits.length - 1 : digits.length;
  // Vanity numbers are a few letters at the end of a real number; anything else is words.
  if (letters > 0 && (letters > 8 || count < 10 || !endsInLetters(value))) return undefined;
  return count >= LEAST && count <= MOST ? digits : undefined;
}

/** What separates digits: white space, brackets, dots, dashes, slashes, tildes, marks of direction, and letters' marks. */
const SIGN =
  /[\s()[\].\-/\u00ad\u200b\u2060\u2010-\u2015\u2212\u30fc\u00b7\u2053\u223c\u200e\u200f\u202a-\u202e\u2066-\u2069'*~]/;
const VANITY = '22233344455566677778889999';

/** Three digits or more, then letters among digits and separators to the end. */
function endsInLetters(value: string): boolean {
  const first = value.search(/[a-z]/i);
  return /\d{3}[\s().-]*$/.test(value.slice(0, first)) && /^[\d\s().a-z-]*$/i.test(value.slice(first));
}

/** The zeros of the scripts whose digits are written in numbers. */
const ZEROS = [
  0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0ed0,
  0x0f20, 0x1040, 0x17e0,
];

function digitOf(code: number): string | undefined {
  if (code < 0x660 || code > 0x17e9) return undefined;
  const zero = ZEROS.find((start) => code >= start && code <= start + 9);
  return zero === undefined ? undefined : String(code - zero);
}

/** Without the scheme of a link, RFC 3966 parameters, pauses, waits and extensions. */
function numberPart(text: string): string {
  let value = text.replace(/^(?:tel|phone|sms|callto):/i, '');
  const context = /;phone-context=(\+[\d().-]+)/.exec(value)?.[1] ?? '';
  const stop = value.search(/[;,]|[pw]\d/i);
  if (stop > 0) value = value.slice(0, stop);
  const extension = value.search(EXTENSION);
  if (extension > 0) value = value.slice(0, extension);
  return context + value;
}

const EXTENSION =
  /(?:e?xt(?:ensi[oó]n?)?n?|доб|anexo|durchwahl|dw|poste|int|[x#~])\.?:?[\s-]*\d{1,20}#?$|[\s-]\d{1,6}#$/iu;
