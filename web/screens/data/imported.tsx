import { useLive } from '../../api/use-live.ts';
import { number, t } from '../../catalogue/messages.ts';
import { Awaited } from '../../components/awaited/awaited.tsx';
import { EraseProgress } from '../../components/erasures/erase-progress.tsx';
import { useErasures } from '../../components/erasures/use-erasures.ts';
import { Problem } from '../../components/problem/problem.tsx';

/** Everything that came in from elsewhere, and its end. */
export function Imported() {
  const erasures = useErasures();
  useLive(['data', 'imports'], erasures.reload);
  const { imported } = erasures;
  return (
    <section class="card stack" aria-labelledby="imported">
      <h2 id="imported">{t('data.imported')}</h2>
      <p class="quiet">{t('data.imported_lead')}</p>
      <Problem code={erasures.failed} retry={erasures.reload} />
      <Awaited value={imported} failed={erasures.failed} />
      <EraseProgress erasures={erasures} />
      <div class="row">
        <button
          type="button"
          class="button danger number"
          disabled={imported === undefined || imported.cards === 0 || erasures.open.length > 0}
          onClick={() => erasures.askForAll()}
        >
          {t('data.erase_all')}
        </button>
        {imported !== undefined && (
          <span class="small quiet number">
            {t('data.imported_count', { n: imported.contacts, cards: number(imported.cards) })}
          </span>
        )}
      </div>
    </section>
  );
}
