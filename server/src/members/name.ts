import { isMixed, wordsFault } from './words.ts';

/** Marks of direction, line ends and signs that are not seen; a joiner stays where letters need it. */
const unseen =
  /\u034f|\u17b4|\u17b5|[\n\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2060-\u2064\u3164\ufeff\uffa0\u{e0000}-\u{e007f}]/u;
const joiners = /[\u200c\u200d]/gu;

/**
 * A member's name, or `undefined`: 1 to 80 characters, at least one of them a letter, and nothing that leads or misleads
 * those who read it in a message that they did not ask for; see `parseLine`. No word mixes scripts that look alike.
 */
export function parseName(text: string): string | undefined {
  const name = parseLine(text, 80);
  return name === undefined || !/\p{L}/u.test(name) || isMixed(name) ? undefined : name;
}

/**
 * One line of a member's own words, perhaps empty; `undefined` where it is too long, or holds a control, an unseen sign, an
 * address, a number or an amount.
 */
export function parseLine(text: string, longest: number): string | undefined {
  const line = text.normalize('NFC').trim().replace(/ {2,}/g, ' ');
  if ([...line].length > longest || unseen.test(line.replace(joiners, ''))) return undefined;
  return wordsFault(line) === undefined ? line : undefined;
}
