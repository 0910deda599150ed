/** What sources call a kind of address or number, in our words. Anything else is kept as the source wrote it. */
const WORDS: ReadonlyMap<string, string> = new Map(
  [
    'home private personal privat casa domicile privé particular personnel 自宅 домашний',
    'work business office arbeit geschäftlich dienstlich trabajo travail bureau lavoro 会社 рабочий',
    'mobile cell mobil handy móvil portable cellular iphone 携帯 мобильный x-mobile',
    ...'fax pager main other school car homepage profile video blog'.split(' '),
  ].flatMap((line) => {
    const words = line.split(' ');
    return words.map((word): [string, string] => [word, words[0] ?? word]);
  }),
);

/**
 * The label that a source's type or label text means, in lower case for the known ones.
 *
 * Apple marks its own words as `_$!<Work>!$_`; Google marks the preferred value by a leading `* `.
 *
 * @example labelOf('_$!<Mobile>!$_') // 'mobile'
 */
export function labelOf(text: string): string | undefined {
  let label = text.trim();
  if (label.startsWith('_$!<') && label.endsWith('>!$_')) label = label.slice(4, -4).toLowerCase();
  if (label.startsWith('* ')) label = label.slice(2).trim();
  if (label === '' || label === '*') return undefined;
  const lower = label.toLowerCase();
  const known = WORDS.get(lower);
  if (known !== undefined) return known;
  const two = /^(home|work),? ?(fax|mobile)$/.exec(lower);
  if (two !== null) return `${two[1]} ${two[2]}`;
  if (lower === 'internet' || lower === 'voice' || lower === 'pref') return undefined;
  return label.length > 60 ? label.slice(0, 60).trim().toWellFormed() : label;
}

/** The label for several types at once (`home` and `fax`), each in our words. */
export function labelOfTypes(types: readonly string[]): string | undefined {
  if (types.length === 0) return undefined;
  if (types.length === 1) return labelOf(plainType(types[0] ?? ''));
  const words = new Set<string>();
  for (const type of types) {
    const word = labelOf(plainType(type));
    if (word !== undefined) words.add(word);
  }
  // A mobile phone "at home" is a mobile phone.
  if (words.has('mobile')) words.delete('home');
  return words.size === 0 ? undefined : [...words].slice(0, 3).join(' ').slice(0, 60).trim().toWellFormed();
}

/** A type of somebody's own, as Android writes `X-Ferienhaus`. */
function plainType(type: string): string {
  return type.startsWith('x-') ? type.slice(2) : type;
}
