import type { startRegistration } from '@simplewebauthn/browser';
import { useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { Passkey } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { day, named, t } from '../../catalogue/messages.ts';
import { Awaited } from '../../components/awaited/awaited.tsx';
import { Field } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { toast } from '../../components/toast/toast.tsx';

type CreationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];

export function Passkeys() {
  const list = useLoaded<{ items: readonly Passkey[] }>('/api/account/passkeys');
  const [name, setName] = useState('');
  const [failed, setFailed] = useState<string>();
  const add = async (event: Event) => {
    event.preventDefault();
    setFailed(undefined);
    try {
      const browser = await import('@simplewebauthn/browser');
      const options = await ask<CreationOptions>('POST', '/api/account/passkeys/options');
      const response = await browser.startRegistration({ optionsJSON: options }).catch(() => undefined);
      if (response === undefined) return toast(t('passkeys.cancelled'));
      await ask('POST', '/api/account/passkeys', { name, response });
      setName('');
      toast(t('passkeys.added'));
      list.reload();
    } catch (error) {
      setFailed(codeOf(error));
    }
  };
  const remove = async (id: string) => {
    try {
      await ask('DELETE', `/api/account/passkeys/${id}`);
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    list.reload();
  };
  return (
    <section class="card stack" aria-labelledby="passkeys">
      <h2 id="passkeys">{t('passkeys.title')}</h2>
      <p class="quiet">{t('passkeys.lead')}</p>
      <Problem code={list.failed} retry={list.reload} />
      <Problem code={failed} />
      <Awaited value={list.value} failed={list.failed} />
      <ul class="plain lines">
        {list.value?.items.map((one) => (
          <li key={one.id} class="row spread entry">
            <span>
              {one.name} <span class="small quiet">{t('passkeys.since', { day: day(one.createdAt) })}</span>
            </span>
            <button
              type="button"
              class="button plain-button"
              aria-label={t('identifiers.remove_of', { value: one.name })}
              onClick={() => remove(one.id)}
            >
              {t('action.remove')}
            </button>
          </li>
        ))}
      </ul>
      <form class="stack" onSubmit={add}>
        <Field label={t('passkeys.name')} required maxLength={100} value={name} change={setName} />
        <div>
          <button type="submit" class="button">
            {t('passkeys.add')}
          </button>
        </div>
      </form>
    </section>
  );
}
