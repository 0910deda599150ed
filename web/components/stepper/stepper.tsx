import { t } from '../../catalogue/messages.ts';
import './stepper.css';

/** Leads through messages one by one, and says which of how many is shown. */
export function Stepper({
  index,
  count,
  move,
}: {
  index: number;
  count: number;
  move: (to: number) => void;
}) {
  return (
    <div class="row">
      <button
        type="button"
        class="button step"
        aria-label={t('review.previous')}
        aria-disabled={index === 0}
        onClick={() => move(index - 1)}
      >
        ‹
      </button>
      <span class="number" role="status">
        {t('review.of', { index: index + 1, count })}
      </span>
      <button
        type="button"
        class="button step"
        aria-label={t('review.next')}
        aria-disabled={index + 1 >= count}
        onClick={() => move(index + 1)}
      >
        ›
      </button>
    </div>
  );
}
