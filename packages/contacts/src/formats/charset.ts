import { BLOCK, joined } from './blocks.ts';

/**
 * The charset of each value: the declared one, else UTF-8 where the bytes are UTF-8, else a guess from all
 * bytes seen so far that are not.
 *
 * Readers work on strings: a block that is UTF-8 as a whole is decoded at once (`text`); any other becomes a
 * string with one character per byte, and its values are decoded one by one.
 */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** A piece of input as a string; where `bytes` is true, each character stands for one byte. */
export interface Piece {
  readonly text: string;
  readonly bytes: boolean;
}

/** The bytes as text where they are UTF-8, otherwise one character per byte. */
export function piece(bytes: Uint8Array): Piece {
  try {
    return { text: utf8.decode(bytes), bytes: false };
  } catch {
    return { text: byteString(bytes), bytes: true };
  }
}

/** One character per byte. */
function byteString(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) {
    // Safe: apply() takes any array-like object; its declared type knows arrays only.
    text += String.fromCharCode.apply(null, bytes.subarray(at, at + 4096) as unknown as number[]);
  }
  return text;
}

/** The inverse of `byteString`. */
export function fromByteString(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Text as UTF-8, one character per byte. */
export function toByteString(text: string): string {
  return isAscii(text) ? text : byteString(encoder.encode(text));
}

/** Whether every character is below 0x80. */
export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** Decodes values, and remembers what it saw of bytes that are no UTF-8. */
export interface Charsets {
  /** The text of one value; `lost` is true where some bytes meant nothing. */
  decode(bytes: Uint8Array, declared?: string): { readonly text: string; readonly lost: boolean };
}

/** A decoder of values; `fallback` is the charset for bytes that are no UTF-8 and declare nothing. */
export function charsets(fallback?: string): Charsets {
  const evidence: number[] = [];
  let guess = fallback ?? 'windows-1252';
  let guessedBy = 0;
  const decoders = new Map<string, TextDecoder | undefined>();
  const decoder = (name: string): TextDecoder | undefined => {
    // A file can name any number of charsets; few of them are real.
    if (decoders.size > 100) decoders.clear();
    if (!decoders.has(name)) decoders.set(name, open(name));
    return decoders.get(name);
  };
  return {
    decode(bytes, declared) {
      const named = declared === undefined ? undefined : decoder(declared.trim().toLowerCase());
      if (named !== undefined && named.encoding !== 'utf-8') {
        const text = composed(named, bytes);
        if (!text.includes('\ufffd')) return { text, lost: false };
      }
      try {
        return { text: utf8.decode(bytes), lost: false };
      } catch {
        if (fallback === undefined && evidence.length < EVIDENCE)
          evidence.push(...bytes.subarray(0, EVIDENCE - evidence.length), 0x0a);
        // Guessing costs as much as there is evidence: it is worth it when there is a quarter more than last time.
        if (evidence.length > guessedBy * 1.25) {
          guess = guessCharset(Uint8Array.from(evidence));
          guessedBy = evidence.length;
        }
        const text = composed(decoder(guess) ?? new TextDecoder('windows-1252'), bytes);
        return { text, lost: text.includes('\ufffd') };
      }
    },
  };
}

/** The charset of Vietnamese writes the tone of a letter after it. */
function composed(decoder: TextDecoder, bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  return decoder.encoding === 'windows-1258' ? text.normalize('NFC') : text;
}

function open(name: string): TextDecoder | undefined {
  try {
    return new TextDecoder(ALIASES[name] ?? name);
  } catch {
    return undefined;
  }
}

const ALIASES: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp949: 'euc-kr',
  cp936: 'gbk',
};

/** Bytes that a guess is made of, about. */
const EVIDENCE = 8 * 1024;

/**
 * The most probable charset of bytes that are no UTF-8.
 *
 * @example guessCharset(Uint8Array.of(0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72)) // 'windows-1252'
 */
