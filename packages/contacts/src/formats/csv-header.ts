import { foldForSearch } from '../normalise/names.ts';

/**
 * Remembers what is made of a text: each cell of a header is looked at several times, and files of one program have the
 * same ones.
 */
export function remembered<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly made: T }>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before.made;
    const made = make(text);
    if (text.length > 100) return made;
    if (known.size >= 1000) known.clear();
    known.set(text, { made });
    return made;
  };
}

/** A header cell for comparison: without case, accents and signs, one space between words. */
export const normalHeader = remembered(normalised);

function normalised(text: string): string {
  return foldForSearch(text)
    .replace(/\u0640|\u200d|\u2060|\ufeff/g, '')
    .replace(/ک/g, 'ك')
    .replace(/[یے]/g, 'ي')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

/**
 * The number of so many bits under which a header word is known, for words that `normalHeader` made: FNV-1a over its
 * UTF-16 units from a seed, stirred as MurmurHash3 ends so that the upper bits alone are as good.
 */
export function fingerprint(word: string, seed: number, bits: number): number {
  let hash = seed;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> (32 - bits);
}
