import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Candidate } from '../../api/types.ts';
import { t } from '../../catalogue/messages.ts';
import { useRowHeight } from '../../list/row-height.ts';
import type { List } from '../../list/use-list.ts';
import { useVirtualRows } from '../../list/use-virtual-rows.ts';
import { rowAt } from '../../list/window.ts';

interface GridProps<Row extends Candidate> {
  readonly list: Pick<List<Row>, 'window' | 'loading' | 'need' | 'tick' | 'tickRange' | 'tickAll'>;
  readonly label: string;
  /** Its height, where it does not fill what is there. */
  readonly room?: string;
  readonly nameOf: (row: Row) => string;
  /** The cells after the box; what can be focused in them takes `tabIndex`. */
  readonly cells: (row: Row, tabIndex: number) => ComponentChildren;
  /** Moves to the search field. */
  readonly search: () => void;
  /** Where rows lead somewhere: Enter and a press beside the box open one, and Escape clears what is ticked. */
  readonly opens?: {
    readonly open: (row: Row) => void;
    readonly opened: string | undefined;
    readonly clear: () => void;
  };
}

/**
 * The long list: an ARIA grid that draws only the rows in sight. One row is in the tab order; arrows, Home, End,
 * PageUp and PageDown move, Space and `x` tick, Shift makes ranges, Ctrl+A ticks all that match, `/` searches.
 */
export function PeopleGrid<Row extends Candidate>(props: GridProps<Row>) {
  const { list, label, room, nameOf, cells, search, opens } = props;
  const count = list.window.counts.matching;
  const height = useRowHeight();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const anchor = useRef(0);
  /** The row that is to take the focus once it is drawn. */
  const focusing = useRef<number | undefined>(undefined);
  const current = Math.min(active, Math.max(0, count - 1));
  const rows = useVirtualRows(scroller, count, height, current);
  const [first, last] = rows.sight;

  useEffect(() => list.need(first, last), [first, last, list.window]);

  useEffect(() => {
    if (focusing.current !== current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${current}"]`);
    if (row === null || row === undefined) return;
    focusing.current = undefined;
    row.focus({ preventScroll: true });
  });

  const go = (index: number) => {
    const target = Math.max(0, Math.min(count - 1, index));
    focusing.current = target;
    rows.show(target);
    setActive(target);
  };

  const flip = (index: number, range: boolean) => {
    const row = rowAt(list.window, index);
    if (row === undefined) return;
    if (range) list.tickRange(anchor.current, index, !row.selected);
    else list.tick([index], !row.selected);
    anchor.current = index;
  };

  const press = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLSelectElement) return;
    const here = rowAt(list.window, current);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: count - 1,
    };
    const target = steps[event.key];
    if (target !== undefined) {
      if (event.shiftKey) {
        const from = rowAt(list.window, anchor.current);
        list.tickRange(anchor.current, Math.max(0, Math.min(count - 1, target)), from?.selected ?? true);
      } else anchor.current = Math.max(0, Math.min(count - 1, target));
      go(target);
    } else if (event.key === ' ' || event.key === 'x') flip(current, event.key === ' ' && event.shiftKey);
    else if (event.key === '/') search();
    else if (event.key === 'Escape' && opens !== undefined) opens.clear();
    else if (event.key === 'Enter' && opens !== undefined && event.target instanceof HTMLButtonElement)
      return;
    else if (event.key === 'Enter' && opens !== undefined && here !== undefined) opens.open(here);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) list.tickAll(true);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      class={opens === undefined ? 'grid-scroller' : 'grid-scroller filling'}
      style={room === undefined ? {} : { height: room }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn in part with rows at their places */}
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={count}
        aria-multiselectable="true"
        aria-busy={list.loading}
        class="grid"
        style={{ height: `${count * height}px` }}
        onKeyDown={press}
      >
        {rows.indexes.map((index) => {
          const row = rowAt(list.window, index);
          const tabIndex = index === current ? 0 : -1;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys of its rows
            // biome-ignore lint/a11y/useSemanticElements: see the grid
            <div
              key={index}
              role="row"
              data-index={index}
              aria-rowindex={index + 1}
              aria-selected={row?.selected ?? false}
              aria-current={opens !== undefined && row !== undefined && row.contactId === opens.opened}
              tabIndex={tabIndex}
              class={row?.selected ? 'grid-row chosen' : 'grid-row'}
              style={{ height: `${height}px`, transform: `translateY(${index * height}px)` }}
              onFocus={() => setActive(index)}
              onClick={(event) => {
                if (event.target instanceof HTMLSelectElement || event.target instanceof HTMLButtonElement)
                  return;
                setActive(index);
                const onBox = event.target instanceof Element && event.target.closest('.cell-box') !== null;
                if (opens === undefined || onBox || event.shiftKey) flip(index, event.shiftKey);
                else if (row !== undefined) opens.open(row);
              }}
            >
              {row === undefined ? (
                // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus
                // biome-ignore lint/a11y/useSemanticElements: see the grid
                <span role="gridcell" class="waiting">
                  <span class="hidden">{t('list.loading')}</span>
                </span>
              ) : (
                <>
                  {/* biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus */}
                  {/* biome-ignore lint/a11y/useSemanticElements: see the grid */}
                  <span role="gridcell" class="cell-box">
                    <input
                      type="checkbox"
                      tabIndex={-1}
                      aria-label={nameOf(row)}
                      checked={row.selected}
                      // The row takes the click, with its Shift; the box only shows.
                      onChange={(event) => {
                        event.currentTarget.checked = row.selected;
                      }}
                    />
                  </span>
                  {cells(row, tabIndex)}
                </>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
