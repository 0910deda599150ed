import type { Candidate, Rows, Selection } from '../api/types.ts';

/** Rows of one request. */
export const pageSize = 100;

interface Pages<Row> {
  readonly pages: ReadonlyMap<number, readonly Row[]>;
}

/** What a screen knows of a list that the server holds: its counts and the pages fetched so far. */
export interface ListWindow<Row extends Candidate> extends Pages<Row> {
  readonly counts: Selection;
}

export function emptyWindow<Row extends Candidate>(): ListWindow<Row> {
  return { counts: { total: 0, matching: 0, selected: 0, matchingSelected: 0 }, pages: new Map() };
}

/** With a page that has arrived; its counts are the newest. */
export function withPage<Row extends Candidate>(
  window: ListWindow<Row>,
  page: number,
  { items, ...counts }: Rows<Row>,
): ListWindow<Row> {
  return { counts, pages: new Map(window.pages).set(page, items) };
}

/** The pages of a list read anew, beside those that came while it was read: where somebody jumped meanwhile. */
export function withCome<Row>(
  fresh: ReadonlyMap<number, readonly Row[]>,
  before: ReadonlyMap<number, readonly Row[]>,
  come: ReadonlySet<number>,
): ReadonlyMap<number, readonly Row[]> {
  return new Map([...[...before].filter(([page]) => come.has(page)), ...fresh]);
}

export function withCounts<Row extends Candidate>(
  window: ListWindow<Row>,
  counts: Selection,
): ListWindow<Row> {
  return { counts, pages: window.pages };
}

/** The row at that place of the list; undefined while its page is on its way. */
export function rowAt<Row>(window: Pages<Row>, index: number): Row | undefined {
  return window.pages.get(Math.floor(index / pageSize))?.[index % pageSize];
}

/** The pages that rows `first` to `last` need and that are not here. */
export function missingPages(
  window: Pages<unknown> & { readonly counts: Pick<Selection, 'matching'> },
  first: number,
  last: number,
): number[] {
  const missing: number[] = [];
  const end = Math.min(last, window.counts.matching - 1);
  for (let page = Math.floor(first / pageSize); page * pageSize <= end; page++) {
    if (!window.pages.has(page)) missing.push(page);
  }
  return missing;
}

/** As the list will be once the server has taken the ticks of some rows. */
export function toggled<Row extends Candidate>(
  window: ListWindow<Row>,
  contacts: ReadonlySet<string>,
  selected: boolean,
): ListWindow<Row> {
  let changed = 0;
  const pages = new Map<number, readonly Row[]>();
  for (const [page, rows] of window.pages) {
    if (!rows.some((row) => row.selected !== selected && contacts.has(row.contactId))) {
      pages.set(page, rows);
      continue;
    }
    pages.set(
      page,
      rows.map((row) => {
        if (row.selected === selected || !contacts.has(row.contactId)) return row;
        changed += selected ? 1 : -1;
        return { ...row, selected };
      }),
    );
  }
  return { counts: shifted(window.counts, changed), pages };
}

/** As the list will be once the server has ticked every row that matches the filter, or none. */
export function allToggled<Row extends Candidate>(
  window: ListWindow<Row>,
  selected: boolean,
): ListWindow<Row> {
  const pages = new Map<number, readonly Row[]>();
  for (const [page, rows] of window.pages)
    pages.set(
      page,
      rows.map((row) => (row.selected === selected ? row : { ...row, selected })),
    );
  const { counts } = window;
  const before = matchingSelected(counts);
  return { counts: shifted(counts, (selected ? counts.matching : 0) - before), pages };
}

/** Ticked rows among those that match the filter. */
export function matchingSelected(counts: Selection): number {
  return counts.matchingSelected ?? Math.min(counts.selected, counts.matching);
}

export type Ticks = 'all' | 'some' | 'none';

export function ticks(counts: Selection): Ticks {
  const selected = matchingSelected(counts);
  if (selected === 0) return 'none';
  return selected >= counts.matching ? 'all' : 'some';
}

function shifted(counts: Selection, by: number): Selection {
  return {
    ...counts,
    selected: Math.max(0, counts.selected + by),
    matchingSelected: Math.max(0, matchingSelected(counts) + by),
  };
}