function guessCharset(bytes: Uint8Array): string {
  let best = 'windows-1252';
  // Where little speaks for another one, it is the one that most old programs write.
  let bestScore = score(bytes, best, WESTERN) + 2;
  for (const [letters, names] of CHARSETS) {
    for (const name of names.split(' ')) {
      const points = score(bytes, name, letters);
      if (points > bestScore) {
        best = name;
        bestScore = points;
      }
    }
  }
  return best;
}

/**
 * The letters beyond ASCII of each language that a charset is for, frequent ones first. Languages are kept apart, since a
 * book with nothing but ø is Danish and not Czech in another charset, though ř is frequent there.
 *
 * Packed, since browsers load them: a charset that has them all, and each language's letters as its bytes there without
 * the highest bit. Unpacked these are `üäößé éèçêëàôîïâûœù áéíóñúü ãçéáíóâêõúàô øæåéöä öäåé èàòùìé ëéïèöü äõöüšž
 * áíóéæöúþðý`.
 */
const WESTERN =
  'iso-8859-15 |dv_i ihgjk`tnob{=y aimsqz| cgiamsbjuz`t xfeivd vdei h`ryli kiohv| duv|(8 amsifvz~p}';

/** The most frequent family names and words of addresses: enough to tell charsets that share most byte pairs. */
const COMMON_HAN =
  /[王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅明小美文华華国國伟偉丽麗静靜强強北京上海台市路号號区區公司有限]/;
const HAN = /[\u4e00-\u9fff]/;
const KANA = /[ぁ-ヾ]/;
const ANY = /^/;

/**
 * Points of a letter by the first script that it belongs to; two bytes made one letter, so each counts double. Not
 * readonly, since `Array.isArray` does not tell such an array from the rest.
 */
type Scripts = (readonly [points: number, script: RegExp])[];

/** The letters of a charset: those of languages, of a script that is told by its letters as they are, or of East Asia. */
type Letters = string | RegExp | Scripts;

/** Charsets by what is written in them. */
const CHARSETS: readonly (readonly [Letters, names: string])[] = [
  // áíéšřěčžýůúťňóď áéőöóíüúű ąłęóśżćńź ăşţâî ščžćđ áíčšžéýľťúňôóäďĺŕ
  ['iso-8859-2 ami9xlh>}yz;rso aiuvsm|z{ 13js6?fq< c:~bn 9h>fp amh9>i}5;zrtsdoe`', 'windows-1250 iso-8859-2'],
  // ışüöçğâî
  ['windows-1254 }~|vgpbn', 'windows-1254'],
  [/[а-ґ]/, 'windows-1251 koi8-r iso-8859-5 koi8-u x-mac-cyrillic ibm866'],
  [/[ΐ-ώ]/, 'windows-1253 iso-8859-7'],
  [/[א-ת]/, 'windows-1255'],
  [/[ء-ي]/, 'windows-1256 iso-8859-6'],
  // ėšūžąįųčę āīšņēļūģķžč äõöüšž
  ['windows-1257 kp{~`axhf bnprgo{lm~h duv|p~', 'windows-1257 iso-8859-4'],
  // đ and ư, ơ, ă with their tones after them, then êôâáàúùóíéè
  ['windows-1258 prlL}uR^cjtba`zysmih', 'windows-1258'],
  [/[ก-๎]/, 'windows-874'],
  [WESTERN, 'macintosh'],
  [
    [
      [4, KANA],
      [2.8, HAN],
      [0.2, /[\uff61-\uff9f]/],
      [2, /\u3000/],
      [-1, ANY],
    ],
    'shift_jis',
  ],
  [
    [
      [4.5, KANA],
      [2.7, HAN],
    ],
    'euc-jp',
  ],
  [
    [
      [4.5, COMMON_HAN],
      [2.6, HAN],
    ],
    'gb18030',
  ],
  [
    [
      [4.5, COMMON_HAN],
      [2.4, HAN],
    ],
    'big5',
  ],
  [
    [
      [3.4, /[가-힣]/],
      [0.5, HAN],
      [-3, ANY],
    ],
    'euc-kr',
  ],
];

/** Rarer than any mark of a common charset that they read as a letter. */
const RARE = /^(?:mac|x-mac|ibm|iso-8859-4|windows-125[78])/;

