import { useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { Import } from '../../api/types.ts';
import { isOpen } from '../../api/use-import.ts';
import { named, number, t } from '../../catalogue/messages.ts';
import { StatusLine } from '../people-list/status-line.tsx';
import { toast } from '../toast/toast.tsx';
import './import-progress.css';
import { Awaited } from '../awaited/awaited.tsx';

interface ImportProgressProps {
  readonly value: Import | undefined;
  readonly failed: string | undefined;
  readonly set: (value: Import) => void;
}

/** How far the reading is, what it has found and the way to stop it; a short line once it is over. */
export function ImportProgress({ value, failed, set }: ImportProgressProps) {
  const { query } = useLocation();
  const wasOpen = useRef(false);
  if (value === undefined) return <Awaited value={value} failed={failed} />;
  const { account, counters, progress } = value;
  const open = isOpen(value);
  wasOpen.current ||= open;
  const counted = t('import.counters', {
    read: counters.read,
    fresh: counters.new,
    updated: counters.updated,
    same: counters.same,
    problem: counters.problem,
  });
  const text =
    open && account?.cardsExpected !== undefined
      ? `${t('import.so_far', { cards: number(account.cards), expected: number(account.cardsExpected) })} · ${counted}`
      : counted;
  return (
    <section
      class={wasOpen.current ? 'import-progress reading' : 'import-progress'}
      aria-label={t('import.progress')}
    >
      <p class="small quiet line">
        <span>
          <StatusLine text={open ? `${t('import.reading')} ${text}` : text} />
        </span>
        <span>
          {!open && value.state !== 'undone' && <ColumnsLink value={value} />}
          {!('details' in query) && (
            <a href={`/imports/${value.id}?details`}>
              {counters.problem > 0
                ? t('import.problems_link', { n: counters.problem })
                : t('import.details')}
            </a>
          )}
        </span>
      </p>
      {open && (
        <div class="row spread">
          <progress
            aria-label={t('import.reading')}
            {...(account === undefined
              ? { max: Math.max(1, progress.bytesTotal), value: progress.bytesRead }
              : account.cardsExpected === undefined
                ? {}
                : { max: Math.max(1, account.cardsExpected), value: counters.read })}
          />
          <button
            type="button"
            class="button"
            onClick={async () => {
              try {
                set(await ask<Import>('POST', `/api/imports/${value.id}/stop`));
              } catch (error) {
                toast(named('error', codeOf(error)));
              }
            }}
          >
            {t('import.stop')}
          </button>
        </div>
      )}
    </section>
  );
}

/** Says that columns were guessed, not understood, or read as the member said; and the way to say otherwise. */
function ColumnsLink({ value }: { value: Import }) {
  const states = value.files.map(({ columns }) => columns);
  const state = (['not_understood', 'guessed', 'said'] as const).find((one) => states.includes(one));
  if (state === undefined) return null;
  return (
    <>
      {t(`columns.offer.${state}`)} <a href={`/imports/${value.id}/columns`}>{t(`columns.link.${state}`)}</a>
      {' · '}
    </>
  );
}
