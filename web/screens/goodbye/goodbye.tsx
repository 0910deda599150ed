import { useEffect, useState } from 'preact/hooks';
import { codeOf, get } from '../../api/client.ts';
import { t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import './goodbye.css';

interface Ending {
  readonly state: 'erasing' | 'done';
  readonly progress: { readonly erased: number; readonly total: number };
  readonly receipt?: string;
}

/** What becomes of an account that ends, and its receipt; whoever asked is signed out already. */
export function Goodbye() {
  const [ending, setEnding] = useState<Ending>();
  const [failed, setFailed] = useState<string>();
  const [turn, setTurn] = useState(0);
  const done = ending?.state === 'done';
  useEffect(() => {
    if (done) return;
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    get<Ending>('/api/account/receipt')
      .then((now) => {
        if (!current) return;
        setEnding(now);
        setFailed(undefined);
      })
      .catch((error: unknown) => {
        if (current) setFailed(codeOf(error));
      })
      .finally(() => {
        if (current) timer = setTimeout(() => setTurn(turn + 1), 1000);
      });
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [turn, done]);
  return (
    <Screen title={t(done ? 'goodbye.done' : 'goodbye.title')}>
      <Problem code={ending === undefined ? failed : undefined} />
      {ending !== undefined && !done && (
        <section class="card stack" aria-live="polite">
          <p>{t('goodbye.erasing')}</p>
          <progress
            class="wide"
            aria-label={t('goodbye.title')}
            max={Math.max(1, ending.progress.total)}
            value={ending.progress.erased}
          />
        </section>
      )}
      {ending?.receipt !== undefined && (
        <section class="card stack">
          <p>{t('goodbye.receipt')}</p>
          <pre class="receipt small">{ending.receipt}</pre>
          <div class="row">
            <a class="button primary" href="/api/account/receipt/file" download>
              {t('goodbye.download')}
            </a>
            <a class="button" href="/sign-in">
              {t('goodbye.home')}
            </a>
          </div>
        </section>
      )}
    </Screen>
  );
}
