import type { NetworkOverview } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { day, number, t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { PeopleYouMayKnow } from '../../components/suggestions/people-you-may-know.tsx';
import { Connections } from './connections.tsx';
import { GrowthChart } from './growth.tsx';
import { NetworkTabs } from './network-tabs.tsx';
import { Offers } from './offers.tsx';
import { Requests } from './requests.tsx';
import './network.css';

export function Network() {
  const overview = useLoaded<NetworkOverview>('/api/network');
  useLive(['connections', 'requests', 'invitations', 'imports'], overview.reload);
  const facts = overview.value;

  return (
    <Screen
      title={t('network.title')}
      action={
        <a class="button primary" href="/add">
          {t('add.title')}
        </a>
      }
    >
      <NetworkTabs sent={facts?.requestsSent} />
      <Problem code={overview.failed} retry={overview.reload} />
      <ul class="plain counts">
        <Count value={facts?.connections} label={t('network.connections', { n: facts?.connections ?? 0 })} />
        <Count
          value={facts?.requestsReceived}
          label={t('network.received', { n: facts?.requestsReceived ?? 0 })}
        />
        <Count
          value={facts?.invitations.pending}
          label={t('network.pending', {
            n: facts?.invitations.pending ?? 0,
            accepted: facts?.invitations.accepted ?? 0,
          })}
        />
      </ul>
      <Requests direction="received" changed={overview.reload} />
      <Offers changed={overview.reload} />
      <PeopleYouMayKnow />
      <GrowthChart />
      <Connections />
      {(facts?.recentImports.length ?? 0) > 0 && (
        <section class="card" aria-labelledby="recent">
          <h2 id="recent">{t('network.recent')}</h2>
          <ul class="plain lines">
            {facts?.recentImports.map((one) => (
              <li key={one.id} class="line">
                <a href={`/imports/${one.id}/people`}>
                  <bdi>{one.name ?? t(`imports.kind.${one.kind}`)}</bdi>
                </a>{' '}
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
