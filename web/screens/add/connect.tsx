import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { Grant, Provider } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { guideLanguage, t } from '../../catalogue/messages.ts';
import { Field } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import './add.css';
import { useGrant } from './use-grant.ts';

/** What was begun: where the browser goes, and the window that it went in. */
interface Begun {
  readonly id: string;
  readonly url: string;
  readonly popup: Window | null;
}

const shape = 'popup,width=520,height=720';

interface ConnectProps {
  readonly provider: Provider;
  readonly address: string | undefined;
  /** Of the member's own, when it was found. */
  readonly server?: string | undefined;
}

/** The door of a provider that asks its member itself, in a window of its own. */
export function Connect({ provider, address: known, server: knownServer }: ConnectProps) {
  const [address, setAddress] = useState(known ?? '');
  const [server, setServer] = useState(knownServer ?? '');
  const [collected, setCollected] = useState(false);
  const [begun, setBegun] = useState<Begun>();
  const [failed, setFailed] = useState<string>();
  const { name } = provider;
  const ownServer = provider.connect?.ownServer === true;

  const begin = async (inWindow: boolean) => {
    setFailed(undefined);
    // In the click itself: a window that opens later is blocked.
    const popup = inWindow ? window.open('', '_blank', shape) : null;
    try {
      const body = {
        providerId: provider.id,
        address,
        collected,
        popup: popup !== null,
        ...(ownServer ? { server: /^https?:\/\//i.test(server) ? server : `https://${server}` } : {}),
      };
      const { id, url } = await ask<{ id: string; url: string }>('POST', '/api/sources/grants', body);
      // From a server of the member's own nobody is sent back here.
      if (popup === null && !ownServer) location.assign(url);
      else {
        if (popup !== null) popup.location.href = url;
        setBegun({ id, url, popup });
      }
    } catch (error) {
      popup?.close();
      setFailed(codeOf(error));
    }
  };
  const leave = async () => {
    begun?.popup?.close();
    setBegun(undefined);
    if (begun !== undefined) await ask('DELETE', `/api/sources/grants/${begun.id}`).catch(() => undefined);
  };

  return (
    <section class="card stack" aria-labelledby="connect">
      <h2 id="connect">{t('connect.title', { name })}</h2>
      {begun === undefined ? (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void begin(true);
          }}
        >
          <p>{ownServer ? t('connect.before_server', { name }) : t('connect.before', { name })}</p>
          <Problem code={failed} />
          {known === undefined && (
            <Field
              label={t('connect.address', { name })}
              type="email"
              autocomplete="email"
              required
              value={address}
              change={setAddress}
            />
          )}
          {ownServer && knownServer === undefined && (
            <Field
              label={t('connect.server', { name })}
              autocomplete="url"
              required
              value={server}
              change={setServer}
              hint={t('connect.server_hint')}
            />
          )}
          {provider.connect?.collected === true && (
            <label class="ticked">
              <input
                type="checkbox"
                checked={collected}
                onChange={(event) => setCollected(event.currentTarget.checked)}
              />
              <span>{t('connect.collected', { name })}</span>
            </label>
          )}
          <div class="row">
            <button type="submit" class="button primary">
              {t('connect.go', { name })}
            </button>
            <FileLink provider={provider} />
          </div>
        </form>
      ) : (
        <Waiting
          provider={provider}
          begun={begun}
          openAgain={() => {
            if (begun.popup?.closed === false) begun.popup.focus();
            else setBegun({ ...begun, popup: window.open(begun.url, '_blank', shape) });
          }}
          useThisWindow={async () => {
            await leave();
            await begin(false);
          }}
          leave={leave}
        />
      )}
    </section>
  );
}

interface WaitingProps {
  readonly provider: Provider;
  readonly begun: Begun;
  readonly openAgain: () => void;
  readonly useThisWindow: () => void;
  readonly leave: () => void;
}

function Waiting({ provider, begun, openAgain, useThisWindow, leave }: WaitingProps) {
  const { grant, failed, closed } = useGrant(begun.id, begun.popup);
  const { name } = provider;
  if (failed !== undefined || (grant !== undefined && grant.state !== 'waiting'))
    return <Outcome provider={provider} grant={grant} failed={failed} again={leave} />;
  return (
    <>
      <div role="status">
        <p>{closed ? t('connect.closed', { name }) : t('connect.waiting', { name })}</p>
        {!closed && <progress aria-label={t('connect.waiting', { name })} />}
      </div>
      <div class="row">
        <button type="button" class={closed ? 'button primary' : 'button'} onClick={openAgain}>
          {t('connect.open_again')}
        </button>
        {provider.connect?.ownServer !== true && (
          <button type="button" class="button" onClick={useThisWindow}>
            {t('connect.this_window')}
          </button>
        )}
        {closed && <FileLink provider={provider} />}
        <button type="button" class="button" onClick={leave}>
          {t('action.cancel')}
        </button>
      </div>
    </>
  );
}

/** Back from the provider in the same window: goes on where the member left. */
export function Returned({ id }: { id: string }) {
  const { grant, failed } = useGrant(id, null);
  if (failed !== undefined) return <Problem code={failed} />;
  return grant === undefined ? <div class="waiting-block" /> : <ReturnedWith grant={grant} />;
}

function ReturnedWith({ grant }: { grant: Grant }) {
  const { route } = useLocation();
  const {
    value: provider,
    failed,
    reload,
  } = useLoaded<Provider>(`/api/providers/${encodeURIComponent(grant.providerId)}`, {
    language: guideLanguage(),
  });
  if (provider === undefined)
    return failed === undefined ? <div class="waiting-block" /> : <Problem code={failed} retry={reload} />;
  return (
    <section class="card stack" aria-labelledby="connect">
      <h2 id="connect">{t('connect.title', { name: provider.name })}</h2>
      <Outcome
        provider={provider}
        grant={grant}
        failed={undefined}
        again={() => route(`/add/account?provider=${provider.id}`)}
      />
    </section>
  );
}

interface OutcomeProps {
  readonly provider: Provider;
  readonly grant: Grant | undefined;
  readonly failed: string | undefined;
  readonly again: () => void;
}

/** What came of it: on to the contacts, or what happened and what to do. */
function Outcome({ provider, grant, failed, again }: OutcomeProps) {
  const { route } = useLocation();
  const done = grant?.state === 'done' ? grant.importId : undefined;
  useEffect(() => {
    if (done !== undefined) route(`/imports/${done}`);
  }, [done]);
  const fault = failed ?? grant?.fault;
  if (fault === undefined)
    return (
      <div role="status">
        <p>{t('connect.reading')}</p>
        <progress aria-label={t('connect.reading')} />
      </div>
    );
  return (
    <>
      <Problem code={fault} />
      <div class="row">
        <button type="button" class="button primary" onClick={again}>
          {fault === 'grant.partly' ? t('connect.choose_again') : t('action.retry')}
        </button>
        <FileLink provider={provider} />
      </div>
    </>
  );
}

function FileLink({ provider }: { provider: Provider }) {
  return (
    <a class="button" href={`/add/file?provider=${provider.id}`}>
      {t('account.file_instead')}
    </a>
  );
}
