import type { Import } from '../../api/types.ts';
import { named, t } from '../../catalogue/messages.ts';
import { account as typed } from '../../screens/add/account.ts';

/** Whose account was read, why not to its end, and what became of the access to it. */
export function AccountFacts({ account }: { account: NonNullable<Import['account']> }) {
  const { access, address, cardsVanished, fault, revokePage } = account;
  return (
    <div class="small">
      <div class="quiet">{address}</div>
      {fault !== undefined && <p class="notice warning">{named('error', fault)}</p>}
      <div class="quiet">
        {t(`imports.access.${access}`)}{' '}
        {access !== 'in_use' && revokePage !== undefined && (
          <a href={revokePage} target="_blank" rel="noreferrer">
            {t('imports.revoke')}
          </a>
        )}
      </div>
      {cardsVanished > 0 && <div class="quiet">{t('imports.vanished', { n: cardsVanished })}</div>}
      {access !== 'in_use' && (
        <a
          href="/add/account"
          onClick={() => {
            typed.value = address;
          }}
        >
          {t('imports.again')}
        </a>
      )}
    </div>
  );
}
