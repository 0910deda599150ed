import { useLocation } from 'preact-iso';
import { number, t } from '../../catalogue/messages.ts';

/** The two halves of My Network: what is there and waits for the member, and what the member waits for. */
export function NetworkTabs({ sent }: { sent: number | undefined }) {
  const { path } = useLocation();
  const tabs = [
    ['/network', t('network.tab.network'), undefined],
    ['/network/requests', t('network.tab.sent'), sent],
  ] as const;
  return (
    <nav class="tabs" aria-label={t('network.title')}>
      {tabs.map(([href, name, count]) => (
        <a key={href} href={href} aria-current={path === href ? 'page' : undefined}>
          {name}
          {count !== undefined && count > 0 && <span class="number"> {number(count)}</span>}
        </a>
      ))}
    </nav>
  );
}
