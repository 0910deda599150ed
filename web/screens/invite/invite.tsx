import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { Filter, Invitee } from '../../api/types.ts';
import { isOpen, useImport } from '../../api/use-import.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { named, t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';
import { SelectField } from '../../components/field/field.tsx';
import { ImportProgress } from '../../components/import-progress/import-progress.tsx';
import { PeopleList } from '../../components/people-list/people-list.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { useDelayed } from '../../list/use-delayed.ts';
import { useList } from '../../list/use-list.ts';
import { useNews } from '../../list/use-news.ts';
import { me, network } from '../../session/session.ts';
import { ChannelChoice } from './channel-choice.tsx';
import { Others } from './others.tsx';

/** Step 2: who of the book is not here yet. Nothing is sent before the review. */
export function Invite() {
  const { params } = useRoute();
  const { route } = useLocation();
  const id = params.id ?? '';
  const [search, setSearch] = useState('');
  const [channel, setChannel] = useState('');
  const [label, setLabel] = useState('');
  const q = useDelayed(search, 120);
  const filter: Filter = {
    ...(q === '' ? {} : { q }),
    ...(channel === 'email' || channel === 'text' ? { channel } : {}),
    ...(label === '' ? {} : { label }),
  };
  const { value, failed, set } = useImport(id);
  const facets = useLoaded<{ labels: readonly { label: string; count: number }[] }>(
    `/api/imports/${id}/facets`,
  );
  // Whether there are labels decides where the filters stand.
  const isComing = facets.value === undefined && facets.failed === undefined;
  const list = useList<Invitee>(id, 'invitees', 'invite', filter);
  const reading = value !== undefined && isOpen(value);
  const news = useNews(list, value?.invite, reading);
  const { counts } = list.window;

  const skip = async () => {
    try {
      await ask('POST', `/api/imports/${id}/skip`, { step: 'invite' });
      if (me.value?.network.forgetsContacts) toast(t('invite.forgotten'));
      route('/network');
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
  };

  return (
    <Screen
      title={t('invite.title', { n: counts.total || (value?.invite ?? 0), network: network.value.name })}
    >
      <p class="quiet">{t('invite.step')}</p>
      {me.value?.network.forgetsContacts && <p class="notice">{t('invite.forgets')}</p>}
      <ImportProgress value={value} failed={failed} set={set} />
      <PeopleList
        list={list}
        label={t('invite.list')}
        nameOf={(row) => row.name || chosenValue(row)}
        search={search}
        setSearch={setSearch}
        filters={
          <>
            <div class={isComing ? 'choice coming' : 'choice'}>
              <SelectField label={t('invite.channel')} value={channel} change={setChannel}>
                <option value="">{t('invite.any')}</option>
                <option value="email">{t('channel.email')}</option>
                <option value="text">{t('channel.text')}</option>
              </SelectField>
            </div>
            {(facets.value?.labels.length ?? 0) > 0 && (
              <div class="choice">
                <SelectField label={t('invite.label')} value={label} change={setLabel}>
                  <option value="">{t('invite.any')}</option>
                  {facets.value?.labels.map((one) => (
                    <option key={one.label} value={one.label}>
                      {one.label} ({one.count})
                    </option>
                  ))}
                </SelectField>
              </div>
            )}
          </>
        }
        status={
          counts.byChannel === undefined || counts.byChannel.text === 0
            ? t('list.selected', { n: counts.selected, total: counts.total })
            : t('list.selected_channels', { n: counts.selected, total: counts.total, ...counts.byChannel })
        }
        news={news}
        reading={reading}
        filtered={Object.keys(filter).length > 0}
        empty={reading ? t('invite.looking') : t('invite.empty')}
        cells={(row, tabIndex, role) => (
          <>
            <span class="cell-face" role={role}>
              <Avatar name={row.name || chosenValue(row)} photo={null} />
            </span>
            <span class="cell-text" role={role}>
              <strong dir="auto">{row.name || chosenValue(row)}</strong>
              <span class="small quiet" dir="auto">
                {row.organisation}
              </span>
            </span>
            <span class="cell-channel" role={role}>
              <ChannelChoice importId={id} row={row} tabIndex={tabIndex} />
            </span>
          </>
        )}
      />
      <Others importId={id} count={value?.other ?? 0} changed={list.reload} />
      <div class="actions">
        {counts.selected > 0 ? (
          <a class="button primary number" href={`/imports/${id}/review`}>
            {t('invite.review', { n: counts.selected })}
          </a>
        ) : (
          <button
            type="button"
            class="button primary"
            aria-disabled="true"
            onClick={() => toast(t(reading || list.loading ? 'people.wait' : 'invite.none'))}
          >
            {t('invite.review', { n: 0 })}
          </button>
        )}
        <button type="button" class="button" onClick={skip}>
          {t('action.skip')}
        </button>
      </div>
    </Screen>
  );
}

function chosenValue({ channels, chosen }: Invitee): string {
  return channels.find(({ position }) => position === chosen)?.value ?? '';
}
