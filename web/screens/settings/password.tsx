import { useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import { t } from '../../catalogue/messages.ts';
import { Field } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { me, refresh } from '../../session/session.ts';

export function Password() {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [failed, setFailed] = useState<string>();
  const has = me.value?.hasPassword ?? false;
  return (
    <section class="card stack" aria-labelledby="password">
      <h2 id="password">{t('password.title')}</h2>
      <p class="quiet">{has ? t('password.has') : t('password.none')}</p>
      <Problem code={failed} />
      <form
        class="stack"
        onSubmit={async (event) => {
          event.preventDefault();
          setFailed(undefined);
          try {
            await ask('PUT', '/api/account/password', { password, ...(has ? { current } : {}) });
            setCurrent('');
            setPassword('');
            await refresh();
            toast(t('password.changed'));
          } catch (error) {
            setFailed(codeOf(error));
          }
        }}
      >
        <input type="text" autocomplete="username" value={me.value?.email ?? ''} readOnly hidden />
        {has && (
          <Field
            label={t('password.current')}
            type="password"
            autocomplete="current-password"
            required
            value={current}
            change={setCurrent}
          />
        )}
        <Field
          label={t('password.new')}
          type="password"
          autocomplete="new-password"
          required
          minLength={10}
          hint={t('password.hint')}
          value={password}
          change={setPassword}
        />
        <div>
          <button type="submit" class="button">
            {has ? t('password.change') : t('password.set')}
          </button>
        </div>
      </form>
    </section>
  );
}
