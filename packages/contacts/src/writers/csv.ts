import type { Card, Labelled, PostalAddress } from '../contact.ts';
import { saidBesides } from '../triage/triage.ts';

/** How a CSV is written. */
export interface WriteCsvOptions {
  /** Begin with a byte order mark, without which Excel takes UTF-8 for the charset of its country. */
  readonly bom?: boolean;
}

/** How many of each kind the fullest card has: Google numbers its columns. */
interface Width {
  emails: number;
  phones: number;
  addresses: number;
  relations: number;
  urls: number;
  events: number;
  custom: number;
}

type ValueGroup = readonly [name: string, kind: Exclude<keyof Width, 'addresses'>];

/** Columns of Google Contacts' export, 2024 and later, in its order. */
const NAMES = [
  'First Name',
  'Middle Name',
  'Last Name',
  'Phonetic First Name',
  'Phonetic Middle Name',
  'Phonetic Last Name',
  'Name Prefix',
  'Name Suffix',
  'Nickname',
  'File As',
  'Organization Name',
  'Organization Title',
  'Organization Department',
  'Birthday',
  'Notes',
  'Photo',
  'Labels',
];
const BEFORE: readonly ValueGroup[] = [
  ['E-mail', 'emails'],
  ['Phone', 'phones'],
];
const AFTER: readonly ValueGroup[] = [
  ['Relation', 'relations'],
  ['Website', 'urls'],
  ['Event', 'events'],
  ['Custom Field', 'custom'],
];
const ADDRESS: readonly (readonly [string, keyof PostalAddress])[] = [
  ['Label', 'label'],
  ['Formatted', 'formatted'],
  ['Street', 'street'],
  ['City', 'city'],
  ['PO Box', 'poBox'],
  ['Region', 'region'],
  ['Postal Code', 'postcode'],
  ['Country', 'country'],
  ['Extended Address', 'extended'],
];

/**
 * Cards as a CSV with Google's columns (https://support.google.com/contacts/answer/1069522), CRLF at the end of each row,
 * as its lines: the first is the header, wide enough for the fullest card, so that the cards are gone through twice.
 *
 * A value that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV Injection), which `csv`
 * takes off again; a number of digits and signs alone (`+49 30 1234567`) can do no harm and stays as it is.
 *
 * @example [...writeCsv([card])].join('')
 */
export function* writeCsv(cards: Iterable<Card>, options: WriteCsvOptions = {}): Generator<string> {
  const all = [...cards];
  const table = csvTable(options);
  for (const card of all) table.measure(card);
  yield table.header();
  for (const card of all) yield table.row(card);
}

/** A CSV whose cards are read twice rather than kept: each is measured, then the header is written, then each row. */
export interface CsvTable {
  measure(card: Card): void;
  header(): string;
  row(card: Card): string;
}

/**
 * The same as `writeCsv`, for more cards than memory should hold.
 *
 * @example
 * const table = csvTable();
 * table.measure(card);
 * const text = table.header() + table.row(card);
 */
export function csvTable(options: WriteCsvOptions = {}): CsvTable {
  const width: Width = { emails: 1, phones: 1, addresses: 1, relations: 0, urls: 1, events: 0, custom: 0 };
  return {
    measure(card) {
      const has = valuesOf(card);
      for (const [, kind] of [...BEFORE, ...AFTER]) width[kind] = Math.max(width[kind], has[kind].length);
      width.addresses = Math.max(width.addresses, card.addresses.length);
    },
    header: () => `${options.bom === true ? '\ufeff' : ''}${line(header(width))}`,
    row: (card) => line(row(card, width)),
  };
}

function header(width: Width): string[] {
  const columns = [...NAMES];
  const values = (groups: readonly ValueGroup[]): void => {
    for (const [name, kind] of groups)
      for (let at = 1; at <= width[kind]; at++)
        columns.push(`${name} ${at} - Label`, `${name} ${at} - Value`);
  };
  values(BEFORE);
  for (let at = 1; at <= width.addresses; at++)
    for (const [part] of ADDRESS) columns.push(`Address ${at} - ${part}`);
  values(AFTER);
  return columns;
}

