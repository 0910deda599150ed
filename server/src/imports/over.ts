import type { ImportRow } from './store.ts';

/** Whether nothing more is read of an import: it was read to its end, stopped, failed or undone. */
export function isOver(row: ImportRow): boolean {
  return row.read_at !== null || row.stopped_at !== null || row.failed_at !== null || row.undone_at !== null;
}
