import { dialectOf, ownWord, thunderbirdOrder } from './csv-dialects.ts';
import type { Field } from './csv-dictionary.ts';
import { normalHeader } from './csv-header.ts';
import { type HeaderWord, headerWords, isHeaderWord } from './csv-language.ts';
import { type ColumnBasis, type ColumnMappings, isMapped, mappedColumns } from './csv-mapping.ts';
import type { Rows } from './csv-rows.ts';
import { typedColumn } from './csv-typed.ts';
import { type DateOrder, parseDate, provenOrder } from './date.ts';
import { looksLikeEmail, looksLikePhone, looksLikeUrl } from './looks.ts';

/** What one column of this file means. */
export interface Column {
  readonly field: Field;
  readonly header: string;
  readonly basis: ColumnBasis;
  readonly label: string | undefined;
  /** The column that holds the label of this one, row by row. */
  readonly labelColumn: number;
  /** Columns of one address or organisation share a group. */
  readonly group: number;
}

/** How a file's rows become cards. */
export interface Plan {
  readonly dialect: string;
  readonly columns: readonly Column[];
  /** Whether day or month comes first, where no date tells. */
  readonly order: DateOrder;
  /** Columns nobody understood; their cells are kept as they are. */
  readonly unknown: readonly string[];
}

interface Draft {
  field: Field;
  header: string;
  basis: ColumnBasis;
  label: string | undefined;
  labelColumn: number;
  number: number;
}

/** Whether a row reads like a header, and how much of it is understood: from 0 to its number of cells. */
export function headerScore(cells: readonly string[], mappings?: ColumnMappings): number {
  if (isMapped(cells, mappings)) return Math.max(2, cells.length);
  let known = 0;
  let filled = 0;
  const said = mappedColumns(cells, mappings);
  for (const [at, cell] of cells.entries()) {
    if (cell.trim() === '') continue;
    filled++;
    if (cell.includes('@') || cell.length > 80 || looksLikePhone(cell)) return 0;
    if (said[at] !== undefined || typedColumn(cell) !== undefined || isHeaderWord(cell)) known++;
  }
  if (filled >= 30 && thunderbirdOrder(cells.map(normalHeader), headerWords(cells).words) !== undefined)
    return filled;
  if (known === 0) return 0;
  if (filled === 1) return cells.length === 1 ? 1 : 0;
  return known >= 2 && known / filled >= 0.3 ? known : 0;
}

/** Rows to look at where a header says too little; most headers say enough, so they are cut when asked for. */
type Sample = () => readonly (readonly string[])[];

/** Understands a header with the rows that follow it. */
export function plan(
  header: readonly string[],
  sample: Sample,
  delimiter: string,
  mappings?: ColumnMappings,
): Plan {
  const normal = header.map(normalHeader);
  const { words, language } = headerWords(header);
  const ordered = thunderbirdOrder(normal, words);
  const dialect = ordered === undefined ? dialectOf(normal, words, language) : 'Thunderbird CSV';
  const said = mappedColumns(header, mappings);
  let seen: ReturnType<Sample> | undefined;
  const rows: Sample = () => {
    seen ??= sample();
    return seen;
  };
  const drafts = header.map((text, at): Draft | undefined => {
    const own = said[at] ?? ordered?.[at];
    if (own === undefined) return drafted(text, normal, dialect, words[at], rows, at);
    const { field, label, number } = own;
    const basis = said[at] === undefined ? 'known' : 'said';
    return { field, header: text, basis, label, labelColumn: -1, number };
  });
  settle(drafts, dialect);
  const unknown: string[] = [];
  const known = (...fields: Field[]): boolean =>
    drafts.some((one) => one !== undefined && fields.includes(one.field));
  const numbered = known('phone');
  let named = known('full', 'given', 'family');
  const columns = drafts.map((one, at): Draft => {
    if (one !== undefined) return one;
    const text = header[at] ?? '';
    let field = sniffed(rows(), at);
    // A column of digits that nobody understood is a number of the contact's only where there is no other.
    if (field === 'phone' && numbered) field = undefined;
    if (field === undefined && !named && looksLikeNames(rows(), at)) {
      field = 'full';
      named = true;
    }
    if (field === undefined && text.trim() !== '' && rows().some((row) => (row[at] ?? '').trim() !== ''))
      unknown.push(text);
    const basis = field === undefined ? 'unknown' : 'guessed';
    return { field: field ?? 'other', header: text, basis, label: undefined, labelColumn: -1, number: 1 };
  });
  return {
    dialect,
    columns: grouped(columns),
    order: dateOrder(dialect, delimiter, language),
    unknown,
  };
}

