import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { Import } from '../../api/types.ts';
import { t } from '../../catalogue/messages.ts';
import { Field } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { me } from '../../session/session.ts';

/** The directory of a company or a club, which nothing leads to but its name. */
export function AddDirectory() {
  const { route } = useLocation();
  const [host, setHost] = useState('');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [base, setBase] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  return (
    <Screen title={t('directory.title')}>
      <p class="quiet">{t('directory.lead')}</p>
      <form
        class="card stack"
        onSubmit={async (event) => {
          event.preventDefault();
          setBusy(true);
          setFailed(undefined);
          try {
            const made = await ask<Import>('POST', '/api/sources/accounts', {
              address: me.value?.email,
              user,
              password,
              protocol: 'ldap',
              providerId: 'ldap',
              at: placeOf(host, base),
            });
            route(`/imports/${made.id}`);
          } catch (error) {
            setFailed(codeOf(error));
            setBusy(false);
          }
          setPassword('');
        }}
      >
        <Problem code={failed} />
        <Field
          label={t('directory.host')}
          autocomplete="off"
          required
          pattern="[A-Za-z0-9.\-]+(:[0-9]{1,5})?"
          value={host}
          change={setHost}
          hint={t('directory.host_hint')}
        />
        <Field
          label={t('directory.user')}
          autocomplete="off"
          required
          value={user}
          change={setUser}
          hint={t('directory.user_hint')}
        />
        <Field
          label={t('account.password')}
          type="password"
          autocomplete="off"
          required
          value={password}
          change={setPassword}
          hint={host.trim() === '' ? t('directory.once') : t('account.once', { host: host.trim() })}
        />
        <Field
          label={t('directory.base')}
          autocomplete="off"
          value={base}
          change={setBase}
          hint={t('directory.base_hint')}
        />
        <div class="row">
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? t('account.signing_in') : t('directory.read')}
          </button>
          <a class="button" href="/add/file?provider=ldap">
            {t('account.file_instead')}
          </a>
        </div>
      </form>
      <p>
        <a href="/add">{t('file.back')}</a>
      </p>
    </Screen>
  );
}

/** A server as people write it, with its port where it is not the usual one. */
function placeOf(host: string, base: string): { host: string; port?: number; base?: string } {
  const [name = '', port] = host.trim().split(':');
  return {
    host: name,
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(base.trim() === '' ? {} : { base: base.trim() }),
  };
}
