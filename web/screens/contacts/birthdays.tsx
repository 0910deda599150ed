import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { Birthdays as Found } from '../../api/contact-types.ts';
import { useLive } from '../../api/use-live.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { day, monthName, named, partialDate, t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';
import { SelectField } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import './contacts.css';

/** Who has a birthday when, and the same as a calendar to subscribe to. */
export function Birthdays() {
  const { query, route } = useLocation();
  const wanted = Number(query.month);
  const month = wanted >= 1 && wanted <= 12 ? Math.floor(wanted) : thisMonth();
  const { value, failed, reload } = useLoaded<Found>('/api/contacts/birthdays', { month });
  useLive('contacts', reload);
  return (
    <Screen
      title={t('birthdays.title')}
      action={
        <a class="button" href="/contacts">
          {t('contacts.back')}
        </a>
      }
    >
      <SelectField
        label={t('birthdays.month')}
        value={String(month)}
        change={(chosen) => route(`/contacts/birthdays?month=${chosen}`)}
      >
        {Array.from({ length: 12 }, (_, index) => (
          <option key={index} value={String(index + 1)}>
            {t('birthdays.of_month', { month: monthName(index + 1), n: value?.months[index] ?? 0 })}
          </option>
        ))}
      </SelectField>
      <Problem code={failed} retry={reload} />
      {value === undefined && failed === undefined && <div class="waiting-block" aria-hidden="true" />}
      {value?.birthdays.length === 0 && <p class="card">{t('birthdays.empty')}</p>}
      {value !== undefined && value.birthdays.length > 0 && (
        <ul class="plain lines card">
          {value.birthdays.map((one) => (
            <li key={one.contactId} class="birthday">
              <Avatar name={one.name} photo={null} />
              <a href={`/contacts/${one.contactId}`}>
                <bdi>{one.name}</bdi>
              </a>
              <span class="number">{partialDate(dateOf(one))}</span>
            </li>
          ))}
        </ul>
      )}
      {value !== undefined && <Feed since={value.calendarSince} changed={reload} />}
    </Screen>
  );
}

function thisMonth(): number {
  return Number(new Intl.DateTimeFormat('en', { month: 'numeric' }).format());
}

function dateOf({ year, month, day }: Found['birthdays'][number]): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${year === undefined ? '-' : String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** The private address of the calendar, shown when it is made: whoever has it sees the birthdays. */
function Feed({ since, changed }: { since: string | undefined; changed: () => void }) {
  const [url, setUrl] = useState<string>();
  const make = async () => {
    try {
      const made = await ask<{ url: string }>('POST', '/api/contacts/calendar');
      setUrl(made.url);
      changed();
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
  };
  const end = async () => {
    try {
      await ask('DELETE', '/api/contacts/calendar');
      setUrl(undefined);
      toast(t('birthdays.ended'));
      changed();
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
      {since !== undefined && url === undefined && (
        <p class="small quiet">{t('birthdays.feed_once', { day: day(since) })}</p>
      )}
      <div class="row">
        {url !== undefined && (
          <button type="button" class="button" onClick={copy}>
            {t('clients.copy')}
          </button>
        )}
        <button type="button" class="button" onClick={make}>
          {since !== undefined ? t('birthdays.renew') : t('birthdays.make')}
        </button>
        {since !== undefined && (
          <button type="button" class="button plain-button" onClick={end}>
            {t('birthdays.end')}
          </button>
        )}
      </div>
    </section>
  );
}
