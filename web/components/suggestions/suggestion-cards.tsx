import { t } from '../../catalogue/messages.ts';
import { Avatar } from '../avatar/avatar.tsx';
import type { Suggestions } from './use-suggestions.ts';
import './suggestions.css';

/** Cards of people the member may know. */
export function SuggestionCards({ suggestions, most }: { suggestions: Suggestions; most: number }) {
  const items = suggestions.value?.items.slice(0, most) ?? [];
  const { answer } = suggestions;
  return (
    <ul class="plain suggestions" aria-label={t('suggestions.title')}>
      {items.map((suggestion) => {
        const { member, reasons } = suggestion;
        return (
          <li key={member.id} class="suggestion card">
            <div class="whom">
              <Avatar name={member.name} photo={member.photo} />
              <div class="words">
                <strong dir="auto">{member.name}</strong>
                <div class="small quiet" dir="auto">
                  {[member.headline, member.location].filter(Boolean).join(' · ')}
                </div>
              </div>
            </div>
            <ul class="plain small reasons">
              {reasons.map((reason) => (
                <li key={reason.kind}>
                  {reason.kind === 'common'
                    ? t('suggestions.reason.common', { n: reason.n })
                    : reason.kind === 'organisation' || reason.kind === 'school'
                      ? t(`suggestions.reason.${reason.kind}`, { name: reason.name })
                      : t(`suggestions.reason.${reason.kind}`)}
                </li>
              ))}
            </ul>
            <div class="row answers">
              <button
                type="button"
                class="button"
                aria-label={t('suggestions.connect_of', { name: member.name })}
                onClick={() => answer(suggestion, 'connect')}
              >
                {t('suggestions.connect')}
              </button>
              <button
                type="button"
                class="button plain-button"
                aria-label={t('suggestions.not_now_of', { name: member.name })}
                onClick={() => answer(suggestion, 'notNow')}
              >
                {t('suggestions.not_now')}
              </button>
              <button
                type="button"
                class="button plain-button"
                aria-label={t('suggestions.never_of', { name: member.name })}
                onClick={() => answer(suggestion, 'never')}
              >
                {t('suggestions.never')}
              </button>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
