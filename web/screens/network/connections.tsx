import { useEffect, useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { Connection } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { usePages } from '../../api/use-pages.ts';
import { day, named, t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';
import { Field, SelectField } from '../../components/field/field.tsx';
import { More } from '../../components/more/more.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { toast } from '../../components/toast/toast.tsx';

const sorts = ['name', 'newest'] as const;

/** The member's connections: searched, narrowed by the labels of the own contacts behind them, and removed with an undo. */
export function Connections() {
  const [search, setSearch] = useState('');
  const [label, setLabel] = useState('');
  const [sort, setSort] = useState<(typeof sorts)[number]>('name');
  const facets = useLoaded<{ labels: readonly { label: string; count: number }[] }>(
    '/api/connections/facets',
  );
  const pages = usePages<Connection>('/api/connections', {
    q: search,
    sort,
    ...(label === '' ? {} : { label }),
  });
  const { items, total, next, failed, load, change } = pages;
  const isNarrowed = search !== '' || label !== '';

  useEffect(() => {
    const timer = setTimeout(load, search === '' ? 0 : 150);
    return () => clearTimeout(timer);
  }, [search, label, sort]);
  useLive(['connections', 'contacts'], () => {
    pages.refresh();
    facets.reload();
  });

  const restore = async ({ member }: Connection) => {
    try {
      await ask('POST', `/api/connections/${member.id}/restore`);
      toast(t('network.restored', { name: member.name }));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    pages.refresh();
  };
  const remove = async (connection: Connection) => {
    const { member } = connection;
    try {
      await ask('DELETE', `/api/connections/${member.id}`);
      change((before) => before.filter((one) => one.member.id !== member.id));
      toast(t('network.removed', { name: member.name }), () => restore(connection));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
  };

  return (
    <section class="card stack" aria-labelledby="connections">
      <h2 id="connections">{t('network.list', { n: total })}</h2>
      <Problem code={failed} retry={() => load()} />
      {(total > 0 || isNarrowed) && (
        <div class="tools">
          <Field label={t('network.search')} type="search" value={search} change={setSearch} />
          {(facets.value?.labels.length ?? 0) > 0 && (
            <SelectField label={t('network.label')} value={label} change={setLabel}>
              <option value="">{t('invite.any')}</option>
              {facets.value?.labels.map((one) => (
                <option key={one.label} value={one.label}>
                  {one.label} ({one.count})
                </option>
              ))}
            </SelectField>
          )}
          <SelectField
            label={t('network.sort')}
            value={sort}
            change={(value) => setSort(sorts.find((one) => one === value) ?? 'name')}
          >
            {sorts.map((one) => (
              <option key={one} value={one}>
                {t(`network.sort.${one}`)}
              </option>
            ))}
          </SelectField>
        </div>
      )}
      {items === undefined && failed === undefined && <div class="placeholder" aria-hidden="true" />}
      {items?.length === 0 && <p class="quiet">{isNarrowed ? t('list.nobody_found') : t('network.empty')}</p>}
      <ul class="plain lines">
        {items?.map((connection) => (
          <ConnectionRow key={connection.member.id} connection={connection} remove={remove} />
        ))}
      </ul>
      {next && <More press={() => load(next)} />}
    </section>
  );
}

function ConnectionRow({
  connection,
  remove,
}: {
  connection: Connection;
  remove: (connection: Connection) => void;
}) {
  const { member, contact, connectedAt } = connection;
  return (
    <li class="person">
      <Avatar name={member.name} photo={member.photo} />
      <div class="grow">
        <strong dir="auto">{member.name}</strong>
        <div class="small quiet">{[member.headline, member.location].filter(Boolean).join(' · ')}</div>
        <div class="small quiet labels">
          <span>{t('network.since', { day: day(connectedAt) })}</span>
          {contact !== undefined && contact.name !== member.name && (
            <span>{t('people.your_contact', { name: contact.name })}</span>
          )}
          {contact?.labels.map((label) => (
            <span key={label} class="tag">
              {label}
            </span>
          ))}
        </div>
      </div>
      <button
        type="button"
        class="button plain-button"
        aria-label={t('network.remove_of', { name: member.name })}
        onClick={() => remove(connection)}
      >
        {t('action.remove')}
      </button>
    </li>
  );
}
