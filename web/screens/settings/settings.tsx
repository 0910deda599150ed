import { t } from '../../catalogue/messages.ts';
import { Screen } from '../../components/screen/screen.tsx';
import { Identifiers } from './identifiers.tsx';
import { Passkeys } from './passkeys.tsx';
import { Password } from './password.tsx';
import { Profile } from './profile.tsx';
import { Sessions } from './sessions.tsx';
import './settings.css';

export function Settings() {
  return (
    <Screen title={t('settings.title')}>
      <Profile />
      <Identifiers />
      <Password />
      <Passkeys />
      <Sessions />
    </Screen>
  );
}
