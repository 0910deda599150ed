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
        const text = named.decode(bytes);
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
        const text = (decoder(guess) ?? new TextDecoder('windows-1252')).decode(bytes);
        return { text, lost: text.includes('\ufffd') };
      }
    },
  };
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
  utf8: 'utf-8',
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
  let bestScore = score(bytes, best);
  for (const name of CANDIDATES) {
    const points = score(bytes, name);
    if (points > bestScore) {
      best = name;
      bestScore = points;
    }
  }
  return best;
}

const CANDIDATES = [
  'windows-1250',
  'windows-1254',
  'windows-1251',
  'koi8-r',
  'windows-1253',
  'windows-1255',
  'windows-1256',
  'macintosh',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
];

/** Letters that are frequent in the languages a single-byte charset is for; all others beyond ASCII count little. */
const FREQUENT: Readonly<Record<string, string>> = {
  'windows-1252': 'äöüßéèêàáâãçñíìîóòôõúùûåæøëïÄÖÜÉÅØÆÇÑÁÍÓÚœ’',
  'windows-1250': 'ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäöüőűÖÜŐŰăâîșțđĐ',
  'windows-1254': 'çğıöşüÇĞİÖŞÜâî',
  macintosh: 'äöüßéèêàáâãçñíóôõúùûåæøëïÄÖÜÉÅØÆÇÑ',
};
const CYRILLIC = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё';

/** Points for each character beyond ASCII, by how well it fits what stands before it. */
function score(bytes: Uint8Array, name: string): number {
  const text = new TextDecoder(name).decode(bytes);
  let points = 0;
  let before = ' ';
  for (const letter of text) {
    if (letter > '\x7f') points += fit(name, letter, before);
    before = letter;
  }
  return points;
}

function fit(name: string, letter: string, before: string): number {
  const code = letter.codePointAt(0) ?? 0;
  if (code === 0xfffd || (code >= 0x80 && code < 0xa0)) return -12;
  const frequent = FREQUENT[name];
  if (frequent !== undefined) {
    if (!frequent.includes(letter)) return letter === letter.toUpperCase() ? -1.5 : -0.5;
    const capital = letter !== letter.toLowerCase();
    if (/[a-z]/.test(before)) return capital ? -1 : 2;
    // Two marked letters in a row are rare in Latin scripts, and usual in every other.
    if (before > '\x7f') return -1;
    return capital ? 1.5 : 1;
  }
  if (name === 'windows-1251' || name === 'koi8-r') {
    const place = CYRILLIC.indexOf(letter.toLowerCase());
    if (place < 0) return -2;
    const capital = letter !== letter.toLowerCase();
    if (/[A-Za-z]/.test(before)) return -1;
    const inWord = /\p{L}/u.test(before);
    if (capital && inWord && before === before.toLowerCase()) return -2;
    return (capital && inWord ? 0 : 1) + (place < 12 ? 1 : 0);
  }
  return fitOther(name, code, before);
}

/** Two bytes made one letter in the East Asian charsets, so their letters count double. */
function fitOther(name: string, code: number, before: string): number {
  if (name === 'windows-1253') return code >= 0x386 && code <= 0x3ce && !/[A-Za-z]/.test(before) ? 1.2 : -2;
  if (name === 'windows-1255') return code >= 0x5d0 && code <= 0x5ea && !/[A-Za-z]/.test(before) ? 1.3 : -2;
  if (name === 'windows-1256') return code >= 0x621 && code <= 0x64a && !/[A-Za-z]/.test(before) ? 1.2 : -2;
  // A letter between Latin letters is most likely a Latin one, whose byte only looks like half of something else.
  if (/[A-Za-z]/.test(before)) return -2;
  const kana = code >= 0x3041 && code <= 0x30fe;
  const han = code >= 0x4e00 && code <= 0x9fff;
  if (name === 'shift_jis')
    return kana ? 4 : han ? 2.8 : code >= 0xff61 && code <= 0xff9f ? 0.2 : code === 0x3000 ? 2 : -1;
  if (name === 'euc-jp') return kana ? 4.5 : han ? 2.7 : -2;
  if (name === 'euc-kr') return code >= 0xac00 && code <= 0xd7a3 ? 3.4 : han ? 0.5 : -3;
  if (name === 'gb18030') return han ? (COMMON_HAN.has(code) ? 4 : 2.6) : kana ? -2 : -1;
  if (name === 'big5') return han ? (COMMON_HAN.has(code) ? 4 : 2.4) : -2;
  return -3;
}

/** Frequent in names and addresses; enough to tell GB18030 from Big5 and EUC-KR, which share most byte pairs. */
const COMMON_HAN = new Set(
  [
    ...'王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文伟偉芳娜秀英敏静靜丽麗强強磊军軍洋勇艳豔杰娟涛濤明超霞平刚剛桂志建国國华華浩然雨北京上海市路号號区區公司有限电話话手机機姓名',
  ].map((letter) => letter.codePointAt(0) ?? 0),
);

/** The charset of the head, where it is no UTF-8 and enough of it is there to tell. */
export function charsetOf(head: Uint8Array): string | undefined {
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
