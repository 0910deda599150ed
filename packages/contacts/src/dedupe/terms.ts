import { soundOf } from './letters.ts';
import { isKnownName, mayBeOneName } from './nicknames.ts';
import { alikeAtMost, isCloseSpelling, isOneSlip, jaroWinkler, lettersOf } from './similarity.ts';

/** How two terms agree; the numbers are levels of a comparison, from the same to different. */
export const EXACT = 1;
/** Forms of one name, or one sound. */
export const ALIAS = 2;
/** Likely the same, mistyped. */
export const CLOSE = 3;
/** One begins the other, or stands for it as its initial. */
export const PART = 4;
export const DIFFERENT = 5;
/** Of names: different, and no mistake makes one of the other. */
export const UNLIKE = 6;
/** Unknown on one side at least: it says nothing. */
export const UNKNOWN = 0;

/** Pairs of terms whose level is remembered. */
const remembered = 1 << 16;

/** How often a value met at random is one that so many of a total have. */
export function shareOf(count: number, total: number): number {
  return Math.max(1, count) / (total + 50);
}

/** Texts by number, each once, with how often it was met, so that a rare one says more than a common one. */
export class Terms {
  readonly texts: string[] = [];
  readonly counts: number[] = [];
  total = 0;
  readonly #numbers = new Map<string, number>();
  readonly #sounds: string[] = [];
  readonly #letters: number[] = [];
  readonly #judge: (a: string, b: string, terms: Terms, numberA: number, numberB: number) => number;
  readonly #pairs = new Float64Array(remembered).fill(-1);
  readonly #levels = new Uint8Array(remembered);

  constructor(judge: (a: string, b: string, terms: Terms, numberA: number, numberB: number) => number) {
    this.#judge = judge;
  }

  /** Its number, from 1. */
  take(text: string): number {
    this.total++;
    const known = this.#numbers.get(text);
    if (known !== undefined) {
      this.counts[known] = (this.counts[known] ?? 0) + 1;
      return known;
    }
    const number = this.#numbers.size + 1;
    this.#numbers.set(text, number);
    this.texts[number] = text;
    this.counts[number] = 1;
    return number;
  }

  soundOf(number: number): string {
    const known = this.#sounds[number];
    if (known !== undefined) return known;
    const sound = soundOf(this.texts[number] ?? '');
    this.#sounds[number] = sound;
    return sound;
  }

  /** How alike two terms are at most, told without comparing them letter by letter. */
  alikeAtMost(a: number, b: number): number {
    return alikeAtMost(this.texts[a] ?? '', this.texts[b] ?? '', this.#lettersOf(a), this.#lettersOf(b));
  }

  #lettersOf(number: number): number {
    const known = this.#letters[number];
    if (known !== undefined) return known;
    const letters = lettersOf(this.texts[number] ?? '');
    this.#letters[number] = letters;
    return letters;
  }

  /** How often a value met at random is this one; in a small book less often than it looks. */
  share(number: number): number {
    return shareOf(this.counts[number] ?? 1, this.total);
  }

  /** The same of what is given to one person or household: two who have it say nothing of how common it is. */
  shareOfIdentifier(number: number): number {
    return Math.max(0, (this.counts[number] ?? 1) - 2) / this.total;
  }

  /** The same where hardly a pair is met twice: to remember it would cost more than to judge it. */
  levelOnce(a: number, b: number): number {
    return a === b ? EXACT : this.#judge(this.texts[a] ?? '', this.texts[b] ?? '', this, a, b);
  }

