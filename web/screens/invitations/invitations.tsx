import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { Invitation, NetworkOverview } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { usePages } from '../../api/use-pages.ts';
import { day, named, t } from '../../catalogue/messages.ts';
import { SelectField } from '../../components/field/field.tsx';
import { More } from '../../components/more/more.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import './invitations.css';

const filters = ['pending', 'accepted', 'withdrawn', 'expired'] as const;

/** What was sent to whom, and what became of it as far as that is anybody's business. */
export function Invitations() {
  const { query, route, path } = useLocation();
  const filter = filters.find((one) => one === query.state);
  const pages = usePages<Invitation>('/api/invitations', { state: filter });
  const { next, failed, load } = pages;
  const overview = useLoaded<NetworkOverview>('/api/network');
  // How many wait decides whether all can be selected, above the list.
  const isCounted = overview.value !== undefined || overview.failed !== undefined;
  const items = isCounted ? pages.items : undefined;
  const pending = overview.value?.invitations.pending ?? 0;
  // All that wait but for some, or some: what is not read yet is selected too.
  const [selection, setSelection] = useState<Selection>({ all: false, ids: new Set() });
  useLive(['invitations'], () => {
    pages.refresh();
    overview.reload();
  });

  useEffect(() => {
    setSelection({ all: false, ids: new Set() });
    load();
  }, [filter]);

  const count = selection.all ? pending - selection.ids.size : selection.ids.size;
  const isChosen = (id: string) => selection.ids.has(id) !== selection.all;
  const undo = async (moments: readonly string[]) => {
    try {
      let n = 0;
      for (const withdrawnAt of moments)
        n += (await ask<{ restored: number }>('POST', '/api/invitations/withdraw/undo', { withdrawnAt }))
          .restored;
      toast(t('invitations.restored', { n }));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    pages.refresh();
    overview.reload();
  };
  const withdraw = async () => {
    if (count === 0) return toast(t('invitations.none'));
    const ids = [...selection.ids];
    const moments: string[] = [];
    let n = 0;
    try {
      for (let more = true; more; ) {
        const done = await ask<{ withdrawn: number; withdrawnAt: string; more: boolean }>(
          'POST',
          '/api/invitations/withdraw',
          selection.all ? { allPending: true, except: ids } : { ids },
        );
        moments.push(done.withdrawnAt);
        n += done.withdrawn;
        more = done.more;
      }
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    if (n > 0) toast(t('invitations.withdrawn', { n }), () => undo(moments));
    setSelection({ all: false, ids: new Set() });
    pages.refresh();
    overview.reload();
  };
  const tick = (id: string) => {
    const ids = new Set(selection.ids);
    if (!ids.delete(id)) ids.add(id);
    setSelection({ ...selection, ids });
  };

  return (
    <Screen title={t('invitations.title')}>
      <p class="quiet">{t('invitations.lead')}</p>
      <div class="list-tools">
        <SelectField
          label={t('invitations.state')}
          value={filter ?? ''}
          change={(value) => route(value === '' ? path : `${path}?state=${value}`)}
        >
          <option value="">{t('invite.any')}</option>
          {filters.map((one) => (
            <option key={one} value={one}>
              {t(`invitations.filter.${one}`)}
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
            <a class="button primary" href="/add">
              {t('add.title')}
            </a>
          </div>
        </div>
      )}
      {items !== undefined && items.length > 0 && (
        <>
          {pending > 0 && items.some(withdrawable) && (
            <label class="check">
              <input
                type="checkbox"
                checked={count === pending}
                onChange={() => setSelection({ all: count !== pending, ids: new Set() })}
              />
              {t('invitations.select_all', { n: pending })}
            </label>
          )}
          <ul class="plain lines card">
            {items.map((invitation) => (
              <li key={invitation.id} class="invitation-line">
                <label class="invitation">
                  <input
                    type="checkbox"
                    checked={withdrawable(invitation) && isChosen(invitation.id)}
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
                    {invitation.wordsChanged && <span>{t('invitations.words_changed')} </span>}
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
          {next && <More press={() => load(next)} />}
          {items.some(withdrawable) && (
            <div class="actions">
              <button
                type="button"
                class="button primary number"
                aria-disabled={count === 0}
                onClick={withdraw}
              >
                {t('invitations.withdraw', { n: count })}
              </button>
            </div>
          )}
        </>
      )}
    </Screen>
  );
}

/** These, or all that wait but these. */
interface Selection {
  readonly all: boolean;
  readonly ids: ReadonlySet<string>;
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
