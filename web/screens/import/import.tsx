import { useEffect } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { get } from '../../api/client.ts';
import type { Import } from '../../api/types.ts';
import { isOpen, useImport } from '../../api/use-import.ts';
import { named, number, t } from '../../catalogue/messages.ts';
import { AccountFacts } from '../../components/account-facts/account-facts.tsx';
import { ImportProgress } from '../../components/import-progress/import-progress.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { network } from '../../session/session.ts';
import { Problems } from './problems.tsx';

/** Where an upload lands: goes on to the people as soon as there are any, and tells what happened when asked. */
export function ImportScreen() {
  const { params } = useRoute();
  const { path, route, query } = useLocation();
  const id = params.id ?? '';
  const { value, failed, set } = useImport(id);
  const reload = () => {
    // The counters stay as they are until the next look where this fails.
    get<Import>(`/api/imports/${id}`).then(set, () => undefined);
  };
  // Whoever follows a link from here is elsewhere already while the next screen loads.
  const isHere = path === `/imports/${id}`;
  const onward = value === undefined || !isHere || 'details' in query ? undefined : nextOf(value);

  useEffect(() => {
    if (onward !== undefined) route(onward, true);
  }, [onward]);

  return (
    <Screen title={value === undefined || isOpen(value) ? t('import.title_reading') : t('import.title')}>
      <Problem code={failed} />
      {value?.state === 'failed' && (
        <div class="notice error" role="alert">
          <p>{named('error', value.failureCode ?? 'import.not_contacts')}</p>
        </div>
      )}
      {value?.state === 'read' && value.here + value.invite === 0 && (
        <div class="notice warning">
          {/* A book of only groups is read to its end without a problem. */}
          <p>
            {value.counters.read === value.counters.problem && value.counters.problem > 0
              ? t('import.nothing')
              : t('import.nobody')}
          </p>
        </div>
      )}
      <ImportProgress value={value} failed={failed} set={set} />
      {value !== undefined && isOpen(value) && <p class="quiet">{t('import.leave')}</p>}
      {value?.account !== undefined && (
        <div class="card">
          <strong>{value.account.name}</strong>
          <AccountFacts account={value.account} />
        </div>
      )}
      {value !== undefined && <Files value={value} />}
      {value !== undefined && !isOpen(value) && (
        <Problems id={id} editable={value.state !== 'undone'} changed={reload} />
      )}
      {value !== undefined && isHere && onward === undefined && (
        <div class="row">
          {value.here + value.invite > 0 && value.state !== 'undone' ? (
            <a class="button primary" href={`/imports/${id}/${value.here > 0 ? 'people' : 'invite'}`}>
              {t('import.onward')}
            </a>
          ) : (
            !isOpen(value) && (
              <a class="button primary" href="/add">
                {t('import.another')}
              </a>
            )
          )}
          <a class="button" href="/imports">
            {t('imports.title')}
          </a>
        </div>
      )}
    </Screen>
  );
}

/** Members found: on to step 1. None, and the reading is over: on to step 2. Nothing understood: on to the columns. */
function nextOf({ id, state, failureCode, here, invite }: Import): string | undefined {
  if (failureCode === 'import.columns_unknown') return `/imports/${id}/columns`;
  if (state === 'failed' || state === 'undone') return undefined;
  if (here > 0) return `/imports/${id}/people`;
  if ((state === 'read' || state === 'stopped') && invite > 0) return `/imports/${id}/invite`;
  return undefined;
}

function Files({ value }: { value: Import }) {
  return (
    <section class="card" aria-labelledby="files">
      <h2 id="files">{t('import.what')}</h2>
      <ul class="plain">
        {value.files.map((file) => (
          <li key={file.name}>
            {file.name} <span class="small quiet">{file.dialect ?? ''}</span>
          </li>
        ))}
      </ul>
      <p class="number">
        {t('import.found', {
          network: network.value.name,
          here: number(value.here),
          invite: number(value.invite),
          other: number(value.other),
        })}
      </p>
      {value.lookupsHeldBack > 0 && (
        <p class="quiet">{t('import.held_back', { n: value.lookupsHeldBack })}</p>
      )}
    </section>
  );
}
