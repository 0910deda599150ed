import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

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
  const value = plain(text);
  if (value === undefined) return undefined;
  const country = regionOf(region);
  const first = valid(value, country);
  if (first !== undefined) return first;
  const repaired = value.startsWith('00')
    ? `+${value.slice(2)}`
    : value.startsWith('011') && value.length > 11
      ? `+${value.slice(3)}`
      : undefined;
  return repaired === undefined ? undefined : valid(repaired, country);
}

function regionOf(region: string | undefined): CountryCode | undefined {
  const upper = region?.toUpperCase();
  return upper !== undefined && isSupportedCountry(upper) ? upper : undefined;
}

function valid(value: string, country: CountryCode | undefined): Phone | undefined {
  const found = parsePhoneNumberFromString(
    value,
    country === undefined ? { extract: false } : { defaultCountry: country, extract: false },
  );
  if (found === undefined || !found.isValid()) return undefined;
  // Safe: this function is the one maker of a Phone.
  return found.number as string as Phone;
}

const VANITY = '22233344455566677778889999';

/** Digits with at most one leading plus; `undefined` where too few or too many are left. */
function plain(text: string): string | undefined {
  if (text.length > 100) return undefined;
  let value = text.normalize('NFKC').trim();
  if (/^(?:tel|phone|sms|callto):/i.test(value)) value = value.slice(value.indexOf(':') + 1);
  // RFC 3966 parameters, pauses, waits and extensions end the number.
  const end = value.search(/;|,|\s*(?:ext|extension|x|#|доб|durchwahl|dw|poste|int)\.?:?\s*\d+\s*$|[pw]\d/i);
  if (end > 0) value = value.slice(0, end);
  if (value.includes('@')) return undefined;
  // "+49 (0) 30": the zero is dialled at home only.
  value = value.replace(/^(\+|00)(\s*\d[\d\s.-]*)\(\s*0\s*\)/, '$1$2');
  let digits = '';
  let letters = 0;
  for (const letter of value) {
    const code = letter.charCodeAt(0);
    if (code >= 0x30 && code <= 0x39) digits += letter;
    else if (letter === '+') {
      if (digits !== '') return undefined;
      digits = '+';
    } else if (/[a-z]/i.test(letter)) {
      letters++;
      digits += VANITY[letter.toLowerCase().charCodeAt(0) - 0x61] ?? '';
    } else if (!/[\s().\-/\u2010-\u2015\u2212\u00b7\u200e\u200f\u202a-\u202e\u2066-\u2069'*~]/.test(letter))
      return undefined;
  }
  const count = digits.startsWith('+') ? digits.length - 1 : digits.length;
  // Vanity numbers are a few letters at the end of a real number; anything else is words.
  if (letters > 0 && (letters > 8 || !/\d{3}[\s().-]*[\d\s().a-z-]*$/i.test(value) || count < 10))
    return undefined;
  return count >= 4 && count <= 19 ? digits : undefined;
}
