import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import type { ContactFacets } from '../../api/contact-types.ts';
import { useLive } from '../../api/use-live.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { t } from '../../catalogue/messages.ts';
import { Dialog } from '../../components/dialog/dialog.tsx';
import { later } from '../../components/later/later.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { useContacts } from '../../list/use-contacts.ts';
import { me } from '../../session/session.ts';
import { address, filterOf, sortOf } from './address.ts';
import { BulkBar } from './bulk-bar.tsx';
import { BulkProgress } from './bulk-progress.tsx';
import { ContactDetailPane } from './contact-detail.tsx';
import { ContactList } from './contact-list.tsx';
import './contacts.css';
import { Filters } from './filters.tsx';

const NewContact = later(async () => (await import('./new-contact.tsx')).NewContact);

/** The address book: its parts, its list, and whoever is opened in it. Where one is and what is searched stands in the URL. */
export function Contacts() {
  const { params } = useRoute();
  const { query, route } = useLocation();
  const { id } = params;
  const asked = JSON.stringify(query);
  const filter = useMemo(() => filterOf(query), [asked]);
  const facets = useLoaded<ContactFacets>('/api/contacts/facets');
  const list = useContacts(filter, sortOf(query), () => toast(t('contacts.choice_ended')));
  const [filtering, setFiltering] = useState(false);
  const pane = useRef<HTMLElement>(null);
  const opened = useRef(id);

  // Whoever opens a contact goes on reading there; whoever closes it goes on in the list.
  useEffect(() => {
    if (opened.current === id) return;
    const before = opened.current;
    opened.current = id;
    if (id === undefined)
      document.querySelector<HTMLElement>('.contact-list [role=row][tabindex="0"]')?.focus();
    else if (before === undefined || before === 'new' || id === 'new')
      pane.current?.focus({ preventScroll: true });
  }, [id]);

  const changed = () => {
    list.reload();
    facets.reload();
  };
  useLive('contacts', changed);
  const close = () => route(address('/contacts', query, {}));
  const coming = facets.value === undefined && facets.failed === undefined;
  const narrowed = Object.keys(filter).length;
  const isEmpty = facets.value?.total === 0 && facets.value.trash === 0 && narrowed === 0;

  return (
    <Screen
      title={t('contacts.title')}
      width="wide"
      action={
        <div class="row">
          <button type="button" class="button only-narrow number" onClick={() => setFiltering(true)}>
            {t('contacts.filter_button', { n: narrowed - (filter.search === undefined ? 0 : 1) })}
          </button>
          <a class="button" href={address('/contacts/new', query, {})}>
            {t('contacts.new')}
          </a>
        </div>
      }
    >
      {me.value?.network.forgetsContacts && !isEmpty && <p class="small quiet">{t('contacts.forgets')}</p>}
      {isEmpty && id === undefined ? (
        <div class="card stack">
          <p>{t('contacts.empty')}</p>
          <div class="row">
            <a class="button primary" href="/add">
              {t('add.title')}
            </a>
            <a class="button" href="/contacts/new">
              {t('contacts.new')}
            </a>
          </div>
        </div>
      ) : (
        <div class={id === undefined ? 'contacts' : 'contacts reading'}>
          <div class="contact-side">
            <Filters facets={facets.value} coming={coming} />
          </div>
          <div class="contact-list">
            <ContactList list={list} facets={facets.value} filter={filter} opened={id} retry={changed} />
            <div class="contact-acts">
              <BulkProgress />
              <BulkBar list={list} filter={filter} labels={facets.value?.labels ?? []} changed={changed} />
            </div>
          </div>
          <section
            ref={pane}
            tabIndex={-1}
            class="contact-pane"
            aria-label={t('contacts.pane')}
            onKeyDown={(event) => {
              if (event.key === 'Escape' && !event.defaultPrevented && id !== undefined) close();
            }}
          >
            {id === undefined ? (
              <p class="quiet contact-none">{t('contacts.choose')}</p>
            ) : id === 'new' ? (
              <NewContact changed={changed} back={address('/contacts', query, {})} />
            ) : (
              <ContactDetailPane
                key={id}
                id={id}
                labels={facets.value?.labels ?? []}
                back={address('/contacts', query, {})}
                changed={changed}
                starred={(favourite) => {
                  list.change(id, (line) => ({ ...line, favourite }));
                  facets.reload();
                }}
              />
            )}
          </section>
        </div>
      )}
      {filtering && (
        <Dialog title={t('contacts.filter')} close={() => setFiltering(false)}>
          <Filters facets={facets.value} coming={coming} />
          <button type="button" class="button primary number" onClick={() => setFiltering(false)}>
            {t('contacts.show', { n: list.window.counts.matching })}
          </button>
        </Dialog>
      )}
    </Screen>
  );
}
