import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { get } from '../../api/client.ts';
import type { Provider } from '../../api/types.ts';
import { guideLanguage, t } from '../../catalogue/messages.ts';
import { ExportGuide } from '../../components/export-guide/export-guide.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { UploadFiles } from './upload-files.tsx';

/** The file door, with the way to the file for the provider that was chosen. */
export function AddFile() {
  const { query } = useLocation();
  const [provider, setProvider] = useState<Provider>();
  useEffect(() => {
    setProvider(undefined);
    if (query.provider === undefined) return;
    // A provider that cannot be read leaves the file door as it is for everybody.
    get<Provider>(`/api/providers/${encodeURIComponent(query.provider)}`, { language: guideLanguage() })
      .then(setProvider)
      .catch(() => undefined);
  }, [query.provider]);
  return (
    <Screen
      title={provider === undefined ? t('file.title') : t('file.title_of', { provider: provider.name })}
    >
      <p class="quiet">
        {provider === undefined ? t('file.any') : t('file.lead', { provider: provider.name })}
      </p>
      {provider !== undefined && (
        <section class="card" aria-labelledby="steps">
          <h2 id="steps">{t('file.steps')}</h2>
          <ExportGuide provider={provider} />
        </section>
      )}
      <UploadFiles />
      <p>
        <a href="/add">{t('file.back')}</a>
      </p>
    </Screen>
  );
}
