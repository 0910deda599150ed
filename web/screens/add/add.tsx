import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { t } from '../../catalogue/messages.ts';
import { Field } from '../../components/field/field.tsx';
import { ProviderTiles } from '../../components/provider-tiles/provider-tiles.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { me, network } from '../../session/session.ts';
import { account } from './account.ts';
import { FromPhone } from './from-phone.tsx';
import { PasteAddresses } from './paste-addresses.tsx';
import { UploadFiles } from './upload-files.tsx';

export function Add() {
  const { route } = useLocation();
  const [email, setEmail] = useState(me.value?.email ?? '');
  return (
    <Screen title={t('add.title')}>
      <p class="quiet">{t('add.lead')}</p>
      <UploadFiles />
      <section class="stack" aria-labelledby="provider">
        <h2 id="provider">{t('add.from_provider')}</h2>
        <form
          class="beside"
          onSubmit={(event) => {
            event.preventDefault();
            account.value = email;
            route('/add/account');
          }}
        >
          <Field
            label={t('add.your_email')}
            type="email"
            autocomplete="email"
            required
            value={email}
            change={setEmail}
          />
          <button type="submit" class="button">
            {t('action.continue')}
          </button>
        </form>
        <ProviderTiles />
        <p>
          <a href="/providers">{t('add.all_providers')}</a>
        </p>
      </section>
      <FromPhone />
      <PasteAddresses />
      {network.value.demo && <SampleBooks />}
      <section class="stack" aria-labelledby="kept">
        <h2 id="kept">{t('add.kept')}</h2>
        <p class="quiet">
          {t(me.value?.network.forgetsContacts === true ? 'add.kept_forgets' : 'add.kept_text')}
        </p>
        <p>
          <a href="/imports">{t('add.earlier')}</a>
        </p>
      </section>
    </Screen>
  );
}

function SampleBooks() {
  const books = [
    ['google.csv', t('add.sample.google')],
    ['icloud.vcf', t('add.sample.icloud')],
    ['outlook-de.csv', t('add.sample.outlook')],
  ] as const;
  return (
    <section class="card stack" aria-labelledby="samples">
      <h2 id="samples">{t('add.samples')}</h2>
      <p class="small quiet">{t('add.samples_text')}</p>
      <ul class="plain">
        {books.map(([file, label]) => (
          <li key={file}>
            <a class="button plain-button" href={`/demo/books/${file}`} download={file}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
