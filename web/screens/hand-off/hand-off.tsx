import { useEffect, useState } from 'preact/hooks';
import { ask, codeOf, upload } from '../../api/client.ts';
import { t } from '../../catalogue/messages.ts';
import { Field } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { network } from '../../session/session.ts';
import { PhoneContacts } from './phone-contacts.tsx';

interface Opened {
  readonly pass: string;
  /** Whose screen waits. */
  readonly name: string;
}

/** What the phone shows: for whom the contacts are, and how to give them. Nobody signs in here. */
export function HandOffScreen() {
  const [code, setCode] = useState('');
  const [opened, setOpened] = useState<Opened | undefined>(kept);
  const [done, setDone] = useState(false);
  const [failed, setFailed] = useState<string>();

  const open = async (entered: string) => {
    setFailed(undefined);
    try {
      const answer = await ask<Opened>('POST', '/api/hand-offs/open', { code: entered });
      keep({ pass: answer.pass, name: answer.name });
      setOpened(answer);
    } catch (error) {
      setFailed(codeOf(error));
    }
  };
  useEffect(() => {
    const scanned = location.hash.slice(1);
    if (scanned === '' || opened !== undefined) return;
    // The code must not stay in the address bar or the history.
    keep(undefined);
    void open(scanned);
  }, []);

  if (done)
    return (
      <Screen title={t('hand_off.done')} width="narrow">
        <p>{t('hand_off.done_text')}</p>
      </Screen>
    );
  if (opened === undefined)
    return (
      <Screen title={t('hand_off.title', { network: network.value.name })} width="narrow">
        <p class="quiet">{t('hand_off.enter')}</p>
        <Problem code={failed} />
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void open(code);
          }}
        >
          <Field label={t('hand_off.code')} required value={code} change={setCode} autocomplete="off" />
          <div>
            <button type="submit" class="button primary">
              {t('action.continue')}
            </button>
          </div>
        </form>
      </Screen>
    );
  return (
    <Screen title={t('hand_off.for', { name: opened.name })} width="narrow">
      <p>{t('hand_off.text', { name: opened.name, network: network.value.name })}</p>
      <PhoneContacts
        send={async (file, progress) => {
          await upload('/api/hand-offs/contacts', [file], progress, { 'hand-off-pass': opened.pass });
          keep(undefined);
          setDone(true);
        }}
      />
    </Screen>
  );
}

/** What was opened survives a reload, in this tab alone. */
function kept(): Opened | undefined {
  const state: unknown = history.state;
  if (typeof state !== 'object' || state === null || !('pass' in state) || !('name' in state))
    return undefined;
  const { pass, name } = state;
  return typeof pass === 'string' && typeof name === 'string' ? { pass, name } : undefined;
}

function keep(opened: Opened | undefined): void {
  history.replaceState(opened ?? null, '', '/hand-off');
}
