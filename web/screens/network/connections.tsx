import { useEffect, useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { Connection } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { usePages } from '../../api/use-pages.ts';
import { named, t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';
import { Field } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { toast } from '../../components/toast/toast.tsx';

export function Connections() {
  const [search, setSearch] = useState('');
  const { items, total, next, failed, load, refresh, change } = usePages<Connection>('/api/connections', {
    q: search,
  });

  useEffect(() => {
    const timer = setTimeout(load, search === '' ? 0 : 150);
    return () => clearTimeout(timer);
  }, [search]);

  useLive('connections', refresh);

  const remove = async (connection: Connection) => {
    if (!confirm(t('network.remove_sure', { name: connection.member.name }))) return;
    try {
      await ask('DELETE', `/api/connections/${connection.member.id}`);
      change((before) => before.filter((one) => one !== connection));
      toast(t('network.removed', { name: connection.member.name }));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
  };

  return (
    <section class="card stack" aria-labelledby="connections">
      <h2 id="connections">{t('network.list', { n: total })}</h2>
      <Problem code={failed} retry={() => load()} />
      {(total > 0 || search !== '') && (
        <Field label={t('network.search')} type="search" value={search} change={setSearch} />
      )}
      {items === undefined && <div class="placeholder" aria-hidden="true" />}
      {items?.length === 0 && (
        <p class="quiet">{search === '' ? t('network.empty') : t('list.nobody_found')}</p>
      )}
      <ul class="plain lines">
        {items?.map((connection) => (
          <li key={connection.member.id} class="person">
            <Avatar name={connection.member.name} photo={connection.member.photo} />
            <div class="grow">
              <strong>{connection.member.name}</strong>
              <div class="small quiet">
                {[connection.member.headline, connection.member.location].filter(Boolean).join(' · ')}
              </div>
            </div>
            <button
              type="button"
              class="button plain-button"
              aria-label={t('network.remove_of', { name: connection.member.name })}
              onClick={() => remove(connection)}
            >
              {t('action.remove')}
            </button>
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
    </section>
  );
}
