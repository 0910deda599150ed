import { useEffect, useState } from 'preact/hooks';
import type { Provider, ProviderPage } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { guideLanguage, t } from '../../catalogue/messages.ts';
import { ExportGuide } from '../../components/export-guide/export-guide.tsx';
import { Field } from '../../components/field/field.tsx';
import { More } from '../../components/more/more.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { ProviderMark } from '../../components/provider-mark/provider-mark.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { useDelayed } from '../../list/use-delayed.ts';
import { me } from '../../session/session.ts';
import './providers.css';

const pageSize = 30;

/** Every provider we know and what to do there, found by its name or by the address one types. */
export function Providers() {
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(pageSize);
  const query = useDelayed(search.trim(), 150);
  useEffect(() => setLimit(pageSize), [query]);
  const { value, failed, reload } = useLoaded<ProviderPage>('/api/providers', {
    query,
    limit,
    language: guideLanguage(),
  });
  return (
    <Screen title={t('providers.title')}>
      <p class="quiet">{t('providers.lead')}</p>
      {me.value?.operator === true && (
        <p>
          <a href="/operators/providers">{t('clients.title')}</a>{' '}
          <a href="/operators/sending">{t('sending.title')}</a>{' '}
          <a href="/operators/reports">{t('reports.title')}</a>
        </p>
      )}
      <Field label={t('providers.search')} type="search" value={search} change={setSearch} />
      <Problem code={failed} retry={reload} />
      <p class="small quiet number" role="status">
        {value === undefined ? '' : t('providers.found', { n: value.found })}
      </p>
      {value === undefined && failed === undefined && <div class="waiting-block" />}
      {value !== undefined && value.found > 0 && (
        <ul class="card plain lines">
          {value.items.map((provider) => (
            <li key={provider.id}>
              <Entry provider={provider} open={value.found === 1} />
            </li>
          ))}
        </ul>
      )}
      {value?.found === 0 && (
        <p>
          {t('providers.none')} <a href="/add/file">{t('file.title')}</a>
        </p>
      )}
      {value !== undefined && value.items.length < value.found && (
        <More press={() => setLimit(limit + pageSize)} />
      )}
      <p>
        <a href="/add">{t('file.back')}</a>
      </p>
    </Screen>
  );
}

function Entry({ provider, open }: { provider: Provider; open: boolean }) {
  const { name, domains, someDomains, revoke } = provider;
  return (
    <details class="provider" open={open}>
      <summary>
        <ProviderMark logo={provider.logo} />
        <span>
          {name}
          <span class="small quiet">
            {domains === 0
              ? t('providers.own')
              : t('providers.domains', { n: domains, some: someDomains.join(', ') })}
          </span>
        </span>
      </summary>
      <div>
        {provider.connect !== null && (
          <p>
            <a class="button primary" href={`/add/account?provider=${provider.id}`}>
              {t('connect.go', { name })}
            </a>
          </p>
        )}
        <ExportGuide provider={provider} />
        <p>
          <a class="button" href={`/add/file?provider=${provider.id}`}>
            {t('providers.upload', { provider: name })}
          </a>
        </p>
        {revoke !== null && (
          <p class="small">
            <a href={revoke} target="_blank" rel="noreferrer">
              {t('providers.revoke', { provider: name })}
            </a>
          </p>
        )}
      </div>
    </details>
  );
}
