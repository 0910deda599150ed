/** What words to strangers may not carry. */
export type WordsFault = 'control' | 'url' | 'email' | 'phone' | 'money';

/**
 * Why these words of a member may not stand in a message to somebody who did not ask for one; undefined when they may.
 *
 * They travel under the network's name and pass every mail filter, so they carry no way to lead people elsewhere: judged
 * is what a reader sees, with lookalike letters, digits of all scripts and invisible signs made plain.
 */
export function wordsFault(text: string): WordsFault | undefined {
  if (forbidden.test(text) || encodedWord.test(text)) return 'control';
  const plain = plainly(text);
  for (const [fault, pattern] of rules) {
    if (pattern.test(fault === 'phone' ? plain.replace(dates, ' ') : plain)) return fault;
  }
  return undefined;
}

/** Controls but for the line end, what is no sign, and marks that turn the direction of what follows (UTR 36, 3.2). */
const forbidden = /(?!\n)[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Mail programs show what it says in place of it, in a name or a subject, and in quotes too (RFC 2047). */
const encodedWord = /=\?[^?\s]+\?[bq]\?/iu;

/** Words of somebody who is asked for no form: what may not stand in them is taken out, and what is too long cut off. */
export function plainWords(text: string, longest: number): string {
  const lines = text.toWellFormed().replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n');
  return [...lines.replace(new RegExp(forbidden, 'gu'), '')].slice(0, longest).join('').trim();
}

/** Letters that look like Latin ones (UTS 39), and small capitals; a pair is the letter and what it looks like. */
const lookalikes = new Map(
  (
    'аa вb еe зz кk мm нh оo рp сc тt уy хx іi їi јj ѕs ԁd һh ԛq ԝw ѵv ӏl ьb ' +
    'αa βb εe ζz ηn ιi κk μm νv οo ρp τt υu χx ωw γy ' +
    'օo սu հh ոn ցg զq յj ' +
    'ᎪA ᏴB ᏟC ᎠD ᎬE ᏀG ᎻH ᎥI ᎫJ ᏦK ᏞL ᎷM ᏢP ᎡR ᏚS ᎢT ᏙV ᏔW ᏃZ ' +
    'ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ɡg ʜh ɪi ıi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz'
  )
    .split(' ')
    .map((pair): [string, string] => [pair.slice(0, -1), pair.slice(-1)]),
);

const domains =
  'com|net|org|info|biz|io|co|me|app|dev|xyz|eu|us|uk|de|fr|nl|no|se|ru|cn|in|jp|ly|gg|tv|link|click|site|online|shop|top|live|page|club|store|test|example';
/** More of them, which begin a sentence too: they count where no space is at the dot and two signs stand before it. */
const moreDomains =
  '[a-z]{2}|academy|agency|art|asia|bank|bar|berlin|best|bet|bid|bio|blog|bond|buzz|cafe|cam|care|casino|cash|cat|center|cfd|chat|city|cloud|codes|company|cyou|date|deals|digital|download|earth|education|email|events|exchange|expert|express|finance|fit|foundation|fun|fund|fyi|gallery|games?|gift|global|gmbh|gold|goog|guru|hair|help|homes|host|icu|ink|jobs|land|life|loan|lol|london|love|ltd|market|media|mobi|mobile|monster|mov|museum|name|network|news|ninja|paris|party|photos?|pics|plus|poker|press|pro|quest|racing|rest|review|rocks|run|sale|sbs|school|science|services|skin|social|software|solutions|space|stream|studio|style|support|swiss|systems|tech|tel|tips|today|tokyo|tools|tours|trade|travel|uno|video|vip|wang|website|wien|wiki|win|work|world|zip|zone';
/** And in other scripts. */
const foreignDomains =
  'рф|рус|укр|бел|бг|срб|мкд|мон|қаз|онлайн|сайт|орг|ком|москва|ελ|ευ|հայ|გე|ישראל|קום|中国|中國|香港|台湾|台灣|公司|网络|한국|คอม|ไทย|भारत|مصر|السعودية|امارات|ایران|الاردن|المغرب|شبكة|موقع';
/** Those of them that are no word of a sentence after "dot" or "point". */
const spelled = 'com|net|org|info|biz|app|dev|xyz|uk|ru|cn|jp|gg|tv|click|site|online|shop|club|store';
const digitWords =
  'zero|one|two|three|four|five|six|seven|eight|nine|null|eins|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun';
const currencies = 'usd|eur|gbp|chf|nok|sek|dkk|pln|czk|inr|cny|rub|btc|eth|usdt';
const currencyWords =
  'dollars?|euros?|pounds?|bucks|bitcoins?|rubles?|kroner|kronor|franken|yen|yuan|pesos|reais';
const foreignCurrencies =
  'zł|kč|руб|рубль|рубля|рублей|грн|тенге|доллар|доллара|долларов|евро|ευρώ|دولار|يورو|ريال|درهم';

/** What ends a domain: neither a letter nor a digit, nor a hyphen before one. */
const over = '(?!-?[\\p{L}\\p{N}])';

const rules: readonly (readonly [WordsFault, RegExp])[] = [
  ['email', /[^\s@]@[^\s@]|\[\s?at\s?\]|\(\s?at\s?\)|\{\s?at\s?\}/u],
  ['url', /:\/\/|\bh(?:tt|xx)ps?\b|\bwww\b/u],
  [
    'url',
    new RegExp(
      `[\\p{L}\\p{N}-](?:\\.|\\s\\.\\s?|\\s?(?:\\[dot\\]|\\(dot\\)|\\{dot\\})\\s?)(?:${domains})${over}`,
      'u',
    ),
  ],
  [
    'url',
    new RegExp(`[\\p{L}\\p{N}-]{2}\\.(?:${moreDomains}|${plainly(foreignDomains)})${over}|\\bxn--`, 'u'),
  ],
  ['url', new RegExp(`[\\p{L}\\p{N}] (?:dot|punkt|point|punto|ponto|punt) (?:${spelled})${over}`, 'u')],
  ['url', /[\p{L}\p{N}-]\.\p{L}{2,24}\/|\b\d{1,3}(?:\.\d{1,3}){3}\b/u],
  ['money', /[$€£¥₹₽₿₩₺₴]\s?\d|\d\s?[$€£¥₹₽₿₩₺₴]/u],
  [
    'money',
    new RegExp(
      `\\b(?:${currencies}|rs)\\.?\\s?\\d|\\d\\s?k?\\s?(?:${currencies}|${currencyWords}|kr|zl)\\b`,
      'u',
    ),
  ],
  [
    'money',
    new RegExp(
      `\\b(?:hundred|thousand|million|hundert|tausend|millionen|tusen) (?:${currencyWords})\\b|\\d\\s?(?:${plainly(foreignCurrencies)})(?!\\p{L})|\\d[元円원]`,
      'u',
    ),
  ],
  ['phone', /\d(?:[\s()./_-]{0,3}\d){6}/u],
  ['phone', new RegExp(`\\b(?:${digitWords})(?:[\\s,-]{1,3}(?:${digitWords})){6}\\b`, 'u')],
];

/** Dates are many digits too, and honest. */
const dates = /\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}\b/gu;

