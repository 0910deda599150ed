import { ask, codeOf } from '../../api/client.ts';
import type { Session } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { moment, named, t } from '../../catalogue/messages.ts';
import { Awaited } from '../../components/awaited/awaited.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { signOut } from '../../session/session.ts';
import { agentName } from './agent.ts';

export function Sessions() {
  const list = useLoaded<{ items: readonly Session[] }>('/api/sessions');
  const end = async (path: string) => {
    try {
      await ask('DELETE', path);
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
  };
  return (
    <section class="card stack" aria-labelledby="sessions">
      <h2 id="sessions">{t('sessions.title')}</h2>
      <Problem code={list.failed} retry={list.reload} />
      <Awaited value={list.value} failed={list.failed} />
      <ul class="plain lines">
        {list.value?.items.map((one) => (
          <li key={one.id} class="row spread entry">
            <span>
              {one.agent ? agentName(one.agent) : t('sessions.unknown')}{' '}
              {one.current && <strong>{t('sessions.current')}</strong>}
              <br />
              <span class="small quiet number">{t('sessions.seen', { moment: moment(one.seenAt) })}</span>
            </span>
            {!one.current && (
              <button
                type="button"
                class="button plain-button"
                onClick={async () => {
                  await end(`/api/sessions/${one.id}`);
                  list.reload();
                }}
              >
                {t('sessions.end')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <div>
        <button
          type="button"
          class="button danger"
          onClick={() => signOut('everywhere').catch((error) => toast(named('error', codeOf(error))))}
        >
          {t('sessions.everywhere')}
        </button>
      </div>
    </section>
  );
}
