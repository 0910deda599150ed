import type { OauthClient } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { type MessageKey, t } from '../../catalogue/messages.ts';
import { Field } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { ProviderMark } from '../../components/provider-mark/provider-mark.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import '../add/add.css';
import '../providers/providers.css';
import './clients.css';
import { Copy } from './copy.tsx';
import { OperatorTabs } from './operator-tabs.tsx';

/** What is to be known of a provider before one registers there. */
const notes: Readonly<Record<string, MessageKey>> = {
  aol: 'clients.note.aol',
  fastmail: 'clients.note.fastmail',
  google: 'clients.note.google',
  microsoft: 'clients.note.microsoft',
  yahoo: 'clients.note.yahoo',
};

/** For operators: how each provider comes to know this network, step by step, with what has to be copied there. */
export function Clients() {
  const { value, failed, reload } = useLoaded<{ readonly items: readonly OauthClient[] }>(
    '/api/operators/clients',
  );
  return (
    <Screen title={t('clients.title')}>
      <OperatorTabs />
      <p class="quiet">{t('clients.lead')}</p>
      <Problem code={failed} retry={reload} />
      {value === undefined && failed === undefined && <div class="waiting-block" />}
      {value !== undefined && (
        <ul class="card plain lines">
          {value.items.map((one) => (
            <li key={one.client}>
              <Entry one={one} />
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href="/providers">{t('providers.title')}</a>
      </p>
    </Screen>
  );
}

function Entry({ one }: { one: OauthClient }) {
  const [idSetting, secretSetting] = one.settings;
  const note = notes[one.client];
  return (
    <details class="provider">
      <summary>
        <ProviderMark logo={one.logo} />
        <span>
          {one.providers.join(', ')}
          <span class="small quiet">{one.isSetUp ? t('clients.done') : t('clients.open')}</span>
        </span>
      </summary>
      <div class="stack">
        {note !== undefined && <p class="notice">{t(note)}</p>}
        {secretSetting === undefined ? (
          <>
            <p>{t('clients.own', { setting: idSetting ?? '' })}</p>
            <Redirect uri={one.redirectUri} />
          </>
        ) : (
          <ol class="client-steps">
            <li>
              {t('clients.step.register')}{' '}
              <a href={one.register} target="_blank" rel="noreferrer">
                {new URL(one.register).hostname}
              </a>
            </li>
            <li>
              {t('clients.step.redirect')}
              <Redirect uri={one.redirectUri} />
            </li>
            <li>
              {t('clients.step.scopes', { scopes: one.scopes.join(' ') })}
              {one.collected.length > 0 && (
                <p class="small quiet">{t('clients.collected', { scopes: one.collected.join(' ') })}</p>
              )}
            </li>
            <li>
              {t('clients.step.settings')}
              <pre dir="ltr">{`${idSetting}=…\n${secretSetting}=…`}</pre>
            </li>
            <li>{t('clients.step.restart')}</li>
          </ol>
        )}
        {!one.canRevoke && <p class="small quiet">{t('clients.forget')}</p>}
      </div>
    </details>
  );
}

function Redirect({ uri }: { uri: string }) {
  return (
    <div class="beside">
      <Field label={t('clients.redirect')} readOnly value={uri} change={() => undefined} />
      <Copy text={uri} name={t('clients.copy')} />
    </div>
  );
}
