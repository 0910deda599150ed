import { t } from '../../catalogue/messages.ts';
import { me } from '../../session/session.ts';

/** How long things are kept here, before anybody asks. */
export function Kept() {
  const facts = [
    [
      t('data.kept_contacts'),
      t(
        me.value?.network.forgetsContacts === true ? 'data.kept_contacts_forgets' : 'data.kept_contacts_time',
      ),
    ],
    [t('data.kept_trash'), t('data.kept_trash_time')],
    [t('data.kept_files'), t('data.kept_files_time')],
    [t('data.kept_access'), t('data.kept_access_time')],
    [t('data.kept_invited'), t('data.kept_invited_time')],
    [t('data.kept_consent'), t('data.kept_consent_time')],
  ] as const;
  return (
    <section class="card stack" aria-labelledby="how-long">
      <h2 id="how-long">{t('data.kept')}</h2>
      <dl class="kept">
        {facts.map(([what, time]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd class="quiet">{time}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
