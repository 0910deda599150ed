import { t } from '../../catalogue/messages.ts';
import { Screen } from '../../components/screen/screen.tsx';
import { Blocked } from './blocked.tsx';
import { Identifiers } from './identifiers.tsx';
import { Passkeys } from './passkeys.tsx';
import { Password } from './password.tsx';
import { Profile } from './profile.tsx';
import { Sessions } from './sessions.tsx';
import { Suggestions } from './suggestions.tsx';
import { WhoMayInvite } from './who-may-invite.tsx';
import './settings.css';

export function Settings() {
  return (
    <Screen title={t('settings.title')}>
      <Profile />
      <Identifiers />
      <WhoMayInvite />
      <Blocked />
      <Suggestions />
      <Password />
      <Passkeys />
      <Sessions />
      <section class="card stack" aria-labelledby="data">
        <h2 id="data">{t('data.title')}</h2>
        <p class="quiet">{t('data.lead')}</p>
        <div>
          <a class="button" href="/settings/data">
            {t('data.open')}
          </a>
        </div>
      </section>
    </Screen>
  );
}
