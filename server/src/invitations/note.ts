export type NoteReason = 'too_long' | 'control' | 'url' | 'email' | 'phone' | 'money';

const longest = 300;

/** Letters that look like Latin ones; a link written with them is still a link to whoever reads it (UTS 39). */
const lookalikes: Readonly<Record<string, string>> = Object.fromEntries(
  [...'аеорсухіјѕԁһ'].map((letter, at) => [letter, 'aeopcyxijsdh'[at] ?? letter]),
);
const domains =
  'com|net|org|info|biz|io|co|me|app|dev|xyz|eu|us|uk|de|fr|nl|no|se|ru|cn|in|jp|ly|gg|tv|link|click|site|online|shop|top|live|page|club|store|test|example';

const rules: readonly (readonly [NoteReason, RegExp])[] = [
  ['email', /[^\s@]@[^\s@]|\[at\]|\(at\)/iu],
  ['url', /:\/\/|\bh(?:tt|xx)ps?\b|\bwww\b/iu],
  [
    'url',
    new RegExp(
      `[\\p{L}\\p{N}-](?:\\.|\\s\\.\\s?|\\s?(?:\\[dot\\]|\\(dot\\))\\s?)(?:${domains})(?![\\p{L}\\p{N}-])`,
      'iu',
    ),
  ],
  ['url', /[\p{L}\p{N}-]\.\p{L}{2,24}\/|\b\d{1,3}(?:\.\d{1,3}){3}\b/iu],
  ['money', /[$€£¥₹₽₿]\s?\d|\d\s?[$€£¥₹₽₿]/u],
  [
    'money',
    /\b(?:USD|EUR|GBP|CHF|NOK|SEK|JPY|BTC|Rs)\.?\s?\d|\d\s?(?:USD|EUR|GBP|CHF|NOK|SEK|BTC|dollars?|euros?|pounds?|bitcoins?)\b/iu,
  ],
  ['phone', /\d(?:[\s()./-]{0,3}\d){6}/u],
];

/** Dates are many digits too, and honest. */
const dates = /\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}\b/gu;

/**
 * Why this note may not stand in a message to somebody who did not ask for one; undefined when it may.
 *
 * A note travels under our name and passes every mail filter, so it carries no way to lead people elsewhere.
 */
export function noteFault(note: string): NoteReason | undefined {
  if ([...note].length > longest) return 'too_long';
  if (/(?!\n)[\p{Cc}\p{Cs}\p{Co}\p{Cn}]/u.test(note)) return 'control';
  const plain = folded(note);
  for (const [reason, pattern] of rules) {
    if (pattern.test(reason === 'phone' ? plain.replace(dates, ' ') : plain)) return reason;
  }
  return undefined;
}

/** Compatibility forms and lookalikes made plain, invisible signs taken out. */
function folded(text: string): string {
  return (
    text
      .normalize('NFKC')
      .replace(/\p{Cf}|\u034f|[\ufe00-\ufe0f]/gu, '')
      .replace(/[。．｡․]/gu, '.')
      // Dots in a row trail off; they lead nowhere.
      .replace(/\.{2,}/g, ' ')
      .toLowerCase()
      .replace(/[а-яіјѕԁһ]/gu, (letter) => lookalikes[letter] ?? letter)
  );
}

/** The note as it is sent: line ends of one kind, nothing at its edges; undefined when nothing is left. */
export function parseNote(text: string | undefined): string | undefined {
  const note = text
    ?.normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return note === '' ? undefined : note;
}
