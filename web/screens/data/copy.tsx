import { ask, codeOf } from '../../api/client.ts';
import type { Export } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { moment, named, size, t } from '../../catalogue/messages.ts';
import { Awaited } from '../../components/awaited/awaited.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { toast } from '../../components/toast/toast.tsx';

/** A copy of everything, as a file to keep. */
export function Copy() {
  const exports = useLoaded<{ items: readonly Export[] }>('/api/exports');
  useLive('data', exports.reload);
  const one = exports.value?.items[0];
  const change = async (method: 'POST' | 'DELETE', path: string) => {
    try {
      await ask(method, path);
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    exports.reload();
  };
  return (
    <section class="card stack" aria-labelledby="copy">
      <h2 id="copy">{t('data.copy')}</h2>
      <p class="quiet">{t('data.copy_lead')}</p>
      <Problem code={exports.failed} retry={exports.reload} />
      <Awaited value={exports.value} failed={exports.failed} />
      <div class="data-state" aria-live="polite">
        {one?.state === 'writing' && (
          <>
            <progress
              aria-label={t('data.writing')}
              max={Math.max(1, one.progress.total)}
              value={one.progress.written}
            />
            <p class="small quiet">{t('data.writing')}</p>
          </>
        )}
        {one?.state === 'failed' && <p class="notice error">{t('data.copy_failed')}</p>}
        {one?.state === 'ready' && (
          <p class="small quiet number">
            {t('data.ready', {
              size: size(one.bytes ?? 0),
              until: moment(one.expiresAt ?? one.askedAt),
            })}
          </p>
        )}
      </div>
      <div class="row">
        {one?.state === 'ready' && (
          <a class="button primary" href={`/api/exports/${one.id}/file`} download>
            {t('data.download')}
          </a>
        )}
        {one?.state !== 'writing' && (
          <button type="button" class="button" onClick={() => change('POST', '/api/exports')}>
            {t(
              one?.state === 'ready'
                ? 'data.copy_again'
                : one?.state === 'failed'
                  ? 'action.retry'
                  : 'data.copy_make',
            )}
          </button>
        )}
        {(one?.state === 'ready' || one?.state === 'writing') && (
          <button
            // Whoever is about to press Cancel does not delete the file that has just become ready.
            key={one.state}
            type="button"
            class="button plain-button"
            onClick={() => change('DELETE', `/api/exports/${one.id}`)}
          >
            {t(one.state === 'ready' ? 'data.copy_delete' : 'action.cancel')}
          </button>
        )}
      </div>
    </section>
  );
}
