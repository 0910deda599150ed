import { type Provider, providers } from '@kith/sources';
import { useState } from 'preact/hooks';
import { t } from '../../catalogue/messages.ts';
import { Field } from '../field/field.tsx';
import './provider-tiles.css';

/** A door per provider: the most used ones at once, the others by search. */
export function ProviderTiles() {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const shown =
    wanted === ''
      ? providers.slice(0, 4)
      : providers.filter(
          ({ name, domains }) =>
            name.toLowerCase().includes(wanted) || domains.some((domain) => domain.includes(wanted)),
        );
  return (
    <div class="stack">
      <ul class="plain tiles">
        {shown.map((provider) => (
          <li key={provider.id}>
            <Tile provider={provider} />
          </li>
        ))}
        <li>
          <a class="tile" href="/add/file">
            <span class="mark" aria-hidden="true">
              @
            </span>
            {t('add.other')}
          </a>
        </li>
      </ul>
      <Field
        label={t('add.search', { n: providers.length })}
        type="search"
        value={search}
        change={setSearch}
      />
      <p class="hidden" role="status">
        {wanted === '' ? '' : t('add.found', { n: shown.length })}
      </p>
    </div>
  );
}

function Tile({ provider }: { provider: Provider }) {
  return (
    <a class="tile" href={`/add/file?provider=${provider.id}`}>
      <span class="mark" aria-hidden="true">
        {provider.name.slice(0, 1)}
      </span>
      {provider.name}
    </a>
  );
}
