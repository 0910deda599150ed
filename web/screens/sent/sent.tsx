import { useEffect, useRef, useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { ask, codeOf, get } from '../../api/client.ts';
import { follow } from '../../api/live.ts';
import type { Batch } from '../../api/types.ts';
import { named, t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { network } from '../../session/session.ts';
import './sent.css';

/** After the press: a while to take all back, then the sending, then what next. */
export function Sent() {
  const { params } = useRoute();
  const id = params.batchId ?? '';
  const path = `/api/batches/${id}`;
  const [batch, setBatch] = useState<Batch>();
  const [failed, setFailed] = useState<string>();
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    let stop: () => void = () => undefined;
    let current = true;
    get<Batch>(path)
      .then((first) => {
        if (!current) return;
        setBatch(first);
        setFailed(undefined);
        if (isOpen(first)) stop = follow<Batch>(path, 'batch', setBatch, (one) => !isOpen(one));
      })
      .catch((error: unknown) => {
        if (current) setFailed(codeOf(error));
      });
    return () => {
      current = false;
      stop();
    };
  }, [path, turn]);

  const act = async (verb: 'undo' | 'withdraw' | 'hold') => {
    try {
      setBatch(await ask<Batch>('POST', `${path}/${verb}`));
    } catch (error) {
      if (verb !== 'hold') toast(named('error', codeOf(error)));
    }
  };

  return (
    <Screen title={batch === undefined ? t('sent.title') : title(batch)}>
      <Problem code={failed} retry={() => setTurn(turn + 1)} />
      <div class="card stack sending">
        {batch === undefined && failed === undefined && <p class="quiet">{t('list.loading')}</p>}
        {batch?.state === 'waiting' && <Waiting batch={batch} act={act} />}
        {batch?.state === 'sending' && (
          <>
            <p class="number" role="status">
              {t('sent.progress', { sent: batch.sent, n: batch.count - batch.links })}
            </p>
            <progress max={batch.count - batch.links} value={batch.sent} aria-label={t('sent.title')} />
            <div>
              <button type="button" class="button danger" onClick={() => act('withdraw')}>
                {t('sent.withdraw')}
              </button>
            </div>
          </>
        )}
        {batch !== undefined && !isOpen(batch) && <p role="status">{outcome(batch)}</p>}
        {batch !== undefined && batch.unknown > 0 && (
          <div class="notice">
            <p>{t('sent.unknown', { n: batch.unknown })}</p>
            <p>
              <a href="/invitations?state=unknown">{t('sent.unknown_who')}</a>
            </p>
          </div>
        )}
        {batch !== undefined && batch.changed > 0 && (
          <p class="notice">{t('sent.changed', { n: batch.changed })}</p>
        )}
        {batch !== undefined && isOpen(batch) && <p class="quiet small close">{t('sent.close')}</p>}
      </div>
      {batch !== undefined && batch.links > 0 && batch.state !== 'undone' && (
        <div class="card row">
          <p class="grow">{t('sent.links', { n: batch.links })}</p>
          <a class="button" href={`/links?batch=${batch.id}`}>
            {t('links.title')}
          </a>
        </div>
      )}
      <div class={batch === undefined && failed === undefined ? 'row coming' : 'row'}>
        <a class="button primary" href="/network">
          {t('sent.network')}
        </a>
        <a class="button" href="/add">
          {t('sent.another')}
        </a>
        <a class="button" href="/invitations">
          {t('sent.all')}
        </a>
        {network.value.demo && (
          <a class="button" href="/demo/mail">
            {t('frame.mailbox')}
          </a>
        )}
      </div>
    </Screen>
  );
}

/** Counts down to the sending; while it is looked at closely, by pointer or focus, the server is asked to wait. */
function Waiting({ batch, act }: { batch: Batch; act: (verb: 'undo' | 'hold') => Promise<void> }) {
  const [left, setLeft] = useState(() => remaining(batch));
  const held = useRef(false);
  useEffect(() => {
    const timer = setInterval(() => setLeft(remaining(batch)), 250);
    return () => clearInterval(timer);
  }, [batch.undoUntil]);
  useEffect(() => {
    // Renewed well before it ends; the server gives it an end of its own.
    const timer = setInterval(() => {
      if (held.current) act('hold');
    }, 3000);
    return () => clearInterval(timer);
  }, [batch.id]);
  const hold = (on: boolean) => {
    if (on && !held.current) act('hold');
    held.current = on;
  };
  return (
    <div class="row spread" onPointerEnter={() => hold(true)} onPointerLeave={() => hold(false)}>
      <p class="number grow">{t('sent.waiting', { n: batch.count, seconds: left })}</p>
      <button
        type="button"
        class="button"
        onFocus={() => hold(true)}
        onBlur={() => hold(false)}
        onClick={() => act('undo')}
      >
        {t('action.undo')}
      </button>
    </div>
  );
}

function remaining({ undoUntil }: Batch): number {
  return Math.max(1, Math.ceil((Date.parse(undoUntil) - performance.timeOrigin - performance.now()) / 1000));
}

function isOpen({ state }: Batch): boolean {
  return state === 'waiting' || state === 'sending';
}

function title({ state, count, links, unknown }: Batch): string {
  switch (state) {
    case 'waiting':
    case 'sending':
      return t('sent.title_sending', { n: count - links });
    case 'sent':
      return t('sent.title_sent', { n: count - links - unknown });
    case 'made':
      return t('sent.title_made', { n: links });
    case 'undone':
      return t('sent.title_undone');
    case 'withdrawn':
      return t('sent.title_withdrawn');
  }
}

function outcome({ state, sent, withdrawn, unknown }: Batch): string {
  switch (state) {
    case 'undone':
      return t('sent.undone');
    case 'withdrawn':
      return t('sent.withdrawn', { sent: sent - unknown, withdrawn });
    case 'made':
      return t('links.lead');
    default:
      return t('sent.done', { n: sent - unknown });
  }
}
