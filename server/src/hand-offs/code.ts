import type { Random } from '../platform/random.ts';

/** Crockford's base 32: no letter that is taken for a digit or for another letter. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 10;

/** A code of 50 random bits that somebody can type: `K7QF2MXE9D`. Guessing one in its ten minutes is out of reach. */
export function makeCode(random: Random): string {
  return [...random.bytes(length)].map((byte) => alphabet[byte & 31]).join('');
}

/** The code that was meant by what was typed or scanned; undefined for what is none. */
export function parseCode(text: string): string | undefined {
  const code = text.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
  return /^[0-9A-HJKMNP-TV-Z]{10}$/.test(code) ? code : undefined;
}
