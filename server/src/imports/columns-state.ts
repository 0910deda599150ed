import type { TableHeader } from '@kith/contacts';
import { type Static, Type } from 'typebox';

/**
 * How far the columns of a table are understood: all of them; some by a guess or not at all; as the owner said; or none
 * that holds a name, an address or a number, so that nothing was read.
 */
export const ColumnsState = Type.Union([
  Type.Literal('understood'),
  Type.Literal('guessed'),
  Type.Literal('said'),
  Type.Literal('not_understood'),
]);

export function columnsState({ read, columns }: TableHeader): Static<typeof ColumnsState> {
  if (!read) return 'not_understood';
  if (columns.some(({ basis }) => basis === 'said')) return 'said';
  const open = columns.some(
    ({ basis, samples }) => basis === 'guessed' || (basis === 'unknown' && samples.length > 0),
  );
  return open ? 'guessed' : 'understood';
}
