/** Hiragana by Hepburn, each with its Latin letters. */
const SYLLABLES: ReadonlyMap<string, string> = new Map(
  (
    'あa いi うu えe おo かka きki くku けke こko がga ぎgi ぐgu げge ごgo さsa しshi すsu せse そso ざza じji ずzu ぜze ぞzo ' +
    'たta ちchi つtsu てte とto だda ぢji づzu でde どdo なna にni ぬnu ねne のno はha ひhi ふfu へhe ほho ばba びbi ぶbu べbe ぼbo ' +
    'ぱpa ぴpi ぷpu ぺpe ぽpo まma みmi むmu めme もmo やya ゆyu よyo らra りri るru れre ろro わwa ゐi ゑe をo んn ゔvu ' +
    'ぁa ぃi ぅu ぇe ぉo'
  )
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
);
const SMALL: Readonly<Record<string, string>> = { ゃ: 'a', ゅ: 'u', ょ: 'o' };

/**
 * A word with its hiragana in Latin letters, long vowels short; what is none stays.
 *
 * @example romaji('きょうこ') // 'kyoko'
 */
export function romaji(word: string): string {
  let latin = '';
  let doubles = false;
  for (const kana of word) {
    const small = SMALL[kana];
    if (small !== undefined) latin = glided(latin) + small;
    else if (kana === 'っ') doubles = true;
    else if (kana !== 'ー') {
      const syllable = SYLLABLES.get(kana) ?? kana;
      latin += doubles ? syllable.slice(0, 1) + syllable : syllable;
      doubles = false;
    }
  }
  return latin === word ? word : latin.replace(/([ou])u/g, '$1');
}

/** What was written so far, for a small kana to follow: its last syllable has an i that is not spoken. */
function glided(latin: string): string {
  const consonant = latin.endsWith('i') ? latin.slice(0, -1) : latin;
  return /(?:sh|ch|j)$/.test(consonant) ? consonant : `${consonant}y`;
}
