const forbidden = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/u;
const address = /\S@\S/;
const url =
  /:\/\/|\bwww\.|[\p{L}\d-]\.(?:com|net|org|info|biz|io|co|me|app|dev|xyz|eu|us|uk|de|fr|nl|ru|cn|ly|gg|tv|link|click|site|online|shop|top)(?![\p{L}\d-])/iu;

/**
 * A member's name, or `undefined`: 1 to 80 characters, none of them a control or a mark of direction, and neither a web
 * nor an e-mail address in it, since a name stands in messages to people who did not ask for them.
 */
export function parseName(text: string): string | undefined {
  const name = parseLine(text, 80);
  return name === undefined || name === '' || address.test(name) || url.test(name) ? undefined : name;
}

/** One line of a member's own words, perhaps empty; `undefined` where it is too long or holds controls. */
export function parseLine(text: string, longest: number): string | undefined {
  const line = text.normalize('NFC').trim().replace(/ {2,}/g, ' ');
  return [...line].length > longest || forbidden.test(line) ? undefined : line;
}
