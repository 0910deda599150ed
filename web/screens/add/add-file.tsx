import { providers } from '@kith/sources';
import { useLocation } from 'preact-iso';
import { t } from '../../catalogue/messages.ts';
import { Screen } from '../../components/screen/screen.tsx';
import { UploadFiles } from './upload-files.tsx';

/** The file door, with the way to the file for the provider that was chosen. */
export function AddFile() {
  const { query } = useLocation();
  const provider = providers.find(({ id }) => id === query.provider);
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
          <ol lang="en">
            {provider.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <a href={provider.url} target="_blank" rel="noreferrer">
            {t('file.open', { provider: provider.name })}
          </a>
        </section>
      )}
      <UploadFiles />
      <p>
        <a href="/add">{t('file.back')}</a>
      </p>
    </Screen>
  );
}
