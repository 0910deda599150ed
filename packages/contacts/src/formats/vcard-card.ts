import type { Card, FormatName, Problem } from '../contact.ts';
import type { Charsets } from './charset.ts';
import { draft, finished, isBlank, note } from './draft.ts';
import type { CardLimits } from './limits.ts';
import type { KnownHeader } from './vcard-headers.ts';
import { type Property, type Reading, text } from './vcard-property.ts';

/** A property that stands in a card. */
export interface CardProperty extends Property {
  readonly header: KnownHeader;
}

/** What one card is made of. */
export interface Collected {
  readonly format: FormatName;
  readonly properties: CardProperty[];
  readonly version: string;
  /** Some property is an X-ABLabel. */
  readonly labelled: boolean;
  readonly first: number;
  last: number;
  /** What was wrong before any property was read. */
  readonly problems: readonly Problem[];
}

/** How cards are read, the same for a whole file. */
export interface CardOptions {
  readonly limits: CardLimits;
  readonly charsets: Charsets;
  readonly photos: boolean;
}

/** Makes a card of its properties; `blank` where they say nothing about anyone. */
export function cardOf(
  from: Collected,
  { limits, charsets, photos }: CardOptions,
): { readonly card: Card; readonly blank: boolean } {
  const one = draft();
  const labels = from.labelled ? new Map<string, string>() : undefined;
  const reading: Reading = {
    one,
    limits,
    charsets,
    escaping: from.version.startsWith('2') ? 'semicolon' : 'all',
    photos,
    labels,
    addressGroup: undefined,
  };
  if (labels !== undefined) {
    for (const property of from.properties) {
      const { role, group } = property.header;
      if (role === 'X-ABLABEL' && group !== undefined) labels.set(group, text(reading, property));
    }
  }
  let twins: Set<string> | undefined;
  for (const property of from.properties) {
    const { header } = property;
    if (property.cut || (property.value.length > limits.field && !LARGE.test(header.name))) {
      const code = header.name === 'PHOTO' ? 'photo.too_large' : 'field.too_large';
      note(one, limits, code, property.line, header.name);
      continue;
    }
    if (header.twin !== undefined && !header.parameters.has('PHONETIC')) {
      // The first one stands, the others are kept aside.
      const key = `${header.name} ${header.twin}`;
      twins ??= new Set();
      if (twins.has(key)) {
        const value = text(reading, property);
        if (value !== '') one.other.push({ value, label: header.name });
        continue;
      }
      twins.add(key);
    }
    header.handler(reading, property);
  }
  for (const problem of from.problems) if (one.problems.length < limits.problems) one.problems.push(problem);
  return { blank: isBlank(one), card: finished(one, from.format, [from.first, from.last], limits) };
}

/** What may be longer than a field. */
const LARGE = /^(?:PHOTO|LOGO|SOUND|KEY)$/;
