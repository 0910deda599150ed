import { useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import { t } from '../../catalogue/messages.ts';
import { Field } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { network, refresh } from '../../session/session.ts';

export function SignIn() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [mailed, setMailed] = useState(false);
  const [failure, setFailure] = useState<string>();

  const attempt = async (work: () => Promise<unknown>) => {
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      setFailure(codeOf(error));
    }
  };
  const enter = (work: () => Promise<unknown>) =>
    attempt(async () => {
      await work();
      await refresh();
    });
  const passkey = async () => {
    const { startAuthentication } = await import('@simplewebauthn/browser');
    const options = await ask<Parameters<typeof startAuthentication>[0]['optionsJSON']>(
      'POST',
      '/api/sign-in/passkey/options',
    );
    const response = await startAuthentication({ optionsJSON: options }).catch(() => undefined);
    // The member closed the browser's window; that is an answer, not a failure.
    if (response !== undefined) await ask('POST', '/api/sign-in/passkey', { response });
  };

  if (mailed)
    return (
      <Screen title={t('sign_in.mailed.title')} width="narrow">
        <p>{t('sign_in.mailed.text', { email })}</p>
        {network.value.demo && (
          <p>
            <a href="/demo/mail">{t('frame.mailbox')}</a>
          </p>
        )}
        <div>
          <button type="button" class="button" onClick={() => setMailed(false)}>
            {t('sign_in.mailed.again')}
          </button>
        </div>
      </Screen>
    );

  return (
    <Screen title={t('sign_in.title', { network: network.value.name })} width="narrow">
      <p class="quiet">{t('sign_in.lead')}</p>
      <Problem code={failure} />
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          attempt(async () => {
            await ask('POST', '/api/sign-in/link', { email });
            setMailed(true);
          });
        }}
      >
        <Field
          label={t('field.email')}
          type="email"
          autocomplete="username webauthn"
          required
          value={email}
          change={setEmail}
        />
        <button type="submit" class="button primary">
          {t('sign_in.link')}
        </button>
      </form>
      <button type="button" class="button" onClick={() => enter(passkey)}>
        {t('sign_in.passkey')}
      </button>
      <details>
        <summary>{t('sign_in.with_password')}</summary>
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            enter(() => ask('POST', '/api/sign-in/password', { email, password }));
          }}
        >
          <Field
            label={t('field.email')}
            type="email"
            autocomplete="username"
            required
            value={email}
            change={setEmail}
          />
          <Field
            label={t('field.password')}
            type="password"
            autocomplete="current-password"
            required
            value={password}
            change={setPassword}
          />
          <button type="submit" class="button">
            {t('sign_in.enter')}
          </button>
        </form>
      </details>
      {network.value.demo && <Demo enter={enter} />}
      <p>
        {t('sign_in.new')} <a href="/sign-up">{t('sign_in.create')}</a>
      </p>
    </Screen>
  );
}

function Demo({ enter }: { enter: (work: () => Promise<unknown>) => Promise<void> }) {
  const people = [
    ['ana', t('demo.ana')],
    ['bo', t('demo.bo')],
    ['operator', t('demo.operator')],
  ] as const;
  return (
    <section class="card stack" aria-labelledby="demo">
      <h2 id="demo">{t('demo.title')}</h2>
      <p class="small quiet">{t('demo.text')}</p>
      <div class="row">
        {people.map(([who, label]) => (
          <button
            key={who}
            type="button"
            class="button"
            onClick={() => enter(() => ask('POST', '/demo/sign-in', { who }))}
          >
            {label}
          </button>
        ))}
      </div>
    </section>
  );
}
