import { CULTURES } from './cultures.ts';
import { random } from './random.ts';

/** An address as a book holds it, and the same in the form that every way of writing it is brought to. */
export interface WrittenAddress {
  readonly text: string;
  readonly email: string;
}

const HOSTS =
  'mail.example post.example inbox.example letters.example brief.test web.test gmail.com outlook.com'.split(
    ' ',
  );

/** Domains in other scripts with their form in ASCII, worked out by Python's punycode codec (RFC 3492). */
const FOREIGN: readonly (readonly [written: string, ascii: string])[] = [
  ['müller-bau.example', 'xn--mller-bau-q9a.example'],
  ['faß.example', 'xn--fa-hia.example'],
  ['почта.example', 'xn--80a1acny.example'],
  ['例子.example', 'xn--fsqu00a.example'],
  ['bücher.example', 'xn--bcher-kva.example'],
];

/**
 * So many addresses, the same for the same seed: 2.7 % with a domain in another script, 8 % with capitals, 5 % with a
 * name and brackets, 1 % with blanks around them.
 *
 * @example generateAddresses({ seed: 1, count: 1000 })
 */
export function generateAddresses(options: {
  readonly seed: number;
  readonly count: number;
}): WrittenAddress[] {
  const chance = random(options.seed);
  const companies = Array.from({ length: 800 }, (_, at) => `company-${at}.example`);
  const addresses: WrittenAddress[] = [];
  for (let at = 0; at < options.count; at++) {
    const culture = chance.pick(CULTURES);
    const given = chance.pick(chance.chance(0.5) ? culture.female : culture.male);
    const family = chance.pick(culture.family);
    const local = `${given.latin}.${family.latin}${chance.chance(0.7) ? chance.int(1, 9999) : ''}`;
    const foreign = chance.chance(0.027) ? chance.pick(FOREIGN) : undefined;
    const host = foreign?.[1] ?? (chance.chance(0.6) ? chance.pick(HOSTS) : chance.pick(companies));
    let text = `${local}@${foreign?.[0] ?? host}`;
    let email = `${local}@${host}`;
    const way = chance.next();
    if (way < 0.04) text = `${local}@${(foreign?.[0] ?? host).toUpperCase()}`;
    else if (way < 0.08) {
      text = text.charAt(0).toUpperCase() + text.slice(1);
      email = email.charAt(0).toUpperCase() + email.slice(1);
    } else if (way < 0.13) text = `"${family.written}, ${given.written}" <${text}>`;
    else if (way < 0.14) text = ` ${text} `;
    // "FASS" is another name than "faß".
    if (way < 0.04 && foreign?.[0].includes('ß')) text = `${local}@${foreign[0]}`;
    addresses.push({ text, email });
  }
  return addresses;
}
