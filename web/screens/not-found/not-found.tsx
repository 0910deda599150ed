import { t } from '../../catalogue/messages.ts';
import { Screen } from '../../components/screen/screen.tsx';

export function NotFound() {
  return (
    <Screen title={t('not_found.title')}>
      <p>{t('not_found.text')}</p>
      <div>
        <a class="button primary" href="/network">
          {t('place.network')}
        </a>
      </div>
    </Screen>
  );
}