  /** The level at which two terms agree. */
  level(a: number, b: number): number {
    if (a === b) return EXACT;
    const pair = a < b ? a * 0x4000000 + b : b * 0x4000000 + a;
    const mixed = Math.imul(a ^ b, 0x9e3779b1) ^ Math.imul(a + b, 0x85ebca6b);
    const slot = (mixed ^ (mixed >>> 15)) & (remembered - 1);
    if (this.#pairs[slot] === pair) return this.#levels[slot] ?? DIFFERENT;
    const level = this.#judge(this.texts[a] ?? '', this.texts[b] ?? '', this, a, b);
    this.#pairs[slot] = pair;
    this.#levels[slot] = level;
    return level;
  }
}

/** Names: short forms, other languages' forms, one sound, a slip, an initial. */
export function judgeNames(a: string, b: string, terms: Terms, numberA: number, numberB: number): number {
  if (mayBeOneName(a, b)) return ALIAS;
  const atMost = terms.alikeAtMost(numberA, numberB);
  const shorter = Math.min(a.length, b.length);
  const isBeginning = shorter === 1 || a.startsWith(b) || b.startsWith(a);
  if (atMost < 0.7 && !isBeginning) return UNLIKE;
  // Peter and Petra are a letter apart, and two.
  if (isOtherGender(a, b) || (isKnownName(a) && isKnownName(b))) return UNLIKE;
  if (isBeginning) {
    if (a.charCodeAt(0) !== b.charCodeAt(0)) return UNLIKE;
    return shorter >= 4 ? CLOSE : PART;
  }
  if (atMost >= 0.9 && isCloseSpelling(a, b)) return CLOSE;
  const alike = jaroWinkler(a, b);
  if (shorter >= 4 && alike >= 0.8 && terms.soundOf(numberA) === terms.soundOf(numberB)) return ALIAS;
  return alike < 0.7 ? UNLIKE : DIFFERENT;
}

/** Paul and Paula, Mario and Maria: a household has both. */
function isOtherGender(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length < 3) return false;
  if (long.startsWith(short)) return /^(?:i?a|e|ine|ina|ette|ova)$/.test(long.slice(short.length));
  const stem = short.length - 1;
  return (
    short.length === long.length &&
    short.slice(0, stem) === long.slice(0, stem) &&
    /^(?:oa|ao|ea|ae|ia|ai)$/.test(short.slice(stem) + long.slice(stem))
  );
}

/** Places, organisations and other words. */
export function judgeWords(a: string, b: string, terms: Terms, numberA: number, numberB: number): number {
  if (terms.alikeAtMost(numberA, numberB) >= 0.9 && isCloseSpelling(a, b)) return CLOSE;
  const shorter = Math.min(a.length, b.length);
  return shorter >= 4 && (a.startsWith(b) || b.startsWith(a)) ? PART : DIFFERENT;
}

/** Numbers and codes: a slip; of short ones another digit is another house. */
export function judgeCodes(a: string, b: string): number {
  return Math.min(a.length, b.length) >= 3 && isOneSlip(a, b) ? CLOSE : DIFFERENT;
}

/** Addresses for mail: the same name at another host, or a slip. */
export function judgeEmails(a: string, b: string): number {
  const atA = a.indexOf('@');
  const atB = b.indexOf('@');
  if (atA === atB && a.startsWith(b.slice(0, atB)))
    return atA >= 5 && !GENERAL.has(a.slice(0, atA)) ? CLOSE : DIFFERENT;
  return Math.min(atA, atB) >= 6 && isOneSlip(a, b) ? CLOSE : DIFFERENT;
}

const GENERAL = new Set([
  'office',
  'contact',
  'kontakt',
  'hello',
  'admin',
  'family',
  'familie',
  'sales',
  'service',
  'support',
  'webmaster',
]);

/** Numbers: the same with and without the country, or a slip. */
export function judgePhones(a: string, b: string): number {
  const isWhole = a.startsWith('+');
  if (isWhole === b.startsWith('+'))
    return Math.min(a.length, b.length) >= 10 && isOneSlip(a, b) ? CLOSE : DIFFERENT;
  const [whole, part] = isWhole ? [a, b] : [b, a];
  const digits = part.replace(/^0+/, '');
  return digits.length >= 7 && whole.endsWith(digits) ? ALIAS : DIFFERENT;
}
