import type { NetworkOverview } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { NetworkTabs } from './network-tabs.tsx';
import { Requests } from './requests.tsx';
import './network.css';

/** Whom the member has asked, and who has not answered. */
export function SentRequests() {
  const overview = useLoaded<NetworkOverview>('/api/network');
  useLive(['requests', 'connections', 'invitations'], overview.reload);
  const facts = overview.value;
  return (
    <Screen title={t('network.title')}>
      <NetworkTabs sent={facts?.requestsSent} />
      <Problem code={overview.failed} retry={overview.reload} />
      <Requests direction="sent" changed={overview.reload} />
      {facts?.requestsSent === 0 && (
        <div class="card stack">
          <p>{t('network.sent_empty')}</p>
          <div>
            <a class="button" href="/suggestions">
              {t('suggestions.title')}
            </a>
          </div>
        </div>
      )}
      <p>
        <a href="/invitations">{t('network.sent_invitations', { n: facts?.invitations.pending ?? 0 })}</a>
      </p>
    </Screen>
  );
}
