import { ask, codeOf } from '../../api/client.ts';
import type { Merge } from '../../api/merge-types.ts';
import { day, named, t } from '../../catalogue/messages.ts';
import { toast } from '../../components/toast/toast.tsx';

/** Merges that stand, each of which can be taken back at any time. */
export function Merged({ merges, changed }: { merges: readonly Merge[]; changed: () => void }) {
  const part = async ({ id }: Merge) => {
    try {
      await ask('POST', `/api/merges/${id}/undo`);
      toast(t('merge.undone'));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    changed();
  };
  if (merges.length === 0) return null;
  return (
    <section class="stack merged" aria-labelledby="merged">
      <h2 id="merged">{t('merge.merged')}</h2>
      <ul class="plain lines card">
        {merges.map((one) => (
          <li key={one.id} class="row spread merged-line">
            <span>
              <bdi>{one.name}</bdi>{' '}
              <span class="small quiet number">
                {t('merge.merged_of', { n: one.contacts, day: day(one.mergedAt) })}
              </span>
            </span>
            <button
              type="button"
              class="button plain-button"
              aria-label={t('merge.undo_of', { name: one.name })}
              onClick={() => part(one)}
            >
              {t('action.undo')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
