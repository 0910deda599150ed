import { type DateOrder, date } from './date.ts';
import { parseWrittenDate } from './written-date.ts';

/** A cell without the white space around it, and without a spreadsheet's guard: `'+49…`, `="0049"`, `'=1+1`. */
export function trimmedCell(text: string): string {
  let cell = text;
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  if (first <= 0x20 || last <= 0x20 || first >= 0xa0 || last >= 0xa0) cell = cell.trim();
  if (first !== 0x27 && first !== 0x3d) return cell;
  if (first === 0x3d) return cell.startsWith('="') && cell.endsWith('"') ? cell.slice(2, -1) : cell;
  let at = 1;
  while (cell.charCodeAt(at) === 0x27) at++;
  return isGuarded(cell.charCodeAt(at)) ? cell.slice(1) : cell;
}

/** Whether a spreadsheet would take a text that starts so for a formula or a number (OWASP, CSV Injection). */
function isGuarded(code: number): boolean {
  return (
    code === 0x3d ||
    code === 0x2b ||
    code === 0x2d ||
    code === 0x40 ||
    code === 0x09 ||
    code === 0x0d ||
    (code >= 0x30 && code <= 0x39)
  );
}

/** Line breaks as one sign. */
export function lines(cell: string): string {
  return cell.includes('\r') ? cell.replace(/\r\n?/g, '\n') : cell;
}

/** Whether there is one address and nothing else between two places of a text, as in nearly all cells. */
export function isBareAddress(text: string, from: number, to: number): boolean {
  let ats = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x40) ats++;
    else if (
      code <= 0x20 ||
      code >= 0xa0 ||
      code === 0x22 ||
      code === 0x2c ||
      (code >= 0x3a && code <= 0x3e && code !== 0x3d)
    )
      return false;
  }
  return ats === 1;
}

/** Whether there are but digits and the signs between them (`+ - . ( ) /` and spaces), so that it is one number. */
export function isBareNumber(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if ((code < 0x28 && code !== 0x20) || code > 0x39 || code === 0x2a || code === 0x2c) return false;
  }
  return to > from;
}

/** Several addresses in one cell, as people type them. */
export function addressesIn(value: string): string[] {
  const first = value.indexOf('@');
  if (first < 0 || value.indexOf('@', first + 1) < 0 || value.includes('<')) return [value];
  return value.split(/[;,\s]+/).filter((part) => part.includes('@'));
}

/** Outlook's address of a colleague on the same Exchange server, which nobody else can write to. */
export function isExchangeAddress(cell: string): boolean {
  return /^\/o=/i.test(cell) || /^EX:/i.test(cell);
}

/** Several numbers in one cell; `undefined` where a spreadsheet rounded the number and its last digits are gone. */
export function numbersIn(cell: string): readonly string[] | undefined {
  for (let at = 0; at < cell.length; at++) {
    const code = cell.charCodeAt(at);
    if (code === 0x3b || code === 0x0a || code === 0x0d || code === 0x45 || code === 0x65) {
      if (/^\d(?:[.,]\d+)?E\+\d+$/i.test(cell)) return undefined;
      return cell
        .split(/[;\n\r]/)
        .map((part) => part.trim())
        .filter((part) => part !== '');
    }
  }
  return [cell];
}

/** A date of a column; `shows` is the order that its digits prove, `unsure` that they could be read either way. */
export interface ColumnDate {
  readonly date: string | undefined;
  readonly shows: DateOrder | undefined;
  readonly unsure: boolean;
}

