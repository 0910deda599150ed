import { foldForSearch } from '@kith/contacts';
import { Type } from 'typebox';
import { KithError } from '../platform/errors.ts';
import type { LabelRow } from './label-store.ts';

/** Characters of a label, as members see them. */
const longestLabel = 100;

export const Label = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  origin: Type.Union([Type.Literal('source'), Type.Literal('own')], {
    description: 'A group that a source brought, or a label that its owner made.',
  }),
  count: Type.Integer({ description: 'Contacts that bear it, the trash left out.' }),
});

export function labelView({ id, name, origin }: LabelRow, count: number) {
  return { id, name, origin, count };
}

/**
 * The name of a label: one line, without spaces around it, with the key by which no two are the same.
 *
 * @throws {KithError} `label.invalid` where nothing is left, or more than a label bears.
 */
export function parseLabel(text: string): { name: string; key: string } {
  const name = text
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+/gu, ' ')
    .trim()
    .toWellFormed()
    .normalize('NFC');
  const { length } = [...new Intl.Segmenter().segment(name)];
  if (length === 0) throw new KithError('label.invalid', 'Give the label a name.');
  if (length > longestLabel || name.length > 4 * longestLabel)
    throw new KithError(
      'label.invalid',
      `This name has ${length} characters; a label has at most ${longestLabel}. Shorten it.`,
    );
  return { name, key: foldForSearch(name) };
}
