import { type Field, headerWord, normalHeader } from './csv-words.ts';
import { type DateOrder, provenOrder } from './date.ts';
import { labelOf } from './labels.ts';
import { looksLikeEmail, looksLikePhone, looksLikeUrl } from './looks.ts';

/** What one column of this file means. */
export interface Column {
  readonly field: Field;
  readonly header: string;
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
  readonly order: DateOrder;
  /** Columns nobody understood; their cells are kept as they are. */
  readonly unknown: readonly string[];
}

interface Draft {
  field: Field;
  header: string;
  label: string | undefined;
  labelColumn: number;
  number: number;
}

/** Whether a row reads like a header, and how much of it is understood: from 0 to its number of cells. */
export function headerScore(cells: readonly string[]): number {
  let known = 0;
  let filled = 0;
  for (const cell of cells) {
    if (cell.trim() === '') continue;
    filled++;
    if (cell.includes('@') || cell.length > 80 || looksLikePhone(cell)) return 0;
    if (typed(normalHeader(cell)) !== undefined || headerWord(cell) !== undefined) known++;
  }
  if (known === 0) return 0;
  if (filled === 1) return cells.length === 1 ? 1 : 0;
  return known >= 2 && known / filled >= 0.3 ? known : 0;
}

/** Understands a header with the rows that follow it. */
export function plan(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  delimiter: string,
): Plan {
  const normal = header.map(normalHeader);
  const dialect = dialectOf(new Set(normal), normal);
  const drafts = header.map(
    (text, at): Draft | undefined =>
      own(dialect, normal[at] ?? '', text) ?? typedColumn(normal, at, text) ?? worded(text),
  );
  settle(drafts, dialect);
  const unknown: string[] = [];
  const columns = drafts.map((one, at): Draft => {
    if (one !== undefined) return one;
    const text = header[at] ?? '';
    const field = sniffed(rows, at);
    if (field === undefined && text.trim() !== '') unknown.push(text);
    return { field: field ?? 'other', header: text, label: undefined, labelColumn: -1, number: 1 };
  });
  return { dialect, columns: grouped(columns), order: dateOrder(dialect, columns, rows, delimiter), unknown };
}

