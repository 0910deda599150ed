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
    const known = decoders.get(name);
    if (known !== undefined || decoders.has(name)) return known;
    const made = open(name);
    // A file can name any number of charsets; few of them are real.
    if (decoders.size < 100) decoders.set(name, made);
    return made;
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
        if (fallback === undefined) gather(evidence, bytes);
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
const EVIDENCE = 8 * 1024;

function gather(evidence: number[], bytes: Uint8Array): void {
  for (const byte of bytes) {
    if (evidence.length >= EVIDENCE) return;
    evidence.push(byte);
  }
  evidence.push(0x0a);
}

/**
 * The most probable charset of bytes that are no UTF-8.
 *
 * @example guessCharset(Uint8Array.of(0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72)) // 'windows-1252'
 */
function guessCharset(bytes: Uint8Array): string {
  let best = 'windows-1252';
  // Where little speaks for another one, it is the one that most old programs write.
  let bestScore = score(bytes, best) + 2;
  for (const name of [...LETTERS.keys(), ...EAST_ASIAN]) {
    const points = score(bytes, name);
    if (points > bestScore) {
      best = name;
      bestScore = points;
    }
  }
  return best;
}

const EAST_ASIAN = ['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr'];

const WESTERN = 'üäößé éèçêëàôîïâûœù áéíóñúü ãçéáíóâêõúàô øæåéöä öäåé èàòùìé ëéïèöü äõöüšž áíóéæöúþðý'.split(
  ' ',
);
const CENTRAL = 'áíéšřěčžýůúťňóď áéőöóíüúű ąłęóśżćńź ăşţâîșț ščžćđ áíčšžéýľťúňôóäďĺŕ'.split(' ');
const BALTIC = 'ėšūžąįųčę āīšņēļūģķžč äõöüšž'.split(' ');
const CYRILLIC = /[а-ґ]/;
const GREEK = /[ΐ-ώ]/;
const ARABIC = /[ء-ي]/;

/**
 * The letters beyond ASCII of each language that a charset is for, frequent ones first. Languages are kept apart, since a
 * book with nothing but ø is Danish and not Czech in another charset, though ř is frequent there. Other scripts are
 * told by their letters as they are.
 */
const LETTERS: ReadonlyMap<string, readonly string[] | RegExp> = new Map<string, readonly string[] | RegExp>([
  ['windows-1252', WESTERN],
  ['windows-1250', CENTRAL],
  ['iso-8859-2', CENTRAL],
  ['windows-1254', ['ışüöçğiâî']],
  ['windows-1251', CYRILLIC],
  ['koi8-r', CYRILLIC],
  ['iso-8859-5', CYRILLIC],
  ['windows-1253', GREEK],
  ['windows-1255', /[א-ת]/],
  ['windows-1256', ARABIC],
  ['iso-8859-6', ARABIC],
  ['windows-1257', BALTIC],
  ['windows-1258', ['đ\u0323\u0301\u0300ươ\u0309\u0303ăêôâáàúùóòíéèãõ']],
  ['windows-874', /[ก-๎]/],
  ['koi8-u', CYRILLIC],
  ['iso-8859-7', GREEK],
  ['iso-8859-4', BALTIC],
  ['macintosh', WESTERN],
  ['x-mac-cyrillic', CYRILLIC],
  ['ibm866', CYRILLIC],
]);

/** Rarer than any mark of a common charset that they read as a letter. */
const RARE = /^(?:mac|x-mac|ibm|iso-8859-4|windows-125[78])/;

/** Points for each character beyond ASCII, by how well it fits what stands before it, in the language that it fits best. */
function score(bytes: Uint8Array, name: string): number {
  const text = new TextDecoder(name).decode(bytes);
  const letters = LETTERS.get(name);
  const script = letters instanceof RegExp ? letters : undefined;
  const languages = letters === undefined || letters instanceof RegExp ? [] : letters;
  const foreign = languages.length === 0;
  const fits = languages.map(() => 0);
  const all = languages.join('');
  let points = 0;
  let before = ' ';
  for (const letter of text) {
    if (letter > '\x7f') {
      const code = letter.codePointAt(0) ?? 0;
      const lower = letter.toLowerCase();
      if (code === 0xfffd || (code >= 0x80 && code < 0xa0)) points -= 12;
      else if (letters === undefined) points += fitEastAsian(name, code, before);
      else if (!(script?.test(lower) ?? all.includes(lower))) points += fitMark(letter, before);
      else {
        points += misfit(letter, before, foreign) + (foreign ? 1.8 : 0);
        for (const [at, own] of languages.entries()) {
          const place = own.indexOf(lower);
          fits[at] = (fits[at] ?? 0) + (place < 0 ? 0.5 : 2 - (0.4 * place) / own.length);
        }
      }
    } else if (foreign && before > '\x7f' && /[a-z]/i.test(letter)) points -= 2;
    before = letter;
  }
  points += Math.max(0, ...fits);
  return RARE.test(name) ? points * 0.85 : points;
}

/** For a character that is no letter of any language. */
function fitMark(letter: string, before: string): number {
  const inWord = before.toLowerCase() !== before.toUpperCase();
  return ('’”»›…'.includes(letter) ? inWord : '‘“„«‹–—§€'.includes(letter) && !inWord) ? 1.8 : -1.5;
}

/** What a letter loses where letters of its script hardly ever stand. */
function misfit(letter: string, before: string, foreign: boolean): number {
  const lower = letter.toLowerCase();
  const inWord = before.toLowerCase() !== before.toUpperCase();
  // Two marked letters in a row are rare in Latin scripts, and Latin letters in a word of any other.
  if (foreign ? /[a-z]/i.test(before) : before > '\x7f') return -2.5;
  const capital = letter !== lower;
  if (capital && inWord && before === before.toLowerCase()) return -3.5;
  if (capital && inWord && foreign) return -1.3;
  // Names begin with a capital, in the scripts that have them.
  return foreign && !capital && !inWord && lower !== lower.toUpperCase() ? -2.5 : 0;
}

/** Two bytes made one letter, so each counts double. */
function fitEastAsian(name: string, code: number, before: string): number {
  // A letter between Latin letters is most likely a Latin one, whose byte only looks like half of something else.
  if (/[a-z]/i.test(before)) return -2;
  const kana = code >= 0x3041 && code <= 0x30fe;
  const han = code >= 0x4e00 && code <= 0x9fff;
  if (name === 'shift_jis')
    return kana ? 4 : han ? 2.8 : code >= 0xff61 && code <= 0xff9f ? 0.2 : code === 0x3000 ? 2 : -1;
  if (name === 'euc-jp') return kana ? 4.5 : han ? 2.7 : -2;
  if (name === 'euc-kr') return code >= 0xac00 && code <= 0xd7a3 ? 3.4 : han ? 0.5 : -3;
  if (!han) return -2;
  return COMMON_HAN.includes(String.fromCodePoint(code)) ? 4.5 : name === 'big5' ? 2.4 : 2.6;
}

/** The most frequent family names and words of addresses: enough to tell charsets that share most byte pairs. */
const COMMON_HAN =
  '王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅明小美文华華国國伟偉丽麗静靜强強北京上海台市路号號区區公司有限';

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
