import { useEffect, useRef } from 'preact/hooks';
import type { Candidate } from '../api/types.ts';
import type { List } from './use-list.ts';

/** What came in since a list was read, and the place where rows must not move. */
export interface News {
  /** Rows that the list does not show yet. */
  readonly more: number;
  /** All that the import has brought is shown; no more will come. */
  readonly complete: boolean;
  /** Marks whether somebody points into the list or has the focus there. */
  readonly occupied: (now: boolean) => void;
}

/**
 * Reads the list again while an import brings more rows. Rows under a pointer or a focus never move: then the list
 * waits to be asked.
 *
 * @param known how many rows of this kind the import has brought, as far as it told; it may count what other lists show.
 */
export function useNews<Row extends Candidate>(
  list: List<Row>,
  known: number | undefined,
  open: boolean,
): News {
  const read = useRef({ version: -1, known: 0 });
  const occupied = useRef(false);
  const wasOpen = useRef(open);
  /** The version that was shown last before the import ended. */
  const before = useRef(0);
  /** The import ended while the rows must not move. */
  const waits = useRef(false);
  if (open) before.current = list.version;
  if (known !== undefined && read.current.version !== list.version)
    read.current = { version: list.version, known };
  const more = Math.max(0, (known ?? 0) - read.current.known);

  useEffect(() => {
    if (more === 0) return;
    const timer = setTimeout(() => {
      if (!occupied.current) list.reload();
    }, 600);
    return () => clearTimeout(timer);
  }, [more > 0, list.version]);

  useEffect(() => {
    // The last rows may have come between the reading of the list and the news of them.
    if (wasOpen.current && !open) {
      if (occupied.current) waits.current = true;
      else list.reload();
    }
    wasOpen.current = open;
  }, [open]);

  return {
    more,
    // Nothing waits for a pointer to leave where all that the import has brought came with the last reading.
    complete: !open && (list.version > before.current || list.window.counts.total === known),
    occupied: (now) => {
      occupied.current = now;
      if (now || !waits.current) return;
      waits.current = false;
      list.reload();
    },
  };
}
