import { useLocation } from 'preact-iso';
import type { ContactFacets } from '../../api/contact-types.ts';
import { day, number, t } from '../../catalogue/messages.ts';
import { SelectField } from '../../components/field/field.tsx';
import { LabelChip } from '../../components/label-chip/label-chip.tsx';
import { address, type FilterName, filterOf } from './address.ts';
import { cameFrom } from './came-from.ts';

const kinds = ['email', 'phone', 'birthday'] as const;

/** Which part of the address book is shown: its places, its labels, and what narrows them down. */
export function Filters({ facets, coming }: { facets: ContactFacets | undefined; coming: boolean }) {
  const { query, route } = useLocation();
  const filter = filterOf(query);
  const { search, trash, favourite, ...narrowing } = filter;
  const to = (change: Parameters<typeof address>[2]) => address('/contacts', query, change);
  const choose = (name: FilterName) => (value: string) => route(to({ [name]: value }));
  const has = new Set((filter.has ?? '').split(',').filter(Boolean));
  const places = [
    [t('contacts.all'), to({ label: '', favourite: '', trash: '' }), facets?.total, isPlain(filter)],
    [
      t('contacts.favourites'),
      to({ favourite: 'true', trash: '', label: '' }),
      facets?.favourites,
      favourite === 'true',
    ],
    [t('contacts.trash'), to({ trash: 'true', favourite: '', label: '' }), facets?.trash, trash === 'true'],
  ] as const;

  return (
    <>
      <nav aria-label={t('contacts.places')}>
        <ul class="plain side-links">
          {places.map(([name, href, count, current]) => (
            <li key={name}>
              <a href={href} aria-current={current ? 'page' : undefined}>
                <span>{name}</span>
                <span class="number small">{count === undefined ? '' : number(count)}</span>
              </a>
            </li>
          ))}
          <li>
            <a href="/contacts/birthdays">{t('birthdays.title')}</a>
          </li>
          <li>
            <a href="/contacts/merge">{t('contacts.merge_proposals')}</a>
          </li>
        </ul>
      </nav>
      <nav aria-labelledby="side-labels" class={coming ? 'coming' : ''}>
        <h2 id="side-labels">{t('labels.title')}</h2>
        <ul class="plain side-links">
          {facets?.labels.map(({ id, name, count }) => (
            <li key={id}>
              <a
                href={to({ label: filter.label === id ? '' : id, trash: '' })}
                aria-current={filter.label === id ? 'true' : undefined}
              >
                <LabelChip name={name} />
                <span class="number small">{number(count)}</span>
              </a>
            </li>
          ))}
          <li>
            <a href="/contacts/labels">{t('labels.manage')}</a>
          </li>
        </ul>
      </nav>
      <section
        aria-labelledby="side-filters"
        class={coming ? 'stack side-filters coming' : 'stack side-filters'}
      >
        <h2 id="side-filters">{t('contacts.filter')}</h2>
        <SelectField
          label={t('contacts.on_network')}
          value={filter.onNetwork ?? ''}
          change={choose('onNetwork')}
        >
          <option value="">{t('contacts.anybody')}</option>
          <option value="true">{t('contacts.on_network_yes')}</option>
          <option value="false">{t('contacts.on_network_no')}</option>
        </SelectField>
        <fieldset class="side-has">
          <legend>{t('contacts.has')}</legend>
          {kinds.map((kind) => (
            <label key={kind} class="side-check">
              <input
                type="checkbox"
                checked={has.has(kind)}
                onChange={() => {
                  const kept = kinds.filter((one) => (one === kind ? !has.has(one) : has.has(one)));
                  route(to({ has: kept.join(',') }));
                }}
              />
              <span>{t(`contacts.has.${kind}`)}</span>
              <span class="number small quiet">{facets === undefined ? '' : number(facets.has[kind])}</span>
            </label>
          ))}
        </fieldset>
        <Facet
          name="source"
          label={t('contacts.source')}
          choices={facets?.sources.map((one) => ({ ...one, label: cameFrom(one) }))}
        />
        <Facet
          name="import"
          label={t('contacts.import')}
          choices={facets?.imports.map((one) => ({
            ...one,
            label: t('contacts.origin', { label: cameFrom(one), day: day(one.receivedAt) }),
          }))}
        />
        <Facet
          name="organisation"
          label={t('contacts.organisation')}
          choices={facets?.organisations.map(({ name, count }) => ({ id: name, label: name, count }))}
        />
        <Facet
          name="city"
          label={t('contacts.city')}
          choices={facets?.cities.map(({ name, count }) => ({ id: name, label: name, count }))}
        />
        {Object.keys(narrowing).length > 0 && (
          <a class="button" href={address('/contacts', onlyPlace(query), {})}>
            {t('contacts.clear_filters')}
          </a>
        )}
      </section>
    </>
  );
}

interface FacetProps {
  readonly name: FilterName;
  readonly label: string;
  readonly choices:
    | readonly { readonly id: string; readonly label: string; readonly count: number }[]
    | undefined;
}

function Facet({ name, label, choices }: FacetProps) {
  const { query, route } = useLocation();
  const value = query[name] ?? '';
  return (
    <SelectField
      label={label}
      value={value}
      change={(chosen) => route(address('/contacts', query, { [name]: chosen }))}
    >
      <option value="">{t('contacts.any')}</option>
      {choices?.map(({ id, label: text, count }) => (
        <option key={id} value={id}>
          {text} ({number(count)})
        </option>
      ))}
      {value !== '' && !choices?.some(({ id }) => id === value) && <option value={value}>{value}</option>}
    </SelectField>
  );
}

function isPlain({ label, favourite, trash }: ReturnType<typeof filterOf>): boolean {
  return label === undefined && favourite === undefined && trash === undefined;
}

/** Whatever is searched for or narrowed down left out. */
function onlyPlace(query: Readonly<Record<string, string>>): Record<string, string> {
  const { trash, favourite, sort } = query;
  return Object.fromEntries(
    Object.entries({ trash, favourite, sort }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
