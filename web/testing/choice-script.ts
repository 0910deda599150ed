import fc from 'fast-check';
import type { ContactFilter } from '../api/contact-types.ts';
import { allChosen, type Choice, chosen, nothingChosen, underFilter } from '../list/choice.ts';

/** What somebody does with a long list: looks at another part of it, ticks or unticks all of it, or some rows. */
export type Press =
  | { readonly look: ContactFilter }
  | { readonly all: boolean }
  | { readonly from: number; readonly length: number; readonly selected: boolean };

export function scripts(filters: readonly ContactFilter[], rows: number): fc.Arbitrary<readonly Press[]> {
  const press = fc.oneof(
    fc.record({ look: fc.constantFrom(...filters) }),
    fc.record({ all: fc.boolean() }),
    fc.record({
      from: fc.nat(rows - 1),
      length: fc.integer({ min: 1, max: 9 }),
      selected: fc.boolean(),
    }),
  );
  return fc.array(press, { maxLength: 25 });
}

/**
 * Plays a script on the choice that the screen keeps, and beside it on plain sets of rows.
 *
 * @param longest Lists of more rows are chosen by their filter; the screen's own limit is higher.
 * @returns the screen's choice, whom the presses meant, and the filter that is looked at in the end.
 */
export function played(
  script: readonly Press[],
  shown: (filter: ContactFilter) => readonly string[],
  longest: number,
): { choice: Choice; meant: ReadonlySet<string>; filter: ContactFilter } {
  let filter: ContactFilter = {};
  let choice = nothingChosen;
  let meant = new Set<string>();
  let byFilter: ContactFilter | undefined;
  const put = (ids: readonly string[], selected: boolean) => {
    for (const id of ids)
      if (selected) meant.add(id);
      else meant.delete(id);
  };
  for (const press of script) {
    if ('look' in press) {
      filter = press.look;
      choice = underFilter(choice, filter);
      // What a filter chose ends with it.
      if (byFilter !== undefined && JSON.stringify(byFilter) !== JSON.stringify(filter)) {
        meant = new Set();
        byFilter = undefined;
      }
      continue;
    }
    const rows = shown(filter);
    if ('all' in press) {
      const isLong = rows.length > longest;
      choice = allChosen(choice, filter, isLong ? undefined : rows, press.all);
      if (isLong) {
        meant = new Set(press.all ? rows : []);
        byFilter = press.all ? filter : undefined;
      } else put(rows, press.all);
      continue;
    }
    const ticked = rows.slice(press.from, press.from + press.length);
    choice = chosen(choice, ticked, press.selected);
    put(ticked, press.selected);
  }
  return { choice, meant, filter };
}