function plainly(text: string): string {
  return (
    text
      .normalize('NFKC')
      // Letters and digits in boxes, flags and circles, which NFKC leaves alone.
      .replace(/[\u{1f150}-\u{1f169}\u{1f170}-\u{1f189}\u{1f1e6}-\u{1f1ff}]/gu, lettered)
      .replace(/\p{Cf}|\p{Me}|\u034f|[\u180b-\u180d]|[\ufe00-\ufe0f]/gu, '')
      .replace(/\p{Nd}/gu, digit)
      .replace(/[。．｡․·•∙⋅]/gu, '.')
      .replace(/[⁄∕╱]/gu, '/')
      // Dots in a row trail off; they lead nowhere.
      .replace(/\.{2,}/g, ' ')
      .replace(/[\u13a0-\u13f4]/gu, (letter) => lookalikes.get(letter) ?? letter)
      .toLowerCase()
      .replace(
        /[\u0131-\u0261\u0262-\u02af\u0370-\u058f\u1d00-\u1d2b\ua730-\ua731]/gu,
        (letter) => lookalikes.get(letter) ?? letter,
      )
  );
}

function lettered(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const first = code >= 0x1f1e6 ? 0x1f1e6 : code >= 0x1f170 ? 0x1f170 : 0x1f150;
  return String.fromCharCode(0x61 + code - first);
}

/** Decimal digits of a script stand in a row from nought to nine (Unicode, 4.6). */
function digit(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x80) return sign;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}

/** Scripts whose letters are mixed in one word by nobody but who wants to be taken for another (UTS 39, section 5). */
const alike = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
];

/** Whether a word of it is written in letters of two scripts that look alike. */
export function isMixed(text: string): boolean {
  return text
    .normalize('NFKC')
    .split(/[^\p{L}\p{M}]+/u)
    .some((word) => alike.filter((script) => script.test(word)).length > 1);
}
