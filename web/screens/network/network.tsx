import { ask, codeOf } from '../../api/client.ts';
import type { ConnectionRequest, NetworkOverview, Page } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { day, named, number, t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { PeopleYouMayKnow } from '../../components/suggestions/people-you-may-know.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { me, refresh } from '../../session/session.ts';
import { Connections } from './connections.tsx';
import { Offers } from './offers.tsx';
import './network.css';

export function Network() {
  const overview = useLoaded<NetworkOverview>('/api/network');
  const requests = useLoaded<Page<ConnectionRequest>>('/api/connection-requests', { direction: 'received' });
  useLive(['connections', 'requests', 'invitations', 'imports'], () => {
    requests.reload();
    overview.reload();
  });
  const facts = overview.value;
  const expected = me.value?.counts.requests ?? 0;

  const answer = async (request: ConnectionRequest, verb: 'accept' | 'ignore' | 'block') => {
    try {
      await ask('POST', `/api/connection-requests/${request.id}/${verb}`);
      toast(t(`network.done.${verb}`, { name: request.member.name }));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    requests.reload();
    overview.reload();
    refresh();
  };

  return (
    <Screen
      title={t('network.title')}
      action={
        <a class="button primary" href="/add">
          {t('add.title')}
        </a>
      }
    >
      <Problem code={overview.failed} retry={overview.reload} />
      <ul class="plain counts">
        <Count value={facts?.connections} label={t('network.connections', { n: facts?.connections ?? 0 })} />
        <Count
          value={facts?.requestsReceived}
          label={t('network.received', { n: facts?.requestsReceived ?? 0 })}
        />
        <Count
          value={facts?.invitations.sent}
          label={t('network.sent', {
            n: facts?.invitations.sent ?? 0,
            accepted: facts?.invitations.accepted ?? 0,
          })}
        />
      </ul>
      {requests.value === undefined && requests.failed === undefined && expected > 0 && (
        <div class="card" style={{ minHeight: `${3.75 + expected * 4.0625}rem` }} aria-hidden="true" />
      )}
      {(requests.value?.items.length ?? 0) > 0 && (
        <section class="card" aria-labelledby="received">
          <h2 id="received">{t('network.requests')}</h2>
          <ul class="plain lines">
            {requests.value?.items.map((request) => (
              <li key={request.id} class="person">
                <Avatar name={request.member.name} photo={request.member.photo} />
                <div class="grow">
                  <strong>{request.member.name}</strong>
                  <div class="small quiet">{request.member.headline}</div>
                </div>
                <div class="row">
                  <button
                    type="button"
                    class="button"
                    aria-label={t('network.accept_of', { name: request.member.name })}
                    onClick={() => answer(request, 'accept')}
                  >
                    {t('network.accept')}
                  </button>
                  <button
                    type="button"
                    class="button plain-button"
                    aria-label={t('network.ignore_of', { name: request.member.name })}
                    onClick={() => answer(request, 'ignore')}
                  >
                    {t('network.ignore')}
                  </button>
                  <button
                    type="button"
                    class="button plain-button"
                    aria-label={t('network.block_of', { name: request.member.name })}
                    onClick={() => answer(request, 'block')}
                  >
                    {t('network.block')}
                  </button>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Offers changed={overview.reload} />
      <PeopleYouMayKnow />
      <Connections />
      {(facts?.recentImports.length ?? 0) > 0 && (
        <section aria-labelledby="recent">
          <h2 id="recent">{t('network.recent')}</h2>
          <ul class="plain lines">
            {facts?.recentImports.map((one) => (
              <li key={one.id} class="line">
                <a href={`/imports/${one.id}/people`}>{one.name ?? t(`imports.kind.${one.kind}`)}</a>{' '}
                <span class="quiet small number">
                  {t('network.recent_line', {
                    day: day(one.receivedAt),
                    n: one.contacts,
                    joined: one.joinedSince,
                  })}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Screen>
  );
}

function Count({ value, label }: { value: number | undefined; label: string }) {
  return (
    <li class="card">
      <strong class="number">{value === undefined ? '–' : number(value)}</strong>
      <span class="small quiet">{label}</span>
    </li>
  );
}
