import { doubled } from './facts.ts';
import { soundOf } from './letters.ts';
import { groupBitsOf, isKnownName, mayBeOneName } from './nicknames.ts';
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

/** Pairs of terms whose level is remembered. */
const remembered = 1 << 16;

/** However rare a value is, it may be shared by chance, or by a household. */
const rarest = 2e-6;

/** How many bits it says that two have a value which so many of a total have. */
export function rarityOf(count: number, total: number): number {
  return -Math.log2(Math.max(rarest, count / total));
}

/** How two terms of a kind agree. */
interface Kind {
  /** The level where their letters alone settle it, else `UNKNOWN`: most pairs are so unlike that nobody need compare them letter by letter. */
  quick(terms: Terms, a: number, b: number): number;
  /** To remember the level of a pair would cost more than to judge it again. */
  readonly isCheap: boolean;
  judge(a: string, b: string, terms: Terms, numberA: number, numberB: number): number;
}

/** Texts by number from 1, each once, with how often it was met, so that a rare one says more than a common one. */
export class Terms {
  readonly texts: string[] = [''];
  readonly counts: number[] = [0];
  total = 0;
  letters = new Int32Array(256);
  beginnings = new Int32Array(256);
  lengths = new Int32Array(256);
  /** Of names, the groups of short and other forms that they stand in. */
  groups = new Int32Array(256);
  readonly #numbers = new Map<string, number>();
  readonly #sounds: string[] = [];
  readonly #kind: Kind;
  readonly #pairs = new Float64Array(remembered).fill(-1);
  readonly #levels = new Uint8Array(remembered);

