import { useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { Identifier } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { named, t } from '../../catalogue/messages.ts';
import { Awaited } from '../../components/awaited/awaited.tsx';
import { Field, SelectField } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { me, refresh } from '../../session/session.ts';

const choices = ['everyone', 'mutual', 'nobody'] as const;

/** The member's own addresses and numbers, and who may find the member by each. */
export function Identifiers() {
  const list = useLoaded<{ items: readonly Identifier[] }>('/api/me/identifiers');
  const change = async (work: () => Promise<unknown>) => {
    try {
      await work();
      toast(t('settings.saved'));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    list.reload();
    refresh().catch(() => undefined);
  };
  return (
    <section class="card stack" aria-labelledby="identifiers">
      <h2 id="identifiers">{t('identifiers.title')}</h2>
      <p class="quiet">{t('identifiers.lead')}</p>
      <Problem code={list.failed} retry={list.reload} />
      <Awaited value={list.value} failed={list.failed} />
      <ul class="plain lines">
        {list.value?.items.map((one) => (
          <li key={one.id} class="entry">
            <div class="pair">
              <SelectField
                label={
                  one.primary && one.kind === 'email'
                    ? t('identifiers.primary', { value: one.value })
                    : one.value
                }
                value={one.discoverability}
                change={(discoverability) =>
                  change(() => ask('PATCH', `/api/me/identifiers/${one.id}`, { discoverability }))
                }
              >
                {choices.map((choice) => (
                  <option key={choice} value={choice}>
                    {t(`identifiers.${choice}`)}
                  </option>
                ))}
              </SelectField>
              <div class="row">
                {!one.primary && one.kind === 'email' && (
                  <button
                    type="button"
                    class="button plain-button"
                    onClick={() =>
                      change(() => ask('PATCH', `/api/me/identifiers/${one.id}`, { primary: true }))
                    }
                  >
                    {t('identifiers.make_primary')}
                  </button>
                )}
                <button
                  type="button"
                  class="button plain-button"
                  aria-label={t('identifiers.remove_of', { value: one.value })}
                  onClick={() => change(() => ask('DELETE', `/api/me/identifiers/${one.id}`))}
                >
                  {t('action.remove')}
                </button>
              </div>
            </div>
          </li>
        ))}
      </ul>
      <AddIdentifier added={list.reload} />
    </section>
  );
}

function AddIdentifier({ added }: { added: () => void }) {
  const [value, setValue] = useState('');
  const [code, setCode] = useState('');
  const [waiting, setWaiting] = useState(false);
  const [failed, setFailed] = useState<string>();
  const kind = value.includes('@') ? 'email' : 'phone';
  const submit = async (event: Event) => {
    event.preventDefault();
    setFailed(undefined);
    try {
      if (!waiting) {
        await ask('POST', '/api/me/identifiers', { kind, value });
        setWaiting(true);
        return;
      }
      await ask('POST', '/api/me/identifiers/verify', { kind, value, code: code.trim() });
      setWaiting(false);
      setValue('');
      setCode('');
      toast(t('identifiers.added'));
      added();
    } catch (error) {
      setFailed(codeOf(error));
    }
  };
  return (
    <form class="stack" onSubmit={submit}>
      <Problem code={failed} />
      <Field
        label={me.value?.network.texts ? t('identifiers.add_any') : t('identifiers.add')}
        value={value}
        required
        readOnly={waiting}
        change={setValue}
      />
      {waiting && (
        <Field
          label={t('identifiers.code')}
          hint={t('identifiers.code_hint', { value })}
          inputMode="numeric"
          autocomplete="one-time-code"
          pattern="[0-9 ]{6,7}"
          required
          value={code}
          change={setCode}
        />
      )}
      <div class="row">
        <button type="submit" class="button">
          {waiting ? t('identifiers.verify') : t('identifiers.send')}
        </button>
        {waiting && (
          <button type="button" class="button plain-button" onClick={() => setWaiting(false)}>
            {t('action.cancel')}
          </button>
        )}
      </div>
    </form>
  );
}
