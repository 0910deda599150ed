import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { ApiError, ask, codeOf } from '../../api/client.ts';
import type { Person } from '../../api/types.ts';
import { isOpen, useImport } from '../../api/use-import.ts';
import { named, t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';
import { ImportProgress } from '../../components/import-progress/import-progress.tsx';
import { PeopleList } from '../../components/people-list/people-list.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { useDelayed } from '../../list/use-delayed.ts';
import { useList } from '../../list/use-list.ts';
import { useNews } from '../../list/use-news.ts';
import { network } from '../../session/session.ts';

/** Step 1: who of the book is a member already. */
export function People() {
  const { params } = useRoute();
  const { route } = useLocation();
  const id = params.id ?? '';
  const [search, setSearch] = useState('');
  const q = useDelayed(search, 120);
  const { value, failed, set } = useImport(id);
  const list = useList<Person>(id, 'people', 'here', q === '' ? {} : { q });
  const reading = value === undefined || isOpen(value);
  const news = useNews(list, value?.here, reading);
  const { counts } = list.window;
  const [busy, setBusy] = useState(false);

  const connect = async () => {
    if (busy) return;
    if (!news.complete) return toast(t('people.wait'));
    if (counts.selected === 0) return toast(t('people.none'));
    setBusy(true);
    try {
      // Rows that came in since would be asked too; the press is for the number that the button shows.
      const fresh = await list.reload();
      if (fresh !== undefined && fresh.selected !== counts.selected)
        throw new ApiError('selection.changed', 409);
      const { requested } = await ask<{ requested: number }>('POST', `/api/imports/${id}/connect`, {
        expected: counts.selected,
      });
      toast(t('people.requested', { n: requested }));
      route(`/imports/${id}/invite`);
    } catch (error) {
      const code = codeOf(error);
      toast(named('error', code));
      if (code === 'selection.changed') list.reload();
      setBusy(false);
    }
  };
  const skip = async () => {
    await ask('POST', `/api/imports/${id}/skip`, { step: 'here' }).catch(() => undefined);
    route(`/imports/${id}/invite`);
  };

  return (
    <Screen title={t('people.title', { n: counts.total || (value?.here ?? 0), network: network.value.name })}>
      <p class="quiet">{t('people.step')}</p>
      <ImportProgress value={value} failed={failed} set={set} />
      <PeopleList
        list={list}
        label={t('people.list')}
        nameOf={(row) => row.name}
        search={search}
        setSearch={setSearch}
        status={t('list.selected', { n: counts.selected, total: counts.total })}
        news={news}
        reading={reading}
        filtered={q !== ''}
        empty={reading ? t('people.looking') : t('people.empty')}
        cells={(row, _tabIndex, role) => (
          <>
            <span class="cell-face" role={role}>
              <Avatar name={row.name} photo={row.photo} />
            </span>
            <span class="cell-text" role={role}>
              <strong dir="auto">{row.name}</strong>
              <span class="small quiet" dir="auto">
                {row.headline}
              </span>
            </span>
            <span class="cell-channel" role={role}>
              {t('people.your_contact', { name: row.contactName })}
            </span>
          </>
        )}
      />
      <div class="actions">
        <button
          type="button"
          class="button primary number"
          aria-disabled={busy || !news.complete}
          onClick={connect}
        >
          {t('people.connect', { n: counts.selected })}
        </button>
        <button type="button" class="button" onClick={skip}>
          {t('action.skip')}
        </button>
      </div>
    </Screen>
  );
}