/** Understands rows that have no header, by what is in them. */
export function planWithoutHeader(rows: readonly (readonly string[])[]): Plan {
  const width = Math.max(...rows.map((row) => row.length), 1);
  const drafts: Draft[] = [];
  const text: number[] = [];
  for (let at = 0; at < width; at++) {
    const field = sniffed(rows, at) ?? 'other';
    if (field === 'other' && rows.some((row) => /\p{L}/u.test(row[at] ?? ''))) text.push(at);
    drafts.push({ field, header: `column ${at + 1}`, label: undefined, labelColumn: -1, number: 1 });
  }
  const [first, second] = text;
  const contact = drafts.findIndex((one) => one.field === 'email' || one.field === 'phone');
  const set = (at: number | undefined, field: Field): void => {
    const one = at === undefined ? undefined : drafts[at];
    if (one !== undefined) one.field = field;
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
  return {
    dialect: 'CSV',
    columns: grouped(drafts),
    order: dateOrder('CSV', drafts, rows, ','),
    unknown: [],
  };
}

/** The dialects that must be known because they use a word in their own way; named for people. */
function dialectOf(words: ReadonlySet<string>, normal: readonly string[]): string {
  const has = (...all: string[]): boolean => all.every((word) => words.has(word));
  if (normal.some((word) => /^e mail \d+ value$/.test(word)) || has('given name', 'group membership'))
    return 'Google CSV';
  if (has('connected on') && (has('first name') || has('company'))) return 'LinkedIn CSV';
  if (has('yahoo phone') || has('messenger id', 'distribution lists')) return 'Yahoo CSV';
  if (has('member rating') || has('optin time') || has('euid')) return 'Mailchimp CSV';
  if (has('record id') && has('email')) return 'HubSpot CSV';
  if (has('cal uri') || has('wants html')) return 'Evolution CSV';
  if (has('primary email') || has('primäre e mail adresse') || has('adresse électronique principale'))
    return 'Thunderbird CSV';
  const outlook = [
    'internet free busy',
    'internet frei gebucht',
    'disponibilité internet',
    'インターネット空き時間情報',
    'e mail type',
    'imaddress',
    'e mail 2 address',
    'e mail 2 adresse',
    'tipo de correo electrónico 2',
  ];
  if (outlook.some((word) => words.has(word))) return 'Outlook CSV';
  if (
    (words.size <= 30 && has('2 vorname')) ||
    has('país o región de residencia') ||
    (has('name', 'e mail address', 'home street') && has('middle name'))
  )
    return 'Windows Mail CSV';
  return 'CSV';
}

/** Headers that mean something else in one dialect than everywhere. */
const OWN: Readonly<Record<string, Readonly<Record<string, readonly [Field, string?]>>>> = {
  'Yahoo CSV': {
    title: ['jobTitle'],
    home: ['phone', 'home'],
    work: ['phone', 'work'],
    other: ['phone', 'other'],
    primary: ['phone', 'main'],
    'yahoo phone': ['phone', 'yahoo'],
    'messenger id': ['im', 'yahoo'],
    'work zip': ['postcode', 'work'],
    'home zip': ['postcode', 'home'],
    'skype id': ['im', 'skype'],
    'irc id': ['im', 'irc'],
    'icq id': ['im', 'icq'],
    'google id': ['im', 'google talk'],
    'msn id': ['im', 'msn'],
    'aim id': ['im', 'aim'],
    'qq id': ['im', 'qq'],
  },
  'Thunderbird CSV': {
    'home zipcode': ['postcode', 'home'],
    'work zipcode': ['postcode', 'work'],
    'pays état': ['region'],
    région: ['country'],
    organisation: ['organisation'],
    organization: ['organisation'],
    geburtstag: ['birthDay'],
    'année de naissance': ['birthYear'],
    'screen name': ['im'],
    profession: ['jobTitle'],
    ville: ['city'],
  },
  'Google CSV': {
    name: ['full'],
    location: ['other'],
    occupation: ['other'],
    subject: ['other'],
    initials: ['other'],
    title: ['prefix'],
  },
  'Outlook CSV': {
    location: ['other'],
    ort: ['other'],
    title: ['prefix'],
    anrede: ['prefix'],
    office: ['other'],
    bureau: ['other'],
    'home address': ['formatted', 'home'],
    'business address': ['formatted', 'work'],
    'other address': ['formatted', 'other'],
    'adresse geschäftlich': ['formatted', 'work'],
    'adresse privat': ['formatted', 'home'],
    'adresse professionnelle': ['formatted', 'work'],
    'adresse personnelle': ['formatted', 'home'],
    'dirección trabajo': ['formatted', 'work'],
    'dirección particular': ['formatted', 'home'],
    service: ['department'],
  },
  'Evolution CSV': { office: ['other'], id: ['uid'] },
  'HubSpot CSV': { 'record id': ['uid'], 'contact owner': ['other'] },
  'LinkedIn CSV': { position: ['jobTitle'], 'connected on': ['other'], url: ['url', 'profile'] },
  'Mailchimp CSV': { address: ['formatted'] },
};

function own(dialect: string, normal: string, header: string): Draft | undefined {
  const found = OWN[dialect];
  if (found === undefined || !Object.hasOwn(found, normal)) return undefined;
  const [field, label] = found[normal] ?? ['other'];
  return { field, header, label, labelColumn: -1, number: 1 };
}

/** `E-mail 1 - Value` and its kin: kind, number, part. */
function typed(normal: string): { field: Field; number: number } | undefined {
  const found =
    /^(e mail|phone|address|website|event|custom field|relation|im|organization|external id|jot|calendar link) (\d{1,3}) (.+)$/.exec(
      normal,
    );
  if (found === null) return undefined;
  const [, kind = '', number = '1', part = ''] = found;
  const field = TYPED[kind]?.[part];
  return field === undefined ? undefined : { field, number: Number(number) };
}

const VALUE = (field: Field): Readonly<Record<string, Field>> => ({
  value: field,
  type: 'label',
  label: 'label',
});
const TYPED: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  'e mail': VALUE('email'),
  phone: VALUE('phone'),
  website: VALUE('url'),
  event: VALUE('event'),
  relation: VALUE('relation'),
  'custom field': VALUE('custom'),
  'external id': VALUE('custom'),
  jot: VALUE('custom'),
  'calendar link': VALUE('custom'),
  im: { ...VALUE('im'), type: 'skip', service: 'label' },
  address: {
    type: 'label',
    label: 'label',
    formatted: 'formatted',
    street: 'street',
    city: 'city',
    'po box': 'poBox',
    region: 'region',
    'postal code': 'postcode',
    country: 'country',
    'extended address': 'extended',
  },
  organization: {
    type: 'skip',
    label: 'skip',
    name: 'organisation',
    title: 'jobTitle',
    department: 'department',
    'yomi name': 'other',
    symbol: 'other',
    location: 'other',
    'job description': 'other',
  },
};

