import { useEffect, useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { ConnectionRequest } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { usePages } from '../../api/use-pages.ts';
import { day, named, t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';
import { More } from '../../components/more/more.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { refresh } from '../../session/session.ts';

type Decision = 'accept' | 'ignore' | 'withdraw' | 'block' | 'report';

interface RequestsProps {
  readonly direction: 'received' | 'sent';
  /** How many there are, as far as that is known before they are read: their place is kept. */
  readonly expected: number;
  readonly changed: () => void;
}

/** Open connection requests in one direction, answered one by one or many at once. */
export function Requests({ direction, expected, changed }: RequestsProps) {
  const pages = usePages<ConnectionRequest>('/api/connection-requests', { direction });
  const { items, total, next, failed, load } = pages;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    load();
  }, []);
  useLive(['requests'], pages.refresh);

  const decide = async (ids: readonly string[], decision: Decision, said: string) => {
    try {
      if (decision === 'report')
        for (const id of ids) await ask('POST', `/api/connection-requests/${id}/report`, {});
      else await ask('POST', '/api/connection-requests/decisions', { ids, decision });
      toast(said);
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    setChosen(new Set());
    await pages.refresh();
    changed();
    refresh();
  };
  const tick = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };

  if (items === undefined && failed === undefined)
    return expected === 0 ? null : (
      <div
        class="card"
        style={{ minHeight: `${3.75 + Math.min(expected, 50) * 4.0625}rem` }}
        aria-hidden="true"
      />
    );
  if (items?.length === 0) return null;
  const isMany = total > 1;
  const bulk: readonly ('accept' | 'ignore' | 'withdraw')[] =
    direction === 'received' ? ['accept', 'ignore'] : ['withdraw'];
  return (
    <section class="card" aria-labelledby={direction}>
      <h2 id={direction}>{t(`network.requests.${direction}`, { n: total })}</h2>
      {direction === 'sent' && <p class="quiet">{t('network.requests.sent_lead')}</p>}
      <Problem code={failed} retry={() => load()} />
      {isMany && items !== undefined && (
        <div class="bulk">
          <label class="check">
            <input
              type="checkbox"
              checked={chosen.size === items.length}
              onChange={() =>
                setChosen(chosen.size === items.length ? new Set() : new Set(items.map(({ id }) => id)))
              }
            />
            {t('network.requests.select', { n: items.length })}
          </label>
          {chosen.size > 0 && (
            <div class="row">
              {bulk.map((decision) => (
                <button
                  key={decision}
                  type="button"
                  class="button number"
                  onClick={() =>
                    decide([...chosen], decision, t(`network.decided.${decision}`, { n: chosen.size }))
                  }
                >
                  {t(`network.decide.${decision}`, { n: chosen.size })}
                </button>
              ))}
            </div>
          )}
        </div>
      )}
      <ul class="plain lines">
        {items?.map((request) => {
          const { id, member, contact, createdAt } = request;
          const { name } = member;
          return (
            <li key={id} class="person">
              {isMany && (
                <input
                  type="checkbox"
                  aria-label={t('network.choose', { name })}
                  checked={chosen.has(id)}
                  onChange={() => tick(id)}
                />
              )}
              <Avatar name={name} photo={member.photo} />
              <div class="grow">
                <strong>{name}</strong>
                <div class="small quiet">
                  {[
                    member.headline,
                    direction === 'sent' ? t('network.asked_on', { day: day(createdAt) }) : '',
                  ]
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
                    onClick={() => decide([id], 'withdraw', t('network.done.withdraw', { name }))}
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
                        onClick={() => decide([id], verb, t(`network.done.${verb}`, { name }))}
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
                            onClick={() => decide([id], verb, t(`network.done.${verb}`, { name }))}
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
        })}
      </ul>
      {next && <More press={() => load(next)} />}
    </section>
  );
}
