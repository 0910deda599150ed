import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf, get, lines } from '../../api/client.ts';
import type { Discovery, DiscoveryStep, Door, Import, Provider } from '../../api/types.ts';
import { guideLanguage, t } from '../../catalogue/messages.ts';
import { ExportGuide } from '../../components/export-guide/export-guide.tsx';
import { Field } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { me } from '../../session/session.ts';
import { account } from './account.ts';
import { Connect, Returned } from './connect.tsx';
import { UploadFiles } from './upload-files.tsx';

const order: readonly DiscoveryStep[] = ['domain', 'mx', 'srv', 'well-known', 'autoconfig'];

interface Found {
  readonly provider: Provider | null;
  /** One for each protocol, the best first. */
  readonly doors: readonly Door[];
  readonly fault: string | undefined;
}

/** Any e-mail account: finds its provider by the address, then asks for what opens it, or leads to the file. */
export function AddAccount() {
  const [address, setAddress] = useState(account.value || (me.value?.email ?? ''));
  const [step, setStep] = useState<DiscoveryStep>();
  const [found, setFound] = useState<Found>();
  const [failed, setFailed] = useState<string>();
  const { query } = useLocation();
  const chosen = useChosen(query.provider);
  const nextcloud = useChosen('nextcloud');
  const [wantsAppPassword, setWantsAppPassword] = useState(false);
  const looking = useRef<AbortController | undefined>(undefined);

  const look = async (wanted: string) => {
    looking.current?.abort();
    const stop = new AbortController();
    looking.current = stop;
    setFound(undefined);
    setFailed(undefined);
    setStep('domain');
    try {
      const body = { address: wanted, language: guideLanguage() };
      for await (const line of lines<Discovery>('/api/sources/recognise', body, stop.signal)) {
        if (stop.signal.aborted) return;
        if (line.kind === 'done') {
          const doors = line.doors.filter(
            ({ protocol }, at) => line.doors.findIndex((door) => door.protocol === protocol) === at,
          );
          setFound({ provider: line.provider, doors, fault: line.fault });
        } else if (line.state === 'begun') setStep(line.step);
      }
    } catch (error) {
      if (!stop.signal.aborted) setFailed(codeOf(error));
    }
    if (!stop.signal.aborted) setStep(undefined);
  };
  useEffect(() => {
    // Who typed it on the screen before has pressed Continue already.
    if (account.value !== '') void look(account.value);
    account.value = '';
    return () => looking.current?.abort();
  }, []);

  if (query.grant !== undefined || (chosen?.connect != null && !wantsAppPassword))
    return (
      <Screen title={t('add.title')}>
        {query.grant !== undefined ? (
          <Returned key={query.grant} id={query.grant} />
        ) : (
          chosen?.connect != null && <Connect key={chosen.id} provider={chosen} address={undefined} />
        )}
        {query.grant === undefined && chosen?.appPassword != null && (
          <AppPasswordInstead press={() => setWantsAppPassword(true)} />
        )}
        <p>
          <a href="/add">{t('file.back')}</a>
        </p>
      </Screen>
    );
  const asked = found?.provider?.connect != null ? found.provider : undefined;
  // Beside the provider's own sign-in there is only what was made for it: an app password.
  const doors = found?.doors.filter(({ signIn }) => asked === undefined || signIn === 'app-password') ?? [];
  const [best] = doors;
  const connect = wantsAppPassword && best !== undefined ? undefined : asked;
  // Nextcloud's place; who else uses it says so when asked, and the password stays.
  const cloud = found?.doors.find(({ at }) => at.url?.includes('/remote.php/dav'))?.at.url;
  return (
    <Screen title={chosen === undefined ? t('account.title') : t('file.title_of', { provider: chosen.name })}>
      <p class="quiet">{t('account.lead')}</p>
      <form
        class="beside"
        onSubmit={(event) => {
          event.preventDefault();
          void look(address);
        }}
      >
        <Field
          label={t('add.your_email')}
          type="email"
          autocomplete="email"
          required
          value={address}
          change={(value) => {
            looking.current?.abort();
            setAddress(value);
            setFound(undefined);
            setStep(undefined);
          }}
        />
        <button type="submit" class="button primary" disabled={step !== undefined}>
          {t('action.continue')}
        </button>
      </form>
      <Problem code={failed} />
      <div role="status">
        {step !== undefined && (
          <>
            <progress
              aria-label={t('account.looking')}
              max={order.length + 1}
              value={order.indexOf(step) + 1}
            />
            <p class="small quiet">{t(`account.step.${step}`)}</p>
          </>
        )}
      </div>
      {cloud !== undefined && nextcloud !== undefined && (
        <Connect
          key={cloud}
          provider={nextcloud}
          address={address}
          server={cloud.slice(0, cloud.indexOf('/remote.php/'))}
        />
      )}
      {connect !== undefined && <Connect key={address} provider={connect} address={address} />}
      {connect !== undefined && best !== undefined && (
        <AppPasswordInstead press={() => setWantsAppPassword(true)} />
      )}
      {found !== undefined && best !== undefined && connect === undefined && (
        <SignIn key={address} address={address} provider={found.provider} doors={doors} best={best} />
      )}
      {found !== undefined && doors.length === 0 && connect === undefined && (
        <FileDoor provider={found.provider} fault={found.fault} />
      )}
      <p>
        <a href="/add/directory">{t('account.directory')}</a>
      </p>
      <p>
        <a href="/add">{t('file.back')}</a>
      </p>
    </Screen>
  );
}

