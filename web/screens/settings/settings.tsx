import { t } from '../../catalogue/messages.ts';
import { Screen } from '../../components/screen/screen.tsx';
import { Identifiers } from './identifiers.tsx';
import { Passkeys } from './passkeys.tsx';
import { Password } from './password.tsx';
import { Profile } from './profile.tsx';
import { Sessions } from './sessions.tsx';
import { WhoMayInvite } from './who-may-invite.tsx';
import './settings.css';

export function Settings() {
  return (
    <Screen title={t('settings.title')}>
      <Profile />
      <Identifiers />
      <WhoMayInvite />
      <Password />
      <Passkeys />
      <Sessions />
    </Screen>
  );
}
