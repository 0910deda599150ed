import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** Rows drawn before and after those in sight. */
const beyond = 6;

/** Until the height of the list is known. */
const guess = { first: 0, last: 9 };

/** The rows to draw of a long list, all of one height in px; `kept` stays drawn so that focus is never lost with its row. */
export function useVirtualRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  height: number,
  kept: number,
): {
  readonly indexes: readonly number[];
  /** The first and last of them that are in sight or near it. */
  readonly sight: readonly [number, number];
  readonly show: (index: number) => void;
} {
  const [sight, setSight] = useState(guess);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () => {
      const first = Math.floor(element.scrollTop / height);
      const last = Math.floor((element.scrollTop + element.clientHeight) / height);
      setSight((before) => (before.first === first && before.last === last ? before : { first, last }));
    };
    const size = new ResizeObserver(look);
    size.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      size.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [height]);

  const first = Math.max(0, Math.min(sight.first, count - 1) - beyond);
  const last = Math.min(count - 1, sight.last + beyond);
  const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset);
  if (kept < count && kept < first) indexes.unshift(kept);
  else if (kept < count && kept > last) indexes.push(kept);

  const show = (index: number) => {
    const element = scroller.current;
    if (element === null) return;
    const top = index * height;
    const bottom = top + height - element.clientHeight;
    if (element.scrollTop > top) element.scrollTop = top;
    else if (element.scrollTop < bottom) element.scrollTop = bottom;
  };
  return { indexes, sight: [first, last], show };
}
