import { foldForSearch } from '../normalise/names.ts';

/** How Cyrillic and Greek letters are written in Latin ones, loosely: only sounds are compared. */
const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'аa бb вv гg дd еe жzh зz иi кk лl мm нn оo пp рr сs тt уu фf хh цts чch шsh щsh ъ ыi ь эe юiu яia іi єie ђdj јj љlj њnj ћc џdz ўu ґg ' +
    'αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs τt υi φf χh ψps ωo ' +
    'אa בb גg דd הh וv זz חh טt יi כk ךk לl מm םm נn ןn סs עa פp ףp צts ץts קk רr שsh תt ' +
    'اa بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz عa غgh فf قq كk لl مm نn هh وw يi ءa ئi ؤu پp چch ژzh گg کk یi'
  )
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
);

/**
 * A word as names are compared: folded, in Latin letters, and with ae, oe and ue as a, o and u, since some write the
 * umlaut so.
 *
 * @example latinWord('Юлия') // 'iuliia'
 */
export function latinWord(folded: string): string {
  let word = folded;
  if (/[\u0370-\u06ff]/.test(word)) word = [...word].map((letter) => LATIN[letter] ?? letter).join('');
  return word.replace(/([aou])e/g, '$1');
}

/** Words of a text, folded and in Latin letters; apostrophes and hyphens within a word fall away or part it. */
export function wordsOf(text: string): string[] {
  const folded = foldForSearch(text).replace(/['’`´ʼ]/g, '');
  const words: string[] = [];
  for (const part of folded.split(/[^\p{L}\p{M}\p{N}]+/u)) if (part !== '') words.push(latinWord(part));
  return words;
}

/** The sounds of a vowel or a half-vowel carry little: other languages and ears write them otherwise. */
const SOUNDS: Readonly<Record<string, string>> = {
  b: 'p',
  p: 'p',
  c: 'k',
  k: 'k',
  q: 'k',
  g: 'k',
  x: 'k',
  d: 't',
  t: 't',
  f: 'f',
  v: 'f',
  w: 'f',
  s: 's',
  z: 's',
  l: 'l',
  m: 'm',
  n: 'm',
  r: 'r',
};

/**
 * The sound of a word, roughly: its consonants by class, the same for what one ear takes for one name.
 *
 * @example soundOf('schmidt') === soundOf('schmitt') // true
 */
export function soundOf(word: string): string {
  const plain =
    word.includes('h') || word.includes('dt')
      ? word
          .replace(/ph/g, 'f')
          .replace(/sch|tch|sh|ch|zh/g, 's')
          .replace(/th|dt/g, 't')
      : word;
  let sound = '';
  for (let at = 0; at < plain.length && sound.length < 6; at++) {
    const letter = plain.charAt(at);
    const own =
      SOUNDS[letter] ?? (letter > 'z' ? letter : at === 0 ? (/[jyi]/.test(letter) ? 'i' : 'a') : '');
    if (own !== '' && !sound.endsWith(own)) sound += own;
  }
  return sound;
}
