import type { ConnectionRequest } from '../../api/types.ts';
import { day, t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';

interface RequestRowProps {
  readonly request: ConnectionRequest;
  readonly direction: 'received' | 'sent';
  /** Whether it is ticked; undefined where there is nothing to choose from. */
  readonly chosen: boolean | undefined;
  readonly tick: () => void;
  readonly decide: (decision: 'accept' | 'ignore' | 'withdraw') => void;
  readonly refuse: (what: 'block' | 'report') => void;
}

export function RequestRow({ request, direction, chosen, tick, decide, refuse }: RequestRowProps) {
  const { member, contact, createdAt } = request;
  const { name } = member;
  return (
    <li class="person">
      {chosen !== undefined && (
        <input type="checkbox" aria-label={t('network.choose', { name })} checked={chosen} onChange={tick} />
      )}
      <Avatar name={name} photo={member.photo} />
      <div class="grow">
        <strong dir="auto">{name}</strong>
        <div class="small quiet">
          {[member.headline, direction === 'sent' ? t('network.asked_on', { day: day(createdAt) }) : '']
            .filter(Boolean)
            .join(' · ')}
        </div>
        {contact !== undefined && (
          <div class="small quiet">{t('people.your_contact', { name: contact.name })}</div>
        )}
      </div>
      <div class="row">
        {direction === 'sent' ? (
          <button
            type="button"
            class="button plain-button"
            aria-label={t('network.withdraw_of', { name })}
            onClick={() => decide('withdraw')}
          >
            {t('network.withdraw')}
          </button>
        ) : (
          <>
            {(['accept', 'ignore'] as const).map((verb) => (
              <button
                key={verb}
                type="button"
                class={verb === 'accept' ? 'button' : 'button plain-button'}
                aria-label={t(`network.${verb}_of`, { name })}
                onClick={() => decide(verb)}
              >
                {t(`network.${verb}`)}
              </button>
            ))}
            <details class="more">
              <summary aria-label={t('network.more_of', { name })}>{t('network.more')}</summary>
              <div class="row">
                {(['block', 'report'] as const).map((verb) => (
                  <button
                    key={verb}
                    type="button"
                    class="button plain-button"
                    aria-label={t(`network.${verb}_of`, { name })}
                    onClick={() => refuse(verb)}
                  >
                    {t(`network.${verb}`)}
                  </button>
                ))}
              </div>
            </details>
          </>
        )}
      </div>
    </li>
  );
}
