import { useState } from 'preact/hooks';
import { ask, codeOf, get } from '../../api/client.ts';
import type { Import, Kept } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { named, t } from '../../catalogue/messages.ts';
import { EraseProgress } from '../../components/erasures/erase-progress.tsx';
import { useErasures } from '../../components/erasures/use-erasures.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { isMeant } from '../../components/question/question.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { ImportEntry } from './import-entry.tsx';
import './imports.css';
import { Awaited } from '../../components/awaited/awaited.tsx';

/** What was brought in, when, from where, and the ways to repeat it and to take it out again. */
export function Imports() {
  const imports = useLoaded<{ items: readonly Import[] }>('/api/imports');
  const invited = useLoaded<{
    items: readonly { importId: string; open: number; invited: number }[];
  }>('/api/invitations/imports');
  const matched = useLoaded<{
    items: readonly { importId: string; here: number; connected: number }[];
  }>('/api/imports/matched');
  const erasures = useErasures();
  const [kept, setKept] = useState<Kept>();
  const reload = () => {
    imports.reload();
    invited.reload();
    matched.reload();
    erasures.reload();
  };
  useLive(['imports', 'invitations', 'connections', 'data'], reload);

  const stop = async (one: Import) => {
    try {
      await ask('POST', `/api/imports/${one.id}/stop`);
      toast(t('imports.stopped'));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    reload();
  };
  const keptOf = async (one: Import) => (await get<{ kept: Kept }>(`/api/imports/${one.id}/undo`)).kept;
  const undo = async (one: Import) => {
    try {
      const isSure = await isMeant({
        title: t('imports.sure'),
        text: withKept(t('imports.sure_text'), await keptOf(one)),
        act: t('imports.undo'),
      });
      if (!isSure) return;
      const undone = await ask<Import & { kept: Kept }>('POST', `/api/imports/${one.id}/undo`);
      setKept(undone.kept.count > 0 ? undone.kept : undefined);
      toast(t(undone.takingBack === undefined ? 'imports.undone' : 'imports.undone_soon'));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    reload();
  };
  const erase = async (one: Import) => {
    try {
      await erasures.ask(one.id, {
        title: t('imports.erase_sure'),
        text: withKept(t('imports.erase_text'), await keptOf(one)),
        act: t('imports.erase'),
      });
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
  };
  const withdraw = async (one: Import, open: number) => {
    const isSure = await isMeant({
      title: t('imports.withdraw_sure', { n: open }),
      text: t('imports.withdraw_text'),
      act: t('imports.withdraw', { n: open }),
    });
    if (!isSure) return;
    try {
      const { withdrawn } = await ask<{ withdrawn: number }>(
        'POST',
        `/api/imports/${one.id}/withdraw-invitations`,
      );
      toast(t('invitations.withdrawn', { n: withdrawn }));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    reload();
  };
  // What became of an import decides what can be done with it.
  const isComing = [imports, invited, matched].some(
    ({ value, failed }) => value === undefined && failed === undefined,
  );
  const items = isComing ? undefined : imports.value?.items;
  const { imported } = erasures;
  return (
    <Screen
      title={t('imports.title')}
      action={
        <a class="button primary" href="/add">
          {t('add.title')}
        </a>
      }
    >
      <p class="quiet">{t('imports.lead')}</p>
      <Problem code={imports.failed} retry={imports.reload} />
      {kept !== undefined && (
        <div class="notice warning" role="status">
          <p>{t('imports.kept', { n: kept.count, names: namesOf(kept) })}</p>
        </div>
      )}
      <Awaited value={imported} failed={erasures.failed} />
      <EraseProgress erasures={erasures} />
      {isComing && <div class="waiting-block" aria-hidden="true" />}
      {items?.length === 0 && <p class="card">{t('imports.empty')}</p>}
      {items !== undefined && items.length > 0 && (
        <ul class="plain lines card">
          {items.map((one) => {
            const its = invited.value?.items.find(({ importId }) => importId === one.id);
            return (
              <ImportEntry
                key={one.id}
                value={one}
                invited={its?.invited ?? 0}
                open={its?.open ?? 0}
                matched={matched.value?.items.find(({ importId }) => importId === one.id)}
                erasing={erasures.open.some(({ importId }) => importId === undefined || importId === one.id)}
                undo={() => undo(one)}
                erase={() => erase(one)}
                stop={() => stop(one)}
                withdraw={() => withdraw(one, its?.open ?? 0)}
              />
            );
          })}
        </ul>
      )}
      {imported !== undefined && (imported.cards > 0 || (items?.length ?? 0) > 0) && (
        <div class="row spread">
          <a href="/settings/data">{t('data.title')}</a>
          <button
            type="button"
            class="button danger"
            disabled={erasures.open.length > 0}
            onClick={() => erasures.askForAll()}
          >
            {t('data.erase_all')}
          </button>
        </div>
      )}
    </Screen>
  );
}

function withKept(sure: string, kept: Kept): string {
  return kept.count === 0 ? sure : `${sure} ${t('imports.kept', { n: kept.count, names: namesOf(kept) })}`;
}

/** The first few by name; a dialog has little room. */
function namesOf({ count, contacts }: Kept): string {
  const names = contacts.slice(0, 10).map(({ name }) => name || t('imports.no_name'));
  return count > names.length ? `${names.join(', ')} …` : names.join(', ');
}
