import { t } from '../../catalogue/messages.ts';
import { Screen } from '../../components/screen/screen.tsx';
import { Account } from './account.tsx';
import { Copy } from './copy.tsx';
import { Imported } from './imported.tsx';
import { Kept } from './kept.tsx';
import './data.css';

/** What is here of the member, to take along and to end. */
export function Data() {
  return (
    <Screen title={t('data.title')}>
      <Copy />
      <Imported />
      <Kept />
      <Account />
    </Screen>
  );
}
