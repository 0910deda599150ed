import type { Provider } from '../../api/types.ts';
import { t } from '../../catalogue/messages.ts';

/** How one gets one's contacts as a file at this provider. */
export function ExportGuide({ provider }: { provider: Provider }) {
  return (
    <>
      <ol>
        {provider.export.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {provider.export.url !== null && (
        <p>
          <a href={provider.export.url} target="_blank" rel="noreferrer">
            {t('file.open', { provider: provider.name })}
          </a>
        </p>
      )}
    </>
  );
}
