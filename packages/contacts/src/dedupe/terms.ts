import { doubled } from './facts.ts';
import { soundOf } from './letters.ts';
import { groupBitsOf, mayBeOneName } from './nicknames.ts';
import {
  alikeAtMost,
  beginningOf,
  isCloseSpelling,
  isOneSlip,
  jaroWinkler,
  lettersOf,
  ones,
} from './similarity.ts';

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

/** The letters of a text as bits. */
const LETTERS = 0;
/** Its first four letters. */
const BEGINNING = 1;
const LENGTH = 2;
/** The groups of short and other forms that a given name stands in, as bits; 0 for what is no name. */
const GROUPS = 3;
const MARKS = 4;

/** Pairs of terms whose level is remembered. */
const remembered = 1 << 15;

/** However rare a value is, it may be shared by chance, or by a household. */
const rarest = 2e-6;

/** How many bits it says that two have a value which so many of a total have. */
export function rarityOf(count: number, total: number): number {
  return -Math.log2(Math.max(rarest, count / total));
}

/** The rarity of each value by how many have it; `Float64Array.from` takes ten times as long. */
export function raritiesBy(
  counts: ArrayLike<number>,
  rarity: (count: number, number: number) => number,
): Float64Array {
  const rarities = new Float64Array(counts.length);
  for (let number = 0; number < counts.length; number++)
    rarities[number] = rarity(counts[number] ?? 0, number);
  return rarities;
}

/** How two terms agree, told letter by letter; the numbers are theirs. */
type Judge = (a: string, b: string, terms: Terms, numberA: number, numberB: number) => number;

/** Texts by number from 1, each once, with how often it was met, so that a rare one says more than a common one. */
export class Terms {
  readonly texts: string[] = [''];
  readonly counts: number[] = [0];
  total = 0;
  /** What is told of each text without reading it, side by side: `LETTERS` and the like. */
  marks = new Int32Array(1024);
  readonly #numbers = new Map<string, number>();
  readonly #sounds: string[] = [];
  /** Pairs whose level is remembered, two numbers each: the lower term, and the higher with the level. */
  #judged = new Int32Array(0);

  readonly #areNames: boolean;

  constructor({ areNames = false } = {}) {
    this.#areNames = areNames;
  }

  /** Its number; 0 for an empty one, which is not known. */
  takeKnown(text: string): number {
    return text === '' ? 0 : this.take(text);
  }

