import { number, t } from '../../catalogue/messages.ts';
import type { Erasures } from './use-erasures.ts';
import './erasures.css';

/** What is being deleted now, and how far it has come. */
export function EraseProgress({ erasures }: { erasures: Erasures }) {
  return (
    <div class="erasures" aria-live="polite">
      {erasures.open.map((one) => (
        <div key={one.id}>
          <progress
            aria-label={t('data.erasing')}
            {...(one.state === 'waiting'
              ? {}
              : { max: Math.max(1, one.progress.total), value: one.progress.erased })}
          />
          <div class="row spread">
            <p class="small quiet number">
              {one.state === 'waiting'
                ? t('data.waiting')
                : t('data.erased', {
                    erased: number(one.progress.erased),
                    total: number(one.progress.total),
                  })}
            </p>
            {one.state === 'waiting' && (
              <button type="button" class="button plain-button" onClick={() => erasures.cancel(one.id)}>
                {t('action.undo')}
              </button>
            )}
          </div>
        </div>
      ))}
    </div>
  );
}
