import { useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { SuggestionSettings } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { SuggestionCards } from '../../components/suggestions/suggestion-cards.tsx';
import { useSuggestions } from '../../components/suggestions/use-suggestions.ts';
import { toast } from '../../components/toast/toast.tsx';

/** Everybody the member may know, each with the reason. */
export function SuggestionsScreen() {
  const suggestions = useSuggestions();
  const settings = useLoaded<SuggestionSettings>('/api/suggestions/settings');
  const [failed, setFailed] = useState<string>();
  const items = suggestions.value?.items;
  const change = async (suggested: boolean) => {
    try {
      settings.set(await ask('PATCH', '/api/suggestions/settings', { suggested }));
      setFailed(undefined);
      toast(t(suggested ? 'suggestions.me_again' : 'suggestions.me_no_more'));
    } catch (error) {
      setFailed(codeOf(error));
      settings.reload();
    }
  };
  return (
    <Screen title={t('suggestions.title')}>
      <p class="quiet">{t('suggestions.lead')}</p>
      <section aria-label={t('suggestions.settings')} class="row spread">
        <label class="check flush">
          <input
            type="checkbox"
            disabled={settings.value === undefined}
            checked={settings.value?.suggested === false}
            onChange={(event) => change(!event.currentTarget.checked)}
          />
          {t('suggestions.not_me')}
        </label>
        <a href="/settings#suggestions">{t('suggestions.more_settings')}</a>
      </section>
      <Problem code={settings.failed} retry={settings.reload} />
      <Problem code={failed} />
      <Problem code={suggestions.failed} retry={suggestions.reload} />
      {items === undefined && suggestions.failed === undefined && (
        <div class="placeholder suggestions-loading" aria-hidden="true" />
      )}
      {items?.length === 0 && (
        <div class="card stack">
          <p>{settings.value?.shown === false ? t('suggestions.off') : t('suggestions.empty')}</p>
          <div>
            {settings.value?.shown === false ? (
              <a class="button" href="/settings#suggestions">
                {t('settings.title')}
              </a>
            ) : (
              <a class="button primary" href="/add">
                {t('add.title')}
              </a>
            )}
          </div>
        </div>
      )}
      {(items?.length ?? 0) > 0 && <SuggestionCards suggestions={suggestions} most={50} />}
    </Screen>
  );
}
