import { named, t } from '../../catalogue/messages.ts';

/** What went wrong and what to do, in the place where it went wrong. */
export function Problem({ code, retry }: { code: string | undefined; retry?: () => void }) {
  if (code === undefined) return null;
  return (
    <div class="notice error" role="alert">
      <p>{named('error', code)}</p>
      {retry !== undefined && (
        <button type="button" class="button" onClick={retry}>
          {t('action.retry')}
        </button>
      )}
    </div>
  );
}