/** The second way to a provider that asks its member itself. */
function AppPasswordInstead({ press }: { press: () => void }) {
  return (
    <p>
      <button type="button" class="button" onClick={press}>
        {t('account.app_password_instead')}
      </button>
    </p>
  );
}

/** The provider of the tile that led here. */
function useChosen(id: string | undefined): Provider | undefined {
  const [provider, setProvider] = useState<Provider>();
  useEffect(() => {
    setProvider(undefined);
    if (id === undefined) return;
    // A provider that cannot be read leaves the door as it is for everybody.
    get<Provider>(`/api/providers/${encodeURIComponent(id)}`, { language: guideLanguage() })
      .then(setProvider)
      .catch(() => undefined);
  }, [id]);
  return provider;
}

function SignIn({
  address,
  provider,
  doors,
  best,
}: {
  address: string;
  provider: Provider | null;
  doors: readonly Door[];
  best: Door;
}) {
  const { route } = useLocation();
  const [door, setDoor] = useState(best);
  const [user, setUser] = useState(address);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  // What the provider's own file says holds for its own doors only.
  const isOwn = door.found === 'domain' || door.found === 'mx';
  const name = isOwn && provider !== null ? provider.name : door.host;
  const appPassword = door.signIn === 'app-password';
  return (
    <section class="card stack" aria-labelledby="sign-in">
      <h2 id="sign-in">{t('account.sign_in', { name })}</h2>
      {door.foreign && (
        <p>
          {t('account.foreign', { domain: address.slice(address.lastIndexOf('@') + 1), host: door.host })}
        </p>
      )}
      {appPassword && (
        <p>
          {t('account.app_password', { name })}{' '}
          {provider?.appPassword != null && (
            <a href={provider.appPassword} target="_blank" rel="noreferrer">
              {t('account.make_app_password')}
            </a>
          )}
        </p>
      )}
      {provider?.enable != null && (
        <p class="small quiet">
          {t('account.enable', { name })}{' '}
          <a href={provider.enable} target="_blank" rel="noreferrer">
            {t('account.enable_how')}
          </a>
        </p>
      )}
      <form
        class="stack"
        onSubmit={async (event) => {
          event.preventDefault();
          setBusy(true);
          setFailed(undefined);
          try {
            const made = await ask<Import>('POST', '/api/sources/accounts', {
              address,
              user,
              password,
              protocol: door.protocol,
              at: door.at,
              ...(isOwn && provider !== null ? { providerId: provider.id } : {}),
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
        {doors.length > 1 && (
          <fieldset class="stack ways">
            <legend>{t('account.what')}</legend>
            {doors.map((one) => (
              <label key={one.protocol} class="row">
                <input type="radio" name="door" checked={one === door} onChange={() => setDoor(one)} />
                {one.protocol === 'imap' ? t('account.correspondents') : t('account.book')}
              </label>
            ))}
          </fieldset>
        )}
        {door.protocol === 'imap' && <Correspondents />}
        <Field
          label={t('account.user')}
          autocomplete="off"
          required
          value={user}
          change={setUser}
          hint={t('account.user_hint')}
        />
        <Field
          label={appPassword ? t('account.app_password_label') : t('account.password')}
          type="password"
          autocomplete="off"
          required
          value={password}
          change={setPassword}
          hint={t('account.once', { host: door.host })}
        />
        <div class="row">
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? t('account.signing_in') : t('account.read')}
          </button>
          <a class="button" href={provider === null ? '/add/file' : `/add/file?provider=${provider.id}`}>
            {t('account.file_instead')}
          </a>
        </div>
      </form>
    </section>
  );
}

/** A mailbox is no address book: what is read of it is chosen before. */
function Correspondents() {
  const id = useId();
  return (
    <div class="stack">
      <label class="row">
        <input type="checkbox" required aria-describedby={id} />
        {t('account.correspondents_agree')}
      </label>
      <p class="small quiet" id={id}>
        {t('account.correspondents_text')}
      </p>
    </div>
  );
}

/** What is left when an account cannot be read: a file, with the way to it. */
function FileDoor({ provider, fault }: { provider: Provider | null; fault: string | undefined }) {
  return (
    <>
      <section class="card" aria-labelledby="file-door">
        <h2 id="file-door">
          {provider === null ? t('account.unknown') : t('file.title_of', { provider: provider.name })}
        </h2>
        <Problem code={fault} />
        {provider !== null && <p>{t('file.lead', { provider: provider.name })}</p>}
        {provider === null && fault === undefined && <p>{t('account.unknown_text')}</p>}
        {provider !== null && <ExportGuide provider={provider} />}
      </section>
      <UploadFiles />
    </>
  );
}
