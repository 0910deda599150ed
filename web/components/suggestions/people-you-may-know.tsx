import { t } from '../../catalogue/messages.ts';
import { me } from '../../session/session.ts';
import { Problem } from '../problem/problem.tsx';
import { SuggestionCards } from './suggestion-cards.tsx';
import { useSuggestions } from './use-suggestions.ts';

const most = 4;

/** The best suggestions as a section of another screen, with the way to all of them. */
export function PeopleYouMayKnow() {
  const suggestions = useSuggestions();
  const items = suggestions.value?.items;
  // Who is connected with somebody mostly has them; their place is kept while they are looked for.
  const isExpected = (me.value?.counts.connections ?? 0) > 1;
  return (
    <section aria-labelledby="may-know" class="stack">
      <div class="row spread">
        <h2 id="may-know" class="flat">
          {t('suggestions.title')}
        </h2>
        {(items?.length ?? 0) > most && <a href="/suggestions">{t('suggestions.all')}</a>}
      </div>
      <Problem code={suggestions.failed} retry={suggestions.reload} />
      {items === undefined && suggestions.failed === undefined && (
        <div class={`placeholder suggestions-loading ${isExpected ? 'few' : 'none'}`} aria-hidden="true" />
      )}
      {items?.length === 0 && <p class="quiet nobody">{t('suggestions.empty_short')}</p>}
      {(items?.length ?? 0) > 0 && <SuggestionCards suggestions={suggestions} most={most} />}
    </section>
  );
}