/** Understands rows that have no header, by what is in them. */
export function planWithoutHeader(rows: readonly (readonly string[])[], mappings?: ColumnMappings): Plan {
  const width = Math.max(...rows.map((row) => row.length), 1);
  const header = Array.from({ length: width }, (_, at) => `column ${at + 1}`);
  const said = mappedColumns(header, mappings);
  const text: number[] = [];
  const drafts = header.map((name, at): Draft => {
    const own = said[at];
    if (own !== undefined)
      return { field: own.field, header: name, basis: 'said', label: own.label, labelColumn: -1, number: 1 };
    const field = sniffed(rows, at) ?? (looksLikeBirthdays(rows, at) ? 'birthday' : 'other');
    if (field === 'other' && rows.some((row) => /\p{L}/u.test(row[at] ?? ''))) text.push(at);
    const basis = field === 'other' ? 'unknown' : 'guessed';
    return { field, header: name, basis, label: undefined, labelColumn: -1, number: 1 };
  });
  const [first, second] = text;
  const contact = drafts.findIndex((one) => one.field === 'email' || one.field === 'phone');
  const set = (at: number | undefined, field: Field): void => {
    const one = at === undefined ? undefined : drafts[at];
    if (one === undefined) return;
    one.field = field;
    one.basis = 'guessed';
  };
  const single = (at: number): boolean => rows.every((row) => !/\S\s+\S/.test((row[at] ?? '').trim()));
  // Two neighbouring columns of single words before the address are a given and a family name.
  if (
    first !== undefined &&
    second === first + 1 &&
    (contact < 0 || second < contact) &&
    (single(first) || single(second))
  ) {
    set(first, 'given');
    set(second, 'family');
  } else set(first, 'full');
  return { dialect: 'CSV', columns: grouped(drafts), order: 'day-first', unknown: [] };
}

/** The share of filled cells of a column for which a test holds. */
function share(rows: readonly (readonly string[])[], at: number, test: (cell: string) => boolean): number {
  const cells = rows.map((row) => (row[at] ?? '').trim()).filter((cell) => cell !== '');
  return cells.length === 0 ? 0 : cells.filter(test).length / cells.length;
}

