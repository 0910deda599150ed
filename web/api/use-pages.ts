import { useRef, useState } from 'preact/hooks';
import { codeOf, get, type Query } from './client.ts';
import type { Page } from './types.ts';

/** A list that is read from the server page by page. */
export interface Pages<Item> {
  /** Those of the pages read so far; undefined until the first is there. */
  readonly items: readonly Item[] | undefined;
  readonly total: number;
  /** Where the next page begins; null after the last. */
  readonly next: string | null | undefined;
  readonly failed: string | undefined;
  /** Reads the page at a cursor; without one the list begins anew. */
  readonly load: (cursor?: string) => Promise<void>;
  /** Reads anew as far as was read, and shows it when all of it is there. */
  readonly refresh: () => Promise<void>;
  /** Does to what is shown what was done at the server. */
  readonly change: (to: (items: readonly Item[]) => readonly Item[]) => void;
}

/** The list at `path`; whoever shows it says when it is loaded. */
export function usePages<Item>(path: string, query: Query): Pages<Item> {
  const [read, setRead] = useState<Page<Item> & { readonly total: number }>();
  const [failed, setFailed] = useState<string>();
  /** Of two questions at once, as when a search is typed, the later one is answered. */
  const asked = useRef(0);
  const load = async (cursor?: string) => {
    const turn = ++asked.current;
    try {
      const { items, next, total = items.length } = await get<Page<Item>>(path, { ...query, cursor });
      if (turn !== asked.current) return;
      setRead((before) => ({
        items: cursor === undefined ? items : [...(before?.items ?? []), ...items],
        next,
        total,
      }));
      setFailed(undefined);
    } catch (error) {
      if (turn === asked.current) setFailed(codeOf(error));
    }
  };
  const refresh = async () => {
    let items: readonly Item[] = [];
    let page: Page<Item> | undefined;
    const turn = asked.current;
    try {
      do {
        page = await get<Page<Item>>(path, { ...query, cursor: page?.next ?? undefined });
        items = [...items, ...page.items];
      } while (page.next !== null && page.next !== undefined && items.length < (read?.items.length ?? 0));
      if (turn === asked.current) setRead({ items, next: page.next, total: page.total ?? items.length });
    } catch {
      // What is shown stays; the next news reads again.
    }
  };
  const change: Pages<Item>['change'] = (to) =>
    setRead((before) => {
      if (before === undefined) return before;
      const items = to(before.items);
      return { ...before, items, total: before.total + items.length - before.items.length };
    });
  return { items: read?.items, total: read?.total ?? 0, next: read?.next, failed, load, refresh, change };
}
