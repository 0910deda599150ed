import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import { follow } from '../../api/live.ts';
import type { HandOff } from '../../api/types.ts';
import { t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { QrCode } from '../../components/qr-code/qr-code.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import './hand-off.css';

/** The screen that waits for a phone: shows it the way here, and goes on by itself when its contacts have come. */
export function ShowCode() {
  const { route } = useLocation();
  const [turn, setTurn] = useState(0);
  const [made, setMade] = useState<HandOff & { code: string; link: string }>();
  const [now, setNow] = useState<HandOff>();
  const [minutes, setMinutes] = useState(10);
  const [failed, setFailed] = useState<string>();

  useEffect(() => {
    let stop: () => void = () => undefined;
    let current = true;
    setFailed(undefined);
    setNow(undefined);
    ask<HandOff & { code: string; link: string }>('POST', '/api/hand-offs')
      .then((first) => {
        if (!current) return;
        setMade(first);
        setMinutes(10);
        stop = follow<HandOff>(
          `/api/hand-offs/${first.id}`,
          'hand-off',
          (one) => {
            setNow(one);
            if (one.importId !== undefined) route(`/imports/${one.importId}`, true);
          },
          ({ state }) => state === 'received' || state === 'expired',
        );
      })
      .catch((error: unknown) => current && setFailed(codeOf(error)));
    return () => {
      current = false;
      stop();
    };
  }, [turn]);

  useEffect(() => {
    if (made === undefined) return;
    const timer = setInterval(
      () => setMinutes(Math.max(0, Math.ceil((Date.parse(made.expiresAt) - Date.now()) / 60_000))),
      5000,
    );
    return () => clearInterval(timer);
  }, [made]);

  const state = now?.state ?? 'waiting';
  const again = () => setTurn(turn + 1);
  return (
    <Screen title={t('phone.title')}>
      <p class="quiet">{t('phone.lead')}</p>
      <Problem code={failed} retry={again} />
      {made !== undefined && state === 'waiting' && <Way made={made} />}
      <div>
        <p role="status">{failed === undefined && made !== undefined && t(`phone.state.${state}`)}</p>
        {made !== undefined && state === 'waiting' && (
          // Outside the status: a region that counts minutes would interrupt a screen reader all the time.
          <p class="small quiet number">{t('phone.minutes', { n: minutes })}</p>
        )}
      </div>
      {state === 'receiving' && <progress aria-label={t('phone.state.receiving')} />}
      {(state === 'expired' || state === 'opened') && (
        <div>
          <button type="button" class={state === 'expired' ? 'button primary' : 'button'} onClick={again}>
            {t('phone.again')}
          </button>
        </div>
      )}
      <p>
        <a href="/add">{t('file.back')}</a>
      </p>
    </Screen>
  );
}

function Way({ made }: { made: { code: string; link: string } }) {
  const { host, hostname } = new URL(made.link);
  const code = `${made.code.slice(0, 5)} ${made.code.slice(5)}`;
  return (
    <div class="card hand-off">
      <QrCode text={made.link} label={t('phone.qr')} />
      <div class="stack">
        <ol>
          <li>{t('phone.step.scan')}</li>
          <li>{t('phone.step.choose')}</li>
          <li>{t('phone.step.wait')}</li>
        </ol>
        <p>
          {t('phone.or_type', { page: `${host}/hand-off` })} <strong class="spelled">{code}</strong>
        </p>
        {['localhost', '127.0.0.1', '[::1]'].includes(hostname) && (
          <p class="small quiet">{t('phone.local')}</p>
        )}
      </div>
    </div>
  );
}
