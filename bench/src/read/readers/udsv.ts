import { readFileSync } from 'node:fs';
import { inferSchema, initParser } from 'udsv';
import type { BookName, Facts } from '../book-names.ts';
import { rows } from './columns.ts';

export function read(path: string, book: BookName): Iterable<Facts> {
  const text = readFileSync(path, 'utf8');
  const found = initParser(inferSchema(text)).stringObjs(text);
  // Safe: this parser gives objects of text by the column's name.
  return rows(found as Readonly<Record<string, string>>[], book);
}
