import type { Field } from './csv-dictionary.ts';
import { normalHeader } from './csv-header.ts';
import type { HeaderWord } from './csv-language.ts';

/**
 * What one column means, as an owner says it: a field, with a label after `/` where it has several; `other` keeps the
 * cells under the column's name, `skip` drops them.
 *
 * @example 'email/work'
 */
export type ColumnMeaning = MappedField | `${LabelledField}/${string}`;

type LabelledField = 'email' | 'phone' | 'url' | 'im' | 'relation' | AddressField;
type AddressField =
  | 'street'
  | 'extended'
  | 'poBox'
  | 'city'
  | 'region'
  | 'postcode'
  | 'country'
  | 'formatted';
type MappedField = Exclude<Field, 'name' | 'title' | 'address' | 'profession' | 'label' | 'event' | 'custom'>;

/** What columns mean, by their header or by their place: `column 1`, `column 2` …, which comes first. */
export type ColumnMapping = Readonly<Record<string, ColumnMeaning>>;

/**
 * What an owner said of files before, by `headerFingerprint` of their header; `*` holds for every file, and yields to
 * what is said of a file's own header.
 *
 * @example { '*': { 'Mitglied seit': 'skip' }, '8e1f0c7a2b9d4455': { 'Kontakt': 'full', 'Tel': 'phone/mobile' } }
 */
export type ColumnMappings = Readonly<Record<string, ColumnMapping>>;

const LABELLED: ReadonlySet<string> = new Set<LabelledField>([
  'email',
  'phone',
  'url',
  'im',
  'relation',
  'street',
  'extended',
  'poBox',
  'city',
  'region',
  'postcode',
  'country',
  'formatted',
]);
const PLAIN: ReadonlySet<string> = new Set<MappedField>([
  'full',
  'given',
  'middle',
  'family',
  'prefix',
  'suffix',
  'nickname',
  'phoneticGiven',
  'phoneticMiddle',
  'phoneticFamily',
  'phonetic',
  'birthday',
  'birthYear',
  'birthMonth',
  'birthDay',
  'anniversary',
  'gender',
  'organisation',
  'department',
  'jobTitle',
  'note',
  'category',
  'photo',
  'uid',
  'other',
  'skip',
]);

/**
 * Sixteen hexadecimal digits that are the same for the same columns in the same order, whatever their case, accents and
 * signs (FNV-1a, 64 bit, in two halves).
 *
 * @example headerFingerprint(['Vorname', 'E-Mail']) === headerFingerprint(['VORNAME', 'e mail'])
 */
export function headerFingerprint(header: readonly string[]): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  const text = header.map(normalHeader).join('\n');
  for (let at = 0; at < text.length; at++) {
    low = (low ^ text.charCodeAt(at)) >>> 0;
    // Times 2^40 + 435, in halves of 32 bit.
    const product = low * 435;
    high = (Math.imul(high, 435) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = (product % 2 ** 32) >>> 0;
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

/** Why a column means what it means: its owner said so, its header is known, its cells look like it, or nobody knows. */
export type ColumnBasis = 'said' | 'known' | 'guessed' | 'unknown';

/** One column of a table, as it was understood. */
export interface TableColumn {
  readonly name: string;
  readonly meaning: string;
  readonly basis: ColumnBasis;
  /** Up to three different cells of its first rows, each cut to 60 characters; none where they are all empty. */
  readonly samples: readonly string[];
}

/** The columns of a table and what was understood of them, for owners to correct by a mapping. */
export interface TableHeader {
  readonly fingerprint: string;
  /** False where the file has no header, and its columns are called by their place. */
  readonly headed: boolean;
  /** False where no column is understood that holds a name, an address or a number, and no row was read. */
  readonly read: boolean;
  readonly columns: readonly TableColumn[];
}

/** Whether some column of a table holds what makes a contact: a name, an address or a number. */
export function holdsContacts(meanings: Iterable<string>): boolean {
  for (const meaning of meanings)
    if (
      /^(?:full|given|family|nickname|organisation|email|phone|phonetic(?:Given|Family)?)(?:\/|$)/.test(
        meaning,
      )
    )
      return true;
  return false;
}

/** Whether an owner said what the columns of this very header mean. */
export function isMapped(header: readonly string[], mappings: ColumnMappings | undefined): boolean {
  return mappings !== undefined && Object.hasOwn(mappings, headerFingerprint(header));
}

/**
 * What columns mean, from JSON that somebody wrote.
 *
 * @throws {TypeError} that names what is no mapping in it
 * @example parseColumnMappings({ '*': { Tel: 'phone/mobile' } })
 */
export function parseColumnMappings(value: unknown): ColumnMappings {
  const headers = entriesOf(value, 'the file');
  return Object.fromEntries(
    headers.map(([header, columns]) => {
      const said = entriesOf(columns, `"${header}"`).map(([column, meaning]) => {
        if (typeof meaning !== 'string') throw new TypeError(`mapping: column "${column}" means no word`);
        meaningOf(column, meaning);
        // Safe: meaningOf throws for a text that is no meaning.
        return [column, meaning as ColumnMeaning] as const;
      });
      return [header, Object.fromEntries(said)];
    }),
  );
}

function entriesOf(value: unknown, where: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`mapping: ${where} is no object of columns and their meanings`);
  return Object.entries(value);
}

/** What an owner said of each column of this header, `undefined` where nothing; throws a `TypeError` for a meaning that is none. */
export function mappedColumns(
  header: readonly string[],
  mappings: ColumnMappings | undefined,
): readonly (HeaderWord | undefined)[] {
  if (mappings === undefined) return header.map(() => undefined);
  const said = new Map<string, HeaderWord>();
  for (const key of ['*', headerFingerprint(header)]) {
    if (!Object.hasOwn(mappings, key)) continue;
    for (const [column, meaning] of Object.entries(mappings[key] ?? {}))
      said.set(normalHeader(column), meaningOf(column, meaning));
  }
  return header.map((text, at) => said.get(`column ${at + 1}`) ?? said.get(normalHeader(text)));
}

function meaningOf(column: string, meaning: string): HeaderWord {
  const slash = meaning.indexOf('/');
  const field = slash < 0 ? meaning : meaning.slice(0, slash);
  const label = slash < 0 ? '' : meaning.slice(slash + 1).trim();
  if (!(label === '' ? PLAIN.has(field) || LABELLED.has(field) : LABELLED.has(field)))
    throw new TypeError(`mapping: column "${column}" cannot mean "${meaning}"`);
  // Safe: both sets hold fields alone.
  const known = field as Field;
  return label === '' ? { field: known, number: 1 } : { field: known, label, number: 1 };
}
