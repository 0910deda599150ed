import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { Invitation, InvitationState } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { usePages } from '../../api/use-pages.ts';
import { day, named, t } from '../../catalogue/messages.ts';
import { SelectField } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import './invitations.css';

const states: readonly InvitationState[] = [
  'queued',
  'sent',
  'unknown',
  'made',
  'taken',
  'accepted',
  'withdrawn',
  'expired',
];

/** What was sent to whom, and what became of it as far as that is anybody's business. */
export function Invitations() {
  const { query, route, path } = useLocation();
  const state = states.find((one) => one === query.state);
  const { items, next, failed, load, refresh } = usePages<Invitation>('/api/invitations', { state });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());

  useEffect(() => {
    setChosen(new Set());
    load();
  }, [state]);

  useLive('invitations', refresh);

  const open = items?.filter(withdrawable) ?? [];
  const withdraw = async () => {
    if (chosen.size === 0) return toast(t('invitations.none'));
    try {
      const { withdrawn } = await ask<{ withdrawn: number }>('POST', '/api/invitations/withdraw', {
        ids: [...chosen],
      });
      toast(t('invitations.withdrawn', { n: withdrawn }));
      setChosen(new Set());
      load();
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
  };
  const tick = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };

  return (
    <Screen title={t('invitations.title')}>
      <p class="quiet">{t('invitations.lead')}</p>
      <div class="list-tools">
        <SelectField
          label={t('invitations.state')}
          value={state ?? ''}
          change={(value) => route(value === '' ? path : `${path}?state=${value}`)}
        >
          <option value="">{t('invite.any')}</option>
          {states.map((one) => (
            <option key={one} value={one}>
              {t(`state.${one}`)}
            </option>
          ))}
        </SelectField>
      </div>
      {items?.some(({ state: its }) => its === 'made' || its === 'taken') && (
        <p>
          <a href="/links">{t('links.title')}</a>
        </p>
      )}
      {items?.some(({ state: its }) => its === 'unknown') && <p class="quiet">{t('invitations.unknown')}</p>}
      <Problem code={failed} retry={() => load()} />
      {items === undefined && failed === undefined && <div class="placeholder tall" aria-hidden="true" />}
      {items?.length === 0 && (
        <div class="card stack">
          <p>{t('invitations.empty')}</p>
          <div>
            <a class="button" href="/add">
              {t('add.title')}
            </a>
          </div>
        </div>
      )}
      {items !== undefined && items.length > 0 && (
        <>
          <label class="check">
            <input
              type="checkbox"
              checked={open.length > 0 && chosen.size === open.length}
              disabled={open.length === 0}
              onChange={() =>
                setChosen(chosen.size === open.length ? new Set() : new Set(open.map(({ id }) => id)))
              }
            />
            {t('invitations.select', { n: open.length })}
          </label>
          <ul class="plain lines card">
            {items.map((invitation) => (
              <li key={invitation.id} class="invitation-line">
                <label class="invitation">
                  <input
                    type="checkbox"
                    checked={chosen.has(invitation.id)}
                    disabled={!withdrawable(invitation)}
                    onChange={() => tick(invitation.id)}
                  />
                  <span class="who-line">
                    <strong>{invitation.name || invitation.value || t('invitations.forgotten')}</strong>
                    {invitation.name !== '' && <span class="small quiet">{invitation.value}</span>}
                  </span>
                  <span class="small number">
                    <span class={`state ${invitation.state}`}>{t(`state.${invitation.state}`)}</span>{' '}
                    {invitation.unreachable && <span>{t('invitations.unreachable')} </span>}
                    <span class="quiet">{day(invitation.createdAt)}</span>
                    {invitation.reminderDue !== undefined && (
                      <span class="quiet">
                        {' · '}
                        {t('invitations.reminder', { day: day(invitation.reminderDue) })}
                      </span>
                    )}
                    {againAt(invitation) !== undefined && (
                      <span class="quiet">
                        {' · '}
                        {t('invitations.again_on', { day: day(againAt(invitation) ?? '') })}
                      </span>
                    )}
                  </span>
                </label>
                <a
                  class="small details"
                  href={`/invitations/${invitation.id}`}
                  aria-label={t('invitations.details_of', {
                    name: invitation.name || (invitation.value ?? ''),
                  })}
                >
                  {t('invitations.details')}
                </a>
              </li>
            ))}
          </ul>
          {next && (
            <div>
              <button type="button" class="button" onClick={() => load(next)}>
                {t('action.more')}
              </button>
            </div>
          )}
          <div class="actions">
            <button
              type="button"
              class="button primary number"
              aria-disabled={chosen.size === 0}
              onClick={withdraw}
            >
              {t('invitations.withdraw', { n: chosen.size })}
            </button>
          </div>
        </>
      )}
    </Screen>
  );
}

function withdrawable({ state }: Invitation): boolean {
  return (
    state === 'queued' || state === 'sent' || state === 'unknown' || state === 'made' || state === 'taken'
  );
}

/** From when somebody can be invited again, where nothing of an invitation is open. */
function againAt({ state, againAt }: Invitation): string | undefined {
  return state === 'withdrawn' || state === 'expired' ? againAt : undefined;
}
