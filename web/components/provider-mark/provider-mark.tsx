import type { Provider } from '../../api/types.ts';

/** Our mark for a provider: its letters on its colour. The name stands beside it. */
export function ProviderMark({ logo }: { logo: Provider['logo'] }) {
  return (
    <svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill={logo.colour} />
      <text x="16" y="21.5" fill="#fff" font-size="15" font-weight="700" text-anchor="middle">
        {logo.letters}
      </text>
    </svg>
  );
}