/** Reads `1980-03-22` and `3/22/1980` by their digits, anything else as people write dates. */
export function columnDate(cell: string, order: DateOrder): ColumnDate {
  const numbers = [0, 0, 0];
  let part = 0;
  let width = 0;
  let firstWidth = 0;
  let at = 0;
  for (; at < cell.length; at++) {
    const code = cell.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39 && width < 4) {
      numbers[part] = (numbers[part] ?? 0) * 10 + code - 0x30;
      width++;
    } else if ((code === 0x2d || code === 0x2e || code === 0x2f) && width > 0 && part < 2) {
      if (part === 0) firstWidth = width;
      part++;
      width = 0;
    } else break;
  }
  const [first = 0, second = 0, third = 0] = numbers;
  if (at === cell.length && part === 2 && width > 0) {
    if (firstWidth === 4 && cell.length === 10 && isPlainDay(cell, first, second, third))
      return { date: cell, shows: undefined, unsure: false };
    if (firstWidth === 4)
      return { date: date(christian(first), second, third), shows: undefined, unsure: false };
    if (width === 4 && first <= 31 && second <= 31) {
      const shows = first > 12 ? 'day-first' : second > 12 ? 'month-first' : undefined;
      const dayFirst = (shows ?? order) === 'day-first';
      return {
        date: dayFirst ? date(christian(third), second, first) : date(christian(third), first, second),
        shows,
        unsure: shows === undefined && first !== second,
      };
    }
  }
  return { date: parseWrittenDate(cell, order), shows: undefined, unsure: false };
}

/** `1980-03-22` as it is wanted, of a month that no date has to be looked up for. */
function isPlainDay(cell: string, year: number, month: number, day: number): boolean {
  return (
    cell.charCodeAt(4) === 0x2d &&
    cell.charCodeAt(7) === 0x2d &&
    year > 1604 &&
    year < 2400 &&
    month > 0 &&
    month <= 12 &&
    day > 0 &&
    day <= 28
  );
}

/** Thailand counts 543 years more, and its Windows exports dates so. */
function christian(year: number): number {
  return year > 2400 && year < 2700 ? year - 543 : year;
}

/** Groups that every Google contact is in, or that say nothing. */
const SYSTEM = new Set(['mycontacts', 'other contacts', 'my contacts', 'othercontacts']);

/** The groups in a cell, however they are separated. */
export function categoriesIn(cell: string): readonly string[] {
  const separator = cell.includes(' ::: ')
    ? ' ::: '
    : cell.includes('|')
      ? '|'
      : cell.includes(';')
        ? ';'
        : ',';
  const names: string[] = [];
  for (const part of cell.split(separator)) {
    let name = part.trim();
    if (name.startsWith('*')) name = name.slice(1).trim();
    if (name.startsWith('"')) name = name.slice(1);
    if (name.endsWith('"')) name = name.slice(0, -1);
    name = name.trim();
    if (name !== '' && !SYSTEM.has(name.toLowerCase()) && !names.includes(name)) names.push(name);
  }
  return names;
}

const GENDERS: Readonly<Record<'male' | 'female' | 'unspecified', string>> = {
  male: 'm|male|man|männlich|mann|masculin|homme|hombre|masculino|maschio|uomo|man|mies|muž|mężczyzna|férfi|erkek|мужской|м|чоловік|男|男性|남|남성|남자|ذكر|זכר',
  female:
    'f|female|woman|w|weiblich|frau|féminin|femme|mujer|femenino|femminile|femmina|donna|feminino|vrouw|kvinna|kvinde|kvinne|nainen|žena|kobieta|nő|kadın|женский|ж|жінка|女|女性|여|여성|여자|أنثى|נקבה',
  // Outlook writes this for everybody.
  unspecified:
    'unspecified|keine angabe|nicht angegeben|non spécifié|sin especificar|指定なし|не определен|не указан|nie określono|niet opgegeven|non specificato|não especificado|neurčeno|未指定|미지정|지정 안 함|belirtilmemiş|ej angiven|ikke angitt|ikke angivet',
};
const GENDER_BY_WORD = new Map(
  Object.entries(GENDERS).flatMap(([gender, words]) =>
    words.split('|').map((word) => [word, gender] as const),
  ),
);

/** A gender in our words, the source's own where it says something else, and nothing where it says nothing. */
export function genderOf(cell: string): string | undefined {
  const lower = cell.toLowerCase();
  const known = GENDER_BY_WORD.get(lower) ?? lower;
  return known === 'unspecified' ? undefined : known;
}