/** One to four words of letters, and not the same ones row after row. */
function looksLikeNames(rows: readonly (readonly string[])[], at: number): boolean {
  const isName = (cell: string): boolean =>
    cell.length <= 60 && /^[\p{L}\p{M}.'’ -]+$/u.test(cell) && cell.split(' ').length <= 4;
  const different = new Set(rows.map((row) => row[at])).size;
  return different > rows.length / 2 && share(rows, at, isName) >= 0.8;
}

/** Dates of people's lives: nobody exports when a contact was made without a header. */
function looksLikeBirthdays(rows: readonly (readonly string[])[], at: number): boolean {
  return (
    share(rows, at, (cell) => {
      const year = Number(/^(\d{4})-\d\d-\d\d$/.exec(parseDate(cell) ?? '')?.[1]);
      return year >= 1900 && year <= 2020;
    }) >= 0.6
  );
}

/** A column of the header, as far as the header alone tells. */
function drafted(
  text: string,
  normal: readonly string[],
  dialect: string,
  word: HeaderWord | undefined,
  rows: Sample,
  at: number,
): Draft | undefined {
  const typed = typedColumn(text);
  const own = ownWord(dialect, normal[at] ?? '');
  if (typed !== undefined && own === undefined) {
    const labelColumn = normal.findIndex((other) => typed.labels.includes(other));
    const { field, number } = typed;
    return { field, header: text, basis: 'known', label: undefined, labelColumn, number };
  }
  const meaning = own ?? word;
  if (meaning === undefined) return undefined;
  // "Work" alone is a number in Outlook and Yahoo; elsewhere the cells must look like numbers.
  if (meaning.placeOnly === true && dialect !== 'Outlook CSV' && sniffed(rows(), at) !== 'phone')
    return undefined;
  const { field, label, number } = meaning;
  return { field, header: text, basis: 'known', label, labelColumn: -1, number };
}

const PARTS: ReadonlySet<Field> = new Set([
  'street',
  'extended',
  'poBox',
  'city',
  'region',
  'postcode',
  'country',
  'address',
]);

/** Settles what depends on the other columns. */
function settle(columns: readonly (Draft | undefined)[], dialect: string): void {
  const has = (field: Field, label?: string): boolean =>
    columns.some((one) => one?.field === field && (label === undefined || one.label === label));
  const streets = new Set(columns.map((one) => (one?.field === 'street' ? (one.label ?? '') : undefined)));
  let left: Draft | undefined;
  for (const one of columns) {
    if (one !== undefined) {
      if (one.field === 'name') {
        one.field =
          has('family') && !has('given') ? 'given' : has('given') && !has('family') ? 'family' : 'full';
      } else if (one.field === 'given' && normalHeader(one.header) === 'name' && !has('family'))
        one.field = 'full';
      else if (one.field === 'title')
        one.field =
          !has('prefix') &&
          (has('jobTitle') ||
            has('suffix') ||
            columns.filter((other) => other?.header === one.header).length > 1)
            ? 'prefix'
            : 'jobTitle';
      // Finnish and Czech call the screen name as they call the displayed one.
      else if (
        one.field === 'full' &&
        dialect === 'Thunderbird CSV' &&
        columns.find((other) => other?.field === 'full') !== one
      )
        one.field = 'im';
      else if (one.field === 'profession') one.field = has('jobTitle') ? 'other' : 'jobTitle';
      else if (one.field === 'birthday' && has('birthMonth') && has('birthYear')) one.field = 'birthDay';
      else if (one.field === 'address') one.field = streets.has(one.label ?? '') ? 'formatted' : 'street';
      else if (
        one.field === 'city' &&
        one.label === undefined &&
        dialect !== 'Thunderbird CSV' &&
        (has('city', 'home') || has('city', 'work'))
      )
        one.field = 'other';
      if (
        PARTS.has(one.field) &&
        one.label === undefined &&
        left !== undefined &&
        PARTS.has(left.field) &&
        (!has(one.field, left.label) || (one.field === left.field && one.number > 1))
      )
        one.label = left.label;
    }
    left = one;
  }
  // "Calle, Ciudad de residencia": what comes first belongs to what follows, unless that has its own.
  for (let at = columns.length - 2; at >= 0; at--) {
    const one = columns[at];
    const right = columns[at + 1];
    if (one === undefined || right === undefined || !PARTS.has(one.field) || !PARTS.has(right.field))
      continue;
    if (
      one.label === undefined &&
      (!has(one.field, right.label) || (one.field === right.field && right.number > 1))
    )
      one.label = right.label;
  }
}

function grouped(columns: readonly Draft[]): Column[] {
  const groups = new Map<string, number>();
  const group = (key: string): number => {
    const known = groups.get(key) ?? groups.size;
    groups.set(key, known);
    return known;
  };
  return columns.map(({ field, header, basis, label, labelColumn, number }) => {
    const isAddress = PARTS.has(field) || field === 'formatted';
    // The number of `Straße privat 2` counts lines of one street, that of `Address 2 - Street` addresses.
    const key = isAddress
      ? `address ${label ?? ''} ${typedColumn(header) === undefined ? '' : number}`
      : field === 'organisation' || field === 'department'
        ? `organisation ${number}`
        : '';
    return {
      field,
      header,
      basis,
      label: label ?? (field === 'im' ? service(header) : undefined),
      labelColumn,
      group: group(key),
    };
  });
}

function service(header: string): string | undefined {
  const word = normalHeader(header).split(' ')[0] ?? '';
  return ['skype', 'icq', 'irc', 'msn', 'aim', 'qq', 'jabber', 'telegram', 'whatsapp'].includes(word)
    ? word
    : undefined;
}

/** What most cells of a column look like. */
function sniffed(rows: readonly (readonly string[])[], at: number): Field | undefined {
  let filled = 0;
  const counts = { email: 0, phone: 0, url: 0 };
  for (const row of rows) {
    const cell = (row[at] ?? '').trim();
    if (cell === '') continue;
    filled++;
    if (looksLikeEmail(cell)) counts.email++;
    else if (looksLikeUrl(cell)) counts.url++;
    else if (looksLikePhone(cell)) counts.phone++;
  }
  if (filled === 0) return undefined;
  for (const field of ['email', 'url', 'phone'] as const) if (counts[field] / filled >= 0.6) return field;
  return undefined;
}

/** The order that the header suggests; Americans write commas and the month first. */
function dateOrder(dialect: string, delimiter: string, language: string | undefined): DateOrder {
  if (dialect === 'Mailchimp CSV') return 'month-first';
  return delimiter === ',' && language === 'en' ? 'month-first' : 'day-first';
}

/** The order that the first rows prove; `undefined` where each of their dates could be read either way. */
export function orderIn(
  { columns }: Plan,
  rows: Rows,
  next: () => boolean,
  decode: (cell: string) => string,
): DateOrder | undefined {
  const dates = columns.flatMap(({ field }, at) =>
    field === 'birthday' || field === 'anniversary' ? [at] : [],
  );
  if (dates.length === 0) return undefined;
  while (next()) {
    for (const at of dates) {
      if (rows.starts[at] === rows.ends[at]) continue;
      const proven = provenOrder(decode(rows.cell(at)));
      if (proven !== undefined) return proven;
    }
  }
  return undefined;
}