  /** Its number. */
  take(text: string): number {
    this.total++;
    const known = this.#numbers.get(text);
    if (known !== undefined) {
      this.counts[known] = (this.counts[known] ?? 0) + 1;
      return known;
    }
    const number = this.texts.length;
    const marks = number * MARKS;
    if (marks === this.marks.length) this.marks = doubled(this.marks);
    this.#numbers.set(text, number);
    this.texts.push(text);
    this.counts.push(1);
    this.marks[marks + LETTERS] = lettersOf(text);
    this.marks[marks + BEGINNING] = beginningOf(text);
    this.marks[marks + LENGTH] = text.length;
    if (this.#areNames) this.marks[marks + GROUPS] = groupBitsOf(text);
    return number;
  }

  markOf(number: number, mark: number): number {
    return this.marks[number * MARKS + mark] ?? 0;
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
    return alikeAtMost(
      this.markOf(a, LENGTH),
      this.markOf(b, LENGTH),
      this.markOf(a, LETTERS),
      this.markOf(b, LETTERS),
      this.markOf(a, BEGINNING) ^ this.markOf(b, BEGINNING),
    );
  }

  /** How rare each value is, in bits; in a small book less than it looks. */
  rarities(): Float64Array {
    return raritiesBy(this.counts, (count) => rarityOf(Math.max(1, count), this.total + 50));
  }

  /** The same of what is given to one person or household: two who have it say nothing of how common it is. */
  raritiesOfIdentifiers(): Float64Array {
    return raritiesBy(this.counts, (count) => rarityOf(Math.max(0, count - 2), Math.max(1, this.total)));
  }

  /** What `judge` says of two terms; it is remembered, for the same names meet again and again. */
  judged(a: number, b: number, judge: Judge): number {
    if (this.#judged.length === 0) this.#judged = new Int32Array(2 * remembered);
    const low = Math.min(a, b);
    const high = Math.max(a, b) * 8;
    const mixed = Math.imul(Math.imul(low, 0x9e3779b1) ^ high, 0x85ebca6b);
    const slot = 2 * ((mixed ^ (mixed >>> 15)) & (remembered - 1));
    const known = (this.#judged[slot + 1] ?? 0) - high;
    if (this.#judged[slot] === low && known > 0 && known < 8) return known;
    const level = judge(this.texts[a] ?? '', this.texts[b] ?? '', this, a, b);
    this.#judged[slot] = low;
    this.#judged[slot + 1] = high + level;
    return level;
  }

  /** True where each of two terms has a letter that the other has not: none begins the other. */
  isApart(a: number, b: number): boolean {
    const lettersA = this.markOf(a, LETTERS);
    const lettersB = this.markOf(b, LETTERS);
    return (lettersA & ~lettersB) !== 0 && (lettersB & ~lettersA) !== 0;
  }

  /** True where more is between two terms than one letter more, less or other. */
  isBeyondOneSlip(a: number, b: number): boolean {
    const lettersA = this.markOf(a, LETTERS);
    const lettersB = this.markOf(b, LETTERS);
    return (
      Math.abs(this.markOf(a, LENGTH) - this.markOf(b, LENGTH)) > 1 ||
      ones(lettersA & ~lettersB) > 1 ||
      ones(lettersB & ~lettersA) > 1
    );
  }
}

/**
 * The level at which two names agree. Their letters as bits settle most pairs: they are so unlike that nobody need compare
 * them letter by letter. So it is with the other kinds below.
 */
export function levelOfNames(names: Terms, a: number, b: number): number {
  if (a === b) return EXACT;
  const groupsA = names.markOf(a, GROUPS);
  const groupsB = names.markOf(b, GROUPS);
  if ((groupsA & groupsB) === 0) {
    if (groupsA !== 0 && groupsB !== 0) return UNLIKE;
    if (names.isApart(a, b) && names.alikeAtMost(a, b) < 0.7) return UNLIKE;
  }
  return names.judged(a, b, judgeNames);
}

/** The level at which two places, organisations or other words agree. */
export function levelOfWords(words: Terms, a: number, b: number): number {
  if (a === b) return EXACT;
  if (words.isApart(a, b) && words.alikeAtMost(a, b) < 0.9) return DIFFERENT;
  return words.judged(a, b, judgeWords);
}

/** The level at which two numbers or codes agree: a slip; of short ones another digit is another house. */
export function levelOfCodes(codes: Terms, a: number, b: number): number {
  if (a === b) return EXACT;
  if (codes.isBeyondOneSlip(a, b)) return DIFFERENT;
  const [one = '', other = ''] = [codes.texts[a], codes.texts[b]];
  return Math.min(one.length, other.length) >= 3 && isOneSlip(one, other) ? CLOSE : DIFFERENT;
}

/** The level at which two addresses for mail agree: a slip; or in part, the same name at another host. */
export function levelOfEmails(emails: Terms, a: number, b: number): number {
  if (a === b) return EXACT;
  if (emails.markOf(a, BEGINNING) !== emails.markOf(b, BEGINNING) && emails.isBeyondOneSlip(a, b))
    return DIFFERENT;
  const [one = '', other = ''] = [emails.texts[a], emails.texts[b]];
  const at = one.indexOf('@');
  const itsAt = other.indexOf('@');
  if (at === itsAt && one.startsWith(other.slice(0, at)))
    return at >= 5 && !GENERAL.has(one.slice(0, at)) ? PART : DIFFERENT;
  return Math.min(at, itsAt) >= 6 && isOneSlip(one, other) ? CLOSE : DIFFERENT;
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

/** The level at which two numbers agree: the same with and without the country, or a slip. */
export function levelOfPhones(phones: Terms, a: number, b: number): number {
  if (a === b) return EXACT;
  // A number without its country ends one that has it.
  const areOfOneKind = (phones.markOf(a, BEGINNING) & 255) === (phones.markOf(b, BEGINNING) & 255);
  if (areOfOneKind && phones.isBeyondOneSlip(a, b)) return DIFFERENT;
  const [one = '', other = ''] = [phones.texts[a], phones.texts[b]];
  const isWhole = one.startsWith('+');
  if (isWhole === other.startsWith('+'))
    return Math.min(one.length, other.length) >= 10 && isOneSlip(one, other) ? CLOSE : DIFFERENT;
  const [whole, part] = isWhole ? [one, other] : [other, one];
  const digits = part.replace(/^0+/, '');
  return digits.length >= 7 && whole.endsWith(digits) ? ALIAS : DIFFERENT;
}

/** Names: short forms, other languages' forms, one sound, a slip, an initial. */
function judgeNames(a: string, b: string, terms: Terms, numberA: number, numberB: number): number {
  const areKnown = terms.markOf(numberA, GROUPS) !== 0 && terms.markOf(numberB, GROUPS) !== 0;
  if (areKnown && mayBeOneName(a, b)) return ALIAS;
  const atMost = terms.alikeAtMost(numberA, numberB);
  const shorter = Math.min(a.length, b.length);
  const isBeginning = shorter === 1 || a.startsWith(b) || b.startsWith(a);
  if (atMost < 0.7 && !isBeginning) return UNLIKE;
  // Peter and Petra are a letter apart, and two.
  if (areKnown || isOtherGender(a, b)) return UNLIKE;
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

function judgeWords(a: string, b: string, terms: Terms, numberA: number, numberB: number): number {
  if (terms.alikeAtMost(numberA, numberB) >= 0.9 && isCloseSpelling(a, b)) return CLOSE;
  const shorter = Math.min(a.length, b.length);
  return shorter >= 4 && (a.startsWith(b) || b.startsWith(a)) ? PART : DIFFERENT;
}