  constructor(kind: Kind) {
    this.#kind = kind;
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
    if (number === this.letters.length) this.#grow();
    this.#numbers.set(text, number);
    this.texts.push(text);
    this.counts.push(1);
    this.letters[number] = lettersOf(text);
    this.beginnings[number] = beginningOf(text);
    this.lengths[number] = text.length;
    if (this.#kind === NAMES) this.groups[number] = groupBitsOf(text);
    return number;
  }

  #grow(): void {
    this.letters = doubled(this.letters);
    this.beginnings = doubled(this.beginnings);
    this.lengths = doubled(this.lengths);
    this.groups = doubled(this.groups);
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
      this.lengths[a] ?? 0,
      this.lengths[b] ?? 0,
      this.letters[a] ?? 0,
      this.letters[b] ?? 0,
      (this.beginnings[a] ?? 0) ^ (this.beginnings[b] ?? 0),
    );
  }

  /** How rare each value is, in bits; in a small book less than it looks. */
  rarities(): Float64Array {
    return Float64Array.from(this.counts, (count) => rarityOf(Math.max(1, count), this.total + 50));
  }

  /** The same of what is given to one person or household: two who have it say nothing of how common it is. */
  raritiesOfIdentifiers(): Float64Array {
    return Float64Array.from(this.counts, (count) =>
      rarityOf(Math.max(0, count - 2), Math.max(1, this.total)),
    );
  }

  /** The level at which two terms agree. */
  level(a: number, b: number): number {
    if (a === b) return EXACT;
    const quick = this.#kind.quick(this, a, b);
    if (quick !== UNKNOWN) return quick;
    if (this.#kind.isCheap) return this.#kind.judge(this.texts[a] ?? '', this.texts[b] ?? '', this, a, b);
    const pair = a < b ? a * 0x4000000 + b : b * 0x4000000 + a;
    const mixed = Math.imul(a ^ b, 0x9e3779b1) ^ Math.imul(a + b, 0x85ebca6b);
    const slot = (mixed ^ (mixed >>> 15)) & (remembered - 1);
    if (this.#pairs[slot] === pair) return this.#levels[slot] ?? DIFFERENT;
    const level = this.#kind.judge(this.texts[a] ?? '', this.texts[b] ?? '', this, a, b);
    this.#pairs[slot] = pair;
    this.#levels[slot] = level;
    return level;
  }

  /** True where each of two terms has a letter that the other has not: none begins the other. */
  isApart(a: number, b: number): boolean {
    const lettersA = this.letters[a] ?? 0;
    const lettersB = this.letters[b] ?? 0;
    return (lettersA & ~lettersB) !== 0 && (lettersB & ~lettersA) !== 0;
  }

  /** True where more is between two terms than one letter more, less or other. */
  isBeyondOneSlip(a: number, b: number): boolean {
    const lettersA = this.letters[a] ?? 0;
    const lettersB = this.letters[b] ?? 0;
    return (
      Math.abs((this.lengths[a] ?? 0) - (this.lengths[b] ?? 0)) > 1 ||
      ones(lettersA & ~lettersB) > 1 ||
      ones(lettersB & ~lettersA) > 1
    );
  }
}

export const NAMES: Kind = {
  isCheap: false,
  quick(terms, a, b) {
    const [groupsA = 0, groupsB = 0] = [terms.groups[a], terms.groups[b]];
    if ((groupsA & groupsB) !== 0) return UNKNOWN;
    if (groupsA !== 0 && groupsB !== 0) return UNLIKE;
    return terms.isApart(a, b) && terms.alikeAtMost(a, b) < 0.7 ? UNLIKE : UNKNOWN;
  },
  judge: judgeNames,
};

export const WORDS: Kind = {
  isCheap: false,
  quick: (terms, a, b) => (terms.isApart(a, b) && terms.alikeAtMost(a, b) < 0.9 ? DIFFERENT : UNKNOWN),
  judge: judgeWords,
};

export const CODES: Kind = {
  isCheap: true,
  quick: (terms, a, b) => (terms.isBeyondOneSlip(a, b) ? DIFFERENT : UNKNOWN),
  judge: judgeCodes,
};

export const EMAILS: Kind = {
  isCheap: true,
  // The same name at another host begins alike.
  quick: (terms, a, b) =>
    terms.beginnings[a] !== terms.beginnings[b] && terms.isBeyondOneSlip(a, b) ? DIFFERENT : UNKNOWN,
  judge: judgeEmails,
};

export const PHONES: Kind = {
  isCheap: true,
  judge: judgePhones,
  // A number without its country ends one that has it.
  quick: (terms, a, b) =>
    ((terms.beginnings[a] ?? 0) & 255) === ((terms.beginnings[b] ?? 0) & 255) && terms.isBeyondOneSlip(a, b)
      ? DIFFERENT
      : UNKNOWN,
};

/** Names: short forms, other languages' forms, one sound, a slip, an initial. */
function judgeNames(a: string, b: string, terms: Terms, numberA: number, numberB: number): number {
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
function judgeWords(a: string, b: string, terms: Terms, numberA: number, numberB: number): number {
  if (terms.alikeAtMost(numberA, numberB) >= 0.9 && isCloseSpelling(a, b)) return CLOSE;
  const shorter = Math.min(a.length, b.length);
  return shorter >= 4 && (a.startsWith(b) || b.startsWith(a)) ? PART : DIFFERENT;
}

/** Numbers and codes: a slip; of short ones another digit is another house. */
function judgeCodes(a: string, b: string): number {
  return Math.min(a.length, b.length) >= 3 && isOneSlip(a, b) ? CLOSE : DIFFERENT;
}

/** Addresses for mail: a slip; or in part, the same name at another host. */
function judgeEmails(a: string, b: string): number {
  const atA = a.indexOf('@');
  const atB = b.indexOf('@');
  if (atA === atB && a.startsWith(b.slice(0, atB)))
    return atA >= 5 && !GENERAL.has(a.slice(0, atA)) ? PART : DIFFERENT;
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
function judgePhones(a: string, b: string): number {
  const isWhole = a.startsWith('+');
  if (isWhole === b.startsWith('+'))
    return Math.min(a.length, b.length) >= 10 && isOneSlip(a, b) ? CLOSE : DIFFERENT;
  const [whole, part] = isWhole ? [a, b] : [b, a];
  const digits = part.replace(/^0+/, '');
  return digits.length >= 7 && whole.endsWith(digits) ? ALIAS : DIFFERENT;
}
