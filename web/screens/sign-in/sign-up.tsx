import { useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import { t } from '../../catalogue/messages.ts';
import { Field } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { network } from '../../session/session.ts';

export function SignUp() {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [mailed, setMailed] = useState(false);
  const [failure, setFailure] = useState<string>();

  if (mailed)
    return (
      <Screen title={t('sign_in.mailed.title')} width="narrow">
        <p>{t('sign_up.mailed', { email })}</p>
        {network.value.demo && (
          <p>
            <a href="/demo/mail">{t('frame.mailbox')}</a>
          </p>
        )}
      </Screen>
    );

  return (
    <Screen title={t('sign_up.title', { network: network.value.name })} width="narrow">
      {network.value.about !== '' && <p class="quiet">{network.value.about}</p>}
      <Problem code={failure} />
      <form
        class="stack"
        onSubmit={async (event) => {
          event.preventDefault();
          setFailure(undefined);
          try {
            await ask('POST', '/api/sign-up', { name, email, locale: document.documentElement.lang });
            setMailed(true);
          } catch (error) {
            setFailure(codeOf(error));
          }
        }}
      >
        <Field
          label={t('field.name')}
          autocomplete="name"
          required
          maxLength={200}
          value={name}
          change={setName}
        />
        <Field
          label={t('field.email')}
          type="email"
          autocomplete="email"
          required
          value={email}
          change={setEmail}
          hint={t('sign_up.hint')}
        />
        <button type="submit" class="button primary">
          {t('sign_up.submit')}
        </button>
      </form>
      <p>
        {t('sign_up.have')} <a href="/sign-in">{t('sign_in.enter')}</a>
      </p>
    </Screen>
  );
}
