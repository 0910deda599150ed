import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { codeOf, get } from '../api/client.ts';
import type { ContactFilter, ContactLine, ContactLines } from '../api/contact-types.ts';
import type { Candidate } from '../api/types.ts';
import {
  allChosen,
  type Choice,
  chosen,
  countOf,
  isChosen,
  nothingChosen,
  tickedOneByOne,
  underFilter,
} from './choice.ts';
import type { List } from './use-list.ts';
import { type ListWindow, missingPages, pageSize, rowAt, withCome } from './window.ts';

export type ContactRow = ContactLine & Candidate;

/** The list of contacts, what is chosen in it, and what can be done with its rows. */
export interface Contacts extends Omit<List<ContactRow>, 'reload'> {
  readonly choice: Choice;
  readonly clear: () => void;
  /** Reads again what is in sight; what is chosen stays, unless `clear` was called. */
  readonly reload: () => void;
  /** Shows a change at once that was sent to the server. */
  readonly change: (id: string, to: (line: ContactLine) => ContactLine) => void;
}

interface Read {
  readonly total: number;
  readonly pages: ReadonlyMap<number, readonly ContactLine[]>;
}

/**
 * Keeps a window on `/api/contacts`. A new question gives up the pages still on their way for the old one, and what was
 * there stays until its answer is.
 *
 * @param dropped is told when what a filter had chosen ended with that filter.
 */
export function useContacts(filter: ContactFilter, sort: string, dropped: () => void): Contacts {
  const question = JSON.stringify([filter, sort]);
  const [read, show] = useState<Read>({ total: 0, pages: new Map() });
  const [choice, choose] = useState<Choice>(nothingChosen);
  const [loading, setLoading] = useState(true);
  const [failed, setFailed] = useState<string>();
  const [version, setVersion] = useState(0);
  const state = useRef({
    read,
    sight: [0, 0] as readonly [number, number],
    asked: new Map<number, Promise<void>>(),
    /** Pages that came since the list was last begun to be read anew. */
    come: new Set<number>(),
    turn: new AbortController(),
  });
  const here = state.current;

  const put = (next: Read) => {
    here.read = next;
    show(next);
  };
  const page = (at: number, signal: AbortSignal): Promise<ContactLines> =>
    get<ContactLines>('/api/contacts', { ...filter, sort, offset: at * pageSize, limit: pageSize }, signal);

  const load = (at: number): Promise<void> => {
    const known = here.asked.get(at);
    if (known !== undefined) return known;
    const { signal } = here.turn;
    const reading = (async () => {
      try {
        const { contacts, total } = await page(at, signal);
        if (signal.aborted) return;
        put({ total, pages: new Map(here.read.pages).set(at, contacts) });
        here.come.add(at);
        setFailed(undefined);
      } catch (error) {
        if (signal.aborted) return;
        here.asked.delete(at);
        setFailed(codeOf(error));
      }
    })();
    here.asked.set(at, reading);
    return reading;
  };

  const reload = async (): Promise<void> => {
    here.turn.abort();
    here.turn = new AbortController();
    const { signal } = here.turn;
    const [first, last] = here.sight;
    const wanted: number[] = [];
    for (let at = Math.floor(first / pageSize); at <= Math.floor(last / pageSize); at++) wanted.push(at);
    here.asked = new Map(wanted.map((at) => [at, Promise.resolve()]));
    here.come = new Set();
    try {
      const answers = await Promise.all(wanted.map((at) => page(at, signal)));
      if (signal.aborted) return;
      put({
        total: answers[0]?.total ?? 0,
        pages: withCome(
          new Map(answers.map(({ contacts }, at) => [wanted[at] ?? 0, contacts])),
          here.read.pages,
          here.come,
        ),
      });
      setVersion((before) => before + 1);
      setFailed(undefined);
      setLoading(false);
    } catch (error) {
      if (signal.aborted) return;
      here.asked = new Map();
      setFailed(codeOf(error));
      setLoading(false);
    }
  };

  useEffect(() => {
    here.sight = [0, 0];
    setLoading(true);
    choose((before) => {
      const after = underFilter(before, filter);
      if (after !== before && countOf(before, here.read.total) > 0) dropped();
      return after;
    });
    reload();
  }, [question]);
  useEffect(() => () => here.turn.abort(), []);

  const window = useMemo((): ListWindow<ContactRow> => {
    let shown = 0;
    const pages = new Map<number, readonly ContactRow[]>();
    for (const [at, lines] of read.pages)
      pages.set(
        at,
        lines.map((line) => {
          const selected = isChosen(choice, line.id);
          if (selected) shown++;
          return { ...line, contactId: line.id, selected };
        }),
      );
    const selected = countOf(choice, read.total);
    const counts = {
      total: read.total,
      matching: read.total,
      selected,
      matchingSelected: choice.kind === 'all' ? selected : shown,
    };
    return { counts, pages };
  }, [read, choice]);

  const idsAt = (indexes: readonly number[]): string[] =>
    indexes.flatMap((index) => rowAt(here.read, index)?.id ?? []);
  const range = async (from: number, to: number): Promise<string[]> => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    const { signal } = here.turn;
    const seen = { counts: { matching: here.read.total }, pages: here.read.pages };
    await Promise.all(missingPages(seen, first, last).map(load));
    // What was meant are rows of the list that was looked at.
    if (signal.aborted) return [];
    return idsAt(Array.from({ length: last - first + 1 }, (_, offset) => first + offset));
  };
  const tickRange: Contacts['tickRange'] = async (from, to, selected) => {
    const ids = await range(from, to);
    choose((before) => chosen(before, ids, selected));
  };

  return {
    window,
    loading,
    failed,
    version,
    choice,
    clear: () => choose(nothingChosen),
    need: (first, last) => {
      here.sight = [first, Math.max(first, last)];
      const seen = { counts: { matching: here.read.total }, pages: here.read.pages };
      for (const at of missingPages(seen, first, last)) load(at);
    },
    tick: (indexes, selected) => {
      const ids = idsAt(indexes);
      choose((before) => chosen(before, ids, selected));
    },
    tickRange,
    tickAll: async (selected) => {
      const { total } = here.read;
      const ids = total === 0 || total > tickedOneByOne ? undefined : await range(0, total - 1);
      choose((before) => allChosen(before, filter, ids, selected));
    },
    reload,
    change: (id, to) => {
      const pages = new Map<number, readonly ContactLine[]>();
      for (const [at, lines] of here.read.pages)
        pages.set(
          at,
          lines.some((line) => line.id === id)
            ? lines.map((line) => (line.id === id ? to(line) : line))
            : lines,
        );
      put({ ...here.read, pages });
    },
  };
}
