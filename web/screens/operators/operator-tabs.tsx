import { useLocation } from 'preact-iso';
import { t } from '../../catalogue/messages.ts';
import '../network/network.css';

/** The screens that operators alone have. */
export function OperatorTabs() {
  const { path } = useLocation();
  const tabs = [
    ['/operators/reports', t('reports.title')],
    ['/operators/sending', t('sending.title')],
    ['/operators/providers', t('clients.title')],
  ] as const;
  return (
    <nav class="tabs" aria-label={t('clients.places')}>
      {tabs.map(([href, name]) => (
        <a key={href} href={href} aria-current={path === href ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}
