import type { ContactFilter } from '../api/contact-types.ts';

/** Up to so many rows, "select all" ticks each of them. */
export const tickedOneByOne = 1000;

/** What is chosen in a long list: some rows, or whatever matches a filter but for some. */
export type Choice =
  | { readonly kind: 'some'; readonly ids: ReadonlySet<string> }
  | {
      readonly kind: 'all';
      readonly filter: ContactFilter;
      readonly except: ReadonlySet<string>;
    };

/** The same as the server takes it. */
export type ContactSelection =
  | { readonly ids: readonly string[] }
  | {
      readonly filter: Readonly<Record<string, string | boolean>>;
      readonly except: readonly string[];
    };

export const nothingChosen: Choice = { kind: 'some', ids: new Set() };

export function isChosen(choice: Choice, id: string): boolean {
  return choice.kind === 'all' ? !choice.except.has(id) : choice.ids.has(id);
}

/** With these rows ticked or not; of rows that a filter has chosen, only those of its list can be meant. */
export function chosen(choice: Choice, ids: Iterable<string>, selected: boolean): Choice {
  const kept = new Set(choice.kind === 'all' ? choice.except : choice.ids);
  for (const id of ids)
    if (selected === (choice.kind === 'some')) kept.add(id);
    else kept.delete(id);
  return choice.kind === 'all' ? { ...choice, except: kept } : { kind: 'some', ids: kept };
}

/**
 * With every row of the list that a filter shows ticked or not: those of `ids`, or, where they are too many to name, whatever
 * matches the filter.
 */
export function allChosen(
  choice: Choice,
  filter: ContactFilter,
  ids: readonly string[] | undefined,
  selected: boolean,
): Choice {
  if (ids !== undefined && choice.kind === 'some') return chosen(choice, ids, selected);
  return selected ? { kind: 'all', filter, except: new Set() } : nothingChosen;
}

/** As it is once another filter is looked at: what a filter chose ends with it. */
export function underFilter(choice: Choice, filter: ContactFilter): Choice {
  if (choice.kind === 'some' || sameFilter(choice.filter, filter)) return choice;
  return nothingChosen;
}

/** How many are chosen; `total` match the filter that is looked at. */
export function countOf(choice: Choice, total: number): number {
  return choice.kind === 'all' ? Math.max(0, total - choice.except.size) : choice.ids.size;
}

export function selectionOf(choice: Choice): ContactSelection {
  if (choice.kind === 'some') return { ids: [...choice.ids] };
  // In a URL yes and no are words.
  const filter = Object.entries(choice.filter).map(([name, value]) => {
    const isFlag = name === 'onNetwork' || name === 'favourite' || name === 'trash';
    return [name, isFlag ? value === 'true' : value];
  });
  return { filter: Object.fromEntries(filter), except: [...choice.except] };
}

function sameFilter(one: ContactFilter, other: ContactFilter): boolean {
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
}
