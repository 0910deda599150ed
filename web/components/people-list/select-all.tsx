import { useEffect, useRef } from 'preact/hooks';
import type { Selection } from '../../api/types.ts';
import { t } from '../../catalogue/messages.ts';
import { ticks } from '../../list/window.ts';

/** One box of three states for all rows that match the filter. */
export function SelectAll({ counts, change }: { counts: Selection; change: (selected: boolean) => void }) {
  const box = useRef<HTMLInputElement>(null);
  const state = ticks(counts);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = state === 'some';
  }, [state]);
  return (
    <label class="select-all">
      <input
        ref={box}
        type="checkbox"
        checked={state === 'all'}
        // A box half full fills first, as the label promises.
        onChange={() => change(state !== 'all')}
      />
      <span class="number">{t('list.select_all', { n: counts.matching })}</span>
    </label>
  );
}
