import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import { t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { network, refresh } from '../../session/session.ts';

/** The mailed link leads here. Scanners of mail open links, so only the button signs in. */
export function ConfirmLink() {
  const { route } = useLocation();
  const [token] = useState(() => location.hash.slice(1));
  const [failure, setFailure] = useState<string>();
  const confirm = async () => {
    setFailure(undefined);
    // The token must not stay in the address bar or the history.
    history.replaceState(null, '', '/sign-in/link');
    try {
      await ask('POST', '/api/sign-in/link/confirm', { token });
      await refresh();
      route('/network', true);
    } catch (error) {
      setFailure(codeOf(error));
    }
  };
  const usable = token !== '' && failure !== 'sign_in.link_invalid';
  return (
    <Screen title={t('confirm.title', { network: network.value.name })} width="narrow">
      {usable ? <p>{t('confirm.text')}</p> : <p>{t('confirm.invalid')}</p>}
      {usable && <Problem code={failure} />}
      {usable ? (
        <button type="button" class="button primary" onClick={confirm}>
          {t('sign_in.enter')}
        </button>
      ) : (
        <a class="button primary" href="/sign-in">
          {t('confirm.again')}
        </a>
      )}
    </Screen>
  );
}
