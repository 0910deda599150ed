import { t } from '../../catalogue/messages.ts';

/** The way to the next page of a list. */
export function More({ press }: { press: () => void }) {
  return (
    <div>
      <button type="button" class="button" onClick={press}>
        {t('action.more')}
      </button>
    </div>
  );
}
