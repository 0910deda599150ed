import { useEffect } from 'preact/hooks';
import type { BulkAct } from '../../api/contact-types.ts';
import { useLive } from '../../api/use-live.ts';
import { number, t } from '../../catalogue/messages.ts';
import { running, stop, takeUp } from './acts.ts';

/** What is being done to very many contacts, and how far it is; it goes on when the page is left. */
export function BulkProgress() {
  useEffect(() => {
    takeUp();
  }, []);
  useLive('contacts', takeUp);
  const isBusy = running.value.length > 0;
  return (
    <>
      <p class="hidden" role="status">
        {isBusy ? t('contacts.doing') : ''}
      </p>
      {isBusy && (
        <section class="bulk bulk-progress" aria-label={t('contacts.doing')}>
          {running.value.map((one) => (
            <Line key={one.id} one={one} />
          ))}
          <p class="small quiet">{t('contacts.doing_leave')}</p>
        </section>
      )}
    </>
  );
}

function Line({ one }: { one: BulkAct }) {
  const { done, total } = one.progress;
  const what = one.state === 'undoing' ? t('contacts.doing.undo') : t(`contacts.doing.${one.act}`);
  return (
    <div class="row spread">
      <div class="grow">
        <p class="small number">
          {t('contacts.doing_of', { what, done: number(done), total: number(total) })}
        </p>
        <progress aria-label={what} max={Math.max(1, total)} value={done} />
      </div>
      {one.state === 'doing' && (
        <button
          type="button"
          class="button"
          aria-label={t('contacts.stop_of', { what })}
          onClick={() => stop(one.id)}
        >
          {t('contacts.stop')}
        </button>
      )}
    </div>
  );
}
