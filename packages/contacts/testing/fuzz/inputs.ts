import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { FormatName } from '../../src/contact.ts';
import { readContacts } from '../../src/formats/read-contacts.ts';

const fixtures = new URL('../../fixtures/', import.meta.url);

/** Where the inputs of a format lie that fuzzing found worth keeping. */
export function folderOf(format: FormatName | 'any'): URL {
  return new URL(`../../fuzz/${format}/`, import.meta.url);
}

/** Inputs that were kept: those that reach something, and those that once broke a promise. */
export function keptInputs(format: FormatName | 'any'): Uint8Array[] {
  const folder = folderOf(format);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => readFileSync(new URL(name, folder)));
}

/** The fixtures that are read as this format; all of them for `any`. */
export function fixturesOf(format: FormatName | 'any'): Uint8Array[] {
  return readdirSync(fixtures)
    .filter((name) => !name.endsWith('.expected.json'))
    .sort()
    .map((name) => readFileSync(new URL(name, fixtures)))
    .filter((bytes) => {
      if (format === 'any') return true;
      const reader = readContacts();
      for (const _ of [...reader.write(bytes), ...reader.end()]);
      return reader.format === format;
    });
}
