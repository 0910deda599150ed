import { readFileSync } from 'node:fs';
import papa from 'papaparse';
import type { BookName, Facts } from '../book-names.ts';
import { rows } from './columns.ts';

export function read(path: string, book: BookName): Iterable<Facts> {
  return rows(papa.parse(readFileSync(path, 'utf8').trimEnd(), { header: true }).data, book);
}