function typedColumn(normal: readonly string[], at: number, header: string): Draft | undefined {
  const found = typed(normal[at] ?? '');
  if (found === undefined) return undefined;
  const prefix = (normal[at] ?? '').replace(/^(\D+ \d{1,3}) .+$/, '$1');
  const labelColumn = normal.findIndex(
    (word) =>
      word === `${prefix} label` ||
      word === `${prefix} service` ||
      (word === `${prefix} type` && !prefix.startsWith('im ') && !prefix.startsWith('organization ')),
  );
  return { field: found.field, header, label: undefined, labelColumn, number: found.number };
}

function worded(header: string): Draft | undefined {
  const found = headerWord(header);
  if (found === undefined) return undefined;
  return { field: found.field, header, label: found.label, labelColumn: -1, number: found.number };
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
      if (PARTS.has(one.field) && one.label === undefined && left !== undefined && PARTS.has(left.field))
        one.label = left.label;
    }
    left = one;
  }
  // "Calle, Ciudad de residencia": what comes first belongs to what follows.
  columns.forEach((one, at) => {
    const right = columns[at + 1];
    if (one !== undefined && right !== undefined && PARTS.has(one.field) && PARTS.has(right.field))
      one.label ??= right.label;
  });
}

function grouped(columns: readonly Draft[]): Column[] {
  const groups = new Map<string, number>();
  const group = (key: string): number => {
    const known = groups.get(key) ?? groups.size;
    groups.set(key, known);
    return known;
  };
  return columns.map(({ field, header, label, labelColumn, number }) => {
    const isAddress = PARTS.has(field) || field === 'formatted';
    // The number of `Straße privat 2` counts lines of one street, that of `Address 2 - Street` addresses.
    const key = isAddress
      ? `address ${label ?? ''} ${typed(normalHeader(header)) === undefined ? '' : number}`
      : field === 'organisation' || field === 'department'
        ? `organisation ${number}`
        : '';
    return {
      field,
      header,
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

function dateOrder(
  dialect: string,
  columns: readonly Draft[],
  rows: readonly (readonly string[])[],
  delimiter: string,
): DateOrder {
  const dates = columns.flatMap((one, at) =>
    one.field === 'birthday' || one.field === 'anniversary' || one.field === 'event' ? [at] : [],
  );
  for (const row of rows) {
    for (const at of dates) {
      const proven = provenOrder(row[at] ?? '');
      if (proven !== undefined) return proven;
    }
  }
  if (dialect === 'Mailchimp CSV') return 'month-first';
  const english =
    columns.filter((one) =>
      /^(?:first name|last name|birthday|e-?mail address|company|notes)$/i.test(one.header),
    ).length >= 2;
  return delimiter === ',' && english ? 'month-first' : 'day-first';
}

/** The label that a cell gives, for example `* Work`: the preferred one. */
export function cellLabel(text: string): { label: string | undefined; preferred: boolean } {
  return { label: labelOf(text), preferred: text.startsWith('*') };
}
