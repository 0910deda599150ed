import { dictionary, type Field, type Reading } from './csv-dictionary.ts';
import { normalHeader, remembered } from './csv-header.ts';

/** What one header cell says. */
export interface HeaderWord {
  readonly field: Field;
  readonly label?: string;
  /** The number in `E-mail 2`, 1 without one. */
  readonly number: number;
  /** Nothing but a place, `Work`: a phone number in some programs. */
  readonly placeOnly?: boolean;
}

interface Found {
  readonly readings: readonly Reading[];
  readonly place?: string | undefined;
  readonly number: number;
}

/** Whether a header cell means anything to us. */
export function isHeaderWord(text: string): boolean {
  const found = find(text);
  return found?.readings.some(({ placeOnly }) => placeOnly !== true) === true;
}

/**
 * What each cell of a header means. A word that means different things in two languages (`nome`, `Ort`, `kraj`) is read
 * in the language that understands most of the others.
 *
 * @example headerWords(['Vorname', 'Straße geschäftlich 2']).words[1] // { field: 'street', label: 'work', number: 2 }
 */
export function headerWords(header: readonly string[]): {
  readonly words: readonly (HeaderWord | undefined)[];
  readonly language: string | undefined;
} {
  const found = header.map(find);
  const votes = new Map<string, number>();
  for (const one of found) {
    const languages = new Set(one?.readings.map(({ language }) => language));
    for (const language of languages) votes.set(language, (votes.get(language) ?? 0) + 1 / languages.size);
  }
  const vote = ({ language }: Reading): number => votes.get(language) ?? 0;
  const words = found.map((one): HeaderWord | undefined => {
    if (one === undefined) return undefined;
    let best = one.readings[0];
    for (const reading of one.readings) if (best === undefined || vote(reading) > vote(best)) best = reading;
    if (best === undefined) return undefined;
    const label = labelOf(best, one.place);
    const { field } = best;
    const { number } = one;
    return {
      field,
      number,
      ...(label === undefined ? {} : { label }),
      ...(best.placeOnly === true ? { placeOnly: true } : {}),
    };
  });
  let language: string | undefined;
  for (const [name, count] of votes)
    if (language === undefined || count > (votes.get(language) ?? 0)) language = name;
  return { words, language };
}

/** `home fax`; a mobile phone stays one wherever it is. */
function labelOf({ field, label }: Reading, place: string | undefined): string | undefined {
  if (place === 'main' && field !== 'phone') return label;
  if (place === undefined || label === undefined) return label ?? place;
  return label === 'fax' && place !== 'main' ? `${place} fax` : label;
}

const NAMES: ReadonlySet<Field> = new Set(['given', 'middle', 'family', 'full', 'name', 'nickname', 'title']);
const PARTS: ReadonlySet<Field> = new Set([
  'street',
  'extended',
  'poBox',
  'city',
  'region',
  'postcode',
  'country',
]);

const find = remembered((text: string): Found | undefined => {
  const { words } = dictionary();
  const normal = normalHeader(text);
  if (normal === '' || normal.length > 80) return undefined;
  const exact = words.get(normal);
  if (exact !== undefined) return { readings: [...exact, ...placeReadings(normal, exact)], number: 1 };
  let number = 1;
  const tokens: string[] = [];
  for (const part of normal.split(' ')) {
    const digits = /^(\D*?)0?(\d)$/.exec(part);
    if (digits !== null) number = Number(digits[2]);
    const word = digits === null ? part : (digits[1] ?? '');
    if (word !== '') tokens.push(word);
  }
  if (tokens.length === 0) return undefined;
  return somebodyElse(tokens, number) ?? composed(tokens, number);
});

/** A place alone, in the languages that have no better meaning for it. */
function placeReadings(word: string, better: readonly Reading[]): Reading[] {
  const found = dictionary().places.get(word);
  if (found === undefined || found.place === 'main') return [];
  return found.languages
    .filter((language) => !better.some((reading) => reading.language === language))
    .map((language) => ({ field: 'phone', label: found.place, language, placeOnly: true }));
}

/** `Assistant's Phone`: a name becomes a relation, anything else is kept and never the contact's own. */
function somebodyElse(tokens: readonly string[], number: number): Found | undefined {
  const { words, fillers, fillersInside } = dictionary();
  if (words.has(tokens.join(' '))) return undefined;
  let person: string | undefined;
  const others: string[] = [];
  for (const token of tokens) {
    const found = person === undefined ? personIn(token) : undefined;
    if (found === undefined) {
      others.push(token);
      continue;
    }
    person = found.person;
    let rest = token.replace(found.word, '');
    for (const filler of fillersInside) rest = rest.replace(filler, '');
    if (rest !== '') others.push(rest);
  }
  if (person === undefined) return undefined;
  const what = others.length === 0 ? undefined : composed(others, number);
  const named =
    others.every((token) => fillers.has(token)) ||
    what?.readings.some(({ field }) => NAMES.has(field)) === true;
  const reading: Reading =
    named && person !== 'owner'
      ? { field: 'relation', label: person, language: '' }
      : { field: 'other', language: '' };
  return { readings: [reading], number };
}

/** Scripts without spaces hide the word inside a longer one. */
function personIn(token: string): { readonly word: string; readonly person: string } | undefined {
  const { people, peopleInside } = dictionary();
  const person = people.get(token);
  if (person !== undefined) return { word: token, person };
  return token.charCodeAt(0) < 0x0e00 ? undefined : peopleInside.find(({ word }) => token.includes(word));
}

