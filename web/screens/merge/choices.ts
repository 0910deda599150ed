import type { Beside } from '../../api/merge-types.ts';

/** Taken from all together. */
export const ALL = 'all';

/** A field of contacts side by side: what each says of it, and whether they say the same. */
export interface Row {
  readonly field: string;
  readonly values: readonly (readonly string[])[];
  readonly isSame: boolean;
  /** A contact may have several of these, so that it can have all. */
  readonly isList: boolean;
}

const single = ['names', 'birthday', 'anniversary', 'gender'];

/** The fields that one of the contacts has, in the order of the server. */
export function rowsOf(contacts: readonly Beside[]): Row[] {
  const fields = [...new Set(contacts.flatMap((one) => one.fields.map(({ field }) => field)))];
  return fields.map((field) => {
    const values = contacts.map((one) => one.fields.find((each) => each.field === field)?.values ?? []);
    const [first, ...rest] = values.map((each) => JSON.stringify(each));
    return {
      field,
      values,
      isSame: rest.every((each) => each === first),
      isList: !single.includes(field),
    };
  });
}

/** What is chosen before anyone chose: all of a list, the longest name, and what is there of the rest. */
export function firstChoice({ field, values, isList }: Row, contacts: readonly Beside[]): string {
  if (isList) return ALL;
  const length = (at: number) => values[at]?.join('').length ?? 0;
  let best = 0;
  for (let at = 1; at < values.length; at++)
    if (field === 'names' ? length(at) > length(best) : length(best) === 0 && length(at) > 0) best = at;
  return contacts[best]?.id ?? ALL;
}
