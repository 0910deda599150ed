import { useLocation } from 'preact-iso';
import { upload } from '../../api/client.ts';
import type { Import } from '../../api/types.ts';
import { t } from '../../catalogue/messages.ts';
import { PhoneContacts } from '../hand-off/phone-contacts.tsx';

/** On a phone: its own contacts. On a computer: the way to the phone. */
export function FromPhone() {
  const { route } = useLocation();
  const isPhone = matchMedia('(pointer: coarse)').matches;
  return (
    <section class="card stack" aria-labelledby="phone">
      <h2 id="phone">{t('phone.title')}</h2>
      <p class="quiet">{isPhone ? t('phone.here') : t('phone.lead')}</p>
      {isPhone && (
        <PhoneContacts
          send={async (file, progress) => {
            const made = await upload<Import>('/api/imports', [file], progress);
            route(`/imports/${made.id}`);
          }}
        />
      )}
      <div>
        <a class="button" href="/add/phone">
          {isPhone ? t('phone.other') : t('phone.show')}
        </a>
      </div>
    </section>
  );
}
