import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

/** The rows to draw of a long list; `kept` stays drawn so that focus is never lost with its row. */
export function useVirtualRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  height: number,
  kept: number,
): {
  readonly items: readonly VirtualItem[];
  readonly total: number;
  readonly show: (index: number) => void;
} {
  const [, redraw] = useReducer((drawn: number) => drawn + 1, 0);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw(undefined),
    overscan: 6,
    initialRect: { width: 0, height: 480 },
    rangeExtractor: ({ startIndex, endIndex, overscan }: Extent) => {
      const first = Math.max(0, startIndex - overscan);
      const last = Math.min(count - 1, endIndex + overscan);
      const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset);
      if (kept < count && kept < first) rows.unshift(kept);
      else if (kept < count && kept > last) rows.push(kept);
      return rows;
    },
  };
  const held = useRef<Virtualizer<HTMLElement, HTMLElement> | undefined>(undefined);
  const virtualizer = held.current ?? new Virtualizer<HTMLElement, HTMLElement>(options);
  held.current = virtualizer;
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => virtualizer.measure(), [height, virtualizer]);
  return {
    items: virtualizer.getVirtualItems(),
    total: virtualizer.getTotalSize(),
    show: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}

interface Extent {
  readonly startIndex: number;
  readonly endIndex: number;
  readonly overscan: number;
}
