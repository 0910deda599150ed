import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, codeOf, get } from '../api/client.ts';
import type { Candidate, Filter, Rows, Selection, Step } from '../api/types.ts';
import { named } from '../catalogue/messages.ts';
import { toast } from '../components/toast/toast.tsx';
import {
  allToggled,
  emptyWindow,
  type ListWindow,
  missingPages,
  pageSize,
  rowAt,
  toggled,
  withCome,
  withCounts,
  withPage,
} from './window.ts';

/** A list of candidates on the server, its window here, and what can be done with its rows. */
export interface List<Row extends Candidate> {
  readonly window: ListWindow<Row>;
  readonly loading: boolean;
  readonly failed: string | undefined;
  readonly need: (first: number, last: number) => void;
  readonly tick: (indexes: readonly number[], selected: boolean) => void;
  readonly tickRange: (from: number, to: number, selected: boolean) => void;
  readonly tickAll: (selected: boolean) => void;
  /** Reads again what is in sight; gives the counts, unless it failed or a later reading overtook it. */
  readonly reload: () => Promise<Selection | undefined>;
  /** Grows whenever the list was read anew. */
  readonly version: number;
}

/**
 * Keeps a window on `/api/imports/:id/<path>`. Ticks show at once and reach the server in order; when it refuses,
 * the list is read again so that the screen shows what is true.
 */
export function useList<Row extends Candidate>(
  importId: string,
  path: 'people' | 'invitees',
  step: Step,
  filter: Filter,
): List<Row> {
  const filterKey = JSON.stringify(filter);
  const [window, show] = useState<ListWindow<Row>>(emptyWindow);
  const [loading, setLoading] = useState(true);
  const [failed, setFailed] = useState<string>();
  const [version, setVersion] = useState(0);
  const state = useRef({
    window,
    generation: 0,
    sight: [0, 0] as readonly [number, number],
    asked: new Set<number>(),
    /** Pages that came since the list was last begun to be read anew. */
    come: new Set<number>(),
    sending: 0,
    queue: Promise.resolve(),
  });
  const here = state.current;

  const put = (next: ListWindow<Row>) => {
    here.window = next;
    show(next);
  };

  const read = async (page: number): Promise<Rows<Row>> => {
    await here.queue;
    return get<Rows<Row>>(`/api/imports/${importId}/${path}`, {
      ...filter,
      offset: page * pageSize,
      limit: pageSize,
    });
  };

  const load = async (page: number): Promise<void> => {
    if (here.asked.has(page)) return;
    here.asked.add(page);
    const { generation } = here;
    try {
      const answer = await read(page);
      if (generation !== here.generation) return;
      const before = here.window.counts;
      const next = withPage(here.window, page, answer);
      put(here.sending === 0 ? next : withCounts(next, before));
      here.come.add(page);
      setFailed(undefined);
    } catch (error) {
      if (generation !== here.generation) return;
      here.asked.delete(page);
      setFailed(codeOf(error));
    }
  };

  /** Reads the pages in sight anew and shows them at once, so that nothing blinks. */
  const reload = async (): Promise<Selection | undefined> => {
    const generation = ++here.generation;
    const [first, last] = here.sight;
    const pages: number[] = [];
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page++)
      pages.push(page);
    here.asked = new Set(pages);
    here.come = new Set();
    try {
      const answers = await Promise.all(pages.map(read));
      if (generation !== here.generation) return undefined;
      let next = emptyWindow<Row>();
      answers.forEach((answer, at) => {
        next = withPage(next, pages[at] ?? 0, answer);
      });
      put({ ...next, pages: withCome(next.pages, here.window.pages, here.come) });
      setVersion((before) => before + 1);
      setFailed(undefined);
      setLoading(false);
      return next.counts;
    } catch (error) {
      if (generation !== here.generation) return undefined;
      setFailed(codeOf(error));
      setLoading(false);
      return undefined;
    }
  };

  useEffect(() => {
    here.sight = [0, 0];
    put({ counts: here.window.counts, pages: new Map() });
    setLoading(true);
    reload();
  }, [importId, path, filterKey]);

  const send = (request: () => Promise<Selection>) => {
    here.sending++;
    const { generation } = here;
    here.queue = here.queue.then(async () => {
      try {
        const counts = await request();
        here.sending--;
        if (here.sending === 0 && generation === here.generation) put(withCounts(here.window, counts));
      } catch (error) {
        here.sending--;
        toast(named('error', codeOf(error)));
        reload();
      }
    });
  };

  const tickRows = (rows: readonly Row[], selected: boolean) => {
    const contacts = rows.filter((row) => row.selected !== selected).map((row) => row.contactId);
    if (contacts.length === 0) return;
    put(toggled(here.window, new Set(contacts), selected));
    for (let at = 0; at < contacts.length; at += 1000) {
      const some = contacts.slice(at, at + 1000);
      send(() =>
        ask('PATCH', `/api/imports/${importId}/selection`, { step, contacts: some, selected, filter }),
      );
    }
  };

  const rows = (indexes: readonly number[]): Row[] =>
    indexes.map((index) => rowAt(here.window, index)).filter((row) => row !== undefined);

  return {
    window,
    loading,
    failed,
    need: (first, last) => {
      here.sight = [first, Math.max(first, last)];
      for (const page of missingPages(here.window, first, last)) load(page);
    },
    tick: (indexes, selected) => tickRows(rows(indexes), selected),
    tickRange: async (from, to, selected) => {
      const [first, last] = [Math.min(from, to), Math.max(from, to)];
      await Promise.all(missingPages(here.window, first, last).map(load));
      tickRows(rows(Array.from({ length: last - first + 1 }, (_, offset) => first + offset)), selected);
    },
    tickAll: (selected) => {
      put(allToggled(here.window, selected));
      send(() => ask('POST', `/api/imports/${importId}/selection`, { step, all: selected, filter }));
    },
    reload,
    version,
  };
}
