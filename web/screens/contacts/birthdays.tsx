import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { CalendarFeed, Birthdays as Found } from '../../api/contact-types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { monthName, named, partialDate, t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';
import { SelectField } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import './contacts.css';

const months = Array.from({ length: 12 }, (_, index) => index + 1);

/** Who has a birthday when, and the same as a calendar to subscribe to. */
export function Birthdays() {
  const { query, route } = useLocation();
  const month = months.find((one) => String(one) === query.month);
  const { value, failed, reload } = useLoaded<Found>('/api/contacts/birthdays', { month });
  return (
    <Screen
      title={t('birthdays.title')}
      action={
        <a class="button" href="/contacts">
          {t('contacts.back')}
        </a>
      }
    >
      <div class="list-tools">
        <SelectField
          label={t('birthdays.month')}
          value={month === undefined ? '' : String(month)}
          change={(chosen) =>
            route(chosen === '' ? '/contacts/birthdays' : `/contacts/birthdays?month=${chosen}`)
          }
        >
          <option value="">{t('birthdays.next')}</option>
          {months.map((one) => (
            <option key={one} value={one}>
              {monthName(one)}
            </option>
          ))}
        </SelectField>
      </div>
      <Problem code={failed} retry={reload} />
      {value === undefined && failed === undefined && <div class="waiting-block" aria-hidden="true" />}
      {value?.birthdays.length === 0 && <p class="card">{t('birthdays.empty')}</p>}
      {value !== undefined && value.birthdays.length > 0 && (
        <ul class="plain lines card">
          {value.birthdays.map(({ id, name, birthday, age }) => (
            <li key={id} class="birthday">
              <Avatar name={name} photo={null} />
              <a href={`/contacts/${id}`}>
                <bdi>{name}</bdi>
              </a>
              <span class="number">
                {partialDate(`-${birthday.slice(-6)}`)}
                {age !== undefined && <span class="small quiet"> {t('birthdays.age', { age })}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Feed />
    </Screen>
  );
}

/** The private address of the calendar, shown when it is made: whoever has it sees the birthdays. */
function Feed() {
  const { value, failed, reload } = useLoaded<{ feed: CalendarFeed | null }>('/api/contacts/calendar');
  const [made, setMade] = useState<string>();
  const exists = value?.feed !== undefined && value.feed !== null;
  const url = made ?? value?.feed?.url;
  const make = async () => {
    try {
      const { url: fresh } = await ask<CalendarFeed>('POST', '/api/contacts/calendar');
      setMade(fresh);
      reload();
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
  };
  const end = async () => {
    try {
      await ask('DELETE', '/api/contacts/calendar');
      setMade(undefined);
      toast(t('birthdays.ended'));
      reload();
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url ?? '');
      toast(t('clients.copied'));
    } catch {
      toast(t('links.not_copied'));
    }
  };
  return (
    <section class="card stack" aria-labelledby="feed">
      <h2 id="feed">{t('birthdays.feed')}</h2>
      <p>{t('birthdays.feed_text')}</p>
      <Problem code={failed} retry={reload} />
      {url !== undefined && (
        <div class="field">
          <label for="feed-url">{t('birthdays.feed_url')}</label>
          <input
            id="feed-url"
            readOnly
            dir="ltr"
            value={url}
            onFocus={(event) => event.currentTarget.select()}
          />
        </div>
      )}
      {exists && url === undefined && <p class="small quiet">{t('birthdays.feed_once')}</p>}
      <div class="row">
        {url !== undefined && (
          <button type="button" class="button" onClick={copy}>
            {t('clients.copy')}
          </button>
        )}
        <button type="button" class="button" onClick={make}>
          {exists ? t('birthdays.renew') : t('birthdays.make')}
        </button>
        {exists && (
          <button type="button" class="button plain-button" onClick={end}>
            {t('birthdays.end')}
          </button>
        )}
      </div>
    </section>
  );
}
