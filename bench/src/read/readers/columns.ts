import type { BookName, Facts } from '../book-names.ts';
import { dateOf } from './facts.ts';

/** The columns of the two books, which a caller of a CSV parser has to know. */
const COLUMNS = {
  google: {
    given: 'First Name',
    family: 'Last Name',
    emails: ['E-mail 1 - Value', 'E-mail 2 - Value', 'E-mail 3 - Value'],
    phones: ['Phone 1 - Value', 'Phone 2 - Value'],
    birthday: 'Birthday',
  },
  outlook: {
    given: 'Vorname',
    family: 'Nachname',
    emails: ['E-Mail-Adresse', 'E-Mail 2: Adresse', 'E-Mail 3: Adresse'],
    phones: ['Telefon geschäftlich', 'Telefon privat', 'Mobiltelefon'],
    birthday: 'Geburtstag',
  },
} as const;

/** The contacts of a table, as a caller of a CSV parser would get at them. */
export function* rows(table: readonly Readonly<Record<string, string>>[], book: BookName): Generator<Facts> {
  const { given, family, emails, phones, birthday } = COLUMNS[book === 'Google CSV' ? 'google' : 'outlook'];
  for (const row of table) {
    yield {
      given: row[given] ?? '',
      family: row[family] ?? '',
      emails: filled(row, emails),
      phones: filled(row, phones),
      birthday: dateOf(row[birthday]),
    };
  }
}

function filled(row: Readonly<Record<string, string>>, columns: readonly string[]): string[] {
  const values: string[] = [];
  for (const column of columns) {
    const value = row[column];
    if (value !== undefined && value !== '') values.push(value);
  }
  return values;
}