/** Points for each character beyond ASCII, by how well it fits what stands before it, in the language that it fits best. */
function score(bytes: Uint8Array, name: string, letters: Letters): number {
  const languages = typeof letters === 'string' ? unpacked(letters) : [];
  const foreign = languages.length === 0;
  const fits = languages.map(() => 0);
  const all = languages.join('');
  let points = 0;
  let before = ' ';
  for (const letter of new TextDecoder(name).decode(bytes)) {
    if (letter > '\x7f') {
      const lower = letter.toLowerCase();
      if (/[\x80-\x9f\ufffd]/.test(letter)) points -= 12;
      // A letter between Latin letters is most likely a Latin one, whose byte only looks like half of something else.
      else if (Array.isArray(letters))
        points += LATIN.test(before) ? -2 : (letters.find(([, script]) => script.test(letter))?.[0] ?? -2);
      else if (!(typeof letters === 'string' ? all.includes(lower) : letters.test(lower)))
        points += fitMark(letter, before);
      else {
        points += misfit(letter, before, foreign) + (foreign ? 1.8 : 0);
        for (const [at, own] of languages.entries()) {
          const place = own.indexOf(lower);
          fits[at] = (fits[at] ?? 0) + (place < 0 ? 0.5 : 2 - (0.4 * place) / own.length);
        }
      }
    } else if (foreign && before > '\x7f' && LATIN.test(letter)) points -= 2;
    before = letter;
  }
  points += Math.max(0, ...fits);
  return RARE.test(name) ? points * 0.85 : points;
}

const LATIN = /[a-z]/i;

/** The letters of each language. */
function unpacked(letters: string): string[] {
  const [charset, ...languages] = letters.split(' ');
  const decoder = new TextDecoder(charset);
  return languages.map((own) =>
    decoder.decode(Uint8Array.from(own, (letter) => letter.charCodeAt(0) | 0x80)),
  );
}

/** For a character that is no letter of any language. */
function fitMark(letter: string, before: string): number {
  return (isLetter(before) ? '’”»›…' : '‘“„«‹–—§€').includes(letter) ? 1.8 : -1.5;
}

/** What a letter loses where letters of its script hardly ever stand. */
function misfit(letter: string, before: string, foreign: boolean): number {
  // Two marked letters in a row are rare in Latin scripts, and Latin letters in a word of any other.
  if (foreign ? LATIN.test(before) : before > '\x7f') return -2.5;
  const capital = letter !== letter.toLowerCase();
  if (isLetter(before)) {
    if (!capital) return 0;
    if (before === before.toLowerCase()) return -3.5;
    return foreign ? -1.3 : 0;
  }
  // Names begin with a capital, in the scripts that have them.
  return foreign && !capital && isLetter(letter) ? -2.5 : 0;
}

/** Whether a letter has capitals, by which it is known to be one. */
function isLetter(letter: string): boolean {
  return letter.toLowerCase() !== letter.toUpperCase();
}

/** Whether all is UTF-8, but for a character cut at the end. */
function isUtf8Start(head: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The charset of the head, where it is no UTF-8 and enough of it is there to tell. */
export function charsetOf(head: Uint8Array): string | undefined {
  if (isUtf8Start(head)) return undefined;
  const lines: Uint8Array[] = [];
  let high = 0;
  let from = 0;
  for (let at = 0; at <= head.length && high < 4096; at++) {
    if (at < head.length && head[at] !== 0x0a && head[at] !== 0x0d) continue;
    const line = head.subarray(from, at);
    from = at + 1;
    const count = line.reduce((sum, byte) => sum + (byte > 0x7f ? 1 : 0), 0);
    // The last line of a full block may be cut inside a character.
    if (count === 0 || (at === head.length && head.length === BLOCK)) continue;
    try {
      utf8.decode(line);
    } catch {
      lines.push(line, Uint8Array.of(0x0a));
      high += count;
    }
  }
  return high < 6 ? undefined : guessCharset(lines.reduce(joined, new Uint8Array()));
}
