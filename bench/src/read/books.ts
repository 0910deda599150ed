import { closeSync, openSync, writeSync } from 'node:fs';
import {
  generatePeople,
  googleCsv,
  outlookCsv,
  type Person,
  vcard21,
  vcard30,
  vcard40,
} from '@kith/contacts/testing';
import type { BookName, Facts } from './book-names.ts';

/** The books, each as one program writes it. */
const WRITERS: Readonly<Record<BookName, (people: readonly Person[]) => string>> = {
  'vCard 2.1': (people: readonly Person[]) => vcard21(people),
  'vCard 3.0': (people: readonly Person[]) => vcard30(people, { apple: true }),
  'vCard 4.0': (people: readonly Person[]) => vcard40(people),
  'Google CSV': (people: readonly Person[]) => googleCsv(people),
  'Outlook CSV': (people: readonly Person[]) => outlookCsv(people, 'de'),
};

const PIECE = 1000;

/** The people of a book piece by piece, so that a large one is never held. */
function* pieces(size: number): Generator<Person[]> {
  for (let done = 0; done < size; done += PIECE)
    yield generatePeople({ seed: done / PIECE + 1, count: Math.min(PIECE, size - done) });
}

/** What a reader should find, contact by contact. */
export function* truth(size: number): Generator<Facts> {
  for (const people of pieces(size)) {
    for (const { names, emails, phones, birthday } of people)
      yield {
        given: names.given,
        family: names.family,
        emails: emails.map(({ value }) => value),
        phones: phones.map(({ value }) => value),
        birthday,
      };
  }
}

/** Writes a book of so many contacts and gives its size in bytes. */
export function writeBook(book: BookName, size: number, path: string): number {
  const file = openSync(path, 'w');
  let bytes = 0;
  let header: string | undefined;
  for (const people of pieces(size)) {
    let text = WRITERS[book](people);
    if (book.endsWith('CSV')) {
      const end = text.indexOf('\n') + 1;
      const own = text.slice(0, end);
      if (header === undefined) header = own;
      else if (header === own) text = text.slice(end);
      else throw new Error('The pieces of the book have other columns; take whole thousands.');
    }
    bytes += writeSync(file, text);
  }
  closeSync(file);
  return bytes;
}
