/** What sources call a kind of address or number, in our words. Anything else is kept as the source wrote it. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['home', 'home'],
  ['private', 'home'],
  ['personal', 'home'],
  ['privat', 'home'],
  ['casa', 'home'],
  ['domicile', 'home'],
  ['privé', 'home'],
  ['particular', 'home'],
  ['personnel', 'home'],
  ['自宅', 'home'],
  ['домашний', 'home'],
  ['work', 'work'],
  ['business', 'work'],
  ['office', 'work'],
  ['arbeit', 'work'],
  ['geschäftlich', 'work'],
  ['dienstlich', 'work'],
  ['trabajo', 'work'],
  ['travail', 'work'],
  ['bureau', 'work'],
  ['lavoro', 'work'],
  ['会社', 'work'],
  ['рабочий', 'work'],
  ['cell', 'mobile'],
  ['mobile', 'mobile'],
  ['mobil', 'mobile'],
  ['handy', 'mobile'],
  ['móvil', 'mobile'],
  ['portable', 'mobile'],
  ['cellular', 'mobile'],
  ['iphone', 'mobile'],
  ['携帯', 'mobile'],
  ['мобильный', 'mobile'],
  ['x-mobile', 'mobile'],
  ['fax', 'fax'],
  ['pager', 'pager'],
  ['main', 'main'],
  ['other', 'other'],
  ['school', 'school'],
  ['car', 'car'],
  ['homepage', 'homepage'],
  ['profile', 'profile'],
  ['video', 'video'],
  ['blog', 'blog'],
]);

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
  if (lower === 'homefax' || lower === 'home fax' || lower === 'home, fax') return 'home fax';
  if (lower === 'workfax' || lower === 'work fax' || lower === 'work, fax') return 'work fax';
  if (lower === 'workmobile' || lower === 'work mobile') return 'work mobile';
  if (lower === 'internet' || lower === 'voice' || lower === 'pref') return undefined;
  return label.length > 60 ? label.slice(0, 60).toWellFormed() : label;
}

/** The label for several types at once (`home` and `fax`), each in our words. */
export function labelOfTypes(types: readonly string[]): string | undefined {
  if (types.length === 0) return undefined;
  if (types.length === 1) return labelOf(types[0] ?? '');
  const words = new Set<string>();
  for (const type of types) {
    const word = labelOf(type.startsWith('x-') ? type.slice(2) : type);
    if (word !== undefined) words.add(word);
  }
  // A mobile phone "at home" is a mobile phone.
  if (words.has('mobile')) words.delete('home');
  return words.size === 0 ? undefined : [...words].slice(0, 3).join(' ');
}