function row(card: Card, width: Width): string[] {
  const { names, organisations, photo } = card;
  const [organisation] = organisations;
  const spoken = names.phonetic ?? '';
  const space = spoken.indexOf(' ');
  const parts = names.given !== undefined || names.family !== undefined || names.middle !== undefined;
  const cells = [
    // A name that is not in parts goes whole where Google shows names from.
    parts || card.kind === 'organisation' ? (names.given ?? '') : names.full,
    names.middle ?? '',
    names.family ?? '',
    space < 0 ? '' : spoken.slice(space + 1),
    '',
    space < 0 ? spoken : spoken.slice(0, space),
    names.prefix ?? '',
    names.suffix ?? '',
    names.nicknames?.[0] ?? '',
    '',
    organisation?.name ?? '',
    card.titles.join(LIST),
    organisation?.department ?? '',
    card.birthday ?? '',
    card.notes.join('\n\n'),
    photo?.kind === 'url' ? photo.url : '',
    card.categories.join(LIST),
  ];
  const has = valuesOf(card);
  const values = (groups: readonly ValueGroup[]): void => {
    for (const [, kind] of groups) {
      for (let at = 0; at < width[kind]; at++) {
        const one = has[kind][at];
        // Google marks the preferred one of several.
        const mark = at === 0 && has[kind].length > 1 && (kind === 'emails' || kind === 'phones') ? '* ' : '';
        const label = one?.label === undefined ? mark.trim() : `${mark}${spelled(one.label)}`;
        cells.push(one === undefined ? '' : label, one?.value ?? '');
      }
    }
  };
  values(BEFORE);
  for (let at = 0; at < width.addresses; at++) {
    const address = card.addresses[at];
    for (const [, part] of ADDRESS) {
      const text = address?.[part] ?? '';
      cells.push(part === 'label' ? spelled(text) : text);
    }
  }
  values(AFTER);
  return cells;
}

const LIST = ' ::: ';

/** The labelled values, with those that Google has no column for under a label that says what they are. */
function valuesOf(card: Card): Readonly<Record<Exclude<keyof Width, 'addresses'>, readonly Labelled[]>> {
  const { anniversary, gender, names, organisations, ims } = card;
  const custom: Labelled[] = [];
  for (const value of names.nicknames?.slice(1) ?? []) custom.push({ value, label: 'nickname' });
  for (const { name, department } of organisations.slice(1))
    custom.push({ value: [name, department].filter(Boolean).join(', '), label: 'organisation' });
  for (const { value, label } of ims) custom.push({ value, label: label ?? 'im' });
  if (gender !== undefined) custom.push({ value: gender, label: 'gender' });
  return {
    emails: card.emails,
    phones: card.phones,
    relations: card.relations,
    urls: card.urls,
    events: anniversary === undefined ? [] : [{ value: anniversary, label: 'anniversary' }],
    custom: [...custom, ...saidBesides(card)],
  };
}

/** Our labels as Google spells its own: `Home`, `Work Fax`. */
function spelled(label: string): string {
  return OURS.has(label) ? label.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()) : label;
}

const OURS = new Set([
  'home',
  'work',
  'mobile',
  'other',
  'main',
  'pager',
  'fax',
  'home fax',
  'work fax',
  'work mobile',
  'spouse',
  'child',
  'manager',
  'assistant',
  'anniversary',
  'profile',
  'blog',
]);

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(guarded(cell))).join(',')}\r\n`;
}

function guarded(cell: string): string {
  if (!/^'*[=+\-@\t\r]|^'+\d/.test(cell) || /^[+-][\d\s()./-]*$/.test(cell)) return cell;
  return `'${cell}`;
}

/** RFC 4180, section 2; a cell that begins or ends with white space is quoted too, as some programs trim the others. */
function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
