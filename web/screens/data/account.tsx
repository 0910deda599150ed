import { useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import { leaveFor } from '../../api/use-live.ts';
import { t } from '../../catalogue/messages.ts';
import { Field } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { me } from '../../session/session.ts';

/** The end of the account: typed, and signed in for once more. */
export function Account() {
  const [open, setOpen] = useState(false);
  return (
    <section class="card stack" aria-labelledby="account">
      <h2 id="account">{t('data.account')}</h2>
      <p class="quiet">{t('data.account_lead')}</p>
      <ul class="small quiet account-facts">
        <li>{t('data.account_sends')}</li>
        <li>{t('data.account_kept')}</li>
        <li>{t('data.account_receipt')}</li>
      </ul>
      {open ? (
        <EndForm />
      ) : (
        <div>
          <button type="button" class="button danger" onClick={() => setOpen(true)}>
            {t('data.account_begin')}
          </button>
        </div>
      )}
    </section>
  );
}

function EndForm() {
  const email = me.value?.email ?? '';
  const [way, setWay] = useState<'password' | 'code'>(me.value?.hasPassword === true ? 'password' : 'code');
  const [sent, setSent] = useState(false);
  const [busy, setBusy] = useState(false);
  const [confirmed, setConfirmed] = useState('');
  const [secret, setSecret] = useState('');
  const [failed, setFailed] = useState<string>();
  const send = async () => {
    setFailed(undefined);
    try {
      await ask('POST', '/api/account/delete/code');
      setSent(true);
    } catch (error) {
      setFailed(codeOf(error));
    }
  };
  const end = async () => {
    setFailed(undefined);
    setBusy(true);
    try {
      await ask('POST', '/api/account/delete', {
        confirm: confirmed,
        ...(way === 'password' ? { password: secret } : { code: secret }),
      });
      // Loaded anew, so that nothing of the member is left in the page.
      leaveFor('/goodbye');
    } catch (error) {
      setFailed(codeOf(error));
      setBusy(false);
    }
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        end();
      }}
    >
      <Field
        label={t('data.account_confirm', { email })}
        autocomplete="off"
        required
        value={confirmed}
        change={setConfirmed}
      />
      {way === 'password' ? (
        <Field
          label={t('password.current')}
          type="password"
          autocomplete="current-password"
          required
          value={secret}
          change={setSecret}
        />
      ) : sent ? (
        <Field
          label={t('data.account_code', { email })}
          inputMode="numeric"
          autocomplete="one-time-code"
          required
          value={secret}
          change={setSecret}
        />
      ) : (
        <div>
          <button type="button" class="button" onClick={send}>
            {t('data.account_send_code', { email })}
          </button>
        </div>
      )}
      {way === 'password' && (
        <div>
          <button
            type="button"
            class="button plain-button"
            onClick={() => {
              setWay('code');
              setSecret('');
              send();
            }}
          >
            {t('data.account_other')}
          </button>
        </div>
      )}
      <Problem code={failed} />
      <div>
        <button
          type="submit"
          class="button danger"
          disabled={busy || secret === '' || confirmed.trim().toLowerCase() !== email.toLowerCase()}
        >
          {t('data.account_end')}
        </button>
      </div>
    </form>
  );
}
