import { useState } from 'preact/hooks';
import type { Provider, ProviderPage } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { t } from '../../catalogue/messages.ts';
import { useDelayed } from '../../list/use-delayed.ts';
import { Field } from '../field/field.tsx';
import { Problem } from '../problem/problem.tsx';
import { ProviderMark } from '../provider-mark/provider-mark.tsx';
import './provider-tiles.css';

/** A door per provider: the most used ones at once, the others by search. */
export function ProviderTiles() {
  const [search, setSearch] = useState('');
  const wanted = useDelayed(search.trim(), 150);
  const { value, failed, reload } = useLoaded<ProviderPage>('/api/providers', {
    query: wanted,
    limit: wanted === '' ? 4 : 12,
  });
  return (
    <div class="stack">
      <Problem code={failed} retry={reload} />
      <ul class="plain tiles">
        {value?.items.map((provider) => (
          <li key={provider.id}>
            <Tile provider={provider} />
          </li>
        ))}
        <li class={value === undefined && failed === undefined ? 'coming' : ''}>
          <a class="tile" href="/add/account">
            <span class="mark" aria-hidden="true">
              @
            </span>
            {t('add.other')}
          </a>
        </li>
      </ul>
      <Field
        label={t('add.search', { n: value?.known ?? 0 })}
        type="search"
        value={search}
        change={setSearch}
      />
      <p class="hidden" role="status">
        {wanted === '' || value === undefined ? '' : t('add.found', { n: value.found })}
      </p>
    </div>
  );
}

function Tile({ provider }: { provider: Provider }) {
  const door = provider.connect !== null || provider.appPassword !== null ? 'account' : 'file';
  return (
    <a class="tile" href={provider.id === 'ldap' ? '/add/directory' : `/add/${door}?provider=${provider.id}`}>
      <ProviderMark logo={provider.logo} />
      {provider.name}
    </a>
  );
}
