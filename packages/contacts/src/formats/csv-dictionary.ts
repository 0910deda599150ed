import { fingerprint } from './csv-header.ts';
import {
  BITS,
  FILLERS_INSIDE,
  LANGUAGES,
  LETTERS,
  MEANINGS,
  PACKED,
  PEOPLE_INSIDE,
  SEED,
  STEP_BITS,
  WORDS,
} from './csv-words-packed.ts';

/** What a column means. `name`, `title`, `address` and `profession` are settled by the other columns of the file. */
export type Field =
  | 'full'
  | 'given'
  | 'middle'
  | 'family'
  | 'prefix'
  | 'suffix'
  | 'nickname'
  | 'phoneticGiven'
  | 'phoneticMiddle'
  | 'phoneticFamily'
  | 'phonetic'
  | 'email'
  | 'phone'
  | 'url'
  | 'im'
  | 'birthday'
  | 'birthYear'
  | 'birthMonth'
  | 'birthDay'
  | 'anniversary'
  | 'gender'
  | 'street'
  | 'extended'
  | 'poBox'
  | 'city'
  | 'region'
  | 'postcode'
  | 'country'
  | 'formatted'
  | 'organisation'
  | 'department'
  | 'jobTitle'
  | 'note'
  | 'category'
  | 'relation'
  | 'photo'
  | 'uid'
  | 'event'
  | 'custom'
  | 'label'
  | 'other'
  | 'skip'
  | 'name'
  | 'title'
  | 'address'
  | 'profession';

/** One meaning of a header word, in one language. */
export interface Reading {
  readonly field: Field;
  readonly label?: string;
  readonly language: string;
  readonly placeOnly?: boolean;
}

/** Words are known by their fingerprints: they can be asked for, not listed. */
interface Words<T> {
  get(word: string): T | undefined;
  has(word: string): boolean;
}

/** A place and the languages that call it so. */
interface Place {
  readonly place: string;
  readonly languages: readonly string[];
  /** Where the first of these languages stands among all: of two places in one word, the lower one counts. */
  readonly rank: number;
}

interface Dictionary {
  readonly words: Words<readonly Reading[]>;
  readonly places: Words<Place>;
  readonly people: Words<string>;
  readonly fillers: Words<readonly string[]>;
  /** People and fillers of scripts without spaces, which stand inside longer words. */
  readonly peopleInside: readonly { readonly word: string; readonly person: string }[];
  readonly fillersInside: readonly string[];
}

let known: Dictionary | undefined;

/** Unpacked when the first header is read: some milliseconds that nobody else should pay. */
export function dictionary(): Dictionary {
  known ??= unpacked();
  return known;
}

/**
 * What `scripts/header-words.mjs` packed: for each fingerprint, in their order, how far it is from the one before, then
 * its meanings and their languages.
 */
function unpacked(): Dictionary {
  const words = new Map<number, Reading[]>();
  const places = new Map<number, Place & { languages: string[] }>();
  const people = new Map<number, string>();
  const fillers = new Map<number, string[]>();
  const languages = LANGUAGES.split(' ');
  const meanings = MEANINGS.split(' ').map((meaning) => meaning.split('/'));
  const { below, pick } = unpacking(PACKED, LETTERS);
  const steps = evenly(32);
  const nexts = evenly(3);
  const languageCounts = evenly(languages.length);
  // Languages that share one word share others.
  const kin = languages.map(() => evenly(languages.length));
  const meaningCounts = evenly(meanings.length);
  let key = 0;
  for (let left = WORDS; left > 0; left--) {
    key += pick(steps) * 2 ** STEP_BITS + below(2 ** STEP_BITS);
    let at: number | undefined;
    let meaning = 0;
    // Another meaning, the same in another language, or no more.
    for (let next = 2; next > 0; next = pick(nexts)) {
      if (next === 2) meaning = pick(meaningCounts);
      const [field = '', label = ''] = meanings[meaning] ?? [];
      if (field === 'person') {
        people.set(key, label);
        continue;
      }
      at = at === undefined ? pick(languageCounts) : pick(kin[at] ?? [], at, 4);
      const language = languages[at] ?? '';
      if (field === 'drop') listed(fillers, key, language);
      else if (field === 'place') {
        const place = places.get(key);
        if (place === undefined) places.set(key, { place: label, languages: [language], rank: at });
        else place.languages.push(language);
      } else {
        // Safe: what is none of the above is a field; the test of `csv-language.ts` reads every word.
        const known = field as Field;
        listed(words, key, label === '' ? { field: known, language } : { field: known, language, label });
      }
    }
  }
  return {
    words: keyed(words),
    places: keyed(places),
    people: keyed(people),
    fillers: keyed(fillers),
    peopleInside: PEOPLE_INSIDE.split(' ').map((text) => {
      const [word = '', person = ''] = text.split('/');
      return { word, person };
    }),
    fillersInside: FILLERS_INSIDE.split(' '),
  };
}

/** An arithmetic code whose counts learn while it is read; each letter is six bits. */
function unpacking(text: string, letters: string) {
  let at = 0;
  let range = 1;
  let code = 0;
  const narrow = (part: number, low: number, size: number): void => {
    code -= part * low;
    range = part * size;
    while (range < 2 ** 40) {
      code = code * 64 + letters.indexOf(text.charAt(at++));
      range *= 64;
    }
  };
  narrow(1, 0, 1);
  return {
    /** A number whose values are all as likely. */
    below(limit: number): number {
      const part = Math.floor(range / limit);
      const value = Math.floor(code / part);
      narrow(part, value, 1);
      return value;
    },
    /** One of these that is not before `first`; it is more likely the next time, by `more`. */
    pick(counts: number[], first = 0, more = 1): number {
      let total = 0;
      for (let one = first; one < counts.length; one++) total += counts[one] ?? 0;
      const part = Math.floor(range / total);
      let low = 0;
      let one = first;
      for (; part * (low + (counts[one] ?? 0)) <= code; one++) low += counts[one] ?? 0;
      const size = counts[one] ?? 0;
      narrow(part, low, size);
      counts[one] = size + more;
      return one;
    },
  };
}

function evenly(length: number): number[] {
  return new Array<number>(length).fill(1);
}

function listed<T>(lists: Map<number, T[]>, key: number, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

function keyed<T>(known: ReadonlyMap<number, T>): Words<T> {
  const key = (word: string): number => fingerprint(word, SEED, BITS);
  return { get: (word) => known.get(key(word)), has: (word) => known.has(key(word)) };
}
