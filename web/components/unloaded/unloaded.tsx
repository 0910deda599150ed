import { t } from '../../catalogue/messages.ts';
import { Problem } from '../problem/problem.tsx';
import { Screen } from '../screen/screen.tsx';

/** Stands where a screen would that could not be loaded; another try loads the page anew, which may be of a later release. */
export function Unloaded() {
  return (
    <Screen title={t('frame.unloaded')}>
      <Problem code="network.unreachable" retry={() => location.reload()} />
    </Screen>
  );
}
