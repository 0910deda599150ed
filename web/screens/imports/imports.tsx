import { ask, codeOf } from '../../api/client.ts';
import type { Import } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { day, moment, named, number, t } from '../../catalogue/messages.ts';
import { AccountFacts } from '../../components/account-facts/account-facts.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';

/** What was brought in, when, and the way to take it out again. */
export function Imports() {
  const imports = useLoaded<{ items: readonly Import[] }>('/api/imports');
  const undo = async (one: Import) => {
    if (!confirm(t('imports.sure'))) return;
    try {
      await ask('POST', `/api/imports/${one.id}/undo`);
      toast(t('imports.undone'));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    imports.reload();
  };
  const open = useLoaded<{ items: readonly { importId: string; open: number }[] }>(
    '/api/invitations/imports',
  );
  useLive(['imports', 'invitations'], () => {
    imports.reload();
    open.reload();
  });
  const openOf = ({ id }: Import) => open.value?.items.find(({ importId }) => importId === id)?.open ?? 0;
  const withdraw = async (one: Import) => {
    if (!confirm(t('imports.withdraw_sure', { n: openOf(one) }))) return;
    try {
      const { withdrawn } = await ask<{ withdrawn: number }>(
        'POST',
        `/api/imports/${one.id}/withdraw-invitations`,
      );
      toast(t('invitations.withdrawn', { n: withdrawn }));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    open.reload();
    imports.reload();
  };
  const items = imports.value?.items;
  return (
    <Screen
      title={t('imports.title')}
      action={
        <a class="button primary" href="/add">
          {t('add.title')}
        </a>
      }
    >
      <p class="quiet">{t('imports.lead')}</p>
      <Problem code={imports.failed} retry={imports.reload} />
      {items === undefined && imports.failed === undefined && (
        <div class="waiting-block" aria-hidden="true" />
      )}
      {items?.length === 0 && <p class="card">{t('imports.empty')}</p>}
      {items !== undefined && items.length > 0 && (
        <ul class="plain lines card">
          {items.map((one) => (
            <li key={one.id} class="entry">
              <div class="row spread">
                <div>
                  <a href={`/imports/${one.id}?details`}>
                    <strong>
                      {one.account?.name ??
                        (one.files.map((file) => file.name).join(', ') || t(`imports.kind.${one.kind}`))}
                    </strong>
                  </a>
                  <div class="small quiet number">
                    {moment(one.receivedAt)} · {t(`imports.state.${one.state}`)}
                  </div>
                  {one.forgotten !== undefined && (
                    <div class="small quiet number">
                      {t('imports.forgotten', { n: one.forgotten.contacts, day: day(one.forgotten.at) })}
                    </div>
                  )}
                  {one.account !== undefined && <AccountFacts account={one.account} />}
                  {one.state !== 'undone' && (
                    <div class="small number">
                      {t('import.counters', {
                        read: one.counters.read,
                        fresh: one.counters.new,
                        updated: one.counters.updated,
                        same: one.counters.same,
                        problem: one.counters.problem,
                      })}
                      {' · '}
                      {t('imports.offers', { here: number(one.here), invite: number(one.invite) })}
                    </div>
                  )}
                </div>
                {openOf(one) > 0 && (
                  <button type="button" class="button number" onClick={() => withdraw(one)}>
                    {t('imports.withdraw', { n: openOf(one) })}
                  </button>
                )}
                {one.state !== 'undone' && (
                  <div class="row">
                    <a class="button" href={`/imports/${one.id}/people`}>
                      {t('imports.open')}
                    </a>
                    <button type="button" class="button plain-button" onClick={() => undo(one)}>
                      {t('imports.undo')}
                    </button>
                  </div>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Screen>
  );
}