/** A word of the dictionary with its place around it, in whatever order and however joined. */
function composed(tokens: readonly string[], number: number): Found | undefined {
  const { words, places, fillers } = dictionary();
  const whole = words.get(tokens.join(' '));
  if (whole !== undefined) return { readings: whole, number };
  const around = tokens.filter((token) => places.has(token));
  const spoken = tokens.flatMap((token) => [
    ...(places.get(token)?.languages ?? []),
    ...(fillers.get(token) ?? []),
  ]);
  // Place and word in one language before anything else: "posta kodu" is Turkish, though "kodu" is an Estonian home.
  for (const language of new Set(spoken)) {
    const inIt = (token: string): boolean => places.get(token)?.languages.includes(language) === true;
    const rest = tokens.filter((token) => !inIt(token));
    const bare = rest.filter((token) => fillers.get(token)?.includes(language) !== true);
    const readings = [...(words.get(rest.join(' ')) ?? []), ...(words.get(bare.join(' ')) ?? [])];
    const found =
      placed(
        readings.filter((reading) => reading.language === language),
        placeOf(tokens.filter(inIt)),
        tokens,
        number,
      ) ?? partOfAddress(bare, placeOf(tokens.filter(inIt)), number, language);
    if (found !== undefined) return found;
  }
  const kept = tokens.filter((token) => !places.has(token));
  if (kept.every((token) => fillers.has(token))) {
    const readings = placeReadings(around[0] ?? '', []);
    return readings.length === 0 ? undefined : { readings, number };
  }
  const bare = kept.filter((token) => !fillers.has(token));
  const split = bare.map(
    (token) => (words.has(token) ? undefined : withoutPlace(token)) ?? { rest: token, place: undefined },
  );
  const inside = split.flatMap(({ place }) => (place === undefined ? [] : [place]));
  const parts = split.map(({ rest }) => rest);
  const place = placeOf(around) ?? inside[0];
  return (
    placed(words.get(kept.join(' ')) ?? [], place, tokens, number) ??
    placed(numbers(kept), place, tokens, number) ??
    partOfAddress(kept, place, number) ??
    placed(words.get(bare.join(' ')) ?? [], place, tokens, number) ??
    placed(words.get(parts.join(' ')) ?? [], place, tokens, number) ??
    partOfAddress(parts, place, number)
  );
}

/** "Мобильный телефон", "numéro de fax": each word says a number, one of them which. */
function numbers(tokens: readonly string[]): readonly Reading[] {
  let found: readonly Reading[] = [];
  for (const token of tokens) {
    if (dictionary().fillers.has(token)) continue;
    const phones =
      dictionary()
        .words.get(token)
        ?.filter(({ field }) => field === 'phone') ?? [];
    if (phones.length === 0) return [];
    if (found.length === 0 || phones.some(({ label }) => label !== undefined)) found = phones;
  }
  return found;
}

/** Where something is, as its words say; that it is the main one says less. */
function placeOf(tokens: readonly string[]): string | undefined {
  const found = tokens.flatMap((token) => dictionary().places.get(token)?.place ?? []);
  return found.find((place) => place !== 'main') ?? found[0];
}

/** "Nom de l'entreprise": a place makes no sense with a name, an organisation does. */
function placed(
  readings: readonly Reading[],
  place: string | undefined,
  tokens: readonly string[],
  number: number,
): Found | undefined {
  if (readings.length === 0) return undefined;
  if (place === undefined || place === 'main') return { readings, number, place };
  const sensible = readings.filter(({ field }) => !NAMES.has(field));
  if (sensible.length > 0) return { readings: sensible, number, place };
  const firm = tokens
    .flatMap((token) => dictionary().words.get(token) ?? [])
    .find(({ field }) => field === 'organisation');
  return firm === undefined ? undefined : { readings: [firm], number };
}

/** "Adres służbowy - ulica", "CEP do endereço residencial": the address is said once more than needed. */
function partOfAddress(
  tokens: readonly string[],
  around: string | undefined,
  number: number,
  language?: string,
): Found | undefined {
  const { words, fillers } = dictionary();
  let place = around;
  const rest = tokens.filter((token) => {
    const address = words.get(token)?.find(({ field }) => field === 'address');
    place ??= address?.label;
    return address === undefined;
  });
  if (rest.length === 0 || rest.length === tokens.length) return undefined;
  const found = words.get(rest.join(' ')) ?? words.get(rest.filter((token) => !fillers.has(token)).join(' '));
  const readings =
    found?.filter(
      (reading) =>
        (PARTS.has(reading.field) || reading.field === 'email') &&
        (language === undefined || reading.language === language),
    ) ?? [];
  return readings.length === 0 ? undefined : { readings, number, place };
}

/** `kotipuhelin`, `Werkadres`, `自宅電話`, `โทรศัพท์อื่น`: the place and the thing in one word. */
function withoutPlace(token: string): { readonly place: string; readonly rest: string } | undefined {
  const { words, places } = dictionary();
  let best: { readonly place: string; readonly rest: string; readonly rank: number } | undefined;
  for (let length = token.length - 1; length > 0; length--) {
    for (const [word, rest] of [
      [token.slice(0, length), token.slice(length)],
      [token.slice(-length), token.slice(0, -length)],
    ] as const) {
      if (length < 3 && word.charCodeAt(0) < 0x0e00) continue;
      const found = places.get(word);
      if (found === undefined || !words.has(rest) || found.rank >= (best?.rank ?? Infinity)) continue;
      best = { place: found.place, rest, rank: found.rank };
    }
  }
  return best;
}
