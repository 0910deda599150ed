import { useRef, useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { Me } from '../../api/types.ts';
import { locales, t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';
import { Field, SelectField } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { me, refresh } from '../../session/session.ts';
import { resized } from './photo.ts';

const names = { en: 'English', de: 'Deutsch', ar: 'العربية', ja: '日本語' } as const;

export function Profile() {
  const member = me.value;
  if (member === undefined) return null;
  return <ProfileForm member={member} />;
}

function ProfileForm({ member }: { member: Me }) {
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(member.name);
  const [headline, setHeadline] = useState(member.headline ?? '');
  const [place, setPlace] = useState(member.location ?? '');
  const [organisation, setOrganisation] = useState(member.organisation ?? '');
  const [school, setSchool] = useState(member.school ?? '');
  const [locale, setLocale] = useState(member.locale);
  const [region, setRegion] = useState(member.region ?? '');
  const [failed, setFailed] = useState<string>();

  const change = async (work: () => Promise<unknown>) => {
    setFailed(undefined);
    try {
      await work();
      await refresh();
      toast(t('settings.saved'));
    } catch (error) {
      setFailed(codeOf(error));
    }
  };

  return (
    <section class="card stack" aria-labelledby="profile">
      <h2 id="profile">{t('settings.profile')}</h2>
      <div class="row">
        <Avatar name={member.name} photo={member.photo} large />
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file !== undefined)
              change(async () => {
                const photo = await resized(file);
                await ask('PUT', '/api/me/photo', photo, { 'content-type': photo.type });
              });
          }}
        />
        <button type="button" class="button" onClick={() => input.current?.click()}>
          {t('settings.photo')}
        </button>
        {member.photo !== null && (
          <button
            type="button"
            class="button plain-button"
            onClick={() => change(() => ask('DELETE', '/api/me/photo'))}
          >
            {t('settings.photo_remove')}
          </button>
        )}
      </div>
      <Problem code={failed} />
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          change(() =>
            ask('PATCH', '/api/me', {
              name,
              headline,
              location: place,
              organisation,
              school,
              locale,
              ...(region === '' ? {} : { region: region.toUpperCase() }),
            }),
          );
        }}
      >
        <Field label={t('field.name')} required autocomplete="name" value={name} change={setName} />
        <Field
          label={t('field.headline')}
          value={headline}
          change={setHeadline}
          hint={t('settings.headline_hint')}
        />
        <div class="pair">
          <Field label={t('field.organisation')} value={organisation} change={setOrganisation} />
          <Field label={t('field.school')} value={school} change={setSchool} />
        </div>
        <p class="small quiet">{t('settings.places_hint')}</p>
        <div class="pair">
          <Field label={t('field.location')} value={place} change={setPlace} />
          <SelectField label={t('field.language')} value={locale} change={setLocale}>
            {locales.map((one) => (
              <option key={one} value={one}>
                {names[one]}
              </option>
            ))}
            {!locales.some((one) => one === locale) && <option value={locale}>{locale}</option>}
          </SelectField>
        </div>
        <Field
          label={t('field.region')}
          value={region}
          change={setRegion}
          maxLength={2}
          pattern="[A-Za-z]{2}"
          hint={t('settings.region_hint')}
        />
        <div>
          <button type="submit" class="button primary">
            {t('settings.save')}
          </button>
        </div>
      </form>
    </section>
  );
}
